"""Which printed lines are the form's tables, header and labels included, and which are prose.

Tables that only blanks hold together, or a line for each cell, leave words of the form between
the paragraphs; paragraphs stand between the rows of a table that a page break or a note cuts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz

from transform.aligned import AlignedTable
from transform.characters import label_key, short_label_key
from transform.form import Edition, Fact, FormColumn, FormRow, load_editions
from transform.locate import Region
from transform.stream import PrintedLine

_NOTE = "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和"
_HEADER_WORDS = ("信息内容", "申请人情况", "法人或其他组织", "单位万元保留四位小数", "单位件")
_SENTENCE = re.compile(r"[。！？!?]")
_CLAUSES = re.compile(r"[，,；;：:]|\d[件条份篇]")
_SHORTEST_PROSE = 20
"""Ideographs of a line of a paragraph without a full stop; labels of the form apart."""
_LIKE_THE_FORM = 85
"""Likeness (of 100) of a long label with misprints to words of the form."""
_LONGEST_LABEL = 60
_LONGEST_ROW = 300
"""Ideographs of a row of the header that is printed as one text."""


def lines_of_tables(
    lines: Sequence[PrintedLine],
    regions: Mapping[Fact, Region],
    tables: Mapping[Fact, AlignedTable],
) -> set[int]:
    """The indexes of all lines that are the form's, not the report's own words."""
    found: set[int] = set()
    for fact, region in regions.items():
        table = tables.get(fact)
        if table is not None and table.lines:
            found |= _of_table(lines, region, table.lines)
        else:
            found.update(i for i in range(region.start, region.end) if is_of_form(lines[i]))
    return found


def _of_table(lines: Sequence[PrintedLine], region: Region, figures: set[int]) -> set[int]:
    """The lines from the header to the last figure that are no prose, and labels behind."""
    first, last = min(figures), max(figures)
    header = next((i for i in range(region.start, first) if is_of_form(lines[i])), first)
    inside = {i for i in range(header, last + 1) if i in figures or not is_prose(lines[i])}
    inside = {i for i in inside if not is_prose(lines[i])}
    for i in range(last + 1, region.end):
        if not is_of_form(lines[i]):
            break
        inside.add(i)
    return inside


def is_prose(line: PrintedLine) -> bool:
    """Whether a line is a sentence or a part of one, in words that are not the form's."""
    texts = [cell.text for cell in line.cells if cell.text]
    return any(_is_sentence(text) and not _is_form_text(text) for text in texts)


def is_of_form(line: PrintedLine) -> bool:
    """Whether all that a line prints are words of the form."""
    texts = [text for cell in line.cells if (text := cell.text) and label_key(text)]
    return bool(texts) and all(_is_form_text(text) for text in texts)


def is_grid_row(line: PrintedLine) -> bool:
    """Whether a line is a row of a table of the report's own."""
    cells = [cell.text for cell in line.cells if cell.text]
    return line.separation is not None and len(cells) > 1 and not any(map(_is_sentence, cells))


def _is_sentence(text: str) -> bool:
    if _SENTENCE.search(text):
        return True
    return _CLAUSES.search(text) is not None and len(label_key(text)) >= _SHORTEST_PROSE


def _is_form_text(text: str) -> bool:
    """Whether a text, or each of its words, is printed by the form; a long label may differ."""
    key, words = label_key(text), _form_words()
    if not key or key in words or short_label_key(text) in words:
        return True
    if len(key) > _LONGEST_ROW or _SENTENCE.search(text):
        return False
    if all(label_key(word) in words or short_label_key(word) in words for word in text.split()):
        return True
    if not _SHORTEST_PROSE <= len(key) <= _LONGEST_LABEL:
        return False
    return fuzz.partial_ratio(key, words) >= _LIKE_THE_FORM


@cache
def _form_words() -> str:
    """All that the form's editions print, as keys one behind the other."""
    words = [label_key(word) for e in load_editions().values() for word in _words_of(e)]
    return " ".join(dict.fromkeys([_NOTE, *_HEADER_WORDS, *words]))


def _words_of(edition: Edition) -> Iterator[str]:
    applications, review = edition.applications, edition.review_litigation
    rows: list[FormColumn | FormRow] = [*applications.columns, *applications.rows]
    rows += [*review.columns, *review.channels]
    for block in edition.proactive:
        yield block.clause
        rows += [*block.columns, *block.rows]
    yield from (*applications.groups, *review.groups)
    for row in rows:
        yield from (row.label, *row.aliases)
