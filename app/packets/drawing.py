"""Has pages drawn in another process, within a budget of seconds and memory, two at a time.

The words of a packet may be long or strange enough to keep the layout busy for hours. The other process has none of our
keys, and whatever happens in it, the server goes on (decision 0034).
"""

import atexit
import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from threading import BoundedSemaphore, Lock
from typing import Final

from app.foundation.errors import WayhomeError
from app.foundation.settings import PROJECT
from app.packets.drawing_process import receive, send
from app.packets.rendering import PageDrawingFailed, PdfLibraryMissing, Rendering, TextAttachment

MOST_SECONDS: Final = 45.0
"""Twice what the longest packet took on two busy cores."""
MOST_MEMORY: Final = 1 << 30
"""Address space in bytes; the longest packet took half of it."""
AT_ONCE: Final = 2
_BEGINNING_SECONDS: Final = 30.0
"""How long the other process may take to load the library, on a busy machine."""
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE")
"""No other variable of the environment: one of them may hold a key."""
_CODE: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from app.packets.drawing_process import serve; serve(int(sys.argv[2]))"
)


class DrawingStopped(WayhomeError):
    """The pages were not drawn within the budget. Likely cause: very long or strange words, or a busy machine."""

    code = "drawing-stopped"


class PageDrawer:
    """The other process, started when first needed and again when it is gone."""

    def __init__(self, *, most_seconds: float = MOST_SECONDS, most_memory: int = MOST_MEMORY) -> None:
        self._most_seconds, self._most_memory = most_seconds, most_memory
        self._turns, self._starting = BoundedSemaphore(AT_ONCE), Lock()
        self._asks: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def draw(self, html: str, *, made_at: datetime, attachments: tuple[TextAttachment, ...]) -> Rendering:
        """Return the PDF that `render_pdf` makes of the same values.

        Raises DrawingStopped, also when others draw for too long, PdfLibraryMissing or PageDrawingFailed.
        """
        job = {
            "html": html,
            "made_at": made_at.isoformat(),
            "attachments": [vars(each) for each in attachments],
            "most_seconds": self._most_seconds,
            "most_memory": self._most_memory,
        }
        if not self._turns.acquire(timeout=self._most_seconds + _BEGINNING_SECONDS):
            raise DrawingStopped
        try:
            return _read(*self._ask(json.dumps(job).encode()))
        finally:
            self._turns.release()

    def end(self) -> None:
        """Let the other process end; the next drawing starts another."""
        with self._starting:
            self._forget()

    def _ask(self, job: bytes) -> tuple[bytes, bytes]:
        mine, theirs = socket.socketpair()
        with mine:
            with theirs:
                self._hand_over(theirs)
            mine.settimeout(self._most_seconds + _BEGINNING_SECONDS)
            try:
                send(mine, job)
                return receive(mine), receive(mine)
            except (OSError, EOFError):
                raise DrawingStopped from None

    def _hand_over(self, connection: socket.socket) -> None:
        with self._starting:
            if self._asks is not None and self._owner == os.getpid():
                with suppress(OSError):
                    socket.send_fds(self._asks, [b"d"], [connection.fileno()])
                    return
            self._forget()
            (self._asks, self._process), self._owner = _started(), os.getpid()
            socket.send_fds(self._asks, [b"d"], [connection.fileno()])

    def _forget(self) -> None:
        # A process that was forked from the one that began it does not end what it shares.
        if self._asks is not None and self._process is not None and self._owner == os.getpid():
            self._asks.close()
            self._process.wait()
        self._asks = self._process = None


def _started() -> tuple[socket.socket, "subprocess.Popen[bytes]"]:
    mine, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; it ends when `mine` is closed
            [sys.executable, "-I", "-c", _CODE, str(PROJECT), str(theirs.fileno())],
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    return mine, process


def _read(head: bytes, pdf: bytes) -> Rendering:
    said = json.loads(head)
    if "missing" in said:
        raise PdfLibraryMissing(said["missing"])
    if "failed" in said:
        raise PageDrawingFailed(**said["failed"])
    if "stopped" in said:
        raise DrawingStopped
    return Rendering(pdf=pdf, pages=said["pages"])


_DRAWER: Final = PageDrawer()
atexit.register(_DRAWER.end)


def draw_in_budget(html: str, *, made_at: datetime, attachments: tuple[TextAttachment, ...]) -> Rendering:
    """Return the PDF of a packet document. Raises as `PageDrawer.draw` does."""
    return _DRAWER.draw(html, made_at=made_at, attachments=attachments)
