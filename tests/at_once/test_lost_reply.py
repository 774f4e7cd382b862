"""The database is lost while it saves: the page finds out whether it was saved, or says that nobody knows."""

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.audit.chain import append
from app.database.store import Store
from app.foundation.errors import OutcomeUnknown
from app.foundation.settings import Engine
from app.sign_in.signing_in import sign_in
from tests.support.at_once import WHAT, tasks
from tests.support.organisation import Organisation, password_of
from tests.support.packets import PacketCase
from tests.support.pages import filled, read


class LostReplies:
    """Breaks a database's connections at COMMIT: after it was carried out, or before."""

    def __init__(self, engine: DatabaseEngine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine = engine
        self.is_reached = True
        self._others = 0
        self._next: Callable[[Any], None] | None = None
        self._commit = engine.dialect.do_commit
        monkeypatch.setattr(engine.dialect, "do_commit", self._commit_or_break)
        event.listen(engine, "do_connect", self._connect)

    def after_it_was_carried_out(self, *, then: int = 0) -> None:
        """Let the next commit, or the one after so many others, be carried out and its reply be lost."""
        self._next, self._others = self._commit, then

    def before_it_was_carried_out(self) -> None:
        """Let the next commit never arrive."""
        self._next, self._others = lambda connection: connection.rollback(), 0

    def _commit_or_break(self, connection: Any) -> None:
        if self._next is None or self._others > 0:
            self._others -= 1
            self._commit(connection)
            return
        broken, self._next = self._next, None
        broken(connection)
        if self.engine.dialect.name == "sqlite":
            raise sqlite3.OperationalError("disk I/O error")
        connection.driver_connection.pgconn.finish()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    def _connect(self, *_: Any) -> None:
        if not self.is_reached:
            raise psycopg.OperationalError("connection refused")


@pytest.fixture
def lost(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> LostReplies:
    return LostReplies(organisation.server.store.engine, monkeypatch)


def test_what_was_saved_is_answered_as_saved_although_the_reply_was_lost(
    organisation: Organisation, lost: LostReplies, add_task: Callable[[], TestResponse]
) -> None:
    before = tasks(organisation)
    lost.after_it_was_carried_out()

    assert add_task().status_code == 303
    assert tasks(organisation) == before + 1
    assert "already-saved" in add_task().headers["Location"]
    assert tasks(organisation) == before + 1


def test_what_was_not_saved_is_answered_so_and_kept(
    organisation: Organisation,
    lost: LostReplies,
    client: FlaskClient,
    add_task: Callable[[], TestResponse],
) -> None:
    before = tasks(organisation)
    lost.before_it_was_carried_out()

    answer = add_task()
    kept = read(answer, status=503)
    assert "The records cannot be reached" in kept.get_text()
    assert "nothing of this was saved" in kept.get_text()
    assert WHAT in kept.get_text()
    assert tasks(organisation) == before
    assert client.post(answer.request.path, data=filled(kept)).status_code == 303
    assert tasks(organisation) == before + 1


def test_where_nobody_can_look_the_page_says_so_and_sending_it_again_saves_it_once(
    organisation: Organisation,
    lost: LostReplies,
    client: FlaskClient,
    add_task: Callable[[], TestResponse],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = tasks(organisation)
    with monkeypatch.context() as until_then:
        until_then.setattr(Store, "_was_kept", out_of_reach)
        lost.after_it_was_carried_out()
        answer = add_task()
    kept = read(answer, status=503)

    assert "We do not know whether this was saved" in kept.get_text()
    assert "Look before you write it again" in kept.get_text()
    assert WHAT in kept.get_text()
    again = client.post(answer.request.path, data=filled(kept))
    assert "already-saved" in again.headers["Location"]
    assert tasks(organisation) == before + 1


def out_of_reach(*_: object) -> bool:
    raise OutcomeUnknown


@pytest.mark.parametrize("told", [Engine.POSTGRESQL], indirect=True, ids=["postgresql"])
def test_to_look_fails_where_the_database_stays_away(organisation: Organisation, lost: LostReplies) -> None:
    store = organisation.server.store
    work = organisation.open("caseworker")
    work.record("test.written")
    with pytest.raises(OutcomeUnknown), store.writing() as session:
        append(session, work.pending, actor_id=None, now=work.now)
        lost.after_it_was_carried_out()
        lost.is_reached = False
        store.engine.dispose()
    lost.is_reached = True


@pytest.mark.parametrize("told", [Engine.POSTGRESQL], indirect=True, ids=["postgresql"])
def test_while_the_database_is_away_every_page_says_so_and_then_goes_on(
    organisation: Organisation, lost: LostReplies, client: FlaskClient, add_task: Callable[[], TestResponse]
) -> None:
    lost.is_reached = False
    organisation.server.store.engine.dispose()

    assert "The records cannot be reached" in read(client.get("/today"), status=503).get_text()
    kept = read(add_task(), status=503)
    assert WHAT in kept.get_text()
    health = client.get("/healthz")
    assert (health.status_code, health.text) == (503, "the database does not answer\n")

    lost.is_reached = True
    assert client.get("/today").status_code == 200
    assert client.post(kept.select("main form")[0]["action"], data=filled(kept)).status_code == 303


def test_who_signed_in_is_in_although_the_reply_was_lost(
    organisation: Organisation, lost: LostReplies
) -> None:
    lost.after_it_was_carried_out(then=1)  # the attempt itself is counted first
    welcome = sign_in(organisation.server, "caseworker", password_of("caseworker"), device="x", address="x")
    client = organisation.app.test_client()
    client.set_cookie("wayhome", welcome.token)
    assert client.get("/today").status_code == 200


def test_a_page_that_only_shows_something_is_shown_although_the_reply_was_lost(
    case: PacketCase, lost: LostReplies, client: FlaskClient
) -> None:
    lost.after_it_was_carried_out()
    assert client.get(f"/cases/{case.case_id}").status_code == 200
