"""The lock of a home: one run at a time, released by the system whenever its holder ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flows.failures import HomeLockedError, RunFailedError, describe_os_error

_held: set[Path] = set()
"""Locks of this process: a flow may ask again for the one that its command holds."""


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; asking again within this process is allowed.

    Raises:
        HomeLockedError: another process holds it; says which, and since when.
        RunFailedError: the file cannot be opened.
    """
    if path in _held:
        yield
        return
    descriptor = _open(path)
    try:
        _lock(descriptor, path)
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise RunFailedError(
            f"cannot open the lock file {path}: {describe_os_error(error)}"
        ) from error


def _lock(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise HomeLockedError(
            f"another run holds {path.parent} ({_holder(descriptor)}); nothing was done"
        ) from error
    started = datetime.now().astimezone().isoformat(" ", "seconds")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"process {os.getpid()} since {started}\n".encode(), 0)


def _holder(descriptor: int) -> str:
    return os.pread(descriptor, 200, 0).decode(errors="replace").strip() or "unknown process"
