"""Keeps what a process holds to itself: no memory dump, no look from another process, no file that others may read."""

import ctypes
import os
import resource
import sys
from typing import Any

PR_SET_DUMPABLE = 4
"""Linux, prctl(2). Lost when another program is executed, so each program asks for it."""
OWNERS_ONLY = 0o077
"""What new files are never given: anything to anybody but their owner."""


def keep_to_itself() -> None:
    """Call it once, when a program begins, before it reads a secret."""
    os.umask(OWNERS_ONLY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc: Any = ctypes.CDLL(None)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
