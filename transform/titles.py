"""Read a title: the agency's name and the year.

Titles come as agency + year, year + agency, without 工作 or 年度, inside the title of a notice that
publishes them, printed twice, and with advertisements pasted over.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from transform.gazetteer import read_yaml
from transform.organs import (
    Kind,
    ends_like_organ,
    is_never_reporting,
    needs_no_division,
    take_apart,
)
from transform.years import YEAR, is_report_year


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
        is_name_apart: the name stands on a line of its own, as the host's does.
    """

    printed: str
    name: str
    year: int | None
    line: int = 0
    count: int = 1
    is_joined: bool = False
    is_name_apart: bool = False


LONGEST_TITLE = 80
"""In characters: a consolidated report of two offices of an autonomous county has some 60."""
_SUBJECT = (
    r"(?:政府|政务)?信息(?:与政务)?(?:主动|依法|依申请)?公开"
    r"|政务公开(?:和政府信息公开)?|政府信息和政务公开"
)
_END = rf"(?P<late>(?:工作|情况|年度|的|{YEAR}){{0,6}})(?:报告|年报|总结)"
_TITLE = re.compile(
    rf"(?P<before>[^,。;!?:]*?)[\"“《]?(?:{_SUBJECT}){_END}[》\"”]?(?P<after>[^,。;:]*)"
)
_YEAR_PART = re.compile(YEAR)
_YEAR_RANGE = re.compile(r"20\d\d(?:年度?)?(?:[-—–―~、和与及]+|至|到)20\d\d(?:学年度?|年度?)?")
"""Two years name none: 2021-2022学年."""
_AROUND_NAME = re.compile(r"^[《\"“#*\-—_.、]+|[》\"”#*\-—_的、]+$")
_NOT_IN_NAME = re.compile(
    r"(?<![\d第])(?!12345|120(?=急救|指挥|调度))\d+|(?<=第)\d{4}|[<>/|,。;:!?@《》]|首页|当前位置|相关|上一篇|下一篇|附件|通知|印发|门户网站|关于"
    r"|模板|格式|根据|依据|按照|现将|公布|(?<!机构)编制|(?<!医)结合|如下|年度报告|年报|网站"
    r"|(?:信息|政务)公开(?!办|和|与|政务|工作(?:领导|办)|中心|局|服务|管理)"
)
_WRAPPER = re.compile(
    r"(?P<who>[^,。;:《》]{0,40}?)关于(?P<how>公布|发布|印发|公开)?[《\"“]?(?P<title>[^《》]{6,}?)[》\"”]?"
    r"的(?:公告|公示|通告|(?(how)通知|(?!)))"
)
_DECORATION = re.compile(r"【[^【】]{0,40}】|^[★☆●◆■□▲※]+|[★☆●◆■□▲※]+$")
_FRAME = re.compile(
    r"^(?:\d{1,3}[.、]|20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
    r"|\.(?:docx?|pdf|html?|wps|txt|ofd)$|(?<=[告报])的?(?:公告|公示|通告)$"
)
"""What lists and notices put around a title: its number, a date, the file's kind, 公示."""
_NOT_OF_NAME = re.compile(
    r"(?<!\d)\d\d年度?$|(?<=[省市县区州旗盟])(?:人民)?政府系统$"
    r"|(?<=[局厅委队])(?:全[省市县区州旗盟])?[^局厅委队]{0,8}系统$|(?<=海关)关区$"
)
"""Behind a name: a year of two digits, and the words for the organs of a whole area or trade."""
_IN_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_BRACKETED_YEAR = re.compile(r"\((20\d\d(?:年度?)?)\)")
_REMARK = re.compile(r"\([^()]*(?:本级|机关|汇总|全\S|稿|版|说明)[^()]*\)")
_LABEL = re.compile(r"^(?:标题|名称|题名|文件名称|信息名称):?")
_PRONOUN = re.compile(
    r"[我本](?:局|委|办|厅|处|院|校|馆|队|镇|乡|县|区|市|州|街道|中心|单位|机关|部门)"
)


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
    text, printed = _FRAME.sub("", _DECORATION.sub("", text)), text
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
    name = _NOT_OF_NAME.sub("", bare_name(name))
    if name.endswith("年") and ends_like_organ(name[:-1]):  # a form whose year was left out
        name = name[:-1]
    if name in ("", "年度", "年", "工作") or is_pronoun(name) or is_advertising(name):
        return ""
    return name if is_name(name) else None


def bare_name(text: str) -> str:
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


def is_organ_line(text: str) -> bool:
    """Whether a line is an organ's name and nothing else."""
    if len(text) > 40 or _NOT_IN_NAME.search(text) or is_never_reporting(text):
        return False
    if is_advertising(text):
        return False
    organ = take_apart(text)
    placed = organ.place is not None or bool(organ.level_word) or bool(organ.prefix)
    return placed and bool(organ.own) and ends_like_organ(text)
