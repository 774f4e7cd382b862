"""Where a folder belongs, and who made it, only somebody who holds its key can say."""

from uuid import UUID, uuid4

import pytest

from app.foundation.errors import KeyRefused
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.assigning import link_folder
from app.keyring.folders import open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from app.staff import own_folders
from app.staff.pending import PendingKind, pending_lines
from app.unit_of_work import UnitOfWork
from app.vault.sealing import RecordKey
from app.vault.secrets import SymmetricKey
from models.folder import Folder, FolderKey
from tests.app.keyring.conftest import SealedCase
from tests.app.keyring.test_rotating import holders, put_on_case, write
from tests.support.folders import use_up
from tests.support.organisation import RIVERSIDE, Organisation


def bind_as(work: UnitOfWork, folder_id: UUID, *, case_id: UUID | None = None) -> None:
    """Sign where a folder belongs without holding its key, as somebody with the database file can."""
    folder = work.session.get_one(Folder, folder_id)
    folder.case_id = case_id
    bindings.bind(work, folder, RecordKey(SymmetricKey.generate(), 1))


def packet_of(organisation: Organisation) -> UUID:
    """Make a packet's folder as a caseworker."""
    with organisation.writing("caseworker") as work:
        folder_id = make_folder(work, FolderKind.PACKET, base_id=RIVERSIDE).id
        work.record("test.made", folders=[folder_id])
    return folder_id


def give_made(organisation: Organisation, name: str) -> int:
    """Give a person, as a supervisor, everything the rows say they made."""
    with organisation.writing("supervisor") as work:
        known = directory_for(work).person(organisation.ids[name])
        made = [due for due in own_folders.places_of(work, known) if due.place is own_folders.Place.MADE]
        return sum(own_folders.give_folders(work, known, due) for due in made)


def test_a_packet_signed_as_ones_own_is_not_offered(organisation: Organisation) -> None:
    folder_id = packet_of(organisation)
    with organisation.writing("field2") as work:
        bind_as(work, folder_id)

    with organisation.reading("supervisor") as work:
        kinds = [line.kind for line in pending_lines(work, organisation.ids["field2"])]
    assert PendingKind.MADE not in kinds


def test_a_packet_whose_key_is_signed_as_ones_own_too_is_not_given(organisation: Organisation) -> None:
    folder_id = packet_of(organisation)
    with organisation.writing("field2") as work:
        bind_as(work, folder_id)
        folder, key = (
            work.session.get_one(Folder, folder_id),
            work.session.get_one(FolderKey, (folder_id, 1)),
        )
        key.made_by = work.person.id
        key.signature = grants.sign_folder_key(work, folder, key)

    assert give_made(organisation, "field2") == 0
    assert organisation.ids["field2"] not in holders(organisation, folder_id, 1)


def test_a_folder_signed_into_a_case_by_a_stranger_to_it_is_not_granted(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("field") as work:
        concern = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE).id
        work.record("test.made", folders=[concern])
    with organisation.writing("technician") as work:
        bind_as(work, concern, case_id=sealed_case.case_id)

    put_on_case(organisation, sealed_case)

    assert holders(organisation, concern, 1) == set()
    with pytest.raises(KeyRefused):
        write(organisation, SealedCase(sealed_case.case_id, concern, uuid4(), b""))


def test_a_folder_signed_into_a_case_by_a_stranger_is_not_linked_on(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("field") as work:
        concern = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE).id
        work.record("test.made", folders=[concern])
    with organisation.writing("technician") as work:
        bind_as(work, concern, case_id=uuid4())

    with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
        link_folder(work, concern, case_id=sealed_case.case_id, child_id=uuid4())


def test_a_linked_folder_whose_key_was_renewed_is_still_granted(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("field") as work:
        concern = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE).id
        work.record("test.made", folders=[concern])
    with organisation.writing("supervisor") as work:
        link_folder(work, concern, case_id=sealed_case.case_id, child_id=uuid4())
    use_up(organisation, concern)
    write(organisation, SealedCase(sealed_case.case_id, concern, uuid4(), b""), by="supervisor2")

    put_on_case(organisation, sealed_case)

    with organisation.reading("caseworker") as work:
        assert len(open_folders(work, [concern])[concern].record_keys()) == 2


def test_who_adds_to_a_folder_believes_only_a_certifier_that_it_is_of_a_case(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("field") as work:
        concern = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE).id
        work.record("test.made", folders=[concern])
    with organisation.writing("caseworker") as work:
        bind_as(work, concern, case_id=sealed_case.case_id)
    with organisation.reading("field") as work, pytest.raises(KeyRefused):
        bindings.check_binding_without_key(directory_for(work), work.session.get_one(Folder, concern))
