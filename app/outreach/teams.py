"""Who goes out: the people of a base who may be on a team, and their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.foundation.permissions import MATRIX, Permission
from app.keyring.known_directory import directory_for
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork

NOBODY = "–"


@dataclass(frozen=True)
class Mate:
    """Somebody on a team, by name and worker code. Names of staff are not programme records."""

    id: UUID
    name: str
    code: str


def mates(work: UnitOfWork, staff_ids: Iterable[UUID | None]) -> Mapping[UUID, Mate]:
    """Return these people by id, as their certifier stated them."""
    found = colleagues(work, staff_ids).values()
    return {one.id: Mate(one.id, one.name, one.worker_code) for one in found}


def street_staff(work: UnitOfWork, base_id: UUID) -> list[Mate]:
    """Return the people of a base who may be on a team, by signed name: admitted, with a role that reads shifts.

    A team is granted its shift's folders, so roles that may not see shifts (counsellors) cannot be on one.
    """
    admitted = [
        known.id
        for known in directory_for(work).people.values()
        if known.enabled and known.base_id == base_id and known.role in MATRIX[Permission.SHIFT_READ]
    ]
    return sorted(mates(work, admitted).values(), key=lambda mate: (mate.name, mate.code))


def stated_team(work: UnitOfWork, shift_id: UUID) -> tuple[UUID, ...]:
    """Return who is on a shift's team by signed statement; database rows do not count here."""
    return directory_for(work).teams.get(shift_id, ())
