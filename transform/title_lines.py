"""Find the titles among a report's lines: whole, broken over lines, with the agency below them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.characters import INVISIBLE, unify
from transform.organs import Kind, starts_with_trade, take_apart
from transform.titles import (
    LONGEST_TITLE,
    Title,
    bare_name,
    is_organ_line,
    is_plausible_name,
    read_title,
)
from transform.years import YEAR, digits_for_years, is_report_year


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report that is not blank: as printed, and normalised with years in digits."""

    printed: str
    text: str


_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
"""Few texts have radicals; replacing them is slow."""
_BLANK = re.compile(rf"(?:[^\S\n]|[{INVISIBLE}])+")
LONGEST_TITLE_LINES = 5
"""Agency, year and subject each on a line, the subject broken once, and one to spare."""
_LONGEST_LINE = 4 * LONGEST_TITLE
"""Of a title with what a page prints behind it."""
_YEAR_LINE = re.compile(rf"\(?{YEAR}\)?")
_BROKEN_OFF = re.compile(r"[一-鿿]{1,8}")
"""What may be the beginning of a division's name."""
_COLUMN = re.compile(
    r"(?:信息|政务)公开|年度报告|年报|网$|网站|首页|专栏|栏目|公开(?:目录|指南|制度)$|正文$"
)
"""Lines above a title that are no part of it: a website's name, or that of a column."""
_FIELD = re.compile(r"(?:(?:发布|公开|发文|制发|责任)(?:机构|单位|机关|部门)|信息来源|来源|作者):?")
"""A label of a page's table on a line of its own: what stands below it begins no title."""
_TRAILER = re.compile(
    r"(?<=[告报结)])[\s\[【(|]*(?:(?:(?:发布|生成|成文|更新)?(?:时间|日期)|(?:信息|文章)?来源|作者|浏览|点击"
    r"|访问|阅读|字体|字号|打印)|20\d\d[-/.年]\d).*$"
)
"""What a page prints on the title's line after it: dates, source, buttons."""


def to_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank; normalised, with Chinese years in digits."""
    plain_text = unify(text) if _RADICAL.search(text) else unicodedata.normalize("NFKC", text)
    unified = digits_for_years(_BLANK.sub("", plain_text))
    pairs = zip(text.split("\n"), unified.split("\n"), strict=True)
    return tuple(
        Line(printed.strip().strip("|").strip(), plain)
        for printed, line in pairs
        if (plain := line.strip("|"))
    )


def find_titles(lines: Sequence[Line], end: int) -> tuple[Title, ...]:
    """Every title among the first `end` lines, in order; the same text twice counts once.

    A line with a comma or a full stop is a sentence and no title; a bare 政府信息公开年报 is
    the name of a website's column.
    """
    titles: list[Title] = []
    position = 0
    while position < end:
        found = _title_at(lines, position)
        if found is None:
            position += 1
            continue
        title, position = found
        if not _is_column(title) and all(
            (t.name, t.year) != (title.name, title.year) for t in titles
        ):
            titles.append(title)
    return tuple(titles)


def _title_at(lines: Sequence[Line], start: int) -> tuple[Title, int] | None:
    """The title that starts at a line, and the line after it."""
    joined = ""
    for stop in range(start, min(start + LONGEST_TITLE_LINES, len(lines))):
        if len(lines[stop].text) > _LONGEST_LINE:
            return None
        joined += _TRAILER.sub("", lines[stop].text)
        if len(joined) > LONGEST_TITLE:
            return None
        title = read_title(joined)
        if title is not None:
            whole = _joined(title, lines, start, stop)
            return _with_lines_below(whole, lines, stop + 1) if whole else None
        below = lines[stop + 1].text if stop + 1 < len(lines) else ""
        if stop == start and not _may_start_title(joined, below):
            return None
    return None


def _joined(title: Title, lines: Sequence[Line], start: int, stop: int) -> Title | None:
    """A title that was read from some lines, as printed; None if they are no title together."""
    printed = "".join(_TRAILER.sub("", line.printed) for line in lines[start : stop + 1])
    if stop == start:
        return replace(title, printed=printed, line=start)
    texts = [_TRAILER.sub("", line.text) for line in lines[start : stop + 1]]
    above = lines[start - 1].text if start else ""
    in_field = _FIELD.fullmatch(above)
    if _YEAR_LINE.fullmatch(texts[0]) and _YEAR_LINE.fullmatch(above):
        return None  # the last of a menu of years
    if in_field or not _breaks_well(texts):
        return None
    if _stands_apart(texts) and not _breaks_a_word(title.name, texts):
        return None
    is_apart = any(bare_name(text) == title.name for text in texts)
    return Title(printed, title.name, title.year, start, len(texts), True, is_apart)


def _may_start_title(text: str, below: str) -> bool:
    """Whether a first line may be broken off a title: a year, a name, or part of the subject."""
    if _YEAR_LINE.fullmatch(text) or is_plausible_name(text):
        return True
    if "公开" in below and _BROKEN_OFF.fullmatch(text):
        return True
    return bool(re.search(r"政府|政务|信息|公开|年度", text)) and not re.search(r"[,。;:>]", text)


def _breaks_well(texts: Sequence[str]) -> bool:
    """Whether no line of a broken title is a heading or a title of its own."""
    return not any(re.match(r"[一二三四五六]、|\([一二三四五六]\)", text) for text in texts)


def _stands_apart(texts: Sequence[str]) -> bool:
    """Whether the first line is no part of the title below it: a column's name, the host's.

    吴忠市信访局 above 2021年政府信息公开… is its beginning, and so is 四川省内江市 above
    资中县信访局2021年政府信息公开…; 吴忠市人民政府 above that is whose page it is. A year above
    the first line tells nothing.
    """
    first, *rest = texts[1:] if _YEAR_LINE.fullmatch(texts[0]) else texts
    below = read_title("".join(rest))
    if below is None:
        return False
    if _COLUMN.search(first) or not is_plausible_name(first):
        return True
    organ = take_apart(below.name)
    placed = organ.place is not None or bool(organ.prefix) or bool(organ.level_word)
    begins_anew = placed or organ.kind is Kind.NATIONAL
    return bool(below.name) and begins_anew and bool(take_apart(first).own)


def _breaks_a_word(name: str, texts: Sequence[str]) -> bool:
    """Whether a line breaks the first word of a name: 巴音郭 楞蒙古自治州, 市场监 督管理局."""
    first = next(text for text in texts if not _YEAR_LINE.fullmatch(text))
    if not name.startswith(first) or _COLUMN.search(first):
        return False
    place = take_apart(name).place
    if place is not None:
        return place.end > len(first)
    return starts_with_trade(name) and not starts_with_trade(name[len(first) :])


def _with_lines_below(title: Title, lines: Sequence[Line], after: int) -> tuple[Title, int]:
    """Take the year, then the agency, from the next lines where the title names none."""
    if title.year is None and after < len(lines) and _YEAR_LINE.fullmatch(lines[after].text):
        year = int(re.sub(r"\D", "", lines[after].text))
        year_told = year if is_report_year(year) else None
        title = replace(title, printed=title.printed + lines[after].printed, year=year_told)
        after += 1
        title = replace(title, count=title.count + 1)
    if title.name or _is_column(title) or after >= len(lines):
        return title, after
    if len(lines[after].text) > LONGEST_TITLE:
        return title, after
    below = bare_name(lines[after].text)
    if not is_organ_line(below) or _begins_another(lines, after):
        return title, after
    return replace(title, name=below, count=title.count + 1, is_name_apart=True), after + 1


def _is_column(title: Title) -> bool:
    """Whether a title is the name of a website's column: the host's name may stand below it."""
    return not title.name and title.year is None and title.printed.endswith("年报")


def _begins_another(lines: Sequence[Line], start: int) -> bool:
    """Whether a name on a line of its own is the beginning of the title below it."""
    another = _title_at(lines, start)
    return another is not None and another[0].year is not None
