"""Packages: ZIP files of XML parts, as DOCX, XLSX and OFD are, opened with limits."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from lxml import etree

from extract.errors import damaged_file, encrypted_file, over_limit

MOST_PARTS = 10_000
MOST_UNPACKED_BYTES = 256 * 1024 * 1024
"""Bytes of one part, unpacked: the largest report seen has less than a hundredth of it."""
MOST_XML_BYTES = 16 * 1024 * 1024
"""Bytes of one part of XML: parsed, the worst of it takes fifty times as much memory."""

_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts may be packed; Python unpacks other methods without a limit."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises over damaged files."""


class Package:
    """A ZIP file whose parts are read one by one, each within the limits."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Open a package.

        Args:
            data: the file.
            kind: its type, for messages: 'DOCX'.

        Raises:
            UnreadableFileError: it is damaged or has too many parts.
        """
        self.kind = kind
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise damaged_file(kind, str(error)) from error
        if len(self._zip.infolist()) > MOST_PARTS:
            raise over_limit(kind, "内部文件数", "parts", MOST_PARTS)

    @property
    def names(self) -> Sequence[str]:
        """The names of the parts, in their order in the file."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """The unpacked bytes of a part.

        Raises:
            UnreadableFileError: it is absent, encrypted, damaged or too large; what its entry
                says of its size is not believed.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise damaged_file(self.kind, f"it lacks {name!r}") from error
        if info.flag_bits & _ENCRYPTED:
            raise encrypted_file(self.kind)
        if info.compress_type not in _METHODS:
            raise damaged_file(self.kind, f"{name!r} is packed by an unknown method")
        try:
            with self._zip.open(info) as stream:
                content = stream.read(MOST_UNPACKED_BYTES + 1)
        except _DAMAGE as error:
            raise damaged_file(self.kind, str(error)) from error
        if len(content) > MOST_UNPACKED_BYTES:
            raise over_limit(self.kind, "解压后的字节数", "unpacked bytes", MOST_UNPACKED_BYTES)
        return content

    def read_xml(self, name: str) -> etree._Element:
        """The root element of a part of XML; no entity is resolved and nothing is fetched.

        Raises:
            UnreadableFileError: as `read`, or it is no XML, or more than is parsed.
        """
        return parse_xml(self.read(name), self.kind)


def parse_xml(content: bytes, kind: str) -> etree._Element:
    """Parse hostile XML: no entities, no DTD, no network, libxml2's limits on size and depth.

    Document formats have no DTD. One that is there could only put entities into the text, and
    leaving those out would leave another number than is printed.

    Raises:
        UnreadableFileError: it is no XML, has a DTD, or is beyond the limits.
    """
    if len(content) > MOST_XML_BYTES:
        raise over_limit(kind, "XML 字节数", "bytes of XML", MOST_XML_BYTES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged_file(kind, f"its XML cannot be read: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged_file(kind, "its XML declares a DTD")
    return root
