"""Which refusals no longer hold, although the bytes and the versions are the same."""

from extract.errors import UnreadableFileError
from extract.scan_text import demand_recogniser


def passing_refusals() -> set[str]:
    """The codes of refusals that a run forgets before it plans what to read.

    An archive that was met before it was looked into, and, now that the recogniser is
    installed, the scans that were refused for want of it.
    """
    codes = {"archive_not_listed"}
    try:
        demand_recogniser()
    except UnreadableFileError:
        return codes
    return codes | {"ocr_not_installed"}
