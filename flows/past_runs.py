"""Flow runs that a crash left unfinished in Prefect's database."""

from datetime import UTC, datetime
from typing import cast

from prefect import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.states import Cancelled, Crashed
from prefect.types import DateTime

_UNDER_WAY = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


def settle_past_runs() -> None:
    """Mark what a crash left running as crashed, and cancel what was due while we were away.

    The caller holds the lock, so that no run of this server can be under way.
    """
    _settle(
        _UNDER_WAY, Crashed(message="the process ended before the run did; the next run goes on")
    )
    _settle([StateType.SCHEDULED], Cancelled(message="was due while no scheduler ran"))


def _settle(types: list[StateType], state: "State[None]") -> None:
    chosen = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)),
        expected_start_time=FlowRunFilterExpectedStartTime(
            before_=cast(DateTime, datetime.now(UTC))
        ),
    )
    with get_client(sync_client=True) as client:
        while runs := client.read_flow_runs(flow_run_filter=chosen, limit=200):
            for run in runs:
                client.set_flow_run_state(run.id, state, force=True)
