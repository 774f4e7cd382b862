"""The process that draws pages: it knows no key, has loaded the fonts, and forks for each drawing.

A drawing ends itself when it takes too long or too much memory, whatever code it is in, and takes nothing else with it.
What it had in memory is gone with it. Run by `drawing.py` only.
"""

import gc
import json
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
from datetime import UTC, datetime
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, Final

from app.foundation.code_lines import code_lines
from app.foundation.own_process import keep_to_itself
from app.packets.rendering import PageDrawingFailed, PdfLibraryMissing, TextAttachment, render_pdf

LENGTH_BYTES: Final = 8
"""Each part of a message is led by its length."""
_EVERY_FONT: Final = (
    "<html lang=en><title>fonts</title><body><p>a <b>b</b> \u1780 <b>\u1780</b> \u0103 <b>\u0103</b>"
)


def serve(descriptor: int) -> None:
    """Draw whatever comes, each on a socket of its own, until the process that asks is gone."""
    # What is drawn passes through here in clear, and a program that is executed begins without what its parent asked.
    keep_to_itself()
    # The terminal's Ctrl-C is for the server, which closes the socket when it ends. Nobody waits for a child.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as asked, TemporaryDirectory(prefix="wayhome-drawing-") as folder:
        # The library unpacks fonts there. What a drawing that was stopped has left goes with this process.
        tempfile.tempdir = folder
        _get_ready()
        while True:
            word, descriptors, _flags, _sender = socket.recv_fds(asked, 1, 1)
            if not word:
                return
            if os.fork() == 0:
                asked.close()
                _draw_and_end(descriptors[0])
            os.close(descriptors[0])


def _get_ready() -> None:
    """Load the library and unpack the fonts, once for all drawings. Where something is missing, each of them says so.

    The layout's objects live until a drawing ends, so Python's cycle collector would find nothing.
    """
    gc.disable()
    try:
        render_pdf(_EVERY_FONT, made_at=datetime(2026, 1, 1, tzinfo=UTC))
    except (PdfLibraryMissing, PageDrawingFailed):
        return
    gc.freeze()


def _draw_and_end(descriptor: int) -> None:
    """Answer one request and end this process, without running what its parent has to clean up."""
    tempfile.tempdir = mkdtemp()
    try:
        with socket.socket(fileno=descriptor) as asking:
            _answer(asking)
    except BaseException as error:  # noqa: BLE001 - whatever it is, this process ends; a value is never told
        sys.stderr.write(code_lines(error) + "\n")
        sys.stderr.flush()
    finally:
        shutil.rmtree(tempfile.tempdir, ignore_errors=True)
        os._exit(0)


def _answer(asking: socket.socket) -> None:
    job = json.loads(receive(asking))
    _limit(seconds=job["most_seconds"], memory=job["most_memory"])
    head: dict[str, Any] = {}
    pdf = b""
    try:
        made = render_pdf(
            job["html"],
            made_at=datetime.fromisoformat(job["made_at"]),
            attachments=tuple(TextAttachment(**each) for each in job["attachments"]),
        )
        head, pdf = {"pages": made.pages}, made.pdf
    except PdfLibraryMissing as missing:
        head = {"missing": str(missing)}
    except PageDrawingFailed as failed:
        head = {"failed": failed.facts}
    except MemoryError:
        head = {"stopped": True}
    send(asking, json.dumps(head).encode())
    send(asking, pdf)


def _limit(*, seconds: float, memory: int) -> None:
    """Have the machine end this process after so many seconds, and refuse it more memory (bytes)."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def send(to: socket.socket, part: bytes) -> None:
    """Send one part of a message."""
    to.sendall(len(part).to_bytes(LENGTH_BYTES) + part)


def receive(source: socket.socket) -> bytes:
    """Receive one part of a message. Raises EOFError when the other side is gone before its end."""
    return _exactly(source, int.from_bytes(_exactly(source, LENGTH_BYTES)))


def _exactly(source: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = source.recv(min(size - len(found), 1 << 20))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)
