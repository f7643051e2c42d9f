"""The mail that brings a reviewer the expectation report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from html import escape
from pathlib import Path

from expectations.summary import RunSummary
from expectations.verdict import Result, Status, Verdict
from flows.reviewers import Reviewer

ATTACHMENT_NAME = "expectations.html"
LARGEST_ATTACHMENT = 8_000_000
"""Bytes; a larger page is not attached, since many mail servers would refuse the mail."""

_OPENING = "新一批政府信息公开工作年度报告数据已经发布。"
_MOST_TITLES = 20
_STATUS = {Status.FAILED: "未通过", Status.RAISED: "无法判定"}
_SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}


@dataclass(frozen=True, slots=True)
class ReportMail:
    """What every reviewer gets alike.

    Attributes:
        figures: a label and a value for each line of the summary.
        failures: one line each expectation that did not pass.
        notes: what a reviewer must know besides.
        page: the report; None where it is too large to be attached.
    """

    subject: str
    figures: tuple[tuple[str, str], ...]
    failures: tuple[str, ...]
    notes: tuple[str, ...]
    page: bytes | None


def compose_report(
    page: Path, summary: RunSummary, verdict: Verdict, notes: Sequence[str] = ()
) -> ReportMail:
    """Put together what all reviewers get.

    Raises:
        OSError: the page cannot be read.
    """
    content = page.read_bytes()
    fits = len(content) <= LARGEST_ATTACHMENT
    where = (
        "完整的期望报告见附件，下载后可离线打开。"
        if fits
        else f"完整的期望报告有 {len(content):,} 字节，未作附件，请打开 {page}。"
    )
    return ReportMail(
        subject=_subject(summary, verdict),
        figures=_figures(summary, verdict),
        failures=_failures(verdict),
        notes=(where, *notes),
        page=content if fits else None,
    )


def address_report(mail: ReportMail, sender: Address, reviewer: Reviewer) -> EmailMessage:
    """Make one reviewer's message: text, HTML and the attached page."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(reviewer.name, addr_spec=reviewer.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(mail, reviewer), cte="base64")
    message.add_alternative(_html(mail, reviewer), subtype="html", cte="base64")
    if mail.page is not None:
        message.add_attachment(
            mail.page,
            maintype="text",
            subtype="html",
            filename=ATTACHMENT_NAME,
            params={"charset": "utf-8"},
        )
    return message


def _subject(summary: RunSummary, verdict: Verdict) -> str:
    bad = len(_not_passed(verdict))
    state = f"{bad} 项期望未达到" if bad else "各项期望均通过"
    return f"政府信息公开年报数据 {summary.finished_at:%Y-%m-%d}：{state}"


def _figures(summary: RunSummary, verdict: Verdict) -> tuple[tuple[str, str], ...]:
    checked = (
        f"通过 {verdict.count(Status.PASSED)} 项，未通过 {verdict.count(Status.FAILED)} 项，"
        f"无法判定 {verdict.count(Status.RAISED)} 项"
    )
    return (
        ("运行", summary.run_id),
        ("完成时间", f"{summary.finished_at:%Y-%m-%d %H:%M}（UTC），用时 {summary.seconds:.1f} 秒"),
        ("来源文件", f"{summary.files:,} 个，其中新增或有变化 {summary.new_files:,} 个"),
        ("报告", f"{summary.reports:,} 份，其中本次读入 {summary.new_reports:,} 份"),
        ("数据单元格", f"{summary.facts:,} 个"),
        ("隔离的文件", f"{summary.quarantined:,} 个"),
        ("发现", f"{summary.findings:,} 条"),
        ("期望", checked),
    )


def _failures(verdict: Verdict) -> tuple[str, ...]:
    """The expectations that did not pass, the grave ones first; the rest as a count."""
    gravity = list(_SEVERITY)
    bad = sorted(_not_passed(verdict), key=lambda r: gravity.index(r.expectation.severity))
    lines = [
        f"【{_SEVERITY[r.expectation.severity]}】{r.expectation.title}（{_extent(r)}）"
        for r in bad[:_MOST_TITLES]
    ]
    if len(bad) > _MOST_TITLES:
        lines.append(f"另有 {len(bad) - _MOST_TITLES} 项，见报告。")
    return tuple(lines)


def _not_passed(verdict: Verdict) -> list[Result]:
    return [result for result in verdict.results if result.status is not Status.PASSED]


def _extent(result: Result) -> str:
    number = f"，{result.unexpected:,} 处" if result.unexpected else ""
    return _STATUS[result.status] + number


def _greeting(reviewer: Reviewer) -> str:
    return f"{reviewer.name}，您好！" if reviewer.name else "您好！"


def _text(mail: ReportMail, reviewer: Reviewer) -> str:
    items = [f"- {line}" for line in mail.failures]
    failures = ["未达到的期望：", *items, ""] if items else []
    lines = [
        _greeting(reviewer),
        "",
        _OPENING,
        "",
        *(f"{label}：{value}" for label, value in mail.figures),
        "",
        *failures,
        *mail.notes,
    ]
    return "\n".join(" ".join(line.splitlines()) for line in lines) + "\n"


def _html(mail: ReportMail, reviewer: Reviewer) -> str:
    rows = "".join(
        f'<tr><th style="text-align:left;padding:2px 16px 2px 0">{escape(label)}</th>'
        f"<td>{escape(value)}</td></tr>"
        for label, value in mail.figures
    )
    items = "".join(f"<li>{escape(line)}</li>" for line in mail.failures)
    failures = f"<p>未达到的期望：</p><ul>{items}</ul>" if items else ""
    notes = "".join(f"<p>{escape(note)}</p>" for note in mail.notes)
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head><body>'
        f"<p>{escape(_greeting(reviewer))}</p>"
        f"<p>{_OPENING}</p>"
        f"<table>{rows}</table>{failures}{notes}</body></html>"
    )
