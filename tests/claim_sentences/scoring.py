"""Compares the claims that are read of the corpus with the ones that it expects."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from tests.claim_sentences.corpus import Entry, Expected
from transform.claims import Claim, read_claims
from transform.sections import Section


@dataclass(slots=True)
class Score:
    """What was read rightly, what was missed and what was invented, by kind of claim."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def expected(self, kind: str) -> int:
        return self.right[kind] + self.missed[kind]

    def kinds(self) -> list[str]:
        return sorted({*self.right, *self.missed, *self.false})

    def precision(self, kinds: Iterable[str]) -> float:
        return _ratio(self.right, self.false, list(kinds))

    def recall(self, kinds: Iterable[str]) -> float:
        return _ratio(self.right, self.missed, list(kinds))


def _ratio(right: Counter[str], wrong: Counter[str], kinds: Sequence[str]) -> float:
    good, bad = sum(right[kind] for kind in kinds), sum(wrong[kind] for kind in kinds)
    return good / (good + bad) if good + bad else 1.0


@cache
def claims_of(entry: Entry) -> tuple[Claim, ...]:
    """Read what the entry's text claims."""
    section = Section(entry.section, "一二三四五六"[entry.section - 1] + "、", entry.text)
    return tuple(read_claims([section], entry.report_year))


def score(entries: Iterable[Entry]) -> Score:
    """Read every entry and compare; a claim that is `maybe` counts neither way."""
    total = Score()
    for entry in entries:
        _add(total, entry, claims_of(entry))
    return total


def _add(total: Score, entry: Entry, claims: Sequence[Claim]) -> None:
    pairs, left = _match(entry.claims, claims)
    misplaced = {i for i, claim in pairs.items() if not _is_part_of_its_whole(entry, pairs, i)}
    missed = [i for i in range(len(entry.claims)) if i not in pairs or i in misplaced]
    _, left = _match(entry.maybe, left)
    false = [*left, *(pairs[i] for i in misplaced)]
    total.right.update(entry.claims[i][0].codes[0] for i in pairs.keys() - misplaced)
    total.missed.update(entry.claims[i][0].codes[0] for i in missed)
    total.false.update(claim.claim for claim in false)
    if missed or false:
        lines = [f"  missed {_shown(entry.claims[i][0])}" for i in missed]
        lines += [f"  false  {_shown_claim(claim)}" for claim in false]
        total.faults.append("\n".join([f"{entry.file}: {entry.text}", *lines]))


def _match(
    expected: Sequence[tuple[Expected, ...]], claims: Sequence[Claim]
) -> tuple[dict[int, Claim], list[Claim]]:
    """Pair each expected claim with one that was read: the first that fits, in the text's order."""
    left, pairs = list(claims), {}
    for i, alternatives in enumerate(expected):
        fitting = (c for wanted in alternatives for c in left if _fits(wanted, c))
        if (claim := next(fitting, None)) is not None:
            pairs[i] = claim
            left.remove(claim)
    return pairs, left


def _fits(wanted: Expected, claim: Claim) -> bool:
    return (
        sorted(wanted.codes) == sorted([claim.claim, *claim.covers])
        and (wanted.measure, wanted.value) == (claim.measure, claim.value)
        and wanted.unit == claim.unit
        and wanted.applicant_type == claim.applicant_type
        and wanted.year == claim.year
        and wanted.approximate in (None, claim.approximate)
        and wanted.scope in (None, claim.scope)
    )


def _is_part_of_its_whole(entry: Entry, pairs: dict[int, Claim], i: int) -> bool:
    of = next((w.of for w in entry.claims[i] if _fits(w, pairs[i])), None)
    if of is None:
        return True
    whole = pairs.get(of - 1)
    return pairs[i].part_of == (whole.position if whole else None)


def _shown(wanted: Expected) -> str:
    what = "+".join(wanted.codes)
    about = "~" if wanted.approximate else None
    told = (wanted.measure, wanted.value, about, wanted.applicant_type, wanted.year, wanted.of)
    return " ".join([what, *(str(part) for part in told if part is not None)])


def _shown_claim(claim: Claim) -> str:
    what = "+".join([claim.claim, *claim.covers])
    about = "~" if claim.approximate else None
    told = (claim.measure, claim.value, about, claim.applicant_type, claim.year)
    place = f"@{claim.offset} #{claim.position} of {claim.part_of}"
    return " ".join([what, *(str(part) for part in told if part is not None), place])
