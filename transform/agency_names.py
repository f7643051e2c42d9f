"""Pick the name that is meant among all those that a report and its file give an agency."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from transform.agency_evidence import (
    NamedAgency,
    name_in_narrative,
    name_in_path,
    names_in_text,
    names_of_page,
    names_of_publishers,
)
from transform.agency_place import Case, resolve_alone
from transform.canonical_names import canonical_own
from transform.identity_evidence import Source
from transform.organs import Kind, take_apart
from transform.report_titles import ReportTitles
from transform.self_mentions import is_own_mention
from transform.self_naming import agrees_with_pronouns

_MOST_MENTIONS = 100
_NOT_DONE = "办|网站|门户|[^,。]{0,4}(?:重视|要求|部署|领导|召开|印发)"
"""Behind 县政府, these are no deeds of its own report: a bureau's tells so of its government."""
_GOVERNMENTS = ("人民政府", "人民政府办公室", "人民政府办公厅", "行政公署")


def all_names(case: Case, titles: ReportTitles) -> Iterator[NamedAgency]:
    """All names, the surest first; the narrative is asked only where no title tells."""
    surest = [*names_in_text(case.report, titles), *names_of_page(titles)]
    yield from surest
    if not any(_may_be_meant(named, case) for named in surest):
        is_hosted = any(named.may_be_host for named in surest)
        for named in name_in_narrative(case.prose.text):
            doubtful = is_hosted and not _speaks_for_itself(named.name, case)
            yield replace(named, is_doubtful=doubtful)
    yield from names_of_publishers(case.report)
    yield from name_in_path(case.facts)


def pick_name(names: Sequence[NamedAgency], case: Case) -> NamedAgency | None:
    """The surest name; but the signature's, if the text speaks of that organ and of no other.

    A title is easily another's: of the page's host, of a list, of the template.

    Args:
        names: all, in the order of trust.
        case: the report.
    """
    meant = [named for named in names if _may_be_meant(named, case)]
    if not meant:
        return None
    signed = next((named for named in meant if named.source is Source.SIGNATURE), None)
    first = meant[0]
    if signed is None or first.source is not Source.TITLE or _is_same(first.name, signed.name):
        return first
    of_title, of_signature = (take_apart(named.name).own for named in (first, signed))
    prose = case.prose.text
    spoken_of = bool(of_signature) and prose.count(of_signature) > 1
    return signed if spoken_of and of_title not in prose and _is_told_alone(signed, case) else first


def with_place(chosen: NamedAgency, names: Sequence[NamedAgency], case: Case) -> str:
    """The chosen name as the report itself prints it with its place: in opening or signature."""
    if _is_told_alone(chosen, case):
        return chosen.name
    fuller = {
        named.name
        for named in names
        if (named.is_claim or named.source is Source.TITLE)
        and not named.is_doubtful
        and _is_same(chosen.name, named.name)
        and _is_told_alone(named, case)
    }
    return fuller.pop() if len(fuller) == 1 else chosen.name


def _may_be_meant(named: NamedAgency, case: Case) -> bool:
    """Whether a name may be the agency's, and not the host's or a stranger's.

    Of titles that name different organs none tells it. The text's 我局 speaks against a
    government; on a line of its own above the title it is the agency only if the text speaks
    of it, and a publisher that is a government only if the text calls itself so.
    """
    if named.is_doubtful:
        return False
    if named.source is not Source.PATH and not named.may_be_host:
        return True
    agrees = agrees_with_pronouns(named.name, case.report.text)
    if named.source is Source.PATH:
        return agrees is not False
    if named.source is Source.METADATA:
        return agrees or (agrees is None and not named.name.endswith(_GOVERNMENTS))
    return agrees is not False and _is_spoken_of(named.name, case.prose.text)


def _speaks_for_itself(name: str, case: Case) -> bool:
    """Whether a text calls an organ 我局, or tells of its deeds more than once.

    Below a government's name a single deed may be that of one of its bureaux.
    """
    if agrees_with_pronouns(name, case.report.text):
        return True
    return _deeds_of(name, case.prose.text) > 1


def _deeds_of(name: str, prose: str) -> int:
    """How often a text tells what an organ did, by its name with or without its place."""
    organ = take_apart(name)
    short = organ.place.last[-1] + organ.own if organ.place else name
    return _own_mentions(f"{re.escape(name)}|{re.escape(short)}", prose)


def _own_mentions(pattern: str, prose: str) -> int:
    found = islice(re.finditer(pattern, prose), _MOST_MENTIONS)
    return sum(is_own_mention(prose, match.start(), match.end()) for match in found)


def _is_spoken_of(name: str, prose: str) -> bool:
    """Whether the text names a government or its deeds, or calls its area its own (我县)."""
    place = take_apart(name).place
    area = place.last[-1] if place else ""
    named = re.search(f"{re.escape(name)}(?!办)", prose)
    if name.endswith(area) and f"全{area}" in prose:
        return True
    if named is not None or (area and f"我{area}" in prose):
        return True
    deeds = _own_mentions(f"{area}(?:人民)?政府(?!{_NOT_DONE})", prose) if area else 0
    if not deeds:
        return False
    told = next(name_in_narrative(prose), None)
    return told is None or _deeds_of(told.name, prose) <= deeds


def _is_told_alone(named: NamedAgency, case: Case) -> bool:
    """Whether a name tells its agency without any text around it."""
    return resolve_alone(named.name, case.year).agency is not None


def _is_same(short: str, full: str) -> bool:
    """Whether a name may be another one without its place: 县信访局, 水南镇 (水南镇人民政府)."""
    if full.endswith(short):
        return True
    one, other = take_apart(short), take_apart(full)
    word = one.level_word
    fits = other.place is not None and other.place.last.endswith(word)
    if one.place is not None or not fits:
        return False
    is_town = one.kind in (Kind.TOWN, Kind.SUBDISTRICT) and other.own.startswith(one.own)
    return is_town or canonical_own(one.own) == canonical_own(other.own)
