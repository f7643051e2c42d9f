"""What a run says at its end: on the terminal, and in Prefect."""

from collections.abc import Sequence

from expectations.summary import RunSummary
from expectations.verdict import Status, Verdict
from flows.home import Home

_MOST_TROUBLES = 30

_MARKDOWN_SPECIAL = "\\`*_{}[]<>()#+-.!|"


def closing_text(
    home: Home, summary: RunSummary | None, verdict: Verdict | None, troubles: Sequence[str]
) -> str:
    """The lines that end a run on the terminal, Chinese first."""
    lines = [f"  ! {sentence}" for sentence in troubles[:_MOST_TROUBLES]]
    if len(troubles) > _MOST_TROUBLES:
        lines.append(f"  ! … {len(troubles) - _MOST_TROUBLES} more in {home.logs}")
    if summary:
        lines += [f"  {zh} {en}: {value}" for zh, en, value in _figures(summary)]
    if verdict:
        lines.append(f"  校验 expectations: {_outcomes(verdict)}")
    lines.append(f"  数据仓库 warehouse: {home.warehouse}")
    lines.append(f"  校验报告 report:    {home.page}")
    if summary and summary.quarantined:
        lines.append(f"  隔离文件 quarantine: {home.quarantine}")
    return "\n".join(["已发布 published", *lines])


def closing_markdown(summary: RunSummary, verdict: Verdict, troubles: Sequence[str]) -> str:
    """The same as a Markdown table, for Prefect's pages."""
    rows = [f"| {zh} {en} | {value} |" for zh, en, value in _figures(summary)]
    rows.append(f"| 校验 expectations | {_outcomes(verdict)} |")
    notes = [f"- {_plain(sentence)}" for sentence in troubles[:_MOST_TROUBLES]]
    return "\n".join(["| | |", "|---|---|", *rows, "", *notes])


def _figures(summary: RunSummary) -> list[tuple[str, str, str]]:
    return [
        (
            "文件",
            "files",
            f"{summary.files:,} ({summary.new_files:,} new, {summary.unchanged_files:,} unchanged, "
            f"{summary.gone_files:,} gone)",
        ),
        ("报告", "reports", f"{summary.reports:,} ({summary.new_reports:,} read now)"),
        ("数据", "facts", f"{summary.facts:,}"),
        ("发现", "findings", f"{summary.findings:,}"),
        ("隔离", "quarantined", f"{summary.quarantined:,}"),
        ("用时", "seconds", f"{summary.seconds:.1f}"),
    ]


def _outcomes(verdict: Verdict) -> str:
    return ", ".join(f"{verdict.count(status):,} {status}" for status in Status)


def _plain(sentence: str) -> str:
    """A sentence that may hold a file's name, so that Markdown shows it as it is."""
    return "".join(f"\\{c}" if c in _MARKDOWN_SPECIAL else c for c in sentence)
