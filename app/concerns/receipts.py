"""What the poster of a concern sees of it: whether it reached anyone, but nothing of its content."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.access.scope import require
from app.bases.known import known_base
from app.bases.pack import PhoneNumber, load_pack
from app.concerns.clocks import Deadline
from app.concerns.concern_status import ConcernStatus, concern_status_of, concern_statuses
from app.concerns.groups import rows_made_from
from app.concerns.lines_back import LineView, lines_to_poster
from app.concerns.scopes import concern_to_add_to, posted_concern
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.next_steps import NextStep
from app.foundation.vocabulary.urgencies import Urgency
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.concern import Concern


@dataclass(frozen=True)
class Delivery:
    """Whether a concern reached anyone. Until somebody acknowledges it, it counts as not delivered.

    `duty_number` is the base's own phone line; `public_numbers` are the country's: police, helplines.
    """

    id: UUID
    reference: str
    urgency: Urgency
    state: ConcernState
    clock: Deadline | None
    acknowledged_at: datetime | None
    reopened_at: datetime | None
    is_mistaken: bool
    is_changed: bool
    is_clock_wrong: bool
    """Whether it was answered by a clock that was wrong, and waits again."""
    duty_number: str
    public_numbers: tuple[PhoneNumber, ...]
    posted_at: datetime
    posted_by: Colleague | None
    taken_by: Colleague | None
    """Who has it, while somebody does."""
    step: NextStep | None
    step_clock: Deadline | None
    turn: int
    """Changes with everything that is said about it."""
    lines: tuple[LineView, ...] = ()
    """What was answered to its poster, newest first."""
    has_news: bool = False
    """Whether its poster has not said yet that they read who has it, or what was answered."""

    @property
    def has_unread_lines(self) -> bool:
        """Whether a line back waits to be read, also when nobody has the concern any more."""
        return any(line.heard_at is None for line in self.lines)

    @property
    def must_call(self) -> bool:
        """Whether a voice call is needed now: minutes count, or nobody answered in time."""
        return self.clock is not None and (self.urgency is Urgency.NOW or self.clock.is_late)


@dataclass(frozen=True)
class Receipt:
    """What the poster of a concern sees of it: that it arrived, and when anything was added."""

    delivery: Delivery
    posted_at: datetime
    added_at: tuple[datetime, ...]
    heard_at: tuple[datetime, ...]


def delivery(work: UnitOfWork, concern_id: UUID) -> Delivery:
    """Return whether a concern reached anyone, for its poster and for people who may write it. Raises NotVisible."""
    require(work, Permission.CONCERN_POST)
    return delivery_of(work, concern_to_add_to(work, concern_id))


def delivery_of(work: UnitOfWork, row: Concern) -> Delivery:
    """Return whether a concern that was loaded through its scope reached anyone; with the lines back to its poster."""
    status = concern_status_of(work, row)
    seen = delivery_from(work, status, row.base_id)
    is_own = status.posted_by == work.person.id
    return replace(seen, lines=lines_to_poster(work, [status])[row.id]) if is_own else seen


def delivery_from(work: UnitOfWork, status: ConcernStatus, base_id: UUID | None) -> Delivery:
    """Return the same for a concern whose status is known; its base is the signed one if there is one.

    If nobody vouches for one, and the reader has none, there is no number to call but their own supervisor's.
    """
    base = known_base(work, known) if (known := status.base_id or base_id) else None
    runs, people = status.step_clock(work.now), colleagues(work, [status.posted_by, status.taken_by])
    return Delivery(
        id=status.id,
        reference=status.reference,
        urgency=status.urgency,
        state=status.state_now,
        clock=status.clock(work.now),
        acknowledged_at=status.acknowledged_at,
        reopened_at=status.reopened_at,
        is_mistaken=status.is_mistaken,
        is_changed=status.is_changed,
        is_clock_wrong=status.is_clock_wrong,
        duty_number=base.duty_number if base else "",
        public_numbers=load_pack(base.pack_id).numbers if base else (),
        posted_at=status.posted_at,
        posted_by=people.get(status.posted_by) if status.posted_by else None,
        taken_by=people.get(status.taken_by) if status.taken_by else None,
        step=status.follow.step if status.state_now is ConcernState.ACKNOWLEDGED else None,
        step_clock=runs,
        turn=status.turn,
        has_news=status.news_at is not None,
    )


def deliveries_to_poster(work: UnitOfWork, statuses: Iterable[ConcernStatus]) -> tuple[Delivery, ...]:
    """Return what this person reads of concerns they posted, with what was answered to them."""
    listed = list(statuses)
    lines = lines_to_poster(work, listed)
    return tuple(
        replace(delivery_from(work, each, work.person.base_id), lines=lines[each.id]) for each in listed
    )


def receipt(work: UnitOfWork, concern_id: UUID) -> Receipt:
    """Return what the poster sees. Raises NotVisible for anyone else."""
    require(work, Permission.CONCERN_POST)
    row = posted_concern(work, concern_id)
    if row is None:
        raise NotVisible("concern")
    status = concern_status_of(work, row)
    return Receipt(
        delivery=_as_carried_on(work, delivery_of(work, row)),
        posted_at=status.posted_at,
        added_at=tuple(at for what, at in status.added if what == "words"),
        heard_at=tuple(at for what, at in status.added if what == "disclosure"),
    )


def _as_carried_on(work: UnitOfWork, whole: Delivery) -> Delivery:
    """Say that somebody acts while work goes on in one of those made of it for each of several children."""
    if whole.state is not ConcernState.CLOSED:
        return whole
    made = concern_statuses(work, rows_made_from(work, whole.id)).values()
    goes_on = any(each.copy_of == whole.id and each.state_now is not ConcernState.CLOSED for each in made)
    return replace(whole, state=ConcernState.ACKNOWLEDGED) if goes_on else whole
