"""Write the data dictionary from the declarations: tables, views, columns, codes.

Run `python -m warehouse.dictionary` after a change of the tables, the views or the form.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from transform.columns import Column, TableSpec
from transform.form import Edition, Fact, load_editions
from transform.schema import TABLES
from warehouse.form_rows import form_cell_rows
from warehouse.views import VIEWS, ViewSpec

DICTIONARY_PATH = Path("docs/data-dictionary.md")
"""Where the dictionary stands, from the root of the repository."""

_OPENING = """# 数据字典 Data dictionary

本文件由 `python -m warehouse.dictionary` 生成，请勿手改。
This file is written by `python -m warehouse.dictionary`; do not edit it.

`warehouse.duckdb` 的 `main` 模式中有下列表和视图；每张表和每一列在数据库中也有同样的注释。
The schema `main` of `warehouse.duckdb` has these tables and views; in the database, every
table and column carries the same words as a comment.

空值只表示“没有”或“无法判定”，绝不表示 0；标“必有”的列没有空值。
A null means that there is nothing, or that it can't be told; never zero. A column marked
“always” is never null.

- `cell_status` = `reported`：印有数字 a number is printed
- `cell_status` = `blank`：空白、横线、斜线或“无” nothing, a dash, a slash or a word for none
- `cell_status` = `missing`：表格有此格而文件没有 the form has the cell, the document has not
- `cell_status` = `unreadable`：印有内容但不是数字 something is printed that is no number

金额一律以元计。Money is in yuan, whatever unit was printed.
"""


def dictionary_text() -> str:
    """The whole dictionary as Markdown."""
    editions = load_editions()
    parts = [
        _OPENING,
        "## 表 Tables\n",
        *(_table_part(table) for table in TABLES.values()),
        "## 视图 Views\n",
        *(_view_part(view) for view in VIEWS),
        "## 代码 Codes\n",
        *(_codes_part(fact) for fact in Fact),
        "## 勾稽等式 Equations\n",
        *(_equations_part(edition) for edition in editions.values()),
    ]
    return "\n".join(parts)


def main() -> None:
    """Write the dictionary anew."""
    DICTIONARY_PATH.write_text(dictionary_text(), encoding="utf-8")
    sys.stdout.write(f"{DICTIONARY_PATH}\n")


def _table_part(table: TableSpec) -> str:
    key = "、".join(f"`{name}`" for name in table.key)
    return _part(table.name, table.zh, table.en, f"主键 key: {key}\n", table.columns)


def _view_part(view: ViewSpec) -> str:
    return _part(view.name, view.zh, view.en, "", view.columns)


def _part(name: str, zh: str, en: str, key: str, columns: Iterable[Column]) -> str:
    rows = (
        (f"`{c.name}`", c.duckdb_type, "必有 always" if c.required else "", c.zh, c.en)
        for c in columns
    )
    head = ("列 column", "类型 type", "空值 null", "说明", "meaning")
    return "\n".join(
        [f"### `{name}`\n\n{zh}  \n{en}\n", *([key] if key else []), *_grid(head, rows)]
    )


def _codes_part(fact: Fact) -> str:
    row, column = TABLES[fact].key[1:]
    cells = [cell for cell in form_cell_rows() if cell["fact"] == fact]
    return "\n".join(
        [
            f"### `{fact}.{row}`\n",
            *_code_grid((cell["row_code"], cell["row_label"], cell) for cell in cells),
            f"### `{fact}.{column}`\n",
            *_code_grid((cell["column_code"], cell["column_label"], cell) for cell in cells),
        ]
    )


def _code_grid(
    codes: Iterable[tuple[object, object, dict[str, object]]],
) -> Iterator[str]:
    """One row each code and label; the editions that use it side by side."""
    found: dict[tuple[object, object, object], list[str]] = {}
    for code, label, cell in codes:
        editions = found.setdefault((code, label, cell["unit"]), [])
        if cell["form_edition"] not in editions:
            editions.append(str(cell["form_edition"]))
    found_rows = (
        (f"`{code}`", str(label), str(unit), "、".join(editions))
        for (code, label, unit), editions in found.items()
    )
    return _grid(("代码 code", "表格所印 as printed", "单位 unit", "版本 editions"), found_rows)


def _equations_part(edition: Edition) -> str:
    rows = (
        (
            f"`{identity.id}`",
            f"`{identity.table}`",
            "每行 each row" if identity.along == "row" else "每列 each column",
            f"{_sum(identity.left)} = {_sum(identity.right)}",
        )
        for identity in edition.identities
    )
    head = ("等式 equation", "表 table", "适用于 holds in", "内容 terms")
    return "\n".join([f"### {edition.edition}（{edition.citation}）\n", *_grid(head, rows)])


def _sum(codes: Iterable[str]) -> str:
    return " + ".join(f"`{code}`" for code in codes)


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


if __name__ == "__main__":
    main()
