"""A folder's next key is made by whoever held the one before; nobody else's is read or sealed under."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select

from app.foundation.errors import KeyRefused
from app.keyring import grants
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.staff.case_places import end_case_places
from app.unit_of_work import UnitOfWork
from app.vault.sealing import RecordKey
from app.vault.secrets import SymmetricKey
from models.audit_event import AuditEvent
from models.folder import Folder, FolderKey
from models.grant import Grant
from tests.app.keyring.conftest import TEXT, SealedCase, Words
from tests.app.keyring.test_rotating import opens, put_on_case, write
from tests.support.folders import newest_version, plant_key, to_write, use_up
from tests.support.organisation import RIVERSIDE, Organisation


def plant(organisation: Organisation, folder_id: UUID, *, version: int = 2, by: str = "technician") -> None:
    """Put in a key of one's own making, as somebody with an account and the database file can."""
    with organisation.writing(by) as work:
        folder = work.session.get_one(Folder, folder_id)
        known = RecordKey(SymmetricKey.generate(), version)
        plant_key(work, folder, known, seq=directory_for(work).seq, before=known)
        circle = directory_for(work).circle(CircleKind.SUPERVISION, RIVERSIDE)
        grants.grant_to_circle(work, folder, known, circle)
        grants.grant_to_person(work, folder, known, organisation.ids["caseworker"])


def seal_in(work: UnitOfWork, case: SealedCase) -> bytes:
    """Write a note."""
    return to_write(work, case.folder_id).seal(Words("a new note"), case.row_id)


@pytest.mark.parametrize("by", ["technician", "auditor", "othersupervisor"])
@pytest.mark.parametrize("writer", ["supervisor", "caseworker"])
def test_a_key_by_somebody_who_never_held_the_folder_is_not_sealed_under(
    organisation: Organisation, sealed_case: SealedCase, by: str, writer: str
) -> None:
    put_on_case(organisation, sealed_case)
    plant(organisation, sealed_case.folder_id, by=by)

    with organisation.writing(writer) as work:
        with pytest.raises(KeyRefused):
            seal_in(work, sealed_case)
        assert sealed_case.open_with(work) == TEXT
    with organisation.server.store.reading() as session:
        bodies = session.scalars(select(AuditEvent.body).where(AuditEvent.action == "seal.refused")).all()
    assert any(str(sealed_case.folder_id) in body for body in bodies)


def test_who_was_given_only_the_newer_key_does_not_believe_a_stranger(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    """The thief also takes the older copies away, so that nobody can check the new key by the old one."""
    put_on_case(organisation, sealed_case)
    with organisation.server.store.writing() as session:
        session.execute(delete(Grant).where(Grant.folder_id == sealed_case.folder_id))
    plant(organisation, sealed_case.folder_id)

    for writer in ("supervisor", "caseworker"):
        with organisation.writing(writer) as work, pytest.raises(KeyRefused):
            seal_in(work, sealed_case)


def test_who_was_given_only_the_newer_key_believes_a_member(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    use_up(organisation, sealed_case.folder_id)
    sealed = write(organisation, sealed_case)
    with organisation.server.store.writing() as session:
        first = (Grant.folder_id == sealed_case.folder_id, Grant.key_version == 1)
        session.execute(delete(Grant).where(*first))

    assert opens(organisation, "supervisor2", sealed_case, sealed)


def test_a_chain_of_versions_opens_from_the_first_to_the_last(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    put_on_case(organisation, sealed_case)
    values = [sealed_case.sealed]
    for by in ("caseworker", "supervisor", "caseworker"):
        use_up(organisation, sealed_case.folder_id)
        values.append(write(organisation, sealed_case, by=by))

    for name in ("supervisor2", "caseworker", "director"):
        assert all(opens(organisation, name, sealed_case, each) for each in values)
    with organisation.reading("supervisor") as work:
        assert newest_version(work, sealed_case.folder_id) == 4


def test_a_first_key_taken_over_under_another_name_is_refused(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("field2") as work:
        key = work.session.get_one(FolderKey, (sealed_case.folder_id, 1))
        key.made_by = work.person.id
        folder = work.session.get_one(Folder, sealed_case.folder_id)
        key.signature = grants.sign_folder_key(work, folder, key)

    with organisation.reading("supervisor") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


def test_a_version_by_somebody_who_may_not_hold_the_folder_now_is_followed_by_another(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    """Whoever was on the case still knows its old key, and could make a next one by it."""
    put_on_case(organisation, sealed_case)
    use_up(organisation, sealed_case.folder_id)
    write(organisation, sealed_case, by="caseworker")
    with organisation.writing("director") as work:
        end_case_places(work, organisation.ids["caseworker"])
    write(organisation, sealed_case)

    with organisation.server.store.reading() as session:
        key = session.get_one(FolderKey, (sealed_case.folder_id, 3))
        assert key.made_by == organisation.ids["supervisor"]
