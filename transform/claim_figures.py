"""How a figure stands to last year's, or to a whole: growth, change, base, share."""

import re
from enum import Enum

from transform.claim_context import Setting
from transform.claim_numbers import Figure, Unit

_UP = "增长|上升|增加|提高|提升|上涨|增多|增幅|涨幅|增|升|多出|多|新增"
_DOWN = "下降|减少|降低|降幅|减幅|减|降|少|下滑|回落"
_LINK = (
    r"(?:了|率|幅度?|为|约|近|逾|超过?|率为|达|速|大约|收到|受理|新收|申请|政府信息公开申请"
    r"|发布|公开|信息|[:])*"
)
_DIRECT = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_LINK}$")
_TO = re.compile(r"(?:到|至|为|成)$")
_SHARE = re.compile(r"(?:占|占比|比例|比重|占到)[^,;。%]{0,24}$")
_BASE = re.compile(r"(?:去年|上一?年度?|20\d\d年度?|同期)(?:的|同期|同期的|度的)?$")
_RISEN_TO = re.compile(rf"(?:{_UP}|{_DOWN}|发展|变)(?:至|到|为)")
_PAST = re.compile(r"20\d\d年|上一?年|去年|同期|今年|本年")
_NEAR = 14


class Comparison(Enum):
    """What a figure says against last year."""

    NONE = "none"
    BASE = "base"
    MORE = "more"
    LESS = "less"


def compare(setting: Setting, figure: Figure, begin: int) -> Comparison:
    """Tell whether a figure is a difference from last year, or last year's own.

    Args:
        begin: where the figure before ends.
    """
    plain = setting.plain
    start = max(setting.clause_start(figure.start), begin)
    compared = setting.compared_at(start, figure.start)
    direct = _DIRECT.search(plain, max(start, figure.start - _NEAR), figure.start)
    if direct is not None and not _ends_in_to(plain, direct, figure):
        if compared is not None or setting.is_compared(figure.start) or "幅" in direct[0]:
            return Comparison.MORE if direct["up"] else Comparison.LESS
        return Comparison.BASE if figure.unit is Unit.PERCENT else Comparison.NONE
    if compared is None:
        return Comparison.NONE
    if _RISEN_TO.search(plain, compared, figure.start):
        return Comparison.NONE
    if _BASE.search(plain, start, figure.start):
        return Comparison.BASE
    named = [match[0] for match in _PAST.finditer(plain, compared, figure.start)]
    return Comparison.BASE if named and not setting.is_own_year(named[-1]) else Comparison.NONE


def starts_from(plain: str, figure: Figure) -> bool:
    """Whether a figure is what another rose or fell from: 由60件增至62件."""
    return _RISEN_TO.match(plain, figure.end) is not None


def _ends_in_to(plain: str, direct: re.Match[str], figure: Figure) -> bool:
    if "幅" in direct[0] or "率" in direct[0]:
        return False
    return _TO.search(plain, direct.end("up" if direct["up"] else "down"), figure.start) is not None


def is_share(plain: str, figure: Figure) -> bool:
    """Whether a percentage is a share of a whole: 占32%."""
    return _SHARE.search(plain, max(figure.start - 40, 0), figure.start) is not None
