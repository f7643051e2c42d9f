"""The canonical name of an agency: one spelling for all printings of one body.

The deepest division's official name stands first, then the organ's own part with the spellings
of spellings.yaml; what a name says it is part of has its canonical name too.
"""

from functools import cache

from transform.branches import Branch, read_branch
from transform.gazetteer import Division, Level, gazetteer
from transform.organ_kinds import Kind, is_government_office
from transform.organ_words import organ_words
from transform.organs import Organ
from transform.towns import read_town
from transform.zones import has_own_name, zone_end

_SHORTEST_TOWN = 2
_COMMITTEE = ("", "管委会", "管委", "管理委员会", "党工委管委会", "党工委、管委会")
_NO_COMMITTEE = ("农场", "林场", "牧场", "渔场", "自由贸易港")


def canonical_name(organ: Organ, place: Division, branch: Division | None) -> str:
    """The canonical name of an organ.

    Args:
        organ: the name in parts.
        place: the division in the name, a town's county.
        branch: the division that a branch serves, if it is not the place itself.
    """
    if organ.kind in (Kind.TOWN, Kind.SUBDISTRICT):
        return organ.prefix + place.name + _towns_own(organ.own, place)
    if organ.kind is Kind.ZONE and organ.name.startswith("中国("):
        return canonical_zone(organ.name)
    if organ.kind is Kind.ZONE:
        return organ.prefix + _before_zone(organ, branch or place) + canonical_zone(organ.own)
    if organ.sector == "government" and not organ.prefix:
        return place.name + _seat_of(place)
    if is_government_office(organ.own):
        return place.name + _office(organ.own, _seat_of(place))
    parts = read_branch(organ.own)
    prefix, own = _with_prefix(organ)
    if parts is not None and not prefix:
        return _branch_name(organ, parts, place, branch)
    return prefix + _shown(prefix, own, place) + own


def canonical_zone(own: str) -> str:
    """A zone's name with one word for its committee, which stands for the zone too."""
    end = zone_end(own)
    if end is None:
        return own
    if own[end:] in _COMMITTEE and not own.endswith(_NO_COMMITTEE):
        return own[:end] + "管理委员会"
    return own.replace("管委会", "管理委员会")


def whole_name(organ: Organ) -> str:
    """The canonical name of an agency without a division."""
    if organ.kind is not Kind.ZONE:
        return organ.name
    return organ.prefix + canonical_zone(organ.own)


def name_of_whole(organ: Organ, place: Division, branch: Division | None) -> str | None:
    """The canonical name of the body that the name says this one is part of; None if none."""
    if organ.kind in (Kind.TOWN, Kind.SUBDISTRICT):
        town = read_town(organ.own)
        part = town is not None and not town.is_itself
        return place.name + town.seat if town and part else None
    if organ.kind is Kind.ZONE:
        return None
    if is_government_office(organ.own):
        return place.name + _seat_of(place)
    parts = read_branch(organ.own)
    return _whole(organ, parts, place, branch) if parts else None


def canonical_own(own: str) -> str:
    """The own part of an ordinary organ in its canonical spelling."""
    words = organ_words()
    own = words.connective.sub(lambda m: words.spelled[m[0]], own)
    return words.short_name.sub(lambda m: words.spelled[m[0]], own)


def _whole(organ: Organ, parts: Branch, place: Division, branch: Division | None) -> str | None:
    if parts.parent:
        prefix, own = _with_prefix(organ, parts.parent)
        return prefix + _shown(prefix, own, place) + own
    above = _place_above(parts, place, branch)
    return above + canonical_own(parts.trade) + "局" if above else None


def _branch_name(organ: Organ, parts: Branch, place: Division, branch: Division | None) -> str:
    """六安市舒城县生态环境分局; 南昌市公安局东湖分局."""
    serves = branch or place
    trade = parts.trade or parts.parent.removesuffix("局")
    above = place.name if branch else _place_above(parts, place, branch)
    if above and (parts.trade or branch) and parts.kind == "分局":
        if trade in organ_words().county_before_trade:
            return f"{above}{serves.name}{canonical_own(trade)}分局"
        parent = canonical_own(parts.parent or trade + "局")
        return f"{above}{parent}{_short(serves)}分局"
    if branch:
        return f"{place.name}{canonical_own(parts.parent)}{_short(branch)}{parts.kind}"
    return organ.prefix + place.name + canonical_own(organ.own)


def _place_above(parts: Branch, place: Division, branch: Division | None) -> str | None:
    """The official name of the division whose bureau a branch is of; None if untold."""
    if branch is not None:
        return place.name
    if place.level is Level.COUNTY and parts.trade in organ_words().branches_of_prefecture:
        return place.prefecture or place.province
    return None


def _with_prefix(organ: Organ, own: str | None = None) -> tuple[str, str]:
    """The prefix and own part of a vertical organ, one spelling for both."""
    words = organ_words()
    own = canonical_own(organ.own if own is None else own)
    prefix = words.national.get(organ.prefix, organ.prefix)
    return words.implied_prefixes.get(own, (prefix, own)) if not prefix else (prefix, own)


def _shown(prefix: str, own: str, place: Division) -> str:
    """The place as organs of the kind print it: in full, or without its kind (吴忠调查队)."""
    if not prefix or prefix.endswith("师") or own.startswith(organ_words().official_places):
        return place.name
    return _short(place)


def _short(place: Division) -> str:
    """The name without its kind; in full where one character would stay (和县)."""
    return _stems().get(place, place.name)


@cache
def _stems() -> dict[Division, str]:
    return {place: stem for stem, found in gazetteer().stems.items() for place in found}


def _before_zone(organ: Organ, place: Division) -> str:
    """The place before a zone: part of its name where it has none of its own (合肥高新区)."""
    return place.name if has_own_name(organ.own) else _short(place)


def _towns_own(own: str, place: Division) -> str:
    """A town's own name; a bare county before it is left out (资中水南镇)."""
    stem = _short(place)
    if own.startswith(stem) and (shorter := read_town(own[len(stem) :])):
        own = own[len(stem) :] if len(shorter.name) > _SHORTEST_TOWN else own
    town = read_town(own)
    if town is None:
        return own
    if town.is_itself:
        bracket = town.tail.find("(")
        return town.seat + (town.tail[bracket:] if bracket >= 0 else "")
    return town.seat + "办公室" if town.is_office else town.name + town.tail


def _seat_of(place: Division) -> str:
    """What governs a division."""
    if place.name.endswith("特别行政区"):
        return "政府"
    return "行政公署" if place.name.endswith(("盟", "地区")) else "人民政府"


def _office(own: str, seat: str) -> str:
    """政府办, 政府办公室 and 人民政府办公室 are one; 办公厅 is a province's or large city's."""
    if "公开" in own or own.startswith("党政"):
        return own.removeprefix("人民政府")
    return seat + ("办公厅" if "办公厅" in own else "办公室")
