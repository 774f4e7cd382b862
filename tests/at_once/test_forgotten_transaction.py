"""Somebody forgot a transaction in the database: pages say so soon, and what needs no database does not wait at all."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import make_url, text
from werkzeug.test import TestResponse

import app.database.engines
import app.database.store
from app.database.engines import KEEPALIVE, STATEMENT_TIMEOUT_SECONDS
from app.foundation.errors import Busy, Unreachable
from app.foundation.settings import Engine
from tests.support.at_once import WHAT
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase
from tests.support.pages import filled, read

SHORT_SECONDS = 0.2
pytestmark = pytest.mark.parametrize("told", [Engine.POSTGRESQL], indirect=True, ids=["postgresql"])


@contextmanager
def forgotten(organisation: Organisation, table: str) -> Iterator[None]:
    """Lock a whole table, as somebody does who changes it by hand and goes home."""
    url = make_url(organisation.server.settings.postgresql_url or "")
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as elsewhere:
        elsewhere.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        elsewhere.rollback()


@pytest.fixture
def impatient(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.database.engines, "BUSY_TIMEOUT_SECONDS", SHORT_SECONDS)
    monkeypatch.setattr(app.database.store, "TURN_TIMEOUT_SECONDS", SHORT_SECONDS)
    organisation.server.store.engine.dispose()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("table", ["sign_in_session", "staff_member", "audit_head", "audit_event", "task"])
def test_pages_say_so_soon_and_what_was_written_is_kept(
    table: str,
    organisation: Organisation,
    case: PacketCase,
    client: FlaskClient,
    add_task: Callable[[], TestResponse],
) -> None:
    with forgotten(organisation, table):
        began = time.monotonic()
        page = read(client.get(f"/cases/{case.case_id}"), status=503)
        answer = add_task()
        kept = read(answer, status=503)
        assert client.get("/healthz").status_code == 200
        with client.get("/static/wayhome.css") as file:
            assert file.status_code == 200
        assert time.monotonic() - began < 30 * SHORT_SECONDS
    assert "Others were saving at the same moment" in page.get_text()
    assert WHAT in kept.get_text()
    assert client.post(f"/cases/{case.case_id}/tasks/new", data=filled(kept)).status_code == 303, (
        "its token still says whose it is"
    )


def test_every_connection_has_its_limits(organisation: Organisation) -> None:
    with organisation.server.store.reading() as session:
        limits = {
            name: session.scalar(text(f"SHOW {name}"))
            for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        }
        driver = session.connection().connection.driver_connection
        assert driver is not None
        said = driver.info.get_parameters()
    assert limits == {
        "lock_timeout": "5s",
        "statement_timeout": f"{STATEMENT_TIMEOUT_SECONDS // 60}min",
        "idle_in_transaction_session_timeout": "2min",
    }
    assert {name: said[name] for name in KEEPALIVE} == {name: str(value) for name, value in KEEPALIVE.items()}


def test_a_statement_that_takes_too_long_is_given_up(organisation: Organisation) -> None:
    with pytest.raises(Busy), organisation.server.store.reading() as session:
        session.execute(text("SET LOCAL statement_timeout = '20ms'"))
        session.execute(text("SELECT pg_sleep(10)"))


def test_a_database_that_was_stopped_is_said_to_be_out_of_reach_and_asked_anew_afterwards(
    organisation: Organisation, client: FlaskClient
) -> None:
    assert client.get("/today").status_code == 200
    with pytest.raises(Unreachable), organisation.server.store.reading() as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert client.get("/today").status_code == 200
