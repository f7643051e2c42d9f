"""Read and understand a batch of file contents, and keep the result in the lake.

This runs in a worker process. What happens to one file stays with that file.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from extract.document import from_json, to_json
from extract.errors import UnreadableFileError
from extract.reading import read_document
from flows.places import Place, PlaceReader
from transform.lake import BATCH_TABLES, DocumentRecord, Lake, batch_name
from transform.origin import NOWHERE, Origin
from transform.report import understand
from transform.schema import QUARANTINED, REPORT_TABLES

Rows = dict[str, list[dict[str, Any]]]

Begin = Callable[[str | None, bytes], None]
"""Told of each content (its sha256) when work on it begins, again with its bytes before they
are read, and of None before what was read is written."""

_log = logging.getLogger("gongkai.batch")


@dataclass(frozen=True, slots=True)
class Content:
    """One file content that is to be understood.

    Attributes:
        places: where its bytes may be read, the first choice first; may be empty.
        kept: this extractor version has read it before, so that no file is opened.
        size: bytes.
        condemned: the reason why it must not be read (again); None for most.
        origin: where it comes from, for the understanding.
    """

    sha256: str
    places: tuple[Place, ...]
    kept: bool
    size: int = 0
    condemned: UnreadableFileError | None = None
    origin: Origin = NOWHERE

    @property
    def nest(self) -> str:
        """The inner archive that holds it, "" for most: contents of one are best read together."""
        return self.places[0].nest if self.places else ""


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What a batch gave: counts of rows, and the contents that the next run must take up."""

    reports: int = 0
    facts: int = 0
    findings: int = 0
    quarantined: int = 0
    left: tuple[str, ...] = ()

    def __add__(self, other: "BatchOutcome") -> "BatchOutcome":
        return BatchOutcome(
            self.reports + other.reports,
            self.facts + other.facts,
            self.findings + other.findings,
            self.quarantined + other.quarantined,
            self.left + other.left,
        )


def process_batch(
    lake: Lake,
    contents: Sequence[Content],
    begin: Begin = lambda sha256, data: None,
    reader: PlaceReader | None = None,
) -> BatchOutcome:
    """Read, understand and keep a batch of contents.

    A content that is kept from earlier is understood from there; else its file is opened.
    A content that no file holds any more is understood from what an older extractor
    version kept; if there is nothing, it is left for the next run.

    Args:
        lake: where the result is kept.
        contents: what is to be read.
        begin: told how far the work is.
        reader: reads the files; one of several batches opens their archives once.

    Raises:
        OSError: the lake cannot be read or written.
        MemoryError: a file needs more memory than this process may use.
    """
    if reader is None:
        with closing(PlaceReader()) as reader:
            return process_batch(lake, contents, begin, reader)
    ordered = sorted(contents, key=lambda content: (content.nest, content.sha256))
    kept = _read_kept(lake, {content.sha256 for content in ordered if content.kept})
    fresh: list[DocumentRecord] = []
    rows: Rows = {table.name: [] for table in BATCH_TABLES}
    left: list[str] = []
    for content in ordered:
        known = kept.get(content.sha256)
        taken = _take(content, known, reader, begin)
        if taken is None:
            known = _read_kept(lake, {content.sha256}).get(content.sha256)
            taken = _take(content, known, reader, begin) if known else None
        if taken is None:
            left.append(content.sha256)
            continue
        record, new_rows = taken
        if known is None:
            fresh.append(record)
        for table, added in new_rows.items():
            rows[table].extend(added)
    begin(None, b"")
    _write(lake, fresh, rows, [c.sha256 for c in ordered if c.sha256 not in left])
    return _count(rows, left)


def _read_kept(lake: Lake, wanted: set[str]) -> dict[str, DocumentRecord]:
    if not wanted:
        return {}
    return {record.source_sha256: record for record in lake.read_documents(wanted)}


def _take(
    content: Content, known: DocumentRecord | None, reader: PlaceReader, begin: Begin
) -> tuple[DocumentRecord, Rows] | None:
    """Read and understand one content: the border that no error of one file crosses.

    Returns:
        What it was read as, and its rows; None if nothing is known and no file holds it.
    """
    begin(content.sha256, b"")
    record = known
    try:
        if content.condemned:
            raise content.condemned
        if record is None:
            data = _read_bytes(content, reader)
            if data is None:
                return None
            begin(content.sha256, data)
            record = _extract(content.sha256, data)
        rows = understand(
            _document_of(record), content.sha256, record.extractor_version, content.origin
        )
        _check_rows(rows)
    except Exception as error:  # noqa: BLE001 - whatever a hostile file brings about concerns this file only
        reason = _reason(content, error)
    else:
        return record, rows
    refusal = DocumentRecord(
        content.sha256, _now(), None, reason.code, reason.message, reason.message_en
    )
    return record or refusal, {QUARANTINED.name: [_quarantined_row(refusal)]}


def _read_bytes(content: Content, reader: PlaceReader) -> bytes | None:
    """The content's bytes; None if no file holds them any more."""
    for place in content.places:
        try:
            data = reader.read(place, content.sha256, content.size)
        except OSError as error:
            _log.warning("%s cannot be opened: %s", place, error.strerror)
            continue
        if data is not None:
            return data
    return None


def _reason(content: Content, error: Exception) -> UnreadableFileError:
    """Why a content was not read; what concerns the whole process is raised again."""
    if _ran_out_of_memory(error):
        raise MemoryError from error
    if isinstance(error, UnreadableFileError):
        return error
    _log.error("content %s: reading failed", content.sha256, exc_info=error)
    kind = type(error).__name__
    return UnreadableFileError(
        "reader_failed",
        f"读取时出现意外错误（{kind}），详见运行日志",
        f"an unexpected error came up while reading ({kind}); see the run's log",
    )


def _ran_out_of_memory(error: BaseException | None) -> bool:
    """Whether want of memory is at the bottom of an error, however a reader worded it."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _extract(sha256: str, data: bytes) -> DocumentRecord:
    document = to_json(read_document(data))
    document.encode()  # text that is no Unicode could not be kept
    return DocumentRecord(sha256, _now(), document)


def _document_of(record: DocumentRecord) -> Any:
    if record.document is None:
        raise UnreadableFileError(record.code or "", record.message or "", record.message_en or "")
    return from_json(record.document)


def _check_rows(rows: Rows) -> None:
    """Find out here, at the border of the file, whether its rows can be written."""
    for table in REPORT_TABLES:
        for row in rows.get(table.name, ()):
            _ = [row[column.name] for column in table.lake_columns]
        pa.Table.from_pylist(list(rows.get(table.name, ())), schema=table.arrow_schema())


def _quarantined_row(refusal: DocumentRecord) -> dict[str, Any]:
    return {name.name: getattr(refusal, name.name) for name in QUARANTINED.lake_columns}


def _write(lake: Lake, fresh: Sequence[DocumentRecord], rows: Rows, done: Iterable[str]) -> None:
    names = list(done)
    if fresh:
        lake.write_documents(fresh)
    if names:
        lake.write_batch(batch_name(names), rows)


def _count(rows: Rows, left: Sequence[str]) -> BatchOutcome:
    return BatchOutcome(
        reports=len(rows["reports"]),
        facts=sum(len(found) for table, found in rows.items() if table.startswith("fact_")),
        findings=len(rows["findings"]),
        quarantined=len(rows[QUARANTINED.name]),
        left=tuple(left),
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
