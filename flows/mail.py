"""Mail the expectation report to the reviewers, after publication.

Nothing here can fail a run: what went wrong is told in the MailOutcome, and kept in
`expectations/unsent.json` until a later run's report has reached everybody.
"""

import json
import os
import smtplib
import ssl
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.summary import RunSummary
from expectations.verdict import Verdict
from flows.mail_server import (
    MailServer,
    MailSettingsError,
    connected,
    names_mail_server,
    read_mail_server,
)
from flows.report_message import ReportMail, address_report, compose_report
from flows.reviewers import REVIEWERS_FILE, Reviewer, read_reviewers

UNSENT_FILE = "expectations/unsent.json"
ANSWER_SECONDS = 30.0
"""How long the mail server may take for any one answer."""

_LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reviewer whose message the mail server did not take, and its reason."""

    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class MailOutcome:
    """What became of the mail.

    Attributes:
        sent: how many reviewers' messages the mail server took.
        refused: the messages that it did not take.
        problems: a sentence for each row of reviewers.csv that could not be used.
        skipped: why no mail was to be sent; None if some was.
        error: why sending ended early; None if it did not.
    """

    sent: int = 0
    refused: tuple[Refusal, ...] = ()
    problems: tuple[str, ...] = ()
    skipped: str | None = None
    error: str | None = None

    @property
    def complete(self) -> bool:
        """Whether nobody who should have got the report went without it."""
        return self.error is None and not self.refused


def send_report(
    home: Path,
    page: Path,
    summary: RunSummary,
    verdict: Verdict,
    *,
    environ: Mapping[str, str] = os.environ,
    answer_seconds: float = ANSWER_SECONDS,
) -> MailOutcome:
    """Mail the report to every reviewer of this home, one message each; never raises.

    Args:
        home: the home folder, which may hold `reviewers.csv`.
        page: the expectation report, a self-contained HTML page.
        summary: the run that has just published.
        verdict: what its expectations said.
        environ: where the mail settings are; see `flows.mail_server`.
        answer_seconds: how long the mail server may take for any one answer.
    """
    try:
        return _send(home, page, summary, verdict, environ, answer_seconds)
    except (MailSettingsError, OSError) as error:
        return MailOutcome(error=_sentence(error, "mail"))
    except Exception as error:  # noqa: BLE001 - the data are published: no fault of the mail may fail the run
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name} line {place.lineno}"
        return MailOutcome(error=f"mail: unexpected {type(error).__name__} in {where}")


def _send(
    home: Path,
    page: Path,
    summary: RunSummary,
    verdict: Verdict,
    environ: Mapping[str, str],
    answer_seconds: float,
) -> MailOutcome:
    if not names_mail_server(environ):
        return MailOutcome(skipped="GONGKAI_SMTP_URL names no mail server")
    listed = read_reviewers(home / REVIEWERS_FILE)
    if not listed.reviewers:
        reason = f"{home / REVIEWERS_FILE} names no reviewer"
        return MailOutcome(problems=listed.problems, skipped=reason)
    marker = home / UNSENT_FILE
    notes = _notes(marker)
    _mark(marker, summary, listed.reviewers)
    server = read_mail_server(environ)
    mail = compose_report(page, summary, verdict, notes)
    sent, refused, error = _deliver(server, mail, listed.reviewers, answer_seconds)
    outcome = MailOutcome(sent, refused, listed.problems, error=error)
    if outcome.complete:
        marker.unlink(missing_ok=True)
    return outcome


def _notes(marker: Path) -> tuple[str, ...]:
    """What to say of an earlier run whose report did not reach everybody."""
    if not marker.exists():
        return ()
    try:
        finished_at = str(json.loads(marker.read_text(encoding="utf-8"))["finished_at"])
    except (ValueError, LookupError, TypeError):
        finished_at = "时间不明"
    return (f"此前一次运行（{finished_at}）的报告没有发给所有审阅人，请以本报告为准。",)


def _mark(marker: Path, summary: RunSummary, reviewers: Sequence[Reviewer]) -> None:
    """Note first that this report is owed, so that whatever stops the mail leaves the note."""
    owed = {
        "run_id": summary.run_id,
        "finished_at": f"{summary.finished_at:%Y-%m-%d %H:%M} UTC",
        "reviewers": [reviewer.address for reviewer in reviewers],
    }
    marker.parent.mkdir(parents=True, exist_ok=True)
    temporary = marker.with_name(f".{marker.name}")
    temporary.write_text(json.dumps(owed, ensure_ascii=False, indent=2), encoding="utf-8")
    temporary.replace(marker)


def _deliver(
    server: MailServer, mail: ReportMail, reviewers: Sequence[Reviewer], answer_seconds: float
) -> tuple[int, tuple[Refusal, ...], str | None]:
    """Hand in each message over one connection; a lost connection ends it."""
    sent, refused = 0, []
    try:
        with connected(server, answer_seconds) as smtp:
            for reviewer in reviewers:
                reason = _hand_in(smtp, server, mail, reviewer)
                if reason is None:
                    sent += 1
                else:
                    refused.append(Refusal(reviewer.address, reason))
    except (MailSettingsError, OSError) as error:
        left = len(reviewers) - sent - len(refused)
        sentence = _sentence(error, f"mail server {server.host}:{server.port}")
        whom = f"{left} of {len(reviewers)} reviewers not written to"
        return sent, tuple(refused), f"{sentence}; {whom}"
    return sent, tuple(refused), None


def _hand_in(
    smtp: smtplib.SMTP, server: MailServer, mail: ReportMail, reviewer: Reviewer
) -> str | None:
    """Hand in one message; the server's reason if it refuses this reviewer or message."""
    message = address_report(mail, server.sender, reviewer)
    try:
        smtp.send_message(message, server.sender.addr_spec, [reviewer.address])
    except smtplib.SMTPRecipientsRefused as refusal:
        return _answer(*refusal.recipients[reviewer.address])
    except smtplib.SMTPDataError as refusal:
        return _answer(refusal.smtp_code, refusal.smtp_error)
    return None


def _sentence(error: Exception, subject: str) -> str:
    """Say in a sentence what went wrong; no text in it can hold the password."""
    match error:
        case MailSettingsError():
            return str(error)
        case smtplib.SMTPAuthenticationError():  # a server may repeat what it was sent
            return f"{subject} refused the login ({error.smtp_code})"
        case smtplib.SMTPNotSupportedError():
            return f"{subject} lacks what is needed: {error}"
        case smtplib.SMTPResponseException():
            return f"{subject} answered {_answer(error.smtp_code, error.smtp_error)}"
        case smtplib.SMTPServerDisconnected():
            return f"{subject} closed the connection or gave no answer in time"
        case ssl.SSLCertVerificationError():
            return (
                f"{subject} shows a certificate that is not trusted ({error.verify_message}); "
                "GONGKAI_SMTP_CA can name the certificates to trust"
            )
        case TimeoutError():
            return f"{subject} gave no answer in time"
        case OSError():
            reason = error.strerror or type(error).__name__
            return f"{subject}: {reason}{f': {error.filename}' if error.filename else ''}"
    return f"{subject}: {type(error).__name__}"


def _answer(code: int, text: Any) -> str:
    """A server's answer on one line, without control characters, cut to a length."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    plain = "".join(c if c.isprintable() else " " for c in words)
    return f"{code} {' '.join(plain.split())[:_LONGEST_ANSWER]}".strip()
