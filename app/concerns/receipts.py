"""What the poster of a concern sees of it: whether it reached anyone, and nothing of what it says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import require
from app.bases.known import known_base
from app.bases.pack import PhoneNumber, load_pack
from app.concerns.clocks import Deadline
from app.concerns.concern_status import ConcernStatus, concern_status_of
from app.concerns.scopes import concern_to_add_to, posted_concern
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
    is_changed: bool
    duty_number: str
    public_numbers: tuple[PhoneNumber, ...]

    @property
    def must_call(self) -> bool:
        """Whether the voice call is the way now: minutes count, or nobody answered in time."""
        return self.clock is not None and (self.urgency is Urgency.NOW or self.clock.is_late)


@dataclass(frozen=True)
class Receipt:
    """What the poster of a concern sees of it: that it arrived, and when anything was added."""

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
    return delivery_from(work, concern_status_of(work, row), row.base_id)


def delivery_from(work: UnitOfWork, status: ConcernStatus, base_id: UUID) -> Delivery:
    """Return the same of a concern whose standing is known; its base is the signed one if there is one."""
    base = known_base(work, status.base_id or base_id)
    return Delivery(
        id=status.id,
        reference=status.reference,
        urgency=status.urgency,
        state=status.state_now,
        clock=status.clock(work.now),
        acknowledged_at=status.acknowledged_at,
        is_changed=status.is_changed,
        duty_number=base.duty_number,
        public_numbers=load_pack(base.pack_id).numbers,
    )


def receipt(work: UnitOfWork, concern_id: UUID) -> Receipt:
    """Return what the poster sees. Raises NotVisible for anyone else."""
    require(work, Permission.CONCERN_POST)
    row = posted_concern(work, concern_id)
    if row is None:
        raise NotVisible("concern")
    status = concern_status_of(work, row)
    return Receipt(
        delivery=delivery_from(work, status, row.base_id),
        posted_at=status.posted_at,
        added_at=tuple(at for what, at in status.added if what == "words"),
        heard_at=tuple(at for what, at in status.added if what == "disclosure"),
    )
