"""The command line: `gongkai run`, `gongkai sql`, `gongkai serve`.

Nothing heavy is imported here: `--help` and `--version` answer at once.
"""

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType

from extract import __version__
from extract.names import shown_name
from flows.failures import HomeLockedError, RunFailedError, UsageError
from flows.home import DEFAULT_HOME, find_home

DONE, FAILED, USAGE, DATA_ERRORS, LOCKED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit codes."""

_EPILOG = """\
examples:
  gongkai run reports/                     read every report below reports/, write to ./data
  gongkai run reports/ more.txt --home /srv/gongkai
  gongkai sql "SELECT agency_name, report_year FROM reports" --format csv
  gongkai serve --cron "0 2 * * *" reports/

exit codes:
  0  done; faults in the data are reported, not fatal
  1  the run failed, nothing was published, the previous warehouse is intact
  2  wrong usage
  3  with --strict: published, but an expectation about the data of severity error did not pass
  4  another run holds this home, nothing was done

environment:
  GONGKAI_HOME          where everything is written, unless --home says so
  GONGKAI_FILE_SECONDS  time that reading a file may take (60)
  GONGKAI_SCAN_SECONDS  the same for what may be a scan: a PDF, an OFD, an image (300)
  GONGKAI_WORKER_MIB    memory that a worker process may ask for, in MiB (4096)
"""


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
    options = _parser().parse_args(arguments)
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
    if options.command == "run":
        return _run(options)
    if options.command == "sql":
        return _sql(options)
    return _serve(options)


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


def _serve(options: argparse.Namespace) -> int:
    from flows.schedule import Schedule, serve

    schedule = Schedule(options.cron, options.timezone, tuple(options.raw), options.workers)
    serve(find_home(options.home), schedule, _say)
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = _new_parser(
        prog="gongkai",
        description="Open data from China's annual reports on government information disclosure "
        "(政府信息公开工作年度报告).",
        epilog=_EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"gongkai {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_sql(commands)
    _add_serve(commands)
    return parser


def _add_run(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "run",
        help="read reports and publish the warehouse, once",
        description="Find the files under each RAW, read and understand what is new, build and "
        "validate the warehouse, publish it. A home accumulates: reports whose file is gone stay.",
        epilog="example:\n  gongkai run reports/ --home /srv/gongkai --strict",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_raw(command)
    _add_common(command)
    command.add_argument(
        "--strict",
        action="store_true",
        help="end with 3 if an expectation about the data of severity error did not pass",
    )
    command.add_argument(
        "--prefect-api",
        metavar="URL",
        help="report the run to this Prefect server; without it, a server of the run's own is "
        "used and nothing leaves this machine",
    )


def _add_sql(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "sql",
        help="query the published warehouse, read-only",
        description="Run one read-only query on the published warehouse.",
        epilog='example:\n  gongkai sql "SELECT * FROM findings" --format csv > findings.csv',
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument("query", metavar="SELECT …", help="the query")
    command.add_argument(
        "--format",
        choices=("table", "csv", "json"),
        default="table",
        help="how to print the result (default: table)",
    )
    _add_common(command)


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "serve",
        help="run every night, until stopped",
        description="Run the main job by a schedule, in the foreground, until Ctrl-C or SIGTERM. "
        "A run that finds the home held by another is skipped.",
        epilog='example:\n  gongkai serve --cron "0 2 * * *" reports/ --home /srv/gongkai',
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_raw(command)
    command.add_argument(
        "--cron", required=True, metavar='"M H D M W"', help="when to run, as five cron fields"
    )
    command.add_argument(
        "--timezone",
        default="Asia/Shanghai",
        help="time zone of the schedule (default: Asia/Shanghai)",
    )
    _add_common(command)


def _add_raw(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "raw", nargs="+", metavar="RAW", help="a file, or a folder that is searched recursively"
    )
    command.add_argument(
        "--workers",
        type=_positive,
        metavar="N",
        help="worker processes that read files (default: one for each core)",
    )


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--home",
        metavar="DIR",
        help="where everything is written (default: $GONGKAI_HOME, else ./" + DEFAULT_HOME + ")",
    )
    command.add_argument(
        "--debug", action="store_true", help="show the traceback when something fails"
    )


def _new_parser(prog: str, description: str, epilog: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=prog,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


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
