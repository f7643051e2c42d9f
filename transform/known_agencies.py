"""The agencies of the warehouse as bodies with a seat and trades, read from their names."""

from dataclasses import dataclass

from transform.agencies import Agency
from transform.organs import take_apart
from transform.reforms import TradeName, Trades, read_trades


@dataclass(frozen=True, slots=True)
class KnownAgency(Agency):
    """An agency of the warehouse, and the years that its reports span.

    Attributes:
        first_year, last_year: None where no report tells its year.
    """

    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """The division that an agency serves; `town`: it serves a town or street of it."""

    code: str
    name: str
    town: bool


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as its name is read.

    Attributes:
        place: None for a national organ.
        template: the name with X for the place.
        named: the trades and ending of its own name; None if it is not understood.
        trades: those, or of a branch those of its bureau.
    """

    agency: KnownAgency
    place: Seat | None
    template: str
    named: TradeName | None
    trades: Trades | None


def read_body(agency: KnownAgency) -> Body | None:
    """Read an agency's name; None where its area is no division (海关, a zone of no place)."""
    if agency.level == "national":
        named = read_trades(agency.agency_name)
        return Body(agency, None, agency.agency_name, named, named.trades if named else None)
    name = agency.county or agency.prefecture or agency.province
    if agency.admin_code is None or name is None:
        return None
    place = Seat(agency.admin_code, name, agency.level == "township")
    template = _template(agency, name)
    named = None if place.town else read_trades(template.removeprefix("X"))
    trades = named.trades if named else _trades_of_branch(agency, name)
    return Body(agency, place, template, named, trades)


def _template(agency: KnownAgency, place: str) -> str:
    """The name with X for its division and those above that stand before it."""
    name = agency.agency_name
    start = name.find(place)
    if start < 0:
        organ = take_apart(name)
        return f"{organ.prefix}{'X' if organ.place else ''}{organ.own}"
    end = start + len(place)
    for above in (agency.prefecture, agency.province):
        if above and name.endswith(above, 0, start):
            start -= len(above)
    return f"{name[:start]}X{name[end:]}"


def _trades_of_branch(agency: KnownAgency, place: str) -> Trades | None:
    """The trades of the bureau that serves a place through a branch: 六安市生态环境局 in 舒城县.

    A branch inside the bureau's own division (高新区分局) does not stand for the bureau.
    """
    bureau = agency.part_of
    if bureau is None or place in bureau or not agency.agency_name.endswith("局"):
        return None
    named = read_trades(take_apart(bureau).own)
    return named.trades if named else None
