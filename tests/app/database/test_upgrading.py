"""What an earlier version wrote is carried over on all three engines, whole, or refused in one sentence."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine as Database
from sqlalchemy import func, select

from app.audit.verification import verify_trail
from app.database.data_folder import read_mark
from app.database.migrating import bring_up_to_date, carries_over, downgrade, upgrade
from app.factory import StartOptions, make_app, server_of
from app.foundation.clock import MovableClock
from app.foundation.errors import NotReady
from app.foundation.settings import Engine, Settings
from app.keyring.known_directory import reverified_directory
from app.practice.sign_ins import SignIn
from models.audit_event import AuditEvent
from models.case import Case
from models.child import Child
from models.mapping import Model
from models.referral_packet import ReferralPacket
from tests.support.kept import (
    ENDING,
    KEPT,
    Kept,
    KeptTable,
    Row,
    engine_of,
    fill,
    place_folder,
    read_kept,
    rows_now,
    rows_then,
)
from tests.support.organisation import CHEAP_ARGON2, TEMPLATES
from tests.support.pages import read, send
from tests.support.postgres import PostgresCluster

LEFT_BEHIND: dict[str, str] = {
    "unsent_draft.path": "sealed with the words since 0025; forms kept before had a day to live, and go",
}
"""Columns that a migration takes away or changes on purpose, as `table.column`, each with the reason."""

REVISIONS = sorted(file.name.removesuffix(ENDING) for file in KEPT.glob(f"*{ENDING}"))
CARRIED_OVER = [revision for revision in REVISIONS if carries_over(revision)]
REFUSED = [revision for revision in REVISIONS if not carries_over(revision)]

PROGRAMME = {"field", "caseworker", "counsellor", "supervisor", "director"}
CASEWORK = {"caseworker", "supervisor", "director"}
LISTS = {"/children/": PROGRAMME, "/cases/": CASEWORK, "/packets/": CASEWORK}
"""The lists that are opened, and the roles that may; for the others they do not exist."""

REFUSED_RECORD = "This record does not open"

Rows = dict[str, Counter[Row]]


@dataclass(frozen=True)
class Place:
    """A kept database, laid out on one engine at its own revision."""

    kept: Kept
    settings: Settings

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """Open the database without starting the application."""
        mark = read_mark(self.settings)
        assert mark is not None
        with engine_of(self.settings, mark) as engine:
            yield engine

    def rows(self) -> Rows:
        """Return what the columns that were kept hold now, by table."""
        with self.opened() as engine, engine.connect() as connection:
            return {each.name: rows_now(each, connection, staying(each)) for each in self.kept.tables}

    def rows_then(self) -> Rows:
        """Return what they held when they were kept."""
        return {each.name: rows_then(each, staying(each)) for each in self.kept.tables}

    def start(self) -> Flask:
        """Start the application over it, an hour after its last day ended."""
        clock = MovableClock(self.kept.moment + timedelta(hours=1))
        app = make_app(self.settings, StartOptions(self.kept.mark.kind, clock, CHEAP_ARGON2))
        app.jinja_env.bytecode_cache = TEMPLATES
        return app


def staying(table: KeptTable) -> list[str]:
    """Return the columns of a table that are to hold what they held."""
    return [column for column in table.columns if f"{table.name}.{column}" not in LEFT_BEHIND]


def lay_out(revision: str, engine: Engine, request: pytest.FixtureRequest, folder: Path) -> Place:
    """Lay a kept database out on an engine."""
    kept, url = read_kept(KEPT / f"{revision}{ENDING}"), None
    if engine is Engine.POSTGRESQL:
        cluster: PostgresCluster = request.getfixturevalue("postgres")
        url = cluster.create_database(folder.name)
    place = Place(kept, Settings(folder / "data", engine, url, folder / "data.key", None))
    place_folder(kept, place.settings)
    with place.opened() as database:
        upgrade(database, to=revision)
        with database.begin() as connection:
            fill(kept, connection)
    return place


@pytest.fixture(scope="module", params=list(Engine), ids=lambda engine: engine.value)
def on(request: pytest.FixtureRequest) -> Engine:
    """Each of the three engines."""
    return Engine(request.param)


@pytest.fixture
def place(revision: str, on: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A kept database on each engine, for one test alone."""
    return lay_out(revision, on, request, tmp_path)


# --- Carried over ----------------------------------------------------------------------------------------------------


def test_there_is_a_database_of_an_earlier_version_that_is_carried_over() -> None:
    assert CARRIED_OVER, "keep one: .venv/bin/python -m tests.support.keeping COMMIT"


@pytest.mark.parametrize("revision", CARRIED_OVER)
def test_no_row_is_lost_or_changed_on_the_way_up_and_down_and_up_again(place: Place) -> None:
    then = place.rows_then()

    with place.opened() as database:
        bring_up_to_date(database)
        assert place.rows() == then
        downgrade(database, to=place.kept.revision)
        assert place.rows() == then
        bring_up_to_date(database)
        assert place.rows() == then


@dataclass(frozen=True)
class House:
    """The application over a kept database that was brought to this version as it started."""

    app: Flask
    people: list[SignIn]

    def signed_in(self, person: SignIn) -> FlaskClient:
        """Return a browser in which somebody signed in through the sign-in page."""
        visitor = self.app.test_client()
        answer = send(visitor, "/sign-in", {"username": person.username, "password": person.password})
        assert answer.status_code == 303, f"{person.username} could not sign in"
        return visitor

    def ids(self, table: type[Child | Case | ReferralPacket]) -> Sequence[UUID]:
        """Return the ids of all rows of a table."""
        with server_of(self.app).store.reading() as session:
            return session.scalars(select(table.id)).all()

    def refusals(self) -> int | None:
        """Return how often the trail says that a sealed value was refused."""
        with server_of(self.app).store.reading() as session:
            return session.scalar(select(func.count()).where(AuditEvent.action == "seal.refused"))


@pytest.fixture(scope="module", params=CARRIED_OVER)
def house(
    request: pytest.FixtureRequest, on: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The application over each kept database on each engine."""
    place = lay_out(request.param, on, request, tmp_path_factory.mktemp("upgraded"))
    app = place.start()
    yield House(app, place.kept.sign_ins)
    server_of(app).store.engine.dispose()


def page(visitor: FlaskClient, address: str) -> str:
    """Return a page, checked: it is shown, and every record on it opens."""
    shown = read(visitor.get(address))
    assert REFUSED_RECORD not in shown.get_text(), address
    return str(shown)


def test_its_schema_is_what_the_models_say(house: House) -> None:
    with server_of(house.app).store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []


def test_everybody_signs_in_and_reads_what_is_theirs(house: House) -> None:
    for person in house.people:
        visitor = house.signed_in(person)
        page(visitor, "/today")
        for address, roles in LISTS.items():
            if person.role not in roles:
                assert visitor.get(address).status_code == 404
                continue
            first = re.search(rf'href="({address}[0-9a-f-]{{36}})"', page(visitor, address))
            if first:
                page(visitor, first[1])
    assert house.refusals() == 0


@pytest.mark.parametrize(
    ("table", "address"), [(Child, "/children/"), (Case, "/cases/"), (ReferralPacket, "/packets/")]
)
def test_a_director_opens_every_child_case_and_packet(
    house: House, table: type[Child | Case | ReferralPacket], address: str
) -> None:
    director = house.signed_in(next(each for each in house.people if each.role == "director"))
    ids = house.ids(table)

    assert ids
    for id_ in ids:
        page(director, f"{address}{id_}")
    assert house.refusals() == 0


def test_the_trail_and_the_key_directory_are_whole(house: House) -> None:
    server = server_of(house.app)
    with server.store.reading() as session:
        assert verify_trail(session, server.installation_id, server.secret.checkpoint_key().public).is_whole
        assert reverified_directory(session, server.installation_id).broken_at is None


# --- Refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("revision", REFUSED)
def test_a_database_whose_records_cannot_be_carried_over_is_refused_and_left_as_it_was(place: Place) -> None:
    with pytest.raises(NotReady, match="begin anew") as refusal:
        place.start()

    assert "\n" not in str(refusal.value)
    assert place.rows() == place.rows_then()
