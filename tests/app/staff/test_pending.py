"""What new keys cost is listed line by line, each naming who can give it, and is given in steps."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from app.foundation.errors import KeyRefused, NoKey, NotVisible, Refused
from app.keyring.folders import open_folder
from app.keyring.policy import CircleKind, FolderKind
from app.keyring.writing import make_folder
from app.staff import own_folders
from app.staff.pending import PendingKind, PendingLine, give, pending_lines
from models.case import Case
from models.circle import CircleMembership
from models.encounter import Encounter
from models.folder import Folder
from models.grant import Grant
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.outreach import met_on, shift_of
from tests.support.staff import actions, admit_again, renew


def lines_of(organisation: Organisation, name: str, *, seen_by: str = "supervisor") -> list[PendingLine]:
    """Return what a cast member waits for, as a colleague sees it."""
    with organisation.reading(seen_by) as work:
        return list(pending_lines(work, organisation.ids[name]))


def give_all(organisation: Organisation, name: str, *, by: str = "supervisor") -> int:
    """Give everything one can, step by step. Returns how many steps it took."""
    steps = 0
    while mine := [line for line in lines_of(organisation, name, seen_by=by) if line.may_give]:
        with organisation.writing(by) as work:
            assert give(work, organisation.ids[name], mine[0].key)
        steps += 1
    return steps


def opens(organisation: Organisation, name: str, folder_id: UUID) -> bool:
    """Tell whether a cast member's keychain opens a folder."""
    with organisation.reading(name) as work:
        try:
            return bool(open_folder(work, folder_id).record_keys())
        except NoKey:
            return False


def folder_of(organisation: Organisation, table: type[Case] | type[Encounter], id_: UUID) -> UUID:
    """Return the folder a record lies in."""
    with organisation.server.store.reading() as session:
        return session.scalars(select(table.folder_id).where(table.id == id_)).one()


def test_nobody_waits_for_anything_after_an_ordinary_admission(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation))
    met_on(organisation, shift_of(organisation, team=("field2",)))

    for name in ("caseworker", "field", "field2", "supervisor", "director", "technician"):
        assert lines_of(organisation, name, seen_by="director") == []


def test_a_caseworker_with_new_keys_is_given_their_cases_again(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    folder_id = folder_of(organisation, Case, case_id)
    renew(organisation, "caseworker", by="supervisor")
    assert lines_of(organisation, "caseworker") == []  # nothing before admission
    admit_again(organisation, "caseworker", by="supervisor")

    (line,) = lines_of(organisation, "caseworker")
    assert (line.kind, line.may_give) == (PendingKind.CASE, True)
    assert line.code.startswith("RV-")
    assert set(line.givers) == {
        "Supervisor Person",
        "Supervisor2 Person",
        "Dara Director",
        "Director2 Person",
    }
    assert not opens(organisation, "caseworker", folder_id)

    give_all(organisation, "caseworker")

    assert opens(organisation, "caseworker", folder_id)
    assert lines_of(organisation, "caseworker") == []
    assert "pending.given" in actions(organisation)


def test_an_outreach_worker_with_new_keys_is_given_their_nights_again(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, team=("field2",))
    encounters = [folder_of(organisation, Encounter, met_on(organisation, shift_id)) for _ in range(3)]
    renew(organisation, "field")
    admit_again(organisation, "field")

    (line,) = lines_of(organisation, "field")
    assert (line.kind, line.count) == (PendingKind.SHIFT, 4)

    give_all(organisation, "field")

    assert all(opens(organisation, "field", folder) for folder in encounters)


def test_long_lists_are_given_in_steps_that_go_on_where_they_stopped(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_folders, "FOLDERS_A_STEP", 2)
    shift_id = shift_of(organisation)
    for _ in range(4):
        met_on(organisation, shift_id)
    renew(organisation, "field")
    admit_again(organisation, "field")

    with organisation.writing("supervisor") as work:
        assert give(work, organisation.ids["field"], "shift") == 2
    assert lines_of(organisation, "field")[0].count == 3
    assert give_all(organisation, "field") == 2


def test_a_drafter_with_new_keys_is_given_their_packets_again(organisation: Organisation) -> None:
    with organisation.writing("caseworker") as work:
        folder_id = make_folder(work, FolderKind.PACKET, base_id=RIVERSIDE).id
        work.record("test.made", folders=[folder_id])
    renew(organisation, "caseworker")
    admit_again(organisation, "caseworker")

    (line,) = lines_of(organisation, "caseworker")
    assert line.kind is PendingKind.MADE
    give_all(organisation, "caseworker", by="director")
    assert opens(organisation, "caseworker", folder_id)


def test_a_folder_put_into_a_case_by_its_row_alone_is_not_given(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    stray = case_of(organisation, child_of(organisation, latin="Other Child"), assigned=())
    stray_folder = folder_of(organisation, Case, stray)
    with organisation.server.store.writing() as session:
        session.execute(update(Folder).where(Folder.id == stray_folder).values(case_id=case_id))
    renew(organisation, "caseworker")
    admit_again(organisation, "caseworker")

    with organisation.writing("supervisor") as work:
        key = pending_lines(work, organisation.ids["caseworker"])[0].key
        give(work, organisation.ids["caseworker"], key)

    assert not opens(organisation, "caseworker", stray_folder)
    assert opens(organisation, "caseworker", folder_of(organisation, Case, case_id))
    assert "seal.refused" in actions(organisation)


def test_a_stranger_in_a_shift_by_a_row_alone_is_due_nothing(organisation: Organisation) -> None:
    shift_of(organisation)
    with organisation.server.store.writing() as session:
        folder = session.scalars(select(Folder).where(Folder.kind == "shift")).one()
        folder.bound_by = organisation.ids["field2"]

    assert lines_of(organisation, "field2") == []


def test_a_circle_secret_taken_from_the_table_is_listed_and_given_again(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        session.execute(
            delete(CircleMembership).where(CircleMembership.holder_id == organisation.ids["caseworker"])
        )

    lines = lines_of(organisation, "caseworker")
    assert {(line.kind, line.circle) for line in lines} == {
        (PendingKind.CIRCLE, CircleKind.STREET),
        (PendingKind.CIRCLE, CircleKind.OFFICE),
    }
    give_all(organisation, "caseworker")
    child_of(organisation)
    assert lines_of(organisation, "caseworker") == []


@pytest.mark.parametrize(
    ("by", "error"),
    [
        ("technician", Refused),
        ("othersupervisor", NotVisible),
        ("field2", NotVisible),
        ("auditor", NotVisible),
    ],
)
def test_only_who_is_in_charge_gives(organisation: Organisation, by: str, error: type[Exception]) -> None:
    shift_of(organisation)
    renew(organisation, "field")
    admit_again(organisation, "field")

    with organisation.writing(by) as work, pytest.raises(error):
        give(work, organisation.ids["field"], "shift")


@pytest.mark.parametrize(
    "key", ["", "shift", "circle:", "case:no", "circle:2e83c505-51b6-433a-a0d0-f405a1f62cdd"]
)
def test_a_line_that_is_not_pending_is_not_given(organisation: Organisation, key: str) -> None:
    with organisation.writing("supervisor") as work, pytest.raises(NotVisible):
        give(work, organisation.ids["field"], key)


def test_giving_twice_at_once_gives_once(organisation: Organisation) -> None:
    shift_of(organisation)
    renew(organisation, "field")
    admit_again(organisation, "field")
    give_all(organisation, "field")

    with organisation.writing("supervisor2") as work, pytest.raises(NotVisible):
        give(work, organisation.ids["field"], "shift")
    with organisation.server.store.reading() as session:
        held = session.scalars(
            select(Grant.folder_id).where(Grant.holder_id == organisation.ids["field"])
        ).all()
    assert len(held) == len(set(held))


def test_a_person_sees_what_they_themselves_wait_for(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation))
    renew(organisation, "caseworker")
    admit_again(organisation, "caseworker")

    (line,) = lines_of(organisation, "caseworker", seen_by="caseworker")

    assert line.givers
    assert not line.may_give


def test_a_grant_sealed_to_keys_of_before_is_gone_and_not_reported_as_forged(
    organisation: Organisation,
) -> None:
    case_id = case_of(organisation, child_of(organisation))
    renew(organisation, "caseworker")
    admit_again(organisation, "caseworker")
    before = actions(organisation).count("seal.refused")

    assert not opens(organisation, "caseworker", folder_of(organisation, Case, case_id))
    assert actions(organisation).count("seal.refused") == before


def test_a_grant_written_into_the_table_opens_nothing(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    folder_id = folder_of(organisation, Case, case_id)
    with organisation.server.store.writing() as session:
        theirs = session.scalars(
            select(Grant).where(
                Grant.folder_id == folder_id, Grant.holder_id == organisation.ids["caseworker"]
            )
        ).one()
        forged = {column.key: getattr(theirs, column.key) for column in Grant.__table__.columns}
        session.add(Grant(**forged | {"id": uuid4(), "holder_id": organisation.ids["field"]}))

    with organisation.reading("field") as work, pytest.raises((KeyRefused, NoKey)):
        open_folder(work, folder_id).record_keys()
