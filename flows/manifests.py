"""The manifests among the files of a run, and what they say together."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from extract.errors import UnreadableFileError
from flows.manifest import MOST_BYTES, Entries, is_manifest, is_manifest_name, read_manifest
from flows.places import PlaceReader
from flows.source_file import SourceFile, SourceRow, key_of
from flows.troubles import Troubles
from flows.walk import SourceKey
from transform.origin import ManifestRow


@dataclass(frozen=True, slots=True)
class Listed:
    """What a manifest says of one file.

    Attributes:
        manifest_path: the manifest, relative to the root that it shares with the file.
        row: None where what it says cannot be used.
    """

    manifest_path: str
    row: ManifestRow | None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the manifests of a run say.

    Attributes:
        manifests: those that were read.
        files: by key; of several manifests that list a file the one in the nearest folder.
        troubles: what is not used, as sentences.
    """

    manifests: frozenset[SourceKey] = frozenset()
    files: Mapping[SourceKey, Listed] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()


NO_LISTING = Listing()
"""There is no manifest."""


def find_manifests(files: Iterable[SourceFile]) -> list[SourceFile]:
    """The files that are manifests, by their name and their first line.

    One that is too large to be used is among them by its name only: it is not read.
    """
    with closing(PlaceReader()) as reader:
        return [
            file
            for file in files
            if is_manifest_name(file.path)
            and (file.size > MOST_BYTES or is_manifest(_read(file, reader) or b""))
        ]


def read_manifests(manifests: Sequence[SourceFile], sources: Iterable[SourceRow]) -> Listing:
    """Read all manifests of a run.

    Args:
        manifests: those that `find_manifests` found.
        sources: the whole table of sources as it is now: files that are gone may be listed.
    """
    if not manifests:
        return NO_LISTING
    stands_for_others = {key_of(row): row["listed_by"] is not None for row in sources}
    troubles = Troubles("faults of manifests")
    read: set[SourceKey] = set()
    files: dict[SourceKey, Listed] = {}
    with closing(PlaceReader()) as reader:
        # the nearest folder first: the first that lists a file decides
        for manifest in sorted(manifests, key=lambda file: (-len(_folder(file)), file.key)):
            entries = _entries(manifest, reader, stands_for_others, troubles)
            if entries is None:
                continue
            read.add(manifest.key)
            for path, row in entries.items():
                key = manifest.root, _folder(manifest) + path
                files.setdefault(key, Listed(manifest.path, row))
    return Listing(frozenset(read), files, troubles.sentences)


def _entries(
    manifest: SourceFile,
    reader: PlaceReader,
    stands_for_others: Mapping[SourceKey, bool],
    troubles: Troubles,
) -> Entries | None:
    """What a manifest says; None if it cannot be read now."""

    def find(path: str) -> str | None:
        is_listed = stands_for_others.get((manifest.root, _folder(manifest) + path))
        if is_listed is None:
            return "is no file beside the manifest"
        return "is no report itself: list the files in it" if is_listed else None

    def say(sentence: str) -> None:
        troubles.say(f"{manifest.path} {sentence}")

    if manifest.size > MOST_BYTES:
        say(f"is larger than {MOST_BYTES // 1024**2} MiB; it is not used")
        return {}
    data = _read(manifest, reader)
    if data is None:
        say("cannot be read; what it said before holds on")
        return None
    return read_manifest(data, find, say)


def _folder(manifest: SourceFile) -> str:
    """What the paths in a manifest are relative to, with a slash at the end unless it is empty."""
    folder, slash, _ = manifest.path.rpartition("/")
    return folder + slash


def _read(file: SourceFile, reader: PlaceReader) -> bytes | None:
    """The file's bytes; None if it cannot be read, or has changed since it was found."""
    try:
        return reader.fetch(file.place, file.sha256, file.size)
    except (UnreadableFileError, OSError):
        return None
