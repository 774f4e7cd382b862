"""Every readable cell of the trail changed by itself: `verify-audit` tells, and no page takes the event for true."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.access.gate import finish
from app.access.trail import TrailFilter, trail_page
from app.audit.trail_pages import subjects_of_action
from app.audit.verification import verify_trail
from models.audit_event import AuditEvent, AuditHead, AuditSubject
from models.checkpoint import Checkpoint
from tests.support.organisation import HILLSIDE, Organisation, copy_of
from tests.support.tampering import behind

EARLIER = datetime(2020, 1, 1, tzinfo=UTC)
OTHERS: dict[str, Any] = {
    "seq": 1_000_000,
    "id": UUID(int=7),
    "at": EARLIER,
    "actor_id": UUID(int=8),
    "action": "child.read",
    "visibility": "programme",
    "base_id": HILLSIDE,
    "body": '{"facts":{},"folders":[],"subjects":[]}',
}
ACTION = "account.admitted"


@pytest.fixture(scope="module")
def kept(
    built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Organisation]:
    fresh = copy_of(built_organisation, tmp_path_factory.mktemp("kept"))
    work = fresh.open("director")
    work.record("test.made")
    finish(work, checkpoint_key=fresh.server.checkpoint_key)
    yield fresh
    fresh.server.store.engine.dispose()


@contextmanager
def changed(
    organisation: Organisation, table: type[Any], seq: int, column: str, value: Any
) -> Iterator[None]:
    cell = table.__table__.c[column]
    key = table.__table__.c["id" if table is AuditHead else "seq"]
    with behind(organisation) as session:
        before = session.execute(select(cell).where(key == seq)).scalar_one()
        session.execute(update(table.__table__).where(key == seq).values({column: value}))
    try:
        yield
    finally:
        now = value if column == key.name else seq
        with behind(organisation) as session:
            session.execute(update(table.__table__).where(key == now).values({column: before}))


def is_whole(organisation: Organisation) -> bool:
    server = organisation.server
    with server.store.reading() as session:
        return verify_trail(session, server.installation_id, server.checkpoint_key.key.public).is_whole


def an_event(organisation: Organisation) -> AuditEvent:
    with organisation.server.store.reading() as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.action == ACTION).order_by(AuditEvent.seq).limit(1)
        ).one()
        session.expunge(event)
        return event


def test_every_column_of_an_event_is_tried() -> None:
    assert {c.name for c in AuditEvent.__table__.columns if c.info.get("held") == "chained"} == set(OTHERS)


def test_a_renumbered_event_is_told(kept: Organisation) -> None:
    """One with rows that it is found by, the database itself does not let go."""
    with behind(kept) as session:
        alone = AuditEvent.seq.not_in(select(AuditSubject.seq))
        seq = session.scalars(select(AuditEvent.seq).where(alone).order_by(AuditEvent.seq).limit(1)).one()
    with changed(kept, AuditEvent, seq, "seq", OTHERS["seq"]):
        assert not is_whole(kept)
        with kept.reading("director") as work:
            assert trail_page(work, TrailFilter()).has_refused
    assert is_whole(kept)


@pytest.mark.parametrize("column", sorted(OTHERS.keys() - {"seq"}))
def test_a_changed_event_is_told_and_not_taken_for_true(kept: Organisation, column: str) -> None:
    event = an_event(kept)
    about = UUID(json.loads(event.body)["subjects"][0])
    with changed(kept, AuditEvent, event.seq, column, OTHERS[column]):
        assert not is_whole(kept)
        with kept.reading("auditor") as work:
            assert about not in subjects_of_action(work, ACTION, [about])
            pages = [trail_page(work, TrailFilter(page=number)) for number in (1, 2)]
        assert any(page.has_refused for page in pages)
        lines = [line for page in pages for line in page.lines]
        assert not [line for line in lines if line.at == EARLIER or line.action == "child.read"]
        assert about not in {
            subject.id for line in lines if line.action == ACTION for subject in line.subjects
        }
    assert is_whole(kept)


def test_a_head_that_names_another_event_is_told(kept: Organisation) -> None:
    with changed(kept, AuditHead, 1, "seq", 3):
        assert not is_whole(kept)


def test_what_an_event_is_found_by_is_no_word_of_it(kept: Organisation) -> None:
    event, stranger = an_event(kept), uuid4()
    with behind(kept) as session:
        session.add(AuditSubject(seq=event.seq, subject_id=stranger))
    try:
        assert not is_whole(kept)
        with kept.reading("auditor") as work:
            assert subjects_of_action(work, ACTION, [stranger]) == set()
            assert not trail_page(work, TrailFilter(subject_id=stranger)).lines
    finally:
        with behind(kept) as session:
            session.delete(session.get_one(AuditSubject, (event.seq, stranger)))


@pytest.mark.parametrize("column", ["seq", "signed_at"])
def test_a_signed_head_that_was_changed_is_told(kept: Organisation, column: str) -> None:
    with behind(kept) as session:
        seq = session.scalars(select(Checkpoint.seq).order_by(Checkpoint.seq).limit(1)).one()
    value = seq + 1 if column == "seq" else kept.clock.now() + timedelta(days=1)
    with changed(kept, Checkpoint, seq, column, value):
        assert not is_whole(kept)
