"""What a place in a sentence is about: which year, whose figures, and whether a fact at all.

Plans, rules, rates, other years beside this one and other agencies' figures are no claims.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from transform.claim_text import Sentence

_HIDDEN = re.compile(
    r"《[^》]{0,120}》|“(?!两微一端|三安全一稳定|其他处理|予以公开|部分公开|不予公开|无法提供|不予处理|[^”]{0,8}号”)[^”]{0,24}”|\([件条份篇宗个单位:]{1,6}\)|〔[^〕]{0,8}〕|\[[^\]]{0,20}\]"
)
_CLAUSE = re.compile(r"[;:。!?()]|(?<!\d),|,(?!\d{3}(?!\d))")
_TIME = re.compile(
    r"(?P<range>20\d\d年?[-—~至到]+20\d\d年?(?!\d*月))"
    r"|(?P<since>以来|截至(?:(?!今年|本年|全年|年内|当年|20\d\d年(?![\d底末]))[^。;]){0,30}累计|目前[^,;。]{0,12}累计|近年来|多年来|历年|至今(?!尚|未|没|无)|累计至|近[两二三四五六七八九十\d]+年|[两二三四五六七八九十\d]年(?:来|间|内)|历史)"
    r"|(?P<part>上半年|下半年|[一二三四1-4]季度|(?<!\d)(?:[1-9]|1[0-2])(?:-\d{1,2})?月(?:份|底|末)?(?!\d|1日至|1日起|1日[-—~到]))"
    r"|(?P<last>(?<!转)(?:上一?个?年(?!度?末?(?:结|转|遗|延|接|未办))|去年(?!度?末?结)|前年|往年(?!结)|同期))"
    r"|(?P<next>(?<![转至到入])(?:明年|来年|下一?年(?!度?(?:继续|办理))))"
    r"|(?P<this>今年|本年度?|本报告期|本统计年度|年内|当年|(?<!年)(?<!年度)全年)"
    r"|(?P<year>20\d\d)年"
)
_TO_DECEMBER = re.compile(r"[-—~至到]+(?:20\d\d年)?12月")
_REACHES = re.compile(r"(?:至|到|止|[-—~])(?:20\d\d年)?$")
_RISEN_TO = re.compile(r"(?:增|减|升|降|增加|减少|上升|下降|增长|提高|回落|发展)(?:至|到|为)了?$")
_YEAR_BEHIND = re.compile(r"\((20\d\d)年度?\)")
_FIGURE_AT = re.compile(r"[\d,.]+[^\d,;。()]?")
_COMPARED = re.compile(
    r"同比|相比|环比|对比|[较比](?=上一?年|去年|前年|往年|20\d\d|往|同期|前)|[与和同](?=上一?年(?!度?末?(?:结|转))|去年|前年|20\d\d年)"
)
_PLAN = re.compile(
    r"下一?步|今后|力争|争取|计划(?!生育|完成|外|情况|类|信息)(?:将|在|于|主动|公开|发布|制定|出台|印发|开展|组织|推送|办理|废止|清理|新增|\d)|打算|拟于|拟在|拟(?:公开|发布|制定|出台)\d|预计|目标(?:是|为)|要求(?:各|全)|确保(?:全年|每)|将会|将要"
    r"|将(?=继续|进一步|力争|不断|在|于|主动|公开|发布|制定|组织|开展|完成|完善|加大|通过|新增|推出|收到|以)"
)
_RULE = re.compile(
    r"应当|不得|视为(?!放弃)|收费标准|按(?:件|量|页)计收|以上的|超过的|超出(?!预期)|以下的|不予收费|免收|《[^》]*条例》第|第[一二三四五六七八九十百]+条规定|的,(?:按|由|应|不)"
)
_TURNED = re.compile(
    r"删除|减免|清退|退还|注销|撤销(?=行政)|不予行政|指导(?=各|全|基层|下)|抽查|督促|采用|排名|位居|居前|前[一二三四五六七八九十]位"
    r"|(?:协助|会同|指导)(?=[^,;。]{0,12}(?:办理|答复|制定|处理))|参与(?=[^,;。]{0,12}(?:制定|起草))"
    r"|代(?=[省市县区州盟旗镇乡]?(?:人民)?政府|上级|[^,;。代]{1,6}(?:局|厅|委|办|府)[^,;。]{0,6}(?:答复|办理|回复))"
    r"|被[^,;]{2,12}(?:转载|录用)|(?:阅读|点击|访问|浏览)量?[超达]"
)
"""Words that turn what is said: published and deleted, decided and revoked, done by others."""
_IF = re.compile(r"^(?:但)?(?:如果|如需|如有|如未|如(?!下|期|实|上)|若(?!干)|假如|一旦|凡|遇有)")
_RATE = re.compile(
    r"每(?:年|月|周|季度?|日|天|个月|半年|件|条|次|人|名|两|个|位)|日均|月均|年均|平均|人均|原则上"
)
_OTHERS = re.compile(
    r"各(?:乡镇?|镇|街道|村|社区|地|区县|县区|县|区)(?!.{0,12}各(?:部门|单位|行政机关))|(?:部分|个别|少数|多数|有的|有些|一些)(?:单位|部门|乡镇|镇|街道|科室)|其他(?:单位|部门|机关)|兄弟单位|外单位|(?<![、和及与])(?:下属|所属)单位"
)
_AREA = re.compile(
    r"全(?:省|自治区|市|县|区|州|盟|旗|系统)(?:范围内|范围)?(?=各|行政|政府|系统|共|累计|总|全年|年度|\d|收到|受理|新收|办理|主动|公开|发布|因|未|没有|无|依申请|制发|信息|政务|[(,]|行政机关)"
    r"|(?<=[局厅委院])系统(?:内|上下)?(?=各|共|累计|总|全年|年度|\d|收到|受理|新收|办理|主动|公开|发布|因|未|没有|无)"
    r"|各级(?:行政机关|政府|部门|人民政府)|各部门|各单位|[省市县区]、?[市县区乡](?:、乡)?[两三]级|汇总"
)
_OWN = re.compile(
    r"(?<!非)(?<!属于)本(?:机关(?!不掌握)|局|办|委|厅|院|校|站|所|队|级|处|部门|单位|馆|中心|镇|乡|街道)|我(?:局|办|委|厅|院|校|站|所|队|处|单位|馆|中心|镇|乡|街道|机关)|[省市县区州旗局厅委]本级|机关本部|全局"
)


@dataclass(frozen=True, slots=True)
class Timed:
    """Of which year a figure speaks.

    Attributes:
        year: None if the text and the report name none.
        is_told: whether it is a figure of the report, rather than one for comparison, of several
            years or of some months.
    """

    year: int | None
    is_told: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    kind: str
    year: int | None


class Setting:
    """The context of one sentence.

    Attributes:
        plain: the sentence with cited titles and quoted names made unreadable, as long as before.
    """

    __slots__ = ("_bounds", "_marks", "_report_year", "_starts", "plain")

    def __init__(self, sentence: Sentence, report_year: int | None) -> None:
        self.plain = _HIDDEN.sub(lambda match: "□" * len(match[0]), sentence.plain)
        self._report_year = report_year
        self._marks = self._time_marks()
        self._starts = [mark.start for mark in self._marks]
        self._bounds = [0, *(match.end() for match in _CLAUSE.finditer(self.plain))]

    def clause_start(self, place: int) -> int:
        """Where the clause of a place begins."""
        return self._bounds[bisect_right(self._bounds, place) - 1]

    def clause_end(self, place: int) -> int:
        """Where the clause of a place ends, its comma left out."""
        found = bisect_right(self._bounds, place)
        return self._bounds[found] - 1 if found < len(self._bounds) else len(self.plain)

    def time_of(self, place: int) -> Timed:
        """Of which year a figure at a place speaks: by the last time named before it."""
        own = self._report_year
        named = _YEAR_BEHIND.match(self.plain, self._figure_end(place))
        if named:
            return Timed(int(named[1]), own in (None, int(named[1])))
        found = bisect_right(self._starts, place)
        while found and self._is_closed(self._marks[found - 1].start, place):
            found -= 1
        mark = self._marks[found - 1] if found else None
        if mark is not None and _RISEN_TO.search(self.plain, mark.start, place):
            return Timed(own, True)
        if mark is None or mark.kind == "this":
            return Timed(own, True)
        if mark.kind != "year":
            return Timed(own, False)
        if own is None or mark.year == own:
            return Timed(mark.year, True)
        in_bracket = self.plain.rfind("(", 0, mark.start) > self.plain.rfind(")", 0, mark.start)
        alone = not in_bracket and not any(
            m.kind in ("this", "last") or m.year == own for m in self._marks
        )
        compared = _COMPARED.search(self.plain, 0, place) is not None
        return Timed(mark.year, alone and not compared)

    def _figure_end(self, place: int) -> int:
        match = _FIGURE_AT.match(self.plain, place)
        return match.end() if match else place

    def _is_closed(self, start: int, place: int) -> bool:
        """Whether a bracket that was open at a time named before is closed at a place."""
        closing = self.plain.find(")", start, place)
        return closing >= 0 and "(" not in self.plain[start:closing]

    def is_own_year(self, printed: str) -> bool:
        """Whether a printed year is the report's: 2021年, 今年."""
        return printed in (f"{self._report_year}年", "今年", "本年")

    def is_compared(self, place: int) -> bool:
        """Whether a comparison with last year stands anywhere before a place."""
        if _COMPARED.search(self.plain, 0, place) is not None:
            return True
        before = self._marks[: bisect_right(self._starts, place)]
        return any(
            m.kind == "last" or (m.kind == "year" and m.year != self._report_year) for m in before
        )

    def compared_at(self, start: int, place: int) -> int | None:
        """Where a comparison ends between two places; None if there is none."""
        ends = [match.end() for match in _COMPARED.finditer(self.plain, start, place)]
        return ends[-1] if ends else None

    def is_no_fact(self, place: int) -> bool:
        """Whether what stands at a place is planned, prescribed, a rate or a condition."""
        start, end = self.clause_start(place), self.clause_end(place)
        return bool(
            _PLAN.search(self.plain, 0, place)
            or _RULE.search(self.plain, start, end + 2)
            or _RATE.search(self.plain, start, place)
            or _TURNED.search(self.plain, start, place)
            or _IF.search(self.plain[start:place])
            or _IF.match(self.plain)
        )

    def is_of_others(self, place: int) -> bool:
        """Whether the clause speaks of other agencies than the one or the area reported on."""
        start = self.clause_start(place)
        return _OTHERS.search(self.plain, start, place) is not None and not _AREA.search(
            self.plain, start, place
        )

    def scope_of(self, place: int) -> str | None:
        """'own' or 'consolidated' by the last word before a place that says so."""
        own = [match.start() for match in _OWN.finditer(self.plain, 0, place)]
        area = [match.start() for match in _AREA.finditer(self.plain, 0, place)]
        if not (own or area):
            return None
        return "own" if max(own, default=-1) > max(area, default=-1) else "consolidated"

    def _time_marks(self) -> list[_Mark]:
        marks: list[_Mark] = []
        for match in _TIME.finditer(self.plain):
            mark = self._mark(match)
            if mark is not None:
                marks.append(mark)
        return marks

    def _mark(self, match: re.Match[str]) -> _Mark | None:
        kind, start = str(match.lastgroup), match.start()
        if kind == "since":
            since_now = re.search(
                rf"(?:今年|本年度?|{self._report_year}年)$", self.plain[max(start - 6, 0) : start]
            )
            if match[0] == "以来" and since_now:
                return None
            return _Mark(start, "since", None)
        if kind == "part":
            return None if self._is_whole_year(match) else _Mark(start, "part", None)
        if kind in ("last", "year", "next") and self._is_base(match):
            return None
        if kind == "year":
            year = int(match["year"])
            dated = re.match(r"\d{1,2}月", self.plain[match.end() : match.end() + 3])
            if dated and year != self._report_year and self._report_year is not None:
                return None
            return _Mark(start, "year", year)
        return _Mark(start, kind, None)

    def _is_whole_year(self, match: re.Match[str]) -> bool:
        """Whether months reach to the year's end: 1-12月, 1月至12月, 截至12月底."""
        if _TO_DECEMBER.match(self.plain, match.end()):
            return True
        if match[0].startswith("12月"):
            before = self.plain[max(match.start() - 6, 0) : match.start()]
            return match[0][3:] in ("底", "末") or _REACHES.search(before) is not None
        return match[0].endswith(("-12月", "-12月份")) and match[0].startswith("1-")

    def _is_base(self, match: re.Match[str]) -> bool:
        """Whether the time is what something is compared with: 较上年, 与去年相比."""
        before = self.plain[max(match.start() - 1, 0) : match.start()]
        behind = self.plain[match.end() : match.end() + 6]
        if match[0] == "同期" and _COMPARED.search(self.plain, max(match.start() - 10, 0)):
            return True
        if "转" in self.plain[max(match.start() - 2, 0) : match.start()] + behind[:3]:
            return True
        return before in ("较", "比") or (
            before in ("与", "和", "同")
            and re.search("相比|持平|比|一致|相同|基本", behind) is not None
        )
