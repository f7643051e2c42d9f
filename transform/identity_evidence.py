"""What tells a report's identity, kept as printed: evidence, and notes on what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Source(StrEnum):
    """Where a piece of evidence stands."""

    MANIFEST = "manifest"
    TITLE = "title"
    OPENING = "opening"
    SIGNATURE = "signature"
    METADATA = "metadata"
    NARRATIVE = "narrative"
    PERIOD = "period"
    TOP = "top"
    TABLE = "table"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class IdentityNote:
    """A problem with the identity, for a finding.

    Attributes:
        rule_id: of a rule in the group identity.
        message: in Chinese.
        message_en: in English.
        expected: what was looked for, or what another place states.
        observed: what stands there; None if nothing.
    """

    rule_id: str
    message: str
    message_en: str
    expected: str | None
    observed: str | None


@dataclass(frozen=True, slots=True)
class IdentityEvidence:
    """One place that tells a report's agency, year or scope; see the table identity_evidence.

    Attributes:
        attribute: 'agency', 'year' or 'scope'.
        source: one of `Source`.
        value: the name, year or scope that it tells.
        raw_text: the text that tells it.
        used: whether it was followed.
    """

    attribute: str
    source: str
    value: str
    raw_text: str
    used: bool


MOST_PIECES = 20
"""Pieces of evidence of one report: a page may list any number of titles."""
LONGEST_TEXT = 200
"""Characters of a piece's text and value."""


def listed_evidence(pieces: Iterable[IdentityEvidence]) -> tuple[IdentityEvidence, ...]:
    """The pieces in their order, each once and cut to its length; what was followed stays."""
    kept: dict[tuple[str, str, str], IdentityEvidence] = {}
    for piece in pieces:
        key = (piece.attribute, piece.source, piece.value)
        known = kept.get(key)
        if known is None or (piece.used and not known.used):
            kept[key] = _cut(piece)
    listed = list(kept.values())
    spare = len(listed) - MOST_PIECES
    for piece in reversed(listed.copy()):
        if spare > 0 and not piece.used:
            listed.remove(piece)
            spare -= 1
    return tuple(listed)


def _cut(piece: IdentityEvidence) -> IdentityEvidence:
    raw = piece.raw_text.strip()
    if len(raw) <= LONGEST_TEXT and len(piece.value) <= LONGEST_TEXT:
        return replace(piece, raw_text=raw)
    return replace(piece, raw_text=raw[:LONGEST_TEXT], value=piece.value[:LONGEST_TEXT])
