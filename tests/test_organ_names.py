"""Real organs of every level, sector and province, and what their names must mean.

The rows stand in `organ_names/*.txt`, one name a line, `|` between the columns:

    name | context | year | level | admin_code | province | prefecture | county | sector | part_of

`context` is a text around the name, `-` is null, `?` is not compared. A line with `!` is a name
that tells no agency; one with a code at its end may tell one, but never of that division:

    ! name | context | year [| admin_code]
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from transform.agencies import Resolution, Surroundings, resolve
from transform.characters import normalise
from transform.divisions import all_divisions
from transform.gazetteer import Level

FOLDER = Path(__file__).parent / "organ_names"
FILES = sorted(FOLDER.glob("*.txt"))
COLUMNS = ("level", "admin_code", "province", "prefecture", "county", "sector", "part_of")
SECTORS = """
government government_office township subdistrict zone petitions development_reform education
science_technology industry_information ethnic_religious public_security civil_affairs justice
finance human_resources natural_resources ecology_environment housing_construction
urban_management transport water agriculture_rural forestry commerce culture_tourism sport health
healthcare_security veterans emergency audit state_assets market_regulation statistics
government_services archives tax customs meteorology other_vertical institution other
"""
UNSEEN = {"台湾省", "香港特别行政区", "澳门特别行政区"}
"""Divisions whose organs file no such reports."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `expected` is None where the name is refused."""

    name: str
    context: str
    year: int | None
    expected: dict[str, str | None] | None
    never: str | None = None

    def resolved(self) -> Resolution:
        around = Surroundings(normalise(self.context)) if self.context else None
        return resolve(normalise(self.name), around, self.year)


def read_rows() -> list[Row]:
    return [row for path in FILES for row in rows_of(path)]


def rows_of(path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [read_row(line) for line in lines if line.strip() and not line.startswith("#")]


def read_row(line: str) -> Row:
    refused = line.startswith("!")
    fields = [field.strip() for field in line.removeprefix("!").split("|")]
    name, context, year, *rest = fields
    head = (name, "" if context == "-" else context, None if year == "-" else int(year))
    if refused:
        return Row(*head, None, *rest)
    told = {
        column: None if field == "-" else field
        for column, field in zip(COLUMNS, rest, strict=True)
        if field != "?"
    }
    return Row(*head, told)


ROWS = read_rows()
ACCEPTED = [row for row in ROWS if row.expected is not None]
REFUSED = [row for row in ROWS if row.expected is None]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_name_means_its_agency_or_none(row: Row) -> None:
    agency = row.resolved().agency
    if row.never is not None:
        assert agency is None or agency.admin_code != row.never
    elif row.expected is None:
        assert agency is None
    else:
        assert agency is not None
        assert {column: getattr(agency, column) for column in row.expected} == row.expected


def told(column: str) -> Counter[str | None]:
    expected = [row.expected for row in ROWS if row.expected is not None]
    return Counter(columns[column] for columns in expected if column in columns)


def test_table_is_as_broad_as_it_claims() -> None:
    assert len(ACCEPTED) >= 1100
    assert len(REFUSED) >= 500
    assert len({(row.name, row.context, row.year, row.never) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_group_has_names_of_both_kinds(path: Path) -> None:
    rows = rows_of(path)
    assert len([row for row in rows if row.expected is not None]) >= 20
    assert len([row for row in rows if row.expected is None]) >= 5


def test_every_province_has_rows() -> None:
    provinces = {d.name for d in all_divisions() if d.level is Level.PROVINCE} - UNSEEN
    assert len(provinces) == 31
    assert {p: told("province")[p] for p in provinces if told("province")[p] < 6} == {}


def test_every_sector_has_rows() -> None:
    sectors = SECTORS.split()
    assert len(sectors) == 43
    assert set(told("sector")) <= set(sectors)
    assert {
        sector: told("sector")[sector] for sector in sectors if told("sector")[sector] < 5
    } == {}


def test_every_level_has_rows() -> None:
    least = {"national": 60, "province": 150, "prefecture": 200, "county": 400, "township": 80}
    assert {
        level: told("level")[level] for level in least if told("level")[level] < least[level]
    } == {}
    assert told("level")[None] >= 40
    assert set(told("level")) == {*least, None}


def test_odd_forms_have_rows() -> None:
    assert len([row for row in ACCEPTED if row.context]) >= 50
    assert len([row for row in REFUSED if row.context]) >= 30
    assert len([row for row in ACCEPTED if row.year]) >= 100
    assert sum(told("part_of").values()) - told("part_of")[None] >= 40
