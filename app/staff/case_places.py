"""Ends what a person was given with a place: assignments to cases, and their own copies of folder keys."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from app.foundation.errors import KeyRefused
from app.keyring.assigning import end_assignment
from app.keyring.folders import forget_open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import Duty
from app.unit_of_work import UnitOfWork
from models.grant import Grant


def end_case_places(work: UnitOfWork, person_id: UUID, *, but: Collection[Duty] = ()) -> int:
    """End a person's assignments by signed statements, except those with some duties. Returns how many ended."""
    on_cases = directory_for(work).on_cases_of.get(person_id, ())
    stated = [each for each in on_cases if each.duty not in but]
    for each in stated:
        if each.base_id is None:
            raise KeyRefused("an assignment is of no base", assignment=each.id)
        end_assignment(work, each.id, base_id=each.base_id)
    return len(stated)


def drop_own_copies(work: UnitOfWork, person_id: UUID) -> None:
    """Delete the folder keys given to a person outside any assignment, once the directory states their new place."""
    own = (Grant.holder_id == person_id, Grant.assignment_id.is_(None))
    work.session.execute(delete(Grant).where(*own))
    forget_open_folders(work)
