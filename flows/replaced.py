"""Contents that were replaced at their path by others: a corrected report keeps its former one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pyarrow.parquet as pq

from flows.source_file import SourceRow, key_of
from transform.lake import Lake
from transform.schema import REPLACED


def log_replaced(
    lake: Lake, before: Iterable[SourceRow], now: Iterable[SourceRow], seen_at: datetime
) -> None:
    """Note the reports that lay where another content lies now.

    A former content that was no report is not noted, and forgotten by the run.

    Args:
        lake: holds the log.
        before: the table of sources as the last run left it.
        now: the same as it is now.
        seen_at: when it was found (UTC).

    Raises:
        OSError: the lake cannot be read or written.
    """
    rows = list(_changes(before, now, seen_at))
    reports = _reports_ever(lake) if rows else set()
    logged = [row for row in rows if row["source_sha256"] in reports]
    if logged:
        lake.append_log(REPLACED, logged)


def replaced_contents(lake: Lake) -> list[dict[str, Any]]:
    """The rows of all contents that were replaced, also of those that have come back."""
    return lake.read_log(REPLACED)


def _changes(
    before: Iterable[SourceRow], now: Iterable[SourceRow], seen_at: datetime
) -> Iterable[dict[str, Any]]:
    former = {key_of(row): row for row in before if row["listed_by"] is None}
    for row in now:
        known = former.get(key_of(row))
        if known and known["source_sha256"] != row["source_sha256"]:
            yield {
                "source_root": row["source_root"],
                "source_path": row["source_path"],
                "source_sha256": known["source_sha256"],
                "replaced_by": row["source_sha256"],
                "seen_at": seen_at,
            }


def _reports_ever(lake: Lake) -> set[str]:
    """The contents that are reports in any generation: a change may come with a new version."""
    found: set[str] = set()
    for path in lake.folder.glob("reports/*/[!.]*/reports.parquet"):
        found.update(pq.read_table(path, columns=["source_sha256"])["source_sha256"].to_pylist())
    return found
