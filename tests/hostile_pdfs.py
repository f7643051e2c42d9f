"""PDF files that crash, hang or fill up careless readers."""

import hashlib
import struct
import zlib
from collections.abc import Iterator, Sequence

from tests.hostile_packing import MEGABYTE, deflate

_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
"""What PDF pads passwords with (ISO 32000-1, algorithm 2)."""
_MEDIA = b"/MediaBox [0 0 595 842]"


def hostile_pdfs() -> Iterator[tuple[str, bytes]]:
    """PDF files by name."""
    yield "form_calls_itself.pdf", form_that_calls_itself()
    yield "forms_double_30_times.pdf", forms_that_double()
    yield "unpacks_to_1_gb.pdf", page_that_unpacks_to_a_gigabyte()
    yield "page_tree_loop.pdf", pages_in_a_loop()
    yield "page_tree_20000_deep.pdf", pages_in_pages(20_000)
    yield "says_a_billion_pages.pdf", pages_that_are_not_there()
    yield "one_page_100000_times.pdf", one_page_many_times(100_000)
    yield "rules_100000_in_one_line.pdf", pdf_of(_page(_rules_in_a_line(100_000)))
    yield "rules_100000_spread.pdf", pdf_of(_page(_rules_spread(100_000)))
    yield "rules_400_by_400.pdf", pdf_of(_page(_lattice(400)))
    yield "stairs_of_200_steps.pdf", pdf_of(_page(_stairs(200)))
    yield "boxes_20000.pdf", pdf_of(_page(_boxes(20_000)))
    yield "arrays_100000_deep.pdf", pdf_of(_page(b"[" * 100_000 + b"]" * 100_000))
    yield "states_saved_500000_times.pdf", pdf_of(_page(b"q " * 500_000))
    yield "text_500000_characters.pdf", pdf_of(_page(_long_text(500_000)))
    yield "text_on_one_spot.pdf", pdf_of(_page(_text_on_one_spot(50_000)))
    yield "huge_page.pdf", pdf_of(_page(b"0 0 1 1 re S", media=b"/MediaBox [0 0 9e9 9e9]"))
    yield "numbers_too_large.pdf", pdf_of(_page(b"1e38 0 0 1e38 0 0 cm 1e38 1e38 m 0 0 l S " * 99))
    yield "needs_a_password_rc4.pdf", encrypted(user=b"secret")
    yield "needs_a_password_aes.pdf", encrypted_by_aes()
    yield "no_objects.pdf", b"%PDF-1.7\n%%EOF\n"
    yield "mark_only.pdf", b"%PDF-"
    yield "reference_table_far_away.pdf", b"%PDF-1.4\nstartxref\n99999999999999999999\n%%EOF"
    yield "reference_table_in_a_loop.pdf", _reference_tables_in_a_loop()
    yield (
        "length_is_a_lie.pdf",
        pdf_of(_page(b"BT ET")).replace(b"/Length 5", b"/Length 2147483647"),
    )


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF file whose first object is the catalogue."""
    body, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d /Root 1 0 R %s>>\n"
    marks = b"startxref\n%d\n%%%%EOF\n" % len(body)
    return bytes(body) + end % (count, table, count, trailer) + marks


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object's bytes."""
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def _page(content: bytes, media: bytes = _MEDIA) -> list[bytes]:
    """The objects of a file of one page that draws this."""
    packed = zlib.compress(content, 9) if len(content) > 1000 else content
    entries = b"/Filter /FlateDecode" if packed is not content else b""
    return _objects(stream(packed, entries), media)


def _objects(content: bytes, media: bytes = _MEDIA, resources: bytes = b"") -> list[bytes]:
    font = b"/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    return [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources <<%s %s>>>>"
        % (media, font, resources),
        content,
    ]


def form_that_calls_itself() -> bytes:
    """A page that draws a form XObject, which draws itself."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 5 0 R>>>>"
    page = _objects(stream(b"/X Do"), resources=b"/XObject <</X 5 0 R>>")
    return pdf_of([*page, stream(b"/X Do", form)])


def forms_that_double() -> bytes:
    """Thirty forms, each of which draws the next one twice."""
    objects = _objects(stream(b"/X Do"), resources=b"/XObject <</X 5 0 R>>")
    for number in range(6, 36):
        form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
        form += b" /Resources <</XObject <</X %d 0 R>>>>" % number
        objects.append(stream(b"/X Do /X Do", form))
    objects.append(stream(b"0 0 5 5 re S", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))
    return pdf_of(objects)


def page_that_unpacks_to_a_gigabyte() -> bytes:
    """A few kilobytes: what the page draws is deflated twice."""
    once = deflate(b"", b" " * MEGABYTE, 1024).zlib
    return pdf_of(_objects(stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]")))


def pages_in_a_loop() -> bytes:
    """A page tree whose root is its own child."""
    catalogue, _, *others = _page(b"")
    return pdf_of([catalogue, b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>", *others])


def pages_in_pages(depth: int) -> bytes:
    """A page tree that goes down so far before the first page."""
    nodes = (
        b"<</Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1>>" % (number - 2, number)
        for number in range(3, depth + 3)
    )
    page = b"<</Type /Page /Parent %d 0 R %s>>" % (depth + 1, _MEDIA)
    return pdf_of([b"<</Type /Catalog /Pages 2 0 R>>", *nodes, page])


def pages_that_are_not_there() -> bytes:
    """A file of one page that says it has a billion."""
    catalogue, _, *others = _page(b"")
    return pdf_of([catalogue, b"<</Type /Pages /Kids [3 0 R] /Count 1000000000>>", *others])


def one_page_many_times(count: int) -> bytes:
    """A page tree that names one page again and again."""
    catalogue, _, *others = _page(b"0 0 9 9 re S")
    kids = b"3 0 R " * count
    return pdf_of([catalogue, b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, count), *others])


def _rules_in_a_line(count: int) -> bytes:
    return b"".join(b"%d 100 m %d 100 l S\n" % (i % 500, i % 500 + 9) for i in range(count))


def _rules_spread(count: int) -> bytes:
    """Short rules all over the page, no two alike, every other one upright."""
    return b"".join(
        b"%.2f %.2f m %.2f %.2f l S\n"
        % (x := i % 317 * 1.9, y := i // 317 * 2.6, x + 30 * (i % 2), y + 30 * (1 - i % 2))
        for i in range(count)
    )


def _lattice(count: int) -> bytes:
    across = (b"0 %.2f m 595 %.2f l S\n" % (i * 2.1, i * 2.1) for i in range(count))
    down = (b"%.2f 0 m %.2f 842 l S\n" % (i * 1.48, i * 1.48) for i in range(count))
    return b"".join([*across, *down])


def _stairs(count: int) -> bytes:
    """Rules each of which begins where the one before ends; the last ones hang loose."""
    return b"".join(
        b"%d %d m %d %d l %d %d l S\n" % (i * 9, i * 9, i * 9 + 9, i * 9, i * 9 + 9, i * 9 + 9)
        for i in range(count)
    )


def _boxes(count: int) -> bytes:
    """Boxes that lie in each other, each a little smaller."""
    return b"".join(
        b"%.4f %.4f %.4f %.4f re S\n" % (i / 80, i / 80, 595 - i / 40, 842 - i / 40)
        for i in range(count)
    )


def _long_text(count: int) -> bytes:
    lines = (b"(%s) Tj T*\n" % (b"0123456789" * 10) for _ in range(count // 100))
    return b"BT /F 1 Tf 1 TL 10 830 Td\n" + b"".join(lines) + b"ET"


def _text_on_one_spot(count: int) -> bytes:
    return b"BT /F 9 Tf\n" + b"1 0 0 1 99 99 Tm (8) Tj\n" * count + b"ET"


def encrypted(*, user: bytes) -> bytes:
    """A page of text, encrypted by RC4 (40 bits); it opens without a word if `user` is empty."""
    number, permissions = bytes(range(16)), -4
    owner_key = hashlib.md5(_padded(b"owner")).digest()[:5]
    owner = _rc4(owner_key, _padded(user))
    seed = _padded(user) + owner + struct.pack("<i", permissions) + number
    key = hashlib.md5(seed).digest()[:5]
    object_key = hashlib.md5(key + b"\x04\0\0\0\0").digest()[:10]
    objects = _objects(stream(_rc4(object_key, b"BT /F 12 Tf 72 700 Td (Report 2023) Tj ET")))
    objects.append(
        b"<</Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d>>"
        % (owner.hex().encode(), _rc4(key, _PAD).hex().encode(), permissions)
    )
    name = number.hex().encode()
    return pdf_of(objects, b"/Encrypt 5 0 R /ID [<%s> <%s>]" % (name, name))


def encrypted_by_aes() -> bytes:
    """A file under AES of 256 bits, whose password nobody knows."""
    field = b"<%s>" % (b"5a" * 48)
    objects = _objects(stream(bytes(64)))
    objects.append(
        b"<</Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O %s /U %s /OE <%s> /UE <%s>"
        b" /Perms <%s> /CF <</StdCF <</CFM /AESV3 /AuthEvent /DocOpen /Length 32>>>>"
        b" /StmF /StdCF /StrF /StdCF>>" % (field, field, b"5a" * 32, b"5a" * 32, b"5a" * 16)
    )
    return pdf_of(objects, b"/Encrypt 5 0 R /ID [<00> <00>]")


def _padded(password: bytes) -> bytes:
    return (password + _PAD)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    result = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        result.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(result)


def _reference_tables_in_a_loop() -> bytes:
    data = pdf_of(_page(b""))
    at = data.index(b"xref")
    return data.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % at)
