"""Numbered sheets."""

from datetime import timedelta

import pytest

from app.foundation.errors import ChangedOutside, NotAllowedNow
from app.foundation.vocabulary.sheets import SheetKind, SheetState, SheetStepKind
from app.leaving.handing_over import leaving_page
from app.sheets import steps as steps_module
from app.sheets.printing import sheet_to_draw
from app.sheets.today import lost_sheets
from tests.support.lived_in import LivedIn
from tests.support.sheets import printed, recorded, sheet_as
from tests.views.test_wrong_clock import two_years_ahead

RETURNED, DESTROYED, LOST = SheetStepKind.RETURNED, SheetStepKind.DESTROYED, SheetStepKind.LOST
ANSWERED, MISTAKE = SheetStepKind.ANSWERED, SheetStepKind.MISTAKE


def test_a_sheet_printed_while_the_clock_was_wrong_is_not_drawn_for_two_years(lived: LivedIn) -> None:
    house = lived.organisation
    with two_years_ahead(house):
        sheet_id = printed(house, SheetKind.CHILD, lived["child_id"])
    house.clock.move(timedelta(hours=2))
    assert not sheet_as(house, sheet_id).may_draw
    with house.reading("caseworker") as work, pytest.raises(NotAllowedNow, match="paper-over"):
        sheet_to_draw(work, sheet_id)


def test_a_sheet_printed_while_the_clock_was_wrong_is_late(lived: LivedIn) -> None:
    house = lived.organisation
    with two_years_ahead(house):
        sheet_id = printed(house, SheetKind.CHILD, lived["child_id"])
    house.clock.move(timedelta(days=4))
    assert sheet_as(house, sheet_id).line.is_late


def _past_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who holds the key and their own signing key, and writes to the database with code of their own."""
    monkeypatch.setattr(steps_module, "_check", lambda *_args: None)


def test_whoever_lost_it_cannot_sign_that_the_loss_was_a_mistake(
    lived: LivedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CHILD, lived["child_id"])
    lost = recorded(house, sheet_id, LOST)
    _past_the_check(monkeypatch)
    recorded(house, sheet_id, MISTAKE, corrects=lost)
    with pytest.raises(ChangedOutside):
        recorded(house, sheet_id, RETURNED)
    with house.reading("supervisor") as work:
        told = {item.record_id for item in lost_sheets(work)}
    line = sheet_as(house, sheet_id, "supervisor").line
    assert sheet_id in told or line.is_changed, line


def test_whoever_lost_it_cannot_take_out_its_answer(lived: LivedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CHILD, lived["child_id"])
    recorded(house, sheet_id, LOST)
    answer = recorded(house, sheet_id, ANSWERED, by="supervisor")
    _past_the_check(monkeypatch)
    recorded(house, sheet_id, MISTAKE, corrects=answer)
    line = sheet_as(house, sheet_id, "supervisor").line
    assert line.state is SheetState.GONE or line.is_changed


def test_sheets_that_a_leaver_carries_are_told_when_the_account_is_closed(lived: LivedIn) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CHILD, lived["child_id"], carrier="field")
    with house.reading("supervisor") as work:
        page = leaving_page(work, house.ids["field"])
    assert sheet_id in {item.record_id for item in (*page.to_give, *page.stays)}
