"""Tell which year a report is about; never from dates of publication or cited documents."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

YEAR = r"20(?<!\d20)[0-4]\d(?!\d)(?:年度|年|度)?"
"""A year in digits with whatever word follows it. That no digit stands before it is asked behind
the 20, so that a search may leap from one 20 to the next."""
FIRST_YEAR = 2008
"""The Regulation is in force since 1 May 2008: no report is about an earlier year."""
LAST_YEAR = 2030
"""Later ones are years of plans. Raised with a new version: what is read of a report must not
depend on the day when it is read."""

_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○O0", "0")
_CHINESE_YEAR = re.compile(
    r"[二2][零〇○O0][零〇○O0一二三四五1-5][零〇○O0一二三四五六七八九0-9](?=年|度|$)"
)
_TO = r"(?:日|起|\(含\)|,)*(?:至|到|—|–|-|~|―)+"
_PERIOD = re.compile(
    r"20(?<!\d20)(?P<start>[0-4]\d)(?:"
    rf"(?:年度?|[./-])?0?1[月./-]0?1{_TO}"
    r"(?:20(?P<to>[0-4]\d)(?:年度?|[./-])?|当年|同年|本年)?12[月./-](?P<day>31|30)(?!\d)日?"
    rf"|年度?0?1月?{_TO}(?:20(?P<last>[0-4]\d)年)?12月(?!\d))"
)
_SCHOOL_YEAR = re.compile(r"20\d\d(?:年|学年)?(?:[-—–―~/]+|至|到)(?:20)?\d\d(?:年)?学年")
_NARRATIVE = re.compile(r"20(?<![\d\[〔(—–―~-]20)([0-4]\d)年(?:度|全年|,|、|$)?(?!\d{0,2}月)")
_OTHER_YEAR = re.compile(r"(?:比|较|与|同|相比|对比|上年|去年|自|从|于|《)$")
_PLAN = re.compile(
    r"[^。;\n]{0,24}(?:将(?!乐)|拟|要(?:进一步|继续))"
    r"|[^。;\n]{0,6}(?:计划|打算|安排|展望)"
    r"|,?(?:我.{1,2},?)?要(?!求|点)"
)
_OLDER = re.compile(
    r"(?:仅|只)?(?:为|是|有)\d|[^。;\n]{0,4}累计|以来(?!,)|[底末初]|[^。;,\n]{0,6}(?:修订|成立|召开|起|施行|印发|颁布)"
)
"""Behind a year that this one is compared with (2020年为16条), or since when something is so."""
_AT_START = re.compile(r"(?:^|[,、:)])(?:回顾|纵观|总结|在|到)?$")
"""What stands before the year of which a sentence tells: 2021年，我局……"""
_OF_REPORT = re.compile(r"度?[^。,\n]{0,12}(?:报告|年报)")
_THIS_REPORT = re.compile(
    r"现将|如下|现公布|^(?!.*(?:发布|公布|编制|上报|报送|要求|通知)).*(?:报告|年报)$"
)
"""A sentence, or a line like a title, whose report is this one."""
_DOCUMENT = re.compile(r"《[^《》]{0,120}》")
_MENU = re.compile(r">|^(?:20\d\d年?度?)+$")
_SENTENCE = re.compile(r"[^。;\n]+")
_TOP_YEAR = re.compile(r"\(?(20[0-4]\d)(?:年度?)?\)?")
_OF_LAST_YEAR = re.compile(r"上(?:一|个)?年|去年|前一年|往年")
_CALLED_PERIOD = re.compile(r"统计|时限|期限|时段|时间|所列|数据|报告期")
_LONGEST_TITLE = 200
_WORDS_BEFORE = 16
_MOST_PERIODS = 200


def digits_for_years(text: str) -> str:
    """Write years in Chinese digits with Arabic ones: 二〇二一年 becomes 2021年."""
    if "二" not in text and "O" not in text:
        return text
    return _CHINESE_YEAR.sub(lambda m: "".join(_DIGITS.get(c, c) for c in m[0]), text)


def is_report_year(year: int) -> bool:
    """Whether a report may be about a year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def find_periods(text: str) -> tuple[tuple[int, str], ...]:
    """The years whose 1 January to 31 December a text gives as its period, as it prints them.

    A period of more than one year, or of a school year, is none. Where several stand, those
    count that the text calls the period of its figures: others are compared with. Months
    without days (2021年1-12月) count only so.
    """
    found: dict[bool, dict[int, str]] = {True: {}, False: {}}
    for match in islice(_PERIOD.finditer(text), _MOST_PERIODS):
        year = 2000 + int(match["start"])
        is_called = _CALLED_PERIOD.search(text, *_before(match)) is not None
        one_year = (match["to"] or match["last"] or match["start"]) == match["start"]
        if _OF_LAST_YEAR.search(text, *_before(match)):
            continue
        if one_year and is_report_year(year) and (is_called or match["day"]):
            found[is_called].setdefault(year, match[0])
    return tuple((found[True] or found[False]).items())


def is_school_year(text: str) -> bool:
    """Whether a text names a school year (2021-2022学年), which is no calendar year."""
    return _SCHOOL_YEAR.search(text) is not None


def year_at_top(lines: Sequence[str]) -> int | None:
    """The year that stands alone on a line before the first heading."""
    alone = {int(m[1]) for line in lines if (m := _TOP_YEAR.fullmatch(line))}
    year = alone.pop() if len(alone) == 1 else None
    return year if year is not None and is_report_year(year) else None


def narrated_year(text: str) -> int | None:
    """The year that most sentences of the narrative tell of.

    A plan (2022年，我局将), a comparison (较2020年, 2020年为16条), the end of a range (2021-2022年)
    and the year of a document, a date, a menu or an event are no sign. More than half of what is
    left must agree: two mentions, or one that begins a clause.
    """
    told: Counter[int] = Counter()
    begun: set[int] = set()
    for found in _SENTENCE.finditer(_DOCUMENT.sub("", text)):
        sentence = found[0]
        if not _MENU.search(sentence):
            deeds = list(deed_years(sentence))
            told.update(year for year, _ in deeds)
            begun.update(year for year, begins in deeds if begins)
    if not told:
        return None
    year, count = told.most_common(1)[0]
    is_told = 2 * count > told.total() and (count > 1 or year in begun)
    return year if is_told and is_report_year(year) else None


def deed_years(sentence: str) -> Iterator[tuple[int, bool]]:
    """The years that a sentence tells of, and whether one begins a clause or is this report's.

    Years that it merely compares with, plans for or dates an event by are left out.
    """
    of_this = len(sentence) <= _LONGEST_TITLE and _THIS_REPORT.search(sentence) is not None
    for match in _NARRATIVE.finditer(sentence):
        compared = _OTHER_YEAR.search(sentence, max(0, match.start() - 2), match.start())
        behind = sentence, match.end()
        if not (compared or _PLAN.match(*behind) or _OLDER.match(*behind)):
            begins = _AT_START.search(sentence, max(0, match.start() - 3), match.start())
            told = begins or (of_this and _OF_REPORT.match(*behind))
            yield 2000 + int(match[1]), bool(told)


def _before(match: re.Match[str]) -> tuple[int, int]:
    """Where the words stand that say what a period is one of."""
    return max(0, match.start() - _WORDS_BEFORE), match.start()
