"""Attacks with keys that ended because somebody else knew them: nothing is written under what they sign."""

from uuid import uuid4

import pytest
from sqlalchemy import delete

from app.foundation.errors import KeyRefused
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.folders import open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import RecordKey
from app.vault.secrets import SymmetricKey
from app.vault.signing import sign
from models.folder import Folder, FolderKey
from models.grant import Grant
from tests.app.keyring.conftest import SealedCase
from tests.app.keyring.test_rotating import write
from tests.support.folders import newest_version
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.staff import admit_again, renew_own


def stolen_then_replaced(organisation: Organisation) -> PersonPrivateKeys:
    """Return the keys a supervisor had until they made new ones and were admitted again."""
    with organisation.reading("supervisor") as work:
        stolen = work.keychain.private
    renew_own(organisation, "supervisor")
    admit_again(organisation, "supervisor")
    return stolen


def plant(organisation: Organisation, case: SealedCase, stolen: PersonPrivateKeys, *, seq: int) -> None:
    """Exchange the folder's first key for a known one, in the supervisor's name and by their old keys."""
    with organisation.writing("technician") as work:
        work.session.execute(delete(FolderKey).where(FolderKey.folder_id == case.folder_id))
        work.session.execute(delete(Grant).where(Grant.folder_id == case.folder_id))
        folder = work.session.get_one(Folder, case.folder_id)
        known = RecordKey(SymmetricKey.generate(), 1)
        key = FolderKey(
            folder_id=folder.id,
            version=1,
            key_id=known.key_id,
            made_by=organisation.ids["supervisor"],
            directory_seq=seq,
            event_id=uuid4(),
            sealings=0,
        )
        message = grants._key_message(work.installation_id, folder, key)
        key.signature = sign(stolen.sign, grants.KEY_LABEL, message)
        key.chain = grants.chain_folder_key(work.installation_id, folder, key, known)
        work.session.add(key)
        folder.bound_by = organisation.ids["supervisor"]
        bound = bindings._message(folder, work.installation_id.bytes)
        folder.binding = sign(stolen.sign, bindings.LABEL, bound)
        bindings.renew_mark(work.installation_id, folder, known)
        circle = directory_for(work).circle(CircleKind.SUPERVISION, RIVERSIDE)
        grants.grant_to_circle(work, folder, known, circle)


def newest_statement(organisation: Organisation) -> int:
    """Return how far the directory has come."""
    with organisation.reading("director") as work:
        return directory_for(work).seq


def test_a_key_by_replaced_keys_is_not_believed_as_one_of_today(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    stolen = stolen_then_replaced(organisation)
    plant(organisation, sealed_case, stolen, seq=newest_statement(organisation))

    with pytest.raises(KeyRefused):
        write(organisation, sealed_case, by="supervisor2")


def test_a_key_by_replaced_keys_dated_back_is_followed_by_another(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    stolen = stolen_then_replaced(organisation)
    with organisation.reading("director") as work:
        until = directory_for(work).lost_at[organisation.ids["supervisor"]]
    plant(organisation, sealed_case, stolen, seq=until - 1)

    sealed = write(organisation, sealed_case, by="supervisor2")

    with organisation.reading("supervisor") as work:
        assert newest_version(work, sealed_case.folder_id) == 2
        assert sealed[2:18] == open_folder(work, sealed_case.folder_id).newest_key().key_id
