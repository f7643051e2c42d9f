"""Where a report comes from: its path, and what a manifest says of it."""

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What a `manifest.csv` beside the files says of one file; None where it says nothing.

    Attributes:
        agency: name of the reporting agency, with its place if need be.
        year: the year reported on.
        url: where it was published.
        published_on: when it was published.
    """

    agency: str | None = None
    year: int | None = None
    url: str | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """All that is known of a file apart from its bytes.

    Attributes:
        path: as in the table of sources, `archive.zip!/member` for a member; "" if unknown.
        manifest: None if no manifest lists the file.
    """

    path: str = ""
    manifest: ManifestRow | None = None

    @property
    def digest(self) -> str:
        """Ten hex digits that change when anything here does."""
        row = self.manifest
        listed = row and (row.agency, row.year, row.url, str(row.published_on))
        # ascii() escapes what could not be encoded
        told = ascii((self.path, listed))
        return hashlib.sha256(told.encode()).hexdigest()[:10]


NOWHERE = Origin()
"""Nothing is known but the bytes."""
