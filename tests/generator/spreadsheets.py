"""Write spreadsheets (XLSX) as people type reports into Excel and WPS, from raw markup."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from html import escape
from random import Random

from tests.generator.draft import Draft
from tests.generator.merged import MergedCell, merged_rows
from tests.generator.tables import Sheet

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORMATS = {
    "General": 0,
    "0": 1,
    "#,##0": 3,
    '0"件"': 164,
    "00": 165,
    '0;-0;"-"': 166,
    "0.0000": 167,
    '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ': 168,
    "@": 49,
}
"""Codes of number formats and the numbers that the file gives them."""
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"(?:0|[1-9]\d{0,9})\.\d{0,3}[1-9]")
_FOUR_DECIMALS = re.compile(r"(?:0|[1-9]\d{0,9})\.\d{4}")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_CASES = re.compile(r"(0|[1-9]\d*)件")
_TWO_DIGITS = re.compile(r"0\d")


@dataclass(frozen=True, slots=True)
class _Manner:
    """How one file is written.

    Attributes:
        apart: a sheet each for the tables, beside one for the text.
        bordered: lines around the cells of tables.
        stretched: tables are as wide as the widest, their last cells merged.
        titled: title, headings and text are merged over all columns.
        numbers: figures are numbers where their printing allows, with formats of their own.
        shared: texts stand in the table of shared strings.
        hidden: a hidden sheet, row and column with other figures are in the file.
        left: columns that are left empty.
    """

    apart: bool
    bordered: bool
    stretched: bool
    titled: bool
    numbers: bool
    shared: bool
    hidden: bool
    left: int


@dataclass(slots=True)
class PlainSheet:
    """A sheet to be written.

    Attributes:
        cells: markup of the cells by row and column, counted from 0.
        merged: references of merged ranges.
        hidden_rows: rows that are not shown.
        columns: markup of what stands in the element cols.
        state: 'visible', 'hidden' or 'veryHidden'.
        height: the row below the last.
    """

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    columns: str = ""
    state: str = "visible"
    height: int = 0

    def markup(self) -> str:
        """What stands in the worksheet."""
        rows = []
        for row in sorted(self.cells):
            hidden = ' hidden="1"' if row in self.hidden_rows else ""
            cells = "".join(self.cells[row][column] for column in sorted(self.cells[row]))
            rows.append(f'<row r="{row + 1}"{hidden}>{cells}</row>')
        columns = f"<cols>{self.columns}</cols>" if self.columns else ""
        merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in self.merged)
        merged = f'<mergeCells count="{len(self.merged)}">{merged}</mergeCells>' if merged else ""
        return f"{columns}<sheetData>{''.join(rows)}</sheetData>{merged}"


def write_spreadsheet(draft: Draft, rng: Random) -> bytes:
    """Write a report as a spreadsheet.

    Args:
        draft: of the layout 'merged'.
        rng: draws how it is typed in; what is hidden carries figures that must not be read.
    """
    bordered = rng.random() < 0.75
    manner = _Manner(
        apart=rng.random() < 0.3,
        bordered=bordered,
        stretched=rng.random() < 0.5,
        titled=rng.random() < 0.7,
        numbers=rng.random() < 0.7,
        shared=rng.random() < 0.6,
        hidden=rng.random() < 0.3,
        left=rng.choice((0, 0, 1)),
    )
    return _Writer(manner, rng).write(draft)


def pack_spreadsheet(sheets: dict[str, str], *, strings: str = "", styles: str = "") -> bytes:
    """Make a file of the markup of its sheets.

    Args:
        sheets: what stands in each worksheet, by name; a name that begins with '-' is that of
            a hidden sheet.
        strings: what stands in sst; "" for no such part.
        styles: what stands in styleSheet; "" for no such part.
    """
    listed = "".join(
        f'<sheet name="{escape(name.lstrip("-"))}" sheetId="{number}" r:id="rId{number}"'
        + (' state="hidden"/>' if name.startswith("-") else "/>")
        for number, name in enumerate(sheets, start=1)
    )
    shown = next(at for at, name in enumerate(sheets) if not name.startswith("-"))
    targets = {f"worksheets/sheet{n}.xml": "worksheet" for n in range(1, len(sheets) + 1)}
    targets |= {"sharedStrings.xml": "sharedStrings"} if strings else {}
    targets |= {"styles.xml": "styles"} if styles else {}
    parts = {
        "[Content_Types].xml": _content_types(targets),
        "_rels/.rels": _relationships({"xl/workbook.xml": "officeDocument"}),
        "xl/_rels/workbook.xml.rels": _relationships(targets),
        "xl/workbook.xml": f'<workbook xmlns="{SPACE}" xmlns:r="{_RELATIONS}">'
        f'<bookViews><workbookView activeTab="{shown}"/></bookViews>'
        f"<sheets>{listed}</sheets></workbook>",
    }
    for number, content in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{SPACE}">{content}</worksheet>'
        )
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{SPACE}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{SPACE}">{styles}</styleSheet>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            declared = '<?xml version="1.0" encoding="UTF-8"?>\n' + content
            # An entry without a time gives the same bytes whenever it is written.
            package.writestr(zipfile.ZipInfo(part), declared, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _content_types(targets: dict[str, str]) -> str:
    kinds = {"xl/workbook.xml": "sheet.main"} | {f"xl/{t}": kind for t, kind in targets.items()}
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: dict[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{entries}</Relationships>'


def style_sheet() -> str:
    """Styles: each number format without and with borders."""
    custom = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>'
        for code, number in _FORMATS.items()
        if number >= 164
    )
    sides = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    none = "<left/><right/><top/><bottom/><diagonal/>"
    xfs = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="{border}" xfId="0"/>'
        for number in _FORMATS.values()
        for border in (0, 1)
    )
    return (
        f'<numFmts count="5">{custom}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="SimSun"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        f'<borders count="2"><border>{none}</border><border>{sides}<diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{2 * len(_FORMATS)}">{xfs}</cellXfs>'
    )


def _style(code: str, bordered: bool) -> int:
    return 2 * list(_FORMATS).index(code) + bordered


class _Writer:
    """Writes one file."""

    def __init__(self, manner: _Manner, rng: Random) -> None:
        self._manner = manner
        self._rng = rng
        self._strings: dict[str, int] = {}

    def write(self, draft: Draft) -> bytes:
        """The file's bytes."""
        manner = self._manner
        width = max((p.width for p in draft.pieces if isinstance(p, Sheet)), default=8)
        sheets = {"总表": PlainSheet()}
        for piece in draft.pieces:
            own = manner.apart and isinstance(piece, Sheet)
            if own:
                sheets[f"表{len(sheets)}"] = PlainSheet()
            target = list(sheets.values())[-1]
            if isinstance(piece, Sheet):
                self._add_table(target, piece, width)
            else:
                self._add_text(target, piece, width)
        if manner.hidden:
            sheets = {"-旧数据": self._hidden_sheet(), **sheets}
        items = (f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self._strings)
        return pack_spreadsheet(
            {name: sheet.markup() for name, sheet in sheets.items()},
            strings="".join(items),
            styles=style_sheet(),
        )

    def _hidden_sheet(self) -> PlainSheet:
        sheet = PlainSheet(state="hidden")
        for column in range(6):
            self._put(sheet, 0, column, str(self._rng.randint(1, 99)), "General", False)
        return sheet

    def _add_text(self, sheet: PlainSheet, text: str, width: int) -> None:
        row, left = sheet.height, self._manner.left
        self._put(sheet, row, left, text, "General", False)
        if self._manner.titled:
            sheet.merged.append(_reference(row, left, row, left + width - 1))
        sheet.height += 1 + (self._rng.random() < 0.2)

    def _add_table(self, sheet: PlainSheet, table: Sheet, width: int) -> None:
        """Add a table and a row below it that is left empty."""
        hidden_at = self._rng.randrange(3, 20) if self._manner.hidden else -1
        rows = merged_rows(table)
        places = [0]
        for at in range(len(rows)):
            places.append(places[-1] + 1 + (at + 1 == hidden_at))
        for at, row in enumerate(rows):
            for cell in row:
                end = places[min(at + cell.row_span, len(rows)) - 1]
                self._add_cell(sheet, cell, table, width, (places[at], end))
        if hidden_at in range(1, len(rows)):
            self._add_hidden_row(sheet, sheet.height + places[hidden_at] - 1, table.width)
        sheet.height += places[-1] + 1

    def _add_hidden_row(self, sheet: PlainSheet, row: int, width: int) -> None:
        sheet.hidden_rows.add(row)
        taken = sheet.cells.get(row, {})
        for column in range(width):
            at = self._manner.left + column
            if at not in taken:
                self._put(sheet, row, at, str(self._rng.randint(1, 99)), "General", False)

    def _add_cell(
        self, sheet: PlainSheet, cell: MergedCell, table: Sheet, width: int, rows: tuple[int, int]
    ) -> None:
        """Add a cell, with borders at every place that it covers."""
        left = self._manner.left + cell.column
        right = left + cell.column_span - 1
        if self._manner.stretched and cell.column + cell.column_span == table.width:
            right += width - table.width
        top, bottom = (sheet.height + row for row in rows)
        code, text = self._as_typed(cell)
        bordered = self._manner.bordered
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                own = (row, column) == (top, left)
                self._put(sheet, row, column, text if own else "", code, bordered)
        if (top, left) != (bottom, right):
            sheet.merged.append(_reference(top, left, bottom, right))

    def _as_typed(self, cell: MergedCell) -> tuple[str, str]:
        """The number format and what is typed; a figure that is no number is typed as text."""
        text = cell.text
        if not cell.figure or not self._manner.numbers:
            return ("@" if cell.figure and text else "General"), text
        if _PLAIN.fullmatch(text) or _DECIMAL.fullmatch(text):
            return self._rng.choice(("General", "0" if "." not in text else "General")), f"={text}"
        if _FOUR_DECIMALS.fullmatch(text):
            return "0.0000", "=" + text.rstrip("0").rstrip(".")
        if _THOUSANDS.fullmatch(text):
            return "#,##0", "=" + text.replace(",", "")
        if match := _CASES.fullmatch(text):
            return '0"件"', f"={match[1]}"
        if _TWO_DIGITS.fullmatch(text):
            return "00", f"={int(text)}"
        if text == "-":
            return self._rng.choice(list(_FORMATS)[5:8:2]), "=0"
        return "General", text

    def _put(
        self, sheet: PlainSheet, row: int, column: int, text: str, code: str, bordered: bool
    ) -> None:
        """Add one cell; a text that begins with '=' and holds a number is that number."""
        if not text and not bordered:
            return
        where = f'r="{_name(row, column)}" s="{_style(code, bordered)}"'
        if not text:
            markup = f"<c {where}/>"
        elif re.fullmatch(r"=-?[\d.]+", text):
            markup = f"<c {where}><v>{text[1:]}</v></c>"
        elif self._manner.shared:
            at = self._strings.setdefault(text, len(self._strings))
            markup = f'<c {where} t="s"><v>{at}</v></c>'
        else:
            inner = f'<is><t xml:space="preserve">{escape(text, quote=False)}</t></is>'
            markup = f'<c {where} t="inlineStr">{inner}</c>'
        sheet.cells.setdefault(row, {})[column] = markup


def _name(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row + 1}"


def _reference(top: int, left: int, bottom: int, right: int) -> str:
    return f"{_name(top, left)}:{_name(bottom, right)}"
