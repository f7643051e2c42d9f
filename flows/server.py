"""The embedded Prefect server: a child process on 127.0.0.1 that ends with its parent.

`python -m flows.server DESCRIPTOR [--scheduler]` serves on an open listening socket until
its standard input ends.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from flows.children import at_end_of_input, child_command, child_environment
from flows.failures import RunFailedError

START_SECONDS = 90
"""How long a server may take to answer: the first start on a slow machine makes its database."""

_END_SECONDS = 3
_DATABASE_LIMIT = 100 * 1024 * 1024

_RUN_ONLY = {"PREFECT_UI_ENABLED": "false", "PREFECT_SERVER_UI_ENABLED": "false"}


class PrefectServer:
    """A Prefect server of our own, in `folder`.

    The caller holds the lock that belongs to `folder`: what an earlier holder left running
    there is ended first.

    Args:
        folder: Prefect's home; the database lies there.
        log: where the server's output goes.
        scheduler: with the services that start scheduled runs, and with the web pages.
    """

    def __init__(self, folder: Path, log: Path, scheduler: bool = False) -> None:
        self._folder = folder
        self._log = log
        self._scheduler = scheduler
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> None:
        """Start the process; it gets ready while the caller goes on."""
        self._folder.mkdir(parents=True, exist_ok=True)
        _reap(self._pid_file)
        if not self._scheduler:
            _forget_long_past(self._folder)
        with socket.create_server(("127.0.0.1", 0)) as listening, self._log.open("ab") as log:
            self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
            options = ["--scheduler"] if self._scheduler else []
            self._process = subprocess.Popen(  # noqa: S603 - a module of ours
                child_command("flows.server", str(listening.fileno()), *options),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self._folder,  # settings files of the user's working folder are not ours
                env=child_environment() | ({} if self._scheduler else _RUN_ONLY),
                pass_fds=(listening.fileno(),),
                process_group=0,  # an interrupt from the keyboard is for the run alone
            )
        self._pid_file.write_text(json.dumps(_describe(self._process.pid)), encoding="utf-8")

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until the server answers.

        Raises:
            RunFailedError: it ended, or did not answer in time.
        """
        deadline = time.monotonic() + seconds
        while not _answers(f"{self.url}/health"):
            if not self.is_running():
                raise RunFailedError(f"Prefect's server ended while it started; see {self._log}")
            if time.monotonic() > deadline:
                raise RunFailedError(
                    f"Prefect's server did not answer within {seconds:.0f} s; see {self._log}"
                )
            time.sleep(0.05)

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the server, gently if it ends soon."""
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._pid_file.unlink(missing_ok=True)

    @property
    def _pid_file(self) -> Path:
        return self._folder / "server.pid"


def main(arguments: list[str]) -> None:
    """Serve until standard input ends."""
    gc.disable()  # no garbage is made until the server stands; collecting costs 2 s meanwhile
    import uvicorn
    from prefect.server.api.server import create_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            gc.enable()

    application = create_app(ephemeral="--scheduler" not in arguments, final=True)
    server = Server(
        uvicorn.Config(application, log_level="warning", lifespan="on", access_log=False)
    )
    at_end_of_input(lambda: _end(server))
    server.run(sockets=[socket.socket(fileno=int(arguments[0]))])


def _end(server: Any) -> None:
    server.should_exit = True
    time.sleep(_END_SECONDS)
    os._exit(0)


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _reap(pid_file: Path) -> None:
    """End a server that outlived its run; a pid that is another program's by now is left."""
    try:
        noted = json.loads(pid_file.read_text(encoding="utf-8"))
        if noted == _describe(noted["pid"]) and noted["started"]:
            os.kill(noted["pid"], signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError, ValueError, KeyError, TypeError):
        pass
    pid_file.unlink(missing_ok=True)


def _describe(pid: int) -> dict[str, object]:
    """A process: its pid, and when it started (clock ticks since boot), where that is known."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return {"pid": pid, "started": None}
    return {"pid": pid, "started": text.rpartition(")")[2].split()[19]}


def _forget_long_past(folder: Path) -> None:
    """Begin a new database when the old one has grown large: it only tells of past runs."""
    database = folder / "prefect.db"
    if database.exists() and database.stat().st_size > _DATABASE_LIMIT:
        for path in folder.glob("prefect.db*"):
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
