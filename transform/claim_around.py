"""The words around a figure, and what they say that it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from transform.claim_words import Word


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a figure.

    Attributes:
        plain: the sentence.
        start, end: of the figure.
        own: words before it in its clause, or in the clause before where its own has none.
        behind: words behind it, up to the next figure or comma.
        earlier: all words of the sentence before `own`.
        topic: what the paragraph speaks of: a thing, 'foreign', or None.
        is_disclosure: whether the sentence or its surroundings speak of disclosure, so that
            reviews that were decided are about it.
        channels: where the clauses before say that things are published.
        in_list: the figure is one of the parts of a whole.
        is_zero: the figure is 0, so that it is said of each thing named.
        after_unknown: the figure before it in the sentence is no claim.
        compares: it is a difference from last year.
        printed_unit: of the figure; empty for none.
        is_each: it is said of each thing named: 各2件.
        settled: what was answered has been told before.
        publishes: the sentence has told before that things were published.
    """

    plain: str
    start: int
    end: int
    own: Sequence[Word]
    behind: Sequence[Word]
    earlier: Sequence[Word]
    topic: str | None
    is_disclosure: bool
    channels: frozenset[str]
    in_list: bool
    is_zero: bool
    after_unknown: bool
    compares: bool
    printed_unit: str
    is_each: bool
    settled: bool
    publishes: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts.

    Attributes:
        kinds: codes of claims; several where words are joined (予以公开及部分公开).
        applicant: type of applicant, if one is named.
        domain: the thing counted, for the figures behind; 'foreign' for none of the kinds.
        first: where the first word that tells it stands, for the label.
        behind: where the noun behind the figure ends; None without one.
    """

    kinds: tuple[str, ...]
    applicant: str | None
    domain: str | None
    first: int
    behind: int | None = None


FOREIGN = Counted((), None, "foreign", 0)
FOREIGN_CASE = Counted((), None, "foreign_case", 0)
UNTOLD = Counted((), None, None, 0)
