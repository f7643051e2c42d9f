"""The lines of a text, and how each is laid out: what holds its cells apart."""

import re
from dataclasses import dataclass
from enum import StrEnum

from extract.characters import SIGNS_FOR_NONE, unify, without_invisible

_LINE_END = re.compile("\r\n|[\r\n\x0b\x85\u2028\u2029]")
_BAR = re.compile(r"(?<!\\)[|｜│┃]")
_LONE_BAR = re.compile(r"[ \u3000]*[|｜│┃][ \u3000]*")
_RULE = re.compile(r"[\s+\-=:─-╿]*(?:\+-{2}|-{5}|={3}|[─-╿]{2})[\s+\-=:─-╿]*")
"""A line that only draws a table, in signs that are no bars; a dash for none is shorter."""
_QUOTE_MARK = re.compile(r"\s*(?:>\s*)+(?=[|｜│┃])")
_PAGE_MARK = re.compile(
    r"\s*[-—–－·]{0,2}\s*(?:第\s*)?[1-9]\d{0,3}\s*(?:页)?"
    r"(?:[/／][1-9]\d{0,3}|\s*[/／,，]?\s*共?\s*[1-9]\d{0,3}\s*页)?\s*[-—–－·]{0,2}\s*"
)
_SIGN = r"(?:[-+−－]|(?:减少?|增加?)\ ?)?[¥￥]?"
_DIGITS = r"[\d０-９][\d０-９,，.．]*"
_UNIT_OR_NOTE = r"(?:\ ?(?:[万亿]元?|元|[件条项次份个宗起例部]|（[^（）]*）|\([^()]*\)))*"
_NUMBER = re.compile(f"{_SIGN}{_DIGITS}{_UNIT_OR_NOTE}")
_WORD = re.compile(rf"{_NUMBER.pattern}(?!\S)|\S+")
_GLUED = re.compile(r"(?<=[\u4e00-\u9fff）)”])(?=[\d０-９]+$)")
"""Between a label and the figure that is printed right behind it."""
_DASHES = re.compile(r"[-－—–―─/／]+")
_LONGEST_SIGN = max(map(len, SIGNS_FOR_NONE))
_SENTENCE = re.compile(r"[。；！？]")
_LONGEST_CELL_GAP = 6
"""Lines that may stand between two lone bars of one table: a broken cell, an empty line."""
_LONGEST_BROKEN_CELL = 24
"""Lines over which a cell may be broken: a label set upright has one character on each."""
_LONGEST_LAST_CELL = 40
"""Characters of a cell that no bar closes; a longer text after the last bar is prose."""


class Layout(StrEnum):
    """How a line is laid out."""

    EMPTY = "empty"
    PROSE = "prose"
    TABS = "tabs"
    """Cells held apart by tabs."""
    CELL_A_LINE = "cell_a_line"
    """Each cell on a line of its own behind one tab; rows end at an empty line."""
    BARS = "bars"
    """Cells held apart by bars on the same line."""
    LONE_BARS = "lone_bars"
    """Each cell and each bar on a line of its own."""
    BLANKS = "blanks"
    """Words held apart by blanks, the last of them a number or a sign for none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text file; `number` counts from 1."""

    number: int
    text: str

    @property
    def locator(self) -> str:
        """The place of the line's first character."""
        return f"L{self.number}:C1"


def split_lines(text: str) -> list[Line]:
    """Cut a text at its line ends; lines that only draw a table are left out.

    Form feeds stay in the lines as blanks.
    """
    lines = enumerate(_LINE_END.split(text), start=1)
    return [Line(n, line) for n, line in lines if not _RULE.fullmatch(line)]


def split_at_bars(text: str) -> list[tuple[str, int]]:
    """Cut a line at its bars into (field, offset); a bar behind a backslash is text.

    Marks of a quotation before the first bar are left out.
    """
    quote = _QUOTE_MARK.match(text)
    text = " " * quote.end() + text[quote.end() :] if quote else text
    starts = [0, *(match.end() for match in _BAR.finditer(text))]
    ends = [*(match.start() for match in _BAR.finditer(text)), len(text)]
    return [(text[start:end], start) for start, end in zip(starts, ends, strict=True)]


def split_at_blanks(text: str) -> list[tuple[str, int]]:
    """Cut a line into (word, offset); a number keeps its sign, its unit and its note.

    A figure glued to its label is cut off, but not at the line's end: 年度报告2021 is one word.
    """
    words: list[tuple[str, int]] = []
    end = len(text.rstrip())
    for match in _WORD.finditer(text):
        cuttable = match.end() < end and not _NUMBER.fullmatch(match.group())
        glued = _GLUED.search(match.group()) if cuttable else None
        cut = match.start() + glued.start() if glued else match.end()
        words += [(text[a:b], a) for a, b in ((match.start(), cut), (cut, match.end())) if a < b]
    return words


def is_page_mark(text: str) -> bool:
    """Whether a line may be a page's number: 5, - 5 -, 5/8, 第 5 页 共 8 页."""
    return _PAGE_MARK.fullmatch(text) is not None


def is_lone_bar(line: Line) -> bool:
    """Whether nothing but a bar stands on the line."""
    return _LONE_BAR.fullmatch(line.text) is not None


def layouts_of(lines: list[Line]) -> list[Layout]:
    """Tell each line's layout, from the line itself and from the lines around it."""
    layouts = [_layout_alone(line) for line in lines]
    _spread_lone_bars(lines, layouts)
    _settle_indented(lines, layouts)
    return layouts


def _layout_alone(line: Line) -> Layout:
    # A line of tabs only is a row of blank cells, not an empty line.
    if not without_invisible(line.text).strip() and "\t" not in line.text:
        return Layout.EMPTY
    if is_lone_bar(line):
        return Layout.LONE_BARS
    if _BAR.search(line.text):
        return Layout.BARS
    if "\t" in line.text:
        indented = line.text.startswith("\t") and "\t" not in line.text[1:]
        return Layout.CELL_A_LINE if indented else Layout.TABS
    return Layout.BLANKS if _is_held_by_blanks(line.text) else Layout.PROSE


def _is_held_by_blanks(text: str) -> bool:
    words = [word for word, _ in split_at_blanks(text)]
    if not words or _SENTENCE.search(text):
        return False
    figures = sum(map(_is_figure, words))
    return _is_figure(words[-1]) or (figures > 1 and figures >= len(words) - 2)


def _is_figure(word: str) -> bool:
    """Whether a word is a number, a dash, or a word for none."""
    word = without_invisible(word)
    return bool(
        _NUMBER.fullmatch(word)
        or _DASHES.fullmatch(word)
        or (len(word) <= _LONGEST_SIGN and unify(word).casefold() in SIGNS_FOR_NONE)
    )


def _spread_lone_bars(lines: list[Line], layouts: list[Layout]) -> None:
    """Give the cells beside lone bars the layout of the bars."""
    bars = [i for i, layout in enumerate(layouts) if layout is Layout.LONE_BARS]
    for i, bar in enumerate(bars):
        following = bars[i + 1] if i + 1 < len(bars) else None
        if i == 0 or bar - bars[i - 1] > _LONGEST_CELL_GAP:
            _take_neighbours(layouts, bar, -1)
        if following is not None and following - bar <= _LONGEST_CELL_GAP:
            layouts[bar:following] = [Layout.LONE_BARS] * (following - bar)
        elif bar + 1 < len(lines) and len(lines[bar + 1].text) <= _LONGEST_LAST_CELL:
            _take_neighbours(layouts, bar, 1)


def _take_neighbours(layouts: list[Layout], bar: int, step: int) -> None:
    i = bar + step
    while 0 <= i < len(layouts) and layouts[i] in (Layout.PROSE, Layout.BLANKS, Layout.CELL_A_LINE):
        layouts[i] = Layout.LONE_BARS
        i += step


def _settle_indented(lines: list[Line], layouts: list[Layout]) -> None:
    """Tell cells behind one tab from rows of a tab table and from indented prose."""
    start = 0
    while start < len(layouts):
        end = _end_of_indented(layouts, start)
        if end > start:
            _settle_run(lines, layouts, start, end)
        start = max(end, start + 1)


def _end_of_indented(layouts: list[Layout], start: int) -> int:
    """Where a run of tab lines that begins at `start` ends; `start` itself if none begins.

    Lines without a tab right between two tab lines are the rest of a broken cell.
    """
    tabbed = (Layout.CELL_A_LINE, Layout.TABS)
    end = i = start
    while i < len(layouts):
        if layouts[i] in tabbed:
            end = i = i + 1
        elif i == start:
            break
        elif layouts[i] is Layout.EMPTY:
            i += 1
        elif layouts[i - 1] is Layout.CELL_A_LINE and (after := _after_broken_cell(layouts, i)):
            i = after
        else:
            break
    return end


def _after_broken_cell(layouts: list[Layout], start: int) -> int | None:
    """The tab line right behind the lines of a broken cell; None if no cell goes on there."""
    for i in range(start, min(start + _LONGEST_BROKEN_CELL, len(layouts))):
        if layouts[i] is Layout.CELL_A_LINE:
            return i
        if layouts[i] not in (Layout.PROSE, Layout.BLANKS):
            return None
    return None


def _settle_run(lines: list[Line], layouts: list[Layout], start: int, end: int) -> None:
    run = range(start, end)
    if any(layouts[i] is Layout.TABS for i in run):
        settled = Layout.TABS
    elif any(_is_held_by_blanks(lines[i].text) for i in run if lines[i].text.strip()):
        settled = Layout.CELL_A_LINE
    else:
        settled = Layout.PROSE
    for i in run:
        if settled is not Layout.TABS or layouts[i] is Layout.CELL_A_LINE:
            layouts[i] = settled
