"""The nightly flow: the order of a run's stages, as Prefect shows it.

The stages themselves are plain functions in `flows.stages`. The environment of Prefect
(`flows.prefect_env`) must be set before this module is imported.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from prefect import flow, task, unmapped
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.states import Completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import stages
from flows.batch import BatchOutcome
from flows.children import end_with_parent
from flows.closing import closing_markdown
from flows.failures import HomeLockedError
from flows.home import Home
from flows.lock import hold_lock
from flows.progress import Progress
from flows.run_log import log_to_file
from flows.stages import Run

FLOW_NAME = "政务公开年报 gongkai"
SKIPPED = "Skipped"
"""Name of the state of a scheduled run that found the home held by another."""

RUNNER_VARIABLE = "GONGKAI_RUNNER_PID"
"""Names, in a scheduled run, the process that it must not outlive."""

_runs: dict[str, Run] = {}
"""The runs of this process. A task is given the run's id: that is what Prefect shows."""


def start_run(home: Home, raws: Sequence[str], workers: int | None = None) -> Run:
    """Make the home ready; the caller holds the lock.

    Raises:
        NewerHomeError: a newer gongkai wrote this home.
        OSError: the home cannot be written.
    """
    run_id = f"{datetime.now().astimezone():%Y%m%dT%H%M%S}-{os.getpid()}"
    log_to_file(home.run_log(run_id))
    run = stages.prepare_run(home, raws, run_id, workers, Progress())
    _runs[run_id] = run
    return run


def threads(count: int | None) -> "TaskRunner[PrefectFuture[Any]]":
    """Threads that wait for the worker processes, one each."""
    runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=count or os.cpu_count())
    return cast("TaskRunner[PrefectFuture[Any]]", runner)


@flow(name=FLOW_NAME, task_runner=threads(None))
def nightly(
    raws: list[str], home: str, workers: int | None = None, run_id: str | None = None
) -> Any:
    """Discover, read, build, validate, publish: one run.

    Args:
        raws: files and folders of reports.
        home: the home folder.
        workers: worker processes; by default one a core.
        run_id: a run of this process that `start_run` has made ready.
    """
    if RUNNER_VARIABLE in os.environ:
        end_with_parent(int(os.environ[RUNNER_VARIABLE]))
    place = Home(Path(home))
    try:
        with hold_lock(place.lock):
            run = _runs[run_id] if run_id else start_run(place, raws, workers)
            _take_stages(run)
    except HomeLockedError as error:
        return Completed(name=SKIPPED, message=str(error))
    return Completed(message=f"published {place.warehouse}")


def _take_stages(run: Run) -> None:
    try:
        find_sources(run.run_id)
        batches = range(len(run.batches))
        outcomes = read_batch.map(batches, run_id=unmapped(run.run_id)).result()
        stages.note_read(run, outcomes)
        build_warehouse(run.run_id)
        validate(run.run_id)
        publish(run.run_id)
        report(run.run_id)
    finally:
        run.pool.close()
        run.built.unlink(missing_ok=True)


@task(name="发现文件 find sources", cache_policy=NO_CACHE)
def find_sources(run_id: str) -> None:
    """Find the source files and plan the batches."""
    stages.find_sources(_runs[run_id])


@task(name="读取一批 read batch", task_run_name="读取第 {number} 批", cache_policy=NO_CACHE)
def read_batch(number: int, run_id: str) -> BatchOutcome:
    """Read and understand one batch of files."""
    return stages.read_batch(_runs[run_id], number)


@task(name="构建仓库 build warehouse", cache_policy=NO_CACHE)
def build_warehouse(run_id: str) -> None:
    """Build the database beside the published one."""
    stages.build(_runs[run_id])


@task(name="校验 validate", cache_policy=NO_CACHE)
def validate(run_id: str) -> None:
    """Validate the built database; a structural failure ends the run."""
    stages.check(_runs[run_id])


@task(name="发布 publish", cache_policy=NO_CACHE)
def publish(run_id: str) -> None:
    """Put the built database in the place of the published one."""
    stages.publish_built(_runs[run_id])


@task(name="报告与通知 report and mail", cache_policy=NO_CACHE)
def report(run_id: str) -> None:
    """Write the expectation report, tidy up, mail."""
    run = _runs[run_id]
    stages.write_report(run)
    stages.tidy(run)
    stages.mail(run)
    with stages.afterwards(run, "the summary could not be shown in Prefect"):
        if run.summary:
            text = closing_markdown(run.summary, run.verdict, run.troubles)
            create_markdown_artifact(text, key="gongkai-run", description=run.run_id)
