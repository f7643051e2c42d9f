"""Decide the year that a report is about among all that its text, file and manifest name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transform.file_names import PathYear
from transform.identity_evidence import IdentityEvidence, IdentityNote, Source
from transform.report_text import ReportText
from transform.report_titles import ReportTitles
from transform.titles import Title
from transform.years import is_report_year, narrated_year, year_at_top


@dataclass(frozen=True, slots=True)
class ToldYear:
    """The year of a report.

    Attributes:
        year: None if it can't be told.
        notes: for findings.
        evidence: every place that names a year as the report's, in the order of trust.
    """

    year: int | None
    notes: tuple[IdentityNote, ...]
    evidence: tuple[IdentityEvidence, ...]


@dataclass(frozen=True, slots=True)
class NamedYear:
    """A year that one place names as the report's; `raw_text` is what stands there."""

    source: Source
    year: int
    raw_text: str


_INSIDE = (Source.TITLE, Source.PERIOD, Source.OPENING, Source.TOP, Source.NARRATIVE)
"""Places of the text itself, in the order of trust."""


def tell_year(
    report: ReportText,
    titles: ReportTitles,
    manifest_year: int | None = None,
    path_year: PathYear | None = None,
) -> ToldYear:
    """Tell the year from the surest place that names one.

    The manifest wins; then the title, unless the period and the narrative both name one other
    year: a title is easily left as it was when last year's page is written over. Then come the
    period, a title that the opening quotes, a line of its own at the top, the narrative, the
    page's title, and the file's name. A school year is no year.

    Args:
        report: the report's text.
        titles: its titles.
        manifest_year: the year that a manifest names.
        path_year: the year that the file's path names.
    """
    named = list(_named_years(report, titles))
    if path_year is not None:
        named.append(NamedYear(Source.PATH, path_year.year, path_year.printed))
    told, notes = _by_text(named, titles)
    if told is None and not notes and not titles.is_of_school_year:
        outside = [*_of(named, Source.METADATA), *_of(named, Source.PATH)]
        told = outside[0] if outside else None
    if manifest_year is not None and is_report_year(manifest_year):
        notes = _manifest_notes(manifest_year, told)
        told = NamedYear(Source.MANIFEST, manifest_year, str(manifest_year))
        named.insert(0, told)
    year = told.year if told else None
    if year is None and not notes:
        notes = [_unknown(titles)]
    return ToldYear(year, tuple(notes), tuple(_evidence(named, told)))


def _named_years(report: ReportText, titles: ReportTitles) -> Iterator[NamedYear]:
    """Every year that a place of the report names, the surest place first."""
    if titles.main and titles.main.year:
        yield NamedYear(Source.TITLE, titles.main.year, titles.main.printed)
    for year, printed in titles.periods:
        yield NamedYear(Source.PERIOD, year, printed)
    yield from _years_of(Source.OPENING, titles.quoted)
    top = year_at_top(report.texts(0, report.first_heading))
    if top:
        yield NamedYear(Source.TOP, top, str(top))
    narrated = None if titles.is_of_school_year else narrated_year(titles.opening)
    if narrated:
        yield NamedYear(Source.NARRATIVE, narrated, _words_at(titles.opening, narrated))
    yield from _years_of(Source.METADATA, titles.of_page)


def _years_of(source: Source, titles: Sequence[Title]) -> Iterator[NamedYear]:
    return (NamedYear(source, t.year, t.printed) for t in titles if t.year)


def _words_at(text: str, year: int) -> str:
    """The words around the first mention of a year."""
    start = max(text.find(f"{year}年"), 0)
    return text[start : start + 40].partition("\n")[0]


def _by_text(
    named: Sequence[NamedYear], titles: ReportTitles
) -> tuple[NamedYear | None, list[IdentityNote]]:
    """The year that the text tells, and what contradicts it."""
    years = {source: list(dict.fromkeys(n.year for n in _of(named, source))) for source in _INSIDE}
    if years[Source.TITLE]:
        return _checked_title(named, years, titles)
    for source in (Source.PERIOD, Source.OPENING, Source.TOP, Source.NARRATIVE):
        if len(years[source]) > 1:
            return None, _conflict(None, years[source])
        if years[source]:
            of_page = [n.year for n in _of(named, Source.METADATA)]
            doubtful = source in (Source.TOP, Source.NARRATIVE)
            told = _of(named, source)[0]
            return told, _conflict(told.year, of_page) if doubtful else []
    return None, []


def _checked_title(
    named: Sequence[NamedYear], years: dict[Source, list[int]], titles: ReportTitles
) -> tuple[NamedYear, list[IdentityNote]]:
    """The title's year, unless period and narrative agree on another one.

    Lists of other years' reports are no conflict where period or narrative agree with it.
    """
    of_title, period, narrated = years[Source.TITLE], years[Source.PERIOD], years[Source.NARRATIVE]
    told = period or narrated
    if len(period) == 1 and period == narrated != of_title:
        return _of(named, Source.PERIOD)[0], _conflict(period[0], of_title)
    others = told or [t.year for t in titles.listed if t.year]
    return named[0], [] if of_title[0] in told else _conflict(of_title[0], others)


def _of(named: Sequence[NamedYear], source: Source) -> list[NamedYear]:
    return [n for n in named if n.source is source]


def _conflict(chosen: int | None, years: Sequence[int]) -> list[IdentityNote]:
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


def _manifest_notes(year: int, told: NamedYear | None) -> list[IdentityNote]:
    if told is None or told.year == year:
        return []
    message = f"清单所列年度为 {year}，报告写明的是 {told.year}；采用清单"
    english = f"the manifest names {year}, the report {told.year}; the manifest is followed"
    return [IdentityNote("manifest_conflict", message, english, str(year), str(told.year))]


def _unknown(titles: ReportTitles) -> IdentityNote:
    message = "标题、统计期限和正文都没有写明报告年度"
    english = "neither the title nor the period nor the text says which year the report is about"
    if titles.is_of_school_year:
        message = "报告以学年为期，不属于某一个年度"
        english = "the report is about a school year, which is no calendar year"
    return IdentityNote("report_year_unknown", message, english, "报告年度", None)


def _evidence(named: Sequence[NamedYear], told: NamedYear | None) -> Iterator[IdentityEvidence]:
    for piece in named:
        yield IdentityEvidence(
            "year", str(piece.source), str(piece.year), piece.raw_text, piece is told
        )
