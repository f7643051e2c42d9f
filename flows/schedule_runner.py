"""The process that starts the scheduled runs: `python -m flows.schedule_runner JSON`.

It ends when its standard input ends, and a run ends with it.
"""

import json
import os
import sys

from flows.children import at_end_of_input


def main(arguments: list[str]) -> None:
    """Serve the nightly flow by the schedule that the supervisor passes."""
    at_end_of_input(lambda: os._exit(0))
    options = json.loads(arguments[0])

    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.nightly import RUNNER_VARIABLE, nightly
    from flows.past_runs import settle_past_runs

    os.environ[RUNNER_VARIABLE] = str(os.getpid())
    settle_past_runs()
    nightly.serve(
        name="nightly",
        schedule=Cron(options["cron"], timezone=options["timezone"]),
        parameters={name: options[name] for name in ("home", "raws", "workers")},
        entrypoint_type=EntrypointType.MODULE_PATH,
        pause_on_shutdown=False,
        print_starting_message=False,
        limit=2,  # one at work, and one to find the home held and end as skipped
    )


if __name__ == "__main__":
    main(sys.argv[1:])
