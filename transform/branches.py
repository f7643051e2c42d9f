"""Branches and bodies of an organ, by the build of their names: 公安局 | 东湖 | 分局.

All names are normalised and start behind the place.
"""

import re
from dataclasses import dataclass

from transform.organ_words import organ_words


@dataclass(frozen=True, slots=True)
class Branch:
    """A body of another organ.

    Attributes:
        parent: the own name of the organ that it is of (公安局); "" if only a trade is stated.
        trade: 生态环境 of 舒城县生态环境分局; "" if the parent is stated.
        place: the words between the parent and the branch's kind, which may name a division.
        kind: 分局, 支队 …; "" where the place is not followed by one of them.
    """

    parent: str
    trade: str
    place: str
    kind: str


_OF_PARENT = re.compile(
    r"(?P<parent>.+?中心(?=.{1,12}(?:分中心|管理部)$)|烟草公司|人民政府办公(?:厅|室)|.+?(?:局|委员会|厅))(?P<sub>[^(、·/\-].*)"
)
_BODY = re.compile(
    r".*(?:局|公司|队|中心|管理部|部|所|站|院|处|科|室|校|馆|园|厂|监狱|办|学会|协会|分会|库)(?:\([^()]*\))?"
)
_PLACED = re.compile(
    r"(?P<place>.{1,20}?)"
    r"(?P<kind>(?:分局).+|税务分局|监管分局|分局|支局|大队|支队|分中心|分公司|公司|管理部|办事处|管理所)"
)
_BY_TRADE = re.compile(r"(?P<trade>[^局]{2,}?)分局")
_COMMITTEES_OFFICE = re.compile(r"委员会$")


def read_branch(own: str) -> Branch | None:
    """Take the name of an organ's body apart; None if it states no organ that it is of."""
    found = _OF_PARENT.fullmatch(own)
    if found is None:
        return _by_trade(own)
    parent, sub = found["parent"], found["sub"]
    office_of_committee = _COMMITTEES_OFFICE.search(parent) and sub in ("办公室", "办")
    if office_of_committee or not _BODY.fullmatch(sub) or not organ_words().trade.search(parent):
        return None
    if sub[0] in "和与及" and organ_words().trade.match(sub, 1):
        return None
    placed = _PLACED.fullmatch(sub)
    if placed is None:
        return Branch(parent, "", "", "")
    return Branch(parent, "", placed["place"], placed["kind"])


def _by_trade(own: str) -> Branch | None:
    found = _BY_TRADE.fullmatch(own)
    if found is None or not organ_words().trade.match(own):
        return None
    if own.endswith("监管分局"):
        return None
    return Branch("", found["trade"], "", "分局")
