"""Why a run ends without having published; each message is one plain sentence for people."""

import errno

from extract.names import shown_name


class RunFailedError(Exception):
    """The run failed; nothing was published and the previous warehouse is intact."""


class UsageError(Exception):
    """What was asked for cannot be asked for; nothing was done."""


class HomeLockedError(Exception):
    """Another run holds this home; nothing was done."""


def describe_os_error(error: OSError) -> str:
    """Say in plain words what the operating system refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason = "the disk is full"
    elif error.errno == errno.EFBIG:
        reason = "a file may not grow any further (file size limit)"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        reason = "writing is not permitted"
    else:
        reason = error.strerror or str(error)
    return f"{reason}: {shown_name(str(error.filename))}" if error.filename else reason
