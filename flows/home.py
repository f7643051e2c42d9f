"""The home folder: where everything that gongkai writes lies."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.failures import RunFailedError, describe_os_error

DEFAULT_HOME = "data"
"""Used, below the working folder, when neither --home nor GONGKAI_HOME names a home."""

_KEPT_LOGS = 60
"""How many log files of runs are kept."""


@dataclass(frozen=True, slots=True)
class Home:
    """One home folder and the places in it."""

    folder: Path

    @property
    def lake(self) -> Path:
        """The tables as Parquet, and what was extracted of each file."""
        return self.folder / "lake"

    @property
    def warehouse(self) -> Path:
        """The published database."""
        return self.folder / "warehouse.duckdb"

    @property
    def page(self) -> Path:
        """The expectation report of the last run that was published."""
        return self.folder / "expectations" / "index.html"

    @property
    def rejected_page(self) -> Path:
        """The expectation report of a run that was refused publication."""
        return self.folder / "expectations" / "rejected.html"

    @property
    def quarantine(self) -> Path:
        """Files that could not be read, with the reasons."""
        return self.folder / "quarantine"

    @property
    def logs(self) -> Path:
        """One log a run, and those of the servers."""
        return self.folder / "logs"

    @property
    def prefect(self) -> Path:
        """What Prefect keeps of single runs."""
        return self.folder / "prefect"

    @property
    def lock(self) -> Path:
        """The file that a run locks."""
        return self.folder / "lock"

    def building(self, run_id: str) -> Path:
        """Where a run builds the database that it will publish."""
        return self.folder / f".building-{run_id}.duckdb"

    def run_log(self, run_id: str) -> Path:
        """The log of one run."""
        return self.logs / f"run-{run_id}.log"

    def create(self) -> None:
        """Create the folders that are missing.

        Raises:
            RunFailedError: the home cannot be created or written.
        """
        try:
            for folder in (self.lake, self.quarantine, self.logs, self.prefect, self.page.parent):
                folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise RunFailedError(
                f"cannot use {self.folder} as the home: {error.filename} is not a folder; "
                "choose another with --home"
            ) from error
        except OSError as error:
            raise RunFailedError(
                f"cannot write to the home {self.folder}: {describe_os_error(error)}; "
                "choose another with --home"
            ) from error

    def remove_debris(self) -> None:
        """Remove what interrupted runs left; only the run that holds the lock may."""
        for path in self.folder.glob(".building-*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in sorted(self.logs.glob("run-*.log"))[: -_KEPT_LOGS + 1]:
            path.unlink()


def find_home(option: str | None, environment: Mapping[str, str] = os.environ) -> Home:
    """The home that --home names, else GONGKAI_HOME, else ./data."""
    return Home(Path(option or environment.get("GONGKAI_HOME") or DEFAULT_HOME).absolute())
