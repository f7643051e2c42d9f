"""Damage done to sound files at random: bytes flipped, cut, spliced, and numbers made absurd."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from random import Random

from tests.generator.files import FILE_FORMATS
from tests.generator.layouts import LAYOUTS, random_drafts, random_reports
from tests.generator.page_images import page_images

_ABSURD = (b"0", b"-1", b"65536", b"4294967295", b"99999999999999999999", b"1e308", b"nan", b"")
"""What may take a number's place."""
_NUMBER = re.compile(rb"\d+")
_LONGEST = 2000
"""Bytes that are cut, moved or overwritten at once."""
_INSIDE = 0.8
"""How often a package is damaged in one of its parts, so that it still opens."""


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files, the formats in turn.

    Args:
        count: how many.
        seed: the same seed gives the same files; a smaller count gives the first of them.

    Returns:
        What was done to a file of which format, and the damaged bytes.
    """
    sources = sound_sources(seed)
    names = sorted(sources)
    for number in range(count):
        rng = Random(f"{seed}/{number}")
        name = names[number % len(names)]
        other = rng.choice(sources[rng.choice(names)])
        done, data = _mutated(rng.choice(sources[name]), other, rng)
        yield f"{number} {name}: {done}", data


def sound_sources(seed: int) -> dict[str, list[bytes]]:
    """Sound files by their format, of most two that differ; of scans a small page."""
    sources: dict[str, list[bytes]] = {}
    for name, form in FILE_FORMATS.items():
        drafts = random_drafts("merged" if form.keeps_cells else "words", 2, seed, most_damages=1)
        sources[name] = [form.write(*drawn) for drawn in drafts if name != "scan"]
    ((draft, rng),) = random_drafts("merged", 1, seed)
    sources["scan"] = page_images(FILE_FORMATS["pdf"].write(draft, rng), rng, dpi=60)[:1]
    for layout in LAYOUTS:
        sources[layout] = [data for _, data in random_reports(layout, 2, seed)]
    return sources


def _mutated(data: bytes, other: bytes, rng: Random) -> tuple[str, bytes]:
    done = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        kind = rng.choice(list(_MUTATIONS))
        is_inside = rng.random() < _INSIDE and zipfile.is_zipfile(io.BytesIO(data))
        mutate = _inside if is_inside else _outside
        data = mutate(data, _MUTATIONS[kind], other, rng)
        done.append(f"{kind} inside" if is_inside else kind)
    return ", ".join(done), data


_Mutate = Callable[[bytearray, bytes, Random], None]


def _outside(data: bytes, mutate: _Mutate, other: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    if changed:
        mutate(changed, other, rng)
    return bytes(changed)


def _inside(data: bytes, mutate: _Mutate, other: bytes, rng: Random) -> bytes:
    """Damage a part of a package, and put the package together again with sums that fit."""
    stream = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
        return _outside(data, mutate, other, rng)
    name = rng.choice([name for name, content in parts.items() if content] or [""])
    parts[name] = _outside(parts.get(name, b""), mutate, other, rng)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _range_in(data: bytes | bytearray, rng: Random) -> slice:
    start = rng.randrange(len(data))
    return slice(start, min(start + int(rng.paretovariate(0.5)), start + _LONGEST, len(data)))


def _flip_bits(data: bytearray, other: bytes, rng: Random) -> None:
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _replace_bytes(data: bytearray, other: bytes, rng: Random) -> None:
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] = rng.choice((0, 0xFF, 0x20, 0x39, rng.randrange(256)))


def _cut_out(data: bytearray, other: bytes, rng: Random) -> None:
    del data[_range_in(data, rng)]


def _cut_off(data: bytearray, other: bytes, rng: Random) -> None:
    del data[rng.randrange(len(data)) :]


def _overwrite_with_zeros(data: bytearray, other: bytes, rng: Random) -> None:
    place = _range_in(data, rng)
    data[place] = bytes(place.stop - place.start)


def _repeat(data: bytearray, other: bytes, rng: Random) -> None:
    place = _range_in(data, rng)
    data[place.stop : place.stop] = data[place] * rng.choice((1, 2, 50))


def _move(data: bytearray, other: bytes, rng: Random) -> None:
    place = _range_in(data, rng)
    moved = data[place]
    del data[place]
    at = rng.randint(0, len(data))
    data[at:at] = moved


def _splice(data: bytearray, other: bytes, rng: Random) -> None:
    """Put a piece of another file in, instead of as many bytes or between them."""
    piece = other[_range_in(other, rng)]
    at = rng.randrange(len(data))
    data[at : at + rng.choice((0, len(piece)))] = piece


def _make_absurd(data: bytearray, other: bytes, rng: Random) -> None:
    numbers = list(_NUMBER.finditer(data))
    if numbers:
        number = rng.choice(numbers)
        data[number.start() : number.end()] = rng.choice(_ABSURD)


_MUTATIONS: dict[str, _Mutate] = {
    "bits flipped": _flip_bits,
    "bytes replaced": _replace_bytes,
    "cut out": _cut_out,
    "cut off": _cut_off,
    "zeros": _overwrite_with_zeros,
    "repeated": _repeat,
    "moved": _move,
    "spliced": _splice,
    "absurd number": _make_absurd,
}
