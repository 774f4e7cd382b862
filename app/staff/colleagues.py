"""Who a colleague is, in a name and a worker code: for those who wrote, heard, posted or decided something."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.foundation.errors import NotAllowedNow
from app.unit_of_work import Remembered, UnitOfWork
from models.staff_member import StaffMember


@dataclass(frozen=True)
class Colleague:
    """A member of staff as colleagues know them."""

    id: UUID
    name: str
    worker_code: str


_KNOWN: Remembered[dict[UUID, Colleague]] = Remembered(dict)
"""Who was looked up."""


def colleagues(work: UnitOfWork, ids: Iterable[UUID | None]) -> dict[UUID, Colleague]:
    """Return these members of staff by id, each read once a transaction. Names of staff are no programme record."""
    wanted = {id_ for id_ in ids if id_ is not None}
    known = work.remember(_KNOWN)
    if wanted - known.keys():
        query = select(StaffMember.id, StaffMember.display_name, StaffMember.worker_code)
        rows = work.session.execute(query.where(StaffMember.id.in_(wanted - known.keys())))
        known.update({row.id: Colleague(row.id, row.display_name, row.worker_code) for row in rows})
    return {id_: known[id_] for id_ in wanted if id_ in known}


def names_of_staff(work: UnitOfWork, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return display names by id; ids of nobody are left out."""
    return {one.id: one.name for one in colleagues(work, ids).values()}


def by_worker_code(work: UnitOfWork, typed: str, *, base_id: UUID) -> UUID:
    """Return whose worker code was typed; one's own when nothing was.

    Raises NotAllowedNow with `unknown-worker-code` when nobody of the base, and no one without a base, has it.
    """
    code = typed.strip().upper()
    if code in ("", work.person.worker_code):
        return work.person.id
    query = select(StaffMember.id, StaffMember.base_id).where(StaffMember.worker_code == code)
    row = work.session.execute(query).one_or_none()
    if row is None or row.base_id not in (base_id, None):
        raise NotAllowedNow("unknown-worker-code")
    found: UUID = row.id
    return found
