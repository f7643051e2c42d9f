"""ZIP archives: which files they hold, under which names, and what is refused."""

import hashlib
import io
import random
import struct
import zipfile
import zlib
from contextlib import closing

import pytest

from extract import archive as archive_module
from extract.archive import Archive, archive_refusal, open_archive
from extract.archive_limits import MOST_LEVELS, Budget
from extract.errors import UnreadableFileError
from tests.archives import Entry, encrypted, gbk_named, zip_of


@pytest.fixture(autouse=True)
def closed_archives():
    """Close what a test has opened."""
    yield
    while _opened:
        _opened.pop().close()


_opened: list[Archive] = []


def opened(data: bytes) -> Archive:
    archive = open_archive(io.BytesIO(data))
    assert archive is not None
    _opened.append(archive)
    return archive


def paths(data: bytes) -> list[str]:
    return [member.path for member in opened(data).members()]


def code_of(archive: Archive, path: str) -> str:
    with pytest.raises(UnreadableFileError) as raised:
        archive.read(path)
    assert raised.value.message and raised.value.message_en
    return raised.value.code


def test_members_are_listed_with_their_hash_and_read_by_their_path():
    archive = opened(zip_of(("年报/a.txt", b"one"), ("b.txt", b"")))
    assert [(m.path, m.size, m.sha256) for m in archive.members()] == [
        ("年报/a.txt", 3, hashlib.sha256(b"one").hexdigest()),
        ("b.txt", 0, hashlib.sha256(b"").hexdigest()),
    ]
    assert archive.read("年报/a.txt") == b"one"
    with pytest.raises(LookupError):
        archive.read("c.txt")


@pytest.mark.parametrize(
    "names",
    [
        ["[Content_Types].xml", "word/document.xml"],
        ["[Content_Types].xml", "xl/workbook.xml"],
        ["word/document.xml"],
        ["OFD.xml", "Doc_0/Document.xml"],
        ["mimetype", "content.xml"],
    ],
)
def test_a_document_that_is_a_zip_file_is_no_archive(names):
    assert open_archive(io.BytesIO(zip_of(*((name, b"<x/>") for name in names)))) is None


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04 and no more", b"%PDF-1.7"])
def test_what_is_no_zip_file_is_no_archive(data):
    assert open_archive(io.BytesIO(data)) is None


def test_names_are_made_harmless_and_unlike_each_other():
    names = [
        "../../etc/passwd",
        "/absolute.txt",
        "C:\\Users\\a.txt",
        "a\x1b[31m\n.txt",
        "./a.txt",
        "a.txt",
        "a (2).txt",
        "\u202etxt.exe",
        "!/x.txt",
        "..",
    ]
    found = paths(zip_of(*((name, str(number).encode()) for number, name in enumerate(names))))
    assert found == [
        "etc/passwd",
        "absolute.txt",
        "C:/Users/a.txt",
        "a\\u001b[31m\\u000a.txt",
        "a.txt",
        "a (2).txt",
        "a (2) (2).txt",
        "\\u202etxt.exe",
        "!_/x.txt",
        "_",
    ]


def test_many_members_of_one_name_are_told_apart():
    found = paths(zip_of(*(("年报.txt", str(number).encode()) for number in range(3000))))
    assert found[:3] == ["年报.txt", "年报 (2).txt", "年报 (3).txt"]
    assert len(set(found)) == 3000


def test_a_very_long_name_is_shortened_and_still_read():
    name = "年" * 20_000 + ".txt"
    archive = opened(zip_of((name, b"x"), (name, b"y")))
    first, second = (member.path for member in archive.members())
    assert len(first) <= 1001 and first.endswith(".txt") and first != second
    assert (archive.read(first), archive.read(second)) == (b"x", b"y")


def test_what_systems_leave_is_passed_over():
    junk = ["__MACOSX/._a.txt", ".DS_Store", "d/.hidden", "d/Thumbs.db", "desktop.ini", "d/", "e\\"]
    assert paths(zip_of(*((name, b"x") for name in junk), ("a.txt", b"a"))) == ["a.txt"]


def test_names_of_chinese_windows_are_read_as_gb18030():
    # 路 alone is also good UTF-8: the other names show what the archive is written in
    names = ["路.txt", "2023年度报告.txt"]
    assert paths(gbk_named(dict.fromkeys(names, b"x"))) == names


def test_names_in_utf8_without_the_flag_are_read_as_such():
    raw = "年度报告.txt".encode()
    assert paths(zip_of(Entry(raw.decode("cp437"), b"x", flags=0))) == ["年度报告.txt"]


@pytest.mark.parametrize("checksum_is_right", [True, False])
def test_the_unicode_field_names_a_member_if_it_belongs_to_the_name(checksum_is_right):
    raw = b"\xc4\xea.txt"
    checksum = zlib.crc32(raw) if checksum_is_right else 0
    field = struct.pack("<BL", 1, checksum) + "乙.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    entry = Entry(raw.decode("cp437"), b"x", flags=0, extra=extra)
    assert paths(zip_of(entry)) == ["乙.txt" if checksum_is_right else "年.txt"]


def test_archives_in_archives_are_listed_to_a_small_depth():
    data = zip_of(("c.txt", b"c"))
    for level in range(MOST_LEVELS):
        data = zip_of((f"{level}.zip", data), (f"{level}.txt", b"x"))
    archive = opened(data)
    members = archive.members()
    assert [member.path for member in members] == [
        "2.zip!/1.zip!/0.zip", "2.zip!/1.zip!/0.txt", "2.zip!/1.txt", "2.txt",
    ]  # fmt: skip
    assert archive.read("2.zip!/1.zip!/0.txt") == b"x"
    deepest = opened(archive.read("2.zip!/1.zip!/0.zip"))
    assert archive_refusal(deepest, MOST_LEVELS + 1).code == "over_limit"


def test_an_inner_document_is_a_member_and_a_damaged_archive_too():
    document = zip_of(("[Content_Types].xml", b""), ("word/document.xml", b""))
    inner = zip_of(("c.txt", b"c"))
    archive = opened(zip_of(("a.docx", document), ("b.zip", inner[:-30]), ("e.zip", zip_of())))
    members = {member.path: member for member in archive.members()}
    assert list(members) == ["a.docx", "b.zip", "e.zip"]
    assert members["a.docx"].sha256 == hashlib.sha256(document).hexdigest()
    assert archive_refusal(opened(archive.read("e.zip")), 2).code == "empty_archive"


def test_an_encrypted_member_is_refused_alone():
    archive = opened(encrypted(zip_of(("a.txt", b"secret"), ("b.txt", b"open")), "a.txt"))
    assert [member.sha256 is None for member in archive.members()] == [True, False]
    assert code_of(archive, "a.txt") == "encrypted_file"
    assert archive.read("b.txt") == b"open"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_unpacks_without_a_limit_is_refused(method):
    archive = opened(zip_of(Entry("a.txt", b"\0" * 100_000, method=method), ("b.txt", b"b")))
    assert [member.sha256 is None for member in archive.members()] == [True, False]
    assert code_of(archive, "a.txt") == "compression_not_read"


def test_a_damaged_member_is_refused_alone():
    data = bytearray(zip_of(Entry("a.txt", b"a" * 50, method=zipfile.ZIP_STORED), ("b.txt", b"b")))
    data[data.index(b"aaaa")] = ord("b")
    archive = opened(bytes(data))
    assert [member.sha256 is None for member in archive.members()] == [True, False]
    assert code_of(archive, "a.txt") == "damaged_file"


def test_a_member_is_counted_not_believed(monkeypatch):
    monkeypatch.setattr(archive_module, "MOST_MEMBER_BYTES", 1_000_000)
    data = zip_of(("bomb.txt", b"\0" * 5_000_000), ("b.txt", b"b"))
    small = struct.pack("<L", 10)
    archive = opened(data.replace(struct.pack("<L", 5_000_000), small))
    assert [member.sha256 is None for member in archive.members()] == [True, False]
    assert code_of(opened(data), "bomb.txt") == "over_limit"
    assert [m.sha256 is None for m in opened(data).members()] == [True, False]


def test_too_many_unpacked_bytes_refuse_the_archive_as_a_whole(monkeypatch):
    monkeypatch.setattr(archive_module, "Budget", lambda: Budget(10_000, 3_000_000))
    inner = zip_of(*((f"{n}.txt", b"\0" * 1_000_000) for n in range(4)))
    archive = opened(zip_of(("a.txt", b"a"), ("inner.zip", inner)))
    assert archive_refusal(archive).code == "over_limit"


def test_too_many_members_refuse_the_archive_as_a_whole():
    archive = opened(zip_of(*((f"{n}", b"") for n in range(10_001))))
    assert archive_refusal(archive).code == "over_limit"


def test_a_list_of_a_million_members_is_not_even_read():
    name = b"a" * 20
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", *[20, 0, 20, 0], 0, 0, 0, 0, 0, 0, 0,
                        len(name), 0, 0, 0, 0, 0, 0) + name  # fmt: skip
    listed = entry * 200_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(listed), 4, 0)
    with pytest.raises(UnreadableFileError) as raised:
        open_archive(io.BytesIO(b"PK\3\4" + listed + end))
    assert raised.value.code == "over_limit"


def test_an_archive_without_a_file_is_refused():
    assert archive_refusal(opened(zip_of(("d/", b""), (".hidden", b"x")))).code == "empty_archive"
    assert archive_refusal(opened(zip_of())).code == "empty_archive"


def test_hostile_archives_end_in_members_or_in_a_reason():
    inner = zip_of(("c.txt", b"ccc"), ("../x.txt", b"x"))
    whole = zip_of(("a.txt", b"a" * 99), ("b.zip", inner), ("年.txt", b"2"))
    generator = random.Random(20)
    listed = 0
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(generator.randint(1, 6)):
            data[generator.randrange(len(data))] = generator.randrange(256)
        if generator.random() < 0.2:
            del data[generator.randrange(len(data)) :]
        listed += _list_and_read(bytes(data))
    assert listed > 300


def _list_and_read(data: bytes) -> int:
    """How many members a file gives; each is read, or refused as the list says."""
    try:
        archive = open_archive(io.BytesIO(data))
    except UnreadableFileError:
        return 0
    if archive is None:
        return 0
    with closing(archive):
        return _read_members(archive)


def _read_members(archive: Archive) -> int:
    try:
        members = archive.members()
    except UnreadableFileError:
        return 0
    for member in members:
        if member.sha256 is None:
            code_of(archive, member.path)
        else:
            assert hashlib.sha256(archive.read(member.path)).hexdigest() == member.sha256
    return len(members)
