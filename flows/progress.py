"""Progress on stderr: one line that moves on a terminal, an occasional line elsewhere."""

import sys
import threading
import time
from typing import TextIO

_PAUSE_SECONDS = {True: 0.1, False: 5.0}
"""The shortest time between two lines, on a terminal and elsewhere."""


class Progress:
    """Says how far the run is; safe to be called from several threads."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._guard = threading.Lock()
        self._last = 0.0
        self._seen: set[str] = set()
        self._total = 0

    def stage(self, text: str) -> None:
        """Say which stage begins."""
        with self._guard:
            self._clear()
            self._write(f"{text}\n")

    def begin(self, total: int) -> None:
        """Start counting to `total` files."""
        with self._guard:
            self._seen, self._total, self._last = set(), total, time.monotonic()

    def see(self, sha256: str) -> None:
        """Count a file content that work has begun on; one seen before counts no more."""
        with self._guard:
            self._seen.add(sha256)
            now = time.monotonic()
            if now - self._last >= _PAUSE_SECONDS[self._terminal] or self._done == self._total:
                self._last = now
                self._show()

    @property
    def _done(self) -> int:
        return len(self._seen)

    def _show(self) -> None:
        line = f"  {self._done:,} / {self._total:,} 份文件 files"
        if not self._terminal:
            self._write(f"{line}\n")
            return
        self._clear()
        self._write(line if self._done < self._total else f"{line}\n")

    def _clear(self) -> None:
        if self._terminal:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:  # a closed terminal is no reason to lose a night's work
            pass
