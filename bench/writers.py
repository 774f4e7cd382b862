"""How many small writes a second two processes take in over PostgreSQL: side by side, and one at a time."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from threading import Barrier
from types import MappingProxyType
from uuid import uuid4

from app.cli.serving import THREADS
from app.foundation.clock import SystemClock
from app.foundation.roles import Role
from app.foundation.settings import PROJECT, Engine, Settings
from bench.forms import fields_shown
from bench.measuring import Line
from bench.server import Visitor, free_port
from tests.support.cases import new_case
from tests.support.machine import newest
from tests.support.organisation import RIVERSIDE, Organisation, add_person, build_organisation, password_of
from tests.support.postgres import running_cluster

PROCESSES = 2
PEOPLE = PROCESSES * THREADS
SECONDS = 8
ROUNDS = 2
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=on", "max_connections=100")
SIDE_BY_SIDE = "side by side"
WAYS = {SIDE_BY_SIDE: "app.cli", "one at a time": "bench.one_writer"}
"""Of writing, and the program that serves so."""


@dataclass(frozen=True)
class Writer:
    """Somebody with a case of their own, and the form of a new task in it."""

    address: str
    visitor: Visitor
    form: dict[str, str]


@dataclass
class Measured:
    """Of one way: writes a second in each round, how long each saved one took, and how many were not saved."""

    rates: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    lost: int = 0


def writer_lines() -> list[Line]:
    """Return writes a second of each way, in turns, and what one write takes while all the others write too.

    Nothing on a machine without PostgreSQL.
    """
    if newest("/usr/lib/postgresql/*/bin") is None:
        print("writers: not measured, there is no PostgreSQL here", file=sys.stderr)
        return []
    with (
        running_cluster(*DURABLE) as cluster,
        tempfile.TemporaryDirectory(prefix="wayhome-writers-") as folder,
    ):
        settings = Settings(
            Path(folder) / "data", Engine.POSTGRESQL, cluster.url(), Path(folder) / "data.key", None
        )
        addresses = _cases_of(build_organisation(settings))
        measured = {way: Measured() for way in WAYS}
        for _ in range(ROUNDS):
            for way, module in WAYS.items():
                _measure(settings, module, addresses, into=measured[way])
    base = median(measured[SIDE_BY_SIDE].rates)
    return [line for way in WAYS for line in _lines(way, measured[way], base)]


def _lines(way: str, measured: Measured, base: float) -> tuple[Line, Line]:
    ratio = f"{median(measured.rates) / base:.2f} of side by side; {measured.lost} not saved"
    return (
        Line(f"small writes, {way}", measured.rates, "/s", remark=ratio),
        Line(f"one of them, {way}: answer", measured.milliseconds),
    )


def _cases_of(organisation: Organisation) -> dict[str, str]:
    """Make as many caseworkers as write, each with a case; return where each adds a task."""
    addresses = {}
    for number in range(PEOPLE):
        name = f"writer{number}"
        organisation.ids[name] = add_person(organisation, name, Role.CASEWORKER, RIVERSIDE)
        addresses[name] = f"/cases/{new_case(organisation, name)}/tasks/new"
    organisation.server.store.engine.dispose()
    return addresses


def _measure(settings: Settings, module: str, addresses: dict[str, str], *, into: Measured) -> None:
    with ExitStack() as stack:
        ports = [stack.enter_context(served(settings, module)) for _ in range(PROCESSES)]
        writers = [
            _opened(name, address, ports[number % PROCESSES])
            for number, (name, address) in enumerate(addresses.items())
        ]
        gate = Barrier(PEOPLE)
        with ThreadPoolExecutor(PEOPLE) as pool:
            done = list(pool.map(lambda writer: _write(writer, gate), writers))
    saved = [took for each in done for took in each if took is not None]
    into.rates.append(len(saved) / SECONDS)
    into.milliseconds += saved
    into.lost += sum(map(len, done)) - len(saved)


def _write(writer: Writer, gate: Barrier) -> list[float | None]:
    """Send one task after another; return how long each took, in ms, None for one that was not saved."""
    taken: list[float | None] = []
    gate.wait()
    ends = time.perf_counter() + SECONDS
    while time.perf_counter() < ends:
        answer = writer.visitor.post(writer.address, writer.form | {"record_id": str(uuid4())})
        taken.append(answer.milliseconds if answer.status == 303 else None)
    return taken


def _opened(name: str, address: str, port: int) -> Writer:
    visitor = Visitor(port)
    visitor.sign_in(name, password_of(name))
    due_on = (SystemClock().now() + timedelta(days=2)).date().isoformat()
    typed = {"what": "call the aunt", "due_on": due_on}
    return Writer(address, visitor, fields_shown(visitor.get(address).body) | typed)


@contextmanager
def served(settings: Settings, module: str, said: Mapping[str, str] = MappingProxyType({})) -> Iterator[int]:
    """Run a program that serves, told more in its environment; give its port until the block ends."""
    port = free_port()
    environment = os.environ | {
        **said,
        "PYTHONPATH": str(PROJECT),
        "WAYHOME_DATA": str(settings.data_folder),
        "WAYHOME_KEY_FILE": str(settings.key_file),
        "WAYHOME_DATABASE": settings.postgresql_url or settings.engine.value,
    }
    command = [sys.executable, "-P", "-m", module, "run", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)  # noqa: S603 - ours
    assert process.stdout is not None
    try:
        if not process.stdout.readline():  # it says where it answers once it does
            raise RuntimeError("the server did not start")
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()
