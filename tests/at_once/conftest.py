"""An organisation with a told case on both kinds of database: one writer at a time, and many."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.local_time import local_day
from app.foundation.settings import Engine, Settings
from tests.support.at_once import WHAT
from tests.support.organisation import Organisation, build_organisation, copy_of, settings_in
from tests.support.packets import PacketCase, told_case
from tests.support.pages import filled, read
from tests.support.postgres import PostgresCluster

TEMPLATE = "told"


@pytest.fixture(scope="session")
def told_in_postgres(
    postgres: PostgresCluster, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Organisation, PacketCase]:
    """The template on PostgreSQL; never used directly."""
    folder = tmp_path_factory.mktemp("in-postgres")
    url = postgres.create_database(TEMPLATE)
    organisation = build_organisation(
        Settings(folder / "data", Engine.POSTGRESQL, url, folder / "data.key", None)
    )
    return organisation, told_case(organisation)


@pytest.fixture(scope="session")
def told_in_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[Organisation, PacketCase]:
    """The template on SQLite; never used directly."""
    organisation = build_organisation(settings_in(tmp_path_factory.mktemp("in-sqlite")))
    return organisation, told_case(organisation)


@pytest.fixture(params=[Engine.SQLITE, Engine.POSTGRESQL], ids=lambda engine: engine.value)
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Organisation, PacketCase]]:
    """A fresh copy on each of the two."""
    if request.param is Engine.SQLITE:
        template, case = request.getfixturevalue("told_in_sqlite")
        fresh = copy_of(template, tmp_path)
        yield fresh, case
        fresh.server.store.engine.dispose()
        return
    template, case = request.getfixturevalue("told_in_postgres")
    template.server.store.engine.dispose()
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    with cluster.fresh_database(template=TEMPLATE) as url:
        fresh = copy_of(template, tmp_path, postgresql_url=url)
        yield fresh, case
        fresh.server.store.engine.dispose()


@pytest.fixture
def organisation(told: tuple[Organisation, PacketCase]) -> Organisation:
    return told[0]


@pytest.fixture
def case(told: tuple[Organisation, PacketCase]) -> PacketCase:
    return told[1]


@pytest.fixture
def client(organisation: Organisation) -> FlaskClient:
    """The caseworker's browser."""
    return organisation.client("caseworker")


@pytest.fixture
def add_task(organisation: Organisation, case: PacketCase, client: FlaskClient) -> Callable[[], TestResponse]:
    """Send the form of a new task, the same one each time."""
    address = f"/cases/{case.case_id}/tasks/new"
    due_on = local_day(organisation.clock.now()) + timedelta(days=2)
    form = filled(read(client.get(address))) | {"what": WHAT, "due_on": due_on.isoformat()}
    return lambda: client.post(address, data=form)
