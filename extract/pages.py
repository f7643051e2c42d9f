"""Join the pages of a document: a table that goes on over a page break is one table.

What stands around the page break, page numbers and running heads, comes behind the table and
is never lost.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

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
    end: int | None = None
    for page in pages:
        heads = list(takewhile(lambda block: _is_running(block, running), page))
        rest = list(page[len(heads) :])
        joined = _joined(blocks, end, rest)
        if end is not None and joined is not None:
            blocks[end] = joined
            blocks += [*heads, *rest[1:]]
            if all(_is_running(block, running) for block in rest[1:]):
                continue
        else:
            blocks += page
        end = _table_at_end(blocks, rest, running) if rest else end
    return tuple(map(_plain, blocks))


def _joined(blocks: Sequence[Block], end: int | None, rest: Sequence[Block]) -> PageTable | None:
    """The open table with its rest, if the page begins with that."""
    if end is None or not rest:
        return None
    upper, lower = blocks[end], rest[0]
    if not (isinstance(upper, PageTable) and isinstance(lower, PageTable)):
        return None
    return join_tables(upper, lower)


def _table_at_end(
    blocks: Sequence[Block], page: Sequence[Block], running: frozenset[str]
) -> int | None:
    """The index of the table that stands last on the page but for running lines."""
    below = sum(1 for _ in takewhile(lambda b: _is_running(b, running), reversed(page)))
    if below == len(page) or not isinstance(page[len(page) - 1 - below], PageTable):
        return None
    return len(blocks) - 1 - below


def _running_lines(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """The lines that stand at the top or at the bottom of several pages, without numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        ends = [*page[:_LINES_AT_ENDS], *page[-_LINES_AT_ENDS:]]
        counts.update({_key(block) for block in ends if isinstance(block, Paragraph)})
    return frozenset(key for key, count in counts.items() if count > 1 and key)


def _is_running(block: Block, running: frozenset[str]) -> bool:
    if not isinstance(block, Paragraph):
        return False
    return _key(block) in running or is_page_mark(block.text.strip())


def _key(paragraph: Paragraph) -> str:
    return _NUMBERS.sub("", paragraph.text)


def _plain(block: Block) -> Block:
    return Table(block.rows, block.separation) if isinstance(block, PageTable) else block
