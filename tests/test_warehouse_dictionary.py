"""The data dictionary in the repository is the one that the declarations give."""

from pathlib import Path

from transform.form import load_editions
from transform.schema import TABLES
from warehouse.dictionary import DICTIONARY_PATH, dictionary_text
from warehouse.views import VIEWS

ROOT = Path(__file__).parent.parent


def test_dictionary_is_up_to_date():
    written = (ROOT / DICTIONARY_PATH).read_text(encoding="utf-8")
    assert written == dictionary_text(), "run: python -m warehouse.dictionary"


def test_dictionary_names_every_column_and_code():
    text = dictionary_text()
    for table in (*TABLES.values(), *VIEWS):
        part = text.split(f"### `{table.name}`\n")[1].split("\n### ")[0]
        for column in table.columns:
            assert f"| `{column.name}` | {column.duckdb_type} |" in part
            assert column.zh in part and column.en in part
    for edition in load_editions().values():
        assert edition.citation in text
        for row in edition.applications.rows:
            assert f"| `{row.code}` | {row.label} |" in text
