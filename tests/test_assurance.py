"""The assurance of each figure: what the build says, beside the same rules in plain Python."""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.rules import load_rules
from tests.expectations_warehouse import findings_of, write_warehouse
from tests.lake_samples import SampleReport, sample_values, write_sample_lake
from transform.form import CellKey, Edition, Fact, load_editions
from transform.lake import Lake
from transform.schema import EVIDENCE, TABLES, CellStatus
from warehouse.build import build_warehouse

REPORTED, BLANK = CellStatus.REPORTED, CellStatus.BLANK
PLACEMENTS = ("border", "separator", "order", "arithmetic")
SEED = 20240131
RANDOM_REPORTS = 80

Cells = dict[CellKey, tuple[int | None, CellStatus]]
Placements = Mapping[CellKey, str]


@dataclass(frozen=True, slots=True)
class Printed:
    """The cells of one report's form, and what the evidence says of each; {}: no evidence."""

    edition: Edition
    cells: Cells
    placements: Placements = field(default_factory=dict)


def assurance_of(printed: Printed, cell: CellKey) -> str:
    """The assurance of one cell, told in the words of its definition."""
    if printed.cells[cell][1] is not REPORTED:
        return "unproved"
    states = [
        state_of(printed, terms, cell) for terms in equations_of(printed.edition.edition)[cell]
    ]
    if "fails" in states:
        return "contradicted"
    if states and set(states) == {"holds soundly"}:
        return "proved"
    return "consistent" if {"holds", "holds soundly"} & set(states) else "unproved"


def state_of(printed: Printed, terms: Mapping[CellKey, int], cell: CellKey) -> str:
    statuses = [printed.cells[term][1] for term in terms]
    if not set(statuses) <= {REPORTED, BLANK}:
        return "unknown"
    if sum(sign * (printed.cells[term][0] or 0) for term, sign in terms.items()):
        return "fails" if BLANK not in statuses else "unknown"
    others = [printed.cells[term][0] for term in terms if term != cell]
    bordered = all(printed.placements.get(term) == "border" for term in terms)
    return "holds soundly" if any(others) or bordered else "holds"


@cache
def lines_of(name: str) -> Mapping[tuple[str, str], Mapping[CellKey, int]]:
    """The equations of an edition, each as its cells and their signs."""
    lines: dict[tuple[str, str], dict[CellKey, int]] = defaultdict(dict)
    for term in load_editions()[name].terms():
        lines[term.identity, term.instance][term.cell] = term.sign
    return lines


@cache
def equations_of(name: str) -> Mapping[CellKey, list[Mapping[CellKey, int]]]:
    """The equations that each cell of an edition stands in."""
    found: dict[CellKey, list[Mapping[CellKey, int]]] = defaultdict(list)
    for terms in lines_of(name).values():
        for cell in terms:
            found[cell].append(terms)
    return found


def sound_report(edition: Edition, rng: random.Random, zeros: float, blanks: float) -> Printed:
    """Random figures that hold the form's arithmetic; `blanks` of the zeros are left blank."""
    figures: dict[CellKey, int] = {cell: rng.randrange(90) for cell in edition.cells()}
    lines = lines_of(edition.edition)
    columns = [column.code for column in edition.applications.columns]
    for cell in edition.cells():
        if rng.random() < zeros:
            figures[cell] = 0
    for column in columns[:-1]:
        put_last(figures, lines["outcomes", column], "processed_total")
        carried = CellKey(Fact.APPLICATIONS, "carried_over", column)
        forward = CellKey(Fact.APPLICATIONS, "carried_forward", column)
        figures[forward] += figures[carried]
        put_last(figures, lines["balance", column], "received")
    for (identity, _), terms in lines.items():
        if identity in {"applicant_types", "results"}:
            put_last(figures, terms, "total")
    cells: Cells = {
        cell: (None, BLANK) if figure == 0 and rng.random() < blanks else (figure, REPORTED)
        for cell, figure in figures.items()
    }
    return Printed(edition, cells, dict.fromkeys(cells, rng.choice(PLACEMENTS)))


def put_last(figures: dict[CellKey, int], terms: Mapping[CellKey, int], code: str) -> None:
    """Give the one cell of an equation that bears this code the figure that makes it hold."""
    (last,) = [cell for cell in terms if code in {cell.row_code, cell.column_code}]
    rest = sum(sign * figures[cell] for cell, sign in terms.items() if cell != last)
    figures[last] = -rest * terms[last]


def disturbed(printed: Printed, rng: random.Random) -> Printed:
    """With some cells changed, blank, missing or unreadable, and some not read from borders."""
    cells, placements = dict(printed.cells), dict(printed.placements)
    for cell in rng.sample(sorted(cells), rng.choice((0, 1, 3, 12))):
        status = rng.choice((REPORTED, REPORTED, *CellStatus))
        cells[cell] = (rng.randrange(90) if status is REPORTED else None, status)
    for cell in rng.sample(sorted(cells), rng.choice((0, 0, 2, 40))):
        placements[cell] = rng.choice(PLACEMENTS)
    return Printed(printed.edition, cells, {} if rng.random() < 0.1 else placements)


def build(folder: Path, reports: Sequence[Printed]) -> list[dict[CellKey, str]]:
    """The assurance of every cell of every report, by the build."""
    samples = [
        SampleReport(
            number,
            agency=number,
            year=int(printed.edition.edition),
            edition=printed.edition.edition,
            cells=printed.cells,
        )
        for number, printed in enumerate(reports)
    ]
    lake = write_sample_lake(folder / "lake", samples)
    write_placements(lake, {s.report_id: r for s, r in zip(samples, reports, strict=True)})
    build_warehouse(lake, folder / "w.duckdb", load_rules())
    told: dict[str, dict[CellKey, str]] = defaultdict(dict)
    with duckdb.connect(folder / "w.duckdb", read_only=True) as connection:
        for fact in Fact:
            names = ", ".join(column.name for column in TABLES[fact].columns[:3])
            query = f"SELECT {names}, assurance FROM {fact}"
            for report_id, row, column, assurance in connection.execute(query).fetchall():
                told[report_id][CellKey(fact, row, column)] = assurance
    return [told[sample.report_id] for sample in samples]


def write_placements(lake: Lake, reports: Mapping[str, Printed]) -> None:
    """Let the evidence say what placed each cell; a report without placements has none."""
    for path in lake.table_files(EVIDENCE.name):
        rows = []
        for row in pq.read_table(path).to_pylist():
            placements = reports[row["report_id"]].placements
            cell = CellKey(Fact(row["fact"]), row["row_code"], row["column_code"])
            if placements:
                absent = row["locator"] is None
                rows.append(row | {"placement": None if absent else placements.get(cell)})
        pq.write_table(pa.Table.from_pylist(rows, schema=EVIDENCE.arrow_schema()), path)


def test_the_build_says_what_the_definition_says(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    editions = list(load_editions().values())
    reports = [
        disturbed(
            sound_report(editions[n % 2], rng, rng.choice((0.2, 0.8, 1)), rng.choice((0, 0.5, 1))),
            rng,
        )
        for n in range(RANDOM_REPORTS)
    ]
    seen: Counter[str] = Counter()
    for printed, told in zip(reports, build(tmp_path, reports), strict=True):
        expected = {cell: assurance_of(printed, cell) for cell in printed.cells}
        assert told == expected
        seen.update(expected.values())
    # each of the four is met often enough to tell a wrong rule from a right one
    assert min(seen[name] for name in ("proved", "consistent", "unproved", "contradicted")) > 150


def test_no_proved_figure_stays_proved_where_it_alone_is_changed(tmp_path: Path) -> None:
    """One report a cell, in both editions: among zeros and blanks, with borders or without."""
    rng = random.Random(SEED)
    changed: list[tuple[CellKey, Printed]] = []
    for edition in load_editions().values():
        for number, cell in enumerate(edition.cells()):
            zeros, blanks = ((0.2, 0), (0.8, 0.4), (1, 0.3), (0.8, 0))[number % 4]
            sound = sound_report(edition, rng, zeros, blanks)
            if cell.fact is not Fact.PROACTIVE and assurance_of(sound, cell) == "proved":
                changed.append((cell, with_other_digit(sound, cell, rng)))
    assert len(changed) > 150
    reports = [printed for _, printed in changed]
    for (cell, _), told in zip(changed, build(tmp_path, reports), strict=True):
        assert told[cell] != "proved", f"{cell} may change unseen"


def with_other_digit(printed: Printed, cell: CellKey, rng: random.Random) -> Printed:
    digits = list(str(printed.cells[cell][0]))
    place = rng.randrange(len(digits))
    digits[place] = rng.choice([d for d in "0123456789" if d != digits[place]])
    return Printed(
        printed.edition,
        printed.cells | {cell: (int("".join(digits)), REPORTED)},
        printed.placements,
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0), st.sampled_from(sorted(load_editions())))
def test_nor_does_it_by_the_definition(seed: int, name: str) -> None:
    rng, edition = random.Random(seed), load_editions()[name]
    printed = disturbed(sound_report(edition, rng, rng.random(), rng.random()), rng)
    proved = [cell for cell in printed.cells if assurance_of(printed, cell) == "proved"]
    for cell in rng.sample(proved, min(len(proved), 10)):
        assert assurance_of(with_other_digit(printed, cell, rng), cell) != "proved"


def application(row: str, column: str) -> CellKey:
    return CellKey(Fact.APPLICATIONS, row, column)


GRANTED = application("granted", "natural_person")
PROCESSED = application("processed_total", "natural_person")
UPHELD = CellKey(Fact.REVIEW_LITIGATION, "review", "upheld")
REVIEWS = CellKey(Fact.REVIEW_LITIGATION, "review", "total")
OTHER = application("partially_granted", "commercial_enterprise")
FEES = CellKey(Fact.PROACTIVE, "administrative_fees", "amount")


# what is changed in a sound report, the cell that is asked for, and its assurance
_CASES: dict[str, tuple[dict[CellKey, int | CellStatus], CellKey, str]] = {
    "row and column hold": ({}, GRANTED, "proved"),
    "row, outcomes and balance hold": ({}, PROCESSED, "proved"),
    "the channel holds": ({}, UPHELD, "proved"),
    "the form has no equation for it": ({}, FEES, "unproved"),
    "row and column fail": ({GRANTED: +1}, GRANTED, "contradicted"),
    "outcomes fail, row and balance hold": ({GRANTED: +1}, PROCESSED, "contradicted"),
    "neither row nor column fails": ({GRANTED: +1}, OTHER, "proved"),
    "the channel fails": ({UPHELD: -1}, REVIEWS, "contradicted"),
    "no number": ({GRANTED: BLANK}, GRANTED, "unproved"),
    "a blank makes outcomes unknown": ({GRANTED: BLANK}, PROCESSED, "consistent"),
    "an unreadable term": ({GRANTED: CellStatus.UNREADABLE}, PROCESSED, "consistent"),
    "the only equation lacks a term": ({REVIEWS: CellStatus.MISSING}, UPHELD, "unproved"),
}


def test_a_figure_is_as_sure_as_the_equations_that_it_stands_in(tmp_path: Path) -> None:
    told = build(tmp_path, [changed_report(changes) for changes, _, _ in _CASES.values()])
    found = {
        name: assurances[cell]
        for (name, (_, cell, _)), assurances in zip(_CASES.items(), told, strict=True)
    }
    assert found == {name: expected for name, (_, _, expected) in _CASES.items()}


def changed_report(changes: Mapping[CellKey, int | CellStatus]) -> Printed:
    edition = load_editions()["2021"]
    cells: Cells = {key: (int(v), REPORTED) for key, v in sample_values(edition, 6, 2021).items()}
    for key, change in changes.items():
        figure = cells[key][0]
        assert figure, "a figure other than 0, so that the change can be told"
        is_status = isinstance(change, CellStatus)
        cells[key] = (None, change) if is_status else (figure + int(change), REPORTED)
    return Printed(edition, cells)


def test_zeros_alone_are_proved_by_borders_only(tmp_path: Path) -> None:
    """A row of nothing but zeros holds however its figures were placed."""
    edition = load_editions()["2021"]
    zeros: Cells = dict.fromkeys(edition.cells(), (0, REPORTED))
    borders = dict.fromkeys(zeros, "border")
    reports = [
        Printed(edition, zeros, borders),
        Printed(edition, zeros, borders | {GRANTED: "order"}),
        Printed(edition, zeros, dict.fromkeys(zeros, "order")),
        Printed(edition, zeros),
        Printed(edition, zeros | {GRANTED: (None, BLANK)}, borders),
    ]
    total = application("granted", "total")
    told = build(tmp_path, reports)
    assert [each[total] for each in told] == [
        "proved",
        "consistent",
        "consistent",
        "consistent",
        "proved",
    ]
    assert told[1][application("partially_granted", "total")] == "proved"


def test_figures_keep_the_order_of_the_lake(tmp_path: Path) -> None:
    reports = [SampleReport(number, agency=number) for number in range(60)]
    lake = write_sample_lake(tmp_path / "lake", reports, batch_size=2)
    build_warehouse(lake, tmp_path / "w.duckdb", load_rules())
    with duckdb.connect(tmp_path / "w.duckdb", read_only=True) as connection:
        for fact in Fact:
            names = [column.name for column in TABLES[fact].lake_columns]
            files = [pq.read_table(path) for path in lake.table_files(fact)]
            rows = connection.execute(f"SELECT {', '.join(names)} FROM {fact}").fetchall()
            assert rows == [tuple(r[n] for n in names) for r in pa.concat_tables(files).to_pylist()]


def test_a_broken_equation_says_whose_fault_it_is(tmp_path: Path) -> None:
    row = {"identity": "applicant_types", "instance": "granted", "edit": "swapped_rows"}
    told = {"blame": "suspect_reading", "suggestion": "两行互换", "suggestion_en": "rows swapped"}
    column = {"identity": "outcomes", "instance": "granted", "edit": None}
    other = {"blame": "agency_error", "suggestion": None, "suggestion_en": None}
    changed = {GRANTED: (7777, REPORTED)}
    # the second row is about an equation that this report has not
    report = SampleReport(1, cells=changed, broken=(row | told, column | other))
    database = write_warehouse(tmp_path / "w.duckdb", [report])
    (of_row,) = findings_of(database, "identity_applicant_types")
    (of_column,) = findings_of(database, "identity_outcomes")
    assert {name: of_row[name] for name in told} == told
    assert (of_column["blame"], of_column["suggestion"]) == ("undecided", None)
