"""A file that a run found, and its row of the table of sources."""

from dataclasses import dataclass
from typing import Any

from flows.places import Place
from flows.walk import SourceKey

SourceRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was found: a content of its own, or an archive or a manifest.

    Attributes:
        root: absolute folder that it was found under.
        path: path relative to the root, printable; `archive.zip!/member` for a member.
        place: where its bytes lie.
        size: bytes; of a member, unpacked.
        modified_ns: when it was changed; of a member, when its archive was.
        archive_path: path of the archive that holds it; None for a file of its own.
        listed_by: of an archive that stands for its members, and of a manifest, the version of
            the reading that took it for one; None for what is to be read itself.
    """

    root: str
    path: str
    place: Place
    size: int
    modified_ns: int
    sha256: str
    archive_path: str | None = None
    listed_by: str | None = None

    @property
    def key(self) -> SourceKey:
        """What tells it from all other files."""
        return self.root, self.path

    @property
    def row(self) -> SourceRow:
        """This file's row of the table of sources."""
        return {
            "source_root": self.root,
            "source_path": self.path,
            "source_sha256": self.sha256,
            "size": self.size,
            "modified_ns": self.modified_ns,
            "gone": False,
            "archive_path": self.archive_path,
            "listed_by": self.listed_by,
        }


def key_of(row: SourceRow) -> SourceKey:
    """What tells the file of a row from all others."""
    return row["source_root"], row["source_path"]
