"""Publication: one rename, while other processes read."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.lake_samples import sample_reports, write_sample_lake
from warehouse.build import build_warehouse, publish
from warehouse.errors import WarehouseBuildError

READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for _ in sys.stdin:
    print(connection.execute("SELECT count(*) FROM evidence WHERE raw_text IS NOT NULL"
        ).fetchall()[0][0], flush=True)
"""


class Reader:
    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", READER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def count(self) -> int:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()


def build(folder: Path, reports: int) -> Path:
    lake = write_sample_lake(folder / f"lake-{reports}", sample_reports(reports))
    target = folder / f"built-{reports}.duckdb"
    build_warehouse(lake, target, [])
    return target


def test_open_readers_keep_the_old_data_and_new_ones_see_the_new(tmp_path: Path):
    published = tmp_path / "warehouse.duckdb"
    publish(build(tmp_path, 3), published)
    readers = [Reader(published), Reader(published)]
    try:
        before = [reader.count() for reader in readers]
        assert before == [600, 600]
        publish(build(tmp_path, 5), published)
        assert [reader.count() for reader in readers] == before
        readers.append(Reader(published))
        assert readers[-1].count() == 1000
    finally:
        for reader in readers:
            reader.close()
    assert not list(tmp_path.glob("*.wal")) and not list(tmp_path.glob("built*"))


def test_what_a_client_left_beside_the_old_file_is_not_applied_to_the_new(tmp_path: Path):
    published = tmp_path / "warehouse.duckdb"
    published.with_name("warehouse.duckdb.wal").write_bytes(b"left over")
    publish(build(tmp_path, 1), published)
    assert not list(tmp_path.glob("*.wal"))
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchall() == [(1,)]


def test_unclosed_or_absent_file_is_not_published(tmp_path: Path):
    published = tmp_path / "warehouse.duckdb"
    publish(build(tmp_path, 1), published)
    before = published.read_bytes()
    again = build(tmp_path, 2)
    again.with_name(f"{again.name}.wal").write_bytes(b"open")
    with pytest.raises(WarehouseBuildError, match="not closed"):
        publish(again, published)
    with pytest.raises(WarehouseBuildError, match="cannot be published"):
        publish(tmp_path / "absent.duckdb", published)
    assert published.read_bytes() == before
