"""Ends every work: what was opened and done is in the trail before the response leaves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.audit.chain import append
from app.audit.checkpoints import CheckpointKey
from app.database.store import Store
from app.foundation.errors import OthersWrite
from app.unit_of_work import Mode, Noted, PendingEvent, UnitOfWork, Visibility

OPENED_EVENT, LISTED_EVENT = "opened", "listed"
_QUICKER = frozenset({"23505", "40001", "40P01"})
"""PostgreSQL's codes for it: unique violation, serialization failure, deadlock (PostgreSQL manual, appendix A)."""


def is_write_conflict(error: Exception) -> bool:
    """Tell whether a work failed only because somebody it could not see was quicker.

    Such a work wrote nothing. It may be run again from its beginning, where it finds what the other person did. This
    happens only where several people may write at once: on PostgreSQL.
    """
    if isinstance(error, (StaleDataError, OthersWrite)):
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _QUICKER


def finish(work: UnitOfWork, *, checkpoint_key: CheckpointKey | None = None) -> None:
    """End a work that succeeded: append its events and commit.

    A reading work ends its snapshot first and then appends in one short transaction of its own, because SQLite fails
    a read that turns into a write. If the append fails, the error is raised and nothing is shown.
    """
    events = _events(work)
    if work.mode is Mode.READING:
        work.end_transaction()
        if events:
            with work.store.writing() as session:
                append(session, events, actor_id=actor_of(work), now=work.now, checkpoint_key=checkpoint_key)
        work.on_rollback.clear()
        return
    append(work.session, events, actor_id=actor_of(work), now=work.now, checkpoint_key=checkpoint_key)
    work.store.commit(work.session)
    work.on_rollback.clear()
    work.end_transaction()


def undo(work: UnitOfWork, *, checkpoint_key: CheckpointKey | None = None) -> None:
    """End a work whose page says that the step was not done, by rolling its writes back.

    What was opened to draw that page is recorded. So are events that survive a rollback, such as refusals.
    """
    abandon(work)
    work.pending = [event for event in work.pending if event.survives_rollback]
    work.mode = Mode.READING
    finish(work, checkpoint_key=checkpoint_key)


def abandon(work: UnitOfWork) -> None:
    """End a work that failed: none of it is kept, and its `on_rollback` actions undo what no transaction holds."""
    work.end_transaction()
    while work.on_rollback:
        work.on_rollback.pop()()


def record_alone(
    store: Store,
    action: str,
    *,
    actor_id: UUID | None,
    now: datetime,
    base_id: UUID | None = None,
    visibility: Visibility = Visibility.PROGRAMME,
    subjects: tuple[UUID, ...] = (),
    checkpoint_key: CheckpointKey | None = None,
    **facts: str | int | None,
) -> None:
    """Record something in a transaction of its own, such as a refusal whose work was rolled back."""
    event = PendingEvent(uuid4(), action, visibility, base_id, (), subjects, dict(facts))
    with store.writing() as session:
        append(session, [event], actor_id=actor_id, now=now, checkpoint_key=checkpoint_key)


def record_within(
    session: Session,
    action: str,
    *,
    actor_id: UUID | None,
    now: datetime,
    base_id: UUID | None = None,
    visibility: Visibility = Visibility.SYSTEM,
    subjects: tuple[UUID, ...] = (),
    **facts: str | int | None,
) -> None:
    """Record something in a transaction without a person's keychain, such as a sign-in."""
    event = PendingEvent(uuid4(), action, visibility, base_id, (), subjects, dict(facts))
    append(session, [event], actor_id=actor_id, now=now)


def actor_of(work: UnitOfWork) -> UUID | None:
    """Return whom the trail names for a work; None for whoever writes to safeguarding."""
    return None if work.is_unnamed else work.person.id


def _events(work: UnitOfWork) -> list[PendingEvent]:
    events = list(work.pending)
    if work.opened_visibility is Visibility.SAFEGUARDING:
        # Whatever else the work did, its events are closed to everyone outside safeguarding.
        events = [replace(event, visibility=Visibility.SAFEGUARDING) for event in events]
    if work.is_unnamed:
        # Their base would say nearly as much.
        events = [replace(event, base_id=None) for event in events]
    for action, base_id, noted in _noted(work):
        events.append(
            PendingEvent(
                id=work.event_id if not events else uuid4(),
                action=action,
                visibility=work.opened_visibility,
                base_id=base_id,
                folders=tuple(noted.folders),
                subjects=tuple(noted.subjects),
                facts={"page": work.page} if work.page else {},
            )
        )
    return events


def _noted(work: UnitOfWork) -> Iterator[tuple[str, UUID | None, Noted]]:
    """Yield what was opened, then what was only listed; what a page opened, its lists do not name once more."""
    for base_id, opened in work.opened.items():
        yield OPENED_EVENT, base_id, opened
    for base_id, listed in work.listed.items():
        opened = work.opened.get(base_id, Noted())
        left = Noted(_without(listed.folders, opened.folders), _without(listed.subjects, opened.subjects))
        if left.subjects or (left.folders and not opened.folders):
            yield LISTED_EVENT, base_id, left


def _without(ids: dict[UUID, None], others: dict[UUID, None]) -> dict[UUID, None]:
    return {id_: None for id_ in ids if id_ not in others}
