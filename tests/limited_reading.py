"""Read files in a process with a limit on memory, which may die of a file without harm."""

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MEMORY = 2 * 1024**3
"""Bytes of address space, libraries included."""
SECONDS = 60
_ROOT = Path(__file__).parent.parent
_ENVIRONMENT = {
    "PYTHONPATH": str(_ROOT),
    "OMP_NUM_THREADS": "1",
    # No other program is called for help: what is under test are the readers alone.
    "PATH": str(_ROOT / "no" / "programs"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Attributes:
        kind: 'read', 'refused', 'escaped' (an error that no reader declares), 'died', 'hung'.
        code: of the refusal; the error that escaped; the exit code of the process that died.
        answer: what the process's `work` gave for a file that was read.
    """

    kind: str
    code: str = ""
    answer: Any = None


class LimitedReader:
    """One process that reads file after file, and is started anew when it has ended."""

    def __init__(self, work: str, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        """Start nothing yet.

        Args:
            work: name of a function in this package, as 'module:function', that takes a file's
                bytes and gives what JSON can hold.
            memory: bytes of address space.
            seconds: that a file may take.
        """
        self._work = work
        self._memory = memory
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes) -> Outcome:
        """Have a file read."""
        process = self._process or self._start()
        self._process = process
        assert process.stdin and process.stdout
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(file.name.encode() + b"\n")
                process.stdin.flush()
            if not select.select([process.stdout], [], [], self._seconds)[0]:
                self.close()
                return Outcome("hung")
            line = process.stdout.readline()
        if not line:
            process.wait()
            self._process = None
            return Outcome("died", str(process.returncode))
        return Outcome(**json.loads(line))

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.limited_reading", self._work, str(self._memory)],
            cwd=_ROOT,
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


@contextlib.contextmanager
def limited_reader(work: str, **limits: float) -> Iterator[LimitedReader]:
    """A reader whose process ends with the block."""
    reader = LimitedReader(work, **limits)  # type: ignore[arg-type]
    try:
        yield reader
    finally:
        reader.close()


def main() -> None:
    """Answer the paths that come in, a line each, until there are no more."""
    import resource
    from importlib import import_module

    from extract.errors import UnreadableFileError

    module, function = sys.argv[1].split(":")
    work = getattr(import_module(f"tests.{module}"), function)
    answers = _take_standard_output()
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for path in sys.stdin:
        try:
            outcome = {"kind": "read", "answer": work(Path(path[:-1]).read_bytes())}
        except UnreadableFileError as error:
            outcome = {"kind": "refused", "code": error.code}
        except BaseException as error:  # noqa: BLE001 - what escapes is what is looked for
            outcome = {"kind": "escaped", "code": f"{type(error).__name__}: {error}"[:500]}
        answers.write(json.dumps(outcome).encode() + b"\n")
        answers.flush()


def _take_standard_output() -> IO[bytes]:
    """Keep the way to the asking process out of every library's reach."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    main()
