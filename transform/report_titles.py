"""The titles that a report shows: its own among those of other reports, above it, in it, of it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from transform.characters import normalise
from transform.report_text import ReportText
from transform.self_naming import agrees_with_pronouns, told_throughout
from transform.title_lines import find_titles
from transform.titles import Title, read_title
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
        lines: the numbers of the lines of the listed titles.
        periods: the years whose days the report gives as its period, as printed.
        rivals: titles of other organs that may as well be its own: the text names neither
            organ more often.
    """

    main: Title | None
    listed: tuple[Title, ...]
    quoted: tuple[Title, ...]
    of_page: tuple[Title, ...]
    opening: str
    lines: frozenset[int]
    periods: tuple[tuple[int, str], ...]
    rivals: tuple[Title, ...] = ()

    @property
    def is_of_school_year(self) -> bool:
        """Whether a title says that the report is about a school year."""
        own = [self.main] if self.main else [*self.quoted, *self.of_page]
        return any(is_school_year(normalise(title.printed)) for title in own)


_QUOTED_TITLE = re.compile(
    r"(?:(?<!根据)(?<!按照)(?<!依照)(?<!依据)(?<!参照)(?<!对照)(?<!结合)(?<!落实)(?<!贯彻)(?<!学习)(?<!参考)"
    r"(?<!转发)(?<!见)(?<!了)《|>|公布|发布|编制|形成|现将|标题:?|名称:?|\n|^)"
    r"([^《》>,。;:\n]{0,40}(?:信息公开|政务公开)[^《》,。;:\n]{0,16}?(?:报告|年报))"
    r"(?=[》,。;:(\n\"”]|如下|由|共?分为|包括|$)"
)
_MOST_RIVALS = 10
"""Titles of other organs that are weighed against each other."""
_TITLE_WORDS = re.compile(r"公开[^《》,。;:\n]{0,16}?(?:报告|年报)")
_BETWEEN_NAMES = re.compile(r"[_|>]|(?<!\d)[-—–](?!\d)")
"""Between a page's title, its column and its website."""
_MOST_PIECES = 6
_PAGE_TITLES = ("ArticleTitle", "title", "og:title")


def find_report_titles(report: ReportText) -> ReportTitles:
    """Find every title of a report and decide which is its own."""
    of_page = tuple(_of_page(report))
    listed = find_titles(report.lines, report.second_heading)
    periods = find_periods(report.text)
    best = _best(report, listed, of_page, {year for year, _ in periods})
    main = best[-1] if best else None
    rivals = tuple(t for t in best if main and t.name != main.name)
    printed = {report.lines[t.line].text for t in listed if t.count == 1}
    again = {i for i, line in enumerate(report.lines) if line.text in printed}
    taken = frozenset(again.union(t.line + i for t in listed for i in range(t.count)))
    opening = report.without(taken, report.second_heading)
    return ReportTitles(
        main, listed, tuple(_quoted(opening)), of_page, opening, taken, periods, rivals
    )


def _quoted(opening: str) -> Iterator[Title]:
    if not _TITLE_WORDS.search(opening):
        return
    for match in _QUOTED_TITLE.finditer(opening):
        if title := read_title(match[1]):
            yield title


def _of_page(report: ReportText) -> Iterator[Title]:
    for key in _PAGE_TITLES:
        text = digits_for_years(normalise(report.metadata.get(key, "")))
        pieces = [text, *_BETWEEN_NAMES.split(text)[:_MOST_PIECES]]
        if title := next(filter(None, map(read_title, pieces)), None):
            yield title


def _best(
    report: ReportText, titles: Sequence[Title], of_page: Sequence[Title], period: Collection[int]
) -> list[Title]:
    """The titles that may be this report's among those of a page that lists others too.

    The period decides, if one is stated; then the page's head; of titles of one organ what names
    most of agency and year, of those of several which the text speaks of. Of several that are
    left the one that stands last before the first heading is the likeliest; behind it the first.
    """
    fitting = [t for t in titles if t.year in period] or titles
    before = [t for t in fitting if t.line <= report.first_heading]
    if len(before) <= 1:
        return before or list(fitting[:1])
    of_head = {(t.name, t.year) for t in of_page}
    before = [t for t in before if (t.name, t.year) in of_head] or before
    names = {t.name for t in before if t.name}
    fullest = max(before, key=lambda t: (bool(t.name) + bool(t.year), t.line))
    if len(before) == 1 or not names:
        return [fullest]
    prose = report.prose({t.line + i for t in titles for i in range(t.count)})
    if len(names) > 1:
        return _told_of(before[-_MOST_RIVALS:], prose)
    if before[-1].name or fullest.name in prose:
        return [fullest]
    other = told_throughout(prose)
    return [fullest, before[-1]] if other and not other.endswith(fullest.name) else [fullest]


def _told_of(titles: Sequence[Title], prose: str) -> list[Title]:
    """Those whose organ the text names most often, or calls itself (我局); else all."""
    last = {t.name: t for t in titles}
    counts = {name: _count(name, last, prose) for name in last}
    most = [name for name in last if counts[name] == max(counts.values())]
    if len(most) > 1:
        agreeing = [name for name in most if name and agrees_with_pronouns(name, prose)]
        most = agreeing if len(agreeing) == 1 and "" not in most else most
    return sorted((last[name] for name in most), key=lambda title: title.line)


def _count(name: str, names: Collection[str], prose: str) -> int:
    """How often a text prints a name, and not a longer one that holds it."""
    longer = (other for other in names if name in other and other != name)
    return prose.count(name) - sum(map(prose.count, longer)) if name else 0
