"""Tell what a printed name means, and complete its place where the name does not state it.

市信访局 gets its place from the report's text, else from the file's metadata, else from its path.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from transform.agencies import Resolution, Surroundings, resolve
from transform.characters import normalise
from transform.file_names import PathFacts
from transform.gazetteer import Division
from transform.identity_evidence import IdentityEvidence, Source
from transform.organs import Kind, starts_with_trade, take_apart
from transform.page_facts import publishers
from transform.report_text import ReportText
from transform.self_naming import fuller_name


class Case:
    """One report and all beside its names that tells its agency.

    Args:
        report: the report.
        titles: the numbers of the lines of its titles.
        facts: what the file's path tells.
        year: the report year; None if it can't be told.
    """

    def __init__(
        self, report: ReportText, titles: Collection[int], facts: PathFacts, year: int | None
    ) -> None:
        self.report = report
        self.facts = facts
        self.year = year
        self._titles = titles

    @cached_property
    def around(self) -> Surroundings:
        """The text without what it says of places visited, asked for places."""
        return Surroundings(_without_visits(self.report.text))

    @cached_property
    def prose(self) -> Surroundings:
        """The same without what stands above the sections and is no sentence."""
        return Surroundings(_without_visits(self.report.prose(self._titles)))


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name and what it means.

    Attributes:
        name: the fullest form in which the file prints it.
        resolution: what that was found to mean.
        by: the source that completed its place; None where the first printing told it.
        evidence: what completed it.
    """

    name: str
    resolution: Resolution
    by: Source | None = None
    evidence: tuple[IdentityEvidence, ...] = ()


_VISITED = re.compile(
    r"(?:学习借鉴|借鉴|考察|参观|对标|赴)[一-鿿、]{2,40}"
    r"|[与和同到往][一-鿿]{2,24}?(?:交流|学习|考察|调研|取经|座谈|协作)"
)
"""Other places and organs, as one that is visited or learnt from."""
_TO_US = re.compile(r"[来到向对给]我(?:局|办|委|厅|镇|乡|街道|院|校|中心|单位)")
_CLAUSE = re.compile(r"[一-鿿]{2,24}$")


@lru_cache(maxsize=1024)
def resolve_alone(name: str, year: int | None) -> Resolution:
    """What a name means without any text around it; the same names stand all over a report."""
    return resolve(name, None, year)


def place_name(printed: str, case: Case) -> PlacedName:
    """Tell what a name means that a report, a manifest or a path gives."""
    alone = resolve_alone(printed, case.year)
    if alone.agency is not None and alone.place_from != "text":
        return PlacedName(fuller_name(printed, case.report.text), alone)
    found = None
    for attempt in (_by_fuller_name, _by_source, _by_text, _by_metadata, _by_path):
        found = attempt(printed, case)
        if found is not None:
            return found
    open_to = resolve(printed, case.around, case.year).candidates
    text = case.prose.text if _is_any(printed) else case.report.text
    return PlacedName(fuller_name(printed, text), Resolution(None, None, open_to))


def _by_fuller_name(printed: str, case: Case) -> PlacedName | None:
    """By the same name with its place before it elsewhere in the text."""
    fuller = fuller_name(printed, case.prose.text if _is_any(printed) else case.report.text)
    found = resolve(fuller, case.around, case.year)
    if fuller == printed or found.agency is None:
        return None
    told = _piece(Source.NARRATIVE, fuller, _words_at(case.report.text, fuller))
    return PlacedName(fuller, found, Source.NARRATIVE, (told,))


def _by_source(printed: str, case: Case) -> PlacedName | None:
    """By a publisher in the file's metadata that is the same name with its place before it.

    A government or its office may be that of any place: it is the page's host.
    """
    if _is_any(printed):
        return None
    lines = case.report.texts(0, case.report.first_heading)
    for source in publishers(case.report.metadata, lines):
        if source != printed and source.endswith(printed):
            found = resolve_alone(source, case.year)
            if found.agency is not None:
                told = _piece(Source.METADATA, source, source)
                return PlacedName(source, found, Source.METADATA, (told,))
    return None


def _without_visits(text: str) -> str:
    """A text without the clauses that tell of visits, and of what others do to us (来我局)."""
    kept, start = [], 0
    for match in _TO_US.finditer(text):
        actor = _CLAUSE.search(text, max(start, match.start() - 24), match.start())
        kept.append(text[start : actor.start() if actor else match.start()])
        start = match.end()
    return _VISITED.sub("", "".join([*kept, text[start:]]))


def _is_any(printed: str) -> bool:
    """Whether a name is that of a government without its place: the host's may be any other."""
    return take_apart(printed).is_placeless and printed.startswith(("人民政府", "政府"))


def _by_text(printed: str, case: Case) -> PlacedName | None:
    """By the places that the text names; the path must not name another one of that kind."""
    found = resolve(printed, case.prose, case.year)
    if found.agency is not None and _is_deeper(case.facts.place, found, printed):
        return None
    return _placed(printed, found, Source.NARRATIVE, case.prose.text)


def _is_deeper(place: Division | None, found: Resolution, printed: str) -> bool:
    """Whether the path names another division that a level word may stand for (县级市 in 市)."""
    word = take_apart(printed).level_word
    code = found.agency.admin_code if found.agency else None
    return bool(word and place and place.name.endswith(word) and place.code != code)


def _by_metadata(printed: str, case: Case) -> PlacedName | None:
    """By the places that a page's header, its fields and the metadata name beside the text's."""
    said = "\n".join([case.around.text, *map(normalise, case.report.metadata.values())])
    found = resolve(printed, Surroundings(said), case.year)
    if found.agency is not None and _is_deeper(case.facts.place, found, printed):
        return None
    return _placed(printed, found, Source.METADATA, said)


def _placed(printed: str, found: Resolution, by: Source, text: str) -> PlacedName | None:
    agency = found.agency
    if agency is None:
        return None
    name = agency.county or agency.prefecture or agency.province or agency.agency_name
    return PlacedName(printed, found, by, (_piece(by, name, _words_at(text, name)),))


def _by_path(printed: str, case: Case) -> PlacedName | None:
    """By the division that the path names, if the text names no other one for its own."""
    place = case.facts.place
    if place is None or _is_elsewhere(place, case.around):
        return None
    for full in _under(place, printed, resolve(printed, case.around, case.year).candidates):
        found = resolve_alone(full, case.year)
        if found.agency is not None and _lies_in(found, place):
            told = _piece(Source.PATH, place.name, case.facts.printed)
            return PlacedName(printed, found, Source.PATH, (told,))
    return None


def _is_elsewhere(place: Division, around: Surroundings) -> bool:
    """Whether the text names places for its own, and none on the way to this one."""
    own = around.own_places
    return bool(own) and not any(d == place or d.holds(place) or place.holds(d) for d in own)


def _under(place: Division, printed: str, open_to: tuple[Division, ...]) -> Iterator[str]:
    """The name with its place in full, as far as it may lie at this one."""
    organ = take_apart(printed)
    if open_to:
        fitting = [d for d in open_to if d == place or place.holds(d)]
        if len(fitting) == 1:
            above = fitting[0].prefecture if fitting[0].prefecture != fitting[0].name else None
            yield f"{fitting[0].province}{above or ''}{printed}"
    elif organ.level_word and place.name.endswith(organ.level_word):
        yield _in_full(place) + printed.removeprefix("全").removeprefix(organ.level_word)
    elif starts_with_trade(printed) or organ.kind in (Kind.TOWN, Kind.SUBDISTRICT):
        yield _in_full(place) + printed


def _in_full(place: Division) -> str:
    names = (place.province, place.prefecture, place.county)
    return "".join(dict.fromkeys(name for name in names if name))


def _lies_in(found: Resolution, place: Division) -> bool:
    code = found.agency.admin_code if found.agency else None
    return code is not None and code.startswith(place.prefix)


def _piece(source: Source, value: str, raw_text: str) -> IdentityEvidence:
    return IdentityEvidence("agency", str(source), value, raw_text or value, used=True)


def _words_at(text: str, name: str) -> str:
    """The words around the first mention of a name."""
    at = text.find(name)
    return text[max(at - 10, 0) : at + len(name) + 20].replace("\n", " ") if at >= 0 else ""
