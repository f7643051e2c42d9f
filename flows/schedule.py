"""`gongkai serve`: the main job by a schedule, with a Prefect server of its own.

This process only supervises: the server and the runner are its children, and end with it.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.children import child_command, child_environment
from flows.failures import RunFailedError, UsageError
from flows.home import Home
from flows.limits import find_limits
from flows.lock import hold_lock
from flows.prefect_env import set_prefect_environment, use_prefect_server
from flows.server import PrefectServer
from flows.walk import require_raws

_LOOK_SECONDS = 0.5
_PAUSE_SECONDS = 5.0
"""Between the end of a child that ended by itself and the next start."""

_LASTED_SECONDS = 60.0
"""A server that ran this long is started again when it ends; one that did not, is at fault."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to run, and over what.

    Attributes:
        cron: five cron fields.
        timezone: IANA name of the zone that they are meant in.
    """

    cron: str
    timezone: str
    raws: tuple[str, ...]
    workers: int | None = None


def serve(home: Home, schedule: Schedule, say: Callable[[str], None]) -> None:
    """Run by the schedule until the process is interrupted.

    Raises:
        UsageError: the schedule cannot be understood.
        HomeLockedError: another `gongkai serve` works for this home.
        RunFailedError: a RAW is missing, or Prefect's server does not start.
    """
    require_raws(schedule.raws)
    find_limits()
    home.create()
    folder = home.prefect / "schedule"
    folder.mkdir(exist_ok=True)
    with hold_lock(folder / "lock"):
        set_prefect_environment(folder)
        _check(schedule)
        try:
            while True:
                _supervise(home, folder, schedule, say)
                time.sleep(_PAUSE_SECONDS)
        except KeyboardInterrupt:
            say("已停止 stopped")


def _check(schedule: Schedule) -> None:
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=schedule.cron, timezone=schedule.timezone)
    except ValueError as error:
        raise UsageError(
            f'--cron "{schedule.cron}" in the time zone {schedule.timezone} is no schedule; '
            'five fields are expected, such as "0 2 * * *"'
        ) from error


def _supervise(home: Home, folder: Path, schedule: Schedule, say: Callable[[str], None]) -> None:
    """Keep a server and a runner at work until one of them ends."""
    started = time.monotonic()
    server = PrefectServer(folder, home.logs / "schedule-server.log", scheduler=True)
    try:
        server.start()
        server.wait_until_ready()
        use_prefect_server(server.url)
        with _runner(home, schedule) as runner:
            say(
                f"等待计划 waiting for the schedule {schedule.cron} ({schedule.timezone}); "
                f"pages at {server.url.removesuffix('/api')}"
            )
            while server.is_running() and runner.poll() is None:
                time.sleep(_LOOK_SECONDS)
        ended = "Prefect's runner" if server.is_running() else "Prefect's server"
    finally:
        server.stop()
    if time.monotonic() - started < _LASTED_SECONDS:
        raise RunFailedError(f"{ended} ended soon after its start; see {home.logs}")
    say(f"{ended} ended; starting again in {_PAUSE_SECONDS:.0f} s")


@contextmanager
def _runner(home: Home, schedule: Schedule) -> Iterator[subprocess.Popen[bytes]]:
    options = json.dumps({"home": str(home.folder), **asdict(schedule)})
    with (home.logs / "schedule-runner.log").open("ab") as log:
        runner = subprocess.Popen(  # noqa: S603 - a module of ours
            child_command("flows.schedule_runner", options),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=home.prefect / "schedule",
            env=child_environment(),
            process_group=0,  # an interrupt from the keyboard is for the supervisor alone
        )
    try:
        yield runner
    finally:
        runner.kill()
        runner.wait()
