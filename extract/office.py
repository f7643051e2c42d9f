"""Convert files that only an office program reads, where LibreOffice is installed.

The program runs away from the user's own settings: in a profile and a home folder made for one
call, without macros, updates of links and network, and it ends with all its processes when its
time is up.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS_TO_START = 30
SECONDS_A_FILE = 10
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of a converted file."""

_PROGRAMS = ("soffice", "libreoffice")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
"""No macros, no links followed or updated, and a proxy that nothing answers at."""


class WordVersion(StrEnum):
    """LibreOffice's names of the formats of old Word files."""

    WORD_6 = "MS WinWord 6.0"
    WORD_95 = "MS Word 95"
    WORD_97 = "MS Word 97"


def convert_to_docx(files: Sequence[bytes], version: WordVersion) -> list[bytes | None]:
    """Convert old Word files to DOCX in one start of LibreOffice, which takes longer than a file.

    Args:
        files: their bytes.
        version: the format of all of them; LibreOffice would read what it does not know as
            plain text, with whatever figures that shows.

    Returns:
        For each file the DOCX; None if it could not be made, because LibreOffice is not
        installed, refused the file, or ran out of time.
    """
    program = find_office()
    if program is None or not files:
        return [None] * len(files)
    with TemporaryDirectory(prefix="gongkai-office-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        sources = _put_files(home, files)
        seconds = SECONDS_TO_START + SECONDS_A_FILE * len(files)
        _run(_command(program, version, home, sources), home, seconds)
        return [_result(home / "converted" / f"{source.stem}.docx") for source in sources]


def find_office() -> str | None:
    """The path of LibreOffice's program; None if it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _put_files(home: Path, files: Sequence[bytes]) -> list[Path]:
    """Write the files and the profile into the private folder."""
    profile = home / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    sources = [home / f"{number}.doc" for number in range(1, len(files) + 1)]
    for source, content in zip(sources, files, strict=True):
        source.write_bytes(content)
    return sources


def _command(program: str, version: WordVersion, home: Path, sources: Sequence[Path]) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"--infilter={version}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(home / "converted"),
        *map(str, sources),
    ]


def _run(command: Sequence[str], home: Path, seconds: int) -> None:
    """Run a program in a session of its own, and end the whole session after it or its time."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell; the names are our own
            [*_ending_by_itself(seconds), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        return
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(process)


def _ending_by_itself(seconds: int) -> list[str]:
    """A program before the command that ends it even if we are killed while it runs."""
    timeout = shutil.which("timeout")
    return [timeout, "--kill-after=1", str(seconds + 1)] if timeout else []


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the session's processes."""
    for group in {process.pid, *_groups_of_session(process.pid)}:
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
    process.wait()


def _groups_of_session(session: int) -> set[int]:
    """The process groups of a session, as far as the system tells: `timeout` makes its own."""
    groups: set[int] = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3:4] == [str(session)]:
            groups.add(int(fields[2]))
    return groups


def _result(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError:
        return None
