"""Reading a manifest.csv: each accepted row beside a refused one; nothing in it is fatal."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.names import shown_name
from flows import manifest
from flows.discover import discover
from flows.manifest import is_manifest, read_manifest
from flows.manifests import read_manifests
from tests.archives import encrypted, zip_of
from tests.sizes import short_and_long
from transform.origin import ManifestRow

HEADER = "path,agency,year,url,published_on\n"
EMPTY = ManifestRow()


def read(text, files=("a.txt", "b.txt"), encoding="utf-8"):
    said = []
    data = text if isinstance(text, bytes) else text.encode(encoding)
    entries = read_manifest(data, lambda p: None if p in files else "is not there", said.append)
    return entries, said


def fields(**values):
    """The manifest with one row for a.txt."""
    return "path," + ",".join(values) + "\na.txt," + ",".join(values.values()) + "\n"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (fields(agency="资中县信访局"), ManifestRow(agency="资中县信访局")),
        (fields(agency="  资中县信访局　"), ManifestRow(agency="资中县信访局")),
        (fields(agency='"教育局,体育局"'), ManifestRow(agency="教育局,体育局")),
        (fields(year="2021"), ManifestRow(year=2021)),
        (fields(year="2008"), ManifestRow(year=2008)),
        (fields(year="2030"), ManifestRow(year=2030)),
        (fields(url="https://www.x.gov.cn/a?b=1#c"), ManifestRow(url="https://www.x.gov.cn/a?b=1#c")),
        (fields(url="http://政府.中国/"), ManifestRow(url="http://政府.中国/")),
        (fields(published_on="2021-03-04"), ManifestRow(published_on=date(2021, 3, 4))),
        (fields(published_on="2021/3/4"), ManifestRow(published_on=date(2021, 3, 4))),
        (fields(published_on="1900-01-01"), ManifestRow(published_on=date(1900, 1, 1))),
        (fields(published_on="2021年3月4日"), ManifestRow(published_on=date(2021, 3, 4))),
        (fields(agency="", year="", url="", published_on=""), EMPTY),
        ("path\na.txt\n", EMPTY),
        ("Path , AGENCY\na.txt,甲局\n", ManifestRow(agency="甲局")),
        ("agency,path\n甲局,a.txt\n", ManifestRow(agency="甲局")),
        ("\n\npath,agency\n\na.txt,甲局\n,,,\n", ManifestRow(agency="甲局")),
        ("path,agency\r\na.txt,甲局\r\n", ManifestRow(agency="甲局")),
        ("path,agency\ra.txt,甲局\r", ManifestRow(agency="甲局")),
        ("path,agency\na.txt,甲局,,\n", ManifestRow(agency="甲局")),
        ("path,agency,year\na.txt,甲局\n", ManifestRow(agency="甲局")),
        ("path,agency\na.txt,甲局\na.txt,甲局\n./a.txt,甲局\n", ManifestRow(agency="甲局")),
    ],
)  # fmt: skip
def test_a_row_is_taken(text, row):
    assert read(text) == ({"a.txt": row}, [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (fields(agency="局" * 201), "more than 200 characters"),
        (fields(agency="甲\u202e局"), "“甲\\u202e局” holds a character that cannot be seen"),
        (fields(agency="甲\x1b[2J局"), "cannot be seen"),
        (fields(year="2007"), "“2007” is none from 2008 to 2030"),
        (fields(year="2031"), "is none from"),
        (fields(year="二〇二一"), "“二〇二一” is none from"),
        (fields(year="２０２１"), "is none from"),
        (fields(year="21"), "is none from"),
        (fields(year="2021年"), "is none from"),
        (fields(year="-2021"), "is none from"),
        (fields(url="ftp://x.gov.cn/"), "no http or https address"),
        (fields(url="javascript:alert(1)"), "no http or https address"),
        (fields(url="https:///nowhere"), "no http or https address"),
        (fields(url="https://[broken/"), "no http or https address"),
        (fields(url="https://x.gov.cn/a b"), "no http or https address"),
        (fields(url="https://x.gov.cn/\u202e"), "no http or https address"),
        (fields(url="https://x.gov.cn/" + "a" * 2000), "more than 2000 characters"),
        (fields(published_on="2021-3-4"), "no date such as"),
        (fields(published_on="2021-02-30"), "no date such as"),
        (fields(published_on="04/03/2021"), "no date such as"),
        (fields(published_on="20210304"), "no date such as"),
        (fields(published_on="二〇二一年三月四日"), "no date such as"),
        (fields(published_on="0001-01-01"), "no date such as"),
        (fields(published_on="1899-12-31"), "no date such as"),
    ],
)
def test_a_row_with_a_fault_is_not_used_and_said(text, reason):
    entries, [sentence] = read(text)
    assert entries == {"a.txt": None}  # nor is what an outer manifest says of the file
    assert sentence.startswith("line 2: ") and sentence.endswith("; the row is not used")
    assert reason in sentence
    assert sentence.isprintable() and len(sentence) < 250


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("town/甲.txt", "town/甲.txt"),
        ("town\\甲.txt", "town/甲.txt"),
        ("./town//甲.txt", "town/甲.txt"),
        ("all.zip!/in.zip!/乙.txt", "all.zip!/in.zip!/乙.txt"),
        ("all.zip!\\in.zip!\\乙.txt", "all.zip!/in.zip!/乙.txt"),
        ("a\\u202e.txt", "a\\u202e.txt"),
    ],
)
def test_a_path_is_found(path, found):
    entries, said = read(f"path,year\n{path},2021\n", files=(found,))
    assert (entries, said) == ({found: ManifestRow(year=2021)}, [])


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../a.txt", "leaves the manifest's folder"),
        ("town/../a.txt", "leaves the manifest's folder"),
        ("..\\a.txt", "leaves the manifest's folder"),
        ("all.zip!/../a.txt", "leaves the manifest's folder"),
        ("/etc/passwd", "does not begin in the manifest's folder"),
        ("\\\\server\\a.txt", "does not begin in the manifest's folder"),
        ("C:\\a.txt", "does not begin in the manifest's folder"),
        ("c.txt", "“c.txt” is not there"),
        ("A.TXT", "is not there"),
        ("", "names no path"),
        (".", "is not there"),
        ("x" * 4001, "is too long"),
        ("\x1b[2J\u202e.txt", "“\\u001b[2J\\u202e.txt” is not there"),
    ],
)
def test_a_path_is_refused(path, reason):
    entries, [sentence] = read(f"path,year\n{path},2021\n")
    assert entries == {}
    assert reason in sentence
    assert sentence.isprintable() and len(sentence) < 250


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_that_spreadsheets_write_are_read(encoding):
    text = HEADER + "a.txt,资中县信访局,2021,,\n甲.txt,内江市信访局,,,\n"
    assert is_manifest(text.encode(encoding))
    assert is_manifest(f"\ufeff{text}".encode(encoding))
    entries, said = read(text, ("a.txt", "甲.txt"), encoding)
    assert entries["甲.txt"] == ManifestRow(agency="内江市信访局")
    assert len(entries) == 2 and said == []


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", b"name,year\na.txt,2021\n", b"paths\na.txt\n", b"\x00\xff\xfe\x01",
        HEADER.encode("utf-16"), b"PK\x03\x04path", "政府信息公开工作年度报告".encode(),
    ],
)  # fmt: skip
def test_a_file_without_a_path_column_is_no_manifest(data):
    assert not is_manifest(data)


def test_the_first_line_decides_however_large_the_file_is():
    row = "甲.txt,资中县信访局\n"
    for encoding in ("utf-8", "gb18030"):
        for shift in range(4):  # the cut may fall anywhere in a character
            assert is_manifest(("path,agency" + "x" * shift + "\n" + row * 40_000).encode(encoding))
    assert not is_manifest(b"x" * 1_000_000 + b"\npath,agency\n")


def test_rows_for_one_file_that_differ_are_none_of_them_used():
    text = "path,agency\na.txt,甲局\nb.txt,乙局\n./a.txt,丙局\na.txt,甲局\n"
    entries, said = read(text)
    assert entries == {"a.txt": None, "b.txt": ManifestRow(agency="乙局")}
    assert [sentence.partition(":")[0] for sentence in said] == ["line 4", "line 5"]
    assert "“a.txt” is listed in line 2 too, with other values; neither is used" in said[0]
    assert read("path,year\na.txt,1\na.txt,2021\n")[0] == {"a.txt": None}
    assert read("path,year\na.txt,2021\na.txt,1\n")[0] == {"a.txt": None}


def test_a_row_with_more_fields_than_columns_is_for_no_file():
    entries, said = read("path,agency\na.txt,教育局,体育局\n")
    assert entries == {}
    assert said == ["line 2: has 3 fields, and the header names 2; the row is not used"]


def test_lines_are_counted_as_an_editor_does():
    _, said = read('path,agency\na.txt,"甲\n局"\n\nb.txt,' + "x" * 300 + "\nc.txt,\n")
    assert [sentence.partition(":")[0] for sentence in said] == ["line 2", "line 5", "line 6"]


def test_columns_are_said_that_are_not_known_or_named_twice():
    entries, said = read("path,备注,agency,\u202e\na.txt,x,甲局,y\n")
    assert entries == {"a.txt": ManifestRow(agency="甲局")}
    assert said == ["columns “备注, \\u202e” are not known and not used"]
    entries, said = read("path,agency,path\na.txt,甲局,b.txt\n")
    assert (entries, said) == ({}, ["names the column path twice; it is not used"])


def test_bytes_that_are_no_text_are_not_used():
    entries, said = read(b"path,agency\na.txt,\xff\xff\n")
    assert (entries, said) == ({}, ["is neither UTF-8 nor GB18030; it is not used"])


def test_a_quotation_mark_that_is_never_closed_costs_no_more_than_some_rows():
    text = HEADER + '"' + "x,\n" * 200_000 + "\na.txt,甲局\n"
    entries, said = read(text)
    assert any("cannot be taken apart" in sentence for sentence in said)
    assert entries == {"a.txt": ManifestRow(agency="甲局")}
    entries, said = read(HEADER + "x" * 3_000_000 + "\na.txt,甲局\n")
    assert entries == {"a.txt": ManifestRow(agency="甲局")}


@pytest.mark.parametrize("rows", short_and_long(1_000, 1_000_000))
def test_of_too_many_rows_only_those_of_files_that_are_there_are_kept(rows, monkeypatch):
    assert manifest.MOST_ROWS == 1_000_000
    monkeypatch.setattr(manifest, "MOST_ROWS", rows)
    data = (HEADER + "a.txt,甲局,,,\n" + "x.txt,乙局,,,\n" * rows + "b.txt,,,,\n").encode()
    said = Counter()
    entries = read_manifest(
        data,
        lambda path: None if path in ("a.txt", "b.txt") else "is not there",
        lambda sentence: said.update([sentence.partition(": ")[2]]),
    )
    assert entries == {"a.txt": ManifestRow(agency="甲局")}
    assert said == {
        "“x.txt” is not there; the row is not used": rows - 1,
        f"more than {rows:,} rows; the rest is not used": 1,
    }


LINES = st.lists(
    st.lists(
        st.sampled_from(
            ["a.txt", "b.txt", "..", "/", "\\", '"', "甲局", "2021", "21", "http://x/", "2021/1/2"]
        )
        | st.text(max_size=4),
        max_size=6,
    ),
    max_size=8,
)


@given(LINES, st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.binary(max_size=6))
@settings(max_examples=300, deadline=None)
def test_whatever_a_manifest_holds_is_used_or_said(lines, encoding, debris):
    text = HEADER + "\n".join(",".join(fields) for fields in lines)
    data = text.encode(encoding, "replace") + debris
    entries, said = read(data) if is_manifest(data) else ({}, [])
    assert set(entries) <= {"a.txt", "b.txt"}
    assert all(shown_name(sentence) == sentence and len(sentence) < 250 for sentence in said)
    refused = [path for path, row in entries.items() if row is None]
    assert len(said) >= len(refused)
    for row in filter(None, entries.values()):
        assert row.year is None or 2008 <= row.year <= 2030
        assert row.url is None or row.url.startswith("http://x/")
        assert row.agency is None or shown_name(row.agency) == row.agency


def look(raw, home):
    found = discover([str(raw)], home, [])
    return found, read_manifests(found.manifests, found.sources)


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "raw" / "town").mkdir(parents=True)
    for path in ("a.txt", "town/b.txt", "town/c.txt"):
        (tmp_path / "raw" / path).write_text(path)
    return tmp_path / "raw"


def test_a_manifest_is_no_report_and_the_nearest_one_decides(raw, tmp_path):
    (raw / "manifest.csv").write_text(
        "path,agency\na.txt,甲局\ntown/b.txt,外局\ntown/c.txt,外局\n", encoding="utf-8"
    )
    (raw / "town" / "manifest.csv").write_text(
        "path,agency,year\nb.txt,内局,\nc.txt,内局,21\n", encoding="utf-8"
    )
    found, listing = look(raw, tmp_path / "home")
    assert [file.path for file in found.files] == ["a.txt", "town/b.txt", "town/c.txt"]
    assert {row["source_path"] for row in found.sources if row["listed_by"]} == {
        "manifest.csv",
        "town/manifest.csv",
    }
    said = {path: listed.row for (_, path), listed in listing.files.items()}
    assert said == {
        "a.txt": ManifestRow("甲局"),
        "town/b.txt": ManifestRow("内局"),
        "town/c.txt": None,  # what the outer one says of it may be as wrong
    }
    [trouble] = listing.troubles
    assert trouble.startswith("town/manifest.csv line 3: ")


def test_a_file_of_that_name_without_a_path_column_is_a_file(raw, tmp_path):
    (raw / "manifest.csv").write_text("file,agency\na.txt,甲局\n", encoding="utf-8")
    (raw / "Manifest.csv").write_text("path,agency\na.txt,甲局\n", encoding="utf-8")
    found, listing = look(raw, tmp_path / "home")
    assert [file.path for file in found.files][:3] == ["Manifest.csv", "a.txt", "manifest.csv"]
    assert (found.manifests, listing.files) == ((), {})


def test_members_of_archives_are_listed_beside_the_archive_and_in_it(raw, tmp_path):
    inner = zip_of(("丙.txt", b"3"), ("manifest.csv", "path,agency\n丙.txt,丙局\n".encode()))
    inside = "path,agency\n甲.txt,内局\n乙.txt,乙局\n".encode("gb18030")
    data = zip_of(
        ("甲.txt", b"1"), ("sub/乙.txt", b"2"), ("in.zip", inner), ("manifest.csv", inside)
    )
    (raw / "all.zip").write_bytes(data)
    (raw / "manifest.csv").write_text(
        "path,agency\nall.zip!/甲.txt,外局\nall.zip!\\sub\\乙.txt,外局\nall.zip,x\nmanifest.csv,x\n",
        encoding="utf-8",
    )
    found, listing = look(raw, tmp_path / "home")
    said = {path: listed.row.agency for (_, path), listed in listing.files.items()}
    assert said == {
        "all.zip!/甲.txt": "内局",
        "all.zip!/sub/乙.txt": "外局",
        "all.zip!/in.zip!/丙.txt": "丙局",
    }
    assert len(found.manifests) == 3
    assert [t for t in listing.troubles if "“乙.txt” is no file beside the manifest" in t]
    assert len([t for t in listing.troubles if "is no report itself" in t]) == 2
    again = discover([str(raw)], tmp_path / "home", found.sources)
    assert again.manifests == found.manifests  # the archive is not listed again
    assert again.files == found.files


def test_a_manifest_that_cannot_be_unpacked_is_a_file(raw, tmp_path):
    data = encrypted(zip_of(("甲.txt", b"1"), ("manifest.csv", b"path\n")), "manifest.csv")
    (raw / "all.zip").write_bytes(data)
    found, _ = look(raw, tmp_path / "home")
    assert found.manifests == ()
    assert "all.zip!/manifest.csv" in {file.path for file in found.files}


def test_no_more_than_twenty_sentences_are_said_of_all_manifests(raw, tmp_path):
    for folder in (raw, raw / "town"):
        lines = "".join(f"nothing{number}\n" for number in range(15))
        (folder / "manifest.csv").write_text(f"path\n{lines}")
    _, listing = look(raw, tmp_path / "home")
    assert len(listing.troubles) == 21
    assert listing.troubles[-1] == "10 more faults of manifests are not named here"


@pytest.mark.parametrize("is_too_large", [True, False])
def test_a_manifest_that_is_too_large_is_not_read(raw, tmp_path, monkeypatch, is_too_large):
    text = "path,agency\na.txt,甲局\n"
    read = []
    monkeypatch.setattr("flows.manifests.MOST_BYTES", len(text.encode()) - is_too_large)
    monkeypatch.setattr(
        "flows.manifests._read", lambda file, _: read.append(file.path) or text.encode()
    )
    (raw / "manifest.csv").write_text(text, encoding="utf-8")
    found, listing = look(raw, tmp_path / "home")
    assert "manifest.csv" not in {file.path for file in found.files}
    if is_too_large:
        assert (listing.files, read) == ({}, [])
        assert "is larger than" in listing.troubles[0]
    else:
        assert (len(listing.files), listing.troubles) == (1, ())
        assert set(read) == {"manifest.csv"}
