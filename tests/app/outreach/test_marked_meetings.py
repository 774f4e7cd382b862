"""A meeting written by mistake stays readable and counts for nothing: no number, no day, no packet rests on it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.foundation.errors import NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.urgencies import Urgency
from app.mistakes.marking import MarkInput, mark_mistaken, take_back_mark
from app.outreach.chronology import chronology_entries
from app.outreach.documents import ChildDescription, MetChildInput
from app.outreach.last_met import last_met
from app.outreach.linking import unlink_child
from app.outreach.met_since import met_since
from app.outreach.mistaken import MEETING
from app.outreach.shift_list import ShiftFilter, shift_list
from app.packets.gathering import pack_of
from app.packets.happenings import happenings_of
from models.case import Case
from models.encounter import Encounter
from tests.support.opened_cases import case_of
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.outreach import change, child_of, met_on, read, shift_of, typed
from tests.support.tampering import put


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child with a record."""
    return child_of(organisation)


@pytest.fixture
def meeting(organisation: Organisation, child_id: UUID) -> UUID:
    """A meeting with that child, marked Now."""
    shift_id = shift_of(organisation, team=("field", "field2"))
    met = (MetChildInput(ChildDescription(words="red shirt"), child_id),)
    return met_on(
        organisation, shift_id, typed(organisation, words="by the ferry", children=met, urgency=Urgency.NOW)
    )


def mark(organisation: Organisation, meeting: UUID, by: str = "field", *, act: Any = mark_mistaken) -> None:
    """Mark a meeting, or take that back."""
    with organisation.writing(by) as work:
        assert act(work, MEETING, meeting, MarkInput(uuid4(), "It was written twice.")) is MarkOutcome.AGREED


def counted(organisation: Organisation, child_id: UUID) -> tuple[int, int, int, int]:
    """Return how often the meeting counts: in the list of shifts, as last met, as met since, in a packet."""
    with organisation.reading("supervisor") as work:
        case = work.session.scalars(select(Case).where(Case.child_id == child_id)).one()
        day = local_day(work.now) - timedelta(days=1)
        return (
            shift_list(work, ShiftFilter(), page=1).lines[0].encounters,
            len(last_met(work, [child_id])),
            len(work.session.scalars(met_since(work, day)).all()),
            len(happenings_of(work, case, pack_of(work, RIVERSIDE)).known),
        )


def test_it_counts_for_nothing_and_stays_on_the_road_struck_through(
    organisation: Organisation, child_id: UUID, meeting: UUID
) -> None:
    case_of(organisation, child_id)
    assert counted(organisation, child_id) == (1, 1, 1, 1)

    mark(organisation, meeting)

    assert counted(organisation, child_id) == (0, 0, 0, 0)
    page = read(organisation, meeting)
    assert page.met.account is not None
    assert (page.met.is_mistaken, page.met.asks_for_a_report) == (True, False)
    assert page.marks.mark is not None
    assert page.marks.mark.words == "It was written twice."
    with organisation.reading("supervisor") as work:
        (entry,) = chronology_entries(work, child_id)
    assert (entry.is_mistaken, "by the ferry" in entry.text, entry.is_weighty) == (True, True, False)

    mark(organisation, meeting, act=take_back_mark)
    assert counted(organisation, child_id) == (1, 1, 1, 1)


def test_nothing_is_changed_in_it_any_more(organisation: Organisation, meeting: UUID) -> None:
    row_id = read(organisation, meeting).met.children[0].row_id
    mark(organisation, meeting)

    with pytest.raises(NotAllowedNow, match="written-by-mistake"):
        change(organisation, meeting, typed(organisation))
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="written-by-mistake"):
        unlink_child(work, meeting, row_id)


def test_its_writer_and_supervisors_say_so_and_nobody_else(organisation: Organisation, meeting: UUID) -> None:
    for name, error in (("field2", Refused), ("caseworker", Refused), ("othersupervisor", NotVisible)):
        with pytest.raises(error):
            mark(organisation, meeting, by=name)
    mark(organisation, meeting, by="supervisor")


def test_a_mark_written_in_the_database_is_noticed(organisation: Organisation, meeting: UUID) -> None:
    put(organisation, Encounter, meeting, mistake_id=uuid4())

    page = read(organisation, meeting)
    assert (page.met.is_changed, page.met.is_mistaken, page.met.account) == (True, False, None)
