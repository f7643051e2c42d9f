"""Runs stage by stage, without Prefect: what a run does to its home, in a second or two."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows import stages
from flows.home import Home
from flows.progress import Progress
from flows.stages import Run


def take_run(home: Path, *raws: Path, number: int = 1) -> Run:
    """Find, read, build and publish, as the nightly flow does; nothing is validated."""
    place = Home(home)
    place.create()
    run = stages.prepare_run(place, [str(raw) for raw in raws], f"{number}", 1, Progress())
    try:
        stages.find_sources(run)
        stages.note_read(run, [stages.read_batch(run, n) for n in range(len(run.batches))])
        stages.build(run)
        stages.publish_built(run)
    finally:
        run.pool.close()
    return run


def rows(home: Path, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What a query of the published warehouse returns."""
    warehouse = str(home / "warehouse.duckdb")
    with duckdb.connect(warehouse, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()
