"""Tell the reports of a file apart: last year's may stand below this year's, or above it.

Headings and tables of two reports must not be taken for those of one: the figures of one year
would be published as another's.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transform.characters import normalise
from transform.headings import Certainty, read_heading
from transform.stream import PrintedLine

_LAST_SECTIONS = 4
"""Behind the heading of this section or a later one, a first or second section is another's."""
_FIRST_SECTIONS = 2
_MOST_BELOW_TITLE = 10
"""Lines between the title of a report and its first heading."""
_FEWEST_DIGITS = 2
"""Digits of the first row of a table with figures: of a person's count and the total."""
_FIRST_ROW = "本年新收政府信息公开申请数"
_FORM_TITLE = re.compile(r"政府信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:的)?报告$")
_LONGEST_TITLE = 60


def split_reports(lines: Sequence[PrintedLine]) -> list[Sequence[PrintedLine]]:
    """The lines of each report of a document, in order.

    A report shows a table of applications with figures: what shows none, such as a table of
    contents, belongs to the report behind it, or at the end to the last.
    """
    starts: list[int] = []
    start = 0
    for edge, end in pairwise([0, *_beginnings(lines), len(lines)]):
        if any(_is_first_row(line) for line in lines[edge:end]):
            starts.append(start)
            start = end
    edges = [*(starts or [0]), len(lines)]
    return [lines[start:end] for start, end in pairwise(edges)]


def is_title(line: PrintedLine) -> bool:
    """Whether a line ends as the title of a report does."""
    text = normalise(line.text)
    return len(text) <= _LONGEST_TITLE and _FORM_TITLE.search(text) is not None


def _beginnings(lines: Sequence[PrintedLine]) -> Iterator[int]:
    """Where headings begin anew: the line of the title above, or of the heading."""
    highest = 0
    for i, line in enumerate(lines):
        section = _section_of(line)
        if section is None:
            continue
        if section <= _FIRST_SECTIONS and highest >= _LAST_SECTIONS:
            above = range(i - 1, max(i - _MOST_BELOW_TITLE, 0), -1)
            yield next((j for j in above if is_title(lines[j])), i)
            highest = 0
        highest = max(highest, section)


def _section_of(line: PrintedLine) -> int | None:
    """The section that a line is the form's own heading of."""
    if sum(bool(cell.text) for cell in line.cells) != 1 or not line.key:
        return None
    likely = read_heading(line.text)
    is_sure = likely is not None and likely.certainty is Certainty.SURE
    return likely.section if likely is not None and is_sure else None


def _is_first_row(line: PrintedLine) -> bool:
    return _FIRST_ROW in line.key and sum(map(str.isdigit, line.text)) >= _FEWEST_DIGITS
