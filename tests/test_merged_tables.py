"""Tables whose cells markup or borders hold: by position, whole or cut by a page's end."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from extract.document import Block, Cell, Document, Paragraph, Row, Table
from tests.generator.draft import Draft
from tests.generator.layouts import random_drafts
from tests.judging import judge
from tests.merged_documents import as_document, with_uneven_borders
from transform.report import Rows, understand
from transform.tables import LEAST_CONFIDENCE

SHA256 = "0" * 64
HEADER_ROWS = 3
Cut = Callable[[Row], tuple[Row | None, Row]]
"""Of the first row behind a cut: what stands of it before and behind."""


def test_random_reports_are_read_in_full() -> None:
    outcomes: Counter[str] = Counter()
    for draft, _ in random_drafts("merged", 300, 20211231):
        outcomes += judge(draft.report, understand(as_document(draft), SHA256))
    assert outcomes["printed"] > 40_000
    assert not outcomes.keys() & {"wrong", "lost", "other status"}


def test_borders_that_do_not_meet_from_row_to_row_do_no_harm() -> None:
    outcomes: Counter[str] = Counter()
    rng = Random(3)
    for draft, _ in random_drafts("merged", 200, 2023):
        document = with_uneven_borders(as_document(draft), rng)
        outcomes += judge(draft.report, understand(document, SHA256))
    assert outcomes["printed"] > 27_000
    assert not outcomes.keys() & {"wrong", "lost", "other status"}


def test_a_header_that_lost_its_spans_still_tells_the_order() -> None:
    outcomes: Counter[str] = Counter()
    for draft, _ in random_drafts("merged", 40, 2024, most_damages=0):
        document = as_document(draft)
        blocks = [_with_header_to_the_left(block) for block in document.blocks]
        outcomes += judge(draft.report, understand(replace(document, blocks=tuple(blocks)), SHA256))
    assert outcomes.keys() == {"printed"}


def _with_header_to_the_left(block: Block) -> Block:
    """In the table of ten columns: header rows two and three begin in the first column."""
    if not isinstance(block, Table) or len(block.rows[0]) != 10:
        return block
    first, *header = block.rows[:HEADER_ROWS]
    moved = [(*row[3:], *(Cell("", f"end{i}") for i in range(3))) for row in header]
    return replace(block, rows=(first, *moved, *block.rows[HEADER_ROWS:]))


@pytest.mark.parametrize("mark", ["7", "2/3", "- 4 -", "第 5 页"])
def test_a_page_number_beside_a_table_is_no_figure(mark: str) -> None:
    draft, _ = next(iter(random_drafts("merged", 1, 2025, most_damages=0)))
    blocks: list[Block] = []
    for block in as_document(draft).blocks:
        around = [Paragraph(mark, "P0")] if isinstance(block, Table) else []
        blocks += [*around, block, *around]
    rows = understand(Document("docx", tuple(blocks)), SHA256)
    assert judge(draft.report, rows).keys() == {"printed"}


def test_a_page_number_over_a_tables_width_is_no_figure() -> None:
    draft, _ = next(iter(random_drafts("merged", 1, 2026, most_damages=0)))
    blocks: list[Block] = []
    for block in as_document(draft).blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        wide = (Cell("- 3 -", "T9"), *[Cell("", "T9")] * (len(block.rows[0]) - 1))
        blocks.append(replace(block, rows=(*block.rows[:-2], wide, *block.rows[-2:])))
    rows = understand(Document("docx", tuple(blocks)), SHA256)
    assert judge(draft.report, rows).keys() == {"printed"}
    assert not [f for f in rows["findings"] if f["rule_id"] == "unplaced_number"]


def _whole(row: Row) -> tuple[Row | None, Row]:
    return None, row


def _figures_before(row: Row) -> tuple[Row | None, Row]:
    """The label's rest is alone behind the cut."""
    at = _long_label(row)
    if at is None:
        return None, row
    head, tail = _halves(row[at])
    return (*row[:at], head, *row[at + 1 :]), (*_blank(row[:at]), tail, *_blank(row[at + 1 :]))


def _figures_behind(row: Row) -> tuple[Row | None, Row]:
    """The label's first part is alone before the cut."""
    at = _long_label(row)
    if at is None:
        return None, row
    head, tail = _halves(row[at])
    return (*row[:at], head, *_blank(row[at + 1 :])), (*_blank(row[:at]), tail, *row[at + 1 :])


def _long_label(row: Row) -> int | None:
    labels = [
        i
        for i, cell in enumerate(row)
        if len(cell.text) > 8 and not any(map(str.isdigit, cell.text[3:]))
    ]
    return labels[-1] if labels else None


def _halves(cell: Cell) -> tuple[Cell, Cell]:
    middle = len(cell.text) // 2
    return replace(cell, text=cell.text[:middle]), replace(cell, text=cell.text[middle:])


def _blank(cells: Row) -> Row:
    return tuple(replace(cell, text="") for cell in cells)


@pytest.mark.parametrize("cut", [_whole, _figures_before, _figures_behind])
@pytest.mark.parametrize("header_again", [False, True])
def test_a_table_that_a_page_ends_in_is_read_in_full(cut: Cut, header_again: bool) -> None:
    outcomes: Counter[str] = Counter()
    rng = Random(7)
    for draft, _ in random_drafts("merged", 60, 2022):
        document = _cut_somewhere(as_document(draft), rng, cut, header_again)
        outcomes += judge(draft.report, understand(document, SHA256))
    assert outcomes["printed"] > 8_000
    assert not outcomes.keys() & {"wrong", "lost", "other status"}


def _cut_somewhere(document: Document, rng: Random, cut: Cut, header_again: bool) -> Document:
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table) and len(block.rows) > 2 * HEADER_ROWS:
            at = rng.randint(HEADER_ROWS + 1, len(block.rows) - 2)
            before, behind = cut(block.rows[at])
            repeated = block.rows[:HEADER_ROWS] if header_again and len(block.rows[0]) == 10 else ()
            head = (*block.rows[:at], *([before] if before else []))
            blocks += [
                replace(block, rows=head),
                Paragraph(f"- {rng.randint(2, 6)} -", "P0"),
                replace(block, rows=(*repeated, behind, *block.rows[at + 1 :])),
            ]
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _with_confidence(draft: Draft, text: str, confidence: float) -> Rows:
    """Understand the draft as a scan whose cells of this text are so surely recognised."""
    document = as_document(draft)
    blocks = [
        replace(
            block,
            rows=tuple(
                tuple(replace(c, confidence=confidence if c.text == text else 1.0) for c in row)
                for row in block.rows
            ),
        )
        if isinstance(block, Table)
        else block
        for block in document.blocks
    ]
    return understand(replace(document, blocks=tuple(blocks)), SHA256)


def test_a_cell_below_the_stated_confidence_is_unreadable_and_says_so() -> None:
    draft, _ = next(iter(random_drafts("merged", 1, 5, most_damages=0)))
    text = draft.report.cells["fact_applications", "received", "total"].printed
    sure = _with_confidence(draft, text, LEAST_CONFIDENCE)
    unsure = _with_confidence(draft, text, LEAST_CONFIDENCE - 0.01)
    assert judge(draft.report, sure).keys() == {"printed"}
    fallen = judge(draft.report, unsure)
    assert fallen["lost"] >= 1 and not fallen["wrong"]
    found = [f for f in unsure["findings"] if f["rule_id"] == "cell_uncertain"]
    assert len(found) == fallen["lost"] and found[0]["observed"] == text
    assert not [f for f in sure["findings"] if f["rule_id"] == "cell_uncertain"]
    kept = {place["confidence"] for place in unsure["evidence"]}
    assert kept == {LEAST_CONFIDENCE - 0.01, 1.0}
