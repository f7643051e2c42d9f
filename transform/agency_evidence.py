"""Every name by which a report calls its agency, with the place where it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transform.file_names import PathFacts
from transform.identity_evidence import Source
from transform.organs import ends_like_organ, starts_with_trade, take_apart
from transform.page_facts import publishers
from transform.report_text import ReportText
from transform.report_titles import ReportTitles
from transform.self_naming import LAST_LINES, find_signature, told_throughout
from transform.titles import Title, is_name, is_plausible_name, is_pronoun


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """A name that one place gives to the reporting agency; `raw_text` is what stands there.

    Attributes:
        may_be_host: it may as well be that of the website.
        is_claim: the report itself says that this organ compiled or signed it.
        is_doubtful: titles of other organs stand beside it, or a government's above it, and
            nothing tells which is meant.
    """

    source: Source
    name: str
    raw_text: str
    may_be_host: bool = False
    is_claim: bool = False
    is_doubtful: bool = False


_OPENINGS = (
    re.compile(
        r"由([^,。;:《》\n]{4,40}?)(?:负责|组织|(?:结合|根据|按照)[^,。;\n]{0,20})?(?:编制|编写)"
    ),
    re.compile(r"(?:现将|现就|公布)([^,。;:《》\n]{3,40}?)20\d\d年"),
    re.compile(
        r"(?:^|[。\n])([^,。;:《》\n]{3,40}?)(?:依照|依据|根据|按照)[^。\n]{0,80}(?:编制|编写|制作)"
    ),
    re.compile(r"(?:^|\n)(?:填报|报告|编制)(?:单位|机关|机构)(?:名称)?:([^,。;:《》\n(]{3,40})"),
    re.compile(r"([省市县区州旗盟](?:人民)?政府(?:办公厅|办公室|办)?)(?:组织)?编制"),
)
"""Sentences that say who has compiled the report, before or in section one."""
_MOST_COMPILERS = 5
_GOVERNS = re.compile(r"(?:人民政府|行政公署|[省市县区旗州盟])$")
"""Names of those whose website a page may stand on."""


def names_in_text(report: ReportText, titles: ReportTitles) -> Iterator[NamedAgency]:
    """The names where the report names itself: title, opening, signature, in this order."""
    main = titles.main
    own = [main] if main else []
    listed = [t for t in titles.listed if main and t is not main and t.year in (main.year, None)]
    for title in (*own, *listed):
        if title.name:
            name = _without_host(title.name, report.text) if title.is_joined else title.name
            host = title.is_name_apart and _GOVERNS.search(name) is not None
            doubtful = bool(titles.rivals)
            yield NamedAgency(Source.TITLE, name, title.printed, host, is_doubtful=doubtful)
    yield from _named(Source.OPENING, titles.quoted)
    for name, sentence in _compilers(titles.opening):
        yield NamedAgency(Source.OPENING, name, sentence, is_claim=True)
    last = report.texts(
        max(len(report.lines) - LAST_LINES, report.first_heading), len(report.lines)
    )
    if signature := find_signature(last, report.text):
        yield NamedAgency(Source.SIGNATURE, signature, signature, is_claim=True)


def names_of_page(titles: ReportTitles) -> Iterator[NamedAgency]:
    """The names in the titles that the page's head gives."""
    yield from _named(Source.METADATA, titles.of_page)


def name_in_narrative(prose: str) -> Iterator[NamedAgency]:
    """The organ that the report speaks of throughout; none if none or several stand out."""
    name = told_throughout(prose)
    if name:
        yield NamedAgency(Source.NARRATIVE, name, _words_at(prose, name))


def names_of_publishers(report: ReportText) -> Iterator[NamedAgency]:
    """Whole names of organs that the page gives as its publisher."""
    for name in publishers(report.metadata, report.texts(0, report.first_heading)):
        if is_name(name) and ends_like_organ(name):
            yield NamedAgency(Source.METADATA, name, name, may_be_host=True)


def name_in_path(facts: PathFacts) -> Iterator[NamedAgency]:
    """The organ that the file is named after, with the path's place before it if it lacks one."""
    if facts.name is None:
        return
    organ = take_apart(facts.name)
    name = facts.name
    if organ.is_placeless and facts.place is not None:
        name = facts.place.name + facts.name
    yield NamedAgency(Source.PATH, name, facts.printed)


def _named(source: Source, titles: Sequence[Title]) -> Iterator[NamedAgency]:
    for title in titles:
        if title.name:
            yield NamedAgency(source, title.name, title.printed)


def _without_host(name: str, text: str) -> str:
    """A title's name without the government on the line above it, whose page it may be.

    吴忠市人民政府 above 信访局2021年… is part of the name only where the text prints both as one.
    """
    _, government, below = name.partition("人民政府")
    whole = starts_with_trade(below) and ends_like_organ(below)
    return below if government and whole and name not in text else name


def _compilers(opening: str) -> Iterator[tuple[str, str]]:
    """Who the opening says has compiled the report, with the words that say so."""
    count = 0
    for pattern in _OPENINGS:
        for match in pattern.finditer(opening):
            if count < _MOST_COMPILERS and _is_whole_name(match[1]):
                count += 1
                yield match[1], match[0].strip()


def _is_whole_name(name: str) -> bool:
    """Whether words cut out of a sentence are an organ's or an area's name and no more."""
    whole = ends_like_organ(name) or not take_apart(name).own
    return whole and is_plausible_name(name) and not is_pronoun(name)


def _words_at(text: str, name: str) -> str:
    start = max(text.find(name), 0)
    return text[start : start + len(name) + 20].partition("\n")[0]
