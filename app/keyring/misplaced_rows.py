"""Tells whether a row is where it says, to somebody without the key of its folder.

What a row says of its base, case, child and shift decides who reaches it. Its tag would tell whether that is true, and
takes the key; what the folder is of was also signed by whoever made it, and that anybody can check.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.foundation.errors import ChangedOutside, KeyRefused
from app.keyring.folder_bindings import check_binding_without_key
from app.keyring.known_directory import directory_for
from app.keyring.refusals import record_changed
from app.keyring.row_parents import is_place_of
from app.unit_of_work import UnitOfWork
from models.folder import Folder
from models.mapping import InFolder


def misplaced(work: UnitOfWork, rows: Sequence[InFolder]) -> set[UUID]:
    """Return the ids of those rows whose folder is not of what they say, or that nobody with the right vouches for.

    That they are is recorded. Rows of one table, in folders that do not open for this person.
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
