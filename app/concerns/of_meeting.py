"""Whether a meeting was told as a concern: its number, its time and its state, never a word of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from app.access.scope import condition, visible
from app.concerns.clocks import Deadline
from app.concerns.concern_status import concern_statuses
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.encounter import Encounter


@dataclass(frozen=True)
class Told:
    """A concern that was raised from a meeting. `opens`: this person reads it, or gets the poster's receipt."""

    id: UUID
    reference: str
    posted_at: datetime
    state: ConcernState
    urgency: Urgency
    clock: Deadline | None
    opens: bool
    is_changed: bool = False

    @property
    def must_call(self) -> bool:
        """Whether the voice call is the way now: minutes count, or nobody answered in time."""
        return self.clock is not None and (self.urgency is Urgency.NOW or self.clock.is_late)


def told_of_meeting(work: UnitOfWork, encounter_id: UUID) -> tuple[Told, ...]:
    """Return the concerns raised from a meeting, oldest first, for everybody who may read that meeting.

    Raises NotVisible for a meeting that is not open to this person.
    """
    visible(work, Encounter, encounter_id, Permission.SHIFT_READ)
    query = select(Concern).where(Concern.encounter_id == encounter_id)
    rows = work.session.scalars(query.order_by(Concern.posted_at, Concern.id)).all()
    statuses = concern_statuses(work, rows)
    # Of a row that was changed, and by whoever holds no key, the poster alone is believed: it was raised from here.
    told = [each for each in statuses.values() if each.encounter_id == encounter_id]
    opens = _opening(work, rows) if rows else set()
    return tuple(
        Told(
            id=each.id,
            reference=each.reference,
            posted_at=each.posted_at,
            state=each.state_now,
            urgency=each.urgency,
            clock=each.clock(work.now),
            opens=each.id in opens,
            is_changed=each.is_changed,
        )
        for each in told
    )


def _opening(work: UnitOfWork, rows: Sequence[Concern]) -> set[UUID]:
    """Return those of these concerns that the person may read or posted."""
    reads = condition(work, Concern, Permission.CONCERN_READ)
    posted = condition(work, Concern, Permission.CONCERN_POST)
    query = select(Concern.id).where(or_(reads, posted), Concern.id.in_([row.id for row in rows]))
    return set(work.session.scalars(query))
