"""Starts a throwaway PostgreSQL for tests: its own cluster, a socket only, gone when the tests are."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.support.machine import lacking, newest

_OWNER = "wayhome"

# Nothing a test writes has to survive a power cut.
_IN_A_HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
_SMALL = ("shared_buffers=32MB", "max_connections=40", "max_wal_senders=0", "wal_level=minimal")


@dataclass(frozen=True)
class PostgresCluster:
    """A running cluster, reached through the socket in `socket_folder`."""

    socket_folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy address of one database."""
        return f"postgresql+psycopg://{_OWNER}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Create a database and return its address.

        Nobody may be connected to the template while it is copied: dispose of its engine first.
        """
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(copy.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, and whoever is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def fresh_database(self, *, template: str = "template0") -> Iterator[str]:
        """Yield the address of a new copy of `template`, dropped afterwards."""
        name = f"fresh_{next(self._numbers)}"
        try:
            yield self.create_database(name, template=template)
        finally:
            self.drop_database(name)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.socket_folder), user=_OWNER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


@contextmanager
def running_cluster(*settings: str) -> Iterator[PostgresCluster]:
    """Yield a new, empty PostgreSQL cluster; stop and remove it afterwards. Takes about a second.

    It writes in a hurry unless settings (`name=value`) say otherwise.

    PostgreSQL refuses to run as root, so root hands the cluster to a system user.
    Its folder is short and directly under the temporary folder: a socket's path may have 107 bytes.
    """
    programs = newest("/usr/lib/postgresql/*/bin")
    if programs is None:
        lacking("PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="wayhome-pg-"))
    try:
        as_user = _as_ordinary_user(folder)
        data = folder / "data"
        _initialise(programs, data, as_user)
        with _server(programs, data, folder, as_user, settings):
            yield PostgresCluster(folder)
    finally:
        shutil.rmtree(folder)


def _as_ordinary_user(folder: Path) -> tuple[str, ...]:
    """Return the words that run a command as somebody other than root, having given them the folder."""
    ends_with_us = ("setpriv", "--pdeathsig", "QUIT")
    if os.geteuid() != 0:
        return ends_with_us
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return (*ends_with_us, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")


def _initialise(programs: Path, data: Path, as_user: Sequence[str]) -> None:
    initdb = [str(programs / "initdb"), "--no-sync", "--auth=trust", f"--username={_OWNER}"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={data}"]
    subprocess.run([*as_user, *initdb], cwd="/", check=True, capture_output=True)  # noqa: S603 - our own words


@contextmanager
def _server(
    programs: Path, data: Path, folder: Path, as_user: Sequence[str], settings: Sequence[str]
) -> Iterator[None]:
    reached = ("listen_addresses=", f"unix_socket_directories={folder}")
    command = [str(programs / "postgres"), "-D", str(data)]
    command += [word for setting in (*reached, *_IN_A_HURRY, *_SMALL, *settings) for word in ("-c", setting)]
    with subprocess.Popen(  # noqa: S603 - our own words
        [*as_user, *command], cwd="/", stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as server:
        try:
            _read_until_ready(server)
            yield
        finally:
            server.send_signal(signal.SIGQUIT)  # its data is thrown away, so there is nothing to write first
            server.wait()


def _read_until_ready(server: subprocess.Popen[str]) -> None:
    """Read what the server says until it accepts connections; what it said is the error if it never does.

    The rest is read by a thread, because a server whose pipe is full stands still.
    """
    assert server.stderr is not None
    said = []
    for line in server.stderr:
        said.append(line)
        if "ready to accept connections" in line:
            Thread(target=server.stderr.read, daemon=True).start()
            return
    raise RuntimeError("PostgreSQL did not start:\n" + "".join(said))
