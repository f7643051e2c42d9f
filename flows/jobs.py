"""What a run and its worker processes tell each other."""

from dataclasses import dataclass

from flows.batch import BatchOutcome, Content
from transform.lake import Lake


@dataclass(frozen=True, slots=True)
class Job:
    """A batch to be read.

    Attributes:
        file_seconds: the time that one file may take.
    """

    lake: Lake
    contents: tuple[Content, ...]
    file_seconds: int


@dataclass(frozen=True, slots=True)
class Began:
    """Work on this content begins; None: what was read is being written."""

    sha256: str | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The batch could not be written; the reason as a plain sentence."""

    reason: str


Answer = Began | Failed | BatchOutcome
