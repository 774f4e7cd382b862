"""Sheets on Today: what one carries, what is late in a base, and what is lost."""

from datetime import timedelta

from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.vocabulary.sheets import BackBy, SheetKind, SheetStepKind
from app.sheets.today import BRING_BACK, LOST, NOT_BACK, due_sheets, lost_sheets, sheet_by_code
from tests.support.lived_in import LivedIn
from tests.support.sheets import printed, recorded


def due(lived: LivedIn, name: str) -> list[DueItem]:
    with lived.organisation.reading(name) as work:
        return due_sheets(work, until=local_day(work.now))


def test_whoever_carries_or_printed_it_is_told_and_supervision_once_it_is_late(lived: LivedIn) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CHILD, lived["child_id"], carrier="field", back=BackBy.DAYS_3)
    assert sheet_id not in {item.record_id for item in due(lived, "field")}

    house.clock.move(timedelta(days=3, hours=1))

    def titles(name: str) -> list[str]:
        return [item.title for item in due(lived, name) if item.record_id == sheet_id]

    assert titles("field") == titles("caseworker") == [BRING_BACK]
    assert titles("supervisor") == titles("supervisor2") == [NOT_BACK]
    for name in ("field2", "othercaseworker", "director", "othersupervisor", "technician"):
        assert titles(name) == []


def test_a_lost_one_stays_on_supervisions_today_until_it_is_answered(lived: LivedIn) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CHILD, lived["child_id"], by="supervisor", carrier="field")
    recorded(house, sheet_id, SheetStepKind.LOST, by="field")

    def told(name: str) -> list[str]:
        with house.reading(name) as work:
            return [item.title for item in lost_sheets(work) if item.record_id == sheet_id]

    house.clock.move(timedelta(days=40))
    assert told("supervisor2") == told("director") == [LOST]
    # Never who printed or carried it, nor anybody who may not answer.
    for name in ("supervisor", "field", "caseworker", "othersupervisor"):
        assert told(name) == []
    assert sheet_id not in {item.record_id for item in due(lived, "field")}

    recorded(house, sheet_id, SheetStepKind.ANSWERED, by="supervisor2")

    assert told("supervisor2") == []


def test_its_number_finds_it_for_whoever_reaches_it(lived: LivedIn) -> None:
    house = lived.organisation
    for name, found in (
        ("field", 1),
        ("supervisor", 1),
        ("field2", 0),
        ("othersupervisor", 0),
        ("technician", 0),
    ):
        with house.reading(name) as work:
            assert len(sheet_by_code(work, "RV-S-0001")) == found
