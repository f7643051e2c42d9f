"""The arguments of every command, and the help that is printed for them."""

import argparse

from extract import __version__
from flows.home import DEFAULT_HOME

_EPILOG = """\
examples:
  gongkai run reports/                     read every report below reports/, write to ./data
  gongkai run reports/ more.txt --home /srv/gongkai
  gongkai sql "SELECT agency_name, report_year FROM reports" --format csv
  gongkai agencies --uncertain             what is not surely told
  gongkai explain 3f9a0c                   one report, its evidence and figures
  gongkai rules                            what the data are checked by, and what was found
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


def new_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
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
    _add_agencies(commands)
    _add_explain(commands)
    _add_rules(commands)
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
    _add_format(command, "table", "csv", "json")
    _add_common(command)


def _add_agencies(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "agencies",
        help="list the agencies that reports were resolved to",
        description="List the agencies of the published warehouse: how each was told, how surely, "
        "for how many reports, and the reports for which none can be told.",
        epilog="examples:\n  gongkai agencies --uncertain\n  gongkai agencies --find 资中县 "
        "--format csv > agencies.csv",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_format(command, "table", "csv", "json")
    command.add_argument(
        "--find", metavar="TEXT", help="only those with this text in a name, code, place or path"
    )
    command.add_argument(
        "--uncertain",
        action="store_true",
        help="only those of which some report is not surely theirs, and reports without an agency",
    )
    _add_common(command)


def _add_explain(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "explain",
        help="print one report: whose it is and why, its figures beside the source text",
        description="Print one report of the published warehouse: its identity and the evidence "
        "for it, its findings, its figures with the text that they were read from, and the "
        "reports and agencies that it is bound to.",
        epilog="examples:\n  gongkai explain 3f9a0c\n  gongkai explain 2021/资中县信访局.html "
        "--format json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument(
        "report",
        metavar="REPORT",
        help="a report_id or the beginning of one, or the path of a file or the end of it",
    )
    _add_format(command, "text", "json")
    _add_common(command)


def _add_rules(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "rules",
        help="list the rules that the data are checked by, with their findings",
        description="List every rule, how many findings it has in the published warehouse, and "
        "whose fault they are; or tell of one rule what it asks for, why, and an example.",
        epilog="examples:\n  gongkai rules\n  gongkai rules identity_balance\n"
        "  gongkai rules --format csv > rules.csv",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument("rule", nargs="?", metavar="RULE", help="the rule_id of one rule")
    _add_format(command, "table", "csv", "json")
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


def _add_format(command: argparse.ArgumentParser, *forms: str) -> None:
    command.add_argument(
        "--format",
        choices=forms,
        default=forms[0],
        help=f"how to print the result (default: {forms[0]})",
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
