"""What conversion does to a correct report: the true figures stay as they were."""

from dataclasses import replace

from tests.breakages import damaged_figures, damaged_rows
from tests.breakages.cases import READING, Case, Sound
from tests.generator.damage import DAMAGES
from tests.generator.draft import Draft


def damage(mode: str, sound: Sound) -> Case | None:
    """Print a report with one kind of damage; None if it has no place for it."""
    change = _CHANGES.get(mode)
    draft = change(sound.draft, sound.rng) if change else _by_generator(mode, sound)
    if draft is None:
        return None
    damaged = replace(sound, draft=draft)
    return damaged.broken(mode, READING, draft.report.cells)


def _by_generator(mode: str, sound: Sound) -> Draft | None:
    name = _OF_GENERATOR[mode]
    if not DAMAGES[name].fits(sound.draft.layout):
        return None
    draft = DAMAGES[name].change(sound.draft, sound.rng)
    if draft is None:
        return None
    return replace(draft, report=replace(draft.report, damages=(*draft.report.damages, name)))


_CHANGES = {**damaged_rows.CHANGES, **damaged_figures.CHANGES}

_OF_GENERATOR = {
    "misprinted labels": "misprinted_labels",
    "labels spaced apart": "spaced_labels",
    "other ordinals": "other_ordinals",
    "half-width brackets": "half_width_brackets",
    "group label one character a line": "upright_group_label",
    "label broken over rows": "label_over_two_rows",
    "label broken before its figures": "label_before_its_figures",
    "label shifted by a column": "shifted_label",
    "row absent": "absent_row",
    "local extra row": "local_extra_row",
    "header repeated after a page": "repeated_header",
    "page number in the table": "page_number",
    "clause absent": "absent_clause",
    "table absent": "absent_table",
    "litigation column too many": "surplus_litigation_column",
    "merged cells expanded": "surplus_values",
    "digits split in two cells": "split_digits",
    "blanks collapsed": "collapsed_blanks",
    "bookmark in a cell": "bookmark",
    "no number in a cell": "no_number",
    "money without a unit": "amount_without_unit",
    "table of other figures": "decoy_table",
    "navigation around": "navigation",
    "markup and formulas in text": "hostile_text",
    "another encoding": "gb18030",
    "byte order mark": "byte_order_mark",
    "lines ended as on Windows": "crlf",
}

DRAWN = (*_CHANGES, *_OF_GENERATOR)
"""Every kind of damage to what is printed, by name."""
