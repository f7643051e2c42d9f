"""Read an old Word file (.doc, and .wps of the same kind): paragraphs and tables as full grids."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.compound_file import CompoundFile
from extract.doc_blocks import BlockWriter
from extract.doc_characters import Ranges, blot_out, hidden_characters, is_in, printed
from extract.doc_properties import ParagraphFormat, ParagraphFormats
from extract.doc_tables import Ends, WordParagraph, build_tables
from extract.doc_text import (
    KIND,
    WORD_97,
    Part,
    WordFile,
    WordText,
    paragraph_ends,
    version_of,
)
from extract.document import Document
from extract.errors import UnreadableFileError, encrypted_file
from extract.office import WordVersion, convert_to_docx, find_office

_FOR_OFFICE = ("format_not_read", "damaged_file")
"""Errors in the structures of Word, which LibreOffice may know better."""
_WORD_95 = 0x68


def read_doc(data: bytes) -> Document:
    """Read an old Word file.

    Where its structures are beyond this reader and LibreOffice is installed, it is converted
    to DOCX and read as that.

    Args:
        data: the file; a compound file by its first bytes.

    Raises:
        UnreadableFileError: damaged, encrypted, of a version that is not read, or over a limit.
    """
    container = CompoundFile(data, KIND)
    if "EncryptedPackage" in container:
        raise encrypted_file(KIND)
    try:
        return _read(WordFile(container))
    except UnreadableFileError as error:
        if error.code not in _FOR_OFFICE or "WordDocument" not in container:
            raise
        return _read_by_office(data, version_of(container.read("WordDocument")), error)


def _read_by_office(data: bytes, version: int, error: UnreadableFileError) -> Document:
    """The document as LibreOffice reads it.

    Raises:
        UnreadableFileError: this one, with what a person can do about it.
    """
    if find_office() is None:
        if error.code == "format_not_read":
            error = _adding(error, "安装 LibreOffice 后即可读取", "install LibreOffice to read it")
        raise error
    from extract.docx import read_docx

    (converted,) = convert_to_docx([data], _office_version(version))
    if converted is None:
        raise _adding(error, "LibreOffice 也未能读取", "nor could LibreOffice read it") from error
    return replace(read_docx(converted), source_format="doc")


def _office_version(version: int) -> WordVersion:
    if version >= WORD_97:
        return WordVersion.WORD_97
    return WordVersion.WORD_95 if version >= _WORD_95 else WordVersion.WORD_6


def _adding(error: UnreadableFileError, message: str, message_en: str) -> UnreadableFileError:
    return UnreadableFileError(
        error.code, f"{error.message}；{message}", f"{error.message_en}; {message_en}"
    )


def _read(file: WordFile) -> Document:
    text = file.read_text()
    story = _Story(
        text,
        hidden := hidden_characters(file, text),
        blot_out(text.text, hidden),
        ParagraphFormats(file.part(Part.PARAGRAPH_PAGES), file.stream, file.data),
    )
    writer = BlockWriter()
    for start, end in ((0, text.main_end), (text.boxes_start, text.boxes_end)):
        writer.write(build_tables(_paragraphs(story, start, end)))
    return Document(source_format="doc", blocks=tuple(writer.blocks))


@dataclass(frozen=True, slots=True)
class _Story:
    """What the paragraphs are read from; `visible` has NUL where `text` does not print."""

    text: WordText
    hidden: Ranges
    visible: str
    formats: ParagraphFormats


def _paragraphs(story: _Story, start: int, end: int) -> Iterator[WordParagraph]:
    """The paragraphs of a part of the text; what stands behind the last mark is one too."""
    for mark in paragraph_ends(story.visible, start, end):
        piece = story.text.piece_at(mark)
        place = piece.fc + (mark - piece.start) * piece.width
        paragraph_format = story.formats.format_at(place, piece.changes)
        yield _paragraph(story, start, mark, paragraph_format)
        start = mark + 1
    if rest := printed(story.visible[start:end]):
        yield WordParagraph(rest, 0, Ends.NOTHING)


def _paragraph(story: _Story, start: int, mark: int, own: ParagraphFormat) -> WordParagraph:
    """The paragraph before a mark. In tables within tables the mark alone tells nothing."""
    ends_cell = story.visible[mark] == "\x07"
    depth = max(own.depth, 1) if ends_cell else own.depth
    if own.ends_row and (ends_cell or depth > 1):
        is_hidden = bool(story.hidden) and is_in(story.hidden, mark)
        return WordParagraph("", depth, Ends.ROW, own.row, is_hidden)
    ends = Ends.CELL if ends_cell or (own.ends_inner_cell and depth > 1) else Ends.NOTHING
    return WordParagraph(printed(story.visible[start:mark]), depth, ends)
