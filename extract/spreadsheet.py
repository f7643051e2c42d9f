"""Read a spreadsheet (XLSX, XLSM, XLS) into paragraphs and tables.

What is read is what is printed of the visible sheets: numbers as their formats show them,
without hidden rows and columns.
"""

from extract.document import Block, Document
from extract.sheet import Sheet
from extract.sheet_blocks import read_blocks

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_spreadsheet(data: bytes) -> Document:
    """Read a workbook.

    Rows with one text are paragraphs, blocks of rows with several cells are tables; both have
    the locator "T1:R5:C7": sheet, row and column, as the spreadsheet counts them.

    Raises:
        UnreadableFileError: it is damaged, encrypted, of a kind that is not read, or beyond a
            limit.
    """
    if data.startswith(_OLE):
        from extract.xls import read_xls

        return Document("xls", _blocks(read_xls(data)))
    from extract.xlsx import read_xlsx

    sheets, metadata = read_xlsx(data)
    return Document("xlsx", _blocks(sheets), metadata=metadata)


def _blocks(sheets: list[Sheet]) -> tuple[Block, ...]:
    return tuple(block for sheet in sheets for block in read_blocks(sheet))
