"""Which agencies are one body through the years: renamed, spelled otherwise, of a renamed place."""

from collections import Counter
from collections.abc import Iterable, Iterator

from transform.variants import Succession

_CONTINUES = ("renamed", "division")


def find_lineages(successions: Iterable[Succession]) -> dict[str, str]:
    """Tell the body that each agency is part of, by the agency that bears it last.

    Spellings are one body. A renamed agency, or one whose division changed, goes on in its
    successor where it has no other and the successor came from no other. What was merged or
    divided ends: its figures are continued by no single body.

    Args:
        successions: in any order; without cycles, as `find_successions` makes them.

    Returns:
        The last agency of each one that stands in a line of several, itself included.
    """
    after = dict(_steps(list(successions)))
    return {agency: _last(after, agency) for agency in sorted({*after, *after.values()})}


def _steps(links: list[Succession]) -> Iterator[tuple[str, str]]:
    spelled = {link.agency_id for link in links if link.kind == "variant"}
    changes = [link for link in links if link.kind != "variant"]
    left = Counter(link.agency_id for link in changes)
    entered = Counter(link.successor_agency_id for link in changes)
    for link in sorted(links, key=lambda link: (link.agency_id, link.successor_agency_id)):
        alone = left[link.agency_id] == 1 and entered[link.successor_agency_id] == 1
        continues = link.kind in _CONTINUES and alone and link.agency_id not in spelled
        if continues or link.kind == "variant":
            yield link.agency_id, link.successor_agency_id


def _last(after: dict[str, str], agency: str) -> str:
    """Follow the steps; one that leads back to an agency already passed is not taken."""
    passed = {agency}
    while (following := after.get(agency)) is not None and following not in passed:
        agency = following
        passed.add(agency)
    return agency
