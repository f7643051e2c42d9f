"""How a table and its columns are declared: name, kind of value, meaning in both languages."""

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa


class Filler(StrEnum):
    """Where a column or table is filled."""

    LAKE = "lake"
    """By the understanding of one report; it stands in the lake."""
    BUILD = "build"
    """By the warehouse build, which looks across the whole lake."""


_TYPES: dict[str, tuple[pa.DataType, str]] = {
    "text": (pa.string(), "VARCHAR"),
    "integer": (pa.int32(), "INTEGER"),
    "bigint": (pa.int64(), "BIGINT"),
    "real": (pa.float64(), "DOUBLE"),
    "money": (pa.decimal128(20, 2), "DECIMAL(20,2)"),
    "timestamp": (pa.timestamp("us"), "TIMESTAMP"),
    "date": (pa.date32(), "DATE"),
    "texts": (pa.list_(pa.string()), "VARCHAR[]"),
    "hashes": (pa.list_(pa.uint32()), "UINTEGER[]"),
    "boolean": (pa.bool_(), "BOOLEAN"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, kind of value, meaning in both languages.

    Attributes:
        kind: one of 'text', 'integer', 'bigint', 'real', 'money', 'timestamp', 'date', 'texts',
            'hashes', 'boolean'.
        required: never null.
    """

    name: str
    kind: str
    zh: str
    en: str
    required: bool = False
    filler: Filler = Filler.LAKE

    @property
    def arrow_type(self) -> pa.DataType:
        """The type in Parquet."""
        return _TYPES[self.kind][0]

    @property
    def duckdb_type(self) -> str:
        """The type in the warehouse."""
        return _TYPES[self.kind][1]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: its grain in both languages, its columns, and the columns that identify a row.

    Attributes:
        in_warehouse: false for what the lake keeps for the build alone.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    filler: Filler = Filler.LAKE
    in_warehouse: bool = True

    @property
    def lake_columns(self) -> tuple[Column, ...]:
        """The columns that stand in the lake."""
        return tuple(c for c in self.columns if c.filler is Filler.LAKE)

    def arrow_schema(self) -> pa.Schema:
        """The schema of this table's Parquet files in the lake."""
        return pa.schema(
            [pa.field(c.name, c.arrow_type, nullable=not c.required) for c in self.lake_columns]
        )


def built_column(name: str, kind: str, zh: str, en: str, required: bool = False) -> Column:
    """A column that the warehouse build fills; the lake has it not."""
    return Column(name, kind, zh, en, required, Filler.BUILD)


REPORT_ID = Column(
    "report_id",
    "text",
    "报告标识，由文件的 sha256 得出",
    "report, named from the file's sha256",
    True,
)
"""The first column of every table about reports."""
