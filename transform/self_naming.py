"""Which organ a report speaks of where no title names it, and the fullest form of its name.

All texts must be normalised (see `transform.characters`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from transform.agencies import DOMINANCE
from transform.divisions import KINDS, chain_before
from transform.organs import (
    is_never_reporting,
    prefix_before,
    starts_with_trade,
    take_apart,
    trade_words,
)
from transform.titles import is_organ_line

LAST_LINES = 6
"""How far from the end a signature may stand: name, date, contact, a page number."""
_LONGEST_TRADE = 12
_LONGEST_NAME = 40
_SUBJECT_AFTER = ("", *'\n。;,:(年度由与将“"')
_MOST_MENTIONS = 2000
_MOST_NAMES = 50
"""A report names some hundred organs; a text that is none may name any number."""
_ENDING = re.compile(
    r"办公厅|办公室|委员会|分局|总局|局|厅|中心|总队|支队|调查队|档案馆|医院|大学|学院"
)
_FILLER = frozenset(
    (
        "和",
        "与",
        "及",
        "、",
        "管理",
        "监督",
        "事务",
        "服务",
        "保障",
        "综合",
        "工作",
        "发展",
        "建设",
        "局",
    )
)
_TOWN = re.compile(
    r"(?:^|(?<=[,。、;:(\"“\n市县区旗年度由与]))(?![度由与请在和对]|现将)([一-鿿]{2,4}(?:镇|乡|街道))"
    r"(?=人民政府|办事处|政府|党|认真|严格|坚持|紧|按|在|高度|积极|全面|,)"
)
_PRONOUN = re.compile(r"我(局|委|办|厅|中心|镇|乡|街|队|院|馆|校)")
_PRONOUNS_OF_TOWNS = frozenset("镇乡街委办")
_INNER_OFFICE = re.compile(r"(?:局|厅|委员会|中心|管委会)(?:党政)?(?:综合)?办公室$")
_ZONE = re.compile(
    r"(?:^|(?<=[,。、;:(\"“\n年度由与]))"
    r"(?![度由与请在和对]|现将)([一-鿿]{2,14}?(?:开发区|园区|新区|示范区|度假区|保税区|景区)(?:管委会|管理委员会))"
)
_GOVERNMENT = re.compile(
    r"(?:人民政府|行政公署)(?:办公厅|办公室)?"
    r"(?=认真|严格|坚持|全面|深入|持续|始终|积极|按照|高度|以习近平|在[^,。]{0,16}领导下)"
)
_LEARNT_FROM = re.compile(r"(?:学习|借鉴|参照|考察|参观|邀请|对标|赴)$")
_WITH = re.compile(r"[与和同到往]$")
_MEETS = re.compile(r".{0,6}?(?:交流|学习|考察|调研|取经|对接|座谈|联合|协作|合作)")
_DOCUMENT = re.compile(r"《[^》]{0,120}》")
_DATE = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")


def fuller_name(name: str, text: str) -> str:
    """The fullest form in which a text prints a name: 吴忠市信访局 for 市信访局.

    Only places are added before the name, and only where they stand right before it. If the
    text prints the name with several places, one must stand out. A name that states not even
    its level (教育局) counts only where a sentence speaks of it: 按照内江市教育局要求 is of others.
    """
    forms: Counter[str] = Counter()
    subjects = set()
    for match in islice(re.finditer(re.escape(name), text), _MOST_MENTIONS):
        form = _with_place_before(text, match.start(), name)
        start = match.end() - len(form)
        if form != name and _is_visited(text, start, match.end()):
            continue
        forms[form] += 1
        if text[start - 1 : start] in _SUBJECT_AFTER:
            subjects.add(form)
    longer = _merged({form: n for form, n in forms.most_common(_MOST_NAMES) if form != name})
    fullest = _outstanding(longer) or name
    if take_apart(name).is_placeless and fullest not in subjects:
        fullest = name
    return _with_office_after(fullest, text)


def told_throughout(text: str) -> str | None:
    """The organ that a report speaks of throughout, as its text prints it.

    Returns:
        None if no organ or more than one stands out.
    """
    return _outstanding(_told_of(_DOCUMENT.sub("。", text)))


def find_signature(lines: Sequence[str], text: str) -> str | None:
    """An organ on a line of its own near the end, with a date below or known to the text.

    The host of a website may stand there too (人民政府办公室): it is neither.

    Args:
        lines: the last lines of the report, normalised; the text's own end.
        text: the whole text.
    """
    last = range(max(0, len(lines) - LAST_LINES), len(lines))
    signed = {
        lines[i]
        for i in last
        if is_organ_line(lines[i]) and (_dated(lines[i + 1 :]) or text.count(lines[i]) > 1)
    }
    return signed.pop() if len(signed) == 1 else None


def agrees_with_pronouns(name: str, text: str) -> bool | None:
    """Whether the organ that a text calls 我局, 我办 may have a name.

    Returns:
        None if the text has no such word.
    """
    pronouns = {p[1] for p in _PRONOUN.finditer(text)}
    return any(_agrees(name, p) for p in pronouns) if pronouns else None


def _with_place_before(text: str, start: int, name: str) -> str:
    """The name with the divisions, or at least the level word, that stand before it."""
    organ = take_apart(name)
    joined = start + len(organ.level_word)
    head = min(start, chain_before(text, joined))
    head = prefix_before(text, head)
    if head == start and organ.is_placeless and start > 0 and text[start - 1] in KINDS:
        head = start - 1
    return text[head : start + len(name)]


def _with_office_after(name: str, text: str) -> str:
    """A town's name with 人民政府, a street's with 办事处, where the text prints it so."""
    if not name.endswith(("镇", "乡", "街道")):
        return name
    return next((name + o for o in ("人民政府", "办事处") if name + o in text), name)


def _outstanding(counts: Counter[str]) -> str | None:
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < DOMINANCE * ranked[1][1]):
        return None
    return ranked[0][0]


def _merged(told: dict[str, int]) -> Counter[str]:
    """Count a short form with the one longer form that ends with it."""
    merged: Counter[str] = Counter()
    for name, count in told.items():
        longer = [other for other in told if other.endswith(name)]
        fullest = [n for n in longer if not any(o != n and o.endswith(n) for o in longer)]
        merged[fullest[0] if len(fullest) == 1 else name] += count
    return merged


def _dated(below: Sequence[str]) -> bool:
    return bool(below) and bool(_DATE.fullmatch(below[0]))


def _told_of(text: str) -> Counter[str]:
    """How often each organ is told of; its forms with and without place count together."""
    pronouns = {p[1] for p in _PRONOUN.finditer(text)}
    names = [*_organs(text), *_governments(text)]
    if not pronouns or pronouns & _PRONOUNS_OF_TOWNS:
        names += _towns(text)
    if pronouns:
        names = [name for name in names if any(_agrees(name, p) for p in pronouns)]
    return _merged(dict(Counter(names).most_common(_MOST_NAMES)))


def _agrees(name: str, pronoun: str) -> bool:
    """Whether an organ may call itself so: 我局 is a 局, 我办 an 办公室."""
    endings = {"办": ("办公室",), "委": ("委员会", "管委会"), "街": ("街道",)}
    return name.endswith((*endings.get(pronoun, ()), pronoun))


def _organs(text: str) -> Iterator[str]:
    """Every organ of a known trade in a text that has a place or a level word before it."""
    for ending in islice(_ENDING.finditer(text), _MOST_MENTIONS):
        head = _trades_before(text, ending.start())
        own = text[head : ending.end()]
        if head == ending.start() or not starts_with_trade(own):
            continue
        name = _with_place_before(text, head, own)
        told = name != own and not _INNER_OFFICE.search(own)
        if not told or is_never_reporting(name):
            continue
        whole = _with_place_before(text, ending.end() - len(name), name)
        if not _is_visited(text, ending.end() - len(whole), ending.end()):
            yield whole


def _is_visited(text: str, start: int, end: int) -> bool:
    """Whether a sentence speaks of another organ as of one that is visited or learnt from."""
    return bool(_LEARNT_FROM.search(text, max(start - 3, 0), start)) or bool(
        _WITH.search(text, max(start - 1, 0), start) and _MEETS.match(text, end)
    )


def _trades_before(text: str, end: int) -> int:
    """Where the run of trade words that ends at a position starts."""
    start = end
    while end - start < _LONGEST_NAME and (length := _trade_length(text, start)):
        start -= length
    return start


def _trade_length(text: str, end: int) -> int:
    trades = trade_words()
    for length in range(min(_LONGEST_TRADE, end), 0, -1):
        word = text[end - length : end]
        if word in trades or word in _FILLER:
            return length
    return 0


def _towns(text: str) -> Iterator[str]:
    """Every town, street office and zone where a text starts to speak of it."""
    for pattern in (_TOWN, _ZONE):
        for match in islice(pattern.finditer(text), _MOST_MENTIONS):
            yield _with_place_before(text, match.start(1), match[1])


def _governments(text: str) -> Iterator[str]:
    """Every government that a text says to have done something; its leadership is no deed."""
    for match in islice(_GOVERNMENT.finditer(text), _MOST_MENTIONS):
        name = _with_place_before(text, match.start(), match[0])
        if name != match[0]:
            yield name
