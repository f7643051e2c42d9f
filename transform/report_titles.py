"""The titles that a report shows: its own among those of other reports, above it, in it, of it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from transform.characters import normalise
from transform.report_text import ReportText
from transform.titles import Title, find_titles, read_title
from transform.years import digits_for_years, find_periods, is_school_year


@dataclass(frozen=True, slots=True)
class ReportTitles:
    """All titles of a report.

    Attributes:
        main: its own title, on lines of its own; None where none is printed.
        listed: all titles above its second section; other years' and other organs' too.
        quoted: titles inside sentences of its opening.
        of_page: titles that the page or file names in its head.
        opening: the report up to its second heading without the lines of its titles.
        periods: the years whose days the report gives as its period, as printed.
    """

    main: Title | None
    listed: tuple[Title, ...]
    quoted: tuple[Title, ...]
    of_page: tuple[Title, ...]
    opening: str
    periods: tuple[tuple[int, str], ...]

    @property
    def is_of_school_year(self) -> bool:
        """Whether a title says that the report is about a school year."""
        own = [self.main] if self.main else [*self.quoted, *self.of_page]
        return any(is_school_year(normalise(title.printed)) for title in own)


_QUOTED_TITLE = re.compile(
    r"(?:《|>|公布|发布|编制|形成|现将|标题:?|名称:?|\n|^)"
    r"([^《》>,。;:\n]{0,40}(?:信息公开|政务公开)[^《》,。;:\n]{0,16}?(?:报告|年报))"
    r"(?=[》,。;:(\n\"”]|如下|$)"
)
_PAGE_TITLES = ("ArticleTitle", "title", "og:title")


def find_report_titles(report: ReportText) -> ReportTitles:
    """Find every title of a report and decide which is its own."""
    of_page = tuple(_of_page(report))
    listed = find_titles(report.lines, report.second_heading)
    periods = find_periods(report.text)
    main = _main(report, listed, of_page, {year for year, _ in periods})
    opening = report.opening_without({t.line + i for t in listed for i in range(t.count)})
    return ReportTitles(main, listed, tuple(_quoted(opening)), of_page, opening, periods)


def _quoted(opening: str) -> Iterator[Title]:
    for match in _QUOTED_TITLE.finditer(opening):
        if title := read_title(match[1]):
            yield title


def _of_page(report: ReportText) -> Iterator[Title]:
    for key in _PAGE_TITLES:
        text = digits_for_years(normalise(report.metadata.get(key, "")))
        if title := read_title(text):
            yield title


def _main(
    report: ReportText, titles: Sequence[Title], of_page: Sequence[Title], period: Collection[int]
) -> Title | None:
    """The title of this report among those of a page that lists others too.

    The period decides, if one is stated; then the page's head; then what names most of agency
    and year; then the title that stands last before the first heading, else the first after it.
    """
    fitting = [t for t in titles if t.year in period] or titles
    before = [t for t in fitting if t.line <= report.first_heading]
    if not before:
        return next(iter(fitting), None)
    named = {(t.name, t.year) for t in of_page}
    return max(
        before, key=lambda t: ((t.name, t.year) in named, bool(t.name) + bool(t.year), t.line)
    )
