"""The lake: what was extracted of each file, and the tables, as Parquet; the source of truth.

    lake/
      version.json                              schema version of the home
      documents/<extractor>/<batch>.parquet     one row each file content that was opened
      reports/<extractor>-<transform>/<batch>/<table>.parquet
                                                the rows of each report, one folder a batch
      sources.parquet                           one row each source file
      replaced.parquet, agency_id_history.parquet
                                                what happened to files and identifiers, run by run

A batch appears at once: its folder is written under a temporary name and renamed. A
generation (one pair of versions) holds each file content once, so that a build reads the
folder of one generation and nothing else.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extract import EXTRACTOR_VERSION
from transform import TRANSFORM_VERSION
from transform.columns import TableSpec
from transform.schema import QUARANTINED, REPORT_TABLES, SOURCES

HOME_SCHEMA = 1
"""Version of the home's layout; a program refuses a home of a newer one."""

BATCH_TABLES: tuple[TableSpec, ...] = (*REPORT_TABLES, QUARANTINED)
"""The tables of which every batch folder holds one file."""

TableRow = Mapping[str, Any]

TEMPORARY = ".writing-"
"""Names of what is being written begin with this; the next run removes what is left of it."""

_DOCUMENT_SCHEMA = pa.schema(
    [
        pa.field("source_sha256", pa.string(), nullable=False),
        pa.field("extractor_version", pa.string(), nullable=False),
        pa.field("extracted_at", pa.timestamp("us"), nullable=False),
        pa.field("document", pa.string()),
        pa.field("code", pa.string()),
        pa.field("message", pa.string()),
        pa.field("message_en", pa.string()),
    ]
)


class NewerHomeError(Exception):
    """The home was written by a newer gongkai than this one."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What opening one file content gave: a Document, or the reason why there is none.

    Attributes:
        extracted_at: UTC, without a time zone.
        document: the Document as JSON; None if the file could not be read.
        code, message, message_en: the reason (Chinese and English); None if it was read.
    """

    source_sha256: str
    extracted_at: datetime
    document: str | None
    code: str | None = None
    message: str | None = None
    message_en: str | None = None
    extractor_version: str = EXTRACTOR_VERSION


@dataclass(frozen=True, slots=True)
class Lake:
    """The lake of one home, seen by the current versions of reading and understanding."""

    folder: Path
    extractor_version: str = EXTRACTOR_VERSION
    transform_version: str = TRANSFORM_VERSION

    @property
    def documents_folder(self) -> Path:
        """Where this extractor version keeps what it extracted."""
        return self.folder / "documents" / self.extractor_version

    @property
    def generation_folder(self) -> Path:
        """Where the batches of the current pair of versions lie."""
        return self.folder / "reports" / f"{self.extractor_version}-{self.transform_version}"

    @property
    def sources_path(self) -> Path:
        """The table of source files."""
        return self.folder / "sources.parquet"

    def prepare(self) -> None:
        """Make the lake ready to be written: create it, check its version, remove debris.

        Only the run that holds the home's lock may call this.

        Raises:
            NewerHomeError: the home's layout is newer than this program.
            OSError: the folder cannot be written.
        """
        self.documents_folder.mkdir(parents=True, exist_ok=True)
        self.generation_folder.mkdir(parents=True, exist_ok=True)
        self._check_version()
        for debris in self.folder.rglob(f"{TEMPORARY}*"):
            shutil.rmtree(debris) if debris.is_dir() else debris.unlink()
        if not self.sources_path.exists():
            self.write_sources([])

    def extracted(self) -> set[str]:
        """The sha256 of every file content that this extractor version opened."""
        return _column_values(self.documents_folder.glob("*.parquet"), "source_sha256")

    def understood(self) -> set[str]:
        """The sha256 of every file content in this generation, reports and refused ones."""
        files = [self.table_files(name) for name in ("reports", "quarantined")]
        return set().union(*(_column_values(paths, "source_sha256") for paths in files))

    def table_files(self, table: str) -> list[Path]:
        """The Parquet files that together are `table` in this generation, in a fixed order."""
        return sorted(self.generation_folder.glob(f"[!.]*/{table}.parquet"))

    def read_documents(self, wanted: set[str]) -> Iterator[DocumentRecord]:
        """Read what is kept of these file contents, the newest extractor version of each."""
        remaining = set(wanted)
        for folder in _newest_first(self.folder / "documents"):
            for path in sorted(folder.glob("[!.]*.parquet")):
                for row in _rows_of(path, remaining):
                    remaining.discard(row["source_sha256"])
                    yield DocumentRecord(**row)

    def write_documents(self, records: Sequence[DocumentRecord]) -> None:
        """Keep what was extracted, as one file."""
        ordered = sorted(records, key=lambda record: record.source_sha256)
        columns = {
            name: [getattr(record, name) for record in ordered] for name in _DOCUMENT_SCHEMA.names
        }
        name = f"{batch_name(record.source_sha256 for record in ordered)}.parquet"
        write_parquet(pa.table(columns, schema=_DOCUMENT_SCHEMA), self.documents_folder / name)

    def write_batch(self, name: str, rows: Mapping[str, Sequence[TableRow]]) -> None:
        """Write a batch's rows, one file a table; the whole batch appears at once.

        Args:
            name: the batch's name; see `batch_name`.
            rows: for each table of BATCH_TABLES its rows, in the order to be kept.
        """
        temporary = self.generation_folder / f"{TEMPORARY}{name}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        for table in BATCH_TABLES:
            _write_rows(table, rows.get(table.name, ()), temporary / f"{table.name}.parquet")
        temporary.rename(self.generation_folder / name)

    def read_sources(self) -> list[dict[str, Any]]:
        """The table of source files, as the last run left it; columns it lacks are null."""
        names = [column.name for column in SOURCES.lake_columns]
        rows = pq.read_table(self.sources_path).to_pylist()
        return [{name: row.get(name) for name in names} for row in rows]

    def write_sources(self, rows: Iterable[TableRow]) -> None:
        """Replace the table of source files."""
        ordered = sorted(rows, key=lambda row: (row["source_root"], row["source_path"]))
        _write_rows(SOURCES, ordered, self.sources_path)

    def read_log(self, table: TableSpec) -> list[dict[str, Any]]:
        """The rows of a table that grows run by run, in the order of its key."""
        path = self.log_path(table)
        return pq.read_table(path).to_pylist() if path.exists() else []

    def append_log(self, table: TableSpec, rows: Iterable[TableRow]) -> None:
        """Add rows to a table that grows run by run; one whose key it holds stays as it is."""
        kept = {_key_of(table, row): row for row in (*rows, *self.read_log(table))}
        ordered = [kept[key] for key in sorted(kept)]
        _write_rows(table, ordered, self.log_path(table))

    def log_path(self, table: TableSpec) -> Path:
        """The file of a table that grows run by run; absent where it has no row yet."""
        return self.folder / f"{table.name}.parquet"

    def remove_older_generations(self) -> None:
        """Delete the batches of other versions; call only when a build has been published."""
        for folder in (self.folder / "reports").iterdir():
            if folder != self.generation_folder:
                shutil.rmtree(folder)

    def _check_version(self) -> None:
        path = self.folder / "version.json"
        if path.exists():
            found = json.loads(path.read_text(encoding="utf-8"))["home_schema"]
            if found > HOME_SCHEMA:
                raise NewerHomeError(
                    f"{self.folder.parent} was written by a newer gongkai (home schema {found}; "
                    f"this program knows {HOME_SCHEMA}): upgrade gongkai, or use another --home"
                )
        temporary = path.with_name(f"{TEMPORARY}version.json")
        temporary.write_text(json.dumps({"home_schema": HOME_SCHEMA}), encoding="utf-8")
        temporary.replace(path)


def batch_name(sha256s: Iterable[str]) -> str:
    """Name a batch after its contents, so that the same files give the same name."""
    return hashlib.sha256("\n".join(sorted(sha256s)).encode()).hexdigest()[:20]


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a Parquet file, at once and to the disk."""
    temporary = path.with_name(f"{TEMPORARY}{path.name}")
    with temporary.open("wb") as stream:
        pq.write_table(table, stream, compression="zstd")
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _key_of(table: TableSpec, row: TableRow) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in table.key)


def _column_values(paths: Iterable[Path], column: str) -> set[str]:
    values: set[str] = set()
    for path in paths:
        if not path.name.startswith("."):
            values.update(pq.read_table(path, columns=[column])[column].to_pylist())
    return values


def _rows_of(path: Path, wanted: set[str]) -> Iterator[dict[str, Any]]:
    if wanted.isdisjoint(_column_values([path], "source_sha256")):
        return
    for row in pq.read_table(path).to_pylist():
        if row["source_sha256"] in wanted:
            yield row


def _newest_first(documents: Path) -> list[Path]:
    folders = [path for path in documents.iterdir() if path.is_dir()]
    return sorted(folders, key=lambda path: _version_key(path.name), reverse=True)


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _write_rows(table: TableSpec, rows: Iterable[TableRow], path: Path) -> None:
    listed = list(rows)
    columns = {c.name: [row[c.name] for row in listed] for c in table.lake_columns}
    write_parquet(pa.table(columns, schema=table.arrow_schema()), path)
