"""Kinds of claims about what was published, issued or decided."""

import re
from collections.abc import Sequence

from transform.claim_around import Around
from transform.claim_nouns import group
from transform.claim_words import Word

_DOCUMENTS = {"normative": "normative_documents", "regulation": "regulations"}
_DECISIONS = {
    "licensing": "licensing_decisions",
    "penalty": "penalty_decisions",
    "coercion": "coercive_decisions",
}
_POSTS = {"website": "website_items", "wechat": "wechat_posts", "weibo": "weibo_posts"}
_UNITS_OF_POSTS = ("", "%", "件", "条", "份", "次", "篇", "期", "则", "条次", "篇次")
_MADE_PUBLIC = re.compile("公开|发布|更新")
_BARE_BEFORE = re.compile(
    r"(?:^|[,;:。!?()、□\d件条份篇的了共计量本局自主些中上年度内]|各类|各种|有关|相关|全部|各项)$"
)
_FILLER = re.compile(
    r"(?:共|计|有|为|是|各|均|约|近|达|到|了|的|新|案件|决定|事项|数量|件数|总数|总量|数|量|等|分别|累计|合计|总计|超过|逾|[:,、()]|由.{1,12}?(?:增|减|升|降)(?:加|少)?(?:至|到))*"
)
_YEAR = re.compile(r"(?<!截至)20\d\d年|今年|本年|全年|当年|年内|年度")
_DEALT_WITH = re.compile("办理(?!量|完毕|结)|受理|处理|服务|事项")
_SOME_CLEARED = re.compile(r"清理[^,;:。]{0,20}\d(?:件|份|部|个)[,;:(]?其中")
_BROAD = {"website"}


def of_information(around: Around, nouns: Sequence[Word]) -> tuple[str, ...]:
    """Kinds of a figure of items or posts; those of one subject only are none of the whole."""
    words = [*around.own, *around.behind]
    actions = {w.sense("actions") for w in around.own if around.plain[w.start : w.end] != "新增"}
    if actions & {"received", "accepted", "answered", "handled"}:
        return ()
    if "revised" in actions and "published" not in actions:
        return ()
    if "in_force" in actions:
        return ()
    channels = channels_of(around)
    published = any(w.sense("actions") == "published" for w in words) or any(
        _MADE_PUBLIC.search(around.plain, w.start, w.end) for w in nouns
    )
    counts = around.printed_unit in _UNITS_OF_POSTS
    if not published and not (channels and (nouns or (around.publishes and counts))):
        return ()
    if nouns and _is_qualified(around, nouns[0]) and not channels & {*_POSTS, "new_media"} - _BROAD:
        return ()
    if channels:
        return _of_channels(around, channels)
    if nouns and nouns[-1].sense("things") == "posts":
        return ()
    return ("items_published",) if nouns or says_disclosed(around) else ()


def _is_qualified(around: Around, noun: Word) -> bool:
    """Whether the noun is of one sort only: 财政信息, unlike 政府信息 or 各类信息."""
    text = around.plain[noun.start : noun.end]
    if text.startswith(("政府", "政务", "各类", "动态", "工作动态", "政务动态")):
        return False
    before = around.plain[max(noun.start - 2, 0) : noun.start]
    adjacent = any(
        w.end == noun.start and (w.sense("actions") or w.sense("channels")) for w in around.own
    )
    if before.endswith("等"):
        return not channels_of(around)
    return not (adjacent or noun.start == around.end or _BARE_BEFORE.search(before))


def channels_of(around: Around) -> frozenset[str]:
    """Where things are said to be published, in the clause or before it."""
    words = [*around.own, *around.behind] if not around.own else around.own
    named = [c for w in words if (c := w.sense("channels"))]
    named = named or [c for w in around.behind if (c := w.sense("channels"))]
    return frozenset(named) or around.channels


def _of_channels(around: Around, channels: frozenset[str]) -> tuple[str, ...]:
    if around.is_each:
        named = dict.fromkeys(c for w in around.own if (c := w.sense("channels")))
        return tuple(_POSTS.get(channel, "new_media_posts") for channel in named)
    if channels == {"offline"}:
        return ()
    if len(channels) == 1:
        return (_POSTS.get(next(iter(channels)), "new_media_posts"),)
    return ("items_published",) if "website" in channels else ("new_media_posts",)


def says_disclosed(around: Around) -> bool:
    """Whether 主动公开 is said."""
    return any(
        w.sense("actions") == "published" and around.plain[w.start : w.end].startswith("主动")
        for w in around.own
    )


def of_documents(around: Around, domains: Sequence[str]) -> tuple[str, ...]:
    """Kinds of a figure of normative documents or regulations: what was done with them."""
    words = [w for w in around.own if w.sense("actions") in ("issued", "repealed", "in_force")]
    if not words and any(w.sense("actions") == "revised" for w in around.own):
        return ()
    if not words:
        done = ("issued", "repealed", "in_force")
        words = [w for w in around.behind if w.sense("actions") in done]
    if not _reaches(around) or _is_of_all_years(around) or _is_of_some_cleared(around):
        return ()
    actions = [str(w.sense("actions")) for w in group(words, around.plain, "actions")]
    if not actions and _publishes_documents(around):
        actions = ["issued"]
    return tuple(
        dict.fromkeys(f"{_DOCUMENTS[domain]}_{action}" for domain in domains for action in actions)
    )


def _is_of_all_years(around: Around) -> bool:
    """Whether 累计 is said of documents and no year is: they pile up over the years."""
    before = around.plain[: around.start]
    return "累计" in before and _YEAR.search(before) is None


def _is_of_some_cleared(around: Around) -> bool:
    """Whether only the documents that were looked through are told apart: 清理8件,其中废止2件."""
    return _SOME_CLEARED.search(around.plain, 0, around.start) is not None


def _publishes_documents(around: Around) -> bool:
    """发布规范性文件 is issuing them; 公开 may be of any year's."""
    return any(
        around.plain[w.start : w.end] in ("发布", "公布") and w.sense("actions") == "published"
        for w in around.own
    )


def of_decisions(around: Around, domains: Sequence[str], nouns: Sequence[Word]) -> tuple[str, ...]:
    """Decisions made; those that are published, and matters that may be decided, are none."""
    actions = {w.sense("actions") for w in around.own}
    matters = any(around.plain[w.start : w.end].endswith("事项") for w in nouns)
    if "published" in actions or not _reaches(around):
        return ()
    behind = around.plain[nouns[-1].end : around.start] if nouns else ""
    done = bool(actions & {"answered", "decided"}) or "办件" in behind
    if not done and (matters or _DEALT_WITH.search(behind)):
        return ()
    return tuple(_DECISIONS[d] for d in domains)


def _reaches(around: Around) -> bool:
    """Whether nothing unknown stands between the last word before a figure and the figure."""
    if around.compares:
        return True
    before = (w.end for w in around.own if w.end <= around.start)
    last = max(before, default=around.start)
    return _FILLER.fullmatch(around.plain, last, around.start) is not None
