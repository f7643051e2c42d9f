"""Put the reports of many cases into one lake and build one warehouse of them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.rules import load_rules
from extract.document import Document, Paragraph, to_json
from tests.breakages.cases import Case
from tests.breakages.judging import Found, Verdict, judge
from tests.facts import Cells, cells_of
from transform.lake import BATCH_TABLES, DocumentRecord, Lake, batch_name
from transform.report import Rows, understand
from warehouse.build import build_warehouse

_BATCH = 500
_READ_AT = datetime(2026, 1, 5, tzinfo=UTC).replace(tzinfo=None)


def publish_cases(cases: Iterable[Case], folder: Path) -> list[Verdict]:
    """Understand every case, build one warehouse of all, and judge each by what it holds.

    Each case is laid to an agency of its own, so that no rule that compares reports sees one
    beside another.
    """
    lake = Lake(folder / "lake")
    lake.prepare()
    kept: list[tuple[Case, list[str], Cells]] = []
    shas: list[str] = []
    batch: list[tuple[str, Rows]] = []
    for number, case in enumerate(cases):
        understood = _understand(case, number)
        shas += [sha for sha, _ in understood]
        batch += understood
        ids = [rows["reports"][0]["report_id"] for _, rows in understood]
        # thousands of documents would take gigabytes
        kept.append((replace(case, documents=()), ids, cells_of(understood[0][1])))
        if len(batch) >= _BATCH:
            _write_batch(lake, batch)
            batch = []
    _write_batch(lake, batch)
    lake.write_sources([_source_row(sha) for sha in shas])
    warehouse = folder / "warehouse.duckdb"
    build_warehouse(lake, warehouse, load_rules())
    found = _findings(warehouse)
    return [
        judge(case, cells, found[first], [f for other in others for f in found[other]])
        for case, (first, *others), cells in kept
    ]


def _understand(case: Case, number: int) -> list[tuple[str, Rows]]:
    understood = []
    for place, document in enumerate(case.documents):
        sha256 = hashlib.sha256(f"{case.mode}/{number}/{place}".encode()).hexdigest()
        rows = understand(document, sha256)
        _lay_to_agency(rows, f"a-case-{number:06d}", f"样例{number}局")
        understood.append((sha256, rows))
    return understood


def _lay_to_agency(rows: Rows, agency_id: str, name: str) -> None:
    for report in rows["reports"]:
        report["agency_id"] = agency_id
    columns = ("level", "admin_code", "province", "prefecture", "county", "part_of")
    agency = {"agency_id": agency_id, "agency_name": name, "sector": "other"}
    rows["agencies"] = [agency | dict.fromkeys(columns)]


def _write_batch(lake: Lake, batch: Sequence[tuple[str, Rows]]) -> None:
    tables: Rows = {table.name: [] for table in BATCH_TABLES}
    for _, rows in batch:
        for name, added in rows.items():
            tables[name] += added
    tables["agencies"] = list({row["agency_id"]: row for row in tables["agencies"]}.values())
    lake.write_documents([_record(sha) for sha, _ in batch])
    lake.write_batch(batch_name(sha for sha, _ in batch), tables)


def _record(sha256: str) -> DocumentRecord:
    document = Document("txt", (Paragraph("样例", "L1:C1"),))
    return DocumentRecord(sha256, _READ_AT, to_json(document))


def _source_row(sha256: str) -> dict[str, Any]:
    return {
        "source_root": "breakages",
        "source_path": f"{sha256}.txt",
        "source_sha256": sha256,
        "size": 1,
        "modified_ns": 0,
        "gone": False,
        "archive_path": None,
        "listed_by": None,
    }


def _findings(warehouse: Path) -> dict[str, list[Found]]:
    query = "SELECT report_id, rule_id, severity, blame, cells FROM findings"
    with duckdb.connect(warehouse, read_only=True) as connection:
        rows = connection.execute(query).fetchall()
    found: dict[str, list[Found]] = defaultdict(list)
    for report_id, rule_id, severity, blame, cells in rows:
        places = frozenset(_cell(cell) for cell in cells)
        found[report_id].append(Found(rule_id, severity, blame, places))
    return found


def _cell(place: str) -> tuple[str, str, str]:
    table, row, column = place.split("/")
    return table, row, column
