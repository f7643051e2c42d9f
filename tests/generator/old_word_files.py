"""Write old Word files (.doc of Word 97 to 2003), from paragraphs with their properties."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.generator.compound_files import write_compound_file
from tests.generator.draft import Draft
from tests.generator.merged import MergedCell, merged_rows
from tests.generator.tables import Sheet

PAGE = 512
FIB_SIZE = 900
TEXT_START = 1024
PAGE_WIDTH = 9_000
"""Twips between the outer borders of a table."""
IN_TABLE = struct.pack("<HBHi", 0x2416, 1, 0x6649, 1)
ROW_END = struct.pack("<HB", 0x2417, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)
WIDE_ROW = 11
"""Columns from which a row's properties lie in the stream Data."""


@dataclass(frozen=True, slots=True)
class OldParagraph:
    """A paragraph, or a cell's or row's end.

    Attributes:
        text: with its mark at the end; a tab, a line break or a field's marks are as in Word.
        changes: list of changes (sprms) of the paragraph.
        spans: first character, character behind, and list of changes of runs of characters.
    """

    text: str
    changes: bytes = b""
    spans: tuple[tuple[int, int, bytes], ...] = ()
    style: int = 0


@dataclass(frozen=True, slots=True)
class OldCell:
    """A cell of the file: borders in twips, and whether it is merged with those around it.

    Attributes:
        across: 1 begins cells merged across, 2 is merged with the one before, 0 neither.
        down: 3 begins cells merged down, 1 is merged with the one above, 0 neither.
    """

    left: int
    right: int
    paragraphs: tuple[str, ...] = ("",)
    across: int = 0
    down: int = 0


@dataclass(slots=True)
class OldWordFile:
    """A file to be written.

    Attributes:
        paragraphs: of the main text.
        notes: of the footnotes.
        boxes: of the text boxes.
        data: the stream Data.
        table_parts: further parts of the table stream by their number in the header.
        behind_parts: what follows such a part and is not counted in its length.
        saving: 'whole' one piece of two bytes a character; 'narrow' pieces of one byte a
            character where that is enough; 'fast' pieces out of order as well.
        lists: lists of changes that pieces refer to, with `piece_changes` giving for a
            paragraph's number which one; only where `saving` is 'fast'.
    """

    paragraphs: list[OldParagraph] = field(default_factory=list)
    notes: list[OldParagraph] = field(default_factory=list)
    boxes: list[OldParagraph] = field(default_factory=list)
    data: bytes = b""
    table_parts: dict[int, bytes] = field(default_factory=dict)
    behind_parts: dict[int, bytes] = field(default_factory=dict)
    saving: str = "whole"
    piece_changes: dict[int, bytes] = field(default_factory=dict)

    def add_row(self, cells: Sequence[OldCell], *, outlying: bool = False) -> None:
        """Add a row of a table; `outlying` puts its properties into the stream Data."""
        for cell in cells:
            *before, last = cell.paragraphs
            self.paragraphs += [OldParagraph(text + "\r", IN_TABLE) for text in before]
            self.paragraphs.append(OldParagraph(last + "\x07", IN_TABLE))
        changes = IN_TABLE + ROW_END + row_shape(cells)
        self.paragraphs.append(OldParagraph("\x07", self.put_out(changes) if outlying else changes))

    def put_out(self, changes: bytes) -> bytes:
        """Move a list of changes into the stream Data; gives the reference to it."""
        place = len(self.data)
        self.data += struct.pack("<H", len(changes)) + changes
        return struct.pack("<HI", 0x6646, place)


def write_old_word_file(
    draft: Draft, rng: Random, *, drift: int = 15, flagged: bool | None = None
) -> bytes:
    """Write a report as an old Word file.

    Args:
        draft: of the layout 'merged'.
        rng: draws how the file is saved and how its cells are merged.
        drift: twips that borders are off from row to row, as drawn by hand.
        flagged: cells merged across are cells of one column each with a flag, as old versions
            have them, instead of wide ones; drawn if None.
    """
    file = OldWordFile(saving=rng.choice(("whole", "narrow", "fast")))
    flagged = rng.random() < 0.3 if flagged is None else flagged
    for piece in draft.pieces:
        if isinstance(piece, Sheet):
            _add_sheet(file, piece, rng, flagged, drift)
        else:
            file.paragraphs += [OldParagraph(line + "\r") for line in piece.split("\n")]
    return write_file(file, rng)


def _add_sheet(file: OldWordFile, sheet: Sheet, rng: Random, flagged: bool, drift: int) -> None:
    """Add a table."""
    open_cells: list[tuple[MergedCell, int]] = []
    for row in merged_rows(sheet):
        borders = [
            PAGE_WIDTH * column // sheet.width + rng.randint(-drift, drift)
            for column in range(sheet.width + 1)
        ]
        open_cells = [(cell, left - 1) for cell, left in open_cells if left > 1]
        going_on = [(cell, True) for cell, _ in open_cells]
        begun = [(cell, False) for cell in row]
        both = sorted([*going_on, *begun], key=lambda pair: pair[0].column)
        cells = [old for pair in both for old in _old_cells(*pair, borders, flagged=flagged)]
        file.add_row(cells, outlying=len(cells) >= WIDE_ROW)
        open_cells += [(cell, cell.row_span) for cell in row if cell.row_span > 1]


def _old_cells(
    cell: MergedCell, goes_on: bool, borders: Sequence[int], *, flagged: bool
) -> Iterator[OldCell]:
    """A cell as one wide one, or as one of each column flagged as merged."""
    down = 1 if goes_on else 3 if cell.row_span > 1 else 0
    paragraphs = ("",) if goes_on else tuple(cell.text.split("\n"))
    end = cell.column + cell.column_span
    if not flagged or cell.column_span == 1:
        yield OldCell(borders[cell.column], borders[end], paragraphs, 0, down)
        return
    for column in range(cell.column, end):
        first = column == cell.column
        texts = paragraphs if first else ("",)
        yield OldCell(borders[column], borders[column + 1], texts, 1 if first else 2, down)


def row_shape(cells: Sequence[OldCell]) -> bytes:
    """The change that gives a row its cells."""
    borders = [cell.left for cell in cells] + [cells[-1].right]
    content = struct.pack(f"<B{len(borders)}h", len(cells), *borders)
    for cell in cells:
        content += struct.pack("<H18x", cell.across | cell.down << 5)
    return struct.pack("<HH", 0xD608, len(content) + 1) + content


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Characters that stand together: CP of the first, the text, and its bytes' place."""

    start: int
    text: str
    place: int
    narrow: bool
    changes: bytes

    @property
    def content(self) -> bytes:
        if self.narrow:
            return self.text.encode("ascii")
        return self.text.encode("utf-16-le", "surrogatepass")


def write_file(file: OldWordFile, rng: Random, *, version: int = 0xC1, flags: int = 0) -> bytes:
    """Write a file.

    Args:
        file: what it holds.
        rng: draws the order of pieces and sectors.
        version: nFib in its header.
        flags: further flags in its header: 0x0100 says that it is encrypted.
    """
    stories = (file.paragraphs, file.notes, file.boxes)
    paragraphs = [paragraph for story in stories for paragraph in story]
    chunks = _lay_out_chunks(file, paragraphs, rng)
    stream = bytearray(TEXT_START)
    for chunk in sorted(chunks, key=lambda chunk: chunk.place):
        stream += bytes(chunk.place - len(stream)) + chunk.content
    lengths = [sum(map(_length, story)) for story in stories]
    parts = {
        1: style_sheet(),
        6: struct.pack("<IIHIHI", 0, lengths[0], 0, 0xFFFFFFFF, 0, 0),
        12: _add_pages(stream, _character_runs(paragraphs, chunks), 1),
        13: _add_pages(stream, _paragraph_runs(paragraphs, chunks), 13),
        15: _fonts(),
        31: bytes(500),
        33: _pieces(chunks, sum(lengths)),
        **file.table_parts,
    }
    table, places = _table_stream(parts, file.behind_parts)
    flags |= 0x0204 if file.saving == "fast" else 0x0200
    stream[:FIB_SIZE] = _header(places, lengths, version, flags, len(stream))
    streams = {"1Table": table, "WordDocument": bytes(stream)}
    return write_compound_file({**streams, **({"Data": file.data} if file.data else {})}, rng)


def _length(paragraph: OldParagraph) -> int:
    """How many CPs a paragraph takes: one for each two bytes of UTF-16."""
    return len(paragraph.text.encode("utf-16-le", "surrogatepass")) // 2


def _lay_out_chunks(
    file: OldWordFile, paragraphs: Sequence[OldParagraph], rng: Random
) -> list[_Chunk]:
    """Cut the text into pieces and give each its place; in the order of the text."""
    texts = _cut(file, paragraphs, rng)
    order = list(range(len(texts)))
    if file.saving == "fast":
        rng.shuffle(order)
    chunks: dict[int, _Chunk] = {}
    place = TEXT_START
    starts = [0]
    for text, *_ in texts:
        starts.append(starts[-1] + len(text.encode("utf-16-le", "surrogatepass")) // 2)
    for i in order:
        text, narrow, changes = texts[i]
        chunks[i] = _Chunk(starts[i], text, place, narrow, changes)
        place += len(chunks[i].content)
    return [chunks[i] for i in range(len(texts))]


def _cut(
    file: OldWordFile, paragraphs: Sequence[OldParagraph], rng: Random
) -> list[tuple[str, bool, bytes]]:
    """The text, whether one byte a character is enough, and the changes of each piece."""
    if file.saving == "whole":
        return [("".join(paragraph.text for paragraph in paragraphs), False, b"")]
    pieces: list[tuple[str, bool, bytes]] = []
    for number, paragraph in enumerate(paragraphs):
        at = rng.randint(0, len(paragraph.text) - 1) if rng.random() < 0.3 else 0
        changes = file.piece_changes.get(number, b"")
        for text in (paragraph.text[:at], paragraph.text[at:]):
            narrow = text.isascii()
            if not pieces or pieces[-1][1:] != (narrow, changes) or rng.random() < 0.1:
                pieces.append((text, narrow, changes))
            elif text:
                pieces[-1] = (pieces[-1][0] + text, narrow, changes)
    return [piece for piece in pieces if piece[0]]


Run = tuple[int, int, bytes]
"""First byte and byte behind in the stream, and what stands on the page for it."""


def _paragraph_runs(paragraphs: Sequence[OldParagraph], chunks: Sequence[_Chunk]) -> list[Run]:
    spans = []
    at = 0
    for paragraph in paragraphs:
        end = at + _length(paragraph)
        spans.append((at, end, _on_paragraph_page(paragraph)))
        at = end
    return _in_chunks(spans, chunks)


def _on_paragraph_page(paragraph: OldParagraph) -> bytes:
    """Style and changes, with their length in words before them, in one of its two spellings."""
    content = struct.pack("<H", paragraph.style) + paragraph.changes
    if len(content) % 2:
        return bytes((len(content) // 2 + 1,)) + content
    return bytes((0, len(content) // 2)) + content


def _character_runs(paragraphs: Sequence[OldParagraph], chunks: Sequence[_Chunk]) -> list[Run]:
    spans: list[Run] = []
    start = 0
    for paragraph in paragraphs:
        at, end = start, start + _length(paragraph)
        for first, limit, changes in paragraph.spans:
            spans += [(at, start + first, b""), (start + first, start + limit, changes)]
            at = start + limit
        spans.append((at, end, b""))
        start = end
    on_page = [(a, b, bytes((len(c),)) + c if c else b"") for a, b, c in spans if a < b]
    return _in_chunks(on_page, chunks)


def _in_chunks(spans: Sequence[Run], chunks: Sequence[_Chunk]) -> list[Run]:
    """Spans of CPs as runs of bytes, in the order of the bytes."""
    runs: list[Run] = []
    for chunk in chunks:
        width = 1 if chunk.narrow else 2
        end = chunk.start + len(chunk.content) // width
        for first, limit, content in spans:
            if first < end and limit > chunk.start:
                begin = chunk.place + (max(first, chunk.start) - chunk.start) * width
                behind = chunk.place + (min(limit, end) - chunk.start) * width
                runs.append((begin, behind, content))
    return sorted(runs)


def _add_pages(stream: bytearray, runs: Sequence[Run], entry_size: int) -> bytes:
    """Add pages of properties to the stream; gives the list of the pages."""
    stream += bytes(-len(stream) % PAGE)
    starts: list[int] = []
    numbers: list[int] = []
    left = list(runs)
    while left:
        taken = _fitting(left, entry_size)
        starts.append(left[0][0])
        numbers.append(len(stream) // PAGE)
        stream += _page(left[:taken], entry_size)
        left = left[taken:]
    starts.append(runs[-1][1])
    return struct.pack(f"<{len(starts)}I{len(numbers)}I", *starts, *numbers)


def _fitting(runs: Sequence[Run], entry_size: int) -> int:
    """How many runs fit on a page; equal contents are written once."""
    contents: set[bytes] = set()
    for count, run in enumerate(runs, start=1):
        contents.add(run[2])
        used = sum(len(content) + len(content) % 2 for content in contents)
        if 4 * (count + 1) + entry_size * count + used > PAGE - 2:
            return count - 1
    return len(runs)


def _page(runs: Sequence[Run], entry_size: int) -> bytes:
    """A page: the first bytes of its runs, where their contents stand, and the contents."""
    page = bytearray(PAGE)
    places: dict[bytes, int] = {b"": 0}
    free = PAGE - 2
    for _, _, content in runs:
        if content not in places:
            free -= len(content) + len(content) % 2
            places[content] = free
            page[free : free + len(content)] = content
    borders = [run[0] for run in runs] + [runs[-1][1]]
    struct.pack_into(f"<{len(borders)}I", page, 0, *borders)
    for i, run in enumerate(runs):
        page[4 * len(borders) + entry_size * i] = places[run[2]] // 2
    page[-1] = len(runs)
    return bytes(page)


def _pieces(chunks: Sequence[_Chunk], end: int) -> bytes:
    """The list of the pieces, after the lists of changes that they refer to."""
    lists = list(dict.fromkeys(chunk.changes for chunk in chunks if chunk.changes))
    before = b"".join(struct.pack("<BH", 1, len(changes)) + changes for changes in lists)
    content = struct.pack(f"<{len(chunks) + 1}I", *(chunk.start for chunk in chunks), end)
    for chunk in chunks:
        place = 2 * chunk.place | 0x4000_0000 if chunk.narrow else chunk.place
        changes = lists.index(chunk.changes) << 1 | 1 if chunk.changes else 0
        content += struct.pack("<HIH", 0, place, changes)
    return before + struct.pack("<BI", 2, len(content)) + content


def style_sheet(*styles: bytes) -> bytes:
    """The style sheet: the default paragraph style, then others, up to fifteen."""
    header = struct.pack("<HHHHHHHHH", 15, 10, 1, 91, 15, 0, 0, 0, 0)
    entries = [word_style("Normal"), *styles]
    content = b"".join(struct.pack("<H", len(entry)) + entry for entry in entries)
    return struct.pack("<H", len(header)) + header + content + bytes(2 * (15 - len(entries)))


def word_style(
    name: str, changes: bytes = b"", characters: bytes = b"", *, base: int = 0xFFF, kind: int = 1
) -> bytes:
    """A style.

    Args:
        name: as users see it.
        changes: of its paragraphs; heeded in a paragraph style.
        characters: changes of its characters.
        base: number of the style that it is based on; 0xFFF for none.
        kind: 1 of paragraphs, 2 of characters.
    """
    lists = [struct.pack("<H", 0) + changes, characters] if kind == 1 else [characters]
    content = struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    for each in lists:
        content += struct.pack("<H", len(each)) + each + bytes(len(each) % 2)
    size = 10 + len(content)
    sti = 0 if name == "Normal" else 0xFFE
    return struct.pack("<HHHHH", sti, kind | base << 4, len(lists), size, 0) + content


def _fonts() -> bytes:
    font = struct.pack("<BHBB", 0, 400, 134, 0) + bytes(34) + "SimSun\0".encode("utf-16-le")
    return struct.pack("<HHB", 1, 0, len(font)) + font


def _table_stream(
    parts: Mapping[int, bytes], behind: Mapping[int, bytes]
) -> tuple[bytes, dict[int, tuple[int, int]]]:
    stream = b""
    places: dict[int, tuple[int, int]] = {}
    for number, content in sorted(parts.items()):
        places[number] = (len(stream), len(content))
        stream += content + behind.get(number, b"")
    return stream, places


def _header(
    places: Mapping[int, tuple[int, int]],
    lengths: Sequence[int],
    version: int,
    flags: int,
    size: int,
) -> bytes:
    """The header (FIB): version, lengths of text, notes and text boxes, places of the parts."""
    header = bytearray(FIB_SIZE)
    struct.pack_into("<HHHHHHH", header, 0, 0xA5EC, version, 0, 0x0804, 0, flags, 0xBF)
    struct.pack_into("<II", header, 0x18, TEXT_START, size)
    struct.pack_into("<H", header, 0x20, 14)
    struct.pack_into("<H", header, 0x3E, 22)
    struct.pack_into("<I8xII16xI", header, 0x40, size, *lengths)
    struct.pack_into("<H", header, 0x98, 93)
    for number, (place, length) in places.items():
        struct.pack_into("<II", header, 0x9A + 8 * number, place, length)
    return bytes(header)
