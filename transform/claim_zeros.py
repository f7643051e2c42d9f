"""Zeros in words: 未收到申请, 没有行政复议、行政诉讼, 均无. Each thing named is one zero."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from transform.claim_context import Setting
from transform.claim_nouns import thing_of
from transform.claim_numbers import Figure
from transform.claim_words import Word

_LIMIT = re.compile(
    r"超出|超过|一定数量|一定频次|频次|逾期|超期|延期|违规|不及时|不规范|被投诉|追究|问责|负面|失泄密|泄密|应公开"
)
_JOINT = re.compile(r"[、和及与或/]|以及|也|并")
_SHORT_AFTER = re.compile(
    r"(?:任何|此类|相关|该类|上述|有关|这类|收到|接到|发生|产生|出现|案件|情况|情形|事项|申请|件|的|现象|过|新增)*$"
)
_DIRECT = re.compile(
    r"(?:有|发生|出现|产生|存在|任何|新增|需要?|发布|制作|作出|做出|因|属于|涉及|的)*"
)
_SITUATION = re.compile(
    r"(?:类|的)*(?:申请|情形|情况|件|事项|现象|信息|案件|办理)*(?:[,;。、!()]|$)"
)
_PARTIAL = re.compile(
    r"(?:网上|网络|在线|书面|信函|当面|现场|传真|邮寄|电子邮件|邮件|线上|涉及|关于)[^、]{0,4}$"
)
_VERBS = {
    "未收到": "received",
    "没有收到": "received",
    "未接到": "received",
    "没有接到": "received",
    "未接收": "received",
    "未新收": "received",
    "无新增": "received",
    "未受理": "accepted",
    "未办理": "handled",
    "未制定": "issued",
    "未制发": "issued",
    "未出台": "issued",
    "未印发": "issued",
    "未废止": "repealed",
}
_SHARES_NOUN = ("、", "和", "或", "及", "也")
_NO_DEEDS = ("事项", "权力", "职权", "职能", "职责", "权责", "结果", "信息")
"""无行政许可、行政处罚事项 says what an agency may do, not what it did."""
_FEES = {"information_fee": "information_fees", "administrative_fee": "administrative_fees"}
_DECISIONS = {
    "licensing": "licensing_decisions",
    "penalty": "penalty_decisions",
    "coercion": "coercive_decisions",
}
_DOCUMENTS = {"normative": "normative_documents", "regulation": "regulations"}
_LITIGATION = ("litigation", "litigation_direct", "litigation_after_review")
_DONE = ("issued", "repealed", "in_force")
_ACTIONS = ("received", "accepted", "handled", "carried_over", "carried_forward")


@dataclass(frozen=True, slots=True)
class Zero:
    """A word for none.

    Attributes:
        start: where it begins.
        kinds: what there was none of; empty if that can't be told.
        figures: where figures start that it takes in (无一件).
        label_start, label_end: what there was none of, as printed.
    """

    start: int
    kinds: tuple[str, ...]
    applicant: str | None
    figures: tuple[int, ...]
    label_start: int
    label_end: int


def zeros_in(
    setting: Setting,
    words: Sequence[Word],
    figures: Sequence[Figure],
    discloses: bool,
) -> list[Zero]:
    """The words for none of a sentence, in order."""
    nones = [w for w in words if w.sense("marks") == "none"]
    zeros: list[Zero] = []
    for number, none in enumerate(nones):
        end = setting.clause_end(none.start)
        following = nones[number + 1].start if number + 1 < len(nones) else end
        if following < end and setting.plain[none.end : following] not in _SHARES_NOUN:
            end = following
        zeros.append(_zero(setting, none, end, words, figures, discloses))
    return zeros


def _zero(
    setting: Setting,
    none: Word,
    end: int,
    words: Sequence[Word],
    figures: Sequence[Figure],
    discloses: bool,
) -> Zero:
    plain = setting.plain
    inside = [f for f in figures if none.end <= f.start < end]
    taken = tuple(f.start for f in inside)
    nothing = Zero(none.start, (), None, taken, none.start, end)
    if _LIMIT.search(plain, none.start, end) or any(f.value > 1 for f in inside):
        return nothing
    phrase = [w for w in words if none.end <= w.start and w.end <= end]
    heads = _heads(plain, phrase)
    if not heads and _SHORT_AFTER.match(plain, none.end, end):
        start = setting.clause_start(none.start)
        if start == none.start and plain[start - 1 : start] == ":":
            start = setting.clause_start(start - 1)
        phrase = [w for w in words if start <= w.start and w.end <= none.start]
        heads = _heads(plain, phrase)
    verb = _VERBS.get(plain[none.start : none.end])
    named: Sequence[Word | None] = heads or [None]
    kinds = tuple(
        dict.fromkeys(
            kind
            for head in named
            for kind in _kinds(plain, none.end, head, phrase, verb, discloses)
        )
    )
    if not kinds:
        return nothing
    applicants = {a for w in phrase if (a := w.sense("applicants"))}
    applicant = applicants.pop() if len(applicants) == 1 else None
    first, last = (heads[0].start, heads[-1].end) if heads else (none.end, end)
    return Zero(
        none.start,
        kinds,
        applicant if all(k.startswith("applications") for k in kinds) else None,
        taken,
        first,
        last,
    )


def _heads(plain: str, phrase: Sequence[Word]) -> list[Word]:
    """The nouns of a phrase that are not said of another: 申请 in 申请引起的行政复议 is."""
    nouns = [
        w for w in phrase if w.sense("things") or (w.sense("foreign") and not w.sense("channels"))
    ]
    if len(nouns) > 1 and plain[nouns[-1].start : nouns[-1].end] == "事项":
        nouns = nouns if nouns[-2].sense("things") in _DECISIONS else nouns[:-1]
    heads = [
        word
        for word, following in zip_longest(nouns, nouns[1:])
        if following is None or _JOINT.search(plain, word.end, following.start)
    ]
    if (
        nouns
        and nouns[-1].sense("things") in (None, *_DECISIONS)
        and plain[: nouns[-1].end].endswith(_NO_DEEDS)
    ):
        return []
    return [word for word in heads if thing_of(word, plain, phrase)]


def _kinds(
    plain: str,
    start: int,
    head: Word | None,
    phrase: Sequence[Word],
    verb: str | None,
    discloses: bool,
) -> list[str]:
    actions = [str(a) for w in phrase if (a := w.sense("actions"))]
    outcomes = [str(o) for w in phrase if (o := w.sense("outcomes"))]
    if head is None:
        return _without_noun(plain, start, phrase)
    thing = str(head.sense("things"))
    if thing.startswith("application"):
        before = plain[max(head.start - 8, 0) : head.start]
        if _PARTIAL.search(before):
            return []
        if outcomes:
            return outcomes
        carried = [a for a in actions if a in ("carried_over", "carried_forward")]
        of_cases = carried or [a for a in actions if a in _ACTIONS] or [verb or "received"]
        return [f"applications_{action}" for action in of_cases]
    if thing == "review" or thing in _LITIGATION:
        return _of_cases(thing, phrase)
    if thing in _DOCUMENTS:
        done = [a for a in actions if a in _DONE] or ([verb] if verb in _DONE else [])
        return [f"{_DOCUMENTS[thing]}_{action}" for action in done]
    if thing in _DECISIONS:
        return [] if "published" in actions else [_DECISIONS[thing]]
    if thing == "interpretation":
        direct = _DIRECT.fullmatch(plain, start, head.start) is not None
        return ["policy_interpretations"] if direct else []
    if thing in _FEES:
        return [_FEES[thing]]
    return ["information_fees"] if thing == "fee_weak" and discloses else []


def _without_noun(plain: str, start: int, phrase: Sequence[Word]) -> list[str]:
    """无结转, 未发生不予公开情形: what there was none of is an outcome, or was carried over."""
    if not phrase or not _DIRECT.fullmatch(plain, start, phrase[0].start):
        return []
    if not _SITUATION.match(plain, phrase[-1].end):
        return []
    outcomes = [str(o) for w in phrase if (o := w.sense("outcomes"))]
    if outcomes:
        return outcomes
    actions = [str(a) for w in phrase if (a := w.sense("actions"))]
    return [
        f"applications_{'carried_forward' if action == 'carried' else action}"
        for action in actions
        if action.startswith("carried")
    ]


def _of_cases(thing: str, phrase: Sequence[Word]) -> list[str]:
    results = [str(r) for w in phrase if (r := w.sense("results"))]
    base = "review" if thing == "review" else "litigation"
    return [f"{base}_{result}" for result in results] or [f"{thing}_cases"]
