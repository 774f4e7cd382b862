"""Signed places of the leaders of clubs, and the copies of a club's key that follow from them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete

from app.foundation.errors import KeyRefused
from app.keyring import folder_bindings as bindings
from app.keyring.adding_statements import state
from app.keyring.assigning import grant_all_versions
from app.keyring.folders import forget_open_folders, open_folder
from app.keyring.known_directory import directory_for
from app.keyring.known_leadings import KnownLeading
from app.keyring.root import certifying_signer
from app.keyring.statements import Kind
from app.unit_of_work import UnitOfWork
from models.grant import Grant


def state_leader(
    work: UnitOfWork, folder_id: UUID, staff_id: UUID, *, base_id: UUID, until: datetime | None = None
) -> UUID:
    """State that a person leads the club of that folder, `until` a moment if they stand in, and give them its key.

    Somebody who leads it already begins anew, with the new date. Returns the id of the place. Raises KeyRefused when
    the acting person may not certify in the base, or when the directory does not know the leader there in a role that
    writes registers; NoKey.
    """
    folder = open_folder(work, folder_id)
    bindings.check_binding(directory_for(work), folder.row, folder.newest_key())
    if folder.row.base_id != base_id:
        raise KeyRefused("the folder is of another base", folder=folder_id)
    for earlier in directory_for(work).leadings.of_club(folder_id, base_id):
        if earlier.staff_id == staff_id:
            end_leader(work, earlier)
    leading_id = uuid4()
    fields = {
        "leading": str(leading_id),
        "folder": str(folder_id),
        "person": str(staff_id),
        "base": str(base_id),
    } | ({"until": until.isoformat()} if until else {})
    state(work, Kind.LEADER, fields, signer=certifying_signer(work))
    grant_all_versions(work, open_folder(work, folder_id), staff_id, leading_id)
    return leading_id


def end_leader(work: UnitOfWork, leading: KnownLeading) -> None:
    """State that a place has ended: its copies are deleted, and the club gets a new key with the next write.

    Raises KeyRefused.
    """
    fields = {"leading": str(leading.id), "base": str(leading.base_id) if leading.base_id else None}
    state(work, Kind.LEADER_ENDED, fields, signer=certifying_signer(work))
    work.session.execute(delete(Grant).where(Grant.assignment_id == leading.id))
    forget_open_folders(work)


def leaders_of(work: UnitOfWork, folder_id: UUID, base_id: UUID) -> list[KnownLeading]:
    """Return who leads a club now, in the order in which they began, by the signed directory alone."""
    directory = directory_for(work)
    return [
        each
        for each in directory.leadings.of_club(folder_id, base_id)
        if not each.is_over(work.now)
        and each.staff_id in directory.people
        and directory.people[each.staff_id].enabled
    ]


def folders_led_by(work: UnitOfWork, person_id: UUID) -> list[UUID]:
    """Return the folders of the clubs a person leads now, stated in the base that is theirs."""
    known = directory_for(work).people.get(person_id)
    if known is None or not known.enabled:
        return []
    theirs = directory_for(work).leadings.of_person(person_id)
    return [each.folder_id for each in theirs if each.base_id == known.base_id and not each.is_over(work.now)]
