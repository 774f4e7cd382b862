"""Who opens a folder, what rotates, and what a changed value does."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.foundation.errors import KeyRefused, NoKey, WillNotOpen
from app.keyring.assigning import assign, end_assignment, link_folder
from app.keyring.folders import open_folder, open_folders
from app.keyring.policy import Duty, FolderKind
from app.keyring.writing import make_folder
from models.audit_event import AuditEvent
from models.folder import Folder, FolderKey
from models.grant import Grant
from tests.app.keyring.conftest import TEXT, SealedCase, Words, seal_case
from tests.support.folders import newest_version, to_write
from tests.support.organisation import CAST, HILLSIDE, RIVERSIDE, Organisation

READERS_OF_A_CASE = {"supervisor", "supervisor2", "director", "director2"}


@pytest.mark.parametrize("name", sorted(set(CAST) - {"disabled"} | {"director"}))
def test_a_case_opens_for_supervision_and_nobody_else(
    organisation: Organisation, sealed_case: SealedCase, name: str
) -> None:
    with organisation.reading(name) as work:
        if name in READERS_OF_A_CASE:
            assert sealed_case.open_with(work) == TEXT
        else:
            with pytest.raises(NoKey):
                sealed_case.open_with(work)


def test_an_assignment_grants_the_case_and_its_end_takes_the_grant_away(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("supervisor") as work:
        assignment_id = assign(
            work,
            sealed_case.case_id,
            organisation.ids["caseworker"],
            duty=Duty.CASEWORKER,
            base_id=RIVERSIDE,
        )
    with organisation.reading("caseworker") as work:
        assert sealed_case.open_with(work) == TEXT
    with organisation.writing("supervisor") as work:
        end_assignment(work, assignment_id, base_id=RIVERSIDE)
    with organisation.reading("caseworker") as work, pytest.raises(NoKey):
        sealed_case.open_with(work)
    with organisation.writing("supervisor") as work:
        folder = to_write(work, sealed_case.folder_id)
        later = folder.seal(Words("written afterwards"), sealed_case.row_id)
        assert newest_version(work, folder.id) == 2
        assert folder.open(Words, sealed_case.row_id, later).text == "written afterwards"
        assert sealed_case.open_with(work) == TEXT


def _granted(organisation: Organisation, sealed_case: SealedCase) -> UUID:
    """Assign the caseworker, and return the assignment by which they hold the folder's key."""
    with organisation.writing("supervisor") as work:
        caseworker = organisation.ids["caseworker"]
        return assign(work, sealed_case.case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)


def test_a_grant_that_was_put_back_after_its_assignment_ended_opens_nothing(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    assignment_id = _granted(organisation, sealed_case)
    with organisation.server.store.reading() as session:
        row = session.scalars(select(Grant).where(Grant.assignment_id == assignment_id)).one()
        kept = {column.key: getattr(row, column.key) for column in Grant.__table__.columns}
    with organisation.writing("supervisor") as work:
        end_assignment(work, assignment_id, base_id=RIVERSIDE)
    with organisation.server.store.writing() as session:
        session.add(Grant(**kept))

    with organisation.reading("caseworker") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


@pytest.mark.parametrize("value", [None, uuid4()])
def test_a_grant_that_names_another_assignment_or_none_is_refused(
    organisation: Organisation, sealed_case: SealedCase, value: UUID | None
) -> None:
    assignment_id = _granted(organisation, sealed_case)
    with organisation.server.store.writing() as session:
        given = update(Grant).where(Grant.assignment_id == assignment_id)
        session.execute(given.values(assignment_id=value))

    with organisation.reading("caseworker") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


def test_a_grant_dated_back_is_refused(organisation: Organisation, sealed_case: SealedCase) -> None:
    assignment_id = _granted(organisation, sealed_case)
    with organisation.server.store.writing() as session:
        given = update(Grant).where(Grant.assignment_id == assignment_id)
        session.execute(given.values(granted_at=organisation.clock.now() - timedelta(days=9)))

    with organisation.reading("caseworker") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


def test_a_counsellor_is_granted_concerns_and_restoration_but_not_the_case_file(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("supervisor") as work:
        restoration = make_folder(
            work, FolderKind.RESTORATION, base_id=RIVERSIDE, case_id=sealed_case.case_id
        ).id
        counsellor = organisation.ids["counsellor"]
        assign(work, sealed_case.case_id, counsellor, duty=Duty.COUNSELLOR, base_id=RIVERSIDE)
    with organisation.reading("counsellor") as work:
        assert set(open_folders(work, [restoration, sealed_case.folder_id])) == {restoration}


def test_a_poster_cannot_open_what_they_posted(organisation: Organisation) -> None:
    with organisation.writing("field") as work:
        posted = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE)
        sealed = posted.seal(Words(TEXT), posted.id)
        work.record("test.posted")
    with organisation.reading("field") as work, pytest.raises(NoKey):
        open_folder(work, posted.id)
    with organisation.reading("supervisor") as work:
        assert open_folder(work, posted.id).open(Words, posted.id, sealed).text == TEXT


def test_linking_a_post_into_a_case_grants_it_to_who_is_assigned(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("field") as work:
        posted = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE)
    with organisation.writing("supervisor") as work:
        caseworker = organisation.ids["caseworker"]
        assign(work, sealed_case.case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
        link_folder(work, posted.id, case_id=sealed_case.case_id, child_id=sealed_case.row_id)
    with organisation.reading("caseworker") as work:
        assert posted.id in open_folders(work, [posted.id])


def test_a_changed_folder_row_does_not_make_an_assignment_grant_it(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    other = seal_case(organisation)
    with organisation.server.store.writing() as session:
        session.execute(
            update(Folder).where(Folder.id == other.folder_id).values(case_id=sealed_case.case_id)
        )
    with organisation.writing("supervisor") as work:
        caseworker = organisation.ids["caseworker"]
        assign(work, sealed_case.case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
    with organisation.reading("caseworker") as work:
        assert set(open_folders(work, [sealed_case.folder_id, other.folder_id])) == {sealed_case.folder_id}
    with organisation.server.store.reading() as session:
        refusals = session.scalars(select(AuditEvent.body).where(AuditEvent.action == "seal.refused")).all()
    assert any(str(other.folder_id) in body for body in refusals)


def test_a_value_moved_to_another_row_column_or_folder_does_not_open(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    other = seal_case(organisation)
    with organisation.reading("supervisor") as work:
        folder = open_folder(work, sealed_case.folder_id)
        with pytest.raises(WillNotOpen):
            folder.open(Words, other.row_id, sealed_case.sealed)
        with pytest.raises(WillNotOpen):
            folder.open_bytes(
                sealed_case.sealed, table="case_note", column="other", row_id=sealed_case.row_id
            )
        with pytest.raises(WillNotOpen):
            open_folder(work, other.folder_id).open(Words, sealed_case.row_id, sealed_case.sealed)


def test_a_refused_value_is_recorded_and_the_work_goes_on(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    flipped = bytearray(sealed_case.sealed)
    flipped[-1] ^= 1
    with organisation.reading("supervisor") as work:
        folder = open_folder(work, sealed_case.folder_id)
        assert folder.try_open(Words, sealed_case.row_id, bytes(flipped)) is None
        assert folder.try_open(Words, sealed_case.row_id, sealed_case.sealed[:-3]) is None
        assert sealed_case.open_with(work) == TEXT
    with organisation.server.store.reading() as session:
        query = select(AuditEvent.body).where(AuditEvent.action == "seal.refused")
        assert len(session.scalars(query).all()) == 2


def test_a_forged_grant_is_refused(organisation: Organisation, sealed_case: SealedCase) -> None:
    """A thief with the database gives the caseworker a grant for a key of the thief's own making."""
    with organisation.writing("othercaseworker") as forger:
        folder = forger.session.get_one(Folder, sealed_case.folder_id)
        from_forger = make_folder(forger, FolderKind.CHILD_OFFICE, base_id=RIVERSIDE)
        stolen = forger.session.scalars(select(Grant).where(Grant.folder_id == from_forger.id)).first()
        assert stolen is not None
        forged = {
            "folder_id": folder.id,
            "holder_kind": "person",
            "holder_id": organisation.ids["caseworker"],
            "holder_version": 1,
            "way": "hpke",
            "signature": b"\0" * 64,
        }
        forger.session.execute(update(Grant).where(Grant.id == stolen.id).values(**forged))
    with organisation.reading("caseworker") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)
    with organisation.reading("supervisor") as work:
        assert sealed_case.open_with(work) == TEXT


def test_a_folder_key_that_nobody_vouches_for_is_refused(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.server.store.writing() as session:
        key = session.get_one(FolderKey, (sealed_case.folder_id, 1))
        key.made_by = organisation.ids["othersupervisor"]
    with organisation.reading("supervisor") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


def test_a_folder_of_one_base_cannot_be_relabelled_for_another(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.server.store.writing() as session:
        session.execute(update(Folder).where(Folder.id == sealed_case.folder_id).values(base_id=HILLSIDE))
    with organisation.reading("supervisor") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


def test_opening_is_recorded_with_the_folder_and_the_case(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.reading("director2") as work:
        sealed_case.open_with(work)
    with organisation.server.store.reading() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert (last.action, last.actor_id) == ("opened", organisation.ids["director2"])
    assert str(sealed_case.folder_id) in last.body
    assert str(sealed_case.case_id) in last.body
