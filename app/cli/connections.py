"""Holds the connections to the office: none waits for another, and each has to say what it wants in time."""

import logging
import resource
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MIB = 1024 * 1024
IDLE_SECONDS = 30
"""How long a connection may be open without a word, before its first request or after an answer."""
HEAD_SECONDS = 20
"""How long a request may take to say what it asks for, from its first byte."""
REQUEST_SECONDS = 180
"""How long a whole request may take: the largest form at 6 kB a second, which a weak telephone line reaches."""
ANSWER_SECONDS = 300
"""How long an answer may take to be fetched: a packet of 2 MiB at 7 kB a second."""
LOOK_SECONDS = 1
"""How often the deadlines are looked at."""
MOST_CONNECTIONS = 1000
"""Above it, whoever has kept the server waiting for longest makes room for whoever comes."""
MOST_BYTES_A_HEAD = 64 * 1024
MOST_BYTES_A_REQUEST = 8 * MIB
"""Of what is larger, nothing is read. A form may be smaller than this: its own page says then that it is too large."""
MOST_BYTES_TOGETHER = 64 * MIB
"""The most that requests which are not answered, and answers that are not fetched, may hold together."""
MOST_AT_ONCE = 4
"""How many requests may come through one connection before the first is answered. Browsers send one."""
NEVER = 1024 * MIB
"""Waitress would put large requests and answers into temporary files, which nothing encrypts, and have a thread wait
until a large answer is fetched."""
SIDE_THREADS = 2
"""Threads for what waits for nothing: it is answered while all others wait for the database."""
SPARE_FILES = 100
"""For the database, code and templates; each connection may need another for the file it is sent."""


class StrictParser(HTTPRequestParser):
    """Reads one request, and refuses what two readers could read differently (RFC 9112, section 6.1)."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head. Raises ParsingError for a length that is stated in two ways."""
        first, *lines = header_plus.split(b"\r\n")
        names = [line.partition(b":")[0].strip().lower() for line in lines]
        lengths = names.count(b"content-length")
        codings = names.count(b"transfer-encoding")
        if lengths + codings > 1 or (codings and not first.endswith(b"HTTP/1.1")):
            raise ParsingError("The length is not clear")
        super().parse_header(header_plus)


class Connection(HTTPChannel):
    """One visitor's connection. `since` is when its present state began: idle, asking, or fetching an answer."""

    parser_class = StrictParser

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.since = time.monotonic()
        super().__init__(*arguments, **options)

    @property
    def keeps_waiting(self) -> bool:
        """Whether the server waits for the visitor, and not the visitor for the server."""
        return not self.requests and self not in self.server.at_work

    @property
    def bytes_held(self) -> int:
        """The bytes of requests that came in and are not answered yet, and of answers that are not fetched."""
        unread = [self.request, *self.requests]
        asked = sum(one.body_bytes_received + len(one.header_plus) for one in unread if one is not None)
        held: int = asked + self.total_outbufs_len
        return held

    @property
    def seconds_allowed(self) -> float:
        """How long its present state may last."""
        if self.total_outbufs_len:
            return ANSWER_SECONDS
        if self.request is None:
            return IDLE_SECONDS
        return REQUEST_SECONDS if self.request.headers_finished else HEAD_SECONDS

    def received(self, data: bytes) -> bool:
        """Take in what came."""
        if self.request is None:
            self.since = time.monotonic()
        taken: bool = super().received(data)
        if len(self.requests) > MOST_AT_ONCE:
            self.handle_close()
        elif self.bytes_held >= MOST_BYTES_A_HEAD:
            self.server.make_room()
        return taken

    def service(self) -> None:
        """Answer one request, in a thread."""
        self.server.at_work.add(self)
        try:
            super().service()
        finally:
            self.since = time.monotonic()
            self.server.at_work.discard(self)


class Connections(TcpWSGIServer):
    """All connections, watched by one thread; only whole requests reach the threads that answer.

    Waitress itself closes what is silent. This one also closes what goes on for too long, and when it is full makes
    room instead of letting nobody in.
    """

    channel_class = Connection

    def __init__(
        self,
        app: "WSGIApplication",
        listener: socket.socket,
        *,
        threads: int,
        waits_for_nothing: Callable[[str], bool] = lambda _path: False,
    ) -> None:
        # How many people wait for a thread is no error, and a stranger could fill the log with it.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        host = str(listener.getsockname()[0])
        adjustments = Adjustments(
            sockets=[listener],
            threads=threads,
            backlog=socket.SOMAXCONN,
            ident="",
            server_name=f"[{host}]" if ":" in host else host,
            log_socket_errors=False,
            clear_untrusted_proxy_headers=False,  # BehindProxy decides
            max_request_header_size=MOST_BYTES_A_HEAD,
            max_request_body_size=MOST_BYTES_A_REQUEST,
            inbuf_overflow=NEVER,
            outbuf_overflow=NEVER,
            outbuf_high_watermark=NEVER,
        )
        self.most = most_connections()
        self.at_work: set[Connection] = set()
        self.is_stopping = False
        self._next_look = 0.0
        self._waits_for_nothing = waits_for_nothing
        self._at_the_side = _threads(SIDE_THREADS)
        super().__init__(
            app,
            {},
            _sock=listener,
            dispatcher=_threads(threads),
            adj=adjustments,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def add_task(self, connection: Connection) -> None:
        """Have a whole request answered, by a thread of its kind."""
        path = getattr(connection.requests[0], "path", "")
        at_the_side = self._waits_for_nothing(path)
        (self._at_the_side if at_the_side else self.task_dispatcher).add_task(connection)

    def readable(self) -> bool:
        """Look after the connections from time to time, by a clock that nobody can set; always let more in."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + LOOK_SECONDS
            self.maintenance(now)
        return bool(self.accepting)

    def maintenance(self, now: float) -> None:
        """Close connections that have kept the server waiting for longer than they may."""
        for connection in list(self.active_channels.values()):
            if connection.keeps_waiting and now - connection.since > connection.seconds_allowed:
                connection.handle_close()
        self.make_room()

    def handle_accept(self) -> None:
        """Let somebody in. Where it is full, whoever has kept the server waiting for longest goes."""
        super().handle_accept()
        if len(self.active_channels) > self.most:
            self._close_who_waits_longest()

    def make_room(self) -> None:
        """Let go of whoever keeps the server waiting for longest, until all hold no more than they may together."""
        while sum(one.bytes_held for one in self.active_channels.values()) > MOST_BYTES_TOGETHER:
            if not self._close_who_waits_longest(at_least=MOST_BYTES_A_HEAD):
                return

    def _close_who_waits_longest(self, *, at_least: int = 0) -> bool:
        waiting = [
            one for one in self.active_channels.values() if one.keeps_waiting and one.bytes_held >= at_least
        ]
        if waiting:
            min(waiting, key=lambda one: one.since).handle_close()
        return bool(waiting)

    def serve(self, *, grace_seconds: float) -> None:
        """Answer until `stop` is called; then let nobody in, and finish what was begun within the grace."""
        while not self.is_stopping:
            wasyncore.poll2(LOOK_SECONDS, self._map)
        self.accepting = False
        self.del_channel()
        self.socket.close()
        wasyncore.poll2(0, self._map)  # what has arrived by now is answered
        ends = time.monotonic() + grace_seconds
        while self._close_idle() and time.monotonic() < ends:
            wasyncore.poll2(0.1, self._map)

    def let_threads_go(self) -> None:
        """End the threads that answer; a process that ends afterwards need not."""
        for threads in (self.task_dispatcher, self._at_the_side):
            threads.shutdown()

    def stop(self) -> None:
        """Let `serve` end; may be called in a signal handler."""
        self.is_stopping = True
        self.pull_trigger()

    def _close_idle(self) -> int:
        """Close connections that nobody is answering, and return how many are left."""
        for connection in list(self.active_channels.values()):
            if connection.keeps_waiting and not connection.total_outbufs_len:
                connection.handle_close()
        return len(self.active_channels)


def _threads(count: int) -> ThreadedTaskDispatcher:
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(count)
    return threads


def most_connections() -> int:
    """Allow this process as many open files as the machine lets it have, and return how many connections that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return (
        MOST_CONNECTIONS
        if soft == resource.RLIM_INFINITY
        else min(MOST_CONNECTIONS, (soft - SPARE_FILES) // 2)
    )
