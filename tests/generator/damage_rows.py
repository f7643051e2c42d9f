"""Damage to whole rows and tables: taken out, repeated, or strange ones put in."""

from dataclasses import replace
from random import Random

from tests.generator.draft import Draft
from tests.generator.form_data import APPLICATIONS, FACTS, PROACTIVE, REVIEW
from tests.generator.tables import LABEL_COLUMNS, Field, Line, Sheet

LOCAL_ROWS = ("其中：通过网络提交", "另：电话咨询答复人次", "补充：转送其他机关办理")
"""Labels of rows that some places add to the national form."""


def take_out_row(draft: Draft, rng: Random) -> Draft | None:
    """Leave out an outcome row that opens no group."""
    rows = [line for line in draft.free_rows() if not any(f.text for f in line.labels[:-1])]
    if not rows:
        return None
    line = rng.choice(rows)
    draft = draft.replacing(APPLICATIONS, line)
    keys = [key for key in draft.report.cells if key[:2] == (APPLICATIONS, line.code)]
    return draft.losing(*keys).touching(line.code)


def add_local_row(draft: Draft, rng: Random) -> Draft | None:
    """Put in a row that the form does not have, with figures that belong to no cell."""
    codes = ("received", "carried_over", "carried_forward")
    after = [line for line in draft.free_rows() if line.code in codes]
    if not after:
        return None
    line = rng.choice(after)
    figures = (Field(str(rng.randint(0, 40)), figure=True) for _ in line.figures)
    local = Line("foreign", (Field(rng.choice(LOCAL_ROWS), LABEL_COLUMNS), *figures))
    return _inserting_after(draft, line, [local])


def repeat_header(draft: Draft, rng: Random) -> Draft | None:
    """Break the applications table over two pages and print its header again."""
    rows = draft.free_rows()
    if not rows:
        return None
    headers = [line for line in draft.sheet(APPLICATIONS).lines if line.kind == "header"]
    return _inserting_after(draft, rng.choice(rows[:-1]), [_page_line(rng), *headers])


def insert_page_number(draft: Draft, rng: Random) -> Draft | None:
    """Leave the number of a page between two rows."""
    rows = draft.free_rows()
    return _inserting_after(draft, rng.choice(rows[:-1]), [_page_line(rng)]) if rows else None


def take_out_clause(draft: Draft, rng: Random) -> Draft | None:
    """Leave out one clause of the proactive table with its header and rows."""
    if not draft.has(PROACTIVE):
        return None
    lines = draft.sheet(PROACTIVE).lines
    starts = [at for at, line in enumerate(lines) if len(line.fields) == 1]
    chosen = rng.randrange(1, len(starts))
    end = starts[chosen + 1] if chosen + 1 < len(starts) else len(lines)
    lost = {line.code for line in lines[starts[chosen] : end] if line.code}
    kept = [*lines[: starts[chosen]], *lines[end:]]
    keys = [key for key in draft.report.cells if key[0] == PROACTIVE and key[1] in lost]
    return draft.with_lines(PROACTIVE, lambda _: kept).losing(*keys).touching(*lost)


def take_out_table(draft: Draft, rng: Random) -> Draft | None:
    """Leave out one of the tables, as where it stands in the file as a picture."""
    fact = rng.choice((PROACTIVE, REVIEW))
    if not draft.has(fact):
        return None
    keys = [key for key in draft.report.cells if key[0] == fact]
    return _without(draft, (fact,)).losing(*keys).touching(*{key[1] for key in keys})


def take_out_all_tables(draft: Draft, rng: Random) -> Draft | None:
    """Leave out every table: a report of text alone, which has no cells."""
    bare = _without(draft, FACTS)
    return replace(bare, report=replace(bare.report, form_edition=None, cells={}))


def _inserting_after(draft: Draft, line: Line, new: list[Line]) -> Draft:
    """Put lines in after a row; the rest of a broken label stays beside its row."""

    def change(lines: tuple[Line, ...]) -> list[Line]:
        at = lines.index(line) + 1
        return [*lines[:at], *new, *lines[at:]]

    return draft.with_lines(APPLICATIONS, change)


def _page_line(rng: Random) -> Line:
    number = rng.randint(2, 9)
    text = rng.choice((f"{number}", f"- {number} -", f"— {number} —", f"第{number}页"))
    return Line("page", (Field(text),))


def _without(draft: Draft, facts: tuple[str, ...]) -> Draft:
    pieces = (p for p in draft.pieces if not (isinstance(p, Sheet) and p.fact in facts))
    return replace(draft, pieces=tuple(pieces))
