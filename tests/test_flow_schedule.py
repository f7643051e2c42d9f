"""`gongkai serve`: runs by the schedule, one at a time, until it is stopped or killed."""

import json
import signal
import time
import urllib.error
import urllib.request
import uuid
from http import HTTPStatus

import pytest

from flows.lock import hold_lock
from tests.flow_runs import MARK, environment, marked_processes, started, wait_for, write_reports

NEVER = "0 0 29 2 *"
"""A schedule that does not come up while a test runs."""


def ask(url: str, data: object = None) -> object:
    """Ask the server; like Prefect's own client, once more while its database is busy (503)."""
    for _ in range(20):
        try:
            return ask_once(url, data)
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
        time.sleep(0.5)
    return ask_once(url, data)


def ask_once(url: str, data: object) -> object:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, headers={"Content-Type": "application/json"})
    if data is not None:
        request.data = json.dumps(data).encode()
    with opener.open(request, timeout=10) as answer:
        return json.load(answer)


def read_address(process) -> str:
    return process.stdout.readline().rpartition(" at ")[2].strip() + "/api"


def start_run(api: str) -> str:
    [deployment] = wait_for(lambda: ask(f"{api}/deployments/filter", {}), 60, 0.5)
    state = {"type": "SCHEDULED"}
    run = ask(f"{api}/deployments/{deployment['id']}/create_flow_run", {"state": state})
    return f"{api}/flow_runs/{run['id']}"


def final_state(run: str) -> tuple[str, str]:
    def ended():
        state = ask(run)["state"]
        final = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        return (state["name"], state["message"] or "") if state["type"] in final else None

    return wait_for(ended, 120, 0.5)


def test_a_run_that_finds_the_home_held_is_skipped_and_sigterm_stops_all(tmp_path):
    write_reports(tmp_path / "raw", 2)
    home, mark = tmp_path / "home", uuid.uuid4().hex
    arguments = ("serve", "--cron", NEVER, tmp_path / "raw", "--home", home)
    with started(*arguments, env=environment(**{MARK: mark})) as serving:
        api = read_address(serving)
        with hold_lock(home / "lock"):
            name, message = final_state(start_run(api))
        assert (name, "another run holds" in message) == ("Skipped", True)
        assert not (home / "warehouse.duckdb").exists()
        assert final_state(start_run(api))[0] == "Completed"
        assert (home / "warehouse.duckdb").exists()
        serving.send_signal(signal.SIGTERM)
        output, _ = serving.communicate(timeout=30)
    assert serving.returncode == 0, output
    wait_for(lambda: not marked_processes(mark), 20, 0.2)


@pytest.mark.slow
def test_after_a_kill_the_next_scheduled_run_executes(tmp_path):
    write_reports(tmp_path / "raw", 2)
    home, warehouse = tmp_path / "home", tmp_path / "home" / "warehouse.duckdb"
    arguments = ("serve", "--cron", "* * * * *", tmp_path / "raw", "--home", home)
    mark = uuid.uuid4().hex
    with started(*arguments, env=environment(**{MARK: mark})) as serving:
        wait_for(lambda: list(home.glob(".building-*")), 180, 0.01)
        serving.kill()
        serving.wait()
        wait_for(lambda: not marked_processes(mark), 20, 0.2)
    assert not warehouse.exists()
    with started(*arguments, env=environment(**{MARK: mark})) as serving:
        wait_for(warehouse.exists, 180, 0.5)
        first = warehouse.stat().st_ino
        wait_for(lambda: warehouse.stat().st_ino != first, 180, 0.5)
        serving.send_signal(signal.SIGINT)
        serving.communicate(timeout=30)
    wait_for(lambda: not marked_processes(mark), 20, 0.2)
