"""Runs the office: one process that answers, with threads, and its parent, which starts it again if it dies."""

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from app.cli.connections import Connections

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8
"""One process only, because SQLite has one writer and the queue for it is within the process."""
GRACE_SECONDS = 20
"""How long requests that have begun may take once the server is told to stop."""
LATE_SECONDS = 5
"""After the grace, how long until the process is killed."""
SOON_SECONDS = 5
MOST_SOON = 3
"""A process that never lived for so long is started only so often. One that did is always started again."""
PAUSE_SECONDS, PAUSE_AFTER_KILL_SECONDS = 1, 0.05
GIVEN_UP = 3
"""The exit code of a server that could not go on."""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
MALLOC = {M_ARENA_MAX: 1, M_MMAP_THRESHOLD: 64 * 1024, M_TRIM_THRESHOLD: 128 * 1024}
"""Bytes, except the number of arenas. Measured: 15 MiB less after a few hundred pages and packet previews."""
PR_SET_PDEATHSIG = 1
"""Linux, prctl(2): a signal for this process when its parent dies."""
STOPS = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
WATCHED = STOPS | {signal.SIGCHLD, signal.SIGALRM}

log = logging.getLogger("wayhome")


def serve(
    app: "WSGIApplication",
    listener: socket.socket,
    *,
    when_ready: Callable[[], None],
    in_worker: Callable[[], None] = lambda: None,
    waits_for_nothing: Callable[[str], bool] = lambda _path: False,
) -> int:
    """Serve until stopped and return the exit code.

    `when_ready` runs once in the first process, when requests can come in; `in_worker` in each process that answers
    them: another follows if one dies. What `waits_for_nothing` says of a path is answered even while all others wait.
    """

    def answer() -> None:
        _be_ready_to_answer()
        connections = Connections(app, listener, threads=THREADS, waits_for_nothing=waits_for_nothing)
        signal.signal(signal.SIGTERM, lambda _number, _frame: connections.stop())
        in_worker()
        connections.serve(grace_seconds=GRACE_SECONDS)

    # Under nohup the terminal may close and the server goes on.
    outlives_terminal = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    stops = STOPS - {signal.SIGHUP} if outlives_terminal else STOPS
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    try:
        return _Parent(answer, listener, stops).watch(when_ready)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)


class _Parent:
    """Watches the process that answers. Its signals are blocked and taken one by one, so that none is missed."""

    def __init__(
        self, answer: Callable[[], None], listener: socket.socket, stops: frozenset[signal.Signals]
    ) -> None:
        self._answer = answer
        self._listener = listener
        self._stops = stops
        self._is_stopping = False
        self._died_soon = 0
        self._lived_once = False
        self._began = 0.0
        self._child = 0

    def watch(self, when_ready: Callable[[], None]) -> int:
        """Start the process that answers, and again if it dies; return the exit code when it was told to stop."""
        self._start()
        when_ready()
        while True:
            told = signal.sigwait(WATCHED)
            if told in self._stops:
                self._stop()
            elif told == signal.SIGALRM:
                os.kill(self._child, signal.SIGKILL)
            elif told == signal.SIGCHLD:
                code = self._after_death()
                if code is not None:
                    return code

    def _start(self) -> None:
        self._began = time.monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self._child = os.fork()
        if self._child == 0:
            _live_as_child(self._answer, parent)

    def _stop(self) -> None:
        if not self._is_stopping:
            self._is_stopping = True
            self._listener.close()
            signal.alarm(GRACE_SECONDS + LATE_SECONDS)
        os.kill(self._child, signal.SIGTERM)

    def _after_death(self) -> int | None:
        """Return the exit code if the server ends now; None if the process lives, or another one does."""
        found, status = os.waitpid(self._child, os.WNOHANG)
        if found == 0:
            return None
        code = os.waitstatus_to_exitcode(status)
        if self._is_stopping:
            signal.alarm(0)
            return 0
        how = f"signal {-code}" if code < 0 else f"code {code}"
        if self._cannot_live(code, time.monotonic() - self._began):
            click.echo(f"wayhome: the process that answers cannot live here ({how})", err=True)
            return GIVEN_UP
        click.echo(f"wayhome: the process that answers died ({how}); another one is started", err=True)
        self._start()
        return None

    def _cannot_live(self, code: int, lived_seconds: float) -> bool:
        """Tell whether it ended by itself whenever it was started; wait a moment before it is started again.

        Whoever kills it, the machine when memory is short included, says nothing about that.
        """
        is_killed = code == -signal.SIGKILL
        if lived_seconds >= SOON_SECONDS:
            self._lived_once = True
        elif not is_killed:
            self._died_soon += 1
        if lived_seconds < SOON_SECONDS:
            time.sleep(PAUSE_AFTER_KILL_SECONDS if is_killed else PAUSE_SECONDS)
        return self._died_soon >= MOST_SOON and not self._lived_once


def _live_as_child(answer: Callable[[], None], parent: int) -> NoReturn:
    """Answer in this process until it is told to stop; nothing of the parent's is gone on with."""
    code = 1
    try:
        # Ctrl-C reaches the whole group; only the parent may decide, or requests would be cut off.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        die_with_parent()
        if os.getppid() == parent:
            answer()
            code = 0
    except Exception as error:  # noqa: BLE001 - the parent says what happens next
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _be_ready_to_answer() -> None:
    give_memory_back()
    # Before any thread is there, because each thread, and each process it starts, keeps what is blocked now.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)


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
