"""Print a draft as text, in the layouts in which reports are found as text files."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from tests.generator.blank_layouts import print_blanks, print_blanks_with_radicals
from tests.generator.damage import DAMAGES, do_damage
from tests.generator.draft import Draft, compose
from tests.generator.figures import STYLES, TrueReport, draw_report
from tests.generator.grid import grid_rows
from tests.generator.printing import BLANK_MARKS
from tests.generator.tables import Sheet

Printer = Callable[[Draft, Random], str]


def render_tab_grid(draft: Draft, rng: Random) -> str:
    """Tabs between the fields of a row, as copied out of a word processor's tables."""
    # Two surplus fields in the litigation row would have more readings than were counted.
    surplus = "surplus_litigation_column" in draft.report.damages
    trailing = rng.choice(("", "\t")) if not surplus else ""
    return _with_tables(
        draft, lambda sheet: ["\t".join(row) + trailing for row in grid_rows(sheet, draft)]
    )


def render_cell_lines(draft: Draft, rng: Random) -> str:
    """One cell a line after a tab; an empty line between rows; a blank cell is a tab alone."""
    indent = rng.choice(("", "\u3000\u3000"))
    lines: list[str] = ["", ""]
    for piece in draft.pieces:
        if isinstance(piece, str):
            lines.append(indent + piece)
            continue
        for line in piece.lines:
            lines += [f"\t{field.text}" for field in line.fields] + [""]
    return "\n".join([*lines, ""])


def render_bars(draft: Draft, rng: Random) -> str:
    """Fields ended by bars: `a | b | c |`."""
    return _with_tables(
        draft, lambda sheet: [" | ".join(row) + " |" for row in grid_rows(sheet, draft)]
    )


def render_markdown(draft: Draft, rng: Random) -> str:
    """Markdown tables, with the line of dashes after the first row."""

    def rows_of(sheet: Sheet) -> list[str]:
        first, *rest = grid_rows(sheet, draft)
        marks = "|" + "---|" * len(first)
        return [_markdown_row(first), marks, *map(_markdown_row, rest)]

    return _with_tables(draft, rows_of)


def render_bar_lines(draft: Draft, rng: Random) -> str:
    """A cell and the bar that ends it on lines of their own; an empty line between rows."""

    def rows_of(sheet: Sheet) -> list[str]:
        lines: list[str] = []
        for row in grid_rows(sheet, draft):
            for text in row:
                lines += [text, "|"] if text else ["|"]
            lines.append("")
        return lines

    return _with_tables(draft, rows_of)


LAYOUTS: dict[str, Printer] = {
    "tab_grid": render_tab_grid,
    "cell_lines": render_cell_lines,
    "bars": render_bars,
    "markdown": render_markdown,
    "bar_lines": render_bar_lines,
    "blanks": print_blanks,
    "blanks_radicals": print_blanks_with_radicals,
}
"""Every layout by name. In the last two only blanks stand between the columns."""

BLANK_LAYOUTS = frozenset({"blanks", "blanks_radicals"})


def print_report(
    report: TrueReport,
    layout: str,
    rng: Random,
    damages: tuple[str, ...] = (),
    *,
    title: str | None = None,
    remark: str = "",
    label_style: str | None = None,
) -> tuple[TrueReport, bytes]:
    """Print a report in one layout, with damages.

    Args:
        report: its facts; in a layout of blanks drawn with `solid`.
        layout: a name in `LAYOUTS`.
        rng: the source of every choice.
        damages: names in `damage.DAMAGES`, done in this order; one that finds nothing to damage
            in this report is left out of the result's `damages`.
        title: one of `prose.TITLE_FORMS`; drawn if None.
        remark: a sentence for the end of the last section.
        label_style: one of `draft.LABEL_STYLES`; drawn if None.

    Returns:
        What a careful reader finds in the print, and its bytes.
    """
    draft = compose(report, layout, rng, title=title, remark=remark)
    if label_style is not None:
        draft = replace(draft, label_style=label_style)
    draft = do_damage(draft, damages, rng)
    text = LAYOUTS[layout](draft, rng)
    return draft.report, text.replace("\n", draft.newline).encode(draft.encoding)


def blank_marks_of(layout: str) -> tuple[str, ...]:
    """The printings of a blank cell that this layout can hold apart from its own marks."""
    if layout == "markdown":
        return tuple(mark for mark in BLANK_MARKS if mark not in ("-", "--", "—"))
    return BLANK_MARKS


def random_reports(
    layout: str, count: int, seed: int, *, most_damages: int = 2
) -> Iterator[tuple[TrueReport, bytes]]:
    """Draw and print reports: the expected facts and the file's bytes.

    Args:
        layout: a name in `LAYOUTS`.
        count: how many.
        seed: the same seed gives the same reports.
        most_damages: up to so many damages in one report; 0 for clean prints.
    """
    rng = Random(f"{layout}/{seed}")
    for report, damages in _drawn(layout, count, rng, most_damages):
        yield print_report(report, layout, rng, damages)


def random_drafts(
    layout: str, count: int, seed: int, *, most_damages: int = 2
) -> Iterator[tuple[Draft, Random]]:
    """Draw and damage reports that no text layout prints.

    Args:
        layout: 'merged' or 'words': see `damage.EVERY`.
        count: how many.
        seed: the same seed gives the same drafts.
        most_damages: up to so many damages in one report; 0 for clean prints.

    Returns:
        The drafts, whose `report` is what a careful reader finds, each with the source of
        choices that its writer may go on to draw from.
    """
    rng = Random(f"{layout}/{seed}")
    for report, damages in _drawn(layout, count, rng, most_damages):
        yield do_damage(compose(report, layout, rng), damages, rng), rng


def _drawn(
    layout: str, count: int, rng: Random, most_damages: int
) -> Iterator[tuple[TrueReport, tuple[str, ...]]]:
    """Reports, each with the names of damages that fit the layout."""
    fitting = [name for name, damage in DAMAGES.items() if damage.drawn and damage.fits(layout)]
    for _ in range(count):
        report = draw_report(
            rng,
            rng.choice(("2019", "2021")),
            style=rng.choice(STYLES),
            solid=layout in BLANK_LAYOUTS,
            marks=blank_marks_of(layout),
        )
        yield report, tuple(rng.sample(fitting, k=rng.randint(0, most_damages)))


def _with_tables(draft: Draft, rows_of: Callable[[Sheet], list[str]]) -> str:
    """Paragraphs with an empty line after each, tables with one after the whole."""
    lines: list[str] = ["", ""]
    for piece in draft.pieces:
        lines += [piece, ""] if isinstance(piece, str) else [*rows_of(piece), ""]
    return "\n".join(lines)


def _markdown_row(row: list[str]) -> str:
    return "|" + "|".join(f" {text} " if text else "  " for text in row) + "|"
