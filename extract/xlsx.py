"""The sheets of an XLSX workbook, cell by cell, as they are printed."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extract.errors import UnreadableFileError, damaged_file, over_limit
from extract.number_formats import GENERAL, built_in_format, print_number
from extract.ooxml import (
    child_of,
    children_of,
    core_properties,
    is_true,
    name_of,
    related_by_id,
    related_parts,
    value_of,
)
from extract.packages import Package
from extract.sheet import (
    MOST_COLUMNS,
    MOST_SHEETS,
    Budget,
    CellStyle,
    Sheet,
    read_range,
    read_reference,
)

_KIND = "XLSX"
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIDES = ("x:left", "x:right", "x:top", "x:bottom")


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What the sheets of a workbook share."""

    budget: Budget
    texts: list[str]
    styles: list[CellStyle]
    epoch_1904: bool


def read_xlsx(data: bytes) -> tuple[list[Sheet], dict[str, str]]:
    """Read the visible sheets of a workbook, in their order, and its properties.

    Raises:
        UnreadableFileError: it is damaged, encrypted, no workbook of XML, or beyond a limit.
    """
    package = Package(data, _KIND)
    main = related_parts(package, "").get("officeDocument", "xl/workbook.xml")
    if main.endswith(".bin"):
        raise UnreadableFileError(
            "format_not_read",
            "暂不支持读取 XLSB 格式，请另存为 XLSX",
            "files of the format XLSB are not read; save it as XLSX",
        )
    root = package.read_xml(main)
    related = related_parts(package, main)
    shared = _Workbook(
        Budget(_KIND),
        _shared_texts(package, related.get("sharedStrings")),
        _cell_styles(package, related.get("styles")),
        _counts_from_1904(root),
    )
    targets = related_by_id(package, main)
    sheets: list[Sheet] = []
    entries = children_of(root, "x:sheets")
    if len(entries) > MOST_SHEETS:
        raise over_limit(_KIND, "工作表数", "sheets", MOST_SHEETS)
    for number, entry in enumerate(entries, start=1):
        part, kind = targets.get(value_of(entry, "r:id") or "", ("", ""))
        if kind == "worksheet" and (entry.get("state") or "visible") == "visible":
            sheets.append(_read_sheet(package.read_xml(part), number, shared))
    return sheets, core_properties(package)


def _counts_from_1904(root: etree._Element) -> bool:
    properties = child_of(root, "x:workbookPr")
    return properties is not None and is_true(properties.get("date1904"))


def _shared_texts(package: Package, part: str | None) -> list[str]:
    root = package.read_xml(part) if part else None
    return [_text(item) for item in root if name_of(item) == "x:si"] if root is not None else []


def _text(item: etree._Element) -> str:
    """A text with or without runs; readings above it and what is struck out are left out."""
    texts: list[str] = []
    for child in item:
        name = name_of(child)
        if name == "x:t":
            texts.append(child.text or "")
        elif name == "x:r":
            run = "".join(part.text or "" for part in child if name_of(part) == "x:t")
            texts.append(_formatted(run, child_of(child, "x:rPr"), is_first=not any(texts)))
    return _ESCAPED.sub(_unescape, "".join(texts)).replace("\r\n", "\n").replace("\r", "\n")


def _formatted(run: str, properties: etree._Element | None, *, is_first: bool) -> str:
    """A run unless it is struck out; superscript digits are no part of the number before them."""
    strike, align = (child_of(properties, name) for name in ("x:strike", "x:vertAlign"))
    if strike is not None and is_true(strike.get("val"), default=True):
        return ""
    is_raised = align is not None and align.get("val") == "superscript" and not is_first
    return run.translate(_RAISED) if is_raised else run


def _unescape(match: re.Match[str]) -> str:
    """A character that XML cannot hold, written as _x000D_."""
    code = int(match[1], 16)
    return chr(code) if code in (9, 10, 13) or 0x20 <= code < 0xD800 or code >= 0xE000 else ""


def _cell_styles(package: Package, part: str | None) -> list[CellStyle]:
    if part is None:
        return []
    root = package.read_xml(part)
    codes = {
        _whole(entry.get("numFmtId"), -1): entry.get("formatCode") or GENERAL
        for entry in children_of(root, "x:numFmts")
    }
    borders = [_is_drawn(border) for border in children_of(root, "x:borders")]
    styles: list[CellStyle] = []
    for entry in children_of(root, "x:cellXfs"):
        number, border = _whole(entry.get("numFmtId"), 0), _whole(entry.get("borderId"), 0)
        code = codes.get(number) or built_in_format(number)
        styles.append(CellStyle(code, 0 <= border < len(borders) and borders[border]))
    return styles


def _is_drawn(border: etree._Element) -> bool:
    """Whether a border encloses: a line at one side could be a neighbour's."""
    left, right, top, bottom = (_has_line(child_of(border, side)) for side in _SIDES)
    return left or right or (top and bottom)


def _has_line(side: etree._Element | None) -> bool:
    return side is not None and (side.get("style") or "none") != "none"


def _read_sheet(root: etree._Element, number: int, shared: _Workbook) -> Sheet:
    sheet = Sheet(number, shared.budget)
    shows_zeros = all(
        is_true(view.get("showZeros"), default=True) for view in children_of(root, "x:sheetViews")
    )
    for row, column, element in _cells(root, sheet):
        style = _style_of(element, shared)
        text = _printed(element, style, shared)
        hidden = not shows_zeros and element.get("t", "n") == "n" and _is_zero(element)
        sheet.add(row, column, "" if hidden else text, style.bordered)
    for entry in children_of(root, "x:mergeCells"):
        found = read_range(entry.get("ref") or "")
        if found is not None:
            sheet.merged.append(found)
    for entry in children_of(root, "x:cols"):
        if is_true(entry.get("hidden")):
            first, last = _whole(entry.get("min"), 1), _whole(entry.get("max"), MOST_COLUMNS)
            sheet.hide_columns(first - 1, last - 1)
    return sheet


def _cells(root: etree._Element, sheet: Sheet) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells of a sheet; without a reference a cell follows the one before."""
    row = -1
    for line in children_of(root, "x:sheetData"):
        row = _whole(line.get("r"), row + 2) - 1
        if is_true(line.get("hidden")):
            sheet.hidden_rows.add(row)
        column = -1
        for element in line.iterchildren("*"):
            place = read_reference(element.get("r") or "")
            column = place[1] if place else column + 1
            yield place[0] if place else row, column, element


def _style_of(element: etree._Element, shared: _Workbook) -> CellStyle:
    number = _whole(element.get("s"), 0)
    return shared.styles[number] if 0 <= number < len(shared.styles) else CellStyle()


def _printed(element: etree._Element, style: CellStyle, shared: _Workbook) -> str:
    kind = element.get("t") or "n"
    if kind == "inlineStr":
        inline = child_of(element, "x:is")
        return _text(inline) if inline is not None else ""
    content = child_of(element, "x:v")
    value = (content.text or "") if content is not None else ""
    if kind == "s":
        return _shared_text(value, shared)
    if kind == "b" and value:
        return "TRUE" if value.strip() == "1" else "FALSE"
    if kind == "n" and value:
        return _printed_number(value, style, shared)
    if kind == "n":
        return _uncalculated(element)
    return _ESCAPED.sub(_unescape, value)


def _uncalculated(element: etree._Element) -> str:
    """A formula whose result the file does not hold: what it would print is not known."""
    formula = child_of(element, "x:f")
    return f"={formula.text or ''}" if formula is not None else ""


def _shared_text(value: str, shared: _Workbook) -> str:
    number = _whole(value.strip(), -1)
    if not 0 <= number < len(shared.texts):
        raise damaged_file(_KIND, f"it has no shared text {value[:20]!r}")
    return shared.texts[number]


def _printed_number(value: str, style: CellStyle, shared: _Workbook) -> str:
    number = float(value) if _NUMBER.fullmatch(value) else math.inf
    if not math.isfinite(number):
        return value
    return print_number(number, style.code, epoch_1904=shared.epoch_1904)


def _is_zero(element: etree._Element) -> bool:
    content = child_of(element, "x:v")
    try:
        return content is not None and float(content.text or "") == 0
    except ValueError:
        return False


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and len(text) <= 9 and text.isascii() and text.isdigit() else default
