"""Text boxes of an old Word file: which characters stand in each, and where each is anchored."""

import struct
from itertools import pairwise

from extract.doc_file import Part, WordFile
from extract.doc_text import WordText

_PLACE_SIZE = 26
_BOX_SIZE = 22
_SHAPE_OF_BOX = 14
"""Where the entry of a box has the number of its shape."""


def read_boxes(file: WordFile, text: WordText) -> tuple[list[tuple[int, range]], list[range]]:
    """The text boxes of the main text.

    Args:
        file: the file.
        text: its text.

    Returns:
        CP of the anchor and CPs of the text of each box, in the order of the anchors; then the
        CPs of those boxes whose anchor is not known, because they are parts of a drawing.
    """
    anchors = _anchors(file.part(Part.SHAPES))
    anchored: list[tuple[int, range]] = []
    adrift: list[range] = []
    for shape, story in _stories(file.part(Part.BOXES), text):
        anchor = anchors.pop(shape, None)
        if anchor is None or anchor >= text.main_end:
            adrift.append(story)
        else:
            anchored.append((anchor, story))
    return sorted(anchored, key=lambda pair: pair[0]), adrift


def _anchors(content: bytes) -> dict[int, int]:
    """The CP of each shape's anchor by the shape's number."""
    count = max((len(content) - 4) // (4 + _PLACE_SIZE), 0)
    anchors = struct.unpack_from(f"<{count}I", content)
    shapes = (4 * (count + 1) + _PLACE_SIZE * i for i in range(count))
    return {
        int.from_bytes(content[at : at + 4], "little"): anchor
        for at, anchor in zip(shapes, anchors, strict=True)
    }


def _stories(content: bytes, text: WordText) -> list[tuple[int, range]]:
    """The number of each box's shape and the CPs of its text.

    What the list does not tell, or tells wrongly, is one box of an unknown shape.
    """
    count = max((len(content) - 4) // (4 + _BOX_SIZE), 0)
    borders = struct.unpack_from(f"<{count + 1}I", content) if count else ()
    stories: list[tuple[int, range]] = []
    end = text.boxes_start
    for i, (first, last) in enumerate(pairwise(borders)):
        start = text.boxes_start + first
        if start != end or not start <= text.boxes_start + last <= text.boxes_end:
            break
        end = text.boxes_start + last
        at = 4 * (count + 1) + _BOX_SIZE * i + _SHAPE_OF_BOX
        stories.append((int.from_bytes(content[at : at + 4], "little"), range(start, end)))
    return [*stories, (0, range(end, text.boxes_end))]
