"""Somebody who can write to the database attacks the trail: what they change is refused, told, or worth nothing."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.access.gate import record_alone
from app.access.trail import TrailFilter, TrailPage, Wholeness, trail_page, wholeness_of
from app.audit import checkpoints, walking
from app.audit.chain import hash_of
from app.audit.checkpoints import LABEL, CheckpointKey, from_text
from app.audit.verification import Damage, KeptHead, verify_trail
from app.unit_of_work import Visibility
from app.vault import canonical
from app.vault.signing import SigningKey, sign
from models.audit_event import AuditEvent, AuditHead, AuditSubject
from models.checkpoint import Checkpoint
from tests.support.concerns import allege, child_of, safeguarding_circle
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation, copy_of
from tests.support.tampering import recorded


@pytest.fixture
def busy(organisation: Organisation) -> Organisation:
    """An organisation with events of both bases and three signed heads, minutes apart, proved once."""
    child_of(organisation)
    # Between the two, so that neither is the other's neighbour: the neighbours of a changed event are left out too.
    look(organisation, Visibility.SYSTEM)
    child_of(organisation, by="othersupervisor", base_id=HILLSIDE)
    for _ in range(3):
        look(organisation)
    assert wholeness(organisation).is_whole
    return organisation


def look(organisation: Organisation, visibility: Visibility = Visibility.PROGRAMME) -> None:
    """Record something six minutes later, as a page does."""
    organisation.clock.move(timedelta(minutes=6))
    server, now = organisation.server, organisation.clock.now()
    key = server.checkpoint_key
    record_alone(
        server.store,
        "looked",
        actor_id=organisation.ids["field"],
        base_id=RIVERSIDE,
        now=now,
        visibility=visibility,
        checkpoint_key=key,
    )


def wholeness(organisation: Organisation) -> Wholeness:
    """Ask as the page does, in the process that proved the trail before."""
    with organisation.reading("auditor") as work:
        return wholeness_of(work, organisation.server.checkpoint_key)


def shown(organisation: Organisation, name: str = "supervisor", subject: UUID | None = None) -> TrailPage:
    """Return the trail's first page as a cast member reads it."""
    with organisation.reading(name) as work:
        return trail_page(work, TrailFilter(subject_id=subject))


def newest(organisation: Organisation) -> Checkpoint | None:
    """Return the head that is given away."""
    server = organisation.server
    with server.store.reading() as session:
        return checkpoints.newest(session, server.installation_id, server.checkpoint_key.key.public)


def tamper(organisation: Organisation, change: Callable[[Session], object]) -> None:
    """Write to the database behind Wayhome's back."""
    with organisation.server.store.writing() as session:
        change(session)


def seq_of(organisation: Organisation, action: str, base_id: UUID) -> int:
    """Return the number of the newest event of that action about a base."""
    with organisation.server.store.reading() as session:
        query = select(func.max(AuditEvent.seq)).where(
            AuditEvent.action == action, AuditEvent.base_id == base_id
        )
        return session.scalars(query).one()


@pytest.mark.parametrize(
    "column",
    [
        {"base_id": RIVERSIDE},
        {"base_id": RIVERSIDE, "actor_id": None},
        {"base_id": RIVERSIDE, "action": "concern.posted"},
    ],
)
def test_an_event_of_another_base_relabelled_for_this_one_is_not_shown_and_told(
    busy: Organisation, column: dict[str, object]
) -> None:
    seq = seq_of(busy, "child.made", HILLSIDE)
    before = len(shown(busy).lines)

    tamper(busy, lambda s: s.execute(update(AuditEvent).where(AuditEvent.seq == seq).values(**column)))

    page = shown(busy)
    assert page.has_refused
    assert len(page.lines) == before
    assert len(recorded(busy, "trail.refused")) == 1
    assert wholeness(busy).damages == (Damage.EDIT,)


@pytest.mark.parametrize(
    "column",
    [{"actor_id": None}, {"at": datetime.fromisoformat("2020-01-01T00:00:00+00:00")}, {"action": "guessed"}],
)
def test_an_event_whose_column_was_changed_is_not_shown_as_true(
    busy: Organisation, column: dict[str, object]
) -> None:
    seq = seq_of(busy, "child.made", RIVERSIDE)
    assert "child.made" in {line.action for line in shown(busy).lines}

    tamper(busy, lambda s: s.execute(update(AuditEvent).where(AuditEvent.seq == seq).values(**column)))

    page = shown(busy)
    assert page.has_refused
    assert not {"child.made", "guessed"} & {line.action for line in page.lines}


def test_an_event_of_another_base_that_was_hashed_anew_is_not_shown(busy: Organisation) -> None:
    seq = seq_of(busy, "child.made", HILLSIDE)

    def relabel(session: Session) -> None:
        before, row = session.scalars(
            select(AuditEvent).where(AuditEvent.seq.in_((seq - 1, seq))).order_by(AuditEvent.seq)
        )
        row.base_id = RIVERSIDE
        row.hash = hash_of(row, before.hash)

    tamper(busy, relabel)

    assert shown(busy).has_refused
    assert len([line for line in shown(busy).lines if line.action == "child.made"]) == 1
    assert Damage.EDIT in wholeness(busy).damages


def test_a_closed_event_opened_by_its_column_is_not_shown(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "supervisor2")
    allege(organisation)
    closed = AuditEvent.visibility == Visibility.SAFEGUARDING.value

    tamper(organisation, lambda s: s.execute(update(AuditEvent).where(closed).values(visibility="system")))

    for name in ("director", "auditor", "technician"):
        page = shown(organisation, name)
        assert page.has_refused
        assert not [line for line in page.lines if line.action.startswith(("allegation", "safeguarding"))]


def test_an_untouched_page_refuses_nothing(busy: Organisation) -> None:
    for name in ("supervisor", "director", "auditor", "technician"):
        assert not shown(busy, name).has_refused
    assert recorded(busy, "trail.refused") == []


def test_a_child_put_to_an_event_that_was_not_about_it_is_refused(busy: Organisation) -> None:
    child_id, seq = child_of(busy), seq_of(busy, "looked", RIVERSIDE)
    before = {line.action for line in shown(busy, subject=child_id).lines}

    tamper(busy, lambda s: s.execute(insert(AuditSubject).values(seq=seq, subject_id=child_id)))

    page = shown(busy, subject=child_id)
    assert {line.action for line in page.lines} == before
    assert page.has_refused
    assert wholeness(busy).damages == (Damage.SUBJECTS,)


def test_a_child_taken_from_the_events_about_it_is_told(busy: Organisation) -> None:
    child_id = child_of(busy)
    assert wholeness(busy).is_whole

    tamper(busy, lambda s: s.execute(delete(AuditSubject).where(AuditSubject.subject_id == child_id)))

    assert wholeness(busy).damages == (Damage.SUBJECTS,)


def test_two_events_that_changed_places_are_told(busy: Organisation) -> None:
    seq = seq_of(busy, "looked", RIVERSIDE) - 1

    def swap(session: Session) -> None:
        for old, new in ((seq, -1), (seq - 1, seq), (-1, seq - 1)):
            session.execute(delete(AuditSubject).where(AuditSubject.seq == old))
            session.execute(update(AuditEvent).where(AuditEvent.seq == old).values(seq=new))

    tamper(busy, swap)

    assert Damage.EDIT in wholeness(busy).damages


def test_an_event_put_in_before_the_first_is_told(busy: Organisation) -> None:
    def put_in(session: Session) -> None:
        first = session.execute(select(*AuditEvent.__table__.columns).where(AuditEvent.seq == 1)).one()
        session.execute(insert(AuditEvent).values(first._asdict() | {"seq": 0, "id": uuid4()}))

    tamper(busy, put_in)

    assert Damage.GAP in wholeness(busy).damages


def test_what_is_changed_after_it_was_proved_is_found_by_the_same_process(busy: Organisation) -> None:
    look(busy)
    assert wholeness(busy).is_whole
    tamper(busy, lambda s: s.execute(update(AuditEvent).where(AuditEvent.seq == 7).values(action="opened")))
    assert wholeness(busy).damages == (Damage.EDIT,)
    look(busy)
    assert wholeness(busy).damages == (Damage.EDIT,)


def test_what_was_proved_is_read_again_but_not_hashed_again(
    busy: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[int] = []

    def counting(row: Row[Any], previous: bytes) -> bytes:
        hashed.append(row.seq)
        return hash_of(row, previous)

    look(busy)
    monkeypatch.setattr(walking, "hash_of", counting)
    assert wholeness(busy).is_whole
    first = len(hashed)
    look(busy)
    assert wholeness(busy).is_whole

    # What the first call proved is told apart from what came since: one event looked, none twice.
    assert first < 5
    assert len(hashed) == len(set(hashed)) == first + 1


@pytest.mark.parametrize("column", [{"seq": 5}, {"seq": 10**6}, {"hash": b"\0" * 32}])
def test_a_moved_head_is_told(busy: Organisation, column: dict[str, object]) -> None:
    tamper(busy, lambda s: s.execute(update(AuditHead).values(**column)))

    assert wholeness(busy).damages in {(Damage.EDIT,), (Damage.TRUNCATION,)}


def test_a_tail_cut_off_after_it_was_proved_is_found_by_the_same_process(busy: Organisation) -> None:
    seq = seq_of(busy, "looked", RIVERSIDE)

    def cut(session: Session) -> None:
        session.execute(delete(AuditSubject).where(AuditSubject.seq >= seq))
        session.execute(delete(AuditEvent).where(AuditEvent.seq >= seq))

    tamper(busy, cut)

    assert Damage.TRUNCATION in wholeness(busy).damages


def test_of_two_forks_each_is_told_from_the_others_head(busy: Organisation, tmp_path: Path) -> None:
    other = copy_of(busy, tmp_path / "fork")
    kept = []
    for each in (busy, other):
        look(each)
        head = newest(each)
        assert head is not None
        kept.append(KeptHead(head.hash, head.signed_at))
    for each, of_other in ((busy, kept[1]), (other, kept[0])):
        look(each)
        server = each.server
        with server.store.reading() as session:
            public = server.checkpoint_key.key.public
            verdict = verify_trail(session, server.installation_id, public, kept=(of_other,))
        assert verdict.damages == (Damage.FORK,)


def test_a_head_forged_with_another_key_is_told_and_never_given_away(busy: Organisation) -> None:
    forged = sign(SigningKey.generate(), LABEL, b"anything")
    future = busy.clock.now() + timedelta(days=9_000)
    mine = newest(busy)
    assert mine is not None

    def forge(session: Session) -> None:
        seq, head = session.execute(
            select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc())
        ).first() or (0, b"")
        row = Checkpoint(seq=seq, hash=head, signed_at=future, signature=forged)
        session.merge(row)

    look(busy, Visibility.SAFEGUARDING)
    tamper(busy, forge)

    given = newest(busy)
    assert given is not None
    assert given.hash == mine.hash
    assert wholeness(busy).damages == (Damage.BAD_CHECKPOINT,)
    look(busy)
    later = newest(busy)
    assert later is not None
    assert later.signed_at == busy.clock.now(), "a forged time must not hold the next head back"


def test_an_old_head_moved_to_the_top_is_told_and_never_given_away(busy: Organisation) -> None:
    mine = newest(busy)
    assert mine is not None
    oldest = select(func.min(Checkpoint.seq)).scalar_subquery()

    tamper(busy, lambda s: s.execute(update(Checkpoint).where(Checkpoint.seq == oldest).values(seq=10**6)))

    given = newest(busy)
    assert given is not None
    assert given.hash == mine.hash
    assert wholeness(busy).damages == (Damage.BAD_CHECKPOINT,)


def test_a_head_signed_with_its_number_before_still_counts(busy: Organisation) -> None:
    key, head = busy.server.checkpoint_key, newest(busy)
    assert head is not None
    signature = sign(key.key, LABEL, _numbered(key, head))
    text = (
        f"wayhome-checkpoint 1\norganisation {key.installation_id}\nevent {head.seq}\nhead {head.hash.hex()}\n"
        f"signed {head.signed_at.isoformat()}\nsignature {signature.hex()}\n"
    )

    tamper(
        busy,
        lambda s: s.execute(update(Checkpoint).where(Checkpoint.seq == head.seq).values(signature=signature)),
    )

    assert wholeness(busy).is_whole
    installation, read_back = from_text(text)
    checkpoints.check(read_back, installation, key.key.public)
    given = newest(busy)
    assert given is not None
    assert given.seq < head.seq, "a signature over the number cannot be given away without it"


def _numbered(key: CheckpointKey, head: Checkpoint) -> bytes:
    return canonical.encode(key.installation_id, head.seq, head.hash, head.signed_at.isoformat())


def test_no_head_is_signed_at_a_closed_event(busy: Organisation) -> None:
    before = newest(busy)
    assert before is not None

    look(busy, Visibility.SAFEGUARDING)
    closed = newest(busy)
    look(busy)
    after = newest(busy)

    assert closed is not None
    assert after is not None
    assert closed.hash == before.hash
    assert after.signed_at == busy.clock.now()


def test_heads_are_signed_by_the_clock_and_not_by_the_count(busy: Organisation) -> None:
    before = newest(busy)
    server, now = busy.server, busy.clock.now() + timedelta(minutes=4)
    with server.store.writing() as session:
        for _ in range(3):
            assert not checkpoints.checkpoint_if_due(
                session, 10**6, b"\0" * 32, key=server.checkpoint_key, now=now
            )
    after = newest(busy)
    assert before is not None
    assert after is not None
    assert before.hash == after.hash


def test_the_page_says_what_is_damaged_and_no_number(busy: Organisation) -> None:
    tamper(busy, lambda s: s.execute(update(AuditEvent).where(AuditEvent.seq == 7).values(action="opened")))
    tamper(busy, lambda s: s.execute(delete(Checkpoint)))

    told = busy.client("auditor").get("/audit/whole").text

    assert "Not whole." in told
    assert "Something that was recorded was changed." in told
    main = re.sub(r"<[^>]+>", " ", told[told.index("<main") : told.index("</main>")])
    assert not re.search(r"\d", main)


def test_whoever_changes_an_event_takes_no_colleague_and_no_act_out_of_the_filter(busy: Organisation) -> None:
    for event in recorded(busy, "looked"):
        with busy.server.store.engine.begin() as connection:
            here = AuditEvent.seq == event.seq
            connection.execute(update(AuditEvent).where(here).values(base_id=HILLSIDE))
        with busy.reading("auditor") as work:
            page = trail_page(work, TrailFilter())
        with busy.server.store.engine.begin() as connection:
            connection.execute(update(AuditEvent).where(here).values(base_id=event.base_id))

        assert "looked" in page.actions
        assert busy.ids["field"] in {id_ for id_, _name in page.people}
