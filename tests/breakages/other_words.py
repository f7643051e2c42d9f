"""Right sentences that are easily taken wrongly: said otherwise, or about something else."""

from collections.abc import Callable
from random import Random

from tests.breakages.cases import Case, Sound
from tests.breakages.statements import amount
from tests.generator.figures import TrueReport

SAME, NONE = "the same figures in other words", "figures of something else"
MODES = (SAME, NONE)

Write = Callable[[TrueReport, Random], str]


def say(mode: str, sound: Sound) -> Case | None:
    """Print a report with two such sentences."""
    sentences = _SAME if mode == SAME else _NONE
    words = [write(sound.report, sound.rng) for write in sound.rng.sample(sentences, k=2)]
    return sound.adding("".join(words)).broken(mode, "", sound.report.cells)


def in_characters(number: int) -> str:
    """A number below 10,000 in Chinese numerals."""
    if number < 20:
        tens = "十" if number > 9 else ""
        return tens + (_DIGITS[number % 10] if number % 10 or number == 0 else "")
    text, gap = "", False
    for place, unit in zip((1000, 100, 10, 1), ("千", "百", "十", ""), strict=True):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
        gap = not digit
    return text


_DIGITS = "零一二三四五六七八九"


def _received(report: TrueReport) -> int:
    return amount(report, "applications_received").value


def _in_characters(report: TrueReport, rng: Random) -> str:
    received = _received(report)
    number = in_characters(received) if received < 10_000 else str(received)
    return f"本年度新收政府信息公开申请{number}件。"


def _roundly(report: TrueReport, rng: Random) -> str:
    received = _received(report)
    if received <= 10 or received % 10 == 0:
        return f"本年度新收政府信息公开申请{received}件。"
    return f"本年度新收政府信息公开申请{received // 10 * 10}余件。"


def _with_carried_over(report: TrueReport, rng: Random) -> str:
    received, over = _received(report), amount(report, "applications_carried_over").value
    return f"本年度共受理政府信息公开申请{received + over}件（含上年结转{over}件）。"


def _merged(report: TrueReport, rng: Random) -> str:
    granted = amount(report, "granted").value + amount(report, "partially_granted").value
    return f"其中予以公开及部分公开{granted}件。"


def _with_share(report: TrueReport, rng: Random) -> str:
    received = _received(report)
    persons = amount(report, "applications_received", "natural_person").value
    share = 100 * persons / received
    return f"本年度新收申请{received}件，其中自然人申请{persons}件，占{share:.1f}%。"


def _separated(report: TrueReport, rng: Random) -> str:
    return f"今年以来，收到公民、法人和其他组织提出的政府信息公开申请{_received(report):,}件。"


def _last_year(report: TrueReport, rng: Random) -> str:
    return f"上年度收到政府信息公开申请{_received(report) + rng.randint(1, 40)}件。"


def _ever(report: TrueReport, rng: Random) -> str:
    year = rng.randint(2008, 2018)
    return (
        f"自{year}年以来历年累计收到政府信息公开申请{_received(report) + rng.randint(50, 900)}件。"
    )


def _petitions(report: TrueReport, rng: Random) -> str:
    return f"全年受理信访事项{rng.randint(2, 99)}件，接听咨询热线{rng.randint(100, 9999)}个。"


def _readers(report: TrueReport, rng: Random) -> str:
    return f"公众号阅读量{rng.randint(1000, 99_999)}次，关注{rng.randint(100, 9999)}人。"


def _whole_area(report: TrueReport, rng: Random) -> str:
    received = _received(report) + rng.randint(100, 5000)
    return f"全市各级行政机关共收到政府信息公开申请{received}件。"


def _people(report: TrueReport, rng: Random) -> str:
    day = f"{report.report_year}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    return f"{day}印发工作要点，配备专职人员{rng.randint(1, 9)}名，培训{rng.randint(1, 6)}期。"


_SAME: tuple[Write, ...] = (
    _in_characters,
    _roundly,
    _with_carried_over,
    _merged,
    _with_share,
    _separated,
)
_NONE: tuple[Write, ...] = (_last_year, _ever, _petitions, _readers, _whole_area, _people)
