"""What is opened is remembered while one transaction lasts, and everything is checked again in the next."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from app.access.gate import abandon, undo
from app.foundation.errors import KeyRefused, NoKey
from app.keyring import known_directory
from app.keyring.admitting import remove_person
from app.keyring.assigning import assign, end_assignment
from app.keyring.circles import add_member, circle_secret, remove_member
from app.keyring.folders import open_folder, open_folders, prefetch_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind, Duty, FolderKind
from app.keyring.root import root_signer
from app.keyring.writing import make_folder
from app.unit_of_work import Mode, Remembered, UnitOfWork
from app.vault.keychain import Keychain
from models.folder import Folder, FolderKey
from models.grant import Grant
from tests.app.keyring.conftest import TEXT, SealedCase, Words
from tests.support.folders import newest_version, to_write, use_up
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.statements import counted_statements, reading
from tests.support.tampering import recorded

SOMETHING: Remembered[dict[str, str]] = Remembered(dict)


def posts(organisation: Organisation, how_many: int) -> list[UUID]:
    """Make concerns in the name of somebody who may not read them: each sealed to the circle's public key."""
    made = []
    for _ in range(how_many):
        with organisation.writing("field") as work:
            made.append(make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE).id)
    return made


def supervision(work: UnitOfWork) -> UUID:
    """Return the id of the first base's supervision circle."""
    return directory_for(work).circle(CircleKind.SUPERVISION, RIVERSIDE).id


def holds_anything(keychain: Keychain) -> bool:
    """Tell whether a keychain holds more than the person's own keys."""
    return bool(keychain.circle_secrets or keychain.circle_private_keys or keychain.record_keys)


def test_a_folder_is_read_once_a_work(organisation: Organisation, sealed_case: SealedCase) -> None:
    engine = organisation.server.store.engine
    with organisation.reading("supervisor") as work, counted_statements(engine) as sent:
        first = open_folder(work, sealed_case.folder_id)
        again = open_folders(work, [sealed_case.folder_id, sealed_case.folder_id])[sealed_case.folder_id]
        assert again is first
        assert sealed_case.open_with(work) == TEXT
    for table in ("folder", "folder_grant"):
        assert len(reading(table, sent)) == 1


def test_a_folder_that_did_not_open_is_asked_for_again(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_id = uuid4()
    monkeypatch.setattr("app.keyring.writing.uuid4", lambda: folder_id)
    with organisation.writing("supervisor") as work:
        assert open_folders(work, [folder_id]) == {}
        make_folder(work, FolderKind.CASE, base_id=RIVERSIDE, case_id=uuid4())
        assert open_folder(work, folder_id).record_keys()


def test_folders_that_are_foreseen_are_read_at_once_and_not_noted_until_they_are_opened(
    organisation: Organisation,
) -> None:
    child_id, engine = uuid4(), organisation.server.store.engine
    with organisation.writing("supervisor") as work:
        readable = [
            make_folder(work, FolderKind.CASE, base_id=RIVERSIDE, child_id=child_id).id for _ in "abc"
        ]
    with organisation.reading("supervisor") as work:
        prefetch_folders(work, child_id=child_id)
        assert work.opened == {}
        with counted_statements(engine) as sent:
            assert list(open_folders(work, readable)) == readable
        assert sent == []
        assert list(work.opened[RIVERSIDE].folders) == readable
    with organisation.reading("caseworker") as work:
        prefetch_folders(work, child_id=child_id)
        assert open_folders(work, readable) == {}


def test_a_circles_key_is_opened_once_for_all_that_was_sealed_to_it(organisation: Organisation) -> None:
    posted = posts(organisation, 6)
    engine = organisation.server.store.engine
    with organisation.reading("supervisor") as work, counted_statements(engine) as sent:
        for folder in open_folders(work, posted).values():
            assert folder.record_keys()
    assert len(reading("circle_version", sent)) == 1
    assert len(reading("circle_membership", sent)) == 1


def test_nothing_opened_outlives_its_transaction(organisation: Organisation, sealed_case: SealedCase) -> None:
    (posted,) = posts(organisation, 1)
    work = organisation.open("supervisor", Mode.READING)
    sealed_case.open_with(work)
    work.remember(SOMETHING)["word"] = "heard"
    assert work.remember(SOMETHING) == {"word": "heard"}
    open_folder(work, posted).record_keys()
    keychain = work.keychain
    assert keychain.circle_secrets
    assert keychain.circle_private_keys
    assert keychain.record_keys

    work.begin_writing()
    assert work.remember(SOMETHING) == {}
    assert not holds_anything(keychain)
    assert sealed_case.open_with(work) == TEXT
    abandon(work)
    assert not holds_anything(keychain)


@pytest.mark.parametrize("end", [undo, abandon])
def test_a_rollback_forgets_what_was_made(organisation: Organisation, end: object) -> None:
    work = organisation.open("supervisor")
    made = make_folder(work, FolderKind.CASE, base_id=RIVERSIDE, case_id=uuid4()).id
    assert open_folder(work, made).record_keys()
    assert callable(end)
    end(work)
    with pytest.raises(NoKey):
        open_folder(work, made)
    abandon(work)


def test_a_rotation_that_was_rolled_back_leaves_the_key_as_it_was(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    use_up(organisation, sealed_case.folder_id)
    work = organisation.open("supervisor")
    to_write(work, sealed_case.folder_id).seal(Words("never kept"), sealed_case.row_id)
    work.session.flush()
    assert newest_version(work, sealed_case.folder_id) == 2
    abandon(work)
    assert newest_version(work, sealed_case.folder_id) == 1
    assert sealed_case.open_with(work) == TEXT
    abandon(work)


def test_who_was_removed_from_a_circle_opens_nothing_by_it_in_the_next_work(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    work = organisation.open("supervisor2", Mode.READING)
    sealed_case.open_with(work)
    circle_secret(work, supervision(work), 1)
    work.end_transaction()

    with organisation.writing("director") as removing:
        remove_member(
            removing, supervision(removing), organisation.ids["supervisor2"], signer=root_signer(removing)
        )
    # The same keychain, as if the request before had left something in it.
    with pytest.raises(NoKey):
        circle_secret(work, supervision(work), 1)
    with pytest.raises(NoKey):
        sealed_case.open_with(work)
    abandon(work)


def test_grants_that_were_taken_away_are_read_anew_within_the_work(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("supervisor") as work:
        caseworker = organisation.ids["caseworker"]
        assigned = assign(work, sealed_case.case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
    with organisation.writing("supervisor") as work:
        before = open_folder(work, sealed_case.folder_id)
        end_assignment(work, assigned, base_id=RIVERSIDE)
        after = open_folder(work, sealed_case.folder_id)
        assert after is not before
        to_write(work, sealed_case.folder_id).seal(Words("written afterwards"), sealed_case.row_id)
        work.session.flush()
        assert newest_version(work, sealed_case.folder_id) == 2
    with organisation.writing("director") as work:
        before = open_folder(work, sealed_case.folder_id)
        remove_person(work, organisation.ids["caseworker"], signer=root_signer(work))
        assert open_folder(work, sealed_case.folder_id) is not before


def test_what_held_in_one_work_is_checked_again_in_the_next(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.reading("supervisor") as work:
        assert sealed_case.open_with(work) == TEXT
    with organisation.server.store.writing() as session:
        session.execute(update(FolderKey).values(made_by=organisation.ids["othersupervisor"]))
    with organisation.reading("supervisor") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)
    with organisation.server.store.writing() as session:
        session.execute(delete(Grant).where(Grant.folder_id == sealed_case.folder_id))
    with organisation.reading("supervisor") as work, pytest.raises(NoKey):
        sealed_case.open_with(work)


def test_a_grant_row_that_names_another_kind_of_holder_is_nobodys(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    """A circle's id in a person's grant, and a person's id in a circle's: neither is looked at."""
    with organisation.server.store.writing() as session:
        session.execute(
            update(Grant).where(Grant.folder_id == sealed_case.folder_id).values(holder_kind="person")
        )
    with organisation.reading("supervisor") as work, pytest.raises(NoKey):
        sealed_case.open_with(work)


def test_every_opening_is_noted_though_the_folder_is_read_once(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    work = organisation.open("supervisor", Mode.READING)
    open_folder(work, sealed_case.folder_id)
    work.begin_writing()
    open_folder(work, sealed_case.folder_id)
    open_folder(work, sealed_case.folder_id)
    assert list(work.opened[RIVERSIDE].folders) == [sealed_case.folder_id]
    abandon(work)


def test_a_newcomer_is_shown_an_older_value_as_unreadable_and_nobody_is_accused(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    """The key was rotated after the value was sealed, and the newcomer was given the key of now only."""
    caseworker = organisation.ids["caseworker"]
    with organisation.writing("supervisor") as work:
        assign(work, sealed_case.case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
    use_up(organisation, sealed_case.folder_id)
    later = uuid4()
    with organisation.writing("supervisor") as work:
        newer = to_write(work, sealed_case.folder_id).seal(Words("written afterwards"), later)
    with organisation.server.store.writing() as session:
        session.execute(delete(Grant).where(Grant.holder_id == caseworker, Grant.key_version == 1))

    with organisation.reading("caseworker") as work:
        folder = open_folder(work, sealed_case.folder_id)
        assert folder.try_open(Words, sealed_case.row_id, sealed_case.sealed) is None
        assert folder.try_open(Words, later, newer) == Words("written afterwards")
        with pytest.raises(NoKey):
            folder.open(Words, sealed_case.row_id, sealed_case.sealed)
    assert recorded(organisation, "seal.refused") == []


def test_a_new_member_opens_what_was_posted_before_in_the_work_after(organisation: Organisation) -> None:
    (posted,) = posts(organisation, 1)
    with organisation.writing("director") as work:
        add_member(work, supervision(work), organisation.ids["caseworker"], signer=root_signer(work))
    with organisation.reading("caseworker") as work:
        assert open_folder(work, posted).record_keys()
        assert work.session.scalars(select(Folder.id).where(Folder.id == posted)).one() == posted


def test_nobody_who_waits_for_a_connection_keeps_others_from_the_directory(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where connections are few, whoever held the one and waited for the other would stop the whole server."""
    store, had = organisation.server.store, []

    class Watched:
        def __enter__(self) -> None:
            had.append(session.in_transaction())

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr(known_directory, "_LOCK", Watched())
    with store.reading() as session:
        known_directory.verified_directory(store, session, organisation.server.installation_id)

    assert had == [True]
