"""What a concern has to do with others: the whole it was made from for one child, and where it was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.scope import has
from app.children.codes import codes_of_children
from app.concerns.concern_status import ConcernStatus, concern_statuses
from app.concerns.documents import FirstPosted, Observation
from app.concerns.taken_out import PlaceLeft, places_left
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.concern import Concern


@dataclass(frozen=True)
class MadeForChild:
    """A child's own concern, made from one about several."""

    id: UUID
    reference: str
    child_code: str


@dataclass(frozen=True)
class Group:
    """What a reader may know. `others`: how many more children the whole was about, for readers of one child's.

    `whole_id` and `made` are for people who sort the inbox, who read all of them. `left`: the places it was taken out
    of that this person reads.
    """

    others: int = 0
    whole_id: UUID | None = None
    made: tuple[MadeForChild, ...] = ()
    left: tuple[PlaceLeft, ...] = ()


def group_of(work: UnitOfWork, row: Concern, status: ConcernStatus) -> Group:
    """Return what a concern, loaded through its scope, has to do with others. A changed one says nothing."""
    if status.is_changed:
        return Group()
    sorts = has(work, Permission.CONCERN_TRIAGE)
    return Group(
        others=_others(work, row.id, status.copy_of),
        whole_id=status.copy_of if sorts else None,
        made=_made(work, row.id) if sorts else (),
        left=places_left(work, row.id),
    )


def first_posting(row: Concern, seen: Observation | None) -> FirstPosted:
    """Return who first posted what a concern says, and when: of the whole, if it was made from one for one child."""
    return (seen.first if seen else None) or FirstPosted(row.reference, row.posted_by, row.posted_at)


def rows_made_from(work: UnitOfWork, concern_id: UUID) -> Sequence[Concern]:
    """Return the rows of the concerns that were made from a whole, oldest first."""
    query = select(Concern).where(Concern.copy_of == concern_id)
    return work.session.scalars(query.order_by(Concern.posted_at, Concern.reference)).all()


def _others(work: UnitOfWork, concern_id: UUID, whole_id: UUID | None) -> int:
    """Count the other children's concerns that were made from the same whole, by their signed facts alone."""
    if whole_id is None:
        return 0
    rows = [row for row in rows_made_from(work, whole_id) if row.id != concern_id]
    found = concern_statuses(work, rows).values()
    return sum(each.copy_of == whole_id and not each.is_mistaken for each in found)


def _made(work: UnitOfWork, concern_id: UUID) -> tuple[MadeForChild, ...]:
    statuses = concern_statuses(work, rows_made_from(work, concern_id)).values()
    made = [each for each in statuses if each.copy_of == concern_id and not each.is_changed]
    codes = codes_of_children(work, [each.child_id for each in made if each.child_id])
    return tuple(
        MadeForChild(each.id, each.reference, codes.get(each.child_id, "") if each.child_id else "")
        for each in made
    )
