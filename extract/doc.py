"""Read an old Word file (.doc, and .wps of the same kind): paragraphs and tables as full grids."""

from dataclasses import replace

from extract.compound_file import CompoundFile
from extract.doc_blocks import BlockWriter
from extract.doc_file import KIND, WORD_97, WordFile, version_of
from extract.doc_paragraphs import ParagraphReader
from extract.doc_tables import build_tables
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
    if "WordDocument" not in container:
        raise _no_word_file()
    try:
        return _read(WordFile(container))
    except UnreadableFileError as error:
        if error.code not in _FOR_OFFICE:
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


def _no_word_file() -> UnreadableFileError:
    return UnreadableFileError(
        "format_not_read",
        "文件是 OLE 复合文档，但其中没有 Word 文档",
        "the file is an OLE compound file without a Word document in it",
    )


def _office_version(version: int) -> WordVersion:
    if version >= WORD_97:
        return WordVersion.WORD_97
    return WordVersion.WORD_95 if version >= _WORD_95 else WordVersion.WORD_6


def _adding(error: UnreadableFileError, message: str, message_en: str) -> UnreadableFileError:
    return UnreadableFileError(
        error.code, f"{error.message}；{message}", f"{error.message_en}; {message_en}"
    )


def _read(file: WordFile) -> Document:
    writer = BlockWriter()
    writer.write(build_tables(ParagraphReader(file).paragraphs()))
    return Document(source_format="doc", blocks=tuple(writer.blocks))
