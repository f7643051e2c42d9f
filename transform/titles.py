"""Find the title of a report and what it tells: the agency's name and the year.

Titles come as agency + year, year + agency, without 工作 or 年度, broken over lines, printed
twice, with the agency on a line of its own, or after the first heading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from extract.characters import INVISIBLE, unify
from transform.gazetteer import read_yaml
from transform.organs import (
    Kind,
    ends_like_organ,
    is_never_reporting,
    needs_no_division,
    take_apart,
)
from transform.years import YEAR, digits_for_years, is_report_year


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report that is not blank: as printed, and normalised with years in digits."""

    printed: str
    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title and what it says.

    Attributes:
        printed: as printed, the lines of a broken title joined.
        name: the agency's name; "" if the title names none.
        year: the year that it names; None if it names none.
        line: the number of its first line among the lines that are not blank, from 0.
        count: how many lines it stands on, those of year and agency below it included.
        is_joined: its text stands on several lines, so that the first may be another's.
    """

    printed: str
    name: str
    year: int | None
    line: int = 0
    count: int = 1
    is_joined: bool = False


_BLANK = re.compile(rf"(?:[^\S\n]|[{INVISIBLE}])+")
LONGEST_TITLE_LINES = 5
"""Agency, year and subject each on a line, the subject broken once, and one to spare."""
LONGEST_TITLE = 80
"""In characters: a consolidated report of two offices of an autonomous county has some 60."""
_LONGEST_LINE = 4 * LONGEST_TITLE
"""Of a title with what a page prints behind it."""
_SUBJECT = (
    r"(?:政府|政务)?信息(?:与政务)?(?:主动|依法|依申请)?公开"
    r"|政务公开(?:和政府信息公开)?|政府信息和政务公开"
)
_END = rf"(?P<late>(?:工作|情况|年度|的|{YEAR}){{0,6}})(?:报告|年报|总结)"
_TITLE = re.compile(
    rf"(?P<before>[^,。;!?:]*?)[\"“《]?(?:{_SUBJECT}){_END}[》\"”]?(?P<after>[^,。;:]*)"
)
_YEAR_PART = re.compile(YEAR)
_YEAR_RANGE = re.compile(r"20\d\d(?:年度?)?(?:[-—–―~]+|至|到)20\d\d(?:学年度?|年度?)?")
"""Two years name none: 2021-2022学年."""
_AROUND_NAME = re.compile(r"^[《\"“#*\-—_.、]+|[》\"”#*\-—_的、]+$")
_YEAR_LINE = re.compile(rf"\(?{YEAR}\)?")
_NOT_IN_NAME = re.compile(
    r"[\d<>/|,。;:!?@《》]|首页|当前位置|相关|上一篇|下一篇|附件|通知|印发|门户网站|关于"
    r"|模板|格式|根据|依据|按照|现将|公布|编制|结合|如下|年度报告|年报|网站"
    r"|(?:信息|政务)公开(?!办|和|与|政务|工作(?:领导|办)|中心|局|服务|管理)"
)
_COLUMN = re.compile(
    r"(?:信息|政务)公开|年度报告|年报|网$|网站|首页|专栏|栏目|公开(?:目录|指南|制度)$|正文$"
)
"""Lines above a title that are no part of it: a website's name, or that of a column."""
_WRAPPER = re.compile(
    r"(?P<who>[^,。;:《》]{0,40}?)关于(?P<how>公布|发布|印发|公开)?[《\"“]?(?P<title>[^《》]{6,}?)[》\"”]?"
    r"的(?:公告|公示|通告|(?(how)通知|(?!)))"
)
_FIELD = re.compile(r"(?:(?:发布|公开|发文|制发|责任)(?:机构|单位|机关|部门)|信息来源|来源|作者):?")
"""A label of a page's table on a line of its own: what stands below it begins no title."""
_DECORATION = re.compile(r"【[^【】]{0,40}】|^[★☆●◆■□▲※]+|[★☆●◆■□▲※]+$")
_IN_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_BRACKETED_YEAR = re.compile(r"\((20\d\d(?:年度?)?)\)")
_REMARK = re.compile(r"\([^()]*(?:本级|机关|汇总|全\S|稿|版|说明)[^()]*\)")
_TRAILER = re.compile(
    r"(?<=[告报结)])[\s\[【(|]*(?:(?:(?:发布|生成|成文|更新)?(?:时间|日期)|(?:信息|文章)?来源|作者|浏览|点击"
    r"|访问|阅读|字体|字号|打印)|20\d\d[-/.年]\d).*$"
)
"""What a page prints on the title's line after it: dates, source, buttons."""
_LABEL = re.compile(r"^(?:标题|名称|题名|文件名称|信息名称):?")
_PRONOUN = re.compile(
    r"[我本](?:局|委|办|厅|处|院|校|馆|队|镇|乡|县|区|市|州|街道|中心|单位|机关|部门)"
)


def to_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank; normalised, with Chinese years in digits."""
    unified = digits_for_years(_BLANK.sub("", unify(text)))
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
        column = not title.name and title.year is None and title.printed.endswith("年报")
        if not column and all((t.name, t.year) != (title.name, title.year) for t in titles):
            titles.append(title)
    return tuple(titles)


def read_title(text: str) -> Title | None:
    """Read a normalised text that is a title and nothing else; None if it is none."""
    if "公开" not in text:
        return None
    half = len(text) // 2
    if text[:half] == text[half:]:
        return _printed_as(text, read_title(text[:half]))
    if len(text) > LONGEST_TITLE:
        return None
    if wrapper := _WRAPPER.fullmatch(text):
        return _wrapped(text, wrapper)
    text, printed = _DECORATION.sub("", text), text
    without_range = _YEAR_RANGE.sub("", text)
    match = _TITLE.fullmatch(_REMARK.sub("", _BRACKETED_YEAR.sub(r"\1", without_range)))
    if match is None:
        return None
    years = {int(y[:4]) for y in _YEAR_PART.findall("|".join(match.groups()))}
    years = {year for year in years if is_report_year(year)}
    before = match["before"]
    if before.endswith("人民"):  # 某县人民政府信息公开…: the subject has taken the 政府
        before += "政府"
    names = [_name_of(before), _name_of(match["after"])]
    if None in names or len(years) > 1:
        return None
    return Title(printed, names[0] or names[1] or "", years.pop() if years else None)


def _wrapped(text: str, wrapper: re.Match[str]) -> Title | None:
    """The title that a notice publishes (关于公布…的通知), by whoever it names, else its issuer."""
    inner = read_title(wrapper["title"])
    if inner is None or inner.name or not wrapper["who"]:
        return _printed_as(text, inner)
    issuer = _name_of(wrapper["who"])
    return None if issuer is None else replace(inner, printed=text, name=issuer)


def _printed_as(text: str, title: Title | None) -> Title | None:
    return title and replace(title, printed=text)


def _name_of(part: str) -> str | None:
    """The agency's name in a part of a title: "" if there is none, None if it is no title."""
    name = _YEAR_PART.sub("", _LABEL.sub("", part))
    name = name.removeprefix("关于").removesuffix("年度").removesuffix("关于")
    name = _bare_name(name)
    if name in ("", "年度", "年", "工作") or is_pronoun(name) or is_advertising(name):
        return ""
    return name if is_name(name) else None


def _bare_name(text: str) -> str:
    """A name without the quotes, dashes and brackets around it; its own brackets stay."""
    previous, name = None, text
    while previous != name:
        previous, name = name, _without_outer_bracket(_AROUND_NAME.sub("", name))
    return name


def _without_outer_bracket(name: str) -> str:
    """Take off a bracket that encloses the whole name, or that has no counterpart."""
    opening, closing = name.count("("), name.count(")")
    if name.endswith(")") and (closing > opening or _IN_BRACKETS.fullmatch(name)):
        name = name[:-1]
        closing -= 1
    return name[1:] if name.startswith("(") and opening > closing else name


def is_pronoun(name: str) -> bool:
    """Whether an organ speaks of itself so (我局, 本机关)."""
    return bool(_PRONOUN.fullmatch(name))


def is_name(text: str) -> bool:
    """Whether a text is the name of an organ and nothing else."""
    return not _NOT_IN_NAME.search(text) and is_plausible_name(text)


def is_advertising(text: str) -> bool:
    """Whether words of an advertisement are pasted over a text."""
    return _advertising().search(text) is not None


@cache
def _advertising() -> re.Pattern[str]:
    words = read_yaml((files("transform") / "advertising.yaml").read_text(encoding="utf-8"))
    return re.compile("|".join(map(re.escape, words["words"])))


def is_plausible_name(name: str) -> bool:
    """Whether a text may be the name of a reporting organ, with or without its place."""
    if len(name) > 40 or is_never_reporting(name) or is_advertising(name):
        return False
    organ = take_apart(name)
    known = organ.place or organ.prefix or organ.level_word or organ.kind is Kind.NATIONAL
    return bool(known) or ends_like_organ(name) or needs_no_division(name)


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
            printed = "".join(_TRAILER.sub("", line.printed) for line in lines[start : stop + 1])
            whole = Title(printed, title.name, title.year, start, stop - start + 1, stop > start)
            if stop > start and not _breaks_well(lines[start : stop + 1]):
                return None
            if stop > start and start and _FIELD.fullmatch(lines[start - 1].text):
                return None
            if stop > start and _stands_apart(_TRAILER.sub("", lines[start].text), joined):
                return None
            return _with_lines_below(whole, lines, stop + 1)
        if stop == start and not _may_start_title(joined):
            return None
    return None


def _may_start_title(text: str) -> bool:
    """Whether a first line may be broken off a title: a year, a name, or part of the subject."""
    if _YEAR_LINE.fullmatch(text) or is_plausible_name(text):
        return True
    return bool(re.search(r"政府|政务|信息|公开|年度", text)) and not re.search(r"[,。;:>]", text)


def _breaks_well(lines: Sequence[Line]) -> bool:
    """Whether no line of a broken title is a heading or a title of its own."""
    return not any(re.match(r"[一二三四五六]、|\([一二三四五六]\)", line.text) for line in lines)


def _stands_apart(first: str, joined: str) -> bool:
    """Whether a first line is no part of the title below it: a column's name, the host's.

    吴忠市信访局 above 2021年政府信息公开… is its beginning, and so is 四川省内江市 above
    资中县信访局2021年政府信息公开…; 吴忠市人民政府 above that is whose page it is.
    """
    if _YEAR_LINE.fullmatch(first):
        return False
    below = read_title(joined[len(first) :])
    if below is None:
        return False
    if _COLUMN.search(first) or not is_plausible_name(first):
        return True
    organ = take_apart(below.name)
    begins_anew = organ.place is not None or bool(organ.prefix) or organ.kind is Kind.NATIONAL
    return bool(below.name) and begins_anew and bool(take_apart(first).own)


def _with_lines_below(title: Title, lines: Sequence[Line], after: int) -> tuple[Title, int]:
    """Take the year, then the agency, from the next lines where the title names none."""
    if title.year is None and after < len(lines) and _YEAR_LINE.fullmatch(lines[after].text):
        year = int(re.sub(r"\D", "", lines[after].text))
        year_told = year if is_report_year(year) else None
        title = replace(title, printed=title.printed + lines[after].printed, year=year_told)
        after += 1
        title = replace(title, count=title.count + 1)
    if title.name or after >= len(lines) or len(lines[after].text) > LONGEST_TITLE:
        return title, after
    below = _bare_name(lines[after].text)
    if not is_organ_line(below) or _begins_another(lines, after):
        return title, after
    return replace(title, name=below, count=title.count + 1), after + 1


def _begins_another(lines: Sequence[Line], start: int) -> bool:
    """Whether a name on a line of its own is the beginning of the title below it."""
    another = _title_at(lines, start)
    return another is not None and another[0].year is not None


def is_organ_line(text: str) -> bool:
    """Whether a line is an organ's name and nothing else."""
    if len(text) > 40 or _NOT_IN_NAME.search(text) or is_never_reporting(text):
        return False
    if is_advertising(text):
        return False
    organ = take_apart(text)
    placed = organ.place is not None or bool(organ.level_word) or bool(organ.prefix)
    return placed and bool(organ.own) and ends_like_organ(text)
