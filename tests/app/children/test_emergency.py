"""The emergency sheet: office and those on call read it; the street does not learn that there is one."""

from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.children.documents import EmergencyWords
from app.children.emergency import change_sheet, editable_sheet, see_sheet
from app.foundation.errors import Conflict, NotVisible, WillNotOpen
from models.emergency_sheet import EmergencySheet
from tests.support.children import add_child, events_since, last_seq
from tests.support.organisation import Organisation

WORDS = EmergencyWords(
    danger="A man has offered to take her to another town.",
    reasons="The aunt reads her phone.",
    medical="None known.",
    safety_plan="Maly meets her every Tuesday.",
    where_now="With her aunt, near the market",
)


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child of the first base with a sheet that a caseworker wrote."""
    child_id = add_child(organisation)
    with organisation.writing("caseworker") as work:
        change_sheet(work, child_id, WORDS, version=0)
    return child_id


@pytest.mark.parametrize("name", ["caseworker", "othercaseworker", "supervisor", "director"])
def test_the_office_reads_and_writes_it(organisation: Organisation, child_id: UUID, name: str) -> None:
    with organisation.reading(name) as work:
        sheet = see_sheet(work, child_id)
        assert (sheet.words, sheet.updated_by) == (WORDS, organisation.ids["caseworker"])
    with organisation.writing(name) as work:
        change_sheet(work, child_id, EmergencyWords(danger="Less now"), version=1)


@pytest.mark.parametrize("name", ["field", "counsellor", "othersupervisor", "technician", "auditor"])
def test_for_everyone_else_it_is_not_there(organisation: Organisation, child_id: UUID, name: str) -> None:
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        see_sheet(work, child_id)
    with organisation.writing(name) as work, pytest.raises(NotVisible):
        change_sheet(work, child_id, WORDS, version=1)


def test_a_child_without_a_sheet_has_an_empty_one(organisation: Organisation) -> None:
    child_id = add_child(organisation)
    with organisation.reading("caseworker") as work:
        sheet = see_sheet(work, child_id)
        assert (sheet.version, sheet.is_empty) == (0, True)


def test_of_two_who_write_the_first_sheet_the_second_is_told(
    organisation: Organisation, child_id: UUID
) -> None:
    for version in (0, 7):
        with organisation.writing("supervisor") as work, pytest.raises(Conflict):
            change_sheet(work, child_id, EmergencyWords(danger="Other"), version=version)


def test_one_line_stays_one_line_and_nothing_invisible_is_kept(
    organisation: Organisation, child_id: UUID
) -> None:
    typed = EmergencyWords(danger="one\n\n\n\ntwo\u202e", where_now="with\nher\u200b aunt")
    with organisation.writing("caseworker") as work:
        change_sheet(work, child_id, typed, version=1)
    with organisation.reading("caseworker") as work:
        words = see_sheet(work, child_id).words
    assert words == EmergencyWords(danger="one\n\ntwo", where_now="with her aunt")


def test_reading_and_writing_it_are_in_the_trail(organisation: Organisation, child_id: UUID) -> None:
    seq = last_seq(organisation)
    with organisation.reading("supervisor") as work:
        see_sheet(work, child_id)
    with organisation.writing("supervisor") as work:
        change_sheet(work, child_id, EmergencyWords(danger="Less now"), version=1)

    actions = [event[0] for event in events_since(organisation, seq) if child_id in event[1]]
    assert actions == ["opened", "emergency_sheet.changed", "opened"]


def test_a_sheet_that_was_changed_in_the_database_is_refused_and_not_written_over(
    organisation: Organisation, child_id: UUID
) -> None:
    with Session(organisation.server.store.engine) as session:
        sealed = bytearray(session.get_one(EmergencySheet, child_id).sheet)
        sealed[20] ^= 1
        session.execute(
            update(EmergencySheet).where(EmergencySheet.child_id == child_id).values(sheet=bytes(sealed))
        )
        session.commit()

    with organisation.reading("caseworker") as work:
        assert see_sheet(work, child_id).words is None
    with organisation.reading("caseworker") as work, pytest.raises(WillNotOpen):
        editable_sheet(work, child_id)
    with organisation.writing("caseworker") as work, pytest.raises(WillNotOpen):
        change_sheet(work, child_id, WORDS, version=1)
