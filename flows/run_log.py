"""The log of a run: ours and Prefect's in one file; the terminal shows the progress only."""

import logging
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_NOISY = ("py.warnings", "asyncio", "httpx", "great_expectations")


def log_to_file(path: Path) -> None:
    """Send the log of this process to `path`; what Prefect writes on the terminal too.

    Prefect must be imported already: it sets up its own log when it is.
    """
    handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    _take_from_terminal(root)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and name.startswith("prefect"):
            had = _take_from_terminal(logger)
            if had and not logger.propagate:
                logger.addHandler(handler)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)


def _take_from_terminal(logger: logging.Logger) -> bool:
    """Remove the handlers that write to a terminal; says whether there were any."""
    streams = [
        handler
        for handler in logger.handlers
        if isinstance(handler, logging.StreamHandler)
        and not isinstance(handler, logging.FileHandler)
    ]
    for handler in streams:
        logger.removeHandler(handler)
    return bool(streams)
