"""Starts Gunicorn from within: one worker process with threads, quiet, and stopped gracefully."""

import ctypes
import gc
import signal
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from app.cli.server_log import QuietLogger

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8
"""One process only, because SQLite has one writer and the queue for it is within the process."""
GRACE_SECONDS = 20
KEEPALIVE_SECONDS = 30
"""An idle connection holds no thread, so it may wait for the next click."""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
MALLOC = {M_ARENA_MAX: 1, M_MMAP_THRESHOLD: 64 * 1024, M_TRIM_THRESHOLD: 128 * 1024}
"""Bytes, except the number of arenas. Measured: 15 MiB less after a few hundred pages and packet previews."""
PR_SET_PDEATHSIG = 1
"""Linux, prctl(2): a signal for this process when its parent dies."""


def serve(
    app: "WSGIApplication",
    listener: socket.socket,
    *,
    when_ready: Callable[[], None],
    in_worker: Callable[[], None] = lambda: None,
) -> int:
    """Serve until stopped and return the exit code.

    `when_ready` runs once in the first process, when requests can come in; `in_worker` in the process that
    answers them.
    """
    server = _Server(app, listener, when_ready=when_ready, in_worker=in_worker)
    try:
        server.run()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


class _Gentle(Arbiter):
    """Treats Ctrl-C and a closed terminal like SIGTERM: requests that have begun are answered."""

    def __init__(self, app: BaseApplication) -> None:
        # Under nohup the terminal may close and the server goes on.
        self._outlives_terminal = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        super().__init__(app)

    def handle_int(self) -> None:
        """Stop gracefully."""
        self.handle_term()

    def handle_hup(self) -> None:
        """Stop gracefully, unless told to outlive the terminal; settings are read at start only."""
        if not self._outlives_terminal:
            self.handle_term()


class _Server(BaseApplication):
    """Gunicorn with our settings and none from files, environment or arguments."""

    def __init__(
        self,
        app: "WSGIApplication",
        listener: socket.socket,
        *,
        when_ready: Callable[[], None],
        in_worker: Callable[[], None],
    ) -> None:
        self._app = app
        self._descriptor = listener.detach()
        self._when_ready = when_ready
        self._in_worker = in_worker
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from Gunicorn's defaults. Requests are not logged: addresses are not kept."""
        for name, value in {
            "bind": f"fd://{self._descriptor}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "keepalive": KEEPALIVE_SECONDS,
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "graceful_timeout": GRACE_SECONDS,
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: self._when_ready(),
            "post_worker_init": lambda _worker: self._begin_worker(),
        }.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """Return the application."""
        return self._app

    def run(self) -> None:
        """Run until stopped; ends with SystemExit."""
        _Gentle(self).run()

    def _begin_worker(self) -> None:
        # Ctrl-C reaches the whole group; only the first process may decide, or requests would be cut off.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        die_with_parent()
        give_memory_back()
        self._in_worker()


def die_with_parent() -> None:
    """End this process when the one that started it is killed, so that the port is free at once (Linux)."""
    if sys.platform == "linux":
        libc: Any = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def set_aside() -> None:
    """Hide everything loaded so far from the garbage collector; call it once the application is complete.

    Code, template rules and mappings live as long as the process, but each full collection walks through them:
    measured 120-180 ms in the middle of somebody's page, 25 ms without them.
    """
    gc.collect()
    gc.freeze()


def give_memory_back() -> None:
    """Let all threads share one arena and return large pieces at once (glibc, mallopt(3)).

    By default each thread may keep an arena of its own, and the memory a packet needed for a second stays with it.
    Python runs one thread at a time, so sharing costs nothing.
    """
    if sys.platform == "linux":
        libc: Any = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):
            for parameter, value in MALLOC.items():
                libc.mallopt(parameter, value)
