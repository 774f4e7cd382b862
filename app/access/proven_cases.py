"""Tells whether a case's row is unchanged, which cases a child has, and the code of each."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import or_, select

from app.access.scope import condition
from app.foundation.errors import ChangedOutside
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.case_status import those_open
from app.keyring.folders import Fit, fit_in
from app.keyring.folders_to_check import folder_to_check, folders_to_check_case
from app.keyring.known_directory import directory_for
from app.keyring.misplaced_rows import misplaced
from app.unit_of_work import Mode, Remembered, UnitOfWork
from models.case import Case

CHANGED = ""
"""The code shown for a case whose row was changed outside, because the stored code might be another case's."""


def sound_case(work: UnitOfWork, case: Case) -> Case:
    """Return a case that was loaded through its permission.

    Raises ChangedOutside, recorded, when its row is not what was written: it would show something false, and might
    lead to another child.
    """
    if fit_of_case(work, case) is Fit.CHANGED:
        raise ChangedOutside("a case that is not what was written", case=case.id)
    return case


def as_its_folders_say(work: UnitOfWork, case: Case) -> Case:
    """Return a case for reading. If its row was changed, it holds only what the holders of its folders said.

    That is its base and its child. It then has no code, risk or day, and cannot be stored. Raises ChangedOutside when
    this person holds none of its folders.
    """
    if fit_of_case(work, case) is not Fit.CHANGED:
        return case
    for folder in folders_to_check_case(work, case.id):
        said = folder.row_as_said()
        if said is not None and said.child_id is not None and said.base_id is not None:
            return Case(
                id=case.id,
                code=CHANGED,
                base_id=said.base_id,
                child_id=said.child_id,
                folder_id=case.folder_id,
                opened_at=work.now,
                summary=b"",
            )
    raise ChangedOutside("a case that is not what was written", case=case.id)


def fit_of_case(work: UnitOfWork, case: Case) -> Fit:
    """Tell whether a case's row is what was written.

    A person without the case's file, such as a counsellor, can still check that its child and base are those its
    folder was signed to belong to.
    """
    fit = fit_in(folder_to_check(work, case.folder_id), case)
    return Fit.CHANGED if fit is Fit.NO_KEY and misplaced(work, [case]) else fit


def first_open(work: UnitOfWork, cases: Iterable[Case]) -> Case | None:
    """Return the first of the cases that is open as its statements say, and whose row is what was written.

    Whoever is assigned to it gets a key: a case that was led to another child must give none.
    """
    found = (case for case in those_open(work, cases) if fit_of_case(work, case) is not Fit.CHANGED)
    return next(found, None)


def cases_of_child(work: UnitOfWork, child_id: UUID, *permissions: Permission) -> list[UUID]:
    """Return the child's cases that this person reaches by any of the permissions, newest first.

    A case whose row was changed outside is left out: its content must not appear on the page of another child.
    """
    cases = rows_of_child(work, child_id, *permissions)
    return [case.id for case in cases if fit_of_case(work, case) is not Fit.CHANGED]


_OF_CHILD: Remembered[dict[tuple[UUID, frozenset[Permission]], Sequence[Case]]] = Remembered(dict)
"""The rows of a child's cases, by the permissions they were reached by."""


def rows_of_child(work: UnitOfWork, child_id: UUID, *permissions: Permission) -> Sequence[Case]:
    """Return the same as rows, those that were changed outside among them.

    Half a dozen rooms ask for them on a child's page; within one snapshot the answer is the same.
    """
    known, asked = work.remember(_OF_CHILD), (child_id, frozenset(permissions))
    if asked not in known or work.mode is Mode.WRITING:
        reached = or_(*(condition(work, Case, permission) for permission in permissions))
        query = select(Case).where(Case.child_id == child_id, reached).order_by(Case.opened_at.desc())
        known[asked] = work.session.scalars(query).all()
    return known[asked]


_SOUND: Remembered[dict[UUID, Case | None]] = Remembered(dict)
"""The rows that were looked up, by case; None for one that is gone or was changed outside."""


def _sound_rows(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, Case | None]:
    """Return cases whose ids were found through their permission, each read once in a transaction."""
    wanted, known = set(case_ids), work.remember(_SOUND)
    if wanted - known.keys():
        rows = work.session.scalars(select(Case).where(Case.id.in_(wanted - known.keys()))).all()
        fits = board_fits(work, rows)
        known.update({row.id: None if fits[row.id] is Fit.CHANGED else row for row in rows})
    return {id_: known.get(id_) for id_ in wanted}


def codes_of_cases(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the codes of cases whose ids were found through their permission.

    The code is empty for a case that is gone, or whose row was changed outside, because it might be another case's.
    """
    return {id_: row.code if row else CHANGED for id_, row in _sound_rows(work, case_ids).items()}


def children_of_cases(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the children of cases whose ids were found through their permission.

    A case that is gone or was changed outside is absent: it might lead to another child.
    """
    return {id_: row.child_id for id_, row in _sound_rows(work, case_ids).items() if row}


def children_assigned(work: UnitOfWork) -> frozenset[UUID]:
    """Return the children of the cases to which this person is assigned now.

    A case whose row was changed outside is left out: it might lead to another child.
    """
    on_cases = directory_for(work).on_cases_of.get(work.person.id, ())
    stated = [each.case_id for each in on_cases if each.base_id == work.person.base_id]
    return frozenset(children_of_cases(work, stated).values())
