"""The list of children with its filters, one of which asks the nights: met since."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Select

import app.outreach.scopes  # noqa: F401 - says who reaches which meetings
from app.access.scope import has, scoped
from app.children.listing import Asked, BaseLine, ChildrenList, base_lines, list_children
from app.foundation.access_rules import reach_of
from app.foundation.local_time import to_utc
from app.foundation.permissions import Permission, Reach
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild


@dataclass(frozen=True)
class ListPage:
    """The children asked for, the bases to choose from, and what this person may do here.

    `knows_meetings` says whether "met since" can be asked; `own_nights_only` that it counts one's own shifts.
    """

    children: ChildrenList
    bases: tuple[BaseLine, ...]
    may_write: bool
    knows_meetings: bool
    own_nights_only: bool

    @property
    def base_names(self) -> dict[UUID, str]:
        """The names of the bases by id."""
        return {base.id: base.name for base in self.bases}


def list_page(work: UnitOfWork, asked: Asked) -> ListPage:
    """Return one page of the list."""
    return ListPage(
        children=list_children(work, asked),
        bases=base_lines(work),
        may_write=has(work, Permission.PROFILE_WRITE),
        knows_meetings=has(work, Permission.SHIFT_READ),
        own_nights_only=reach_of(work.person, Permission.SHIFT_READ) is Reach.OWN,
    )


def met_since(work: UnitOfWork, day: date) -> Select[UUID]:
    """Select the ids of children met since a day, on the shifts this person may read."""
    start = to_utc(datetime.combine(day, time()))
    return (
        scoped(work, EncounterChild, Permission.SHIFT_READ)
        .join(Encounter, Encounter.id == EncounterChild.encounter_id)
        .where(Encounter.met_at >= start, EncounterChild.child_id.is_not(None))
        .with_only_columns(EncounterChild.child_id)
    )
