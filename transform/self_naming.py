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
from transform.self_mentions import is_own_mention
from transform.titles import is_organ_line

LAST_LINES = 6
"""How far from the end a signature may stand: name, date, contact, a page number."""
_LONGEST_TRADE = 12
_LONGEST_NAME = 40
_CONSTANT = 4
"""Times that a text must name an organ, and no other, where it never says that it is its own."""
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
_DOCUMENT = re.compile(r"《[^》]{0,120}》")
_DATE = re.compile(r"20\d\d年[一二三四五六七八九十\d]{1,3}月(?:[一二三四五六七八九十\d]{1,3}日)?")
_SEAL = re.compile(
    r"^\((?:盖章|公章|印章)\)|\((?:盖章|公章|印章)\)$|^(?:(?:填报|报告|编制|公布)?(?:单位|机关|机构)(?:名称)?|落款):"
)
"""What a form prints around the name of who signs."""


def fuller_name(name: str, text: str) -> str:
    """The fullest form in which a text prints a name: 吴忠市信访局 for 市信访局.

    Only places are added before the name, and only where they stand right before it. A form
    counts where the text speaks of the reporting organ by it; a neighbour's name may hold the
    same words. If the text does so by several forms, one must stand out.
    """
    own: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for match in islice(re.finditer(re.escape(name), text), _MOST_MENTIONS):
        form = _with_place_before(text, match.start(), name)
        if form != name:
            forms[form] += 1
            own[form] += is_own_mention(text, match.end() - len(form), match.end())
    return _with_office_after(_own_or_constant(own, forms) or name, text)


def told_throughout(text: str) -> str | None:
    """The organ that a report speaks of throughout, as its text prints it.

    Returns:
        None if no organ or more than one stands out.
    """
    return _told_of(_DOCUMENT.sub("。", text))


def find_signature(lines: Sequence[str], text: str) -> str | None:
    """An organ on a line of its own near the end, with a date below or known to the text.

    The host of a website may stand there too (人民政府办公室): it is neither.

    Args:
        lines: the last lines of the report, normalised; the text's own end.
        text: the whole text.
    """
    last = lines[-LAST_LINES:]
    signed = {name for i in range(len(last)) if (name := _signed(last, i, text))}
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


def _own_or_constant(own: Counter[str], forms: Counter[str]) -> str | None:
    """The name by which a text speaks of the reporting organ, else the only one it repeats."""
    told = _outstanding(_merged(dict((+own).most_common(_MOST_NAMES))))
    if told or +own:
        return told
    merged = _merged(dict(forms.most_common(_MOST_NAMES)))
    ((name, count),) = merged.items() if len(merged) == 1 else (("", 0),)
    return name if count >= _CONSTANT else None


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


def _signed(lines: Sequence[str], at: int, text: str) -> str | None:
    """The organ that signs on a line, or on one and the next where its place ends the first."""
    line = _SEAL.sub("", lines[at])
    if is_organ_line(line):
        is_known = line != lines[at] or _dated(lines[at + 1 :]) or text.count(line) > 1
        return line if is_known or _ends_report(lines, at, text) else None
    place = take_apart(line)
    if place.place is None or place.own or not _dated(lines[at + 2 :]):
        return None
    joined = line + lines[at + 1]
    return joined if starts_with_trade(lines[at + 1]) and is_organ_line(joined) else None


def _ends_report(lines: Sequence[str], at: int, text: str) -> bool:
    """Whether the last line of all, below a sentence, is what the text calls 我局, 我县."""
    below_sentence = at == len(lines) - 1 and at > 0 and lines[at - 1].endswith("。")
    if not below_sentence:
        return False
    agrees = agrees_with_pronouns(lines[at], text)
    place = take_apart(lines[at]).place
    governs = lines[at].endswith("人民政府") and place is not None and f"我{place.last[-1]}" in text
    return agrees is True or (agrees is None and governs)


def _dated(below: Sequence[str]) -> bool:
    return bool(below) and bool(_DATE.fullmatch(below[0]))


def _told_of(text: str) -> str | None:
    """The organ that is told of; its forms with and without place count together."""
    pronouns = {p[1] for p in _PRONOUN.finditer(text)}
    own: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for name, is_own in _mentioned(text, not pronouns or bool(pronouns & _PRONOUNS_OF_TOWNS)):
        if not pronouns or any(_agrees(name, p) for p in pronouns):
            forms[name] += 1
            own[name] += is_own
    return _own_or_constant(own, forms)


def _mentioned(text: str, with_towns: bool) -> Iterator[tuple[str, bool]]:
    """Every organ that a text names, and whether it speaks of it as the one that reports."""
    yield from _organs(text)
    yield from ((name, True) for name in _governments(text))
    if with_towns:
        yield from ((name, True) for name in _towns(text))


def _agrees(name: str, pronoun: str) -> bool:
    """Whether an organ may call itself so: 我局 is a 局, 我办 an 办公室."""
    endings = {"办": ("办公室",), "委": ("委员会", "管委会"), "街": ("街道",)}
    return name.endswith((*endings.get(pronoun, ()), pronoun))


def _organs(text: str) -> Iterator[tuple[str, bool]]:
    """Every organ of a known trade in a text that has a place or a level word before it.

    With each whether the text speaks of it as the organ that reports.
    """
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
        yield whole, is_own_mention(text, ending.end() - len(whole), ending.end())


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
