"""The audit trail: gap, edit, fork and truncation are told apart."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, update

from app.access.gate import record_alone
from app.audit.chain import hash_at, head_of
from app.audit.checkpoints import NO_NUMBER, as_text, from_text, newest
from app.audit.verification import Damage, KeptHead, Verdict, verify_trail
from models.audit_event import AuditEvent, AuditHead, AuditSubject
from models.checkpoint import Checkpoint
from tests.support.organisation import Organisation


def verify(organisation: Organisation, *kept: KeptHead) -> Verdict:
    """Verify the trail as `verify-audit` does."""
    server = organisation.server
    with server.store.reading() as session:
        public = server.secret.checkpoint_key().public
        return verify_trail(session, server.installation_id, public, kept=kept)


def cut(organisation: Organisation, *, first: int, last: int) -> None:
    """Delete events as somebody with the database would."""
    with organisation.server.store.writing() as session:
        session.execute(delete(AuditSubject).where(AuditSubject.seq.between(first, last)))
        session.execute(delete(AuditEvent).where(AuditEvent.seq.between(first, last)))


def head(organisation: Organisation) -> tuple[int, bytes]:
    """Return the trail's head."""
    with organisation.server.store.reading() as session:
        return head_of(session)


def kept_now(organisation: Organisation) -> KeptHead:
    """Return the head as somebody keeps it elsewhere who takes it a minute after the last event."""
    organisation.clock.move(timedelta(minutes=1))
    server, now = organisation.server, organisation.clock.now()
    record_alone(server.store, "looked", actor_id=None, now=now)
    return KeptHead(head(organisation)[1], now)


def test_an_untouched_trail_is_whole(organisation: Organisation) -> None:
    verdict = verify(organisation, kept_now(organisation))
    assert verdict.is_whole
    assert verdict.events == head(organisation)[0] > 50


@pytest.mark.parametrize(
    "column",
    [{"action": "signed_in_by_nobody"}, {"body": "{}"}, {"actor_id": None}, {"visibility": "system!"}],
)
def test_an_edited_event_is_found(organisation: Organisation, column: dict[str, object]) -> None:
    with organisation.server.store.writing() as session:
        session.execute(update(AuditEvent).where(AuditEvent.seq == 20).values(**column))
    assert [(f.damage, f.seq) for f in verify(organisation).findings] == [(Damage.EDIT, 20)]


def test_a_missing_event_is_a_gap(organisation: Organisation) -> None:
    cut(organisation, first=30, last=30)
    assert (Damage.GAP, 30) in [(f.damage, f.seq) for f in verify(organisation).findings]


def test_cut_off_events_are_a_truncation_even_when_the_head_is_moved_back(
    organisation: Organisation,
) -> None:
    kept, (seq, _) = kept_now(organisation), head(organisation)
    cut(organisation, first=seq - 4, last=seq)
    assert Damage.TRUNCATION in {f.damage for f in verify(organisation).findings}
    with organisation.server.store.writing() as session:
        row = session.get_one(AuditHead, 1)
        row.seq, row.hash = seq - 5, hash_at(session, seq - 5) or b""
    assert verify(organisation).is_whole
    assert {f.damage for f in verify(organisation, kept).findings} == {Damage.TRUNCATION}


def test_a_rewritten_trail_is_a_fork_to_whoever_remembers_the_old_head(organisation: Organisation) -> None:
    kept, (seq, _) = kept_now(organisation), head(organisation)
    cut(organisation, first=seq, last=seq)
    with organisation.server.store.writing() as session:
        row = session.get_one(AuditHead, 1)
        row.seq, row.hash = seq - 1, hash_at(session, seq - 1) or b""
    record_alone(organisation.server.store, "something.else", actor_id=uuid4(), now=organisation.clock.now())
    assert verify(organisation).is_whole
    assert {f.damage for f in verify(organisation, kept).findings} == {Damage.FORK}


def test_a_checkpoint_travels_as_text_without_its_number(organisation: Organisation) -> None:
    server = organisation.server
    record_alone(
        server.store,
        "test",
        actor_id=None,
        now=organisation.clock.now(),
        checkpoint_key=server.checkpoint_key,
    )
    with server.store.reading() as session:
        checkpoint = newest(session, server.installation_id, server.checkpoint_key.key.public)
        assert checkpoint is not None
        assert checkpoint.seq == session.scalar(select(func.max(AuditEvent.seq)))
        owner, read_back = from_text(as_text(checkpoint, server.installation_id))
    assert owner == server.installation_id
    assert (read_back.signed_at, read_back.hash) == (checkpoint.signed_at, checkpoint.hash)
    assert read_back.seq == NO_NUMBER


def test_a_checkpoint_somebody_else_signed_is_refused(organisation: Organisation) -> None:
    server = organisation.server
    record_alone(
        server.store,
        "test",
        actor_id=None,
        now=organisation.clock.now(),
        checkpoint_key=server.checkpoint_key,
    )
    with server.store.writing() as session:
        session.execute(update(Checkpoint).values(signature=b"\1" * 64))
    assert {f.damage for f in verify(organisation).findings} == {Damage.BAD_CHECKPOINT}
