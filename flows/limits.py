"""What reading may cost: time and memory, and how long a worker is kept."""

import os
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from flows.failures import UsageError

WRITE_SECONDS = 600
"""The time that writing a batch may take."""

_MIB = 1024 * 1024

_MOST_FILES = 1000
"""A worker that has read so many files is replaced: libraries leak."""

_MOST_RESIDENT = 500 * _MIB
_MOST_RESIDENT_WITH_RECOGNISER = 600 * _MIB
"""A worker that holds more memory than this between two batches is replaced."""

_SLOW_SIGNATURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
)
"""First bytes of images; a PDF or an OFD may be a scan too."""

_PDF_MARK_WITHIN = 1024
"""Bytes in which a PDF's mark must stand."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost.

    Attributes:
        file_seconds: time for a file.
        scan_seconds: time for a file that may be a scan: a PDF, an OFD, an image.
        memory_mib: address space of a worker process.
    """

    file_seconds: int = 60
    scan_seconds: int = 300
    memory_mib: int = 4096

    def seconds_for(self, data: bytes) -> int:
        """The time that reading these bytes may take."""
        slow = data.startswith(_SLOW_SIGNATURES) or b"%PDF-" in data[:_PDF_MARK_WITHIN]
        slow = slow or (data.startswith(b"PK") and b"OFD.xml" in data)
        return self.scan_seconds if slow else self.file_seconds


VARIABLES = {
    "file_seconds": "GONGKAI_FILE_SECONDS",
    "scan_seconds": "GONGKAI_SCAN_SECONDS",
    "memory_mib": "GONGKAI_WORKER_MIB",
}
"""The environment variables that set the limits."""


def find_limits(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits that the environment sets, else the default ones.

    Raises:
        UsageError: a variable holds no positive whole number.
    """
    given = {}
    for limit in fields(Limits):
        text = environment.get(VARIABLES[limit.name], "")
        if text:
            given[limit.name] = _positive(VARIABLES[limit.name], text)
    return Limits(**given)


def limit_process(memory_mib: int) -> None:
    """Bound this process's memory, and have the system end it before others if all is used.

    Where the system knows no such bound (macOS), memory is not limited.
    """
    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory_mib * _MIB
        bound = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no copy of memory
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def is_worn(files_read: int) -> bool:
    """Whether this process had better be replaced before it reads more."""
    recognises = "onnxruntime" in sys.modules
    most = _MOST_RESIDENT_WITH_RECOGNISER if recognises else _MOST_RESIDENT
    return files_read >= _MOST_FILES or _resident_bytes() > most


def _resident_bytes() -> int:
    try:
        pages = Path("/proc/self/statm").read_text().split()[1]
    except OSError:  # no Linux: the most that it ever held, in bytes
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _positive(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise UsageError(f"{name} is to be a positive whole number, not {text!r}")
    return int(text)
