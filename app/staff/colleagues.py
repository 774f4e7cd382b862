"""A colleague's name and worker code: for showing who wrote, heard, posted or decided something."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.foundation.typed_codes import worker_code
from app.keyring.known_directory import directory_for
from app.unit_of_work import Remembered, UnitOfWork


@dataclass(frozen=True)
class Colleague:
    """A member of staff as colleagues know them."""

    id: UUID
    name: str
    worker_code: str


_KNOWN: Remembered[dict[UUID, Colleague]] = Remembered(dict)
"""The people who were looked up."""


def colleagues(work: UnitOfWork, ids: Iterable[UUID | None]) -> dict[UUID, Colleague]:
    """Return these members of staff by id, as their certifier stated them. Names of staff are not programme records."""
    people = directory_for(work).people
    wanted = {id_ for id_ in ids if id_ is not None}
    return {
        id_: Colleague(id_, people[id_].name, people[id_].worker_code or "")
        for id_ in wanted
        if id_ in people
    }


def names_of_staff(work: UnitOfWork, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return display names by id; unknown ids are left out."""
    return {one.id: one.name for one in colleagues(work, ids).values()}


def by_worker_code(work: UnitOfWork, typed: str, *, base_id: UUID) -> UUID:
    """Return the person with the typed worker code; oneself when nothing was typed.

    Raises NotAllowedNow with `unknown-worker-code` when nobody in the base, and nobody without a base, has it.
    """
    code = worker_code(typed)
    if code in ("", work.person.worker_code):
        return work.person.id
    people = directory_for(work).people.values()
    found = [known.id for known in people if known.worker_code == code and known.base_id in (base_id, None)]
    if not found:
        raise NotAllowedNow("unknown-worker-code")
    return found[0]
