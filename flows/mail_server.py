"""The mail server that the environment names, and a connection to it.

    GONGKAI_SMTP_URL   smtps://user:password@host:465   TLS from the first byte
                       smtp://user:password@host:587    STARTTLS, required
                       smtp://localhost                 without login, on this machine: plain
    GONGKAI_MAIL_FROM  the sender, `name@example.org` or `年报数据 <name@example.org>`
    GONGKAI_SMTP_CA    a PEM file of certificates to trust besides the system's

`?starttls=never` turns STARTTLS off and `?starttls=always` turns it on; a password goes
unencrypted to no other machine. Characters of user and password that mean something in a
URL are percent-encoded.
"""

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import NoReturn
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from flows.reviewers import address_fault, name_fault


class MailSettingsError(ValueError):
    """The environment's mail settings cannot be used; the sentence never holds the password."""


class Encryption(StrEnum):
    """How the connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Secret:
    """A password that shows itself only to `reveal` and cannot be stored."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The password itself; call it only where it is sent."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not written anywhere")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and as whom.

    Attributes:
        login: user and password; None to send without login.
        ca_file: certificates to trust besides the system's; None for the system's only.
    """

    host: str
    port: int
    encryption: Encryption
    login: tuple[str, Secret] | None
    sender: Address
    ca_file: Path | None = None


def names_mail_server(environ: Mapping[str, str]) -> bool:
    """Whether the environment asks for mail at all."""
    return bool(environ.get("GONGKAI_SMTP_URL", "").strip())


def read_mail_server(environ: Mapping[str, str]) -> MailServer:
    """Read the mail settings.

    Raises:
        MailSettingsError: the settings cannot be used.
    """
    parts, port = _split(environ.get("GONGKAI_SMTP_URL", "").strip())
    login = _login(parts)
    ca_file = environ.get("GONGKAI_SMTP_CA", "").strip()
    return MailServer(
        host=parts.hostname or "",
        port=port,
        encryption=_encryption(parts, login is not None),
        login=login,
        sender=_sender(environ.get("GONGKAI_MAIL_FROM", "")),
        ca_file=Path(ca_file) if ca_file else None,
    )


@contextmanager
def connected(server: MailServer, timeout: float) -> Iterator[smtplib.SMTP]:
    """Connect, encrypt and log in; say goodbye at the end.

    Args:
        server: where, and as whom.
        timeout: seconds that the server may take for any one answer.

    Raises:
        OSError: the server cannot be reached, is not trusted or does not let us in
            (smtplib's errors are OSErrors too).
    """
    smtp = _open(server, timeout)
    try:
        if server.encryption is Encryption.STARTTLS:
            smtp.starttls(context=_tls_context(server))
        if server.login:
            user, password = server.login
            smtp.login(user, password.reveal())
        yield smtp
    finally:
        with suppress(OSError):
            smtp.quit()
        smtp.close()


def _split(url: str) -> tuple[SplitResult, int]:
    """The URL's parts and the port; a faulty URL is never shown, it may hold the password."""
    try:
        parts = urlsplit(url)
        port = parts.port or (465 if parts.scheme == "smtps" else 587 if parts.username else 25)
    except ValueError:
        raise _bad_url("it is no URL, or its port is no number") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise _bad_url("it must begin with smtp:// or smtps:// and name a host")
    if parts.path not in ("", "/") or parts.fragment:
        raise _bad_url("nothing but ?starttls= may follow the host")
    return parts, port


def _bad_url(reason: str) -> MailSettingsError:
    return MailSettingsError(
        f"GONGKAI_SMTP_URL cannot be used: {reason} (percent-encode / ? # @ : in user and password)"
    )


def _login(parts: SplitResult) -> tuple[str, Secret] | None:
    if parts.username is None and parts.password is None:
        return None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not user or not password:
        raise _bad_url("a login needs a user and a password")
    if not (user + password).isascii():
        raise _bad_url("user and password must be ASCII, a mail server takes no other")
    return user, Secret(password)


def _encryption(parts: SplitResult, has_login: bool) -> Encryption:
    options = parse_qs(parts.query, keep_blank_values=True)
    choice = options.pop("starttls", [""])
    if options or choice[-1] not in ("", "always", "never"):
        raise _bad_url("?starttls= takes always or never, and there is no other option")
    if parts.scheme == "smtps":
        return Encryption.TLS
    local = _is_loopback(parts.hostname or "")
    if choice[-1] == "never":
        if has_login and not local:
            raise _bad_url("a password is sent to another machine only with STARTTLS or smtps://")
        return Encryption.NONE
    plain = local and not has_login and choice[-1] != "always"
    return Encryption.NONE if plain else Encryption.STARTTLS


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    fault = name_fault(text) or address_fault(address)
    if fault:
        raise MailSettingsError(f"GONGKAI_MAIL_FROM must be the sender's address: {fault}")
    return Address(name, addr_spec=address)


def _open(server: MailServer, timeout: float) -> smtplib.SMTP:
    if server.encryption is Encryption.TLS:
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=timeout, context=_tls_context(server)
        )
    return smtplib.SMTP(server.host, server.port, timeout=timeout)


def _tls_context(server: MailServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file is None:
        return context
    try:
        context.load_verify_locations(server.ca_file)
    except OSError as error:
        raise MailSettingsError(
            f"GONGKAI_SMTP_CA: {server.ca_file} is no readable PEM file of certificates "
            f"({error.strerror or type(error).__name__})"
        ) from None
    return context
