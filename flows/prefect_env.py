"""The environment of Prefect: everything in the home, nothing sent anywhere.

To be set before prefect is imported.
"""

import os
from collections.abc import MutableMapping
from pathlib import Path

_LOOPBACK = "127.0.0.1,localhost"

_ALWAYS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # the log of a run is a file in the home
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_CLI_PROMPT": "false",
}


def set_prefect_environment(
    folder: Path, environment: MutableMapping[str, str] = os.environ
) -> None:
    """Let Prefect keep everything in `folder`, and forget what the user set for it.

    A server, key or database named in the environment is for other work: figures must not
    leave for it by accident.
    """
    for name in [name for name in environment if name.startswith("PREFECT_")]:
        del environment[name]
    _set_common(folder, environment)
    database = (folder / "prefect.db").as_posix()
    environment["PREFECT_API_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{database}"
    environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{database}"


def use_prefect_server(url: str, environment: MutableMapping[str, str] = os.environ) -> None:
    """Name the server that flow runs report to."""
    environment["PREFECT_API_URL"] = url


def set_foreign_prefect_environment(
    folder: Path, url: str, environment: MutableMapping[str, str] = os.environ
) -> None:
    """Report to a server that the user asked for; the user's keys for it stay as they are."""
    _set_common(folder, environment)
    use_prefect_server(url, environment)


def _set_common(folder: Path, environment: MutableMapping[str, str]) -> None:
    environment.update(_ALWAYS)
    environment["PREFECT_HOME"] = str(folder)
    environment["PREFECT_PROFILES_PATH"] = str(folder / "profiles.toml")
    for name in ("NO_PROXY", "no_proxy"):
        listed = environment.get(name)
        environment[name] = f"{listed},{_LOOPBACK}" if listed else _LOOPBACK
