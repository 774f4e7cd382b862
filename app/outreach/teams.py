"""Who goes out: the people of a base who may be on a team, and what they are called."""

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
    """Somebody on a team, by name and worker code. Names of staff are no programme record."""

    id: UUID
    name: str
    code: str


def mates(work: UnitOfWork, staff_ids: Iterable[UUID | None]) -> Mapping[UUID, Mate]:
    """Return these people by id, as somebody vouched for them."""
    found = colleagues(work, staff_ids).values()
    return {one.id: Mate(one.id, one.name, one.worker_code) for one in found}


def street_staff(work: UnitOfWork, base_id: UUID) -> list[Mate]:
    """Return who of a base may be on a team, by signed name: admitted, and of a role that reads shifts.

    A team is granted its shift's folders, so nobody may be on one whose role shows no shifts (counsellors).
    """
    admitted = [
        known.id
        for known in directory_for(work).people.values()
        if known.enabled and known.base_id == base_id and known.role in MATRIX[Permission.SHIFT_READ]
    ]
    return sorted(mates(work, admitted).values(), key=lambda mate: (mate.name, mate.code))


def stated_team(work: UnitOfWork, shift_id: UUID) -> tuple[UUID, ...]:
    """Return who is on a shift's team by signed statement; rows of the database do not count here."""
    return directory_for(work).teams.get(shift_id, ())


def code_of(people: Mapping[UUID, Mate], staff_id: UUID | None) -> str:
    """Return somebody's worker code, or a dash for nobody."""
    mate = people.get(staff_id) if staff_id is not None else None
    return mate.code if mate is not None else NOBODY
