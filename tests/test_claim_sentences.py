"""Claims in running text: what a careful reader takes from a sentence, and what is no claim.

The corpus stands in `claim_sentences/*.yaml`; how it is written is told in its `corpus` module.
The second set (`second_*.yaml`) was written after the first had been passed, in other words.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.claim_sentences.corpus import Entry, read_entries
from tests.claim_sentences.scoring import Score, claims_of, score
from transform.characters import normalise
from transform.claim_kinds import load_claim_kinds
from transform.claims import Claim

PRECISION = 0.98
RECALL = 0.95
MANY = 20
"""Kinds with fewer expected claims may miss one and invent one."""

FIRST = read_entries(second=False)
SECOND = read_entries(second=True)
NUMERALS = set("零〇一二两三四五六七八九十百千万亿半")
NONE_WORDS = set("无未没不从尚暂零〇均持")
SCALES = (1, 1000, 10_000, 100_000_000)


@pytest.mark.parametrize("entries", [FIRST, SECOND], ids=["first", "second"])
def test_claims_are_read(
    entries: list[Entry], record_property: Callable[[str, object], None]
) -> None:
    scored = score(entries)
    record_property("measured", "\n".join([*_lines_of(scored, len(entries)), *scored.faults]))
    assert scored.precision(scored.kinds()) >= PRECISION
    assert scored.recall(scored.kinds()) >= RECALL
    assert [kind for kind in scored.kinds() if not _is_good(scored, kind)] == []


def _is_good(scored: Score, kind: str) -> bool:
    if scored.expected(kind) < MANY:
        return scored.missed[kind] <= 1 and scored.false[kind] <= 1
    return scored.precision([kind]) >= PRECISION and scored.recall([kind]) >= RECALL


def _lines_of(scored: Score, entries: int) -> list[str]:
    kinds = scored.kinds()
    overall = f"claims in {entries} passages: " + _figures(scored, kinds)
    return [overall, *(f"  {kind}: {_figures(scored, [kind])}" for kind in kinds)]


def _figures(scored: Score, kinds: list[str]) -> str:
    expected = sum(scored.expected(kind) for kind in kinds)
    missed, false = (sum(c[kind] for kind in kinds) for c in (scored.missed, scored.false))
    return (
        f"{expected} expected, {missed} missed, {false} false, "
        f"precision {scored.precision(kinds):.3f}, recall {scored.recall(kinds):.3f}"
    )


@pytest.mark.parametrize("entries", [FIRST, SECOND], ids=["first", "second"])
def test_traps_claim_nothing(entries: list[Entry]) -> None:
    traps = [entry for entry in entries if not entry.claims and not entry.maybe]
    taken = {entry.text: [c.claim for c in claims_of(entry)] for entry in traps}
    assert {text: claims for text, claims in taken.items() if claims} == {}


NEIGHBOURS = (
    "{}年，我局收到政府信息公开申请12件，办结11件，其中予以公开5件、无法提供6件。",
    "门户网站发布信息205条，微信公众号发布信息88条，发布政策解读9篇。",
    "未发生行政复议、行政诉讼。",
)


@pytest.mark.parametrize("neighbour", NEIGHBOURS, ids=["applications", "published", "reviews"])
def test_traps_claim_nothing_beside_claims(neighbour: str) -> None:
    traps = [entry for entry in FIRST + SECOND if not entry.claims and not entry.maybe]
    taken = {}
    for trap in [trap for trap in traps if trap.text.endswith("。")]:
        claim = neighbour.format(trap.report_year)
        alone = _told(trap, claim)
        before, after = _told(trap, claim + trap.text), _told(trap, trap.text + claim)
        # What follows a plan may be one too, so a claim may be lost there, but none be made.
        if before != alone or not after <= alone:
            taken[trap.text] = (before | after) - alone
    assert taken == {}


def _told(trap: Entry, text: str) -> set[tuple[str, Decimal | None]]:
    return {(claim.claim, claim.value) for claim in claims_of(replace(trap, text=text))}


@pytest.mark.parametrize("entries", [FIRST, SECOND], ids=["first", "second"])
def test_claims_point_at_their_place(entries: list[Entry]) -> None:
    for entry in entries:
        claims = claims_of(entry)
        assert [claim.position for claim in claims] == list(range(1, len(claims) + 1))
        places = [claim.offset for claim in claims]
        assert places == sorted(places)
        unbroken = "".join(entry.text.split())
        for claim in claims:
            assert claim.section == entry.section
            assert "".join(claim.sentence.split()) in unbroken
            assert "\n" not in claim.sentence
            assert _is_printed(claim, entry.text[claim.offset :]), (entry.text, claim)


def _is_printed(claim: Claim, printed: str) -> bool:
    if claim.value is None:
        return bool(printed)
    if digits := re.match(r"[0-9０-９][0-9０-９.,．，\s]*", printed):
        number = Decimal(re.sub(r"[,\s]", "", normalise(digits[0])).rstrip("."))
        return abs(claim.value) in {number * scale for scale in SCALES}
    return printed[0] in NUMERALS or (claim.value == 0 and printed[0] in NONE_WORDS)


def test_corpus_is_as_broad_as_it_claims() -> None:
    expected = [alternatives[0].codes[0] for entry in FIRST for alternatives in entry.claims]
    everything = [code for e in FIRST for a in e.claims for w in a for code in w.codes]
    assert len(FIRST) >= 450
    assert len([entry for entry in FIRST if not entry.claims]) >= 150
    assert len({entry.text for entry in FIRST + SECOND}) == len(FIRST) + len(SECOND)
    rare = {kind: expected.count(kind) for kind in load_claim_kinds() if expected.count(kind) < 4}
    assert rare == {}
    assert set(everything) <= load_claim_kinds().keys()


@pytest.mark.parametrize(
    ("text", "line"), [("收到申请35件。", "35"), ("收到申请十件。", "十"), ("未收到申请。", "未")]
)
def test_a_place_is_refused_where_the_figure_is_not(text: str, line: str) -> None:
    value = {"35": 35, "十": 10, "未": 0}[line]
    claim = Claim(
        1,
        "applications_received",
        "amount",
        Decimal(value),
        "count",
        False,
        None,
        (),
        None,
        "申请",
        None,
        2023,
        text,
        1,
        text.index(line),
    )
    assert _is_printed(claim, text[claim.offset :])
    assert not _is_printed(claim, text[claim.offset + len(line) :])
