"""What the parts of Word and Excel packages share: names of elements, values, relationships."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from lxml import etree

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.microsoft.com/office/2006/xmlPackage": "pkg",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
}
"""Namespaces, transitional and strict, by the prefix that they are written with here."""

_METADATA = {"dc:title": "title", "dc:creator": "creator", "dcterms:created": "created"}
_LONGEST_METADATA = 500
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_WRAPPERS = frozenset(
    {"w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:hyperlink"}
)
"""Elements around blocks, rows, cells or runs that print nothing of their own."""


class Parts(Protocol):
    """A package: XML parts by name."""

    kind: str

    @property
    def names(self) -> Sequence[str]:
        """The names of the parts."""

    def read(self, name: str) -> bytes:
        """The bytes of a part."""

    def read_xml(self, name: str) -> etree._Element:
        """The root element of a part."""


def name_of(element: etree._Element) -> str:
    """The element's name with its usual prefix ('w:tbl'); "" for a comment."""
    return _prefixed(element.tag)


@lru_cache(maxsize=4096)
def _prefixed(tag: object) -> str:
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else f"?:{local}"


def value_of(element: etree._Element, name: str = "w:val") -> str | None:
    """The value of an attribute with a prefix, in whichever of its namespaces; None without."""
    for key in _full_names(name):
        value = element.get(key)
        if value is not None:
            return value
    return None


@lru_cache(maxsize=256)
def _full_names(name: str) -> tuple[str, ...]:
    """A name with a prefix in each of its namespaces, as lxml writes them."""
    prefix, _, local = name.partition(":")
    return tuple(f"{{{namespace}}}{local}" for namespace, p in _PREFIXES.items() if p == prefix)


def number_of(element: etree._Element | None, name: str = "w:val", default: int = 0) -> int:
    """The value of an attribute as a whole number; the default if it is none."""
    text = value_of(element, name) if element is not None else None
    return int(text) if text is not None and _WHOLE.fullmatch(text) else default


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as w:vanish is there and not turned off."""
    return element is not None and value_of(element) not in ("0", "false", "off")


def is_true(text: str | None, *, default: bool = False) -> bool:
    """Whether the text of an attribute says yes; the default if there is none."""
    return default if text is None else text in ("1", "true", "on")


def child_of(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name; None without."""
    if element is not None:
        for child in element:
            if _prefixed(child.tag) == name:
                return child
    return None


def properties_of(element: etree._Element, name: str) -> etree._Element | None:
    """The properties of an element, which stand before all else in it; None without."""
    if len(element) and _prefixed(element[0].tag) == name:
        return element[0]
    return None


def children_of(element: etree._Element | None, name: str) -> Sequence[etree._Element]:
    """The elements in the first child of that name; none without."""
    found = child_of(element, name)
    return list(found.iterchildren("*")) if found is not None else ()


def descendant_of(element: etree._Element, *names: str) -> etree._Element | None:
    """The element reached by going down one child at a time; None if one is absent."""
    found: etree._Element | None = element
    for name in names:
        found = child_of(found, name)
    return found


def content_of(parent: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The children that print, with their names, those inside wrappers included."""
    stack = list(reversed(parent))
    while stack:
        child = stack.pop()
        name = name_of(child)
        if name in _WRAPPERS:
            stack.extend(reversed(child))
        elif name == "mc:AlternateContent":
            stack.extend(reversed(alternative_of(child)))
        else:
            yield name, child


def alternative_of(element: etree._Element) -> Sequence[etree._Element]:
    """The children of the first alternative: the same content stands in every one of them."""
    for name in ("mc:Choice", "mc:Fallback"):
        found = child_of(element, name)
        if found is not None:
            return list(found)
    return []


def related_parts(parts: Parts, source: str) -> dict[str, str]:
    """The parts that a part names in its relationships, by the last word of their kind.

    Args:
        parts: the package.
        source: name of the part; "" for the package itself.

    Returns:
        'officeDocument', 'styles', 'numbering', …, each with the name of the first part of
        that kind that the package holds.
    """
    found: dict[str, str] = {}
    for target, kind in related_by_id(parts, source).values():
        found.setdefault(kind, target)
    return found


def related_by_id(parts: Parts, source: str) -> dict[str, tuple[str, str]]:
    """The parts that a part names, by the ids that it calls them by: name and kind of each."""
    folder, name = posixpath.split(source)
    held = frozenset(parts.names)
    relationships = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    for entry in parts.read_xml(relationships) if relationships in held else ():
        target = _absolute(folder, entry.get("Target") or "")
        if target in held and entry.get("TargetMode") != "External":
            kind = (entry.get("Type") or "").rpartition("/")[2]
            found.setdefault(entry.get("Id") or "", (target, kind))
    return found


def _absolute(folder: str, target: str) -> str:
    path = posixpath.join("/", folder, target.replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/")


def core_properties(parts: Parts) -> dict[str, str]:
    """Title, author and date of creation, as far as the package's properties state them."""
    part = related_parts(parts, "").get("core-properties")
    found: dict[str, str] = {}
    for element in parts.read_xml(part) if part is not None else ():
        key = _METADATA.get(name_of(element))
        text = (element.text or "").strip()[:_LONGEST_METADATA]
        if key and text:
            found[key] = text
    return found
