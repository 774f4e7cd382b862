"""Loads a group session to be changed, with its folder and its children."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from app.access.scope import scoped
from app.foundation.errors import ChangedOutside, Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions.documents import GroupPlan, GroupReport, GroupShown
from app.group_sessions.scopes import locked_session
from app.keyring.folders import Fit, OpenFolder, fit_in
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession, GroupSessionChild


@dataclass(frozen=True)
class GroupInHand:
    """A session that is being changed: locked, whole, and what it was written from."""

    row: GroupSession
    folder: FolderToWrite
    plan: GroupPlan
    report: GroupReport | None
    shown: GroupShown | None
    children: tuple[UUID, ...]

    @property
    def kind(self) -> GroupKind:
        """What kind of session it is."""
        return GroupKind(self.row.kind)

    @property
    def subjects(self) -> list[UUID]:
        """What the trail names: the session and its children."""
        return [self.row.id, *self.children]


def session_in_hand(work: UnitOfWork, group_id: UUID, *, version: int) -> GroupInHand:
    """Open a session to change it, locked. The version is the one with which its form was opened.

    Raises NotVisible, Refused, ChangedOutside, Conflict for a stale version, NotAllowedNow (`written-by-mistake`).
    """
    row = locked_session(work, group_id, Permission.GROUP_WRITE)
    folder = session_folder(work, row)
    plan = folder.read(row, GroupPlan)
    report = folder.read(row, GroupReport) if row.report is not None else None
    shown = folder.read(row, GroupShown) if row.shown is not None else None
    if row.version != version:
        raise Conflict(record=row.id, version=row.version)
    if is_marked(row):
        raise NotAllowedNow("written-by-mistake")
    return GroupInHand(row, folder, plan, report, shown, children_of_session(work, row, folder))


def session_folder(work: UnitOfWork, row: GroupSession) -> FolderToWrite:
    """Open the folder of a session, to seal in it. Raises NoKey, KeyRefused."""
    return folder_to_write(
        work, FolderKind.GROUP_SESSION, row.folder_id, base_id=row.base_id, shift_id=row.id
    )


def rows_of_children(
    work: UnitOfWork, session_ids: Iterable[UUID], permission: Permission = Permission.GROUP_READ
) -> Sequence[GroupSessionChild]:
    """Return the rows of the children of several sessions, in the order in which they are stored."""
    wanted = list(session_ids)
    if not wanted:
        return []
    query = scoped(work, GroupSessionChild, permission).where(GroupSessionChild.session_id.in_(wanted))
    return work.session.scalars(query.order_by(GroupSessionChild.id)).all()


def children_of_session(work: UnitOfWork, row: GroupSession, folder: OpenFolder) -> tuple[UUID, ...]:
    """Return the children to whom a session is offered. Raises ChangedOutside when a row is not what was written."""
    rows = rows_of_children(work, [row.id])
    if any(fit_in(folder, each) is Fit.CHANGED for each in rows):
        raise ChangedOutside("a child of a group session that is not what was written", session=row.id)
    return tuple(dict.fromkeys(each.child_id for each in rows))


def keep_children(work: UnitOfWork, row: GroupSession, folder: FolderToWrite, wanted: Iterable[UUID]) -> None:
    """Make the children of a session these: the rows of others go, for its earlier versions name them."""
    there, missing = set[UUID](), dict.fromkeys(wanted)
    for each in rows_of_children(work, [row.id], Permission.GROUP_WRITE):
        if each.child_id in missing and each.child_id not in there:
            there.add(each.child_id)
        else:
            work.session.delete(each)
    for child_id in missing:
        if child_id not in there:
            folder.write(GroupSessionChild(id=uuid4(), session_id=row.id, child_id=child_id))
    work.session.flush()
