"""Kinds of claims about applications, reviews and lawsuits."""

import re
from collections.abc import Sequence

from transform.claim_around import Around
from transform.claim_nouns import ONE_WAY, group
from transform.claim_words import Word

_CASES = ("application", "application_weak", "review", "litigation")
_OF_APPLICATIONS = (
    "received",
    "accepted",
    "handled",
    "answered",
    "carried_over",
    "carried_forward",
)
_SECTION_OF_OUTCOMES = {
    "refused": "refused_",
    "unavailable": "unavailable_",
    "rejected": "rejected_",
    "other_processed": "other_",
}
_REST = re.compile(r"其[他它](?:情形|情况|原因|类)?$")
_CAME_IN = re.compile("(?:^|[,;:。、])(?:线[上下]|网上|依申请公开系统|公开平台|现场|窗口)收到$")
_ONLY_SOME = re.compile("其中[^。]{0,8}信息公开")
_ELSEWHERE = re.compile("无关|作为(?:行政)?复议机关|非(?:政府)?信息公开")
_ADJUDICATES = ("accepted", "handled", "answered")
_IN_ITS_TRADE = re.compile(r"(?:办理|审理|审结|受理|承办|代理)了?(?:各类)?行政(?:复议|诉讼)")
_OF_DISCLOSURE = re.compile("(?:信息|政务)公开(?!申请)|依申请公开")


def of_applications(around: Around, has_noun: bool) -> tuple[str, ...]:
    """Kinds of a figure of applications: how they ended, else what was done with them."""
    outcomes = _outcomes(around)
    if outcomes:
        return () if not has_noun and _is_attribute(around) else outcomes
    if has_noun and _is_of_one_way(around):
        return () if around.in_list else ("part",)
    actions = [a for w in around.own if (a := w.sense("actions")) in (*_OF_APPLICATIONS, "carried")]
    if not around.is_zero and "carried_over" in actions and {"received", "accepted"} & {*actions}:
        return ("applications_accepted",)
    if actions:
        return _of_action(around, actions)
    first = around.behind[0] if around.behind else None
    behind = first.sense("actions") if first else None
    if first and not has_noun and behind in _OF_APPLICATIONS and _is_next(around, first):
        return (f"applications_{behind}",)
    if around.in_list or not has_noun:
        return ()
    named = [w for w in (*around.own, *around.behind) if w.sense("things") in _CASES]
    only_on_request = all(
        around.plain[w.start : w.end].startswith("依申请")
        and not around.plain[w.start : w.end].endswith(("数", "量", "申请件", "数量"))
        for w in named
    )
    bare = all(around.plain[w.start : w.end] in ("申请", "书面申请") for w in named)
    published = any(w.sense("actions") == "published" for w in around.own)
    return () if only_on_request or published or bare else ("applications_received",)


def _is_attribute(around: Around) -> bool:
    """Whether items are told apart that are published and that are not: 主动公开9条,不予公开2条."""
    return around.printed_unit == "条" and any(
        w.sense("actions") == "published" and around.plain[w.start : w.end].startswith("主动")
        for w in around.earlier
    )


def _is_of_one_way(around: Around) -> bool:
    """Whether only applications that came in one way are counted: 网上申请."""
    nouns = [w for w in (*around.own, *around.behind) if w.sense("things") == "application_weak"]
    if not nouns:
        return False
    start = max(nouns[-1].start - 12, 0)
    return (
        ONE_WAY.search(around.plain, start, nouns[-1].start) is not None
        or _CAME_IN.search(around.plain, start, nouns[-1].start) is not None
    )


def _of_action(around: Around, actions: Sequence[str]) -> tuple[str, ...]:
    if around.is_zero and "carried" not in actions:
        return tuple(f"applications_{action}" for action in dict.fromkeys(actions))
    if "carried_over" in actions or "carried_forward" in actions:
        over = "carried_over" in actions
        return ("applications_carried_over" if over else "applications_carried_forward",)
    if "carried" in actions:
        return _of_carried(around)
    return (f"applications_{actions[0]}",)


def _of_carried(around: Around) -> tuple[str, ...]:
    """结转 alone: forward behind what was answered, over before it."""
    answered = [
        w for w in around.earlier if w.sense("actions") == "answered" or w.sense("outcomes")
    ]
    if answered or around.settled:
        return ("applications_carried_forward",)
    later = around.plain[around.end :]
    if re.search("办结|答复|结转", later):
        return ("applications_carried_over",)
    return ()


def _outcomes(around: Around) -> tuple[str, ...]:
    if around.printed_unit == "次":
        return ()
    own = [w for w in around.own if w.sense("outcomes")]
    if not own and not any(w.sense("actions") in _OF_APPLICATIONS for w in around.own):
        own = _next_behind(around, "outcomes")
    if not own:
        return ("other_remaining",) if is_rest(around) else ()
    everything = [str(w.sense("outcomes")) for w in own]
    joined = [str(w.sense("outcomes")) for w in group(own, around.plain, "outcomes")]
    if len(joined) == 1 and _has_leaf(joined[0], everything):
        return tuple(dict.fromkeys(c for c in everything if _is_leaf(c, joined[0])))
    leaves = [c for c in dict.fromkeys(joined) if not _has_leaf(c, everything)]
    return tuple(leaves or dict.fromkeys(joined))


def is_rest(around: Around) -> bool:
    """Whether 其他4件 stands behind other ways in which applications were otherwise processed."""
    others = [w for w in around.earlier if str(w.sense("outcomes")).startswith("other_")]
    return bool(others) and (
        _REST.search(around.plain, max(around.start - 6, 0), around.start) is not None
    )


def _has_leaf(code: str, codes: Sequence[str]) -> bool:
    return any(_is_leaf(other, code) for other in codes)


def _is_leaf(code: str, group: str) -> bool:
    prefix = _SECTION_OF_OUTCOMES.get(group)
    return prefix is not None and code != group and code.startswith(prefix)


def _next_behind(around: Around, name: str) -> list[Word]:
    """The word of a class that stands right behind the figure, if one does."""
    return [w for w in around.behind[:1] if w.sense(name) is not None and _is_next(around, w)]


def _is_next(around: Around, word: Word) -> bool:
    gap = around.plain[around.end : word.start]
    return (
        re.fullmatch(r"(?:申请)?(?:被|予以|属于|属|为|是|系|已|均|因|申请|由于|答复|作出|以)*", gap)
        is not None
    )


def of_cases(around: Around, domain: str, has_noun: bool, is_alone: bool) -> tuple[str, ...]:
    """Reviews and lawsuits; those that an agency decides for others are none."""
    actions = [w.sense("actions") for w in around.own if not _is_of_dispute(around, w)]
    base = "review" if domain == "review" else "litigation"
    results = [w for w in around.own if w.sense("results")]
    results = results or _next_behind(around, "results")
    named = "".join(around.plain[w.start : w.end] for w in around.own)
    if _ELSEWHERE.search(around.plain) or _ONLY_SOME.search(around.plain, around.end):
        return ()
    adjudicates = bool(set(actions) & {*_ADJUDICATES})
    in_its_trade = adjudicates or _IN_ITS_TRADE.search(around.plain, 0, around.start) is not None
    if in_its_trade and not around.is_zero and not _OF_DISCLOSURE.search(around.plain):
        return ()
    if not around.is_disclosure and (adjudicates or "复议申请" in named):
        return ()
    if results:
        joined = group(results, around.plain, "results")
        return tuple(dict.fromkeys(f"{base}_{w.sense('results')}" for w in joined))
    if "answered" in actions or not (has_noun or (is_alone and "received" in actions)):
        return ()
    return (f"{domain}_cases",)


def _is_of_dispute(around: Around, action: Word) -> bool:
    """Whether an action is what a review is about: 对答复不服, 因办理申请引起的."""
    return (
        re.search("不服|引|被|提起|产生|针对", around.plain[action.end : around.start]) is not None
    )
