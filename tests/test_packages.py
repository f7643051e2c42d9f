"""Packages of XML: what is read of them, and hostile ones."""

import io
import struct
import zipfile

import pytest

from extract.errors import UnreadableFileError
from extract.packages import MOST_PARTS, MOST_XML_BYTES, Package, parse_xml

KILOBYTE = 1024


def pack(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def code_of(data: bytes, part: str = "a.xml") -> str:
    with pytest.raises(UnreadableFileError) as raised:
        Package(data, "DOCX").read_xml(part)
    assert "DOCX" in raised.value.message and "DOCX" in raised.value.message_en
    return raised.value.code


def with_sizes(data: bytes, size: int) -> bytes:
    """The package with another unpacked size in both headers of its only part."""
    changed = bytearray(data)
    struct.pack_into("<I", changed, data.index(b"PK\x03\x04") + 22, size)
    struct.pack_into("<I", changed, data.index(b"PK\x01\x02") + 24, size)
    return bytes(changed)


def test_parts_are_read_by_name() -> None:
    package = Package(pack({"a.xml": "<x>甲</x>".encode(), "b/c": b"1"}), "DOCX")
    assert package.names == ["a.xml", "b/c"]
    assert package.read("b/c") == b"1"
    assert package.read_xml("a.xml").text == "甲"


def test_bytes_before_the_package_do_no_harm() -> None:
    assert Package(b"#!junk\n" + pack({"a.xml": b"<x/>"}), "DOCX").read("a.xml") == b"<x/>"


@pytest.mark.parametrize("size", [0, 5, 0x7FFFFFFF])
def test_sizes_that_lie_are_no_danger(size: int) -> None:
    bomb = with_sizes(pack({"a.xml": b"<x>" + b" " * 40 * KILOBYTE * KILOBYTE + b"</x>"}), size)
    assert len(bomb) < 100 * KILOBYTE
    assert code_of(bomb) in ("damaged_file", "over_limit")


def test_more_xml_than_is_parsed() -> None:
    assert parse_xml(b"<x>" + b" " * KILOBYTE + b"</x>", "DOCX").tag == "x"
    assert code_of(pack({"a.xml": b"<x>" + b" " * MOST_XML_BYTES + b"</x>"})) == "over_limit"


def test_too_many_parts() -> None:
    names = [str(number) for number in range(MOST_PARTS + 1)]
    Package(pack(dict.fromkeys(names[1:], b""), zipfile.ZIP_STORED), "DOCX")
    with pytest.raises(UnreadableFileError) as raised:
        Package(pack(dict.fromkeys(names, b""), zipfile.ZIP_STORED), "DOCX")
    assert raised.value.code == "over_limit"


def test_encrypted_parts() -> None:
    data = bytearray(pack({"a.xml": b"<x/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert code_of(bytes(data)) == "encrypted_file"


def test_damage() -> None:
    whole = pack({"a.xml": b"<x>" + bytes(range(32, 60)) * 9 + b"</x>"})
    assert code_of(whole, "absent.xml") == "damaged_file"
    for data in (b"", b"PK", whole[:-9], whole[: len(whole) // 2], b"PK\x03\x04" + bytes(90)):
        assert code_of(data) == "damaged_file"
    middle = whole.index(b"a.xml") + 12
    broken = whole[:middle] + bytes(20) + whole[middle + 20 :]
    assert code_of(broken) == "damaged_file"


def test_methods_that_are_not_unpacked() -> None:
    assert code_of(pack({"a.xml": b"<x/>"}, zipfile.ZIP_BZIP2)) == "damaged_file"


OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9))
    + b"]><x>&j;</x>"
)
PARAMETER = b'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://a.invalid/x.dtd"> %e;]><x/>'


@pytest.mark.parametrize(
    "content",
    [
        OUTSIDE,
        LAUGHS,
        PARAMETER,
        b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>',
        b"<x>" * 2000 + b"</x>" * 2000,
        b"<x><y></x>",
        b"<x>&unheard;</x>",
        b"<x a='1' a='2'/>",
        b"",
        b"no XML",
        b"<x>\x00</x>",
        b'<?xml version="1.0" encoding="no-such"?><x/>',
        b"<x " + b"a" * 11_000_000 + b"=''/>",
    ],
    ids=[
        "outside entity", "billion laughs", "parameter entity", "outside DTD", "deep", "crossed",
        "unknown entity", "attribute twice", "empty", "no XML", "null", "encoding", "long name",
    ],
)  # fmt: skip
def test_hostile_xml(content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        parse_xml(content, "DOCX")
    assert raised.value.code == "damaged_file"
    assert len(raised.value.message_en) < 500
