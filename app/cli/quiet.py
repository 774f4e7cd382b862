"""Keeps values out of what a process logs by itself: uncaught errors, warnings, and the logs of libraries."""

import logging
import sys
import threading
import warnings
from types import TracebackType
from typing import TextIO

from app.foundation.code_lines import code_lines

OURS = frozenset({"wayhome"})
"""Loggers that are known to log only ids and codes."""


def keep_values_out() -> None:
    """Make this process report only where errors and warnings occurred; call it once, when the process begins."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda ended: _say(ended.exc_value)
    sys.unraisablehook = lambda ended: _say(ended.exc_value)
    warnings.showwarning = _warned
    handler = logging.StreamHandler()
    handler.setFormatter(PlaceOnly())
    handler.setLevel(logging.WARNING)
    logging.getLogger().handlers[:] = [handler]


class PlaceOnly(logging.Formatter):
    """For a library's log records, shows only where they were logged; for Wayhome's own, all of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an attached error is shown by its code lines."""
        where = f"{record.name} at {record.module}:{record.lineno}"
        said = record.getMessage() if record.name in OURS else where
        error = record.exc_info[1] if record.exc_info else None
        lines = [f"{record.levelname}: {said}", *([code_lines(error)] if error else [])]
        return "\n".join(lines)


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    _say(error)


def _say(error: BaseException | None) -> None:
    if error is not None and not isinstance(error, SystemExit):
        sys.stderr.write(f"wayhome: an error nobody foresaw\n{code_lines(error)}\n")


def _warned(
    message: Warning | str,  # noqa: ARG001 - what it says may hold what somebody typed
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 - the library's signature
    line: str | None = None,  # noqa: ARG001 - the library's signature
) -> None:
    sys.stderr.write(f"wayhome: {category.__name__} at {filename}:{lineno}\n")
