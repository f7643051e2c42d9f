"""Child processes of a run: how they find these packages, and how they end with it."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

_POLL_SECONDS = 0.5


def child_command(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules, whatever lies in the working folder."""
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> dict[str, str]:
    """Our environment, in which a child process finds these packages wherever they lie."""
    packages = Path(__file__).resolve().parent.parent
    if packages.name in ("site-packages", "dist-packages"):
        return dict(os.environ)
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(packages), inherited] if inherited else [str(packages)])
    return {**os.environ, "PYTHONPATH": path}


def at_end_of_input(act: Callable[[], None]) -> None:
    """Call `act` when standard input ends, which is when the parent process has ended."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        act()

    threading.Thread(target=watch, daemon=True).start()


def end_with_parent(parent: int) -> None:
    """End this process, without more ado, when `parent` is its parent process no more."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_POLL_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
