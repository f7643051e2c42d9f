"""Read one section's claims: sentence by sentence, figure by figure, with what was said before."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby, pairwise, zip_longest

from transform.claim_context import Setting
from transform.claim_counted import (
    FOREIGN,
    FOREIGN_CASE,
    Around,
    Counted,
    tell_counted,
    thing_of,
)
from transform.claim_figures import Comparison, compare, is_share, starts_from
from transform.claim_numbers import Figure, Unit, figures
from transform.claim_text import Sentence, sentences
from transform.claim_words import Word, words_in
from transform.claim_zeros import Zero, zeros_in

_HOLDS_FIGURE = re.compile(
    r"\d[%件条份例起宗篇项部个期则幅封批组套次元余多百千万亿,;。、)(]|百分之|[一二三四五六七八九十百千万两〇]余?多?[件条份例起宗篇项部个期则幅封批次元]"
    r"|为零|持平|相同|一致|不变|[均都](?:已|按|在|依|予|得|及|办|答)|全部|\d$|一律"
)
_SAYS_NONE = re.compile("[无没未零]|不存在")
_OF_WHICH = re.compile(
    "不予|提供|处理|公开|出版|申请|复议|诉讼|起诉|费|规章|规范性|许可|处罚|强制|结转|解读"
)
_DISCLOSURE = re.compile("信息公开|政务公开|依申请")
_PLAN_BEGINS = re.compile(
    r"下一?步|今后|改进(?:措施|情况|方向)|工作(?:打算|计划)|下一?年度?(?:工作|,)|明年"
)
_PREPOSITION = (
    "在",
    "通过",
    "利用",
    "依托",
    "借助",
    "以",
    "充分利用",
    "运用",
    "充分运用",
    "充分发挥",
)
_GENERIC_CHANNELS = re.compile(r"等(?:多种|各种|各类|多个|媒体|平台|渠道|方式|形式|途径|载体)")
_LABEL_HEAD = re.compile(
    r"^(?:[,;:、。()]|其中|包括|包含|含|主要|分别|及|和|与|以及|\d+[.、]|[一二三四五六七八九十]+[是、.]|,|:)+"
)
_LABEL_TAIL = re.compile(
    r"(?:[,;:、(]|共计|共有|累计|合计|总计|共|计|为|是|约|近|逾|超过|达到|达|有|了|均|各)+$"
)
_LONGEST_LABEL = 60
_MOST_IN_SENTENCE = 150
"""Figures and telling words; a sentence of more is a table or no text."""
_MOST_SENTENCES = 2000
"""Sentences of a section that may hold a figure; what a text holds beyond is no report's."""
_OF_DISCLOSURE = ("application", "review", "litigation")
_PUBLIC = re.compile("(?:^|[,、;(中])(?:已|依法|主动)?公开$")
_TELLS_OUTCOMES = re.compile("予以公开|部分公开|不予公开|无法提供|不予处理")
_CASES = ("application_weak", "review", "litigation")
_REMAINING = re.compile(r"其[他它]类?$")
_NEWLY = re.compile("新收|本年|当年|新增|今年")
_GOES_BACK = re.compile(r"其中|包括|(?:从|按)[^,。;]{1,12}(?:看|分|划分|统计|分类)[,:]")
_TOTAL = re.compile(
    r"[,;]?(?:20\d\d年)?(?:总数|总量)?"
    r"(?:共|共计|合计|总计|达到?|为|至|[增降升减](?:至|到|为)|(?:增加|减少|上升|下降)到)*"
)
_OPENS_LIST = re.compile(
    r":|[^,;。]{0,14}(?:中|里|当中),?(?:有|,)|.{0,3}(?:从|按)[^,;。]{1,12}(?:看|分|划分|统计|分类),?"
)
_RATE_OF = re.compile(r"率(?:为|达到?|约)*$")
_EACH = re.compile(r"各(?:有|为|收到|发布|公开|推送|计)?(?:信息|申请)?$")
_OF_THESE = re.compile(r"(?:申请|办理|件|办件)(?:之|当)?中(?:有|由|,)?")
_ALL_BEHIND = re.compile("(?:申请|案件)?(?:已|现已)?(?:均|都|全部|悉数|一律)")
_INTAKE = ("applications_received", "applications_accepted", "applications_carried_over")
_YEARS_BETWEEN = re.compile(
    r"(?P<before>20\d\d)年(?:度|底|末)*(?:结转|转入|遗留|转结)(?:(?:至|到)(?:本年|今年|当年)度?|(?!至|到|下))"
    r"|(?:结转|转结|转)(?:至|到|入)?(?P<after>20\d\d)年度?(?:继续)?(?:办理|处理)?"
)


@dataclass(frozen=True, slots=True)
class Read:
    """A claim as read; its position in the report is not known yet.

    Attributes:
        kinds: the code of the claim, and what it covers besides.
        part_of: index of the whole among the section's claims; None for no part.
        offset: in the section's text.
    """

    kinds: tuple[str, ...]
    measure: str
    value: Decimal | None
    unit: str | None
    approximate: bool
    applicant: str | None
    part_of: int | None
    label: str
    scope: str | None
    year: int | None
    sentence: str
    offset: int


@dataclass(slots=True)
class _List:
    """A list of parts.

    Attributes:
        whole: index of the claim; None where the whole is no claim, and so its parts are none.
        is_foreign: the whole is none of the kinds of claims.
        sort: by what the parts are told apart: applicant, outcome, action or other.
        until: where the bracket closes in which the list stands; None outside brackets.
        outer: the list that goes on behind the bracket.
    """

    whole: int | None
    is_foreign: bool = False
    sort: str | None = None
    until: int | None = None
    outer: "_List | None" = None


@dataclass(slots=True)
class _Memory:
    """What earlier sentences of a paragraph have said."""

    heading: str | None = None
    topic: str | None = None
    is_plan: bool = False
    discloses: bool = False
    last: int | None = None
    is_foreign: bool = False
    is_unknown: bool = False
    is_past: bool = False
    last_kinds: tuple[str, ...] = ()
    last_applicant: str | None = None
    goes_on: bool = False
    settled: bool = False
    on_applications: bool = False
    amounts: list[tuple[tuple[str, ...], str | None]] = field(default_factory=list)
    parts: _List | None = None


class _Paragraphs:
    """Numbers sentences by the paragraph that they stand in."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, sentence: Sentence) -> int:
        self._number += sentence.opens
        return self._number


@dataclass(slots=True)
class _Line:
    """A sentence at hand, with its figures and words."""

    sentence: Sentence
    setting: Setting
    figures: list[Figure]
    words: list[Word]
    channels: dict[int, frozenset[str]] = field(default_factory=dict)
    consumed: int = 0


class SectionReader:
    """Reads the claims of one section's text."""

    def __init__(self, section: int | None, text: str, year: int | None, most: int) -> None:
        self._section = section
        self._text = text
        self._year = year
        self._most = most
        self._left = _MOST_SENTENCES
        self._claims: list[Read] = []
        self._hint = False
        self._memory = _Memory(topic=self._default_topic())

    def read(self) -> list[Read]:
        """All claims, in the order of the text."""
        for sentence in self._hinted(sentences(self._text)):
            if len(self._claims) >= self._most or self._left <= 0:
                break
            self._open(sentence)
            if _may_claim(sentence.plain):
                self._left -= 1
                self._read_sentence(sentence)
            else:
                self._memory.last = None
            self._close(sentence)
        return self._claims[: self._most]

    def _hinted(self, found: Iterable[Sentence]) -> Iterator[Sentence]:
        """The sentences; before each paragraph note whether it tells how applications ended."""
        for _, group in groupby(found, key=_Paragraphs()):
            paragraph = list(group)
            self._hint = any(_TELLS_OUTCOMES.search(sentence.plain) for sentence in paragraph)
            yield from paragraph

    def _default_topic(self) -> str | None:
        topic = {3: "application", 4: "review+litigation"}.get(self._section or 0)
        return topic or ("application" if self._hint else None)

    def _open(self, sentence: Sentence) -> None:
        memory = self._memory
        if sentence.opens and not memory.goes_on:
            if memory.topic == "foreign" or memory.topic is None:
                memory.topic = memory.heading or self._default_topic()
            memory.discloses = False
            memory.settled = memory.on_applications = False
            memory.last, memory.last_kinds, memory.last_applicant = None, (), None
            memory.parts = None
        memory.goes_on = False
        if sentence.is_heading or (
            sentence.opens
            and len(sentence.plain) < 20
            and sentence.plain[:1] in "(一二三四五六七八九十1234567890"
        ):
            self._take_heading(sentence)
        if _PLAN_BEGINS.search(sentence.plain):
            memory.is_plan = True

    def _take_heading(self, sentence: Sentence) -> None:
        topics = [w.sense("things") for w in words_in(sentence.plain) if w.sense("things")]
        cases = [t for t in topics if t in ("application", "review", "litigation")]
        self._memory.heading = "+".join(str(case) for case in cases[-2:]) or (
            None if self._section in (3, 4) and not topics else ("" if topics else None)
        )
        self._memory.topic = self._memory.heading or self._default_topic()
        self._memory.is_plan = False

    def _close(self, sentence: Sentence) -> None:
        memory = self._memory
        memory.goes_on = sentence.plain.endswith((":", ";", ","))
        if not memory.goes_on:
            if memory.parts is not None and memory.parts.whole is not None:
                self._return_to(memory.parts.whole)
            memory.parts = None
        memory.discloses = memory.discloses or bool(_DISCLOSURE.search(sentence.plain))

    def _read_sentence(self, sentence: Sentence) -> None:
        setting = Setting(sentence, self._year)
        found = _joined_figures(setting.plain, list(figures(setting.plain, sentence.is_cut)))
        self._memory.amounts = []
        self._memory.is_unknown = False
        words = [
            w
            for w in self._with_years(setting.plain, words_in(setting.plain))
            if not any(f.start < w.end and w.start < f.end for f in found)
        ]
        if len(found) + len(words) > _MOST_IN_SENTENCE:
            return
        line = _Line(sentence, setting, found, words)
        zeros = zeros_in(setting, words, found, self._memory.topic, self._discloses(line))
        taken = {place for zero in zeros for place in zero.figures}
        events: list[tuple[int, object]] = [(f.start, f) for f in found if f.start not in taken]
        events += [(zero.start, zero) for zero in zeros]
        events += [(w.start, w) for w in words if w.sense("marks") in ("all", "same")]
        if not sentence.opens and _GOES_BACK.match(setting.plain) is None:
            self._memory.last = None
        self._memory.last_kinds = self._memory.last_kinds if self._memory.last is not None else ()
        for _, event in sorted(events, key=lambda pair: pair[0]):
            if isinstance(event, Figure):
                self._read_figure(line, event)
            elif isinstance(event, Zero):
                self._read_zero(line, event)
            elif isinstance(event, Word):
                self._read_mark(line, event)
        self._remember_topic(line)

    def _with_years(self, plain: str, words: list[Word]) -> list[Word]:
        """The words, and those of what was carried from or to a year that is named."""
        if self._year is None or "转" not in plain:
            return words
        for match in _YEARS_BETWEEN.finditer(plain):
            year = int(match["before"] or match["after"])
            over = match["before"] is not None and year < self._year
            forward = match["after"] is not None and year > self._year
            if over or forward:
                code = "carried_over" if over else "carried_forward"
                kept = [w for w in words if w.end <= match.start() or w.start >= match.end()]
                words = sorted(
                    [*kept, Word(match.start(), match.end(), {"actions": code})],
                    key=lambda word: word.start,
                )
        return words

    def _discloses(self, line: _Line) -> bool:
        return (
            self._section == 4
            or bool(_DISCLOSURE.search(line.sentence.plain))
            or bool(self._memory.heading)
            or self._memory.discloses
            or any(w.sense("things") in _OF_DISCLOSURE for w in line.words)
        )

    def _remember_topic(self, line: _Line) -> None:
        for word in line.words:
            thing = word.sense("things")
            if thing in ("application", "review", "litigation"):
                self._memory.topic = thing
            elif word.sense("foreign") == "cases":
                self._memory.topic = "foreign"

    # Figures

    def _read_figure(self, line: _Line, figure: Figure) -> None:
        memory = self._memory
        self._follow_lists(line, figure)
        if figure.is_limit or self._is_no_fact(line, figure.start):
            self._forget(line)
            return
        comparison = compare(line.setting, figure, self._previous_end(line, figure))
        if comparison is Comparison.BASE:
            return
        around = self._around(line, figure, comparison)
        if comparison is not Comparison.NONE:
            self._read_comparison(line, figure, around, comparison)
            return
        if figure.unit is Unit.PERCENT:
            self._read_percentage(line, figure, around)
            return
        if line.setting.is_of_others(figure.start) and memory.parts is None:
            self._forget(line)
            return
        if not self._is_told(line, figure):
            self._forget(line)
            past = tell_counted(around)
            if past.kinds:
                memory.last_kinds, memory.last_applicant = past.kinds, past.applicant
                memory.is_past = True
            return
        apart = _told_apart(line, figure)
        if apart is not None:
            around = replace(around, own=apart, behind=())
        counted = self._counted(line, figure, around)
        if figure.unit is Unit.CNY:
            self._read_money(line, figure, around)
            return
        self._read_amount(line, figure, around, counted)

    def _forget(self, line: _Line) -> None:
        self._memory.last = None
        if self._memory.parts is not None:
            self._memory.parts.whole = None

    def _is_no_fact(self, line: _Line, place: int) -> bool:
        if self._memory.is_plan and not re.search(
            rf"{self._year}年|今年|本年|全年", line.setting.plain[:place]
        ):
            return True
        return line.setting.is_no_fact(place)

    def _previous_end(self, line: _Line, figure: Figure) -> int:
        ends = [f.end for f in line.figures if f.end <= figure.start]
        return ends[-1] if ends else 0

    def _around(
        self, line: _Line, figure: Figure, comparison: Comparison = Comparison.NONE
    ) -> Around:
        setting = line.setting
        begin = max(self._previous_end(line, figure), line.consumed)
        start = max(setting.clause_start(figure.start), begin)
        own = self._own(line, start, figure.start)
        behind = self._behind(line, figure)
        if self._is_trailed(line, figure, own, behind):
            own = [*own, *behind]
            line.consumed = behind[-1].end
        tries = 2
        while not own and start > begin and tries:
            tries -= 1
            end, start = start, max(setting.clause_start(start - 1), begin)
            own = self._own(line, start, end)
        if own and start > begin and not any(map(_is_verb, own)):
            own = [*self._outcomes_before(line, start, begin), *own]
        plain = setting.plain
        return Around(
            plain=plain,
            start=figure.start,
            end=figure.end,
            own=own,
            behind=behind,
            earlier=[w for w in line.words if w.end <= figure.start and w not in own],
            topic=self._topic_for(line, figure),
            is_disclosure=self._discloses(line),
            channels=self._channels_before(line, start, begin),
            in_list=self._memory.parts is not None,
            is_zero=figure.value == 0,
            after_unknown=self._memory.is_unknown,
            compares=comparison not in (Comparison.NONE, Comparison.BASE),
            printed_unit=figure.printed_unit,
            is_each=_EACH.search(plain, max(figure.start - 8, 0), figure.start) is not None,
            settled=self._memory.settled,
            publishes=any(
                w.sense("actions") == "published" for w in line.words if w.end <= figure.start
            )
            or self._whole_family() == "information",
        )

    def _topic_for(self, line: _Line, figure: Figure) -> str | None:
        """The topic; behind a figure that is no claim, one that only outcomes hint at is none."""
        memory = self._memory
        hinted = self._hint and self._section != 3 and not memory.heading  # noqa: PLR2004
        return None if memory.is_unknown and hinted and not memory.on_applications else memory.topic

    def _whole_family(self) -> str | None:
        parts = self._memory.parts
        if parts is None or parts.whole is None:
            return None
        return _family_of_kind(self._claims[parts.whole].kinds[0])

    def _own(self, line: _Line, start: int, end: int) -> list[Word]:
        """The telling words between two places; what was done to 申请 in 申请中 is not told."""
        words = _content([w for w in line.words if start <= w.start and w.end <= end])
        among = _OF_THESE.search(line.setting.plain, start, end)
        if among is None:
            return words
        return [w for w in words if w.start >= among.end()]

    def _outcomes_before(self, line: _Line, start: int, begin: int) -> list[Word]:
        """Outcomes that the clause before names, for a clause that names only 申请."""
        first = max(line.setting.clause_start(start - 1), begin)
        words = [w for w in line.words if first <= w.start and w.end <= start]
        return [w for w in words if w.sense("outcomes")]

    def _behind(self, line: _Line, figure: Figure) -> list[Word]:
        following = [f.start for f in line.figures if f.start > figure.start]
        until = min(_tail_end(line.setting.plain, figure.end), *following, len(line.setting.plain))
        return _content([w for w in line.words if figure.end <= w.start and w.end <= until])

    def _is_trailed(
        self, line: _Line, figure: Figure, own: Sequence[Word], behind: Sequence[Word]
    ) -> bool:
        """Whether what was done stands behind the figure: 有35件申请办结."""
        if not any(map(_is_verb, behind)) or any(w.sense("actions") for w in own):
            return False
        if any(_is_verb(w) or w.sense("things") for w in own):
            return False
        plain, until = line.setting.plain, _tail_end(line.setting.plain, figure.end)
        if _ALL_BEHIND.match(plain, figure.end):
            return False
        if any(figure.end <= f.start < until for f in line.figures):
            return False
        first = behind[0]
        return not (first.start == figure.end and first.sense("foreign"))

    def _channels_before(self, line: _Line, start: int, begin: int) -> frozenset[str]:
        """Where the clause before says that things are published; the figure before, else."""
        plain = line.setting.plain
        if start > begin:
            first = max(line.setting.clause_start(start - 1), begin)
            clause = plain[first : start - 1]
            named = [w for w in line.words if first <= w.start and w.end <= start]
            channels = frozenset(c for w in named if (c := w.sense("channels")))
            if channels and (
                clause.lstrip(",;:。").startswith(_PREPOSITION)
                or len(clause) - (named[-1].end - first) <= 6  # noqa: PLR2004
            ):
                return channels
        return line.channels.get(begin, frozenset())

    def _counted(self, line: _Line, figure: Figure, around: Around) -> Counted:
        counted = tell_counted(around)
        if counted.behind is not None:
            line.consumed = max(line.consumed, counted.behind)
        if counted.domain is not None:
            channels = frozenset(c for w in around.own if (c := w.sense("channels")))
            line.channels[figure.end] = channels or around.channels
        return counted

    def _read_amount(self, line: _Line, figure: Figure, around: Around, counted: Counted) -> None:
        memory = self._memory
        if self._is_indefinite(line, figure, around):
            return
        kinds = counted.kinds
        applicant = counted.applicant
        part_of: int | None = None
        if counted.domain == "application" and applicant and not kinds:
            kinds = self._kinds_of_applicant()
        if not kinds and not around.own:
            kinds, applicant = self._total_of_before(line, figure)
        told_by_applicant = memory.last_applicant and memory.parts is None
        if memory.parts is not None and memory.parts.sort == "applicant":
            told_by_applicant = "applicant"
        if told_by_applicant and not applicant:
            if _REMAINING.search(around.plain, max(figure.start - 4, 0), figure.start):
                kinds, applicant = self._kinds_of_applicant(), "other_organization"
                counted = replace(counted, applicant=applicant, domain="application")
        if kinds and kinds[0].endswith("_fees"):
            if figure.value == 0 and not figure.printed_unit:
                self._append(line, replace(figure, unit=Unit.CNY), kinds, None, "amount")
            return
        if memory.parts is not None:
            if memory.parts.whole is None:
                named = any(w.sense("things") for w in around.own)
                if not kinds or (memory.parts.is_foreign and not named):
                    return
                memory.parts = None
            else:
                kinds, part_of = self._part(line, figure, around, counted, kinds)
        if not kinds:
            memory.last = None
            memory.is_foreign = counted in (FOREIGN, FOREIGN_CASE)
            memory.is_unknown = True
            if counted in (FOREIGN, FOREIGN_CASE):
                memory.last_kinds = ()
            return
        if part_of is not None and kinds[0] == "applications_carried_over":
            self._widen(part_of)
        if around.is_each:
            for kind in kinds:
                label = _label(line, figure, around, counted, kind == "part")
                self._add(line, figure, (kind,), applicant, part_of, label)
            return
        self._add(
            line,
            figure,
            kinds,
            applicant,
            part_of,
            _label(line, figure, around, counted, kinds == ("part",)),
        )

    def _is_indefinite(self, line: _Line, figure: Figure, around: Around) -> bool:
        """Whether 一件 means any: nothing before it says what was done."""
        if line.setting.plain[figure.start : figure.start + 1] != "一" or figure.value != 1:
            return False
        start = line.setting.clause_start(figure.start)
        told = any(
            (_is_verb(w) or w.sense("things")) and start <= w.start and w.end <= figure.start
            for w in around.own
        )
        return not told and self._memory.parts is None and not figure.approximate

    def _total_of_before(self, line: _Line, figure: Figure) -> tuple[tuple[str, ...], str | None]:
        """What a figure that names nothing adds up or states anew: ...增加9件,共41件."""
        memory = self._memory
        begin = self._previous_end(line, figure)
        between = line.setting.plain[begin : figure.start]
        if not begin or not memory.last_kinds or not _TOTAL.fullmatch(between):
            return (), None
        if memory.last is None:
            return memory.last_kinds, memory.last_applicant
        if memory.last_applicant and memory.parts is None and "共" in between:
            return memory.last_kinds, None
        return (), None

    def _is_told(self, line: _Line, figure: Figure) -> bool:
        """Whether a figure is the report year's own; one of several years by its place."""
        plain = line.setting.plain
        mark = plain.rfind("分别", 0, figure.start)
        if mark >= 0 and self._year is not None:
            start, end = line.setting.clause_start(mark), line.setting.clause_end(mark)
            years = [int(year) for year in re.findall(r"(20\d\d)年", plain[start:mark])]
            listed = [f for f in line.figures if mark < f.start < end]
            if len(years) == len(listed) > 1 and figure in listed:
                return years[listed.index(figure)] == self._year
        return line.setting.time_of(figure.start).is_told

    def _kinds_of_applicant(self) -> tuple[str, ...]:
        memory = self._memory
        if memory.parts is not None and memory.parts.whole is not None:
            whole = self._claims[memory.parts.whole].kinds
            return whole[:1] if whole[0].startswith(("applications", "granted")) else whole
        if memory.last_kinds and memory.last_kinds[0].startswith("applications"):
            return memory.last_kinds
        return ("applications_received",)

    def _widen(self, whole: int) -> None:
        """A whole of which some were carried over is not only what came in newly."""
        claim = self._claims[whole]
        if claim.kinds[0] == "applications_received":
            self._claims[whole] = replace(claim, kinds=("applications_accepted", *claim.kinds[1:]))

    # Parts

    def _follow_lists(self, line: _Line, figure: Figure) -> None:
        """Open and close the lists of parts that a figure stands in."""
        memory = self._memory
        begin = self._previous_end(line, figure)
        plain = line.setting.plain
        between = plain[begin : figure.start]
        if memory.parts is not None and memory.parts.until is not None:
            if figure.start > memory.parts.until:
                self._return_to(memory.parts.whole)
                memory.parts = memory.parts.outer
        marks = [w.sense("marks") for w in line.words if begin <= w.start and w.end <= figure.start]
        in_bracket = begin > 0 and between.startswith("(") and ")" not in between
        announced = begin > 0 and _OPENS_LIST.match(between) is not None
        announced = announced or (begin == 0 and _GOES_BACK.match(between) is not None)
        if _told_apart(line, figure) is not None:
            return
        if "parts" in marks or in_bracket or announced:
            closing = plain.find(")", figure.end)
            opened = plain.rfind("(", 0, figure.start) > plain.rfind(")", 0, figure.start)
            bracket = opened and closing > 0
            memory.parts = _List(
                memory.last,
                is_foreign=memory.last is None and memory.is_foreign,
                until=closing if bracket else None,
                outer=memory.parts if bracket else None,
            )
        elif memory.parts is not None and ("together" in marks or "。" in between):
            memory.parts = None

    def _return_to(self, whole: int | None) -> None:
        """Speak again of the whole whose parts stood in a bracket."""
        memory = self._memory
        memory.last = whole
        if whole is not None:
            memory.last_kinds = self._claims[whole].kinds
            memory.last_applicant = self._claims[whole].applicant

    def _part(
        self,
        line: _Line,
        figure: Figure,
        around: Around,
        counted: Counted,
        kinds: tuple[str, ...],
    ) -> tuple[tuple[str, ...], int | None]:
        """The kinds of a figure in a list, and its whole; it may be no part and end the list."""
        memory = self._memory
        parts = memory.parts
        assert parts is not None and parts.whole is not None  # noqa: S101, PT018
        whole = self._claims[parts.whole].kinds
        family = _family_of_kind(whole[0])
        actions = {w.sense("actions") for w in around.own}
        if family == "information":
            if actions & {"received", "accepted", "answered", "handled"}:
                memory.parts = None
                return kinds, None
            own_family = _family_of_kind(kinds[0]) if kinds else "information"
            if own_family not in ("information", "policy"):
                kinds = ("part",) if own_family in ("documents", "decisions") else kinds
                if kinds != ("part",):
                    memory.parts = None
                    return kinds, None
            return self._named_part(line, figure, kinds, whole), parts.whole
        if counted is FOREIGN_CASE:
            memory.parts = None
            return (), None
        if kinds and _family_of_kind(kinds[0]) != family:
            memory.parts = None
            return kinds, None
        if not kinds and whole[0].startswith("applications"):
            begin = self._previous_end(line, figure)
            public = _PUBLIC.search(line.setting.plain, begin, figure.start)
            kinds = ("granted",) if public else ()
        sort = _sort_of(counted, kinds, around)
        if parts.sort not in (None, sort) and sort != "other":
            memory.parts = None
            return kinds, None
        parts.sort = parts.sort or sort
        if not counted.applicant:
            kinds = self._named_part(line, figure, kinds, whole)
        return kinds, parts.whole

    def _named_part(
        self, line: _Line, figure: Figure, kinds: tuple[str, ...], whole: tuple[str, ...]
    ) -> tuple[str, ...]:
        if (
            not kinds
            and whole[0].startswith("applications")
            and _PUBLIC.search(line.setting.plain, self._previous_end(line, figure), figure.start)
        ):
            return ("granted",)
        if kinds and kinds != whole:
            return kinds
        if kinds == ("applications_received",) and _NEWLY.search(
            line.setting.plain, self._previous_end(line, figure), figure.start
        ):
            return kinds
        own = line.setting.plain[self._previous_end(line, figure) : figure.start]
        after = line.setting.plain[figure.end : figure.end + 2]
        named = _LABEL_HEAD.sub("", own) or re.match(r"[^,;。、:)]", after)
        return ("part",) if named else ()

    # Percentages, comparisons and money

    def _read_percentage(self, line: _Line, figure: Figure, around: Around) -> None:
        kinds, applicant = self._subject(line, figure, around)
        named = any(map(_is_content, around.own))
        if self._memory.is_past and not named:
            return
        if kinds and (is_share(line.setting.plain, figure) or _is_rate_of_outcome(around)):
            self._append(line, figure, kinds, applicant, "share")
            return
        rate = [w for w in around.own if w.sense("actions") == "answered"]
        rated = re.search(
            r"(?:办结|答复|回复|办理)率[^,;。]{0,6}$", line.setting.plain[: figure.start]
        )
        if figure.value == 100 and rated and self._on_applications(line, figure.start):  # noqa: PLR2004
            start = rate[0].start if rate else figure.start
            self._append_all(line, figure.start, start)

    def _read_comparison(
        self, line: _Line, figure: Figure, around: Around, comparison: Comparison
    ) -> None:
        kinds, applicant = self._subject(line, figure, around)
        if not kinds or figure.unit is Unit.CNY:
            return
        value = figure.value if comparison is Comparison.MORE else -figure.value
        measure = "growth" if figure.unit is Unit.PERCENT else "change"
        self._append(line, figure, kinds, applicant, measure, value)
        if self._memory.last is None:
            self._memory.last_kinds, self._memory.last_applicant = kinds, applicant

    def _subject(
        self, line: _Line, figure: Figure, around: Around
    ) -> tuple[tuple[str, ...], str | None]:
        """What a percentage or a comparison is about: named in its clause, or said before."""
        named = [
            w
            for w in around.own
            if _is_content(w) and (not w.sense("actions") or w.sense("things"))
        ]
        if not named:
            return self._said_before(line, figure)
        counted = tell_counted(replace(around, behind=()))
        kinds = counted.kinds
        if counted.applicant and not kinds:
            kinds = self._kinds_of_applicant()
        if not kinds and counted.domain == "application":
            kinds = ("applications_received",)
        return kinds, counted.applicant

    def _said_before(self, line: _Line, figure: Figure) -> tuple[tuple[str, ...], str | None]:
        """The amount last told; of several percentages that are told apart, each its own."""
        plain, amounts = line.setting.plain, self._memory.amounts
        mark = plain.rfind("分别", 0, figure.start)
        if mark >= 0:
            listed = [f for f in line.figures if mark < f.start < line.setting.clause_end(mark)]
            if figure in listed and len(amounts) >= len(listed) > 1:
                return amounts[len(amounts) - len(listed) + listed.index(figure)]
        return self._memory.last_kinds, self._memory.last_applicant

    def _read_money(self, line: _Line, figure: Figure, around: Around) -> None:
        things = [w.sense("things") for w in around.own]
        named = [w.sense("things") for w in (*around.earlier, *around.own)]
        fees = [t for t in named if t in ("administrative_fee", "information_fee")]
        charged = any(w.sense("actions") == "charged" for w in around.own)
        if fees and ("fee_weak" in things or charged):
            things.append(fees[-1])
        if "administrative_fee" in things:
            kinds: tuple[str, ...] = ("administrative_fees",)
        elif "information_fee" in things or ("fee_weak" in things and self._discloses(line)):
            kinds = ("information_fees",)
        else:
            return
        self._append(line, figure, kinds, None, "amount")
        self._memory.last, self._memory.last_kinds = None, kinds
        self._memory.last_applicant = None

    # Zeros and statements without a figure

    def _read_zero(self, line: _Line, zero: Zero) -> None:
        setting = line.setting
        timed = setting.time_of(zero.start)
        if (
            self._is_no_fact(line, zero.start)
            or not timed.is_told
            or setting.is_of_others(zero.start)
        ):
            return
        for kind in zero.kinds:
            unit = Unit.CNY if kind.endswith("_fees") else Unit.COUNT
            self._claims.append(
                Read(
                    (kind,),
                    "amount",
                    Decimal(0),
                    str(unit),
                    False,
                    zero.applicant,
                    None,
                    self._printed(line, zero.label_start, zero.label_end),
                    setting.scope_of(zero.start),
                    timed.year,
                    line.sentence.printed,
                    line.sentence.places[zero.start],
                )
            )
        if zero.kinds:
            self._memory.last = len(self._claims) - 1
            self._memory.last_kinds = tuple(zero.kinds[-1:])
            self._memory.last_applicant = zero.applicant

    def _read_mark(self, line: _Line, word: Word) -> None:
        if word.sense("marks") == "all":
            self._read_all(line, word)
        else:
            self._read_same(line, word)

    def _read_all(self, line: _Line, word: Word) -> None:
        """全部办结, 均已答复: all applications were answered."""
        plain, end = line.setting.plain, line.setting.clause_end(word.start)
        verbs = [
            w
            for w in line.words
            if word.end <= w.start
            and w.end <= min(end, word.end + 18)
            and w.sense("actions") in ("answered", "handled")
        ]
        if not verbs:
            return
        between = plain[word.end : verbs[-1].end]
        only_done = verbs[-1].sense("actions") == "answered" or "已" in between or "按" in between
        stated = any(word.end <= f.start < verbs[-1].end for f in line.figures)
        if not only_done or stated or re.search("[未不无]", between):
            return
        if self._is_no_fact(line, word.start):
            return
        if not line.setting.time_of(word.start).is_told:
            return
        if self._on_applications(line, word.start):
            self._append_all(line, word.start, word.start)

    def _on_applications(self, line: _Line, place: int) -> bool:
        for word in reversed([w for w in line.words if w.start < place]):
            thing = thing_of(word, line.setting.plain, line.words)
            if thing == "application":
                return True
            if word.sense("things") in _CASES or word.sense("foreign") == "cases":
                return False
        return self._memory.topic == "application"

    def _append_all(self, line: _Line, place: int, start: int) -> None:
        if self._claims and self._claims[-1].offset == line.sentence.places[place]:
            return
        end = line.setting.clause_end(place)
        self._claims.append(
            Read(
                ("applications_all_answered",),
                "amount",
                None,
                None,
                False,
                None,
                None,
                self._printed(line, start, end),
                line.setting.scope_of(place),
                line.setting.time_of(place).year,
                line.sentence.printed,
                line.sentence.places[place],
            )
        )

    def _read_same(self, line: _Line, word: Word) -> None:
        """与上年持平: a change of 0."""
        setting = line.setting
        start = setting.clause_start(word.start)
        if not setting.is_compared(word.start):
            return
        own = _content([w for w in line.words if start <= w.start and w.end <= word.start])
        figure = Figure(word.start, word.end, Decimal(0), Unit.COUNT, "", False, False)
        if self._is_no_fact(line, word.start):
            return
        around = replace(self._around(line, figure), own=own)
        kinds, applicant = self._subject(line, figure, around)
        if kinds:
            self._append(line, figure, kinds, applicant, "change")

    # Adding claims

    def _add(
        self,
        line: _Line,
        figure: Figure,
        kinds: tuple[str, ...],
        applicant: str | None,
        part_of: int | None,
        label: tuple[int, int],
    ) -> None:
        timed = line.setting.time_of(figure.start)
        groups = [(kind,) for kind in kinds] if figure.value == 0 else [kinds]
        for group in groups:
            self._claims.append(
                Read(
                    group,
                    "amount",
                    figure.value,
                    str(figure.unit),
                    figure.approximate,
                    applicant,
                    part_of,
                    self._printed(line, *label),
                    line.setting.scope_of(figure.start),
                    timed.year,
                    line.sentence.printed,
                    line.sentence.places[figure.start],
                )
            )
        self._memory.last = len(self._claims) - 1
        self._memory.last_kinds = kinds
        self._memory.last_applicant = applicant
        self._memory.amounts.append((kinds, applicant))
        self._memory.is_unknown = self._memory.is_past = False
        if kinds[0] == "applications_answered" or kinds[0].startswith(("granted", "refused")):
            self._memory.settled = True
        if _family_of_kind(kinds[0]) == "application":
            self._memory.topic = "application"
            self._memory.on_applications = True

    def _append(
        self,
        line: _Line,
        figure: Figure,
        kinds: tuple[str, ...],
        applicant: str | None,
        measure: str,
        value: Decimal | None = None,
    ) -> None:
        setting = line.setting
        timed = setting.time_of(figure.start)
        start = max(setting.clause_start(figure.start), self._previous_end(line, figure))
        self._claims.append(
            Read(
                kinds,
                measure,
                figure.value if value is None else value,
                str(figure.unit),
                figure.approximate,
                applicant,
                None,
                self._printed(line, start, figure.start) or self._printed(line, start, figure.end),
                setting.scope_of(figure.start),
                timed.year if measure == "amount" else self._year or timed.year,
                line.sentence.printed,
                line.sentence.places[figure.start],
            )
        )

    def _printed(self, line: _Line, start: int, end: int) -> str:
        plain = line.setting.plain[start:end]
        head = _LABEL_HEAD.match(plain)
        start += head.end() if head else 0
        tail = _LABEL_TAIL.search(plain)
        end -= len(tail[0]) if tail and end - len(tail[0]) > start else 0
        if end <= start:
            return ""
        places = line.sentence.places
        printed = self._text[places[start] : places[end - 1] + 1].replace("\n", "")
        return printed[-_LONGEST_LABEL:]


def _may_claim(plain: str) -> bool:
    if _HOLDS_FIGURE.search(plain):
        return True
    return _SAYS_NONE.search(plain) is not None and _OF_WHICH.search(plain) is not None


def _joined_figures(plain: str, found: list[Figure]) -> list[Figure]:
    """Without numbers of issues before those of posts (96期480条) and what others rose from."""
    return [
        figure
        for figure, following in zip_longest(found, found[1:])
        if not (
            following is not None
            and (
                (following.start == figure.end and figure.printed_unit in ("期", "批", "次", "组"))
                or starts_from(plain, figure)
            )
        )
    ]


def _is_rate_of_outcome(around: Around) -> bool:
    """Whether a percentage is the rate of an outcome: 维持率80%."""
    rate = _RATE_OF.search(around.plain, max(around.start - 8, 0), around.start)
    return rate is not None and any(
        w.end == rate.start() and (w.sense("outcomes") or w.sense("results")) for w in around.own
    )


def _is_verb(word: Word) -> bool:
    return any(word.sense(name) for name in ("actions", "outcomes", "results"))


def _is_content(word: Word) -> bool:
    return any(
        word.sense(name)
        for name in (
            "things",
            "foreign",
            "actions",
            "outcomes",
            "results",
            "channels",
            "applicants",
        )
    )


def _content(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if _is_content(word)]


def _tail_end(plain: str, start: int) -> int:
    match = re.compile(r"[,;:。!?()、]").search(plain, start)
    return match.start() if match else len(plain)


def _told_apart(line: _Line, figure: Figure) -> list[Word] | None:
    """The words for one of several figures: 微博、微信[分别]发布30条、56条."""
    plain = line.setting.plain
    mark = plain.rfind("分别", 0, figure.start)
    if mark < 0:
        return None
    start, end = line.setting.clause_start(mark), line.setting.clause_end(mark)
    listed = [f for f in line.figures if mark < f.start < end]
    before = [w for w in line.words if start <= w.start and w.end <= mark]
    rest = [w for w in line.words if mark <= w.start and w.end <= (listed or [figure])[0].start]
    if figure not in listed or any(
        _content([w for w in line.words if a.end <= w.start and w.end <= b.start])
        for a, b in pairwise(listed)
    ):
        return None
    if _are_years(plain, start, mark, listed):
        return _content([*before, *rest])
    for name in ("things", "outcomes", "results", "channels", "actions"):
        alike = [w for w in before if w.sense(name)]
        if len(alike) == len(listed) > 1:
            others = [w for w in before if not w.sense(name)]
            return [*others, alike[listed.index(figure)], *_content(rest)]
    return None


def _are_years(plain: str, start: int, mark: int, listed: Sequence[Figure]) -> bool:
    """Whether the figures are told apart by their years, named before or behind them."""
    if len(listed) < 2:  # noqa: PLR2004
        return False
    named = len(re.findall(r"20\d\d年", plain[start:mark]))
    return named == len(listed) or all(
        re.match(r"\(20\d\d年", plain[f.end : f.end + 7]) for f in listed
    )


def _label(
    line: _Line, figure: Figure, around: Around, counted: Counted, is_part: bool
) -> tuple[int, int]:
    """From the first word that tells what is counted to the figure; else what stands behind."""
    start = max(line.setting.clause_start(figure.start), _end_before(line, figure))
    if is_part:
        counted = FOREIGN
    if figure.end <= counted.first and around.behind:
        return counted.first, around.behind[-1].end
    if counted.first < figure.start:
        start = max(min(counted.first, figure.start), start) if counted.kinds else start
    if not _LABEL_HEAD.sub("", line.setting.plain[start : figure.start]):
        return figure.end, _tail_end(line.setting.plain, figure.end)
    nouns = [w for w in around.behind if w.sense("things")]
    if nouns and not any(w.sense("things") for w in around.own):
        return nouns[0].start, nouns[-1].end
    return start, figure.start


def _end_before(line: _Line, figure: Figure) -> int:
    ends = [f.end for f in line.figures if f.end <= figure.start]
    return ends[-1] if ends else 0


def _family_of_kind(kind: str) -> str:
    if kind.startswith(("review", "litigation")):
        return kind.partition("_")[0]
    if kind in (
        "items_published",
        "website_items",
        "wechat_posts",
        "weibo_posts",
        "new_media_posts",
    ):
        return "information"
    if kind == "policy_interpretations":
        return "policy"
    if kind.startswith(("regulations", "normative")):
        return "documents"
    if kind.endswith("_decisions"):
        return "decisions"
    return "part" if kind == "part" else "application"


def _sort_of(counted: Counted, kinds: tuple[str, ...], around: Around) -> str:
    if counted.applicant:
        return "applicant"
    if not kinds:
        return "other"
    if kinds[0] in _INTAKE:
        return "intake"
    return "action" if kinds[0].startswith("applications_") else "outcome"


def _is_listed(parts: _List, counted: Counted) -> bool:
    return counted.domain is None or not counted.kinds
