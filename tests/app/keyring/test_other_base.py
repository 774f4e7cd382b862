"""Attacks on which base a case or shift is of: rows say it, and what is written there goes to that base."""

from uuid import UUID, uuid4

import pytest

from app.children.documents import EmergencyWords
from app.children.emergency import change_sheet
from app.foundation.errors import ChangedOutside, KeyRefused
from app.keyring.assigning import state_team
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write, make_folder
from models.case import Case
from models.child import Child
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.tampering import put


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of the first base that `caseworker` is assigned to."""
    return case_of(organisation, child_of(organisation))


@pytest.mark.parametrize("by", ["caseworker", "director"])
def test_a_case_said_to_be_of_another_base_gets_no_folder_there(
    organisation: Organisation, case_id: UUID, by: str
) -> None:
    """Another base's supervisor changes the row and waits for the first placement: their circle would hold it."""
    put(organisation, Case, case_id, base_id=HILLSIDE)

    with organisation.writing(by) as work, pytest.raises(KeyRefused):
        case = work.session.get_one(Case, case_id)
        make_folder(
            work, FolderKind.PLACEMENTS, base_id=case.base_id, child_id=case.child_id, case_id=case_id
        )


def test_a_folder_made_for_a_case_in_another_base_is_not_written_in(
    organisation: Organisation, case_id: UUID
) -> None:
    """They make the folder themselves, in their own base, and have somebody of theirs assigned to the case."""
    with organisation.writing("othersupervisor") as work:
        folder = make_folder(work, FolderKind.PLACEMENTS, base_id=HILLSIDE, case_id=uuid4())
        folder.say_where_it_belongs(child_id=None, case_id=case_id)
        work.record("test.made", folders=[folder.id])

    with organisation.writing("director") as work, pytest.raises(KeyRefused):
        folder_to_write(work, FolderKind.PLACEMENTS, folder.id, base_id=HILLSIDE, case_id=case_id)


def test_a_shift_said_to_be_of_another_base_gets_no_meeting_there(organisation: Organisation) -> None:
    shift_id = uuid4()
    with organisation.writing("field") as work:
        state_team(work, shift_id, [organisation.ids["field"]], base_id=RIVERSIDE)

    for by in ("field", "director"):
        with organisation.writing(by) as work, pytest.raises(KeyRefused):
            make_folder(work, FolderKind.ENCOUNTER, base_id=HILLSIDE, shift_id=shift_id)


def test_a_child_said_to_be_of_another_base_gets_no_sheet_and_no_case_there(
    organisation: Organisation,
) -> None:
    """Another base's supervisor moves the row and waits for a director, who reaches every base."""
    child_id = child_of(organisation)
    put(organisation, Child, child_id, base_id=HILLSIDE)

    with organisation.writing("director") as work, pytest.raises(ChangedOutside):
        change_sheet(work, child_id, EmergencyWords("He waits at the gate"), version=0)
    with pytest.raises(ChangedOutside):
        case_of(organisation, child_id, by="director", assigned=())
