"""What a figure counts: the kinds of claim that the words around it mean.

Nothing is guessed: where the nearest noun is none of the kinds, or an action has no noun, the
answer is that it can't be told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from transform.claim_around import FOREIGN, FOREIGN_CASE, UNTOLD, Around, Counted
from transform.claim_cases import is_rest, of_applications, of_cases
from transform.claim_nouns import domain_of, family_of, group, is_noun, noun_behind
from transform.claim_published import (
    channels_of,
    of_decisions,
    of_documents,
    of_information,
    says_disclosed,
)
from transform.claim_words import Word

_LITIGATION = ("litigation", "litigation_direct", "litigation_after_review")
_OF_APPLICATIONS = (
    "received",
    "accepted",
    "handled",
    "answered",
    "carried_over",
    "carried_forward",
)
_WANTS = {
    **dict.fromkeys((*_OF_APPLICATIONS, "carried"), "case"),
    **dict.fromkeys(("published",), "published"),
    **dict.fromkeys(("issued", "repealed", "in_force"), "document"),
}
"""Which nouns an action that has none of its own may go back to."""
_UNITS_OF_CASES = (
    "",
    "%",
    "件",
    "条",
    "份",
    "例",
    "起",
    "次",
    "宗",
    "个",
    "项",
    "封",
    "案件",
    "件次",
    "条次",
)
"""Units in which applications and lawsuits are counted: never 篇, 套 or 期."""
_SAID_ELSEWHERE = (
    "商业秘密",
    "个人隐私",
    "内部事务",
    "全部公开",
    "已公开",
    "公开答复",
    "执法案卷",
    "信息不存在",
)
"""Outcomes whose words are said of other things too."""
_DISPUTED = re.compile("引[起发]|不服|被|提起|产生|导致")
_OTHER_APPLICANT = re.compile("法人|组织|企业|单位|机构|律师|公司")
"""Beside one of these 公民 is a type of applicant; alone it is anybody."""
_BETWEEN = re.compile(
    r"(?:[件条篇期批组共计有为是各均约近达到了的类数量率按依法已全本年内其:,、()“”□\"'-]|申请人?|情形|情况|答复|告知|方面|原因|案件|总数|总量|合计|累计|总计"
    r"|分别|超过|逾|左右|以上|通过|网站|信函|提交|提出|书面|继续|办理|处理|当年|全年|截至|目前|年底|其余|\d)*"
)
"""What may stand between a verb and a figure that names no noun."""


def tell_counted(around: Around) -> Counted:
    """Tell what a figure counts; FOREIGN or UNTOLD where it is no claim."""
    behind = noun_behind(around)
    nouns = group([w for w in around.own if is_noun(w)], around.plain, "things")
    if behind is not None:
        nouns = [behind]
    if nouns and nouns[-1].sense("foreign") and not nouns[-1].sense("things"):
        none = FOREIGN if nouns[-1].sense("foreign") == "objects" else FOREIGN_CASE
        return replace(none, behind=None if behind is None else behind.end)
    domains = [domain_of(word, around) for word in nouns]
    if domains and domains[-1] == "information" and _is_refusal(around):
        domains = ["application"]
    if not domains:
        inherited = _inherited(around)
        if inherited in (None, "foreign"):
            return FOREIGN_CASE if inherited else UNTOLD
        if not around.behind and not _is_plain(around):
            return FOREIGN_CASE
        domains = [*inherited.split("+")]
    if "foreign" in domains:
        return FOREIGN_CASE
    kinds = _kinds(around, domains, nouns)
    applicant = _applicant(around, domains)
    places = [w.start for w in (*around.own, *nouns) if _is_telling(w)]
    return Counted(
        kinds,
        applicant,
        "+".join(domains),
        min(places, default=around.start),
        behind.end if behind is not None else None,
    )


def _is_plain(around: Around) -> bool:
    """Whether nothing unknown stands between a verb and the figure: 处理劳动监察案件64件."""
    told = any(w.sense("outcomes") or w.sense("results") for w in around.own)
    if told or not around.own or around.compares or around.printed_unit == "%":
        return True
    last = max((w.end for w in around.own if w.end <= around.start), default=around.start)
    return _BETWEEN.fullmatch(around.plain, last, around.start) is not None


def _is_telling(word: Word) -> bool:
    return any(name not in ("foreign", "marks") for name in word.senses)


def _is_refusal(around: Around) -> bool:
    """不予公开政府信息3件 counts applications."""
    return any(
        w.sense("outcomes") not in (None, "granted")
        and around.plain[w.start : w.end] not in _SAID_ELSEWHERE
        for w in around.own
    )


def _inherited(around: Around) -> str | None:
    """The thing that the words before speak of, of the sort that the figure's verb wants."""
    wanted = _wanted(around)
    if wanted is None:
        return None
    for word in reversed(around.earlier):
        if not is_noun(word):
            continue
        domain = domain_of(word, around)
        if _fits(domain, word, wanted):
            if domain in ("review", *_LITIGATION):
                return "+".join(_pair(word, around))
            return domain
    if wanted == "published":
        return "information" if says_disclosed(around) or bool(channels_of(around)) else None
    foreign = any(w.sense("foreign") == "cases" for w in around.earlier)
    told = _names_outcome(around) and not around.after_unknown
    told = told or "申请人" in around.plain[: around.start]
    if wanted in ("case", "application") and around.topic != "application" and told and not foreign:
        return "application"
    return around.topic if _topic_fits(around.topic, wanted) else None


def _names_outcome(around: Around) -> bool:
    """Whether an outcome of the form or a carrying over is named: only applications have them."""
    words = [*around.own, *around.behind[:1]]
    return (
        any(
            around.plain[w.start : w.end] not in _SAID_ELSEWHERE
            for w in words
            if w.sense("outcomes")
        )
        or any(w.sense("actions") in ("carried_over", "carried_forward") for w in words)
        or "结转" in around.plain
    )


def _wanted(around: Around) -> str | None:
    words = [*around.own, *around.behind[:1]]
    ended = [w for w in words if w.sense("outcomes")]
    if ended:
        disputed = _DISPUTED.search(around.plain, min(w.start for w in ended), around.start)
        return "case" if disputed else "application"
    if any(w.sense("results") for w in words):
        return "result"
    for word in reversed(words):
        if (action := word.sense("actions")) in _WANTS:
            return _WANTS[action]
    if any(w.sense("applicants") for w in around.own) or is_rest(around):
        return "case"
    named = around.publishes and any(w.sense("channels") for w in around.own)
    return "published" if named else None


def _fits(domain: str, word: Word, wanted: str) -> bool:
    if domain == "foreign":
        return word.sense("foreign") == "cases" if wanted != "published" else False
    sorts = {
        "case": ("application", "review", *_LITIGATION),
        "application": ("application",),
        "result": ("review", *_LITIGATION),
        "published": ("information", "posts", "interpretation"),
        "document": ("normative", "regulation"),
    }
    return domain in sorts[wanted]


def _topic_fits(topic: str | None, wanted: str) -> bool:
    if topic is None:
        return False
    if topic == "foreign":
        return wanted in ("case", "application")
    of_applications = dict.fromkeys(("case", "application"), ("application",))
    sorts = {**of_applications, "result": ("review", "litigation"), "document": ()}
    return topic.split("+")[0] in sorts.get(wanted, ())


def _pair(word: Word, around: Around) -> list[str]:
    """Reviews and lawsuits that stand joined before: what follows is about both."""
    words = [w for w in around.earlier if w.end <= word.end and is_noun(w)]
    return [str(w.sense("things")) for w in group(words, around.plain, "things")][-2:]


def _kinds(around: Around, domains: Sequence[str], nouns: Sequence[Word]) -> tuple[str, ...]:
    """The kinds of all things joined; a positive figure of unlike things is none of them."""
    families = list(dict.fromkeys(family_of(domain) for domain in domains))
    if len(families) > 1 and not (around.is_zero or set(families) == {"cases"}):
        return ()
    if around.printed_unit not in _UNITS_OF_CASES:
        families = [f for f in families if f not in ("application", "cases")]
    kinds: list[str] = []
    for family in families:
        kinds += _of_family(around, family, [d for d in domains if family_of(d) == family], nouns)
    return tuple(dict.fromkeys(kinds))


def _of_family(
    around: Around, family: str, domains: Sequence[str], nouns: Sequence[Word]
) -> tuple[str, ...]:
    if family == "application":
        return of_applications(around, bool(nouns))
    if family == "cases":
        return tuple(
            k
            for domain in domains
            for k in of_cases(around, domain, bool(nouns), len(domains) == 1)
        )
    if family == "information":
        return of_information(around, nouns)
    if family == "interpretation" and around.printed_unit in ("次", "批"):
        return ()
    if family == "interpretation":
        other = any(w.sense("actions") in ("received", "revised") for w in around.own)
        return () if other else ("policy_interpretations",)
    if family == "documents":
        return of_documents(around, domains)
    if family == "decisions":
        return of_decisions(around, domains, nouns)
    return {
        "administrative_fee": ("administrative_fees",),
        "information_fee": ("information_fees",),
    }.get(family, ())


def _applicant(around: Around, domains: Sequence[str]) -> str | None:
    if "application" not in domains:
        return None
    near = [w for w in around.own if w.sense("applicants")]
    if not near and around.behind and around.behind[0].sense("applicants"):
        near = [around.behind[0]]
    if all(around.plain[w.start : w.end] == "公民" for w in near) and not _OTHER_APPLICANT.search(
        around.plain
    ):
        return None
    types = {w.sense("applicants") for w in group(near, around.plain, "applicants")}
    return types.pop() if len(types) == 1 else None
