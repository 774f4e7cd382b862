"""Puts a concern, with all that was added to it, where it belongs: to a child, and into the child's case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_

from app.access.proven_cases import sound_case
from app.access.scope import require, scoped
from app.children.children import visible_child
from app.concerns.concern_status import Word, concern_statuses, say, told_of
from app.concerns.filing import folders_of
from app.concerns.scopes import locked_concern
from app.concerns.triage import concern_folder
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.assigning import link_folder
from app.keyring.case_status import is_closed
from app.keyring.folders import open_folders
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.concern import Concern


@dataclass(frozen=True)
class LinkChild:
    """Which child a concern is about; `version` is the concern's as the form showed it."""

    child_id: UUID
    version: int


@dataclass(frozen=True)
class LooseConcern:
    """A concern about a child that is in no case and not closed."""

    id: UUID
    reference: str
    posted_at: datetime


def loose_concerns(work: UnitOfWork, child_id: UUID, *, case_id: UUID | None) -> tuple[LooseConcern, ...]:
    """Return what a new case of the child should take in, the oldest first, for whoever sorts the inbox.

    What that case has taken in already is among them: its form may be sent twice. What was changed outside is not:
    nothing says of which child it is.
    """
    query = scoped(work, Concern, Permission.CONCERN_TRIAGE).where(
        Concern.child_id == child_id,
        or_(Concern.case_id.is_(None), Concern.case_id == case_id),
        Concern.state != ConcernState.CLOSED.value,
    )
    rows = work.session.scalars(query.order_by(Concern.posted_at)).all()
    statuses = concern_statuses(work, rows)
    return tuple(
        LooseConcern(row.id, statuses[row.id].reference, statuses[row.id].posted_at)
        for row in rows
        if not statuses[row.id].is_changed
    )


def link_child(work: UnitOfWork, concern_id: UUID, link: LinkChild) -> None:
    """Say which child a concern is about; its folders say so too, so that the trail can be read by child.

    Raises NotAllowedNow with `concern-in-a-case` or `child-of-another-base`; Conflict; NotVisible.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = locked_concern(work, concern_id, Permission.CONCERN_TRIAGE)
    child = visible_child(work, link.child_id)
    if row.child_id == child.id:
        return
    if told_of(work, row).version != link.version:
        raise Conflict("concern", record=concern_id)
    if row.case_id is not None:
        raise NotAllowedNow("concern-in-a-case")
    if child.base_id != row.base_id:
        raise NotAllowedNow("child-of-another-base")
    _write(work, row)
    row.child_id = child.id
    for folder in open_folders(work, folders_of(work, row)).values():
        folder.say_where_it_belongs(child_id=child.id, case_id=folder.row.case_id)
    work.session.flush()
    work.record("concern.child_linked", subjects=[row.id, child.id], base_id=row.base_id)


def link_to_case(work: UnitOfWork, concern_id: UUID, case_id: UUID, child_id: UUID) -> None:
    """Put a concern into a case: whoever is assigned there can read it and what was added to it.

    The case must be in the database already, open, of that child and of the concern's base. A concern that waits is
    thereby acknowledged. Doing it twice does it once. Raises NotAllowedNow with `concern-in-a-case`,
    `concern-of-another-child` or `case-does-not-fit`; NotVisible; NoKey; ChangedOutside.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = locked_concern(work, concern_id, Permission.CONCERN_TRIAGE)
    if row.case_id == case_id:
        return
    if row.case_id is not None:
        raise NotAllowedNow("concern-in-a-case")
    if row.child_id not in (None, child_id):
        raise NotAllowedNow("concern-of-another-child")
    case = work.session.get(Case, case_id)
    if case is None or is_closed(work, case) or (case.child_id, case.base_id) != (child_id, row.base_id):
        raise NotAllowedNow("case-does-not-fit")
    sound_case(work, case)
    _write(work, row)
    row.child_id, row.case_id = child_id, case_id
    for folder_id in folders_of(work, row):
        link_folder(work, folder_id, case_id=case_id, child_id=child_id)
    work.session.flush()
    if told_of(work, row).waits:
        say(work, row, Word.ACKNOWLEDGED)
    work.record("concern.case_linked", subjects=[row.id, child_id, case_id], base_id=row.base_id)


def _write(work: UnitOfWork, row: Concern) -> None:
    """Have the row stored through its folder, of which it says the same as before until it is stored."""
    with work.session.no_autoflush:
        concern_folder(work, row).write(row)
