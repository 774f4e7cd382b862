"""Somebody writes for long, dies of it or stands still: who reads goes on, who writes is told and loses no word."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import InternalError
from werkzeug.test import TestResponse

import app.database.engines
import app.database.store
from app.database.store import Store, Turn
from app.foundation.settings import Engine
from app.unit_of_work import UnitOfWork
from models.audit_event import AuditEvent
from models.base import Base
from tests.support.at_once import WHAT, tasks
from tests.support.killed import DIED, killed_during
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.packets import PacketCase
from tests.support.pages import filled, read

SHORT_SECONDS = 0.05
ON_POSTGRESQL = pytest.mark.parametrize("told", [Engine.POSTGRESQL], indirect=True, ids=["postgresql"])


@contextmanager
def writing_alone(organisation: Organisation) -> Iterator[UnitOfWork]:
    """Write and do not come to an end until the block does."""
    work = organisation.open("director")
    work.turn = Turn.ALONE
    work.session.get_one(Base, RIVERSIDE).last_case_number += 1
    work.session.flush()
    try:
        yield work
    finally:
        work.end_transaction()


@pytest.fixture
def impatient(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for longer than a moment."""
    monkeypatch.setattr(app.database.engines, "BUSY_TIMEOUT_SECONDS", SHORT_SECONDS)
    for limit in ("BUSY_TIMEOUT_SECONDS", "TURN_TIMEOUT_SECONDS"):
        monkeypatch.setattr(app.database.store, limit, SHORT_SECONDS)
    organisation.server.store.engine.dispose()


@pytest.mark.usefixtures("impatient")
def test_who_waits_too_long_is_told_so_and_sends_the_same_words_later(
    organisation: Organisation, client: FlaskClient, add_task: Callable[[], TestResponse]
) -> None:
    before = tasks(organisation)
    with writing_alone(organisation):
        answer = add_task()
    kept = read(answer, status=503)

    assert "Others are saving just now" in kept.text
    assert WHAT in kept.text
    assert tasks(organisation) == before
    assert client.post(answer.request.path, data=filled(kept)).status_code == 303
    assert tasks(organisation) == before + 1


@pytest.mark.parametrize("told", [Engine.SQLITE], indirect=True, ids=["sqlite"])
@pytest.mark.usefixtures("impatient")
def test_the_same_where_another_process_writes(
    organisation: Organisation, add_task: Callable[[], TestResponse]
) -> None:
    with Store(organisation.server.store.engine).writing() as elsewhere:
        elsewhere.get_one(Base, RIVERSIDE)
        assert WHAT in read(add_task(), status=503).text


@ON_POSTGRESQL
@pytest.mark.usefixtures("impatient")
def test_who_only_reads_waits_for_nobody(
    organisation: Organisation, case: PacketCase, client: FlaskClient
) -> None:
    with writing_alone(organisation):
        assert "What happened" in read(client.get(f"/cases/{case.case_id}")).get_text()


def test_who_is_killed_while_alone_keeps_nobody_waiting(
    organisation: Organisation, add_task: Callable[[], TestResponse]
) -> None:
    before = tasks(organisation)

    def die() -> None:
        with writing_alone(organisation):
            os._exit(DIED)

    assert killed_during(organisation, die)

    assert add_task().status_code == 303
    assert tasks(organisation) == before + 1


@ON_POSTGRESQL
def test_who_stands_still_is_let_go(organisation: Organisation) -> None:
    with pytest.raises(InternalError, match="idle-in-transaction"), writing_alone(organisation) as still:
        assert still.session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "2min"
        still.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '50ms'"))
        with organisation.writing("supervisor") as work:
            work.record("test.written")
        still.session.execute(text("SELECT 1"))
    with organisation.server.store.reading() as session:
        assert session.scalars(select(AuditEvent.seq).where(AuditEvent.action == "test.written")).one()
