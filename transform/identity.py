"""Identify a report: which agency, which year, its title and its scope.

Each is taken from what the report prints, the surest place first; what can't be told is None
with a note, never a guess.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transform.agencies import Agency, Surroundings, resolve
from transform.characters import normalise
from transform.organs import ends_like_organ, take_apart
from transform.origin import NOWHERE, Origin
from transform.scope import tell_scope
from transform.self_naming import fuller_name, name_from_text
from transform.titles import (
    Line,
    Title,
    find_titles,
    is_plausible_name,
    is_pronoun,
    read_title,
    to_lines,
)
from transform.years import digits_for_years, narrated_year, period_years, year_at_top


@dataclass(frozen=True, slots=True)
class IdentityNote:
    """A problem with the identity, for a finding.

    Attributes:
        rule_id: agency_unknown, agency_place_unknown, report_year_unknown or
            report_year_conflict.
        message: in Chinese.
        message_en: in English.
        expected: what was looked for, or the year that another place states.
        observed: what stands there; None if nothing.
    """

    rule_id: str
    message: str
    message_en: str
    expected: str | None
    observed: str | None


@dataclass(frozen=True, slots=True)
class IdentityEvidence:
    """One place that tells a report's agency, year or scope; see the table identity_evidence."""

    attribute: str
    source: str
    value: str
    raw_text: str
    used: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports on which year.

    Attributes:
        agency: None if no agency can be told.
        agency_name: the fullest name that the report prints, NFKC, blanks removed.
        report_year: None if it can't be told.
        title: as printed; None where none is printed.
        scope: 'own', 'consolidated', or None if the text does not say.
        notes: problems, in the order of the attributes.
        agency_confidence: 'high', 'medium' or 'low'; None without an agency.
        evidence: what was found, in the order of trust.
    """

    agency: Agency | None
    agency_name: str | None
    report_year: int | None
    title: str | None
    scope: str | None
    notes: tuple[IdentityNote, ...]
    agency_confidence: str | None = None
    evidence: tuple[IdentityEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Report:
    """The lines of a report, and where its parts are."""

    lines: tuple[Line, ...]
    text: str
    first_heading: int
    second_heading: int
    metadata: Mapping[str, str]

    def texts(self, start: int, end: int) -> list[str]:
        return [line.text for line in self.lines[start:end]]


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTENTS_LINE = re.compile(r"目录|.{2,40}?[.·…]{3,}\d{1,3}")
_IN_CONTENTS = re.compile(r"[一二三四五六]、[^,。;]{2,40}$")
_PAGE_BEHIND = re.compile(r"[.·…]*\d{1,3}$")
_BROKEN_LINE = re.compile(r".{20,}[^。;:!?]")
FIRST_LINES = 60
"""Where no second heading is found, a title is looked for in this many lines."""
_FIRST_HEADING = re.compile(r"[\W_]*一[、.,]?总体情况|[\W_]*一、\S{2,12}")
_SECOND_HEADING = re.compile(r"[\W_]*二[、.,]?主动公开(?:政府信息)?情况|第二十条第\(一\)项")
_QUOTED_TITLE = re.compile(
    r"(?:《|>|公布|发布|编制|形成|现将|标题:?|名称:?|\n|^)"
    r"([^《》>,。;:\n]{0,40}(?:信息公开|政务公开)[^《》,。;:\n]{0,16}?(?:报告|年报))"
    r"(?=[》,。;:(\n\"”]|如下|$)"
)
_OPENINGS = (
    re.compile(
        r"由([^,。;:《》\n]{4,40}?)(?:负责|组织|(?:结合|根据|按照)[^,。;\n]{0,20})?(?:编制|编写)"
    ),
    re.compile(r"(?:现将|现就|公布)([^,。;:《》\n]{3,40}?)20\d\d年"),
    re.compile(
        r"(?:^|[。\n])([^,。;:《》\n]{3,40}?)(?:依照|依据|根据|按照)[^。\n]{0,80}(?:编制|编写|制作)"
    ),
    re.compile(r"([省市县区州旗盟](?:人民)?政府(?:办公厅|办公室|办)?)(?:组织)?编制"),
)
"""Sentences that say who has compiled the report, before or in section one."""
_META_TITLES = ("ArticleTitle", "title", "og:title")
_META_SOURCES = ("ContentSource", "author", "Author")


def identify(
    lines: Sequence[str], metadata: Mapping[str, str], origin: Origin = NOWHERE
) -> Identity:
    """Identify a report from its lines in reading order.

    Args:
        lines: the text lines as printed; rows of the statistical tables may be among them.
        metadata: what the file says of itself (meta tags): used only where the text agrees
            or leaves a place open, and never for the year of publication.
        origin: where the file comes from.
    """
    metadata = {key: _without_controls(value) for key, value in metadata.items()}
    report = _to_report([_without_controls(line) for line in lines], metadata)
    titles = find_titles(report.lines, report.second_heading)
    quoted = tuple(_quoted_titles(report))
    title = _main_title(report, titles)
    year, year_notes = _year(report, title, titles, quoted)
    same_year = [t for t in titles if title and t.year in (title.year, None)]
    name = _name(report, ([title] if title else []) + same_year + list(quoted))
    surroundings = Surroundings("\n".join([report.text, *map(normalise, metadata.values())]))
    agency = resolve(name, surroundings, year).agency if name else None
    return Identity(
        agency=agency,
        agency_name=name,
        report_year=year,
        title=title.printed if title else None,
        scope=tell_scope(title.printed if title else "", report.text),
        notes=(*_agency_notes(name, agency), *year_notes),
    )


def _to_report(lines: Sequence[str], metadata: Mapping[str, str]) -> _Report:
    parts = to_lines([piece for line in lines for piece in line.split("\n")])
    parts = _without_contents(parts)
    second = _position(parts, _SECOND_HEADING, min(FIRST_LINES, len(parts)))
    first = _position(parts[:second], _FIRST_HEADING, second)
    return _Report(parts, _flowing([p.text for p in parts]), first, second, metadata)


def _without_controls(text: str) -> str:
    """No control character belongs to a name or a title."""
    return _CONTROL.sub(lambda m: " " if m[0].isspace() else "", text)


def _without_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Leave out a table of contents: lines with a page number, or headings that come again."""
    headings = (i for i, line in enumerate(lines) if _IN_CONTENTS.match(line.text))
    last = {_heading_of(lines[i]): i for i in headings}
    return tuple(
        line
        for i, line in enumerate(lines)
        if not _CONTENTS_LINE.fullmatch(line.text)
        and not (_IN_CONTENTS.match(line.text) and last[_heading_of(line)] > i)
    )


def _heading_of(line: Line) -> str:
    return _PAGE_BEHIND.sub("", line.text)


def _flowing(lines: Sequence[str]) -> str:
    """Join lines; one that a page's width has broken is joined without a break."""
    return "".join(line if _BROKEN_LINE.fullmatch(line) else line + "\n" for line in lines)


def _position(lines: Sequence[Line], heading: re.Pattern[str], otherwise: int) -> int:
    return next((i for i, line in enumerate(lines) if heading.match(line.text)), otherwise)


def _quoted_titles(report: _Report) -> Iterator[Title]:
    """Titles of this report inside its opening, then in the metadata."""
    opening = _flowing(report.texts(0, report.second_heading))
    for match in _QUOTED_TITLE.finditer(opening):
        if title := read_title(match[1]):
            yield title
    for key in _META_TITLES:
        text = digits_for_years(normalise(report.metadata.get(key, "")))
        if title := read_title(text):
            yield title


def _main_title(report: _Report, titles: Sequence[Title]) -> Title | None:
    """The title of this report among those of a page that lists other years' too.

    The period decides, if one is stated; then what names most of agency and year; then the
    title that stands last before the first heading, else the first one after it.
    """
    period = period_years(report.text)
    fitting = [t for t in titles if t.year in period] or titles
    before = [t for t in fitting if t.line <= report.first_heading]
    if not before:
        return next(iter(fitting), None)
    return max(before, key=lambda t: (bool(t.name) + bool(t.year), t.line))


def _year(
    report: _Report, title: Title | None, titles: Sequence[Title], quoted: Sequence[Title]
) -> tuple[int | None, list[IdentityNote]]:
    """The year of the title, else of the period, a quoted title, the top, the narrative.

    A title is checked against the period or the narrative; other titles (lists of other
    years' reports) are no conflict where one of these agrees.
    """
    opening = _flowing(report.texts(0, report.second_heading))
    period, narrated = period_years(report.text), narrated_year(opening)
    if title and title.year:
        told = period or ((narrated,) if narrated else ())
        others = told or [t.year for t in titles if t.year]
        return title.year, [] if title.year in told else _year_conflicts(title.year, others)
    named = period or tuple(dict.fromkeys(t.year for t in quoted if t.year))
    if len(named) > 1:
        return None, _year_conflicts(None, named)
    year = named[0] if named else year_at_top(report.texts(0, report.first_heading)) or narrated
    return year, [] if year else [_YEAR_UNKNOWN]


def _year_conflicts(chosen: int | None, years: Sequence[int]) -> list[IdentityNote]:
    others = sorted({str(year) for year in years if year != chosen})
    if not others:
        return []
    rest, rest_en = "、".join(others), ", ".join(others)
    if chosen is None:
        message = f"报告年度不一致，无法确定：{rest}"
        english = f"the report names several years and none is sure: {rest_en}"
        return [IdentityNote("report_year_conflict", message, english, None, rest)]
    message = f"报告年度不一致：采用 {chosen}，文中另有 {rest}"
    english = f"the report names several years: {chosen} is taken, {rest_en} stands there too"
    return [IdentityNote("report_year_conflict", message, english, str(chosen), rest)]


_YEAR_UNKNOWN = IdentityNote(
    "report_year_unknown",
    "标题、统计期限和正文都没有写明报告年度",
    "neither the title nor the period nor the text says which year the report is about",
    "报告年度",
    None,
)


def _name(report: _Report, titles: Sequence[Title]) -> str | None:
    """The fullest printed name: of a title, of who compiled the report, of who is told of."""
    name = next((t.name for t in titles if t.name), None)
    if name is None:
        name = _compiler(_flowing(report.texts(0, report.second_heading)))
    if name is None:
        name = name_from_text(report.texts(0, len(report.lines)), report.text)
    if name is None:
        return None
    return _name_from_metadata(fuller_name(name, report.text), report.metadata)


def _compiler(opening: str) -> str | None:
    """Who the opening says has compiled the report; None if it names no organ."""
    named = (m[1] for pattern in _OPENINGS for m in pattern.finditer(opening))
    return next((name for name in named if _is_whole_name(name)), None)


def _is_whole_name(name: str) -> bool:
    """Whether words cut out of a sentence are an organ's or an area's name and no more."""
    whole = ends_like_organ(name) or not take_apart(name).own
    return whole and is_plausible_name(name) and not is_pronoun(name)


def _name_from_metadata(name: str, metadata: Mapping[str, str]) -> str:
    """A source in the metadata that is the same name with its place before it."""
    for key in _META_SOURCES:
        source = normalise(metadata.get(key, ""))
        if source != name and source.endswith(name) and resolve(source).agency:
            return source
    return name


def _agency_notes(name: str | None, agency: Agency | None) -> list[IdentityNote]:
    if agency is not None:
        return []
    if name is None:
        message = "标题和正文都没有写明报告机关"
        english = "neither the title nor the text names the reporting agency"
        return [IdentityNote("agency_unknown", message, english, "报告机关", None)]
    return [
        IdentityNote(
            "agency_place_unknown",
            f"无法确定“{name}”属于哪个行政区划",
            f"the division of “{name}” can't be told from the name and the text",
            "所在行政区划",
            name,
        )
    ]
