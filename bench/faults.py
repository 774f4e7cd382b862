"""Two people with four tabs write while the server dies between every pair of its steps: what is lost, what is twice.

Every form is sent until it is acknowledged, as a person would: again after the connection was cut, and sometimes a tab
hangs up before the answer. In the end the database holds each of them exactly once, and its trail is whole.
"""

import http.client
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import inspect, select

from app.audit.verification import verify_trail
from app.database.store import Store
from app.factory import make_app, server_of
from app.foundation.clock import SystemClock
from app.foundation.settings import Engine, Settings
from bench.dying_server import DEATHS, DIE_BEFORE, STEPS
from bench.forms import RECORD_ID, fields_shown
from bench.measuring import Line
from bench.server import Answer, Visitor
from bench.writers import DURABLE, served
from models.case_note import CaseNote
from models.child import Child
from models.concern import Concern
from models.encounter import Encounter
from models.mapping import Model
from models.task import Task
from tests.support.cases import new_case
from tests.support.machine import newest
from tests.support.organisation import Organisation, build_organisation, password_of
from tests.support.outreach import shift_of
from tests.support.postgres import running_cluster

KILLS = 500
"""On each engine."""

KILLS_A_FORM = 3

CUT_EACH = 5
"""Of so many forms one is sent by a tab that hangs up before the answer."""

SAVED, FAULT, BUSY = 303, 500, 503
WRONG = re.compile(r'<p class="wh-error">(?:<svg.*?</svg>)?(?:<span>)?([^<]+)', re.DOTALL)
PATIENCE_SECONDS = 60.0
BETWEEN_TRIES_SECONDS = 0.02


@dataclass(frozen=True)
class Kind:
    """A form that is sent again and again: who sends it, where, which answers are typed, and the table it writes."""

    table: type[Model]
    address: str
    typed: Callable[[int], dict[str, str]]


@dataclass
class Seen:
    """What the tabs saw: every id that was sent with a form and acknowledged, and answers that are faults."""

    acknowledged: dict[type[Model], set[UUID]] = field(default_factory=dict)
    cut: int = 0
    faults: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True)
class Result:
    """What is left of a run on one engine."""

    deaths: int
    acknowledged: int
    cut: int
    lost: int
    twice: int
    faults: tuple[str, ...]
    is_trail_whole: bool

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, nothing is there twice, and nobody was shown a fault."""
        return not (self.lost or self.twice or self.faults) and self.is_trail_whole


def fault_lines() -> list[Line]:
    """Return what each engine lost of everything acknowledged; PostgreSQL only where there is one."""
    lines = []
    for engine in Engine:
        if engine is Engine.POSTGRESQL and newest("/usr/lib/postgresql/*/bin") is None:
            print("faults: there is no PostgreSQL here", file=sys.stderr)
            continue
        began = time.perf_counter()
        with settings_on(engine) as settings:
            result = run(settings, kills=KILLS)
        trail = "trail whole" if result.is_trail_whole else "TRAIL BROKEN"
        told = (
            f"{result.deaths} kills, {result.acknowledged} acknowledged, {result.cut} cut: "
            f"{result.lost} lost, {result.twice} twice, {len(result.faults)} faults, {trail}"
        )
        lines.append(Line(f"faults, {engine.value}", [time.perf_counter() - began], "s", remark=told))
        print("\n".join(result.faults[:10]), file=sys.stderr)
    return lines


@contextmanager
def settings_on(engine: Engine) -> Iterator[Settings]:
    """Give settings for a new organisation on an engine, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="wayhome-faults-") as folder:
        data, key = Path(folder) / "data", Path(folder) / "data.key"
        if engine is not Engine.POSTGRESQL:
            yield Settings(data, engine, None, key, None)
            return
        with running_cluster(*DURABLE) as cluster:
            yield Settings(data, engine, cluster.url(), key, None)


def run(settings: Settings, *, kills: int) -> Result:
    """Write in a new organisation until the server has died so often; return what is left of it."""
    organisation = build_organisation(settings)
    tabs = _tabs_of(organisation)
    store = organisation.server.store
    before = {kind.table: _ids(store, kind.table) for kinds in tabs.values() for kind in kinds}
    store.engine.dispose()
    seen, deaths = Seen(), settings.data_folder.with_name("deaths")
    deaths.touch()
    said = {DEATHS: str(deaths)}
    with served(settings, "bench.dying_server", said) as port, ThreadPoolExecutor(2 * len(tabs)) as pool:
        written = [
            pool.submit(_Tab(port, kinds, seen).write, name, lambda: deaths.stat().st_size >= kills)
            for name, kinds in tabs.items()
            for _ in range(2)
        ]
        for each in written:
            each.result()
    return _result(settings, before, seen, deaths.stat().st_size)


def _tabs_of(organisation: Organisation) -> dict[str, tuple[Kind, ...]]:
    """Return the people who write, each with two tabs, and the forms they send in turn."""
    organisation.clock.move_to(SystemClock().now())
    case_id, shift_id = new_case(organisation, "caseworker"), shift_of(organisation)
    words = "Made by a measurement, number {}. She walked to school with her cousin."
    due_on = (SystemClock().now() + timedelta(days=2)).date().isoformat()
    return {
        "field": (
            Kind(Child, "/children/new", lambda number: {"appearance": words.format(number)}),
            Kind(
                Encounter,
                f"/outreach/shifts/{shift_id}/encounters/new",
                lambda number: {
                    "words": words.format(number),
                    "place_words": "by the steps",
                    "count": "1",
                    "urgency": "low",
                },
            ),
            Kind(
                Concern,
                "/concerns/new",
                lambda number: {"basis": "seen", "account": words.format(number)},
            ),
        ),
        "caseworker": (
            Kind(CaseNote, f"/cases/{case_id}/notes/new", lambda number: {"account": words.format(number)}),
            Kind(
                Task,
                f"/cases/{case_id}/tasks/new",
                lambda number: {"what": f"call the aunt, number {number}", "due_on": due_on},
            ),
        ),
    }


class _Tab:
    """One tab of a browser: it fills forms one after another and sends each until it is acknowledged."""

    numbers = count(1)

    def __init__(self, port: int, kinds: tuple[Kind, ...], seen: Seen) -> None:
        self._visitor = Visitor(port)
        self._port, self._kinds, self._seen = port, kinds, seen
        self._steps = {kind: count(1) for kind in kinds}

    def write(self, name: str, is_enough: Callable[[], bool]) -> None:
        """Sign in and send forms until it is enough."""
        self._visitor.sign_in(name, password_of(name))
        while not is_enough():
            for kind in self._kinds:
                self._save(kind)
        self._visitor.hang_up()

    def _save(self, kind: Kind) -> None:
        number = next(self.numbers)
        page = self._patiently(lambda: self._visitor.get(kind.address))
        form = fields_shown(page.body) | kind.typed(number)
        for _ in range(KILLS_A_FORM):
            self._die_of(kind, form)
        if number % CUT_EACH == 0:
            self._hang_up(kind, form)
        answer = self._patiently(lambda: self._visitor.post(kind.address, form))
        with self._seen.lock:
            if answer.status == SAVED:
                self._seen.acknowledged.setdefault(kind.table, set()).add(UUID(form[RECORD_ID]))
            else:
                self._seen.faults.append(f"{kind.address} answered {answer.status}: {_said(answer.body)}")

    def _die_of(self, kind: Kind, form: dict[str, str]) -> None:
        """Send the form so that the server dies before one of its steps, at each time before the next one."""
        step = next(self._steps[kind])
        headers = self._headers() | {DIE_BEFORE: str(step)}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", kind.address, urlencode(form), headers)
            response = connection.getresponse()
            response.read()
            if step > int(response.headers.get(STEPS, step)):
                self._steps[kind] = count(1)
        except (OSError, http.client.HTTPException):
            pass  # it died, of this or of another tab's form
        finally:
            connection.close()

    def _hang_up(self, kind: Kind, form: dict[str, str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", kind.address, urlencode(form), self._headers())
        except OSError:
            pass
        finally:
            connection.close()
        with self._seen.lock:
            self._seen.cut += 1

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._visitor.cookies.items())
        return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        """Ask until there is an answer that is not "busy" or "not ready", as somebody would who presses again."""
        ends = time.perf_counter() + PATIENCE_SECONDS
        while time.perf_counter() < ends:
            try:
                answer = ask()
            except (OSError, http.client.HTTPException):
                self._visitor.hang_up()
            else:
                if answer.status == FAULT:
                    with self._seen.lock:
                        self._seen.faults.append(f"{answer.status}: {answer.body[:2000]}")
                if answer.status not in (FAULT, BUSY):
                    return answer
            time.sleep(BETWEEN_TRIES_SECONDS)
        raise TimeoutError("nobody answered in time")


def _said(page: str) -> str:
    """Return what a page says is wrong, or all of it."""
    return " / ".join(WRONG.findall(page)) or page


def _ids(store: Store, table: type[Model]) -> set[UUID]:
    with store.reading() as session:
        return set(session.scalars(select(inspect(table).columns["id"])))


def _result(settings: Settings, before: dict[type[Model], set[UUID]], seen: Seen, deaths: int) -> Result:
    server = server_of(make_app(settings))
    lost = more = 0
    for table, known in before.items():
        new, acknowledged = _ids(server.store, table) - known, seen.acknowledged.get(table, set())
        lost += len(acknowledged - new)
        more += len(new - acknowledged)
    with server.store.reading() as session:
        trail = verify_trail(session, server.installation_id, server.secret.checkpoint_key().public)
    server.store.engine.dispose()
    return Result(
        deaths=deaths,
        acknowledged=sum(map(len, seen.acknowledged.values())),
        cut=seen.cut,
        lost=lost,
        twice=more,
        faults=tuple(seen.faults),
        is_trail_whole=trail.is_whole,
    )
