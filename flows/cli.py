"""The command line: what each command does with its arguments.

Nothing heavy is imported here: `--help` and `--version` answer at once.
"""

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType

from extract.names import shown_name
from flows.arguments import new_parser
from flows.failures import HomeLockedError, RunFailedError, UsageError
from flows.home import find_home

DONE, FAILED, USAGE, DATA_ERRORS, LOCKED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit codes."""


class _TerminatedError(KeyboardInterrupt):
    """The process was asked to end by SIGTERM."""


def main() -> None:
    """Run the command that the user typed, and end the process."""
    code = run_command(sys.argv[1:])
    if "prefect" in sys.modules:
        # its threads would wait, for as long as it takes, for a server that is no more
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    options = new_parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        return _dispatch(options)
    except KeyboardInterrupt as error:
        _say("已中断 interrupted; what was published before is intact")
        return INTERRUPTED + 13 if isinstance(error, _TerminatedError) else INTERRUPTED
    except BrokenPipeError:
        # the reader of our output has seen enough; keep the interpreter's exit quiet too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 - the border of the program: one plain sentence
        if options.debug:
            traceback.print_exc()
        _say(f"gongkai: {_sentence(error)}")
        return _exit_code(error)


def _dispatch(options: argparse.Namespace) -> int:
    commands = {
        "run": _run,
        "sql": _sql,
        "agencies": _agencies,
        "explain": _explain,
        "rules": _rules,
        "serve": _serve,
    }
    return commands[options.command](options)


def _run(options: argparse.Namespace) -> int:
    from flows.closing import closing_text
    from flows.once import run_once

    home = find_home(options.home)
    run = run_once(home, options.raw, options.workers, options.prefect_api)
    _say(closing_text(home, run.summary, run.verdict, run.troubles))
    if options.strict and not run.verdict.errors_ok:
        _say("--strict: an expectation of severity error did not pass")
        return DATA_ERRORS
    return DONE


def _sql(options: argparse.Namespace) -> int:
    from warehouse.query import format_result, run_query

    result = run_query(find_home(options.home).warehouse, options.query)
    print(format_result(result, options.format), flush=True)
    return DONE


def _agencies(options: argparse.Namespace) -> int:
    from warehouse.agency_list import agencies_text

    warehouse = find_home(options.home).warehouse
    print(agencies_text(warehouse, options.format, options.find, options.uncertain), flush=True)
    return DONE


def _explain(options: argparse.Namespace) -> int:
    from warehouse.errors import NoSuchReportError
    from warehouse.explanation_text import explain

    try:
        text = explain(find_home(options.home).warehouse, options.report, options.format)
    except NoSuchReportError as error:
        _say(f"gongkai: {error}\n{error.candidates}".strip())
        return FAILED
    print(text, flush=True)
    return DONE


def _rules(options: argparse.Namespace) -> int:
    from flows.rule_list import rules_text

    print(rules_text(find_home(options.home).warehouse, options.format, options.rule), flush=True)
    return DONE


def _serve(options: argparse.Namespace) -> int:
    from flows.schedule import Schedule, serve

    schedule = Schedule(options.cron, options.timezone, tuple(options.raw), options.workers)
    serve(find_home(options.home), schedule, _say)
    return DONE


def _terminate(signal_number: int, frame: FrameType | None) -> None:
    raise _TerminatedError


def _exit_code(error: Exception) -> int:
    if isinstance(error, UsageError):
        return USAGE
    return LOCKED if isinstance(error, HomeLockedError) else FAILED


def _sentence(error: Exception) -> str:
    """An error as one line; one that nobody foresaw shows its kind."""
    text = shown_name(" ".join(str(error).split()))
    if isinstance(error, RunFailedError | UsageError | HomeLockedError) or _is_ours(error):
        return text
    return f"unexpected {type(error).__name__}: {text} (--debug shows where)"


def _is_ours(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] in ("transform", "warehouse", "expectations")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
