"""The list of children with its filters, one of which uses outreach: met since."""

from dataclasses import dataclass
from uuid import UUID

from app.access.scope import has
from app.children.listing import Asked, BaseLine, ChildrenList, base_lines, list_children
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ListPage:
    """The children asked for, the bases to choose from, and what this person may do here.

    `knows_meetings` says whether "met since" is available; `own_nights_only` says that it counts only the person's
    own shifts.
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
