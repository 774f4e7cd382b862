"""Takes a concern out of where it does not belong: to another child, into that child's case, or to no child."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from app.access.scope import require, scoped
from app.children.children import choosable_child
from app.concerns.concern_status import told_of
from app.concerns.documents import PlaceChange, TakenOut
from app.concerns.filing import folders_of
from app.concerns.handling import concern_folder, handling_of
from app.concerns.linking import open_case_of, refuse_unborn
from app.concerns.scopes import handled_concern
from app.concerns.taking import say_received
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.keyring.assigning import link_folder, say_no_case, vouch_beside, withdraw_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write, make_folder
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.concern import Concern
from models.concern_taken_out import ConcernTakenOut


@dataclass(frozen=True)
class PutElsewhere:
    """Where a concern belongs, and why not where it was. `child_id` None: nobody knows yet which child it is about.

    `into_case`: also into the open case of that child, if there is one. `version` is the concern's as the form showed
    it.
    """

    reason: str
    version: int
    child_id: UUID | None = None
    into_case: bool = False
    is_before_birth: bool = False
    """Whether it was so before that child was born, as somebody said when asked."""


def put_elsewhere(work: UnitOfWork, concern_id: UUID, where: PutElsewhere) -> None:
    """Take a concern, closed or not, from its child and out of its case, and put it where it belongs.

    Whoever read it only because they work on the case it leaves loses its keys and those of everything added to it.
    The case, or without one the child, keeps a record that a concern was taken out, by whom and why. Nothing of its
    state and its clock changes, except that one put into a case is thereby received.

    Raises NotAllowedNow with `reason-missing`, `concern-in-no-place`, `child-of-another-base`, `before-born` or
    `before-any-birth`; Conflict; AlreadyDone when it is there already; NotVisible; NoKey; ChangedOutside.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = handled_concern(work, concern_id)
    if told_of(work, row).version != where.version:
        raise Conflict("concern", record=concern_id)
    reason = clean_lines(where.reason)
    if not reason:
        raise NotAllowedNow("reason-missing")
    if row.child_id is None:
        raise NotAllowedNow("concern-in-no-place")
    case = _case_to_join(work, row, where)
    case_id = case.id if case is not None else None
    if (row.child_id, row.case_id) == (where.child_id, case_id):
        raise AlreadyDone(record_id=row.id)
    if where.child_id not in (None, row.child_id) and not where.is_before_birth:
        refuse_unborn(work, row, where.child_id)
    _move(work, row, reason, child_id=where.child_id, case_id=case_id)
    if case_id is not None and told_of(work, row).waits:
        say_received(work, row)


def take_out_of_case(work: UnitOfWork, row: Concern, reason: str) -> None:
    """Take a locked concern out of a case that ends as a mistake: it stays its child's, and is in no case."""
    _move(work, row, reason, child_id=row.child_id, case_id=None)


def _case_to_join(work: UnitOfWork, row: Concern, where: PutElsewhere) -> Case | None:
    if where.child_id is None:
        return None
    child = choosable_child(work, where.child_id)
    if child.base_id != row.base_id:
        raise NotAllowedNow("child-of-another-base")
    return open_case_of(work, child.id, row.base_id) if where.into_case else None


def _move(
    work: UnitOfWork, row: Concern, reason: str, *, child_id: UUID | None, case_id: UUID | None
) -> None:
    folder, left_child, left_case = concern_folder(work, row), row.child_id, row.case_id
    handling, folder_ids = handling_of(folder, row), folders_of(work, row)
    _leave_word(work, row, reason)
    for folder_id in folder_ids[1:]:
        vouch_beside(work, folder_id, folder)
    withdrawn = [withdraw_folder(work, folder_id) for folder_id in folder_ids]
    change = PlaceChange(work.person.id, work.now, reason)
    # The folder says the same as before until the row is stored; its new key is not one that the readers before had.
    with work.session.no_autoflush:
        folder.write(row, replace(handling, place_changes=(*handling.place_changes, change)))
        row.child_id, row.case_id = child_id, case_id
        _say_where(work, [each.id for each in withdrawn], child_id=child_id, case_id=case_id)
    work.session.flush()
    subjects = dict.fromkeys([row.id, left_child, left_case, child_id, case_id])
    work.record(
        "concern.moved",
        subjects=[each for each in subjects if each is not None],
        folders=folder_ids,
        base_id=row.base_id,
    )


def _say_where(
    work: UnitOfWork, folder_ids: Sequence[UUID], *, child_id: UUID | None, case_id: UUID | None
) -> None:
    for folder_id in folder_ids:
        if child_id is not None and case_id is not None:
            link_folder(work, folder_id, case_id=case_id, child_id=child_id)
        else:
            say_no_case(work, folder_id, child_id=child_id)


def _leave_word(work: UnitOfWork, row: Concern, reason: str) -> None:
    """Write down, where the concern was, that it was taken out: those who read that place can then still tell."""
    if row.child_id is None:
        return
    folder = _folder_of_place(work, row)
    left = ConcernTakenOut(
        id=uuid4(),
        concern_id=row.id,
        base_id=row.base_id,
        child_id=row.child_id,
        case_id=row.case_id,
        folder_id=folder.id,
        taken_by=work.person.id,
        taken_at=work.now,
    )
    folder.write(left, TakenOut(row.reference, reason))
    work.session.flush()


def _folder_of_place(work: UnitOfWork, row: Concern) -> FolderToWrite:
    if row.case_id is None:
        return make_folder(work, FolderKind.CONCERN, base_id=row.base_id, child_id=row.child_id)
    query = scoped(work, Case, Permission.CASE_READ).where(Case.id == row.case_id)
    case = work.session.scalars(query).one()
    return case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
