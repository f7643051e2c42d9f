"""Where contents come from: paths, manifests and what was replaced, from run to run."""

import hashlib
import itertools
import os
import random
import shutil
from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import stages
from flows.manifests import Listed, Listing
from flows.origins import changed_contents, find_origins
from flows.replaced import log_replaced, replaced_contents
from tests.archives import zip_of
from tests.flow_runs import REPOSITORY, SAMPLES
from tests.sizes import short_and_long
from tests.stage_runs import rows, take_run
from transform.lake import Lake
from transform.origin import ManifestRow, Origin
from transform.schema import REPLACED

REPORTS = [path.read_bytes() for path in SAMPLES[:4]]
NOTE = "\n附注：更正\n".encode()


@pytest.fixture
def lake(tmp_path):
    lake = Lake(tmp_path / "lake")
    lake.prepare()
    return lake


def source(path, content, root="/r", gone=False, listed_by=None):
    return {
        "source_root": root,
        "source_path": path,
        "source_sha256": content,
        "size": 1,
        "modified_ns": 1,
        "gone": gone,
        "archive_path": None,
        "listed_by": listed_by,
    }


def listing(manifest="manifest.csv", root="/r", **agencies):
    """A manifest that names agencies for files without their suffix."""
    files = {
        (root, f"{name}.txt"): Listed(manifest, ManifestRow(agency) if agency else None)
        for name, agency in agencies.items()
    }
    return Listing(frozenset({(root, manifest)}), files)


MANIFEST = source("manifest.csv", "m", listed_by="1")


def test_the_place_that_stands_for_a_content(lake):
    """There before gone, listed before not, then the order of root and path."""
    places = [
        source("c.txt", "x"),
        source("b.txt", "x"),
        source("a.txt", "x", root="/s"),
        source("0.txt", "x", gone=True),
    ]
    for order in itertools.permutations(places):
        assert find_origins(lake, order)[0] == {"x": Origin("b.txt")}
        origins, _ = find_origins(lake, [*order, MANIFEST], listing(c="丙局", **{"0": "零局"}))
        assert origins == {"x": Origin("c.txt", ManifestRow("丙局"))}
        (lake.folder / "manifest_rows.parquet").unlink()


def test_a_file_that_has_moved_is_told_by_its_new_place(lake):
    """As a first run finds it: what a manifest said of the place that is gone is past."""
    there = source("a.txt", "x")
    find_origins(lake, [there, MANIFEST], listing(a="甲局"))
    moved = [replace_gone(there, gone=True), source("new/a.txt", "x"), MANIFEST]
    for listed in (listing(), listing(a="乙局")):
        assert find_origins(lake, moved, listed) == ({"x": Origin("new/a.txt")}, ())
    gone = [moved[0], replace_gone(moved[1], gone=True), MANIFEST]
    origins, _ = find_origins(lake, gone, listing())
    assert origins == {"x": Origin("a.txt", ManifestRow("乙局"))}


def test_a_file_that_is_there_has_the_row_of_today(lake):
    rows = [source("a.txt", "x"), MANIFEST]
    assert find_origins(lake, rows, listing(a="甲局"))[0] == {
        "x": Origin("a.txt", ManifestRow("甲局"))
    }
    assert find_origins(lake, rows, listing(a="乙局"))[0] == {
        "x": Origin("a.txt", ManifestRow("乙局"))
    }
    assert find_origins(lake, rows, listing(a=None))[0] == {"x": Origin("a.txt")}
    assert find_origins(lake, rows, listing())[0] == {"x": Origin("a.txt")}


@pytest.mark.parametrize(
    ("now", "agency"),
    [
        (listing(), "甲局"),  # no longer listed
        (listing(a="乙局"), "乙局"),  # listed anew
        (Listing(), "甲局"),  # the manifest is gone too
    ],
)
def test_a_file_that_is_gone_keeps_its_row_unless_it_is_listed_anew(lake, now, agency):
    find_origins(lake, [source("a.txt", "x"), MANIFEST], listing(a="甲局"))
    manifest = replace_gone(MANIFEST, gone=not now.manifests)
    rows = [source("a.txt", "x", gone=True), manifest]
    for _ in range(2):
        origins, _ = find_origins(lake, rows, now)
        assert origins == {"x": Origin("a.txt", ManifestRow(agency))}


def replace_gone(row, gone):
    return {**row, "gone": gone}


def test_the_manifests_of_roots_that_are_not_looked_at_hold_on(lake):
    other = source("b.txt", "y", root="/s")
    rows = [source("a.txt", "x"), MANIFEST, other]
    find_origins(lake, rows, listing(a="甲局"))
    origins, _ = find_origins(lake, rows)  # a run over /s alone reads no manifest of /r
    assert origins["x"] == Origin("a.txt", ManifestRow("甲局"))
    origins, _ = find_origins(lake, [rows[0], replace_gone(MANIFEST, gone=True), other])
    assert origins["x"] == Origin("a.txt")  # a run over /r found it gone
    origins, _ = find_origins(lake, [rows[0], source("manifest.csv", "n"), other])
    assert origins["x"] == Origin("a.txt")  # a file of that name, no manifest


def test_everything_that_a_manifest_says_is_kept(lake):
    row = ManifestRow("甲局", 2021, "https://x.gov.cn/", date(2022, 1, 31))
    for said in (row, ManifestRow(), replace(row, year=None)):
        files = {("/r", "a.txt"): Listed("manifest.csv", said)}
        listed = Listing(frozenset({("/r", "manifest.csv")}), files)
        first, _ = find_origins(lake, [source("a.txt", "x"), MANIFEST], listed)
        again, _ = find_origins(lake, [source("a.txt", "x"), MANIFEST])
        assert first == again == {"x": Origin("a.txt", said)}


def test_copies_that_manifests_name_differently_are_not_told_by_them(lake):
    rows = [source("a.txt", "x"), source("b.txt", "x"), MANIFEST]
    origins, [trouble] = find_origins(lake, rows, listing(a="甲局", b="乙局"))
    assert origins == {"x": Origin("a.txt")}
    assert "a.txt" in trouble and "none is used" in trouble
    for agencies in ({"a": "甲局", "b": "甲局"}, {"a": "甲局"}):
        origins, troubles = find_origins(lake, rows, listing(**agencies))
        assert origins == {"x": Origin("a.txt", ManifestRow("甲局"))}
        assert troubles == ()


def test_of_many_copies_that_differ_some_are_named(lake):
    names = [f"{number:02}{copy}" for number in range(30) for copy in "ab"]
    rows = [source(f"{name}.txt", name[:2]) for name in names]
    said = {name: {"a": "甲局", "b": "乙局"}[name[-1]] for name in names}
    _, troubles = find_origins(lake, [*rows, MANIFEST], listing(**said))
    assert len(troubles) == 21
    assert troubles[-1] == "10 more copies that manifests name differently are not named here"


def test_copies_on_two_hosts_do_not_disagree(lake):
    rows = [source("a.txt", "x"), source("b.txt", "x"), MANIFEST]
    files = {
        ("/r", f"{name}.txt"): Listed(
            "manifest.csv", ManifestRow("甲局", url=f"https://{name}.cn/")
        )
        for name in "ab"
    }
    origins, troubles = find_origins(lake, rows, Listing(frozenset({MANIFEST_KEY}), files))
    assert origins["x"].manifest.url == "https://a.cn/"
    assert troubles == ()


MANIFEST_KEY = ("/r", "manifest.csv")


def log(lake, path, former, new):
    entry = {
        "source_root": "/r",
        "source_path": path,
        "source_sha256": former,
        "replaced_by": new,
        "seen_at": datetime(2026, 1, 1),  # noqa: DTZ001 - as the lake keeps it
    }
    lake.append_log(REPLACED, [entry])


def test_a_replaced_content_keeps_the_row_that_it_had(lake):
    find_origins(lake, [source("a.txt", "x"), MANIFEST], listing(a="甲局"))
    log(lake, "a.txt", "x", "y")
    now = [source("a.txt", "y"), MANIFEST]
    for _ in range(2):
        origins, _ = find_origins(lake, now, listing(a="乙局"))
        assert origins == {
            "x": Origin("a.txt", ManifestRow("甲局")),
            "y": Origin("a.txt", ManifestRow("乙局")),
        }
    # it comes back: it is there again, and what lay there meanwhile is the former one
    log(lake, "a.txt", "y", "x")
    origins, _ = find_origins(lake, [source("a.txt", "x"), MANIFEST], listing(a="丙局"))
    assert origins == {
        "x": Origin("a.txt", ManifestRow("丙局")),
        "y": Origin("a.txt", ManifestRow("乙局")),
    }


def test_a_replaced_content_that_lies_elsewhere_is_there(lake):
    log(lake, "a.txt", "x", "y")
    rows = [source("a.txt", "y"), source("z.txt", "x", gone=True)]
    assert find_origins(lake, rows)[0] == {"y": Origin("a.txt"), "x": Origin("z.txt")}


@pytest.mark.parametrize("histories", short_and_long(6, 40))
def test_whatever_came_before_what_is_there_is_told_as_by_a_first_run(tmp_path, histories):
    """Files come, go, change and move; manifests list them, differ, and stop listing them."""
    for seed in range(histories):
        lake = Lake(tmp_path / f"lake{seed}")
        lake.prepare()
        check_history(lake, tmp_path / f"{seed}", random.Random(seed))


def check_history(lake, folder, chance):
    sources = {}
    for step in range(6):
        before = list(sources.values())
        for name in "abc":
            content = chance.choice([None, "x", "y", "z"])
            path = f"{name}.txt"
            if content:
                sources[path] = source(path, content)
            elif path in sources:
                sources[path] = replace_gone(sources[path], gone=True)
        said = {
            name: chance.choice(["甲局", "乙局", None]) for name in "abc" if chance.random() < 0.5
        }
        now = [*sources.values(), MANIFEST]
        for row in before:
            if row["source_sha256"] != sources[row["source_path"]]["source_sha256"]:
                log(lake, row["source_path"], row["source_sha256"], "new")
        origins, _ = find_origins(lake, now, listing(**said))
        first = Lake(folder / f"first{step}")
        first.prepare()
        there = [row for row in now if not row["gone"]]
        expected, _ = find_origins(first, there, listing(**said))
        assert {content: origins[content] for content in expected} == expected
        ever = {row["source_sha256"] for row in (*now, *lake.read_log(REPLACED))}
        assert set(origins) == ever - {"m"}


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for number, data in enumerate(REPORTS[:3]):
        (folder / f"{number}.txt").write_bytes(data)
    return folder


def list_in(folder, text):
    (folder / "manifest.csv").write_text(text, encoding="utf-8")


BROKEN_READER = """
import extract.reading
def read_document(data): raise ZeroDivisionError
extract.reading.read_document = read_document
"""

IDENTITIES = (
    "SELECT source_path, agency_id, agency_name, report_year, in_manifest FROM reports ORDER BY ALL"
)


def test_a_manifest_decides_and_the_printed_name_stays(raw, tmp_path):
    home = tmp_path / "home"
    take_run(home, raw)
    plain = rows(home, IDENTITIES)
    list_in(raw, "path,agency,year\n0.txt,内江市资中县教育局,2018\n")
    take_run(home, raw)
    [listed, *others] = rows(home, IDENTITIES)
    assert others == plain[1:]
    assert listed[1] != plain[0][1]
    assert listed[2:] == (plain[0][2], 2018, True)
    [(name, code, sector)] = rows(
        home,
        "SELECT a.agency_name, admin_code, sector FROM agencies AS a JOIN reports USING (agency_id)"
        " WHERE source_path = '0.txt'",
    )
    assert (name, code, sector) == ("资中县教育局", "511025", "education")
    history = "SELECT former_agency_id, agency_id, cause FROM agency_id_history"
    assert rows(home, history) == [(plain[0][1], listed[1], "origin")]
    take_run(home, raw)
    assert len(rows(home, history)) == 1


def test_a_changed_manifest_is_followed_without_opening_a_file(raw, tmp_path, monkeypatch):
    """The worker processes of the run that follows it cannot read any; it equals a full run."""
    home = tmp_path / "home"
    take_run(home, raw)
    (raw / "2.txt").unlink()
    listed = "path,url\n0.txt,https://www.zizhong.gov.cn/a.html\n2.txt,https://www.x.gov.cn/\n"
    list_in(raw, listed)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(BROKEN_READER)
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "broken"), str(REPOSITORY)]))
        run = take_run(home, raw)
        assert (run.outcome.reports, run.outcome.quarantined, run.troubles) == (2, 0, [])
        (raw / "new.txt").write_bytes(REPORTS[3])
        assert take_run(home, raw).outcome.quarantined == 1  # the reader is broken indeed
        (raw / "new.txt").unlink()
    url = "SELECT source_path, source_url, in_manifest, origin_digest FROM reports ORDER BY ALL"
    assert [row[1:3] for row in rows(home, url)] == [
        ("https://www.zizhong.gov.cn/a.html", True),
        (None, False),
        ("https://www.x.gov.cn/", True),  # its file is gone
    ]
    take_run(tmp_path / "full", raw)
    assert rows(tmp_path / "full", url) == rows(home, url)[:2]
    assert take_run(home, raw).outcome.reports == 0  # it is followed once
    (raw / "manifest.csv").unlink()
    assert take_run(home, raw).outcome.reports == 1
    assert [row[2] for row in rows(home, url)] == [False, False, True]


def test_a_file_becomes_a_manifest_and_one_becomes_a_file(raw, tmp_path):
    home = tmp_path / "home"
    counts = "SELECT count(*) FILTER (in_manifest), (SELECT count(*) FROM quarantined) FROM reports"
    list_in(raw, "file,agency\n0.txt,资中县信访局\n")
    assert len(take_run(home, raw).discovery.files) == 4
    assert rows(home, counts) == [(0, 1)]
    list_in(raw, "path,agency\n0.txt,资中县信访局\n")
    assert len(take_run(home, raw).discovery.files) == 3
    assert rows(home, counts) == [(1, 0)]
    list_in(raw, "file,agency\n0.txt,资中县信访局\n")
    take_run(home, raw)
    assert rows(home, counts) == [(0, 1)]


def test_a_replaced_report_stays_and_a_replaced_note_does_not(raw, tmp_path):
    home = tmp_path / "home"
    (raw / "note.txt").write_text("会议通知", encoding="utf-8")
    (raw / "all.zip").write_bytes(zip_of(("甲.txt", REPORTS[3])))
    take_run(home, raw)
    (raw / "0.txt").write_bytes(REPORTS[0] + NOTE)
    (raw / "note.txt").write_text("会议通知（二）", encoding="utf-8")
    (raw / "all.zip").write_bytes(zip_of(("甲.txt", REPORTS[3] + NOTE)))
    run = take_run(home, raw)
    assert (run.outcome.reports, run.outcome.quarantined) == (2, 1)
    kept = rows(home, "SELECT source_path, superseded_by IS NULL FROM reports ORDER BY ALL")
    assert kept == [
        ("0.txt", False), ("0.txt", True), ("1.txt", True), ("2.txt", True),
        ("all.zip!/甲.txt", False), ("all.zip!/甲.txt", True),
    ]  # fmt: skip
    assert rows(home, "SELECT source_path FROM replaced ORDER BY ALL") == [
        ("0.txt",), ("all.zip!/甲.txt",)
    ]  # fmt: skip
    assert rows(home, "SELECT count(*) FROM quarantined") == [(1,)]
    before = rows(home, "SELECT report_id, superseded_by FROM reports ORDER BY ALL")
    assert take_run(home, raw).outcome.reports == 0
    assert rows(home, "SELECT report_id, superseded_by FROM reports ORDER BY ALL") == before


@pytest.mark.parametrize("stage", ["plan_contents", "note_read"])
def test_a_run_that_is_killed_loses_nothing(raw, tmp_path, monkeypatch, stage):
    """After it has noted the files, or before it forgets contents; the next run makes up."""
    home = tmp_path / "home"
    take_run(home, raw)
    (raw / "0.txt").write_bytes(REPORTS[0] + NOTE)
    list_in(raw, "path,url\n1.txt,https://www.x.gov.cn/\n")

    def killed(*arguments):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(stages, stage, killed)
        with pytest.raises(SystemExit):
            take_run(home, raw)
    take_run(home, raw)
    assert rows(home, "SELECT source_path, source_url FROM reports ORDER BY ALL") == [
        ("0.txt", None), ("0.txt", None), ("1.txt", "https://www.x.gov.cn/"), ("2.txt", None),
    ]  # fmt: skip


def test_a_report_that_comes_back_is_the_current_one(raw, tmp_path):
    home = tmp_path / "home"
    take_run(home, raw)
    (raw / "0.txt").write_bytes(REPORTS[0] + NOTE)
    take_run(home, raw)
    (raw / "0.txt").write_bytes(REPORTS[0])
    assert take_run(home, raw).outcome.reports == 0
    current = (
        "SELECT source_sha256 FROM reports WHERE source_path = '0.txt' AND superseded_by IS NULL"
    )
    assert rows(home, current) == [(hashlib.sha256(REPORTS[0]).hexdigest(),)]
    assert rows(home, "SELECT count(*) FROM reports") == [(4,)]


def test_a_new_version_understands_replaced_reports_again(raw, tmp_path, monkeypatch):
    home = tmp_path / "home"
    list_in(raw, "path,url\n0.txt,https://www.zizhong.gov.cn/a.html\n")
    take_run(home, raw)
    (raw / "0.txt").write_bytes(REPORTS[0] + NOTE)
    list_in(raw, "path,url\n0.txt,https://www.zizhong.gov.cn/b.html\n")
    (raw / "1.txt").unlink()
    take_run(home, raw)
    before = rows(home, "SELECT report_id, source_url, origin_digest FROM reports ORDER BY ALL")
    assert len(before) == 4
    assert {url for _, url, _ in before if url} == {
        "https://www.zizhong.gov.cn/a.html",
        "https://www.zizhong.gov.cn/b.html",
    }
    shutil.move(home / "lake" / "reports", tmp_path / "older")  # as a new version finds it
    assert take_run(home, raw).outcome.reports == 4
    assert rows(home, "SELECT report_id, source_url, origin_digest FROM reports ORDER BY ALL") == (
        before
    )


def test_a_change_that_comes_with_a_new_version_is_noted(lake, tmp_path):
    """The generation of the new version is empty; that the former one was a report is known."""
    before, now = [source("a.txt", "x"), source("n.txt", "note")], [
        source("a.txt", "y"), source("n.txt", "note 2"), source("new.txt", "z"),
    ]  # fmt: skip
    folder = lake.folder / "reports" / "1-0" / "batch"
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"source_sha256": ["x", "y"]}), folder / "reports.parquet")
    log_replaced(lake, before, now, datetime(2026, 1, 1))  # noqa: DTZ001
    [row] = replaced_contents(lake)
    assert (row["source_path"], row["source_sha256"], row["replaced_by"]) == ("a.txt", "x", "y")


def test_the_same_files_in_any_order_and_number_of_runs_give_the_same_keys(tmp_path):
    """In one run, one by one, backwards, and copied into other folders first."""
    query = "SELECT report_id, agency_id, agency_name, report_year FROM reports ORDER BY ALL"
    seen = []
    for number, order in enumerate(([0, 1, 2, 3], [3, 1, 0, 2])):
        raw = tmp_path / f"raw{number}"
        raw.mkdir()
        for step, report in enumerate(order):
            folder = raw / ("甲乙丙丁"[(step * 3 + number) % 4])
            folder.mkdir()
            (folder / f"{'fk'[number]}{step}.txt").write_bytes(REPORTS[report])
            if number:
                take_run(tmp_path / "home1", folder)
        take_run(tmp_path / f"home{number}", raw)
        seen.append(rows(tmp_path / f"home{number}", query))
    assert seen[0] == seen[1]
    assert len(seen[0]) == 4 and all(row[1] for row in seen[0])
    # and all that a run of everything knows: the paths under the outer folder stand for them
    take_run(tmp_path / "full", tmp_path / "raw1")
    digests = "SELECT report_id, origin_digest FROM reports ORDER BY ALL"
    assert rows(tmp_path / "full", digests) == rows(tmp_path / "home1", digests)


def test_only_reports_whose_origin_changed_are_taken_up(raw, tmp_path):
    home = tmp_path / "home"
    run = take_run(home, raw)
    origins, _ = find_origins(run.lake, run.lake.read_sources())
    assert changed_contents(run.lake, origins) == set()
    sha256 = hashlib.sha256(REPORTS[1]).hexdigest()
    assert changed_contents(run.lake, origins | {sha256: Origin("elsewhere.txt")}) == {sha256}
