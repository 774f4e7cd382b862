"""What became of a sheet: it came back, was destroyed or lost, somebody answered for it; and a wrong step taken out."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from app.foundation.errors import ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.sheets import SheetKind, SheetState, SheetStepKind
from app.sheets.pages import Which, sheets_page
from models.printed_sheet import PrintedSheet, SheetStep
from tests.support.lived_in import LivedIn
from tests.support.organisation import Organisation
from tests.support.sheets import printed, recorded, sheet_as
from tests.support.tampering import behind

RETURNED, DESTROYED, LOST = SheetStepKind.RETURNED, SheetStepKind.DESTROYED, SheetStepKind.LOST
ANSWERED, MISTAKE = SheetStepKind.ANSWERED, SheetStepKind.MISTAKE


@pytest.fixture
def house(lived: LivedIn) -> Organisation:
    return lived.organisation


@pytest.fixture
def sheet_id(lived: LivedIn) -> UUID:
    """A child's page that the caseworker printed and a field worker carries."""
    return printed(lived.organisation, SheetKind.CHILD, lived["child_id"], carrier="field")


def state(house: Organisation, sheet_id: UUID, name: str = "supervisor") -> SheetState:
    return sheet_as(house, sheet_id, name).line.state


@pytest.mark.parametrize("by", ["caseworker", "field", "supervisor", "director"])
@pytest.mark.parametrize("step", [RETURNED, DESTROYED])
def test_whoever_printed_or_carries_it_and_supervision_record_that_it_is_back(
    house: Organisation, sheet_id: UUID, by: str, step: SheetStepKind
) -> None:
    recorded(house, sheet_id, step, by=by, words="")
    assert state(house, sheet_id) == step.value
    with house.reading("supervisor") as work:
        assert sheet_id not in {line.id for line in sheets_page(work, which=Which.OPEN).lines}
        assert sheet_id in {line.id for line in sheets_page(work, which=Which.ALL).lines}


@pytest.mark.parametrize("by", ["field2", "othercaseworker", "counsellor", "othersupervisor", "auditor"])
def test_nobody_else_finds_it(house: Organisation, sheet_id: UUID, by: str) -> None:
    with pytest.raises(NotVisible):
        recorded(house, sheet_id, RETURNED, by=by)


def test_it_is_late_once_its_time_is_over(house: Organisation, sheet_id: UUID) -> None:
    assert not sheet_as(house, sheet_id).line.is_late
    house.clock.move(timedelta(hours=25))
    assert sheet_as(house, sheet_id).line.is_late


def test_it_comes_back_once(house: Organisation, sheet_id: UUID) -> None:
    recorded(house, sheet_id, RETURNED)
    for step in (RETURNED, DESTROYED, LOST):
        with pytest.raises(NotAllowedNow, match="sheet-is-back"):
            recorded(house, sheet_id, step)


def test_a_lost_one_waits_until_somebody_who_did_not_lose_it_answers(
    house: Organisation, sheet_id: UUID
) -> None:
    with pytest.raises(NotAllowedNow, match="words-missing"):
        recorded(house, sheet_id, LOST, by="field", words=" ")
    recorded(house, sheet_id, LOST, by="field")
    assert state(house, sheet_id) is SheetState.LOST
    with pytest.raises(NotAllowedNow, match="sheet-lost-already"):
        recorded(house, sheet_id, LOST)
    for by in ("field", "caseworker"):
        with pytest.raises(Refused):
            recorded(house, sheet_id, ANSWERED, by=by)

    recorded(house, sheet_id, ANSWERED, by="supervisor", words="moved her to her aunt")

    assert state(house, sheet_id) is SheetState.GONE


def test_a_supervisor_does_not_answer_for_what_they_lost_themselves(lived: LivedIn) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CHILD, lived["child_id"], by="supervisor")
    recorded(house, sheet_id, LOST, by="supervisor")
    with pytest.raises(NotAllowedNow, match="own-lost-sheet"):
        recorded(house, sheet_id, ANSWERED, by="supervisor")
    recorded(house, sheet_id, ANSWERED, by="supervisor2")


def test_a_lost_one_that_turns_up_still_waits_for_an_answer(house: Organisation, sheet_id: UUID) -> None:
    recorded(house, sheet_id, LOST)
    recorded(house, sheet_id, RETURNED)
    assert state(house, sheet_id) is SheetState.LOST
    recorded(house, sheet_id, ANSWERED, by="supervisor", words="it lay in the car")
    assert state(house, sheet_id) is SheetState.RETURNED


def test_nothing_is_answered_that_is_not_lost(house: Organisation, sheet_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="sheet-not-lost"):
        recorded(house, sheet_id, ANSWERED, by="supervisor")


def test_a_wrong_step_is_taken_out_with_a_reason_and_stays_readable(
    house: Organisation, sheet_id: UUID
) -> None:
    wrong = recorded(house, sheet_id, RETURNED)
    with pytest.raises(NotAllowedNow, match="words-missing"):
        recorded(house, sheet_id, MISTAKE, words="", corrects=wrong)
    recorded(house, sheet_id, MISTAKE, words="another sheet", corrects=wrong)

    page = sheet_as(house, sheet_id)
    assert page.line.state is SheetState.OUT
    assert [(step.kind, step.counts) for step in page.steps] == [(RETURNED, False), (MISTAKE, True)]
    with pytest.raises(NotAllowedNow, match="taken-out-already"):
        recorded(house, sheet_id, MISTAKE, corrects=wrong)


def test_a_loss_is_never_taken_out_and_an_answer_only_by_supervision(
    house: Organisation, sheet_id: UUID
) -> None:
    lost = recorded(house, sheet_id, LOST)
    with pytest.raises(NotAllowedNow, match="lost-stays"):
        recorded(house, sheet_id, MISTAKE, by="supervisor", corrects=lost)
    answer = recorded(house, sheet_id, ANSWERED, by="supervisor")
    with pytest.raises(Refused):
        recorded(house, sheet_id, MISTAKE, corrects=answer)
    recorded(house, sheet_id, MISTAKE, by="supervisor2", corrects=answer)
    assert state(house, sheet_id) is SheetState.LOST


def test_a_step_of_another_sheet_is_not_taken_out_here(lived: LivedIn, sheet_id: UUID) -> None:
    with pytest.raises(NotVisible):
        recorded(lived.organisation, sheet_id, MISTAKE, corrects=lived["sheet_step_id"])


class TestBehindWayhomesBack:
    """Somebody who writes to the database and has no key."""

    def test_a_removed_answer_brings_the_loss_back(self, house: Organisation, sheet_id: UUID) -> None:
        recorded(house, sheet_id, LOST)
        answer = recorded(house, sheet_id, ANSWERED, by="supervisor")
        with behind(house) as session:
            session.execute(delete(SheetStep).where(SheetStep.id == answer))
        line = sheet_as(house, sheet_id).line
        assert line.is_changed
        assert line.is_danger

    def test_a_removed_loss_is_told_and_settles_nothing(self, house: Organisation, sheet_id: UUID) -> None:
        lost = recorded(house, sheet_id, LOST)
        recorded(house, sheet_id, ANSWERED, by="supervisor")
        with behind(house) as session:
            session.execute(delete(SheetStep).where(SheetStep.id == lost))
        line = sheet_as(house, sheet_id).line
        assert (line.is_changed, line.state) == (True, SheetState.OUT)

    def test_a_step_in_another_persons_name_counts_for_nothing(
        self, house: Organisation, sheet_id: UUID
    ) -> None:
        recorded(house, sheet_id, RETURNED, by="field")
        with behind(house) as session:
            session.execute(update(SheetStep).values(recorded_by=house.ids["supervisor"]))
        assert sheet_as(house, sheet_id).line.is_changed

    def test_a_sheet_that_is_hidden_from_the_list_is_told_by_the_sweep(
        self, house: Organisation, sheet_id: UUID
    ) -> None:
        with behind(house) as session:
            session.execute(update(PrintedSheet).values(settled_at=house.clock.now()))
        assert sheet_as(house, sheet_id).line.is_changed
        with house.writing("supervisor") as work:
            from app.keyring.repeated_facts import REPEATS

            rows = work.session.scalars(select(PrintedSheet)).all()
            assert sheet_id in {row.id for row in REPEATS[PrintedSheet](work, rows)}

    def test_nothing_is_recorded_of_a_changed_sheet(self, house: Organisation, sheet_id: UUID) -> None:
        with behind(house) as session:
            session.execute(update(PrintedSheet).values(carried_by=house.ids["field2"]))
        with pytest.raises(ChangedOutside):
            recorded(house, sheet_id, RETURNED)
