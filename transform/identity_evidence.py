"""What tells a report's identity, kept as printed: evidence, and notes on what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice


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
    spare = max(MOST_PIECES - sum(piece.used for piece in kept.values()), 0)
    unused = islice((key for key, piece in kept.items() if not piece.used), spare)
    shown = set(unused)
    return tuple(piece for key, piece in kept.items() if piece.used or key in shown)


def _cut(piece: IdentityEvidence) -> IdentityEvidence:
    raw = piece.raw_text.strip()
    if raw == piece.raw_text and max(len(raw), len(piece.value)) <= LONGEST_TEXT:
        return piece
    return replace(piece, raw_text=raw[:LONGEST_TEXT], value=piece.value[:LONGEST_TEXT])
