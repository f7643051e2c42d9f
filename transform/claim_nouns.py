"""Nouns: which name what is counted, which stand joined, and which are others' business."""

import re
from collections.abc import Sequence

from transform.claim_around import Around
from transform.claim_words import Word

_LITIGATION = ("litigation", "litigation_direct", "litigation_after_review")
_DOCUMENTS = {"normative": "normative_documents", "regulation": "regulations"}
_DECISIONS = {
    "licensing": "licensing_decisions",
    "penalty": "penalty_decisions",
    "coercion": "coercive_decisions",
}
_JOINER = re.compile(r"[、和及与或/]|以及|并")
_LONGEST_JOINT = 8
ONE_WAY = re.compile("(?:网上|网络|在线|线上|书面|信函|当面|现场|传真|邮寄|邮件)$")
"""How an application came in: what stands before 申请 where only those that came so are meant."""
_BEFORE_APPLICATION = re.compile(
    r"(?:^|[,;:。!?()、□\d的了到类件条份例个各本和及与或无未为新共收有该年]|有效|书面|网上|网络|在线|线上|信函|当面|现场|传真|邮寄|邮件|群众|公众|公民|组织|个人|企业|依法|数|其|对|因|提出|提交|递交)$"
)
"""What may stand before a plain 申请; any other word says what was applied for."""
_OTHER_CASES = re.compile(
    r"(?:(?<!公开)类|其他|税务|工伤|劳动|社保|社会保险|交通|治安|公安|土地|征收|拆迁|自然资源|市场监管|海事|海关)(?:的)?$"
)
"""What is said before reviews and lawsuits that are about no disclosure."""
_OF = re.compile("的|引[起发]|导致|产生|提起|、|和|及|类")


def thing_of(word: Word, plain: str, words: Sequence[Word]) -> str | None:
    """The thing that a noun names; None for a foreign one, as 申请 in 补贴申请.

    Args:
        words: of the sentence, those before the noun among them.
    """
    thing = word.sense("things")
    if thing not in ("application_weak", "review", "litigation"):
        return thing
    before = plain[max(word.start - 6, 0) : word.start]
    if thing != "application_weak":
        return None if _OTHER_CASES.search(before) else thing
    if before.endswith("各类"):
        return None
    adjacent = [w for w in words if w.end == word.start]
    for before_it in adjacent:
        if str(before_it.sense("things")).startswith("application"):
            return thing_of(before_it, plain, words)
    if ONE_WAY.search(before):
        return "application"
    if any(w.sense("foreign") or w.sense("things") for w in adjacent):
        return None
    return "application" if adjacent or _BEFORE_APPLICATION.search(before) else None


def domain_of(word: Word, around: Around) -> str:
    """The thing that a noun names, or 'foreign'."""
    return thing_of(word, around.plain, (*around.earlier, *around.own, *around.behind)) or "foreign"


def is_noun(word: Word) -> bool:
    """Whether a word names what may be counted; a place of publication does not."""
    foreign = word.sense("foreign") not in (None, "behind") and not word.sense("channels")
    return bool(word.sense("things")) or foreign


def noun_behind(around: Around) -> Word | None:
    """The head noun directly behind a figure: 5件[政府信息公开申请]."""
    nouns = [w for w in around.behind if is_noun(w) or w.sense("foreign") == "behind"]
    if not nouns:
        return None
    gap = around.plain[around.end : nouns[0].start]
    verbs = [
        w
        for w in around.behind
        if w.start < nouns[0].start and w.sense("actions") not in (None, "published")
    ]
    if verbs and not gap.endswith("的"):
        return None
    head = nouns[0]
    for noun in nouns[1:]:
        between = around.plain[head.end : noun.start]
        if between and not (noun.sense("things") and _OF.search(between)):
            break
        head = noun
    return nouns[0] if not gap and nouns[0].sense("foreign") else head


def group(words: Sequence[Word], plain: str, name: str) -> list[Word]:
    """The last words of a class that are joined by 、 or 和 before a figure."""
    group: list[Word] = []
    for word in reversed(words):
        if group:
            between = plain[word.end : group[0].start]
            alike = bool(word.sense(name)) == bool(group[0].sense(name))
            if len(between) > _LONGEST_JOINT or not _JOINER.search(between) or not alike:
                break
        group.insert(0, word)
    return group


def family_of(domain: str) -> str:
    """The family of a thing: what is counted together."""
    if domain in ("review", *_LITIGATION):
        return "cases"
    if domain in ("information", "posts"):
        return "information"
    if domain in _DOCUMENTS:
        return "documents"
    return "decisions" if domain in _DECISIONS else domain
