"""The parts of an OFD file: their places in the package, and the resources that pages share."""

import posixpath
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from extract.errors import damaged_file, encrypted_file, over_limit
from extract.ofd_values import child_of, tag_of, text_of
from extract.packages import Package, parse_xml

MOST_XML_BYTES = 128 * 1024 * 1024
"""Bytes of all XML parts of a file, unpacked: a page of a report has some hundred thousand."""
MOST_SHARED_BYTES = 16 * 1024 * 1024
"""Bytes of those XML parts that pages share, which are all kept until the last page is read."""
MOST_IMAGE_BYTES = 256 * 1024 * 1024
"""Bytes of all images that are read, still in their own coding."""

_ENTRY = "OFD.xml"
_ENCRYPTIONS = "encryptions.xml"


@dataclass(frozen=True, slots=True)
class Part:
    """An XML part: its name in the package, from which its links go on, and its root."""

    name: str
    root: etree._Element


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by number.

    Attributes:
        units: composite graphic units.
        images: names of the image parts.
        parts: names of the resource parts that this was read from.
    """

    units: dict[str, etree._Element] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)


class OfdPackage:
    """An OFD file's parts, found by the links between them, with limits on all together."""

    def __init__(self, data: bytes) -> None:
        """Open an OFD file.

        Raises:
            UnreadableFileError: it is damaged, encrypted or has too many parts.
        """
        self._package = Package(data, "OFD")
        self._names = {_normal(name): name for name in reversed(self._package.names)}
        self._xml_bytes = 0
        self._shared_bytes = 0
        self._image_bytes = 0
        if any(name.lower().endswith(_ENCRYPTIONS) for name in self._names):
            raise encrypted_file("OFD")

    def entry(self) -> Part:
        """The part that every OFD file begins with."""
        return self._read(_ENTRY)

    def linked(self, link: str, source: Part) -> Part:
        """The XML part that another one links to.

        Raises:
            UnreadableFileError: it is absent, no XML or too large.
        """
        name = self._find(link, source.name)
        if name is None:
            raise damaged_file("OFD", f"it lacks {link[:80]!r}")
        return self._read(name)

    def shared(self, link: str, source: Part) -> Part | None:
        """As `linked`, for a part that pages share and can be read without.

        Returns:
            None if it is absent.
        """
        name = self._find(link, source.name)
        return None if name is None else self._read(name, is_shared=True)

    def image(self, name: str) -> bytes:
        """The bytes of an image part.

        Raises:
            UnreadableFileError: it is damaged, or the images are too large together.
        """
        content = self._package.read(self._names[name])
        self._image_bytes += len(content)
        if self._image_bytes > MOST_IMAGE_BYTES:
            raise over_limit("OFD", "图像字节数", "bytes of images", MOST_IMAGE_BYTES)
        return content

    def take_resources(self, link: str, source: Part, resources: Resources) -> None:
        """Add what a resource part holds, unless it is absent or was added before."""
        name = self._find(link, source.name)
        if name is None or name in resources.parts:
            return
        resources.parts.add(name)
        part = self._read(name, is_shared=True)
        base = posixpath.join(part.root.get("BaseLoc", "").replace("\\", "/"), "")
        for element in part.root.iter("{*}CompositeGraphicUnit", "{*}MultiMedia"):
            number = element.get("ID", "")
            if tag_of(element) == "CompositeGraphicUnit":
                resources.units[number] = element
                continue
            file = text_of(child_of(element, "MediaFile"))
            image = self._find(base + file, part.name) or self._find(file, part.name)
            if image is not None:
                resources.images[number] = image

    def _read(self, name: str, *, is_shared: bool = False) -> Part:
        content = self._package.read(self._names.get(name, name))
        self._xml_bytes += len(content)
        self._shared_bytes += len(content) if is_shared else 0
        if self._xml_bytes > MOST_XML_BYTES:
            raise over_limit("OFD", "XML 字节数", "bytes of XML", MOST_XML_BYTES)
        if self._shared_bytes > MOST_SHARED_BYTES:
            raise over_limit("OFD", "共用的 XML 字节数", "bytes of shared XML", MOST_SHARED_BYTES)
        return Part(name, parse_xml(content, "OFD"))

    def _find(self, link: str, source: str) -> str | None:
        """The part that a link names, from the package's root or from the linking part's folder.

        Writers that leave out the first slash, or that write a blank as %20, are understood. A
        link never leads out of the package: names are looked up, nothing is opened by path.
        """
        folder = posixpath.dirname(source)
        candidates = (posixpath.join("/", folder, link.replace("\\", "/")), link)
        for candidate in (*candidates, *map(unquote, candidates)):
            if (name := _normal(candidate)) in self._names:
                return name
        return None


def _normal(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")
