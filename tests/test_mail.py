"""The report reaches the reviewers, over real connections to a mail server on loopback."""

import csv
import json
import logging
import pickle
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from expectations.summary import RunSummary
from expectations.verdict import Expectation, Result, Status, Suite, SuiteResult, Verdict
from flows.mail import UNSENT_FILE, MailOutcome, send_report
from flows.mail_server import Encryption, MailSettingsError, Secret, read_mail_server
from flows.report_message import LARGEST_ATTACHMENT
from flows.reviewers import read_reviewers

PASSWORD = "p@ss/word:9#z"
QUOTED = "p%40ss%2Fword%3A9%23z"
PAGE = "<!DOCTYPE html><html><body><h1>期望报告</h1></body></html>"


SUMMARY = RunSummary(
    run_id="r-20260301",
    started_at=datetime(2026, 3, 1, 4, 4, 48, tzinfo=UTC),
    finished_at=datetime(2026, 3, 1, 4, 5, tzinfo=UTC),
    roots=("raw",),
    files=120,
    new_files=12,
    unchanged_files=108,
    gone_files=0,
    new_reports=11,
    reports=117,
    facts=23_400,
    findings=8,
    quarantined=3,
    seconds=12.34,
    home="data",
    gongkai_version="0",
    extractor_version="1",
    transform_version="1",
    structural_failure=False,
)


def verdict(*outcomes: tuple[str, str, str]) -> Verdict:
    """A verdict with one result for each status, severity and title."""
    results = []
    for status, severity, title in outcomes:
        expectation = Expectation(title, title, title, severity, "SELECT 1", "SELECT 1")
        unexpected = {"passed": 0, "failed": 7, "raised": None}[status]
        results.append(Result(expectation, Status(status), unexpected))
    suite = Suite("data", "数据", "data", False, tuple(r.expectation for r in results))
    return Verdict((SuiteResult(suite, tuple(results)),))


MIXED = verdict(
    ("passed", "error", "每格都有"),
    ("failed", "warning", "年度之间衔接"),
    ("raised", "error", "各列合计相符"),
)


class Mailbox:
    """Takes mail and keeps it; refuses what a test tells it to refuse."""

    def __init__(self, refused: str = "", data_answer: str = "250 taken") -> None:
        self.refused = refused
        self.data_answer = data_answer
        self.envelopes: list[Envelope] = []
        self.sessions: set[int] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.refused:
            return "550 no such\x07 mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.sessions.add(id(session))
        self.envelopes.append(envelope)
        return self.data_answer

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(e.original_content, policy=modern) for e in self.envelopes]


@contextmanager
def mail_server(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """Serve this mailbox on loopback; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A self-made certificate for 127.0.0.1: its PEM file and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = folder / "certificate.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = folder / "key.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    return pem, context


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "expectations").mkdir()
    (tmp_path / "expectations" / "index.html").write_text(PAGE, encoding="utf-8")
    write_reviewers(tmp_path, ("张三", "zhang@example.org"), ("李四", "li@example.org"))
    return tmp_path


def write_reviewers(home: Path, *rows: tuple[str, ...]) -> None:
    with (home / "reviewers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("name", "address"), *rows])


def send(home: Path, url: str, ca: Path | None = None, **changes: Any) -> MailOutcome:
    environ = {"GONGKAI_SMTP_URL": url, "GONGKAI_MAIL_FROM": "年报数据 <data@example.org>"}
    if ca:
        environ["GONGKAI_SMTP_CA"] = str(ca)
    return send_report(
        home,
        home / "expectations" / "index.html",
        changes.get("summary", SUMMARY),
        changes.get("verdict", MIXED),
        environ=environ | changes.get("environ", {}),
        answer_seconds=changes.get("answer_seconds", 10),
    )


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def login_check(user: str, password: str) -> Callable[..., AuthResult]:
    def check(server, session, envelope, mechanism, data):
        right = data == LoginPassword(user.encode(), password.encode())
        return AuthResult(success=right, handled=right)

    return check


def test_each_reviewer_gets_one_message_over_one_connection(home):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        outcome = send(home, f"smtp://127.0.0.1:{port}")
    assert outcome == MailOutcome(sent=2) and outcome.complete
    assert len(mailbox.sessions) == 1
    assert [e.rcpt_tos for e in mailbox.envelopes] == [["zhang@example.org"], ["li@example.org"]]
    assert {e.mail_from for e in mailbox.envelopes} == {"data@example.org"}
    first = mailbox.messages[0]
    assert first["To"].addresses[0].display_name == "张三"
    assert first["To"].addresses[0].addr_spec == "zhang@example.org"
    assert first["From"].addresses[0].display_name == "年报数据"
    assert first["Subject"] == "政府信息公开年报数据 2026-03-01：2 项期望未达到"
    assert "li@example.org" not in first.as_string()


def test_message_tells_the_figures_and_brings_the_page(home):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        send(home, f"smtp://localhost:{port}")
    message = mailbox.messages[0]
    for kind in ("plain", "html"):
        body = part(message, kind)
        for words in ("张三，您好", "117 份", "23,400 个", "本次读入 11 份", "8 条", "12.3 秒"):
            assert words in body, (kind, words)
        assert "通过 1 项，未通过 1 项，无法判定 1 项" in body
        assert body.index("各列合计相符") < body.index("年度之间衔接"), "the graver one is first"
        assert "【警告】年度之间衔接（未通过，7 处）" in body and "（无法判定）" in body
        assert "每格都有" not in body
    [attachment] = message.iter_attachments()
    assert attachment.get_filename() == "expectations.html"
    assert attachment.get_content_type() == "text/html"
    assert attachment.get_content() == PAGE


def test_all_passed_and_many_failed(home):
    mailbox = Mailbox()
    many = verdict(*(("failed", "error", f"规则{n}") for n in range(25)))
    with mail_server(mailbox) as port:
        url = f"smtp://127.0.0.1:{port}"
        send(home, url, verdict=verdict(("passed", "error", "每格都有")))
        send(home, url, verdict=many)
    assert mailbox.messages[0]["Subject"].endswith("各项期望均通过")
    assert "未达到的期望" not in part(mailbox.messages[0], "plain")
    body = part(mailbox.messages[-1], "plain")
    assert "规则19" in body and "规则20" not in body and "另有 5 项" in body


def test_page_too_large_for_a_mail_is_named_and_not_attached(home):
    page = home / "expectations" / "index.html"
    page.write_bytes(b" " * (LARGEST_ATTACHMENT + 1))
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        outcome = send(home, f"smtp://127.0.0.1:{port}")
    assert outcome.sent == 2
    assert not list(mailbox.messages[0].iter_attachments())
    assert str(page) in part(mailbox.messages[0], "plain")


def test_nothing_is_sent_without_a_server_or_without_reviewers(home):
    outcome = send(home, "")
    assert outcome.skipped and outcome.complete and not outcome.sent
    (home / "reviewers.csv").unlink()
    outcome = send(home, "smtp://127.0.0.1:9")
    assert outcome.skipped and "reviewers.csv" in outcome.skipped
    assert not (home / UNSENT_FILE).exists()


@pytest.mark.parametrize("trusted", [True, False])
def test_starttls_with_login(home, certificate, trusted):
    pem, context = certificate
    mailbox = Mailbox()
    options = {
        "tls_context": context,
        "require_starttls": True,
        "authenticator": login_check("u@example.org", PASSWORD),
        "auth_required": True,
    }
    with mail_server(mailbox, **options) as port:
        url = f"smtp://u%40example.org:{QUOTED}@127.0.0.1:{port}"
        outcome = send(home, url, pem if trusted else None)
    assert outcome.sent == len(mailbox.envelopes) == (2 if trusted else 0)
    if not trusted:
        assert "not trusted" in str(outcome.error) and "GONGKAI_SMTP_CA" in str(outcome.error)


@pytest.mark.parametrize("trusted", [True, False])
def test_tls_from_the_first_byte(home, certificate, trusted):
    pem, context = certificate
    mailbox = Mailbox()
    with mail_server(mailbox, ssl_context=context) as port:
        outcome = send(home, f"smtps://127.0.0.1:{port}", pem if trusted else None)
    assert outcome.sent == len(mailbox.envelopes) == (2 if trusted else 0)


def test_certificate_of_another_host_is_refused(home, certificate):
    pem, context = certificate
    with mail_server(Mailbox(), ssl_context=context) as port:
        outcome = send(home, f"smtps://localhost:{port}", pem)
    assert outcome.sent == 0 and "not trusted" in str(outcome.error)


def test_server_without_starttls_never_gets_the_password(home):
    seen: list[Any] = []

    def authenticator(server, session, envelope, mechanism, data):
        seen.append(data)
        return AuthResult(success=True)

    options = {"authenticator": authenticator, "auth_require_tls": False}
    mailbox = Mailbox()
    with mail_server(mailbox, **options) as port:
        outcome = send(home, f"smtp://u:{QUOTED}@127.0.0.1:{port}")
        assert outcome.sent == 0 and "STARTTLS" in str(outcome.error)
        assert not seen
        outcome = send(home, f"smtp://u:{QUOTED}@127.0.0.1:{port}?starttls=never")
    assert outcome.sent == 2 and len(seen) == 1


def test_wrong_password_is_said_and_shown_nowhere(home, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    options = {
        "authenticator": login_check("u", "another"),
        "auth_require_tls": False,
        "auth_required": True,
    }
    with mail_server(Mailbox(), **options) as port:
        outcome = send(home, f"smtp://u:{QUOTED}@127.0.0.1:{port}?starttls=never")
    assert outcome.sent == 0 and "refused the login (535)" in str(outcome.error)
    own_records = [r.getMessage() for r in caplog.records if not r.name.startswith("mail.")]
    captured = capfd.readouterr()
    shown = repr(outcome) + "".join(own_records) + captured.out + captured.err
    shown += (home / UNSENT_FILE).read_text(encoding="utf-8")
    assert PASSWORD not in shown and QUOTED not in shown


def test_one_refused_reviewer_does_not_keep_the_others_waiting(home):
    mailbox = Mailbox(refused="zhang@example.org")
    with mail_server(mailbox) as port:
        outcome = send(home, f"smtp://127.0.0.1:{port}")
    assert outcome.sent == 1 and outcome.error is None and not outcome.complete
    [refusal] = outcome.refused
    assert refusal.address == "zhang@example.org"
    assert refusal.reason == "550 no such mailbox here"
    assert [e.rcpt_tos for e in mailbox.envelopes] == [["li@example.org"]]


def test_server_that_refuses_the_message(home):
    with mail_server(Mailbox(data_answer="554 looks like spam")) as port:
        outcome = send(home, f"smtp://127.0.0.1:{port}")
    assert outcome.sent == 0
    assert [r.reason for r in outcome.refused] == ["554 looks like spam"] * 2


def test_server_that_is_down(home):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        outcome = send(home, f"smtp://127.0.0.1:{port}")
    assert outcome.sent == 0
    assert f"127.0.0.1:{port}" in str(outcome.error)
    assert "2 of 2 reviewers" in str(outcome.error)


@pytest.mark.parametrize("greeting", [b"", b"220 loopback ready\r\n"])
def test_server_that_falls_silent(home, greeting):
    held: list[socket.socket] = []

    def answer_once() -> None:
        connection, _ = silent.accept()
        connection.sendall(greeting)
        held.append(connection)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        thread = threading.Thread(target=answer_once)
        thread.start()
        before = time.monotonic()
        outcome = send(home, f"smtp://127.0.0.1:{silent.getsockname()[1]}", answer_seconds=0.3)
        took = time.monotonic() - before
        thread.join()
        held[0].close()
    assert outcome.sent == 0 and "in time" in str(outcome.error)
    assert took < 5


def test_unsent_report_is_owed_until_a_later_one_is_sent(home):
    mailbox = Mailbox(refused="li@example.org")
    with mail_server(mailbox) as port:
        url = f"smtp://127.0.0.1:{port}"
        send(home, url)
        owed = json.loads((home / UNSENT_FILE).read_text(encoding="utf-8"))
        assert owed["run_id"] == SUMMARY.run_id
        mailbox.refused = ""
        outcome = send(home, url, summary=replace(SUMMARY, run_id="r-2"))
        assert outcome.complete and not (home / UNSENT_FILE).exists()
        send(home, url)
    bodies = [part(message, "plain") for message in mailbox.messages]
    assert ["没有发给所有审阅人" in body for body in bodies] == [False, True, True, False, False]
    assert "2026-03-01 04:05 UTC" in bodies[1]


def test_damaged_note_of_an_unsent_report_does_no_harm(home):
    (home / UNSENT_FILE).write_text("[1", encoding="utf-8")
    with mail_server(Mailbox()) as port:
        assert send(home, f"smtp://127.0.0.1:{port}") == MailOutcome(sent=2)


def test_hostile_summary_stays_text(home):
    mailbox = Mailbox()
    title = "<script>alert(1)</script>\r\nBcc: x@evil.org"
    summary = replace(SUMMARY, run_id="r\r\nBcc: x@evil.org\r\n\r\n<img src=x>")
    with mail_server(mailbox) as port:
        outcome = send(
            home,
            f"smtp://127.0.0.1:{port}",
            verdict=verdict(("failed", "error", title)),
            summary=summary,
        )
    assert outcome.sent == 2
    message = mailbox.messages[0]
    assert message["Bcc"] is None
    assert mailbox.envelopes[0].rcpt_tos == ["zhang@example.org"]
    html = part(message, "html")
    assert "<script" not in html and "<img" not in html
    assert "&lt;script&gt;" in html
    assert all(not line.startswith("Bcc:") for line in part(message, "plain").splitlines())


@pytest.mark.parametrize(
    "name",
    [
        "张三\r\nBcc: x@evil.org",
        "张三\nSubject: x",
        "a\u2028b",
        "gro.live\u202e",
        "nul\x00",
        "名" * 81,
    ],
)
def test_name_that_could_forge_a_header_is_left_out(home, name):
    write_reviewers(home, (name, "x@example.org"), ("李四", "li@example.org"))
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        outcome = send(home, f"smtp://127.0.0.1:{port}")
    assert outcome.sent == 1 and len(outcome.problems) == 1
    assert [e.rcpt_tos for e in mailbox.envelopes] == [["li@example.org"]]
    assert "\n" not in outcome.problems[0] and "\r" not in outcome.problems[0]


@pytest.mark.parametrize("name", ['<b>"王",五</b>', "=?utf-8?q?x?=", "长" * 80, "O'Neil; a@b.org"])
def test_odd_names_arrive_as_they_are(home, name):
    write_reviewers(home, (name, "x@example.org"))
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        assert send(home, f"smtp://127.0.0.1:{port}").sent == 1
    [message] = mailbox.messages
    [address] = message["To"].addresses
    assert address.addr_spec == "x@example.org"
    assert mailbox.envelopes[0].rcpt_tos == ["x@example.org"]
    assert f"{name}，您好" in part(message, "plain")
    assert "<b>" not in part(message, "html")


@pytest.mark.parametrize(
    "address",
    [
        "x@example.org, y@evil.org",
        "x@example.org\r\nBcc: y@evil.org",
        "x@example.org>",
        "甲@example.org",
        "x\uff20example.org",
        "x@@example.org",
        "x@-example.org",
        ".x@example.org",
        "x",
        "",
        f"{'x' * 250}@example.org",
    ],
)
def test_address_that_is_none_is_left_out(tmp_path, address):
    write_reviewers(tmp_path, ("甲", address), ("乙", "ok@example.org"))
    listed = read_reviewers(tmp_path / "reviewers.csv")
    assert [r.address for r in listed.reviewers] == ["ok@example.org"]
    assert len(listed.problems) == 1 and "line 2" in listed.problems[0].replace("line 3", "line 2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reviewers_in_the_encodings_that_spreadsheets_write(tmp_path, encoding):
    path = tmp_path / "reviewers.csv"
    path.write_bytes("Name, Address \r\n张三,z@example.org\r\n\r\n".encode(encoding))
    listed = read_reviewers(path)
    assert [(r.name, r.address) for r in listed.reviewers] == [("张三", "z@example.org")]
    assert listed.problems == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (b"", "first line"),
        ("姓名,邮箱\n张三,z@example.org\n".encode(), "first line"),
        (b'name,address\n"open,z@example.org\n', "unexpected end"),
    ],
)
def test_file_that_is_no_list_of_reviewers(tmp_path, content, problem):
    path = tmp_path / "reviewers.csv"
    path.write_bytes(content)
    listed = read_reviewers(path)
    assert listed.reviewers == () and problem in listed.problems[0]


def test_rows_that_cannot_be_used_are_named(tmp_path):
    rows = ("甲,a@example.org", "乙,b@example.org,多", "丙", "丁,A@example.org", "戊,e@example.org")
    (tmp_path / "reviewers.csv").write_text("\n".join(("name,address", *rows)), encoding="utf-8")
    listed = read_reviewers(tmp_path / "reviewers.csv")
    assert [r.name for r in listed.reviewers] == ["甲", "戊"]
    assert [p.split(":")[0] for p in listed.problems] == [
        f"reviewers.csv line {line}" for line in (3, 4, 5)
    ]


def settings(url: str, sender: str = "data@example.org") -> dict[str, str]:
    return {"GONGKAI_SMTP_URL": url, "GONGKAI_MAIL_FROM": sender}


@pytest.mark.parametrize(
    ("url", "host", "port", "encryption"),
    [
        ("smtps://u:p@mail.example.org", "mail.example.org", 465, Encryption.TLS),
        ("smtp://u:p@mail.example.org", "mail.example.org", 587, Encryption.STARTTLS),
        ("smtp://mail.example.org", "mail.example.org", 25, Encryption.STARTTLS),
        ("smtp://mail.example.org?starttls=never", "mail.example.org", 25, Encryption.NONE),
        ("smtp://localhost", "localhost", 25, Encryption.NONE),
        ("smtp://[::1]:2525", "::1", 2525, Encryption.NONE),
        ("smtp://127.0.0.1?starttls=always", "127.0.0.1", 25, Encryption.STARTTLS),
        ("smtp://u:p@localhost", "localhost", 587, Encryption.STARTTLS),
        ("smtp://u:p@localhost?starttls=never", "localhost", 587, Encryption.NONE),
    ],
)
def test_how_a_url_is_understood(url, host, port, encryption):
    server = read_mail_server(settings(url))
    assert (server.host, server.port, server.encryption) == (host, port, encryption)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "https://u:hidden9@mail.example.org",
        "smtp://u:hidden9@mail.example.org?starttls=never",
        "smtp://u:hidden9@mail.example.org?starttls=perhaps",
        "smtp://u:hidden9@mail.example.org?tls=1",
        "smtp://u:hidden9/x@mail.example.org",
        "smtp://u:hidden9#x@mail.example.org",
        "smtp://hidden9#x:y@mail.example.org",
        "smtp://u:hidden9?x@mail.example.org",
        "smtp://u:hidden9[x@mail.example.org",
        "smtp://u:hidden9@mail.example.org:port",
        "smtp://u:hidden9@",
        "smtp://u@mail.example.org",
        "smtp://u:密hidden9@mail.example.org",
    ],
)
def test_url_that_cannot_be_used_is_refused_without_showing_it(home, url):
    outcome = send(home, url)
    assert outcome.sent == 0 and "GONGKAI_SMTP_URL" in str(outcome.error)
    assert "hidden9" not in repr(outcome)
    assert (home / UNSENT_FILE).exists()


@pytest.mark.parametrize("sender", ["", "data", "a@example.org\nBcc: x@evil.org", "甲@example.org"])
def test_sender_that_is_none(sender):
    with pytest.raises(MailSettingsError, match="GONGKAI_MAIL_FROM"):
        read_mail_server(settings("smtp://localhost", sender))


def test_trusted_certificates_that_are_not_there(home, tmp_path):
    outcome = send(home, "smtps://127.0.0.1:9", tmp_path / "absent.pem")
    assert "GONGKAI_SMTP_CA" in str(outcome.error)


def test_page_that_is_gone_is_an_error_of_the_mail_only(home):
    (home / "expectations" / "index.html").unlink()
    outcome = send(home, "smtp://127.0.0.1:9")
    assert "index.html" in str(outcome.error) and (home / UNSENT_FILE).exists()


def test_fault_of_our_own_is_no_fault_of_the_run(home):
    outcome = send(home, "smtp://127.0.0.1:9", verdict=None)
    assert "unexpected" in str(outcome.error)


def test_secret_shows_itself_to_nobody():
    server = read_mail_server(settings(f"smtps://u:{QUOTED}@mail.example.org"))
    assert server.login is not None
    secret = server.login[1]
    assert secret.reveal() == PASSWORD
    for shown in (repr(server), str(secret), f"{secret}", f"{secret!r}"):
        assert PASSWORD not in shown
    with pytest.raises(TypeError):
        pickle.dumps(Secret("x"))
