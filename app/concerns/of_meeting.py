"""Whether a meeting was reported as a concern: its number, its time and its state, but none of its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from app.access.scope import condition, scoped, visible
from app.concerns.clocks import Deadline
from app.concerns.concern_status import ConcernStatus, concern_statuses
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.encounter import Encounter


@dataclass(frozen=True)
class Told:
    """A concern that was raised from a meeting. `opens`: this person can read it, or get the poster's receipt."""

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
        """Whether a voice call is needed now: minutes count, or nobody answered in time."""
        return self.clock is not None and (self.urgency is Urgency.NOW or self.clock.is_late)


def told_of_meeting(work: UnitOfWork, encounter_id: UUID) -> tuple[Told, ...]:
    """Return the concerns raised from a meeting, oldest first, for everybody who may read the meeting.

    Those made of one for each of several children are not told beside it: their number is no more than the one's.
    Raises NotVisible for a meeting that this person may not read.
    """
    visible(work, Encounter, encounter_id, Permission.SHIFT_READ)
    return _told(work, [encounter_id]).get(encounter_id, ())


def told_of_meetings(work: UnitOfWork, encounter_ids: Iterable[UUID]) -> dict[UUID, tuple[Told, ...]]:
    """Return the same for several meetings, by their ids; those this person may not read are left out."""
    query = scoped(work, Encounter, Permission.SHIFT_READ).with_only_columns(Encounter.id)
    wanted = list(encounter_ids)
    return _told(work, work.session.scalars(query.where(Encounter.id.in_(wanted))).all()) if wanted else {}


def _told(work: UnitOfWork, encounter_ids: Sequence[UUID]) -> dict[UUID, tuple[Told, ...]]:
    query = select(Concern).where(Concern.encounter_id.in_(encounter_ids))
    rows = work.session.scalars(query.order_by(Concern.posted_at, Concern.id)).all()
    statuses = concern_statuses(work, rows)
    opens = _opening(work, rows) if rows else set()
    found: dict[UUID, tuple[Told, ...]] = {}
    for each in statuses.values():
        # For a changed row, or a reader without a key, only the poster's signature says where it was raised from.
        meeting = each.encounter_id
        if (
            meeting in encounter_ids
            and meeting is not None
            and each.copy_of not in statuses
            and not each.is_mistaken
        ):
            told = _as_told(work, each, opens)
            found[meeting] = (*found.get(meeting, ()), told)
    return found


def told_by_id(work: UnitOfWork, concern_ids: Iterable[UUID]) -> tuple[Told, ...]:
    """Return the concerns that a record in hand says were raised from it, without those written by mistake."""
    wanted = list(concern_ids)
    rows = work.session.scalars(select(Concern).where(Concern.id.in_(wanted))).all() if wanted else []
    opens = _opening(work, rows) if rows else set()
    statuses = concern_statuses(work, rows).values()
    return tuple(_as_told(work, each, opens) for each in statuses if not each.is_mistaken)


def _as_told(work: UnitOfWork, each: ConcernStatus, opens: set[UUID]) -> Told:
    return Told(
        id=each.id,
        reference=each.reference,
        posted_at=each.posted_at,
        state=each.state_now,
        urgency=each.urgency,
        clock=each.clock(work.now),
        opens=each.id in opens,
        is_changed=each.is_changed,
    )


def _opening(work: UnitOfWork, rows: Sequence[Concern]) -> set[UUID]:
    """Return those of these concerns that the person may read or posted."""
    reads = condition(work, Concern, Permission.CONCERN_READ)
    posted = condition(work, Concern, Permission.CONCERN_POST)
    query = select(Concern.id).where(or_(reads, posted), Concern.id.in_([row.id for row in rows]))
    return set(work.session.scalars(query))
