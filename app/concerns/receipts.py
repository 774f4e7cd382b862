"""What the poster of a concern sees of it: whether it reached anyone, and nothing of what it says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import require
from app.bases.known import known_base
from app.bases.pack import PhoneNumber, load_pack
from app.concerns.clocks import Deadline
from app.concerns.inbox import clock_of
from app.concerns.scopes import additions_to, concern_to_add_to, disclosures_to, find_concern
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.unit_of_work import UnitOfWork
from models.concern import Concern


@dataclass(frozen=True)
class Delivery:
    """Whether a concern reached anyone. Until somebody acknowledged it, it counts as not delivered.

    `duty_number` is the base's own line, `public_numbers` are the country's: police, helplines.
    """

    id: UUID
    reference: str
    urgency: Urgency
    state: ConcernState
    clock: Deadline | None
    acknowledged_at: datetime | None
    duty_number: str
    public_numbers: tuple[PhoneNumber, ...]

    @property
    def must_call(self) -> bool:
        """Whether the voice call is the way now: minutes count, or nobody answered in time."""
        return self.clock is not None and (self.urgency is Urgency.NOW or self.clock.is_late)


@dataclass(frozen=True)
class Receipt:
    """What the poster of a concern sees of it: that it arrived, and when they added to it."""

    delivery: Delivery
    posted_at: datetime
    added_at: tuple[datetime, ...]
    heard_at: tuple[datetime, ...]


def delivery(work: UnitOfWork, concern_id: UUID) -> Delivery:
    """Return whether a concern reached anyone, for whoever posted it or may write it. Raises NotVisible."""
    require(work, Permission.CONCERN_POST)
    return delivery_of(work, concern_to_add_to(work, concern_id))


def delivery_of(work: UnitOfWork, row: Concern) -> Delivery:
    """Return whether a concern that was loaded through its scope reached anyone."""
    base = known_base(work, row.base_id)
    return Delivery(
        id=row.id,
        reference=row.reference,
        urgency=Urgency(row.urgency),
        state=ConcernState(row.state),
        clock=clock_of(row, now=work.now),
        acknowledged_at=row.acknowledged_at,
        duty_number=base.duty_number,
        public_numbers=load_pack(base.pack_id).numbers,
    )


def receipt(work: UnitOfWork, concern_id: UUID) -> Receipt:
    """Return what the poster sees. Raises NotVisible for anyone else."""
    require(work, Permission.CONCERN_POST)
    row = find_concern(work, concern_id, Permission.CONCERN_POST)
    if row is None:
        raise NotVisible("concern")
    added = additions_to(work, row.id, Permission.CONCERN_POST)
    heard = disclosures_to(work, row.id, Permission.CONCERN_POST)
    return Receipt(
        delivery=delivery_of(work, row),
        posted_at=row.posted_at,
        added_at=tuple(each.posted_at for each in added),
        heard_at=tuple(each.written_at for each in heard),
    )
