"""A new key version goes to whoever may hold it by the signed directory, whatever rows say."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.foundation.errors import KeyRefused, NoKey
from app.keyring import grants
from app.keyring.assigning import assign, end_assignment, state_team
from app.keyring.folders import open_folder
from app.keyring.policy import Duty, FolderKind
from app.keyring.writing import make_folder
from app.vault.signing import sign
from models.folder import Folder
from models.grant import Grant
from tests.app.keyring.conftest import TEXT, SealedCase, Words
from tests.support.folders import newest_version, to_write, use_up
from tests.support.organisation import RIVERSIDE, Organisation


def write(organisation: Organisation, case: SealedCase, *, by: str = "supervisor") -> bytes:
    """Seal a later value in the folder."""
    with organisation.writing(by) as work:
        sealed = to_write(work, case.folder_id).seal(Words("written afterwards"), case.row_id)
        work.record("test.sealed", folders=[case.folder_id])
    return sealed


def holders(organisation: Organisation, folder_id: UUID, version: int) -> set[UUID]:
    """Return the people who were given a version."""
    query = select(Grant.holder_id).where(Grant.folder_id == folder_id, Grant.key_version == version)
    with organisation.server.store.reading() as session:
        return set(session.scalars(query.where(Grant.holder_kind == "person")))


def opens(organisation: Organisation, name: str, case: SealedCase, sealed: bytes) -> bool:
    """Tell whether a cast member opens a value."""
    with organisation.reading(name) as work:
        try:
            open_folder(work, case.folder_id).open(Words, case.row_id, sealed)
        except NoKey:
            return False
        return True


def put_on_case(organisation: Organisation, case: SealedCase, name: str = "caseworker") -> UUID:
    """Assign a cast member to the case."""
    with organisation.writing("supervisor") as work:
        return assign(work, case.case_id, organisation.ids[name], duty=Duty.CASEWORKER, base_id=RIVERSIDE)


@pytest.mark.parametrize("signing", ["junk", "own name"])
def test_a_row_for_a_stranger_does_not_bring_them_the_next_key(
    organisation: Organisation, sealed_case: SealedCase, signing: str
) -> None:
    technician = organisation.ids["technician"]
    with organisation.writing("technician") as work:
        row = Grant(
            id=uuid4(),
            folder_id=sealed_case.folder_id,
            key_version=1,
            holder_kind="person",
            holder_id=technician,
            holder_version=1,
            way="hpke",
            key_sealed=b"\0" * 80,
            granted_by=technician,
            granted_at=work.now,
            event_id=uuid4(),
            signature=b"\0" * 64,
        )
        if signing == "own name":
            message = grants._grant_message(work.installation_id, row)
            row.signature = sign(work.keychain.private.sign, grants.GRANT_LABEL, message)
        work.session.add(row)
    use_up(organisation, sealed_case.folder_id)

    sealed = write(organisation, sealed_case)

    assert holders(organisation, sealed_case.folder_id, 2) == set()
    with organisation.reading("technician") as work:
        folder = open_folder(work, sealed_case.folder_id)
        assert newest_version(work, folder.id) == 2
        with pytest.raises(NoKey):
            folder.open(Words, sealed_case.row_id, sealed)


def test_a_row_put_back_after_the_assignment_ended_does_not_bring_the_next_key(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    assignment_id = put_on_case(organisation, sealed_case)
    caseworker = Grant.holder_id == organisation.ids["caseworker"]
    with organisation.server.store.reading() as session:
        (grant,) = session.scalars(select(Grant).where(caseworker, Grant.folder_id == sealed_case.folder_id))
        kept = {column.name: getattr(grant, column.key) for column in Grant.__table__.columns}
    with organisation.writing("supervisor") as work:
        end_assignment(work, assignment_id, base_id=RIVERSIDE)
    with organisation.server.store.writing() as session:
        session.add(Grant(**kept))

    sealed = write(organisation, sealed_case)

    assert not opens(organisation, "caseworker", sealed_case, sealed)
    assert opens(organisation, "supervisor2", sealed_case, sealed)


def test_who_is_assigned_goes_on_reading_until_the_assignment_ends(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    assignment_id = put_on_case(organisation, sealed_case)
    use_up(organisation, sealed_case.folder_id)
    sealed = write(organisation, sealed_case)
    assert opens(organisation, "caseworker", sealed_case, sealed)

    with organisation.writing("supervisor") as work:
        end_assignment(work, assignment_id, base_id=RIVERSIDE)
    assert not opens(organisation, "caseworker", sealed_case, sealed)


def test_a_row_without_a_signature_that_holds_does_not_bring_the_next_key(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    put_on_case(organisation, sealed_case)
    caseworker = organisation.ids["caseworker"]
    with organisation.server.store.writing() as session:
        session.execute(update(Grant).where(Grant.holder_id == caseworker).values(signature=b"\0" * 64))
    use_up(organisation, sealed_case.folder_id)

    write(organisation, sealed_case)

    assert holders(organisation, sealed_case.folder_id, 2) == set()


def test_a_shifts_team_and_the_maker_of_a_packet_keep_theirs(organisation: Organisation) -> None:
    shift_id, field = uuid4(), organisation.ids["field"]
    with organisation.writing("field") as work:
        state_team(work, shift_id, [field], base_id=RIVERSIDE)
        shift = make_folder(work, FolderKind.SHIFT, base_id=RIVERSIDE, shift_id=shift_id).id
        work.record("test.made", folders=[shift])
    with organisation.writing("caseworker") as work:
        packet = make_folder(work, FolderKind.PACKET, base_id=RIVERSIDE).id
        work.record("test.made", folders=[packet])
    for folder_id in (shift, packet):
        use_up(organisation, folder_id)
        write(organisation, SealedCase(uuid4(), folder_id, uuid4(), b""))

    assert holders(organisation, shift, 2) == {field}
    assert holders(organisation, packet, 2) == {organisation.ids["caseworker"]}


def test_a_folder_whose_row_says_otherwise_than_was_signed_is_not_written_in(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.server.store.writing() as session:
        session.execute(update(Folder).where(Folder.id == sealed_case.folder_id).values(child_id=uuid4()))

    with pytest.raises(KeyRefused):
        write(organisation, sealed_case)

    with organisation.reading("supervisor") as work:
        assert newest_version(work, sealed_case.folder_id) == 1
        assert sealed_case.open_with(work) == TEXT
