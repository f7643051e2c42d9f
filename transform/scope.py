"""Tell whether a report covers its agency alone, or a whole area with all its organs.

Only what is said counts: the title, a sentence about the report's figures, or both the area's
and the agency's own number of applications in the text, one of which is the table's.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from transform.characters import normalise
from transform.identity_evidence import IdentityEvidence, IdentityNote, Source


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """Applications received as the text gives them, in pieces.

    Attributes:
        area: in the whole area.
        own: by the agency itself; None if the text does not say.
        sentence: what says so.
    """

    area: int
    own: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ToldScope:
    """The scope of a report: 'own', 'consolidated', or None if it can't be told."""

    scope: str | None
    notes: tuple[IdentityNote, ...] = ()
    evidence: tuple[IdentityEvidence, ...] = ()


OWN, CONSOLIDATED = "own", "consolidated"
_AREA = r"全(?:省|自治区|自治州|市|州(?!县)|盟|县|区|旗|关)"
_ALL = rf"(?:各级?|所属|下属|下级|{_AREA}|全系统)"
_PARTS = (
    r"(?:部门|(?<!事业)单位|乡镇|镇|街道|机关|区县|县区|县\(市、区\)|县\(区\)|县、区|市区|区政府|县政府"
    r"|分局|系统)"
)
_TITLE_OF_ALL = re.compile(rf"{_AREA}|汇总|关区|全系统")
_TITLE_OF_ONE = re.compile(r"本级|\((?:局|厅|委|署|部|政府)?机关\)")
_SENTENCE = re.compile(r"[^。;\n]+")
_LONGEST_SENTENCE = 400
_OF_THIS_REPORT = re.compile(
    r"本(?:年度?)?(?:报告|年报)|报告(?:所列|中|的)?(?:各项)?(?:数据|数字)|所列"
    r"|^报告(?:汇总|涵盖|包括)|(?:以下|上述|统计|各项)(?:数据|数字)|(?:^|,)(?:数据|数字|统计(?:表|范围|口径))|(?:数据|数字)均"
)
"""The figures, or the report, that a sentence is about."""
_OF_DUTIES = re.compile(
    r"[我本][局委办厅处][^,]{0,6}(?:负责|数据)|负责|组织(?:全|各)|督促|指导|牵头|配合|按要求|汇总上报|已报|报送至"
    r"|由其|单独(?:公布|发布|编制)|内容包括|[四五六]个?(?:部分|方面)"
)
"""What the agency or others do with figures: collecting an area's is some agencies' duty; and what
a report is made of."""
_NOT = re.compile(
    rf"(?:不含|不包括|未包括|不包含|未包含|未汇总|未纳入|不纳入|不在)[^,]{{0,24}}(?:{_PARTS}|学校|站|所|范围)"
)
_ONLY = re.compile(
    r"(?:仅|只)(?:包括|包含|涵盖|统计|含|反映|限|为|是)(?:[^,]{0,12}(?:本级|本机关|本部门|本单位|本局|本办|机关自身)"
    r"|[^,]{2,24}(?:局|厅|委员会|办公室|人民政府)(?:机关)?(?:的)?(?:数据|(?:工作)?情况)?$)"
    r"|(?:范围|口径)(?:为|是|限于)本(?:机关|级|局|办|委|厅|单位|部门)"
)
_ADDS_UP = re.compile(r"汇总|涵盖|包括|包含|含(?![义量])|综合|合计|之和|由.{2,40}(?:组成|构成)")
_WITH_AREA = re.compile(
    rf"{_AREA}[^,]{{0,24}}{_PARTS}|全系统|{_AREA}[^,]{{0,8}}汇总|汇总了?{_AREA}|各级(?:行政)?机关"
    r"|各(?:乡|镇|街道|苏木|市州|县区|区县|市县|县市|县\(|市、|县、|地区、)"
)
_WITH_ALL = re.compile(rf"{_ALL}[^,]{{0,24}}{_PARTS}")
"""Of a government's report only: 各部门 of a bureau are its own."""
_TITLE_OF_BUREAU = re.compile(
    r"(?:局|厅|委|委员会|中心|院|校|馆|公司|队|处|所|站|办公室)(?=20|政府信息|政务公开|信息公开|年|\()"
)
_PUBLISHED = re.compile(
    rf"(?:现将|现公布|现发布)[^。;,\n]{{0,12}}{_AREA}(?:政府系统|行政机关)?(?:20\d\d年度?)?"
    r"政府信息公开(?:工作)?(?:年度报告|情况汇总|数据汇总)"
)
_RECEIVED = r"(?:收到|受理|新收|接收|收件|办理)"
_NUMBER = r"(?P<{}>\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}})(?:余|多)?[件条份宗]"
_IN_AREA = re.compile(
    rf"(?:{_AREA}|各级行政机关|各(?:地|乡镇|县区|区县)、?各部门)(?![^。;,\n]{{0,20}}(?:本级|机关本部))"
    rf"[^。;\d\n]{{0,30}}?{_RECEIVED}[^。;\d\n]{{0,20}}?" + _NUMBER.format("area")
)
_BY_ITSELF = re.compile(
    r"(?:[省市州县区盟旗](?:人民)?政府(?:办公厅|办公室|办)?(?:本级|机关)?|[省市州县区盟旗]?本级|本机关"
    rf"|[我本](?:局|委|办|厅))[^。;\d\n]{{0,24}}?{_NUMBER.format('own')}"
)
_LONGEST_BETWEEN = 80
"""Characters between the area's count and the agency's own."""
_OF_APPLICATIONS = re.compile("申请")
_NOUN_BEHIND = 14
_MOST_COUNTS = 50


def tell_scope(title: str, text: str) -> ToldScope:
    """The scope that the title or a sentence about the figures states.

    Args:
        title: as printed; "" if there is none.
        text: normalised.
    """
    return _agreed(list(_stated(title, text)))


def weigh_table(told: ToldScope, counts: AreaCounts | None, totals: Collection[int]) -> ToldScope:
    """Let the table say which of the text's counts it covers.

    Where the text gives the area's count and the agency's own, the table's total is one of
    them; where only the area's, a table with that total is the area's. It is followed against
    a sentence; against the title nothing is sure.

    Args:
        told: what title and text state.
        counts: the text's counts, if it gives the area's.
        totals: the table's applications newly received, and those with the ones carried over
            (受理 may mean either); empty if these cells have no numbers.
    """
    if counts is None or counts.area == counts.own or not counts.area:
        return told
    meaning = {counts.area: CONSOLIDATED} | ({} if counts.own is None else {counts.own: OWN})
    scopes = {meaning[total] for total in totals if total in meaning}
    if len(scopes) != 1:
        return told
    piece = IdentityEvidence("scope", str(Source.TABLE), scopes.pop(), counts.sentence, used=True)
    return _agreed([*told.evidence, piece])


def area_counts(text: str) -> AreaCounts | None:
    """The first count of a whole area's applications; None if the text gives none."""
    return next(_find_counts(text), None)


def _find_counts(text: str) -> Iterator[AreaCounts]:
    """The area's applications, with the agency's own where they stand close behind."""
    for match in islice(_IN_AREA.finditer(text), _MOST_COUNTS):
        if not _OF_APPLICATIONS.search(text, match.start(), match.end() + _NOUN_BEHIND):
            continue
        own = _BY_ITSELF.search(text, match.end(), match.end() + _LONGEST_BETWEEN)
        sentence = text[match.start() : own.end() if own else match.end()]
        yield AreaCounts(_number(match["area"]), _number(own["own"]) if own else None, sentence)


def _stated(title: str, text: str) -> Iterator[IdentityEvidence]:
    plain = normalise(title)
    of_one, of_all = _TITLE_OF_ONE.search(plain), _TITLE_OF_ALL.search(plain)
    for scope, found in ((OWN, of_one), (CONSOLIDATED, of_all)):
        if found:
            yield IdentityEvidence("scope", str(Source.TITLE), scope, title, used=False)
    all_is_area = bool(plain) and not _TITLE_OF_BUREAU.search(plain)
    said: dict[str, str] = {}
    for match in _SENTENCE.finditer(text):
        scope_said = _scope_of_sentence(match[0], all_is_area=all_is_area)
        if scope_said:
            said.setdefault(scope_said, match[0])
    for scope, sentence in said.items():
        yield IdentityEvidence("scope", str(Source.NARRATIVE), scope, sentence, used=False)


def _scope_of_sentence(sentence: str, *, all_is_area: bool) -> str | None:
    """What a sentence says of this report's figures: that they are a sum, or one organ's.

    `all_is_area`: 各部门 are the area's, as in a government's report.

    A sum of some parts without others (县直部门汇总，不含各乡镇) is neither.
    """
    if len(sentence) > _LONGEST_SENTENCE:
        return None
    if _PUBLISHED.search(sentence):
        return CONSOLIDATED
    if not _OF_THIS_REPORT.search(sentence) or _OF_DUTIES.search(sentence):
        return None
    without = _NOT.sub("", sentence)
    if _ONLY.search(sentence):
        return OWN
    with_all = _WITH_AREA.search(without) or (all_is_area and _WITH_ALL.search(without))
    is_sum = bool(with_all) and _ADDS_UP.search(without) is not None
    if without != sentence:
        adds_some = is_sum or "汇总" in without
        return None if adds_some else OWN
    return CONSOLIDATED if is_sum else None


def _agreed(pieces: list[IdentityEvidence]) -> ToldScope:
    """The scope that all pieces tell; against a mere sentence the table's."""
    tables = {piece.value for piece in pieces if piece.source == Source.TABLE}
    firm = {piece.value for piece in pieces if piece.source != Source.NARRATIVE}
    values = {piece.value for piece in pieces}
    scope = None
    if len(values) == 1:
        scope = next(iter(values))
    elif tables and len(firm) == 1:
        scope = next(iter(tables))
    evidence = (
        IdentityEvidence(p.attribute, p.source, p.value, p.raw_text, p.value == scope)
        for p in pieces
    )
    notes = (_conflict(scope),) if len(values) > 1 else ()
    return ToldScope(scope, notes, tuple(evidence))


def _conflict(scope: str | None) -> IdentityNote:
    chosen = f"按表格采用 {scope}" if scope else "无法确定"
    chosen_en = f"{scope} is taken by the table" if scope else "neither is sure"
    return IdentityNote(
        "scope_conflict",
        f"统计范围不一致：既称本级，又称汇总；{chosen}",
        f"the report is said to cover both the agency alone and its whole area; {chosen_en}",
        scope,
        "own, consolidated",
    )


def _number(text: str) -> int:
    return int(text.replace(",", ""))
