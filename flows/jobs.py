"""What a run and its worker processes tell each other."""

from dataclasses import dataclass

from flows.batch import BatchOutcome, Content
from flows.limits import Limits
from transform.lake import Lake

OVER_MEMORY = 77
"""Exit status of a worker that has no memory left for the file that it is at."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch to be read, and what one file may cost."""

    lake: Lake
    contents: tuple[Content, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Began:
    """Work on this content begins or goes on; None: what was read is being written.

    Attributes:
        seconds: the time that it may take from now on.
    """

    sha256: str | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The batch could not be written; the reason as a plain sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """The batch was read and written.

    Attributes:
        worn: the worker had better be replaced.
    """

    outcome: BatchOutcome
    worn: bool


Answer = Began | Failed | Done
