"""What happens to a correct report between the page and the pipeline: scans, editors, the web."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from extract.document import Block, Document, Paragraph, Table
from extract.reading import read_document
from tests.breakages.cases import READING, Case, Sound
from tests.generator.blank_layouts import as_radicals
from tests.generator.layouts import LAYOUTS
from tests.generator.prose import HEADINGS

Change = Callable[[Document, Random], Document | None]

CONFUSED = {"1": "7", "7": "1", "0": "68", "6": "08", "8": "06"}
"""Digits that a recogniser of characters takes for others."""


def misread(mode: str, sound: Sound) -> Case | None:
    """Give a report with one kind of fault in its reading; None if it has no place for it."""
    if mode == "radicals for characters":
        document = _with_radicals(sound)
    else:
        document = CHANGES[mode](sound.print(), sound.rng)
    if document is None:
        return None
    return sound.read(document, mode, READING, sound.report.cells)


def _with_radicals(sound: Sound) -> Document | None:
    if sound.form not in LAYOUTS:
        return None
    return read_document(as_radicals(LAYOUTS[sound.form](sound.draft, sound.rng)).encode())


def _confuse_digit(document: Document, rng: Random) -> Document | None:
    """A scan in which one digit is taken for another, with more confidence than is due."""
    return _misreading(document, rng, 0.9 + 0.09 * rng.random())


def _confuse_digit_in_doubt(document: Document, rng: Random) -> Document | None:
    """The same where the recogniser is not sure of it."""
    return _misreading(document, rng, 0.3 + 0.5 * rng.random())


def _misreading(document: Document, rng: Random, confidence: float) -> Document | None:
    places = [
        (at, i, j)
        for at, block in enumerate(document.blocks)
        if isinstance(block, Table)
        for i, row in enumerate(block.rows)
        for j, cell in enumerate(row)
        if cell.text.isdigit() and _confusable(cell.text)
    ]
    if not places:
        return None
    at, i, j = rng.choice(places)
    table = document.blocks[at]
    assert isinstance(table, Table)
    cell = table.rows[i][j]
    place = rng.choice(_confusable(cell.text))
    other = rng.choice(CONFUSED[cell.text[place]])
    text = cell.text[:place] + other + cell.text[place + 1 :]
    rows = list(table.rows)
    rows[i] = (*rows[i][:j], replace(cell, text=text, confidence=confidence), *rows[i][j + 1 :])
    return _with_block(document, at, replace(table, rows=tuple(rows)))


def _confusable(text: str) -> list[int]:
    """Places of digits that may be confused; a zero in front of others would change nothing."""
    return [at for at, digit in enumerate(text) if digit in CONFUSED and str(int(text)) == text]


def _leave(document: Document, rng: Random) -> Document | None:
    """A scan without a fault."""
    return document


def _cut_numbers(document: Document, rng: Random) -> Document | None:
    """Years cut by a web editor: 20231月1日 and 〔202130号."""

    def cut(text: str) -> str:
        text = re.sub(r"(\d{4})年(?=\d+月)", r"\1", text, count=1)
        return re.sub(r"〔(\d{4})〕(?=\d+号)", r"〔\1", text)

    return _with_texts(document, cut)


def _list_contents(document: Document, rng: Random) -> Document | None:
    """A list of contents stands before the report."""
    numbers = "一二三四五六"
    names = [f"{numbers[n - 1]}、{rng.choice(HEADINGS[n])}" for n in HEADINGS]
    dots = rng.choice(("……", "............", "\t"))
    listed = [f"{name}{dots}{page}" for page, name in enumerate(names, 1)]
    return _putting_first(document, ["目录", *listed])


def _link_other_years(document: Document, rng: Random) -> Document | None:
    """A page's navigation names other years' reports, and counts its readers."""
    years = sorted(rng.sample(range(2015, 2026), k=3))
    listed = [f"{year}年政府信息公开工作年度报告" for year in years]
    below = [f"浏览次数：{rng.randint(10, 9000)}次", *listed, "打印 关闭 分享到微博"]
    paragraphs = (Paragraph(text, f"P9{n}") for n, text in enumerate(below))
    changed = _putting_first(document, ["首页 > 政务公开 > 年度报告", "字体：大 中 小"])
    return replace(changed, blocks=(*changed.blocks, *paragraphs))


def _break_sentences(document: Document, rng: Random) -> Document | None:
    """Sentences are broken over lines of one width, inside numbers too."""
    width = rng.randint(18, 40)
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            blocks.append(block)
        else:
            text = block.text
            parts = [text[at : at + width] for at in range(0, len(text), width)]
            blocks += [replace(block, text=part) for part in parts or [""]]
    return replace(document, blocks=tuple(blocks))


CHANGES: dict[str, Change] = {
    "digit misrecognised": _confuse_digit,
    "digit misrecognised, in doubt": _confuse_digit_in_doubt,
    "scanned": _leave,
    "numbers cut by web editors": _cut_numbers,
    "list of contents": _list_contents,
    "links to other years' reports": _link_other_years,
    "sentences broken over lines": _break_sentences,
}
"""Every kind of fault by name; those of scans are about tables of cells."""

OF_SCANS = ("digit misrecognised", "digit misrecognised, in doubt", "scanned")


def _putting_first(document: Document, texts: list[str]) -> Document:
    paragraphs = (Paragraph(text, f"P0{n}") for n, text in enumerate(texts))
    return replace(document, blocks=(*paragraphs, *document.blocks))


def _with_block(document: Document, at: int, block: Block) -> Document:
    blocks = (*document.blocks[:at], block, *document.blocks[at + 1 :])
    return replace(document, blocks=blocks)


def _with_texts(document: Document, change: Callable[[str], str]) -> Document:
    blocks = (
        replace(block, text=change(block.text)) if isinstance(block, Paragraph) else block
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))
