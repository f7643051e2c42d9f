"""Tell which year a report is about; never from dates of publication or cited documents."""

import re
from collections import Counter
from collections.abc import Sequence

YEAR = r"(?<!\d)20[0-4]\d(?!\d)(?:年度|年|度)?"
"""A year in digits with whatever word follows it."""

_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○O0", "0")
_CHINESE_YEAR = re.compile(
    r"[二2][零〇○O0][零〇○O0一二三四五1-5][零〇○O0一二三四五六七八九0-9](?=年|度|$)"
)
_PERIOD = re.compile(
    r"(20[0-4]\d)年?0?1月0?1日?(?:起)?(?:至|到|—|-|~|―)+"
    r"(?:20[0-4]\d年?|当年|同年)?12月(?:31|30)日?"
)
_NARRATIVE = re.compile(r"(?<![\d\[〔(—–―~-])(20[0-4]\d)年(?:度|以来|全年|,|、|$)?(?!\d{0,2}月)")
_OTHER_YEAR = re.compile(r"(?:比|较|与|同|相比|对比|上年|去年|自|从|《)$")
_PLAN = re.compile(
    r"[^。;\n]{0,24}(?:将|拟|要(?:进一步|继续))"
    r"|[^。;\n]{0,6}(?:计划|打算|安排|展望)"
    r"|,?(?:我.{1,2},?)?要(?!求|点)"
)
_SENTENCE = re.compile(r"[^。;\n]+")
_TOP_YEAR = re.compile(r"\(?(20[0-4]\d)(?:年度?)?\)?")


def digits_for_years(text: str) -> str:
    """Write years in Chinese digits with Arabic ones: 二〇二一年 becomes 2021年."""
    if "二" not in text and "O" not in text:
        return text
    return _CHINESE_YEAR.sub(lambda m: "".join(_DIGITS.get(c, c) for c in m[0]), text)


def period_years(text: str) -> tuple[int, ...]:
    """The years whose 1 January to 31 December a text gives as its period."""
    found = (m for m in _PERIOD.finditer(text) if not text[m.start() - 1 : m.start()].isdigit())
    return tuple(dict.fromkeys(int(m[1]) for m in found))


def year_at_top(lines: Sequence[str]) -> int | None:
    """The year that stands alone on a line before the first heading."""
    alone = {int(m[1]) for line in lines if (m := _TOP_YEAR.fullmatch(line))}
    return alone.pop() if len(alone) == 1 else None


def narrated_year(text: str) -> int | None:
    """The year that most sentences of the narrative tell of.

    A plan (2022年，我局将), a comparison (较2020年), the end of a range (2021-2022年) and the year
    of a document or date are no sign. More than half of what is left must agree.
    """
    told: Counter[int] = Counter()
    for sentence in _SENTENCE.finditer(text):
        for match in _NARRATIVE.finditer(sentence[0]):
            compared = _OTHER_YEAR.search(sentence[0], max(0, match.start() - 2), match.start())
            if not compared and not _PLAN.match(sentence[0], match.end()):
                told[int(match[1])] += 1
    if not told:
        return None
    year, count = told.most_common(1)[0]
    return year if 2 * count > told.total() else None
