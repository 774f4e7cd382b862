"""Opens files that hold secrets: never through a link, never another user's, and made for their owner only."""

import errno
import logging
import os
import stat
from pathlib import Path

OWNERS_ONLY = 0o600
OTHERS = 0o077

log = logging.getLogger("wayhome")


class NotPrivate(OSError):
    """A file is not what this server made. Likely cause: a link, another user's file, or one that others may read."""


def read_private(file: Path) -> str:
    """Return the text of a file of our own. Raises NotPrivate for a link or another user's file, OSError as usual."""
    with os.fdopen(_open_own(file), encoding="utf-8") as handle:
        return handle.read()


def close_to_others(file: Path) -> None:
    """Take from everybody else the right to read or write a file of our own: a copy or a restore may give it.

    Raises NotPrivate when that cannot be done.
    """
    descriptor = _open_own(file)
    try:
        if os.fstat(descriptor).st_mode & OTHERS:
            os.fchmod(descriptor, OWNERS_ONLY)
            log.warning("others could read %s; it is closed to them now", file.name)
    except OSError:
        problem = "others may read it; close it to them with chmod 600"
        raise NotPrivate(errno.EPERM, problem, str(file)) from None
    finally:
        os.close(descriptor)


def write_new_private(file: Path, text: str) -> None:
    """Write a file that is not there yet, for its owner only, and wait until it is on the disk.

    Raises FileExistsError when there is anything under that name, were it only a link.
    """
    descriptor = os.open(
        file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, OWNERS_ONLY
    )
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            os.fchmod(descriptor, OWNERS_ONLY)
            handle.write(text)
            handle.flush()
            os.fsync(descriptor)
    except OSError:
        file.unlink()  # half of it would be in the way of the next try
        raise


def replace_private(file: Path, text: str) -> None:
    """Write a file whole or not at all, in the place of what is there."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)  # left by a start that was cut off
    write_new_private(fresh, text)
    fresh.replace(file)


def _open_own(file: Path) -> int:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotPrivate(errno.ELOOP, "it is a link; put the file itself there", str(file)) from None
        raise
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_uid not in (os.geteuid(), 0):
        os.close(descriptor)
        raise NotPrivate(errno.EPERM, "it is not a file of the user who runs Wayhome", str(file))
    return descriptor
