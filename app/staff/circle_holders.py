"""The circles as the director sees them: who holds each, and which stand on too few people."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.access.scope import require
from app.foundation.permissions import Permission
from app.keyring.circles import LIVING_HOLDERS_WANTED
from app.keyring.directory import KnownCircle
from app.keyring.known_directory import directory_for
from app.keyring.policy import BASE_CIRCLES, ORGANISATION_CIRCLES, CircleKind
from app.recovery.kit_state import KitState, kit_state
from app.staff.circle_places import living_holders
from app.unit_of_work import UnitOfWork

MAY_STAND_EMPTY = frozenset({CircleKind.CLINICAL, CircleKind.EMERGENCY, CircleKind.SAFEGUARDING})
"""Circles of people named by a duty: until somebody is named there is nobody, which is said, not warned of."""


class HolderWarning(StrEnum):
    """What stands beside a circle. Fewer than two living holders is a standing warning."""

    NONE = "none"
    NOBODY = "nobody"
    ONE = "one"


@dataclass(frozen=True)
class CircleLine:
    """One circle: its kind, its base ("" for the whole organisation), and the names of who can open it now.

    `is_made` is False for `safeguarding` before its first member; `in_kit` is False while the newest kit does not
    open it.
    """

    id: UUID | None
    kind: CircleKind
    base_name: str
    holders: tuple[str, ...]
    warning: HolderWarning
    is_made: bool = True
    in_kit: bool = True


@dataclass(frozen=True)
class CirclesPage:
    """Circles of the whole organisation first, then those of each base."""

    organisation: tuple[CircleLine, ...]
    bases: tuple[tuple[str, tuple[CircleLine, ...]], ...]
    kit: KitState

    @property
    def warnings(self) -> int:
        """How many circles have fewer than two living holders."""
        lines = [*self.organisation, *(line for _, lines in self.bases for line in lines)]
        return sum(line.warning is not HolderWarning.NONE for line in lines)


def circles_page(work: UnitOfWork) -> CirclesPage:
    """Return every circle with its holders. Directors only."""
    require(work, Permission.BASE_MANAGE)
    names = {known.id: known.name for known in directory_for(work).people.values()}
    kit = kit_state(work)
    made = directory_for(work).circles.values()

    def line(circle: KnownCircle, base_name: str) -> CircleLine:
        return _line(work, circle, base_name, names, kit)

    whole = {circle.kind: line(circle, "") for circle in made if circle.base_id is None}
    missing = CircleLine(None, CircleKind.SAFEGUARDING, "", (), HolderWarning.NOBODY, is_made=False)
    bases = directory_for(work).bases_by_name()
    return CirclesPage(
        organisation=tuple(
            whole.get(kind, missing)
            for kind in CircleKind
            if kind in ORGANISATION_CIRCLES and kind is not CircleKind.RECOVERY
        ),
        bases=tuple(
            (
                base.name,
                tuple(
                    line(circle, base.name)
                    for kind in BASE_CIRCLES
                    for circle in made
                    if (circle.kind, circle.base_id) == (kind, base.id)
                ),
            )
            for base in bases
        ),
        kit=kit,
    )


def _line(
    work: UnitOfWork, circle: KnownCircle, base_name: str, names: dict[UUID, str], kit: KitState
) -> CircleLine:
    holders = living_holders(work, circle.id, circle.current_version)
    warning = HolderWarning.NONE if len(holders) >= LIVING_HOLDERS_WANTED else HolderWarning.ONE
    return CircleLine(
        id=circle.id,
        kind=circle.kind,
        base_name=base_name,
        holders=tuple(sorted(names.get(holder, "") for holder in holders)),
        warning=warning if holders else HolderWarning.NOBODY,
        in_kit=circle.id not in kit.left,
    )
