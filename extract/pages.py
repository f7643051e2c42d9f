"""Join the pages of a document: a table that goes on over a page break is one table.

What stands around the page break is never lost: running heads come behind the table that goes
on or begins there, page numbers at the end, where nobody takes them for figures.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import filterfalse, takewhile

from extract.document import Block, Paragraph, Table
from extract.lines import is_page_mark
from extract.page_blocks import PageTable
from extract.page_break import join_tables

_LINES_AT_ENDS = 3
"""Lines at the top and at the bottom of a page that may be running ones."""
_NUMBERS = re.compile(r"[\d\s]+")


def join_pages(pages: Sequence[Sequence[Block]]) -> tuple[Block, ...]:
    """Put the pages' blocks together.

    A table at the end of a page and one at the beginning of the next with the same columns
    become one: see `join_tables`.

    Args:
        pages: the blocks of each page, as `page_blocks` gives them.
    """
    running = _running_lines(pages)
    blocks: list[Block] = []
    around: list[Block] = []
    marks: list[Block] = []
    for page in pages:
        heads, body, feet = _parts(page, running)
        marks += filter(_is_mark, [*heads, *feet])
        heads, feet = list(filterfalse(_is_mark, heads)), list(filterfalse(_is_mark, feet))
        around += heads
        if not body:
            continue
        if blocks and isinstance(body[0], Table):
            blocks[-1:] = _joined(blocks[-1:], body[0])
            body = body[1:]
        if body:
            blocks += [*around, *body]
            around = []
        around += feet
    return tuple(map(_plain, [*blocks, *around, *marks]))


def _parts(
    page: Sequence[Block], running: frozenset[str]
) -> tuple[list[Block], list[Block], list[Block]]:
    """Running lines at the top of a page, what stands between, and running lines at the bottom."""
    heads = sum(1 for _ in takewhile(lambda block: _is_running(block, running), page))
    rest = page[heads:]
    feet = sum(1 for _ in takewhile(lambda block: _is_running(block, running), reversed(rest)))
    middle = len(rest) - feet
    return [*map(_line, page[:heads])], [*rest[:middle]], [*map(_line, rest[middle:])]


def _line(block: Block) -> Block:
    """A running line as a paragraph, even if its ends stand apart as a row's cells do."""
    if isinstance(block, Paragraph):
        return block
    (row,) = block.rows
    return Paragraph(" ".join(cell.text for cell in row), row[0].locator, row[0].page)


def _joined(before: list[Block], table: Table) -> list[Block]:
    """The block before a table and the table, as one if the table goes on with that."""
    if before and isinstance(before[0], PageTable) and isinstance(table, PageTable):
        joined = join_tables(before[0], table)
        if joined is not None:
            return [joined]
    return [*before, table]


def _running_lines(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """The lines that stand at the top or at the bottom of several pages, without numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        ends = [*page[:_LINES_AT_ENDS], *page[-_LINES_AT_ENDS:]]
        counts.update({_key(block) for block in ends})
    return frozenset(key for key, count in counts.items() if count > 1 and key)


def _is_running(block: Block, running: frozenset[str]) -> bool:
    return _is_page_mark(block) or _key(block) in running


def _is_page_mark(block: Block) -> bool:
    return isinstance(block, Paragraph) and is_page_mark(block.text.strip())


def _is_mark(block: Block) -> bool:
    """Whether a running line is a page's number and no words."""
    is_wordless = isinstance(block, Paragraph) and not any(map(str.isalpha, block.text))
    return is_wordless or _is_page_mark(block)


def _key(block: Block) -> str:
    """The text of one line without its numbers; "" for a block of more lines."""
    if isinstance(block, Paragraph):
        return _NUMBERS.sub("", block.text)
    if isinstance(block, PageTable) or len(block.rows) > 1:
        return ""
    return _NUMBERS.sub("", "".join(cell.text for row in block.rows for cell in row))


def _plain(block: Block) -> Block:
    return Table(block.rows, block.separation) if isinstance(block, PageTable) else block
