"""Tells whether there is room on the disk, by writing a file there."""

import errno
import os
from pathlib import Path

from app.foundation.errors import NoSpace

PROBE_FILE = "probe"
PROBE_BYTES = 64 * 1024
"""Enough for a record with its event."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""No space, no more of a quota, no more allowed to this process."""


def require_room(folder: Path) -> None:
    """Write a file into a folder and remove it again. Raises NoSpace when the disk is full, OSError for the rest."""
    file = folder / PROBE_FILE
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        if os.write(descriptor, bytes(PROBE_BYTES)) < PROBE_BYTES:
            raise NoSpace
        os.fsync(descriptor)
    except OSError as error:
        if error.errno in FULL:
            raise NoSpace from error
        raise
    finally:
        os.close(descriptor)
        file.unlink()


def is_full(folder: Path) -> bool:
    """Tell whether the disk of a folder is full; a disk that is broken is not."""
    try:
        require_room(folder)
    except NoSpace:
        return True
    except OSError as error:
        return error.errno in FULL
    return False
