"""The sheets of an old Excel workbook (XLS of Excel 97 to 2003), cell by cell, as printed."""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from extract.compound_file import CompoundFile
from extract.errors import UnreadableFileError, encrypted_file, over_limit
from extract.number_formats import GENERAL, built_in_format, print_number
from extract.sheet import MOST_SHEETS, Budget, CellStyle, Range, Sheet
from extract.xls_records import KIND, Record, StringReader, records_from

_STREAM = "Workbook"
_FILE_PASS, _BOUND_SHEET, _STRINGS, _FORMAT, _STYLE, _DATE_MODE = (
    0x2F, 0x85, 0xFC, 0x41E, 0xE0, 0x22,
)  # fmt: skip
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_NO_NUMBER = 0xFFFF
"""In the last two bytes of a formula's result: it is a text, a truth value or an error."""


@dataclass(slots=True)
class _Workbook:
    """What the sheets share.

    Attributes:
        starts: place of each visible sheet in the stream, by its number from 1.
    """

    starts: dict[int, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[CellStyle] = field(default_factory=list)
    epoch_1904: bool = False
    budget: Budget = field(default_factory=lambda: Budget(KIND))


def read_xls(data: bytes) -> list[Sheet]:
    """Read the visible sheets of a workbook, in their order.

    Raises:
        UnreadableFileError: it is damaged, encrypted, older than Excel 97, or beyond a limit.
    """
    file = CompoundFile(data, KIND)
    if "EncryptedPackage" in file:
        raise encrypted_file(KIND)
    if _STREAM not in file and "Book" in file:
        raise UnreadableFileError(
            "format_not_read",
            "暂不支持读取 Excel 97 之前的 XLS 格式，请另存为 XLSX",
            "XLS files older than Excel 97 are not read; save it as XLSX",
        )
    stream = file.read(_STREAM)
    workbook = _read_workbook(stream)
    if len(workbook.starts) > MOST_SHEETS:
        raise over_limit(KIND, "工作表数", "sheets", MOST_SHEETS)
    return [
        _SheetReader(workbook, number).read(stream, start)
        for number, start in workbook.starts.items()
    ]


def _read_workbook(stream: bytes) -> _Workbook:
    workbook = _Workbook()
    formats: list[tuple[int, bool]] = []
    sheets = 0
    for record in records_from(stream, 0):
        if record.kind == _FILE_PASS:
            raise encrypted_file(KIND)
        if record.kind == _BOUND_SHEET:
            sheets += 1
            start, state, kind = record.fields("<IBB")
            if state & 0x3 == 0 and kind == 0:
                workbook.starts[sheets] = start
        elif record.kind == _STRINGS:
            workbook.texts = _shared_texts(record)
        elif record.kind == _FORMAT:
            workbook.codes[record.fields("<H")[0]] = StringReader(record, 2).read()
        elif record.kind == _STYLE:
            formats.append(_style(record))
        elif record.kind == _DATE_MODE:
            workbook.epoch_1904 = record.fields("<H") == (1,)
    workbook.styles = [
        CellStyle(workbook.codes.get(code) or built_in_format(code), bordered)
        for code, bordered in formats
    ]
    return workbook


def _shared_texts(record: Record) -> list[str]:
    (count,) = record.fields("<I", 4)
    reader = StringReader(record, 8)
    # Each string takes three bytes or more, so that a false count ends in an error, not in memory.
    return [reader.read() for _ in range(count)]


def _style(record: Record) -> tuple[int, bool]:
    """The number format of a style, and whether its borders enclose."""
    _, code, lines = record.fields("<HH6xI")
    left, right, top, bottom = (lines >> shift & 0xF for shift in (0, 4, 8, 12))
    return code, bool(left or right or (top and bottom))


class _SheetReader:
    """Reads the records of one sheet."""

    def __init__(self, workbook: _Workbook, number: int) -> None:
        self._workbook = workbook
        self._sheet = Sheet(number, workbook.budget)
        self._shows_zeros = True
        self._awaiting: tuple[int, int, int] | None = None
        """Row, column and style of the formula whose text the next record holds."""
        self._read: dict[int, Callable[[Record], None]] = {
            0x0201: self._blank,
            0x00BE: self._blanks,
            0x0203: self._number,
            0x027E: self._compact_number,
            0x00BD: self._compact_numbers,
            0x00FD: self._shared_text,
            0x0204: self._text,
            0x00D6: self._text,
            0x0205: self._truth_or_error,
            0x0006: self._formula,
            0x0207: self._text_of_formula,
            0x00E5: self._merged,
            0x0208: self._row,
            0x007D: self._columns,
        }

    def read(self, stream: bytes, start: int) -> Sheet:
        """Read the sheet that begins there."""
        records = list(records_from(stream, start))
        self._shows_zeros = all(
            record.fields("<H")[0] & 0x10 for record in records if record.kind == 0x023E
        )
        for record in records:
            read = self._read.get(record.kind)
            if read is not None:
                read(record)
        return self._sheet

    def _style(self, number: int) -> CellStyle:
        styles = self._workbook.styles
        return styles[number] if number < len(styles) else CellStyle()

    def _put(self, row: int, column: int, style: int, text: str) -> None:
        self._sheet.add(row, column, text, self._style(style).bordered)

    def _put_number(self, row: int, column: int, style: int, value: float) -> None:
        text = ""
        if math.isfinite(value) and (value or self._shows_zeros):
            code = self._style(style).code or GENERAL
            text = print_number(value, code, epoch_1904=self._workbook.epoch_1904)
        self._put(row, column, style, text)

    def _blank(self, record: Record) -> None:
        row, column, style = record.fields("<HHH")
        self._put(row, column, style, "")

    def _blanks(self, record: Record) -> None:
        row, column = record.fields("<HH")
        for at in range((len(record.content) - 6) // 2):
            (style,) = record.fields("<H", 4 + 2 * at)
            self._put(row, column + at, style, "")

    def _number(self, record: Record) -> None:
        row, column, style, value = record.fields("<HHHd")
        self._put_number(row, column, style, value)

    def _compact_number(self, record: Record) -> None:
        row, column, style, value = record.fields("<HHHI")
        self._put_number(row, column, style, _compact(value))

    def _compact_numbers(self, record: Record) -> None:
        row, column = record.fields("<HH")
        for at in range((len(record.content) - 6) // 6):
            style, value = record.fields("<HI", 4 + 6 * at)
            self._put_number(row, column + at, style, _compact(value))

    def _shared_text(self, record: Record) -> None:
        row, column, style, number = record.fields("<HHHI")
        texts = self._workbook.texts
        self._put(row, column, style, texts[number] if number < len(texts) else "#REF!")

    def _text(self, record: Record) -> None:
        row, column, style = record.fields("<HHH")
        self._put(row, column, style, StringReader(record, 6).read())

    def _truth_or_error(self, record: Record) -> None:
        row, column, style, value, is_error = record.fields("<HHHBB")
        self._put(row, column, style, _error(value) if is_error else _truth(value))

    def _formula(self, record: Record) -> None:
        row, column, style, kind, value, mark = record.fields("<HHHBxBxxxH")
        self._awaiting = None
        if mark != _NO_NUMBER:
            (number,) = record.fields("<d", 6)
            self._put_number(row, column, style, number)
        elif kind == 0:
            self._awaiting = row, column, style
        else:
            self._put(row, column, style, {1: _truth(value), 2: _error(value)}.get(kind, ""))

    def _text_of_formula(self, record: Record) -> None:
        if self._awaiting is not None:
            self._put(*self._awaiting, StringReader(record, 0).read())
            self._awaiting = None

    def _merged(self, record: Record) -> None:
        (count,) = record.fields("<H")
        for at in range(count):
            top, bottom, left, right = record.fields("<HHHH", 2 + 8 * at)
            self._sheet.merged.append(Range(top, left, bottom, right))

    def _row(self, record: Record) -> None:
        row, flags = record.fields("<H10xI")
        if flags & 0x20:
            self._sheet.hidden_rows.add(row)

    def _columns(self, record: Record) -> None:
        first, last, options = record.fields("<HH4xH")
        if options & 0x1:
            self._sheet.hide_columns(first, last)


def _compact(value: int) -> float:
    """A number in four bytes: a whole number or half of a float, perhaps in hundredths."""
    if value & 0x2:
        number = float(value >> 2 if value < 0x80000000 else (value >> 2) - 0x40000000)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (value & ~0x3) << 32))
    return number / 100 if value & 0x1 else number


def _truth(value: int) -> str:
    return "TRUE" if value else "FALSE"


def _error(value: int) -> str:
    return _ERRORS.get(value, "#N/A")
