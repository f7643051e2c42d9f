"""Write OLE compound files, the containers of old Word files."""

import struct
from collections.abc import Mapping
from random import Random

SECTOR = 512
SMALL_SECTOR = 64
SMALL_LIMIT = 4096
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM = 1, 2


def write_compound_file(streams: Mapping[str, bytes], rng: Random | None = None) -> bytes:
    """Put streams into one file.

    Args:
        streams: by name; small ones lie in the stream of small ones. A name 'A/B' is of a
            stream B in a storage A.
        rng: scatters the sectors of the streams over the file; None keeps them in order.
    """
    small = {name: content for name, content in streams.items() if len(content) < SMALL_LIMIT}
    large = {name: content for name, content in streams.items() if name not in small}
    small_chains, small_fat, small_stream = _small_part(small)
    names = [*large, "\0small", "\0small fat", "\0directory"]
    contents = {**large, "\0small": small_stream, "\0small fat": small_fat}
    directory_size = SECTOR * -(-(1 + _entries_count(streams)) // (SECTOR // 128))
    sizes = {name: len(contents.get(name, b"")) for name in names} | {"\0directory": directory_size}
    chains, count = _chains(sizes, rng)
    starts = {
        **small_chains,
        **{name: chain[0] if chain else END for name, chain in chains.items()},
    }
    contents["\0directory"] = _directory(streams, starts, len(small_stream)).ljust(
        directory_size, b"\0"
    )
    sectors = [b""] * count
    fat = [FREE] * count
    for name, chain in chains.items():
        for i, number in enumerate(chain):
            sectors[number] = contents[name][i * SECTOR : (i + 1) * SECTOR].ljust(SECTOR, b"\0")
            fat[number] = chain[i + 1] if i + 1 < len(chain) else END
    return _with_header(sectors, fat, starts, len(chains["\0small fat"]))


def _small_part(small: Mapping[str, bytes]) -> tuple[dict[str, int], bytes, bytes]:
    """The first small sector of each small stream, their allocation table, and their stream."""
    starts: dict[str, int] = {}
    fat: list[int] = []
    stream = b""
    for name, content in small.items():
        needed = -(-len(content) // SMALL_SECTOR)
        starts[name] = len(fat) if needed else END
        fat += [*range(len(fat) + 1, len(fat) + needed), END] if needed else []
        stream += content.ljust(needed * SMALL_SECTOR, b"\0")
    return starts, struct.pack(f"<{len(fat)}I", *fat), stream


def _chains(sizes: Mapping[str, int], rng: Random | None) -> tuple[dict[str, list[int]], int]:
    """The sectors of each stream, and how many there are of all streams."""
    needed = {name: -(-size // SECTOR) for name, size in sizes.items()}
    count = sum(needed.values())
    numbers = list(range(count))
    if rng is not None:
        rng.shuffle(numbers)
    chains: dict[str, list[int]] = {}
    for name, size in needed.items():
        chains[name], numbers = numbers[:size], numbers[size:]
    return chains, count


def _with_header(
    sectors: list[bytes], fat: list[int], starts: Mapping[str, int], small: int
) -> bytes:
    count = 1
    while len(sectors) + count > count * SECTOR // 4:
        count += 1
    assert count <= 109, "larger files need sectors for the list of the FAT's sectors"
    fat = [*fat, *[FAT_SECTOR] * count]
    fat += [FREE] * (count * SECTOR // 4 - len(fat))
    places = [*range(len(sectors), len(sectors) + count)]
    header = struct.pack(
        "<8s16xHHHHH6x9I109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6,
        0, count, starts["\0directory"], 0, SMALL_LIMIT, starts["\0small fat"], small, END, 0,
        *places, *[FREE] * (109 - count),
    )  # fmt: skip
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _entries_count(streams: Mapping[str, bytes]) -> int:
    return len(streams) + len({name.split("/")[0] for name in streams if "/" in name})


def _directory(streams: Mapping[str, bytes], starts: Mapping[str, int], small_size: int) -> bytes:
    """The entries: the root, then a tree of the names in it, then one for each storage."""
    entries: list[bytes] = [b""]
    first = _add_tree(entries, streams, starts, "")
    entries[0] = _entry("Root Entry", 5, (FREE, FREE, first), starts["\0small"], small_size)
    return b"".join(entries)


def _add_tree(
    entries: list[bytes], streams: Mapping[str, bytes], starts: Mapping[str, int], within: str
) -> int:
    """Add the entries of one storage as a balanced tree; gives the number of its root."""
    inside = {name[len(within) :].split("/")[0] for name in streams if name.startswith(within)}
    ordered = sorted(inside, key=lambda name: (len(name), name.upper()))
    return _add_subtree(entries, ordered, streams, starts, within)


def _add_subtree(
    entries: list[bytes],
    names: list[str],
    streams: Mapping[str, bytes],
    starts: Mapping[str, int],
    within: str,
) -> int:
    if not names:
        return FREE
    middle = len(names) // 2
    number = len(entries)
    entries.append(b"")
    left = _add_subtree(entries, names[:middle], streams, starts, within)
    right = _add_subtree(entries, names[middle + 1 :], streams, starts, within)
    path = within + names[middle]
    if path in streams:
        links = (left, right, FREE)
        entries[number] = _entry(names[middle], _STREAM, links, starts[path], len(streams[path]))
    else:
        child = _add_tree(entries, streams, starts, path + "/")
        entries[number] = _entry(names[middle], _STORAGE, (left, right, child), 0, 0)
    return number


def _entry(name: str, kind: int, links: tuple[int, int, int], start: int, size: int) -> bytes:
    """One entry of the directory; links go to the left, to the right, and into a storage."""
    spelt = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", spelt, len(spelt) + 2, kind, 1, *links, start, size)
