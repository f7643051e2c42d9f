"""The six sections of a report: where each begins, and its text."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from transform.headings import LikelyHeading, Numbering, read_heading
from transform.stream import PrintedLine

_FEWEST_IN_CONTENTS = 3
"""Headings on neighbouring lines that are a table of contents, if they come again."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a section begins: its number, and the index of the printed line.

    Attributes:
        end: how many characters of the line's text are the heading; None for all.
    """

    section: int
    line: int
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section: heading and text as printed, the statistical tables left out."""

    section: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A line that looks like a heading."""

    line: int
    likely: LikelyHeading


@dataclass(frozen=True, slots=True)
class _Chain:
    """Headings of rising number: what decides between chains, and the headings."""

    rank: tuple[int, int, int]
    headings: tuple[_Found, ...]


def find_headings(lines: Sequence[PrintedLine]) -> list[Heading]:
    """Find the headings of the sections, in order; one a section, any may be absent.

    The longest run of rising section numbers counts; of equally long ones the surest, then the
    latest in the text. A table of contents is passed over, and so are the parts of a section
    (（二）主动公开情况) where sections are numbered 一、.
    """
    found = [_Found(i, likely) for i, line in enumerate(lines) if (likely := _likely_heading(line))]
    chain = _longest_rise(_without_parts(_without_contents(found)))
    return [
        Heading(
            found.likely.section,
            found.line,
            found.likely.end if found.likely.end < len(lines[found.line].text) else None,
        )
        for found in chain
    ]


def read_sections(
    lines: Sequence[PrintedLine], headings: Sequence[Heading], in_tables: Collection[int]
) -> list[Section]:
    """Read each section's text, with what follows the heading on its own line.

    Args:
        in_tables: indexes of the lines that belong to the form's tables.
    """
    ends = [heading.line for heading in headings[1:]] + [len(lines)] * bool(headings)
    return [
        Section(heading.section, _printed(lines, heading), _text(lines, heading, end, in_tables))
        for heading, end in zip(headings, ends, strict=True)
    ]


def read_running_text(
    lines: Sequence[PrintedLine],
    headings: Sequence[Heading],
    in_tables: Collection[int],
    in_grids: Collection[int],
) -> tuple[str, list[Section]]:
    """Read the running text: of what stands before the first section, and of each section.

    Args:
        in_tables: indexes of the lines that belong to the form's tables.
        in_grids: those of rows of other tables. In the sections they are line breaks, so that
            every character stands where it stands in the text that `read_sections` gives.
    """
    first = headings[0].line if headings else len(lines)
    before = "\n".join(_texts(lines, range(first), in_tables, in_grids))
    ends = [heading.line for heading in headings[1:]] + [len(lines)] * bool(headings)
    return before, [
        Section(
            heading.section,
            _printed(lines, heading),
            _text(lines, heading, end, in_tables, in_grids),
        )
        for heading, end in zip(headings, ends, strict=True)
    ]


def _printed(lines: Sequence[PrintedLine], heading: Heading) -> str:
    return lines[heading.line].text[: heading.end].strip()


def _text(
    lines: Sequence[PrintedLine],
    heading: Heading,
    end: int,
    in_tables: Collection[int],
    in_grids: Collection[int] = (),
) -> str:
    texts = _texts(lines, range(heading.line + 1, end), in_tables, in_grids)
    if heading.end is not None:
        texts.insert(0, lines[heading.line].text[heading.end :].strip())
    return "\n".join(texts)


def _texts(
    lines: Sequence[PrintedLine],
    within: range,
    in_tables: Collection[int],
    in_grids: Collection[int],
) -> list[str]:
    return [
        "\n" * len(text) if i in in_grids else text
        for i in within
        if i not in in_tables and (text := lines[i].text)
    ]


def _likely_heading(line: PrintedLine) -> LikelyHeading | None:
    """What a line that may be a heading says; a row of a table with figures is none."""
    texts = [cell.text for cell in line.cells if cell.text]
    likely = read_heading(line.text) if texts and line.key else None
    if likely is None or len(texts) == 1:
        return likely
    figures = any(text.strip()[:1].isdigit() for text in texts)
    return None if figures or likely.end == len(line.text) else likely


def _without_contents(found: Sequence[_Found]) -> list[_Found]:
    """Leave out headings on neighbouring lines of which most come again further down."""
    last = {f.likely.section: f.line for f in found}
    kept: list[_Found] = []
    for run in _neighbours(found):
        again = sum(1 for f in run if last[f.likely.section] > run[-1].line)
        if len(run) < _FEWEST_IN_CONTENTS or 2 * again <= len(run):
            kept.extend(run)
    return kept


def _neighbours(found: Sequence[_Found]) -> Iterator[list[_Found]]:
    """Runs of lines without any other between, whose section numbers rise."""
    run: list[_Found] = []
    for heading in found:
        last = run[-1] if run else None
        if last and (heading.line > last.line + 1 or heading.likely.section <= last.likely.section):
            yield run
            run = []
        run.append(heading)
    if run:
        yield run


def _without_parts(found: Sequence[_Found]) -> list[_Found]:
    """Leave out what is numbered like a part after the first heading numbered 一、."""
    numbered = (f.line for f in found if f.likely.numbering is Numbering.SECTION)
    first = next(numbered, None)
    return [
        f
        for f in found
        if first is None or f.line < first or f.likely.numbering is not Numbering.PART
    ]


def _longest_rise(found: Sequence[_Found]) -> tuple[_Found, ...]:
    """The best chain, found by keeping the best one for each section that a chain ends with."""
    best: dict[int, _Chain] = {}
    for heading in found:
        section = heading.likely.section
        before = max(
            (chain for last, chain in best.items() if last < section),
            key=lambda chain: chain.rank,
            default=_Chain((0, 0, 0), ()),
        )
        count, certainty, _ = before.rank
        rank = (count + 1, certainty + heading.likely.certainty, heading.line)
        if section not in best or rank >= best[section].rank:
            best[section] = _Chain(rank, (*before.headings, heading))
    return max(best.values(), key=lambda chain: chain.rank, default=_Chain((0, 0, 0), ())).headings
