"""Read a spreadsheet (XLSX, XLSM, XLS) into paragraphs and tables.

What is read is what is printed of the visible sheets: numbers as their formats show them,
without hidden rows and columns.
"""

from extract.document import Block, Document
from extract.errors import over_limit
from extract.sheet import Sheet
from extract.sheet_blocks import read_blocks

MOST_SHEETS = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_spreadsheet(data: bytes) -> Document:
    """Read a workbook.

    Rows with one text are paragraphs, blocks of rows with several cells are tables; both have
    the locator "T1:R5:C7": sheet, row and column, as the spreadsheet counts them.

    Raises:
        UnreadableFileError: it is damaged, encrypted, of a kind that is not read, or beyond a
            limit.
    """
    source_format = "xls" if data.startswith(_OLE) else "xlsx"
    blocks: list[Block] = []
    for sheet in _sheets(data, source_format):
        blocks.extend(read_blocks(sheet))
    return Document(source_format, tuple(blocks))


def _sheets(data: bytes, source_format: str) -> list[Sheet]:
    if source_format == "xls":
        from extract.xls import read_xls

        sheets = read_xls(data)
    else:
        from extract.xlsx import read_xlsx

        sheets = read_xlsx(data)
    if len(sheets) > MOST_SHEETS:
        raise over_limit(source_format.upper(), "工作表数", "sheets", MOST_SHEETS)
    return sheets
