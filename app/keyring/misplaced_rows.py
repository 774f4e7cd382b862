"""Tells a reader without a folder's key whether a row really lies where it says.

A row's base, case, child and shift decide who reaches it. Checking its tag would take the folder's key. But the
folder's maker also signed what the folder belongs to, and anybody can check that.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from app.foundation.errors import ChangedOutside, KeyRefused
from app.keyring.folder_bindings import check_binding_without_key
from app.keyring.folders import Fit, Look, OpenFolder, look_in
from app.keyring.known_directory import directory_for
from app.keyring.refusals import record_changed
from app.keyring.row_parents import is_place_of
from app.unit_of_work import UnitOfWork
from models.folder import Folder
from models.mapping import InFolder

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


def looks_in(
    work: UnitOfWork, folders: Mapping[UUID, OpenFolder], rows: Sequence[Any], document_type: type[D]
) -> dict[UUID, Look[D]]:
    """Look for the document of each row of one table, by the row's id.

    `folders` are those that opened; a row of any other was changed if its folder belongs to something else.
    """
    looks = {row.id: look_in(folders.get(row.folder_id), row, document_type) for row in rows}
    astray = misplaced(work, [row for row in rows if row.folder_id not in folders])
    return looks | dict.fromkeys(astray, Look[D](Fit.CHANGED, None))


def misplaced(work: UnitOfWork, rows: Sequence[InFolder]) -> set[UUID]:
    """Return the ids of rows whose folder does not belong to what they say, or is not vouched for by anybody entitled.

    These are recorded. Pass rows of one table, in folders that do not open for this person.
    """
    if not rows:
        return set()
    query = select(Folder).where(Folder.id.in_({row.folder_id for row in rows}))
    folders = {folder.id: folder for folder in work.session.scalars(query)}
    found = {row.id: row for row in rows if not _is_vouched_for(work, row, folders.get(row.folder_id))}
    for row in found.values():
        error = ChangedOutside("a row whose folder is of something else")
        record_changed(work, row.folder_id, row, error)
    return set(found)


def _is_vouched_for(work: UnitOfWork, row: InFolder, folder: Folder | None) -> bool:
    if folder is None or not is_place_of(row, folder):
        return False
    try:
        check_binding_without_key(directory_for(work), folder)
    except KeyRefused:
        return False
    return True
