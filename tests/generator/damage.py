"""Every kind of damage by name: what it does, where it fits, and whether it can be undone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.generator import (
    damage_around,
    damage_figures,
    damage_labels,
    damage_rows,
)
from tests.generator.draft import Draft

TEXT_GRID = ("tab_grid", "bars", "markdown", "bar_lines")
TEXT_CELLS = (*TEXT_GRID, "cell_lines")
TEXT = (*TEXT_CELLS, "blanks", "blanks_radicals")
GRID = (*TEXT_GRID, "merged")
CELLS = (*TEXT_CELLS, "merged")
BLANKS = ("blanks", "blanks_radicals", "words")
EVERY = (*CELLS, *BLANKS)
"""Layouts in which a damage occurs: those of text files; 'merged' is a table whose cells markup
or borders hold, in any other format; 'words' is one of which only places on a page are left."""

Change = Callable[[Draft, Random], Draft | None]


@dataclass(frozen=True, slots=True)
class Damage:
    """One kind of damage.

    Attributes:
        change: gives the damaged draft with the facts that are left, or None if this draft
            holds nothing that it could be done to.
        layouts: where it occurs.
        recoverable: 'yes' every figure can still be told; 'no' some are lost and expected as
            missing or unreadable; 'by arithmetic' the form's equations may tell them, so
            missing is right as well.
        drawn: whether random reports may have it.
    """

    change: Change
    layouts: tuple[str, ...]
    recoverable: str
    drawn: bool = True

    def fits(self, layout: str) -> bool:
        """Whether it occurs in this layout."""
        return layout in self.layouts


DAMAGES: dict[str, Damage] = {
    "misprinted_labels": Damage(damage_labels.misprint, EVERY, "yes"),
    "spaced_labels": Damage(damage_labels.space_out, EVERY, "yes"),
    "other_ordinals": Damage(damage_labels.change_ordinals, EVERY, "yes"),
    "half_width_brackets": Damage(damage_labels.narrow_brackets, EVERY, "yes"),
    "upright_group_label": Damage(damage_labels.set_upright, EVERY, "yes"),
    "label_over_two_rows": Damage(damage_labels.break_over_rows, CELLS, "yes"),
    "label_before_its_figures": Damage(damage_labels.break_before_figures, CELLS, "by arithmetic"),
    "shifted_label": Damage(damage_labels.shift, TEXT_GRID, "no"),
    "absent_row": Damage(damage_rows.take_out_row, EVERY, "no"),
    "local_extra_row": Damage(damage_rows.add_local_row, EVERY, "yes"),
    "repeated_header": Damage(damage_rows.repeat_header, EVERY, "yes"),
    "page_number": Damage(damage_rows.insert_page_number, EVERY, "yes"),
    "absent_clause": Damage(damage_rows.take_out_clause, EVERY, "no"),
    "absent_table": Damage(damage_rows.take_out_table, EVERY, "no"),
    "no_tables": Damage(damage_rows.take_out_all_tables, EVERY, "no", drawn=False),
    "surplus_litigation_column": Damage(
        damage_figures.add_litigation_column, GRID, "by arithmetic"
    ),
    "surplus_values": Damage(damage_figures.repeat_under_one_column, CELLS, "yes"),
    "split_digits": Damage(damage_figures.split_digits, EVERY, "by arithmetic"),
    "collapsed_blanks": Damage(damage_figures.collapse_blanks, TEXT, "by arithmetic"),
    "bookmark": Damage(damage_figures.leave_bookmark, CELLS, "yes"),
    "no_number": Damage(damage_figures.print_no_number, EVERY, "no"),
    "amount_without_unit": Damage(damage_figures.drop_unit, EVERY, "no"),
    "decoy_table": Damage(damage_around.add_decoy_table, EVERY, "yes"),
    "navigation": Damage(damage_around.add_navigation, EVERY, "yes"),
    "hostile_text": Damage(damage_around.add_hostile_text, EVERY, "yes"),
    "gb18030": Damage(damage_around.encode_gb18030, TEXT_CELLS, "yes"),
    "byte_order_mark": Damage(damage_around.add_byte_order_mark, TEXT, "yes"),
    "crlf": Damage(damage_around.end_lines_with_crlf, TEXT, "yes"),
}
"""Every kind of damage by name."""


def do_damage(draft: Draft, names: tuple[str, ...], rng: Random) -> Draft:
    """Do these damages in order and note on the report which of them found a place.

    Raises:
        ValueError: a damage does not occur in the draft's layout.
    """
    for name in names:
        if not DAMAGES[name].fits(draft.layout):
            raise ValueError(f"{name} does not occur in the layout {draft.layout}")
        changed = DAMAGES[name].change(draft, rng)
        if changed is not None:
            report = replace(changed.report, damages=(*changed.report.damages, name))
            draft = replace(changed, report=report)
    return draft
