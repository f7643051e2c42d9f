"""Read a web page: its article's paragraphs and tables, each with the XPath of its element.

What a browser shows is read, by the browser's own rules: Lexbor parses as HTML's standard says,
hidden elements are left out, and cells that span rows and columns take their places in a full
grid.
"""

import re
from collections.abc import Iterable

from selectolax.lexbor import (
    LexborDocumentOptions,
    LexborHTMLParser,
    LexborNode,
    SelectolaxError,
)

from extract.decode import decode
from extract.document import Block, Document, Paragraph
from extract.errors import damaged_file
from extract.html_article import find_article
from extract.html_blocks import Grid, Item
from extract.html_limits import check_markup, check_size
from extract.html_styles import hides_something
from extract.html_walk import walk
from extract.mhtml import is_mhtml, page_of_mhtml

_DECLARATION = re.compile(rb"<meta\s[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_WHERE_DECLARED = 16 * 1024
_MOST_METADATA = 100
_LONGEST_KEY = 100
_LONGEST_VALUE = 1_000
_TITLES = ("title", "ArticleTitle", "og:title")


def read_html(data: bytes) -> Document:
    """Read a web page, or a page saved as one MIME message.

    Args:
        data: the file.

    Returns:
        The article: paragraphs and tables in reading order. Metadata are the page's meta tags
        by name and its title as 'title'.

    Raises:
        UnreadableFileError: empty, no text, or beyond the limits.
    """
    check_size(data)
    declared = None
    if is_mhtml(data):
        data, declared = page_of_mhtml(data)
    text, encoding = decode(data, declared or _declared_encoding(data))
    check_markup(text)
    page = _parse(text)
    metadata = _metadata(page)
    titles = [metadata[key] for key in _TITLES if key in metadata]
    blocks = (_block(item) for item in find_article(_items(page), titles))
    return Document("html", tuple(blocks), encoding, metadata)


def _declared_encoding(data: bytes) -> str | None:
    found = _DECLARATION.search(data, 0, _WHERE_DECLARED)
    return found[1].decode("ascii", "replace") if found else None


def _parse(text: str) -> LexborHTMLParser:
    try:
        # With events every option of a list is compared with all those before it.
        return LexborHTMLParser(text, options=LexborDocumentOptions.WO_EVENTS)
    except (SelectolaxError, ValueError) as error:
        raise damaged_file("HTML", str(error)) from error


def _items(page: LexborHTMLParser) -> list[Item]:
    """What the page shows; also what it hides at first, if its figures stand in that alone."""
    items = walk(page)
    if _has_figures(items) or not hides_something(page):
        return items
    everything = walk(page, with_hidden=True)
    return everything if _has_figures(everything) else items


def _has_figures(items: Iterable[Item]) -> bool:
    return any(isinstance(item, Grid) and item.has_figures for item in items)


def _block(item: Item) -> Block:
    if isinstance(item, Grid):
        return item.table
    return Paragraph(item.text, item.element.path)


def _metadata(page: LexborHTMLParser) -> dict[str, str]:
    """What the page says of itself; of the same name the first."""
    metadata: dict[str, str] = {}
    for node in page.css("meta[content]")[:_MOST_METADATA]:
        attributes = node.attributes
        key = attributes.get("name") or attributes.get("property")
        if key:
            metadata.setdefault(key[:_LONGEST_KEY], _value(attributes.get("content") or ""))
    title = page.css_first("title")
    if title is not None:
        metadata.setdefault("title", _value(_text_of(title)))
    return metadata


def _text_of(title: LexborNode) -> str:
    return title.text(deep=True)


def _value(text: str) -> str:
    return " ".join(text[:_LONGEST_VALUE].split())
