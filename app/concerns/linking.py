"""Puts a concern, with everything that was added to it, where it belongs: to a child, and into the child's case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_

from app.access.proven_cases import sound_case
from app.access.scope import require, scoped
from app.children.births import refuse_before_birth
from app.children.children import choosable_child
from app.concerns.concern_status import concern_statuses, told_of
from app.concerns.documents import Observation
from app.concerns.filing import folders_of
from app.concerns.handling import concern_folder
from app.concerns.part_marks import that_count
from app.concerns.scopes import disclosures_to, handled_concern
from app.concerns.taking import say_received
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.assigning import link_folder
from app.keyring.case_status import is_closed, those_open
from app.keyring.folders import look_in, open_folders
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.concern import Concern


@dataclass(frozen=True)
class LinkChild:
    """Which child a concern is about; `version` is the concern's as the form showed it."""

    child_id: UUID
    version: int
    is_before_birth: bool = False
    """Whether it was so before the child was born, as somebody said when asked."""


@dataclass(frozen=True)
class LooseConcern:
    """An open concern about a child that is not yet in a case."""

    id: UUID
    reference: str
    posted_at: datetime


def loose_concerns(work: UnitOfWork, child_id: UUID, *, case_id: UUID | None) -> tuple[LooseConcern, ...]:
    """Return the concerns that a new case of the child should take in, oldest first, for people who sort the inbox.

    Concerns that this case has already taken in are included, because its form may be sent twice. Concerns that were
    changed outside are not, because nothing says which child they are about.
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
        if not statuses[row.id].is_changed and not statuses[row.id].is_mistaken
    )


def link_child(work: UnitOfWork, concern_id: UUID, link: LinkChild) -> None:
    """Say which child a concern is about; its folders say so too, so that the trail can be read by child.

    Where a child was named already, `put_elsewhere` asks for the reason and leaves word. Raises NotAllowedNow with
    `concern-has-a-child`, `child-of-another-base`, `before-born` or `before-any-birth`; Conflict; NotVisible.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = handled_concern(work, concern_id)
    child = choosable_child(work, link.child_id)
    if row.child_id == child.id:
        return
    if told_of(work, row).version != link.version:
        raise Conflict("concern", record=concern_id)
    if row.child_id is not None:
        raise NotAllowedNow("concern-has-a-child")
    if child.base_id != row.base_id:
        raise NotAllowedNow("child-of-another-base")
    if not link.is_before_birth:
        refuse_unborn(work, row, child.id)
    _write(work, row)
    row.child_id = child.id
    for folder in open_folders(work, folders_of(work, row)).values():
        folder.say_where_it_belongs(child_id=child.id, case_id=folder.row.case_id)
    work.session.flush()
    work.record("concern.child_linked", subjects=[row.id, child.id], base_id=row.base_id)


def refuse_unborn(work: UnitOfWork, row: Concern, child_id: UUID) -> None:
    """Refuse a child who was not born yet when it was seen, or when the child is said to have spoken.

    What does not open refuses nothing. Raises NotAllowedNow with `before-born` or `before-any-birth`.
    """
    seen = look_in(open_folders(work, [row.folder_id]).get(row.folder_id), row, Observation).document
    heard = disclosures_to(work, row.id, Permission.CONCERN_READ)
    moments = [*([seen.seen_at] if seen else []), *(each.heard_at for each in that_count(work, heard))]
    if moments:
        refuse_before_birth(work, child_id, local_day(min(moments)))


def link_to_case(work: UnitOfWork, concern_id: UUID, case_id: UUID, child_id: UUID) -> None:
    """Put a concern into a case: everybody assigned there can then read it and its additions.

    The case must already be in the database, open, and of that child and the concern's base. A waiting concern is
    thereby acknowledged. Doing it twice has no further effect. Raises NotAllowedNow with `concern-in-a-case`,
    `concern-of-another-child` or `case-does-not-fit`; NotVisible; NoKey; ChangedOutside.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = handled_concern(work, concern_id)
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
        say_received(work, row)
    work.record("concern.case_linked", subjects=[row.id, child_id, case_id], base_id=row.base_id)


def open_case_of(work: UnitOfWork, child_id: UUID, base_id: UUID) -> Case | None:
    """Return the open case of a child in a base, for somebody who sorts the inbox there. Raises ChangedOutside."""
    query = scoped(work, Case, Permission.CASE_READ).where(Case.child_id == child_id, Case.base_id == base_id)
    case = next(iter(those_open(work, work.session.scalars(query))), None)
    return sound_case(work, case) if case is not None else None


def _write(work: UnitOfWork, row: Concern) -> None:
    """Write the row through its folder, which says the same as before until the row is stored."""
    with work.session.no_autoflush:
        concern_folder(work, row).write(row)
