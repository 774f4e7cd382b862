"""What is still to be done about the recovery kit: cards to type back, circles to seal to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.audit.chain_links import chained, subjects_in
from app.keyring.circles import reseal_to_recovery
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.unit_of_work import UnitOfWork, Visibility
from models.audit_event import AuditEvent

MADE = "kit.made"
CONFIRMED = "kit.confirmed"
RESEALED = "kit.resealed"


@dataclass(frozen=True)
class KitState:
    """When the cards in force were made, whether they were typed back, and which circles they do not open yet."""

    made_at: datetime
    is_confirmed: bool
    left: tuple[UUID, ...]


def kit_state(work: UnitOfWork) -> KitState:
    """Read the kit's state from the audit trail, which names what each kit could not be given.

    Events that do not fit the chain confirm and seal nothing. A kit whose own event does not fit counts as not typed
    back, so that new cards are made.
    """
    query = select(AuditEvent).where(AuditEvent.action.in_((MADE, CONFIRMED, RESEALED)))
    events = work.session.scalars(query.order_by(AuditEvent.seq)).all()
    made = next((event for event in reversed(events) if event.action == MADE), None)
    if made is None:
        raise RuntimeError("the organisation has no kit yet")
    since = chained(work.session, (event for event in events if event.seq >= made.seq))
    if made not in since:
        return KitState(made.at, is_confirmed=False, left=())
    done = {subject for event in since if event.action == RESEALED for subject in subjects_in(event)}
    return KitState(
        made_at=made.at,
        is_confirmed=any(event.action == CONFIRMED for event in since),
        left=tuple(sorted(subjects_in(made) - done)),
    )


def own_left(work: UnitOfWork) -> tuple[UUID, ...]:
    """Return the circles the acting person is a member of that the newest kit does not open yet."""
    mine = {circle for circle, _ in directory_for(work).circles_of(work.person.id)}
    return tuple(circle for circle in kit_state(work).left if circle in mine) if mine else ()


def reseal_own(work: UnitOfWork) -> int:
    """Seal the acting person's circles to the newest kit. Returns how many it did not open before."""
    left = own_left(work)
    recovery = directory_for(work).circle(CircleKind.RECOVERY, None)
    reseal_to_recovery(work, recovery.id, recovery.current.public)
    if left:
        work.record(RESEALED, subjects=left, visibility=Visibility.SYSTEM)
    return len(left)
