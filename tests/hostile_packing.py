"""Bytes that unpack to far more, and ZIP files whose entries say what is not so."""

import bz2
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

MEGABYTE = 1 << 20
DEFLATED, STORED, BZIP2 = 8, 0, 12
ENCRYPTED = 0x1
UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Packed:
    """Deflated bytes without a header, and what they unpack to."""

    data: bytes
    size: int
    crc32: int
    adler32: int

    @property
    def zlib(self) -> bytes:
        """The same as a zlib stream, as in PDF and PNG."""
        return b"\x78\x9c" + self.data + struct.pack(">L", self.adler32)


def deflate(before: bytes, chunk: bytes = b"", times: int = 0, after: bytes = b"") -> Packed:
    """Deflate `before + chunk * times + after`; the chunk is packed once."""
    data, size, crc, adler = b"", 0, 0, 1
    for piece, count in ((before, 1), (chunk, times), (after, 1)):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        data += (packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)) * count
        for _ in range(count):
            crc, adler = zlib.crc32(piece, crc), zlib.adler32(piece, adler)
        size += len(piece) * count
    return Packed(data + b"\x03\x00", size, crc, adler)


def bzip2_of_zeros(blocks: int) -> bytes:
    """A stream of bzip2 that unpacks to so many blocks of five megabytes, in 31 bytes each.

    A block of zeros is packed once, and put behind itself bit by bit.
    """
    head, end = 32, 0x177245385090
    packed = bz2.compress(bytes(16_000_000), 1)
    written = "".join(f"{byte:08b}" for byte in packed)
    magic = f"{0x314159265359:048b}"
    block = written[head : written.index(magic, head + 1)]
    block_sum, total = int(block[48:80], 2), 0
    for _ in range(blocks):
        total = ((total << 1 | total >> 31) & 0xFFFFFFFF) ^ block_sum
    written = written[:head] + block * blocks + f"{end:048b}{total:032b}"
    written += "0" * (-len(written) % 8)
    return int(written, 2).to_bytes(len(written) // 8, "big")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a ZIP file, as it says it is.

    Attributes:
        data: its bytes as they stand in the file.
        at: where the list of entries says that it begins; None for where it does.
    """

    name: bytes
    data: bytes
    crc32: int
    size: int
    method: int = DEFLATED
    flags: int = 0
    packed_size: int | None = None
    at: int | None = None

    def header(self) -> bytes:
        """What both of its headers say."""
        packed_size = len(self.data) if self.packed_size is None else self.packed_size
        return struct.pack(
            "<HHHHHLLLHH",
            20,
            self.flags,
            self.method,
            0,
            0x21,
            self.crc32,
            packed_size & 0xFFFFFFFF,
            self.size & 0xFFFFFFFF,
            len(self.name),
            0,
        )


def entry_of(name: str | bytes, content: bytes | Packed, flags: int = UTF8_NAME) -> Entry:
    """An honest entry."""
    packed = content if isinstance(content, Packed) else deflate(content)
    encoded = name.encode() if isinstance(name, str) else name
    return Entry(encoded, packed.data, packed.crc32, packed.size, flags=flags)


def zip_of(entries: Iterable[Entry]) -> bytes:
    """A ZIP file of entries; those after the first of an offset of their own have no data."""
    body, listing, count = bytearray(), bytearray(), 0
    for entry in entries:
        at = len(body) if entry.at is None else entry.at
        if entry.at is None:
            body += b"PK\x03\x04" + entry.header() + entry.name + entry.data
        version = struct.pack("<H", 20)
        tail = struct.pack("<HHHLL", 0, 0, 0, 0, at)
        listing += b"PK\x01\x02" + version + entry.header() + tail + entry.name
        count += 1
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(listing), len(body), 0)
    return bytes(body + listing) + b"PK\x05\x06" + end


def package_of(parts: dict[str, bytes | Packed]) -> bytes:
    """An honest ZIP file."""
    return zip_of(entry_of(name, content) for name, content in parts.items())
