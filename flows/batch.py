"""Read and understand a batch of file contents, and keep the result in the lake.

This runs in a worker process. What happens to one file stays with that file.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract.document import from_json, to_json
from extract.errors import UnreadableFileError
from extract.reading import read_document
from transform.lake import BATCH_TABLES, DocumentRecord, Lake, batch_name
from transform.report import understand
from transform.schema import QUARANTINED, REPORT_TABLES

SIZE_LIMIT = 200 * 1024 * 1024
"""A file of more bytes is not read: no annual report is that large."""

Rows = dict[str, list[dict[str, Any]]]

_CONDEMNATIONS = {
    "too_large": (
        f"文件超过 {SIZE_LIMIT // 1024**2} MB，未读取",
        f"the file is larger than {SIZE_LIMIT // 1024**2} MB and was not read",
    ),
    "reader_crashed": (
        "读取该文件时程序两次异常中止",
        "reading the file twice ended the process that read it",
    ),
    "reader_timeout": (
        "读取该文件超过时限",
        "reading the file took longer than is allowed",
    ),
}

_log = logging.getLogger("gongkai.batch")


@dataclass(frozen=True, slots=True)
class Content:
    """One file content that is to be understood.

    Attributes:
        files: where its bytes may be read, the first choice first; may be empty.
        kept: this extractor version has read it before, so that no file is opened.
        condemned: the code of the reason why it must not be read; None for most.
    """

    sha256: str
    files: tuple[str, ...]
    kept: bool
    condemned: str | None = None


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
    begin: Callable[[str | None], None] = lambda sha256: None,
) -> BatchOutcome:
    """Read, understand and keep a batch of contents.

    A content that is kept from earlier is understood from there; else its file is opened.
    A content that no file holds any more is understood from what an older extractor
    version kept; if there is nothing, it is left for the next run.

    Args:
        lake: where the result is kept.
        contents: what is to be read.
        begin: told of each content before work on it begins, and None before writing.

    Raises:
        OSError: the lake cannot be read or written.
    """
    ordered = sorted(contents, key=lambda content: content.sha256)
    kept = _read_kept(lake, {content.sha256 for content in ordered if content.kept})
    fresh: list[DocumentRecord] = []
    rows: Rows = {table.name: [] for table in BATCH_TABLES}
    left: list[str] = []
    for content in ordered:
        begin(content.sha256)
        known, data = kept.get(content.sha256), _read_bytes(content)
        if known is None and data is None and not content.condemned:
            known = _read_kept(lake, {content.sha256}).get(content.sha256)
            if known is None:
                left.append(content.sha256)
                continue
        record, new_rows = _take(content, known, data)
        if known is None:
            fresh.append(record)
        for table, added in new_rows.items():
            rows[table].extend(added)
    begin(None)
    _write(lake, fresh, rows, [c.sha256 for c in ordered if c.sha256 not in left])
    return _count(rows, left)


def _read_kept(lake: Lake, wanted: set[str]) -> dict[str, DocumentRecord]:
    if not wanted:
        return {}
    return {record.source_sha256: record for record in lake.read_documents(wanted)}


def _read_bytes(content: Content) -> bytes | None:
    """The content's bytes; None if they need not be read or no file holds them any more."""
    if content.kept or content.condemned:
        return None
    for file in content.files:
        try:
            with Path(file).open("rb") as stream:
                data = stream.read(SIZE_LIMIT + 1)
        except OSError as error:
            _log.warning("%s cannot be opened: %s", file, error)
            continue
        if hashlib.sha256(data).hexdigest() == content.sha256:
            return data
    return None


def _take(
    content: Content, known: DocumentRecord | None, data: bytes | None
) -> tuple[DocumentRecord, Rows]:
    """Read and understand one content: the border that no error of one file crosses."""
    record = known
    try:
        _refuse_condemned(content)
        record = record or _extract(content.sha256, data or b"")
        rows = understand(_document_of(record), content.sha256, record.extractor_version)
        _check_rows(rows)
    except UnreadableFileError as error:
        reason = error
    except Exception as error:  # noqa: BLE001 - whatever a hostile file brings about concerns this file only
        _log.exception("content %s: reading failed", content.sha256)
        reason = _unexpected(error)
    else:
        return record, rows
    refusal = DocumentRecord(
        content.sha256, _now(), None, reason.code, reason.message, reason.message_en
    )
    return record or refusal, {QUARANTINED.name: [_quarantined_row(refusal)]}


def _refuse_condemned(content: Content) -> None:
    if content.condemned:
        raise UnreadableFileError(content.condemned, *_CONDEMNATIONS[content.condemned])


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


def _unexpected(error: Exception) -> UnreadableFileError:
    kind = type(error).__name__
    return UnreadableFileError(
        "reader_failed",
        f"读取时出现意外错误（{kind}），详见运行日志",
        f"an unexpected error came up while reading ({kind}); see the run's log",
    )


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
