"""Attacks by an account of one's own together with the database: nothing written later goes to who made a key."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from app.foundation.errors import KeyRefused, NoKey
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.assigning import assign, end_assignment, link_folder
from app.keyring.folders import open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind, Duty, FolderKind
from app.keyring.writing import folder_to_write, make_folder
from app.unit_of_work import UnitOfWork
from app.vault.sealing import RecordKey
from app.vault.secrets import SymmetricKey
from models.folder import Folder, FolderKey
from models.grant import Grant
from tests.app.keyring.conftest import SealedCase, Words
from tests.app.keyring.test_rotating import holders, opens, put_on_case
from tests.support.folders import newest_version, plant_key, to_write
from tests.support.organisation import RIVERSIDE, Organisation


def take_over(
    organisation: Organisation, folder_id: UUID, *, by: str, version: int = 1, before: RecordKey | None = None
) -> RecordKey:
    """Put a key of one's own making where the folder's was: key, binding and grants, the old ones deleted."""
    with organisation.writing(by) as work:
        if before is None:
            work.session.execute(delete(FolderKey).where(FolderKey.folder_id == folder_id))
            work.session.execute(delete(Grant).where(Grant.folder_id == folder_id))
        folder = work.session.get_one(Folder, folder_id)
        known = RecordKey(SymmetricKey.generate(), version)
        plant_key(work, folder, known, seq=directory_for(work).seq, before=before or known)
        bindings.bind(work, folder, known)
        circle = directory_for(work).circle(CircleKind.SUPERVISION, RIVERSIDE)
        grants.grant_to_circle(work, folder, known, circle)
        grants.grant_to_person(work, folder, known, work.person.id)
    return known


def key_of(organisation: Organisation, name: str, folder_id: UUID) -> RecordKey:
    """Return the newest key as a cast member can keep it."""
    with organisation.reading(name) as work:
        return open_folder(work, folder_id).newest_key()


def write_note(organisation: Organisation, case: SealedCase, *, by: str = "supervisor") -> bytes:
    """Write in the case as the case's pages do: to the folder its row names, and of that case."""
    with organisation.writing(by) as work:
        folder = folder_to_write(
            work, FolderKind.CASE, case.folder_id, base_id=RIVERSIDE, case_id=case.case_id
        )
        sealed = folder.seal(Words("written afterwards"), case.row_id)
        work.record("test.sealed", folders=[folder.id])
    return sealed


@pytest.mark.parametrize("by", ["technician", "auditor", "field", "caseworker", "othersupervisor"])
def test_a_case_whose_first_key_was_exchanged_is_not_written_in(
    organisation: Organisation, sealed_case: SealedCase, by: str
) -> None:
    take_over(organisation, sealed_case.folder_id, by=by)

    with pytest.raises(KeyRefused):
        write_note(organisation, sealed_case)


def test_a_word_under_a_first_key_that_was_exchanged_is_not_shown(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    known = take_over(organisation, sealed_case.folder_id, by="caseworker")

    with organisation.reading("supervisor") as work:
        folder = open_folder(work, sealed_case.folder_id)
        with pytest.raises(KeyRefused):
            folder.newest_key()
        assert known.key_id == work.session.get_one(FolderKey, (folder.id, 1)).key_id


def test_who_was_on_the_case_and_exchanges_its_key_reads_nothing_more(organisation: Organisation) -> None:
    """They once had the right to make such a folder; that they may not hold it now is enough to renew its key."""
    case_id = uuid4()
    with organisation.writing("supervisor") as work:
        assignment = assign(
            work, case_id, organisation.ids["caseworker"], duty=Duty.CASEWORKER, base_id=RIVERSIDE
        )
    with organisation.writing("supervisor") as work:
        placements = make_folder(work, FolderKind.PLACEMENTS, base_id=RIVERSIDE, case_id=case_id).id
        end_assignment(work, assignment, base_id=RIVERSIDE)
    take_over(organisation, placements, by="caseworker")

    with organisation.writing("supervisor") as work:
        sealed = to_write(work, placements).seal(Words("the new address"), uuid4())
        work.record("test.sealed", folders=[placements])

    with organisation.reading("supervisor2") as work:
        assert newest_version(work, placements) == 2
        newest = open_folder(work, placements).newest_key()
        assert sealed[2:18] == newest.key_id
    with organisation.reading("caseworker") as work, pytest.raises(NoKey):
        open_folder(work, placements).newest_key()


@pytest.mark.parametrize("row_says", ["their case", "this case"])
def test_who_was_on_a_case_cannot_draw_its_folder_into_one_they_are_on_now(
    organisation: Organisation, row_says: str
) -> None:
    """They kept the key, make a next one that fits it, and say that the folder is of a case of theirs."""
    case_id, other_case = uuid4(), uuid4()
    caseworker = organisation.ids["caseworker"]
    with organisation.writing("supervisor") as work:
        assigned = assign(work, case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
        assign(work, other_case, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
        placements = make_folder(work, FolderKind.PLACEMENTS, base_id=RIVERSIDE, case_id=case_id).id
    kept = key_of(organisation, "caseworker", placements)
    with organisation.writing("supervisor") as work:
        end_assignment(work, assigned, base_id=RIVERSIDE)
    if row_says == "their case":
        with organisation.server.store.writing() as session:
            session.execute(update(Folder).where(Folder.id == placements).values(case_id=other_case))
    take_over(organisation, placements, by="caseworker", version=2, before=kept)

    def write(work: UnitOfWork) -> bytes:
        folder = folder_to_write(work, FolderKind.PLACEMENTS, placements, base_id=RIVERSIDE, case_id=case_id)
        return folder.seal(Words("the new address"), uuid4())

    if row_says == "their case":
        with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
            write(work)
        return
    with organisation.writing("supervisor") as work:
        sealed = write(work)
        work.record("test.sealed", folders=[placements])
    with organisation.reading("supervisor") as work:
        assert newest_version(work, placements) == 3
        assert sealed[2:18] == open_folder(work, placements).newest_key().key_id
    assert caseworker not in holders(organisation, placements, 3)


def test_a_record_pointed_at_a_folder_that_others_hold_too_is_not_written_in(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    """The case's row names its restoration folder instead of its own: the counsellor would read its notes."""
    with organisation.writing("supervisor") as work:
        restoration = make_folder(
            work, FolderKind.RESTORATION, base_id=RIVERSIDE, case_id=sealed_case.case_id
        ).id
    pointed = SealedCase(sealed_case.case_id, restoration, sealed_case.row_id, b"")

    with pytest.raises(KeyRefused):
        write_note(organisation, pointed)


def test_a_cleared_trace_of_an_ended_place_does_not_keep_the_old_key(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    """Whoever left keeps the key; rows they could change do not decide whether it is used again."""
    assignment = put_on_case(organisation, sealed_case)
    with organisation.writing("supervisor") as work:
        end_assignment(work, assignment, base_id=RIVERSIDE)
    with organisation.server.store.writing() as session:
        session.execute(update(FolderKey).values(sealings=0))

    sealed = write_note(organisation, sealed_case)

    with organisation.reading("supervisor") as work:
        assert newest_version(work, sealed_case.folder_id) == 2
    assert opens(organisation, "supervisor2", sealed_case, sealed)


def test_a_key_said_to_be_newer_than_it_is_does_not_open_at_all(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.server.store.writing() as session:
        session.execute(update(FolderKey).values(directory_seq=10**6))

    with organisation.reading("supervisor") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


def test_only_who_sorts_concerns_says_that_one_is_of_a_case_before_it_is_written_in(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    """A caseworker who holds a concern says that it is of a case of theirs."""
    put_on_case(organisation, sealed_case)
    other_case = uuid4()
    with organisation.writing("field") as work:
        concern = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE).id
        work.record("test.made", folders=[concern])
    with organisation.writing("supervisor") as work:
        link_folder(work, concern, case_id=sealed_case.case_id, child_id=uuid4())
        assign(work, other_case, organisation.ids["caseworker"], duty=Duty.CASEWORKER, base_id=RIVERSIDE)
    with organisation.writing("caseworker") as work:
        open_folder(work, concern).say_where_it_belongs(child_id=None, case_id=other_case)

    with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
        folder_to_write(work, FolderKind.CONCERN, concern, base_id=RIVERSIDE, case_id=other_case)


def test_a_case_that_a_poster_says_is_not_said_again_by_who_sorts_concerns(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    """They know the key of what they posted, and are assigned to the case they say it is of."""
    put_on_case(organisation, sealed_case)
    with organisation.writing("caseworker") as work:
        posted = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE)
        posted.say_where_it_belongs(child_id=None, case_id=sealed_case.case_id)
        work.record("test.made", folders=[posted.id])

    with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
        folder = open_folder(work, posted.id)
        folder.say_where_it_belongs(child_id=uuid4(), case_id=folder.row.case_id)


def test_a_member_of_the_newest_circle_alone_reads_what_somebody_on_the_case_began(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    put_on_case(organisation, sealed_case)
    assignment = put_on_case(organisation, sealed_case, "othercaseworker")
    with organisation.writing("supervisor") as work:
        end_assignment(work, assignment, base_id=RIVERSIDE)
    sealed = write_note(organisation, sealed_case, by="caseworker")
    with organisation.server.store.writing() as session:
        first = (Grant.folder_id == sealed_case.folder_id, Grant.key_version == 1)
        session.execute(delete(Grant).where(*first))

    assert opens(organisation, "supervisor2", sealed_case, sealed)
