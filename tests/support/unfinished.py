"""Visitors who do not finish: connections that say nothing, little at a time, or do not fetch their answer."""

import contextlib
import itertools
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from threading import Event, Thread

SECONDS_BETWEEN_BYTES = 1
HEAD = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
LARGE = b"GET /static/wayhome.css HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Unfinished(Enum):
    """What somebody sends who does not finish."""

    SILENT = b""
    SLOW_HEAD = HEAD + b"X-Long: "
    SLOW_BODY = FORM + b"Content-Length: 100000\r\n\r\nusername="
    KEPT_OPEN = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    SLOW_READER = LARGE * 4


DRIPPING = {Unfinished.SLOW_HEAD, Unfinished.SLOW_BODY}


@contextmanager
def unfinished(port: int, count: int, *kinds: Unfinished) -> Iterator[list[socket.socket]]:
    """Keep so many connections to a port of this machine, of these kinds in turn; those that ask slowly go on."""
    opened = [(kind, _open(port, kind)) for kind in itertools.islice(itertools.cycle(kinds), count)]
    enough = Event()
    dripping = Thread(
        target=_drip, args=([one for kind, one in opened if kind in DRIPPING], enough), daemon=True
    )
    dripping.start()
    try:
        yield [one for _, one in opened]
    finally:
        enough.set()
        dripping.join()
        for _, one in opened:
            one.close()


def _open(port: int, kind: Unfinished) -> socket.socket:
    one = socket.socket()
    if kind is Unfinished.SLOW_READER:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.settimeout(10)
    one.connect(("127.0.0.1", port))
    one.sendall(kind.value)
    return one


def _drip(slow: list[socket.socket], enough: Event) -> None:
    while not enough.wait(SECONDS_BETWEEN_BYTES):
        for one in slow:
            with contextlib.suppress(OSError):  # the server may have closed it: that is its right
                one.send(b"a")
