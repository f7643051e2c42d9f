"""`gongkai run`: the main job, once, with a Prefect server of its own."""

import gc
import importlib
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from flows.failures import RunFailedError, describe_os_error
from flows.home import Home
from flows.limits import find_limits
from flows.lock import hold_lock
from flows.prefect_env import (
    set_foreign_prefect_environment,
    set_prefect_environment,
    use_prefect_server,
)
from flows.server import PrefectServer
from flows.walk import require_raws
from transform.lake import Lake, NewerHomeError

if TYPE_CHECKING:
    from flows.stages import Run

_SEND_SECONDS = 3

_log = logging.getLogger("gongkai")


def run_once(
    home: Home, raws: Sequence[str], workers: int | None = None, prefect_api: str | None = None
) -> "Run":
    """Run the main job and publish.

    Args:
        home: where everything is written.
        raws: files and folders of reports.
        workers: worker processes; by default one a core.
        prefect_api: a Prefect server to report to instead of our own.

    Returns:
        The run, which has published.

    Raises:
        RunFailedError: it failed; nothing was published.
        HomeLockedError: another run holds the home; nothing was done.
        UsageError: the environment sets a limit that is none; nothing was done.
    """
    require_raws(raws)
    find_limits()
    home.create()
    with hold_lock(home.lock), _plain_errors():
        Lake(home.lake).prepare()
        with _prefect_server(home, prefect_api) as server:
            return _run_with(server, home, raws, workers)


def _run_with(
    server: PrefectServer | None, home: Home, raws: Sequence[str], workers: int | None
) -> "Run":
    gc.disable()  # loading the libraries makes no garbage: collecting costs a second
    from flows.nightly import start_run

    run = start_run(home, raws, workers)
    try:
        run.progress.stage("启动 starting …")
        importlib.import_module("great_expectations")  # while the server starts
        gc.enable()
        if server:
            server.wait_until_ready()
        _run_flow(run, own_server=server is not None)
    finally:
        run.pool.close()
    return run


def _run_flow(run: "Run", own_server: bool) -> None:
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.nightly import nightly, threads
    from flows.past_runs import settle_past_runs

    flow = nightly.with_options(task_runner=threads(run.pool.size))
    # the thread that sends heartbeats would hold up the end of the flow by a second
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        try:
            if own_server:
                settle_past_runs()
            flow(raws=list(run.shown_raws), home=str(run.home.folder), run_id=run.run_id)
        except Exception as error:
            if not run.published:
                raise
            _log.exception("after the publication")
            run.trouble(f"published, but the run did not end in order: {error}")


@contextmanager
def _prefect_server(home: Home, foreign: str | None) -> Iterator[PrefectServer | None]:
    if foreign:
        set_foreign_prefect_environment(home.prefect, foreign)
        yield None
        return
    set_prefect_environment(home.prefect)
    server = PrefectServer(home.prefect, home.logs / "prefect-server.log")
    server.start()
    use_prefect_server(server.url)
    try:
        yield server
    finally:
        _send_rest()
        with suppress(OSError):  # the run is over: the next one ends what is left
            server.stop()


def _send_rest() -> None:
    """Give what Prefect still has to tell the server a little time."""
    events = sys.modules.get("prefect.events.worker")
    if events:
        events.EventsWorker.drain_all(timeout=_SEND_SECONDS)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn the errors that a run may end in into one plain sentence."""
    try:
        yield
    except NewerHomeError as error:
        raise RunFailedError(str(error)) from error
    except OSError as error:
        raise RunFailedError(
            f"the run failed: {describe_os_error(error)}; nothing was published"
        ) from error
