"""What a figure counts: the kinds of claim that the words around it mean.

Nothing is guessed: where the nearest noun is none of the kinds, or an action has no noun, the
answer is that it can't be told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transform.claim_words import Word

_CASES = ("application", "application_weak", "review", "litigation")
_LITIGATION = ("litigation", "litigation_direct", "litigation_after_review")
_DOCUMENTS = {"normative": "normative_documents", "regulation": "regulations"}
_DECISIONS = {
    "licensing": "licensing_decisions",
    "penalty": "penalty_decisions",
    "coercion": "coercive_decisions",
}
_POSTS = {"website": "website_items", "wechat": "wechat_posts", "weibo": "weibo_posts"}
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
_UNITS_OF_POSTS = ("", "%", "件", "条", "份", "次", "篇", "期", "则", "条次", "篇次")
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
_SECTION_OF_OUTCOMES = {
    "refused": "refused_",
    "unavailable": "unavailable_",
    "rejected": "rejected_",
    "other_processed": "other_",
}
_REST = re.compile(r"其[他它](?:情形|情况|原因|类)?$")
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
_JOINER = re.compile(r"[、和及与或/]|以及|并")
_LONGEST_JOINT = 8
_ONE_WAY = re.compile("(?:网上|网络|在线|线上|书面|信函|当面|现场|传真|邮寄|邮件)$")
_BEFORE_APPLICATION = re.compile(
    r"(?:^|[,;:。!?()、□\d的了到类件条份例个各本和及与或无未为新共收有该年]|有效|书面|网上|网络|在线|线上|信函|当面|现场|传真|邮寄|邮件|群众|公众|公民|组织|个人|企业|依法|数|其|对|因|提出|提交|递交)$"
)
"""What may stand before a plain 申请; any other word says what was applied for."""
_MADE_PUBLIC = re.compile("公开|发布|更新")
_ELSEWHERE = re.compile("无关|非(?:政府)?信息公开")
_OTHER_CASES = re.compile(
    r"(?:(?<!公开)类|税务|工伤|劳动|社保|社会保险|交通|治安|公安|土地|征收|拆迁|自然资源|市场监管|海事|海关)(?:的)?$"
)
"""What is said before reviews and lawsuits that are about no disclosure."""
_BARE_BEFORE = re.compile(
    r"(?:^|[,;:。!?()、□\d件条份篇的了共计量本局自主些中上年度内]|各类|各种|有关|相关|全部|各项)$"
)
_OF = re.compile("的|引[起发]|导致|产生|提起|、|和|及|类")
_FILLER = re.compile(
    r"(?:共|计|有|为|是|各|均|约|近|达|到|了|的|新|案件|决定|事项|数量|件数|总数|总量|数|量|等|分别|累计|合计|总计|超过|逾|[:,、()]|由.{1,12}?(?:增|减|升|降)(?:加|少)?(?:至|到))*"
)
_BROAD = {"website"}
_ADJUDICATES = ("accepted", "handled", "answered")


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


def tell_counted(around: Around) -> Counted:
    """Tell what a figure counts; FOREIGN or UNTOLD where it is no claim."""
    behind = _noun_behind(around)
    nouns = _group([w for w in around.own if _is_noun(w)], around.plain, "things")
    if behind is not None:
        nouns = [behind]
    if nouns and nouns[-1].sense("foreign") and not nouns[-1].sense("things"):
        return FOREIGN if nouns[-1].sense("foreign") == "objects" else FOREIGN_CASE
    domains = [_domain(word, around) for word in nouns]
    if domains and domains[-1] == "information" and _is_refusal(around):
        domains = ["application"]
    if not domains:
        inherited = _inherited(around)
        if inherited in (None, "foreign"):
            return FOREIGN_CASE if inherited else UNTOLD
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


def _is_telling(word: Word) -> bool:
    return any(name not in ("foreign", "marks") for name in word.senses)


def _is_refusal(around: Around) -> bool:
    """不予公开政府信息3件 counts applications."""
    return any(
        w.sense("outcomes") not in (None, "granted")
        and around.plain[w.start : w.end] not in _SAID_ELSEWHERE
        for w in around.own
    )


def _is_noun(word: Word) -> bool:
    return bool(word.sense("things") or (word.sense("foreign") and not word.sense("channels")))


def _noun_behind(around: Around) -> Word | None:
    """The head noun directly behind a figure: 5件[政府信息公开申请]."""
    nouns = [w for w in around.behind if _is_noun(w)]
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


def _group(words: Sequence[Word], plain: str, name: str) -> list[Word]:
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


def _domain(word: Word, around: Around) -> str:
    return thing_of(word, around.plain, (*around.earlier, *around.own, *around.behind)) or "foreign"


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
    adjacent = [w for w in words if w.end == word.start]
    for before_it in adjacent:
        if str(before_it.sense("things")).startswith("application"):
            return thing_of(before_it, plain, words)
    if any(w.sense("foreign") or w.sense("things") for w in adjacent):
        return None
    return "application" if adjacent or _BEFORE_APPLICATION.search(before) else None


def _inherited(around: Around) -> str | None:
    """The thing that the words before speak of, of the sort that the figure's verb wants."""
    wanted = _wanted(around)
    if wanted is None:
        return None
    for word in reversed(around.earlier):
        if not _is_noun(word):
            continue
        domain = _domain(word, around)
        if _fits(domain, word, wanted):
            if domain in ("review", *_LITIGATION):
                return "+".join(_pair(word, around))
            return domain
    if wanted == "published":
        return "information" if _says_disclosed(around) or _has_channel(around) else None
    foreign = any(w.sense("foreign") == "cases" for w in around.earlier)
    if wanted == "case" and around.topic in (None, "foreign") and not foreign:
        if (_names_outcome(around) and not around.after_unknown) or "申请人" in around.plain[
            : around.start
        ]:
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
    if any(w.sense("outcomes") for w in words):
        return "case"
    if any(w.sense("results") for w in words):
        return "result"
    for word in reversed(words):
        if (action := word.sense("actions")) in _WANTS:
            return _WANTS[action]
    if any(w.sense("applicants") for w in around.own) or _is_rest(around):
        return "case"
    named = around.publishes and any(w.sense("channels") for w in around.own)
    return "published" if named else None


def _fits(domain: str, word: Word, wanted: str) -> bool:
    if domain == "foreign":
        return word.sense("foreign") == "cases" if wanted != "published" else False
    sorts = {
        "case": ("application", "review", *_LITIGATION),
        "result": ("review", *_LITIGATION),
        "published": ("information", "posts", "interpretation"),
        "document": ("normative", "regulation"),
    }
    return domain in sorts[wanted]


def _topic_fits(topic: str | None, wanted: str) -> bool:
    if topic is None:
        return False
    if topic == "foreign":
        return wanted == "case"
    sorts = {"case": ("application",), "result": ("review", "litigation"), "document": ()}
    return topic.split("+")[0] in sorts.get(wanted, ())


def _pair(word: Word, around: Around) -> list[str]:
    """Reviews and lawsuits that stand joined before: what follows is about both."""
    words = [w for w in around.earlier if w.end <= word.end and _is_noun(w)]
    return [str(w.sense("things")) for w in _group(words, around.plain, "things")][-2:]


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


def family_of(domain: str) -> str:
    """The family of a thing: what is counted together."""
    if domain in ("review", *_LITIGATION):
        return "cases"
    if domain in ("information", "posts"):
        return "information"
    if domain in _DOCUMENTS:
        return "documents"
    return "decisions" if domain in _DECISIONS else domain


def _of_family(
    around: Around, family: str, domains: Sequence[str], nouns: Sequence[Word]
) -> tuple[str, ...]:
    if family == "application":
        return _of_applications(around, bool(nouns))
    if family == "cases":
        return tuple(k for domain in domains for k in _of_cases(around, domain, bool(nouns)))
    if family == "information":
        return _of_information(around, nouns)
    if family == "interpretation" and around.printed_unit in ("次", "批"):
        return ()
    if family == "interpretation":
        other = any(w.sense("actions") in ("received", "revised") for w in around.own)
        return () if other else ("policy_interpretations",)
    if family == "documents":
        return _of_documents(around, domains)
    if family == "decisions":
        return _of_decisions(around, domains, nouns)
    return {
        "administrative_fee": ("administrative_fees",),
        "information_fee": ("information_fees",),
    }.get(family, ())


def _of_decisions(around: Around, domains: Sequence[str], nouns: Sequence[Word]) -> tuple[str, ...]:
    """Decisions made; those that are published, and matters that may be decided, are none."""
    actions = {w.sense("actions") for w in around.own}
    matters = any(around.plain[w.start : w.end].endswith("事项") for w in nouns)
    if "published" in actions or not _reaches(around):
        return ()
    if matters and not actions & {"answered", "handled", "decided"}:
        return ()
    return tuple(_DECISIONS[d] for d in domains)


def _reaches(around: Around) -> bool:
    """Whether nothing unknown stands between the last word before a figure and the figure."""
    if around.compares:
        return True
    before = (w.end for w in around.own if w.end <= around.start)
    last = max(before, default=around.start)
    return _FILLER.fullmatch(around.plain, last, around.start) is not None


def _of_applications(around: Around, has_noun: bool) -> tuple[str, ...]:
    outcomes = _outcomes(around)
    if outcomes:
        return outcomes
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


def _is_of_one_way(around: Around) -> bool:
    """Whether only applications that came in one way are counted: 网上申请."""
    nouns = [w for w in (*around.own, *around.behind) if w.sense("things") == "application_weak"]
    return bool(nouns) and _ONE_WAY.search(around.plain, 0, nouns[-1].start) is not None


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
    if not own and around.behind and around.behind[0].sense("outcomes"):
        if _is_next(around, around.behind[0]) and not any(
            w.sense("actions") in _OF_APPLICATIONS for w in around.own
        ):
            own = [around.behind[0]]
    if not own:
        return ("other_remaining",) if _is_rest(around) else ()
    everything = [str(w.sense("outcomes")) for w in own]
    joined = [str(w.sense("outcomes")) for w in _group(own, around.plain, "outcomes")]
    if len(joined) == 1 and _has_leaf(joined[0], everything):
        return tuple(dict.fromkeys(c for c in everything if _is_leaf(c, joined[0])))
    leaves = [c for c in dict.fromkeys(joined) if not _has_leaf(c, everything)]
    return tuple(leaves or dict.fromkeys(joined))


def _is_rest(around: Around) -> bool:
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


def _is_next(around: Around, word: Word) -> bool:
    gap = around.plain[around.end : word.start]
    return (
        re.fullmatch(r"(?:申请)?(?:被|予以|属于|属|为|是|系|已|均|因|申请|由于|答复|作出|以)*", gap)
        is not None
    )


def _of_cases(around: Around, domain: str, has_noun: bool) -> tuple[str, ...]:
    """Reviews and lawsuits; those that an agency decides for others are none."""
    actions = [w.sense("actions") for w in around.own if not _is_of_dispute(around, w)]
    base = "review" if domain == "review" else "litigation"
    results = [w for w in around.own if w.sense("results")]
    if not results and around.behind and around.behind[0].sense("results"):
        if _is_next(around, around.behind[0]):
            results = [around.behind[0]]
    named = "".join(around.plain[w.start : w.end] for w in around.own)
    if _ELSEWHERE.search(around.plain):
        return ()
    if not around.is_disclosure and (set(actions) & {*_ADJUDICATES} or "复议申请" in named):
        return ()
    if results:
        joined = _group(results, around.plain, "results")
        return tuple(dict.fromkeys(f"{base}_{w.sense('results')}" for w in joined))
    if not has_noun or "answered" in actions:
        return ()
    return (f"{domain}_cases",)


def _is_of_dispute(around: Around, action: Word) -> bool:
    """Whether an action is what a review is about: 对答复不服, 因办理申请引起的."""
    return (
        re.search("不服|引|被|提起|产生|针对", around.plain[action.end : around.start]) is not None
    )


def _of_information(around: Around, nouns: Sequence[Word]) -> tuple[str, ...]:
    words = [*around.own, *around.behind]
    actions = {w.sense("actions") for w in around.own if around.plain[w.start : w.end] != "新增"}
    if actions & {"received", "accepted", "answered", "handled"}:
        return ()
    if "revised" in actions and "published" not in actions:
        return ()
    channels = _channels(around)
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
    return ("items_published",) if nouns or _says_disclosed(around) else ()


def _is_qualified(around: Around, noun: Word) -> bool:
    """Whether the noun is of one sort only: 财政信息, unlike 政府信息 or 各类信息."""
    text = around.plain[noun.start : noun.end]
    if text.startswith(("政府", "政务", "各类", "动态", "工作动态", "政务动态")):
        return False
    before = around.plain[max(noun.start - 2, 0) : noun.start]
    adjacent = any(w.end == noun.start and w.sense("actions") for w in around.own)
    if before.endswith("等"):
        return not _channels(around)
    return not (adjacent or noun.start == around.end or _BARE_BEFORE.search(before))


def _channels(around: Around) -> frozenset[str]:
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


def _has_channel(around: Around) -> bool:
    return bool(_channels(around))


def _says_disclosed(around: Around) -> bool:
    return any(
        w.sense("actions") == "published" and around.plain[w.start : w.end].startswith("主动")
        for w in around.own
    )


def _of_documents(around: Around, domains: Sequence[str]) -> tuple[str, ...]:
    words = [w for w in around.own if w.sense("actions") in ("issued", "repealed", "in_force")]
    if not words and any(w.sense("actions") == "revised" for w in around.own):
        return ()
    if not words:
        done = ("issued", "repealed", "in_force")
        words = [w for w in around.behind if w.sense("actions") in done]
    if not _reaches(around):
        return ()
    actions = [str(w.sense("actions")) for w in _group(words, around.plain, "actions")]
    if not actions and _publishes_documents(around):
        actions = ["issued"]
    return tuple(
        dict.fromkeys(f"{_DOCUMENTS[domain]}_{action}" for domain in domains for action in actions)
    )


def _publishes_documents(around: Around) -> bool:
    """发布规范性文件 is issuing them; 公开 may be of any year's."""
    return any(
        around.plain[w.start : w.end] in ("发布", "公布") and w.sense("actions") == "published"
        for w in around.own
    )


def _applicant(around: Around, domains: Sequence[str]) -> str | None:
    if "application" not in domains:
        return None
    near = [w for w in around.own if w.sense("applicants")]
    if not near and around.behind and around.behind[0].sense("applicants"):
        near = [around.behind[0]]
    types = {w.sense("applicants") for w in _group(near, around.plain, "applicants")}
    return types.pop() if len(types) == 1 else None
