"""The paragraphs of an old Word file: what is printed of each, and what it ends."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from extract.doc_boxes import read_boxes
from extract.doc_characters import blot_out, printed
from extract.doc_file import Part, WordFile
from extract.doc_hidden import hidden_characters, is_in
from extract.doc_lists import Lists
from extract.doc_properties import ParagraphFormat, ParagraphFormats
from extract.doc_styles import Styles
from extract.doc_tables import Ends, WordParagraph
from extract.doc_text import paragraph_ends, read_text

CELL_MARK = "\x07"
PARAGRAPH_MARK = "\r"


class ParagraphReader:
    """Reads paragraphs; keeps count of numbered lists."""

    def __init__(self, file: WordFile) -> None:
        """Read the text and find its properties.

        Raises:
            UnreadableFileError: damaged, or beyond a limit.
        """
        self._file = file
        self._text = read_text(file)
        self._styles = Styles(file.part(Part.STYLES))
        self._hidden = hidden_characters(file, self._text, self._styles)
        self._visible = blot_out(self._text.text, self._hidden)
        self._formats = ParagraphFormats(file.part(Part.PARAGRAPH_PAGES), file.stream, file.data)
        self._lists = Lists(file, self._styles)

    def paragraphs(self) -> Iterator[WordParagraph]:
        """The paragraphs of the main text, those of text boxes among them.

        A box stands before the paragraph that it is anchored in if no text precedes the anchor,
        or if the paragraph ends a cell; else behind it. Boxes without an anchor come last.
        """
        anchored, adrift = read_boxes(self._file, self._text)
        waiting = deque(anchored)
        for own, start, mark in self._of_story(range(self._text.main_end)):
            behind: list[range] = []
            while waiting and waiting[0][0] <= mark:
                anchor, box = waiting.popleft()
                if own.ends is Ends.NOTHING and printed(self._visible[start:anchor]).strip():
                    behind.append(box)
                else:
                    yield from self._of_box(box, own.depth)
            yield own
            for box in behind:
                yield from self._of_box(box, own.depth)
        for box in [*(box for _, box in waiting), *adrift]:
            yield from self._of_box(box, 0)

    def _of_box(self, box: range, depth: int) -> Iterator[WordParagraph]:
        """The paragraphs of a text box whose anchor stands in so many tables."""
        for paragraph, *_ in self._of_story(box):
            yield replace(paragraph, depth=paragraph.depth + depth)

    def _of_story(self, story: range) -> Iterator[tuple[WordParagraph, int, int]]:
        """The paragraphs of a part of the text, each with the CPs of its start and its mark.

        What stands behind the last mark is one too.
        """
        start = story.start
        piece = None
        for mark in paragraph_ends(self._visible, story.start, story.stop):
            if piece is None or mark >= piece.end:
                piece = self._text.piece_at(mark)
            place = piece.fc + (mark - piece.start) * piece.width
            own = self._formats.format_at(place, piece.changes)
            is_hidden = bool(self._hidden) and is_in(self._hidden, mark)
            if is_hidden and not own.depth and self._visible[mark] == PARAGRAPH_MARK:
                # The paragraph runs on into the next one.
                continue
            yield self._paragraph(start, mark, own, is_hidden), start, mark
            start = mark + 1
        if rest := printed(self._visible[start : story.stop]):
            yield WordParagraph(rest, 0, Ends.NOTHING), start, story.stop

    def _paragraph(
        self, start: int, mark: int, own: ParagraphFormat, is_hidden: bool
    ) -> WordParagraph:
        """The paragraph before a mark. In tables within tables the mark alone tells nothing."""
        ends_cell = self._visible[mark] == CELL_MARK
        depth = max(own.depth, 1) if ends_cell else own.depth
        if own.ends_row and (ends_cell or depth > 1):
            return WordParagraph("", depth, Ends.ROW, own.row, is_hidden)
        text = ""
        if not self._styles.style(own.style).is_hidden:
            text = self._lists.next_ordinal(own) + printed(self._visible[start:mark])
        ends = Ends.CELL if ends_cell or (own.ends_inner_cell and depth > 1) else Ends.NOTHING
        return WordParagraph(text, depth, ends)
