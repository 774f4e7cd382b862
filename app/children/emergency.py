"""The emergency sheet: what somebody must know at once to keep a child safe, for the office and people on call."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import declare_scope, own_base, require, scoped, visible
from app.children.children import check_base, locked_child
from app.children.codes import codes_of_children
from app.children.documents import EmergencyWords
from app.children.wording import clean_words
from app.foundation.errors import Conflict, WillNotOpen
from app.foundation.permissions import Permission, Reach
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write, make_folder
from app.mistakes.earlier import keep_earlier
from app.unit_of_work import UnitOfWork
from models.child import Child
from models.emergency_sheet import EmergencySheet

declare_scope(
    EmergencySheet,
    allowed={Permission.EMERGENCY_READ, Permission.EMERGENCY_WRITE},
    rules={Reach.BASE: own_base(EmergencySheet.base_id)},
)


@dataclass(frozen=True)
class OpenedSheet:
    """A child's sheet. While there is none, `version` is 0 and it is empty; `words` is None if refused."""

    child_id: UUID
    code: str
    version: int
    words: EmergencyWords | None
    updated_at: datetime | None = None
    updated_by: UUID | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written yet."""
        return self.words == EmergencyWords()


def see_sheet(work: UnitOfWork, child_id: UUID) -> OpenedSheet:
    """Open a child's sheet. Raises NotVisible, and NoKey without a grant."""
    child = visible(work, Child, child_id, Permission.EMERGENCY_READ)
    return _opened(work, child, _row(work, child_id, Permission.EMERGENCY_READ))


def change_sheet(work: UnitOfWork, child_id: UUID, words: EmergencyWords, *, version: int) -> None:
    """Write a child's sheet; `version` is the one the form was opened with, 0 for the first.

    Raises Conflict when somebody has saved since, NotVisible, WillNotOpen when the existing sheet was changed
    outside.
    """
    require(work, Permission.EMERGENCY_WRITE)
    # The child's row is the lock: two first sheets at once would have no row of their own to wait for.
    child = locked_child(work, child_id, Permission.EMERGENCY_WRITE)
    row = _row(work, child_id, Permission.EMERGENCY_WRITE)
    opened = _opened(work, child, row)
    if opened.version != version:
        raise Conflict(version=opened.version)
    if opened.words is None:
        raise WillNotOpen("the sheet was changed outside", child=child_id)
    folder = _new_folder(work, child) if row is None else _folder_of(work, child, row)
    if row is None:
        row = EmergencySheet(child_id=child_id, base_id=child.base_id, folder_id=folder.id)
    else:
        keep_earlier(work, folder, row, EmergencyWords)
    folder.write(row, clean_words(words))
    row.updated_at, row.updated_by = work.now, work.person.id
    work.session.flush()
    work.record(
        "emergency_sheet.changed",
        subjects=[child_id],
        folders=[row.folder_id],
        base_id=child.base_id,
        version=row.version,
    )


def row_of_sheet(work: UnitOfWork, child_id: UUID) -> EmergencySheet | None:
    """Return a child's sheet as it is stored, for whoever may read it; None while there is none."""
    return _row(work, child_id, Permission.EMERGENCY_READ)


def editable_sheet(work: UnitOfWork, child_id: UUID) -> OpenedSheet:
    """Open a sheet for somebody who wants to change it.

    Raises NotVisible, and WillNotOpen when it is not what was written: nothing may be overwritten unseen.
    """
    opened = see_sheet(work, child_id)
    if opened.words is None:
        raise WillNotOpen("the sheet was changed outside", child=child_id)
    return opened


def _row(work: UnitOfWork, child_id: UUID, permission: Permission) -> EmergencySheet | None:
    query = scoped(work, EmergencySheet, permission).where(EmergencySheet.child_id == child_id)
    return work.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _opened(work: UnitOfWork, child: Child, row: EmergencySheet | None) -> OpenedSheet:
    code = codes_of_children(work, [child.id])[child.id]
    if row is None:
        return OpenedSheet(child.id, code, 0, EmergencyWords())
    look = open_folder(work, row.folder_id).look(row, EmergencyWords)
    if look.document is None:
        return OpenedSheet(child.id, code, row.version, None)
    return OpenedSheet(child.id, code, row.version, look.document, row.updated_at, row.updated_by)


def _new_folder(work: UnitOfWork, child: Child) -> FolderToWrite:
    check_base(work, child)
    return make_folder(work, FolderKind.EMERGENCY, base_id=child.base_id, child_id=child.id)


def _folder_of(work: UnitOfWork, child: Child, row: EmergencySheet) -> FolderToWrite:
    return folder_to_write(
        work, FolderKind.EMERGENCY, row.folder_id, base_id=child.base_id, child_id=child.id
    )
