"""Take contents out of the lake: what no source holds any more, refusals that hold no more.

The lake holds whole batches; a batch is written anew without what is taken out. A run that
is killed in between loses no more than what the next one understands again.
"""

import shutil
from collections.abc import Set
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transform.lake import BATCH_TABLES, TEMPORARY, Lake, batch_name, write_parquet
from transform.schema import AGENCIES, QUARANTINED, REPORTS

_SHA256 = "source_sha256"


def remove_contents(lake: Lake, sha256s: Set[str]) -> None:
    """Take what was understood of these contents out of the current generation.

    What was extracted of them stays: should one come back, no file need be opened.

    Raises:
        OSError: the lake cannot be read or written.
    """
    if not sha256s:
        return
    for folder in sorted(lake.generation_folder.glob("[!.]*")):
        held = _contents(folder)
        if not held.isdisjoint(sha256s):
            rows = _remaining_rows(folder, sha256s)
            aside = folder.with_name(f"{TEMPORARY}removed-{folder.name}")
            folder.rename(aside)
            if held - sha256s:
                lake.write_batch(batch_name(held - sha256s), rows)
            shutil.rmtree(aside)


def forget_refusals(lake: Lake, codes: Set[str]) -> None:
    """Take out the contents that were refused with one of these codes, to be read again.

    Raises:
        OSError: the lake cannot be read or written.
    """
    wanted = pa.array(sorted(codes), pa.string())
    for path in sorted(lake.documents_folder.glob("[!.]*.parquet")):
        if _has(path, wanted):
            table = pq.read_table(path)
            write_parquet(table.filter(pc.invert(pc.is_in(table["code"], wanted))), path)
    refused: set[str] = set()
    for path in lake.table_files(QUARANTINED.name):
        if _has(path, wanted):
            table = pq.read_table(path)
            refused.update(table.filter(pc.is_in(table["code"], wanted))[_SHA256].to_pylist())
    remove_contents(lake, refused)


def _has(path: Path, codes: pa.Array) -> bool:
    column = pq.read_table(path, columns=["code"])["code"]
    return bool(pc.any(pc.is_in(column, codes)).as_py())


def _contents(folder: Path) -> set[str]:
    return {
        sha256
        for table in (REPORTS, QUARANTINED)
        for sha256 in _read(folder, table.name, [_SHA256])[_SHA256].to_pylist()
    }


def _remaining_rows(folder: Path, removed: Set[str]) -> dict[str, list[dict[str, Any]]]:
    rows = {table.name: _read(folder, table.name).to_pylist() for table in BATCH_TABLES}
    for name in (REPORTS.name, QUARANTINED.name):
        rows[name] = [row for row in rows[name] if row[_SHA256] not in removed]
    reports = {row["report_id"] for row in rows[REPORTS.name]}
    agencies = {row["agency_id"] for row in rows[REPORTS.name]}
    for table in BATCH_TABLES:
        if table is AGENCIES:
            rows[table.name] = [row for row in rows[table.name] if row["agency_id"] in agencies]
        elif table not in (REPORTS, QUARANTINED):
            rows[table.name] = [row for row in rows[table.name] if row["report_id"] in reports]
    return rows


def _read(folder: Path, table: str, columns: list[str] | None = None) -> pa.Table:
    return pq.read_table(folder / f"{table}.parquet", columns=columns)
