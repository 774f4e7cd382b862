"""A meeting written in the wrong shift is put into the right one, and with it who reads it and what follows from it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.concerns.of_meeting import told_of_meeting
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused, WayhomeError
from app.foundation.moments import as_typed
from app.mistakes.earlier import earlier_versions
from app.outreach.chronology import chronology_entries
from app.outreach.documents import Account, ChildDescription, MetChildInput
from app.outreach.last_met import last_met
from app.outreach.moving import MoveMeeting, move_meeting, other_shifts
from app.outreach.shift_page import shift_page
from app.unit_of_work import Locks
from models.encounter import Encounter
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, ended, met_on, read, shift_of, typed

WHY = "We wrote it into the wrong night."


class TwoNights:
    """A night of `field` on which a child was met, and a later one of `field` and `field2`, where it was written."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.child_id = child_of(organisation)
        self.right = shift_of(organisation, team=("field",))
        organisation.clock.move(timedelta(minutes=30))
        self.when = organisation.clock.now().replace(second=0, microsecond=0)
        organisation.clock.move(timedelta(hours=1))
        ended(organisation, self.right)
        organisation.clock.move(timedelta(hours=18))
        organisation.tokens.clear()
        self.wrong = shift_of(organisation, team=("field", "field2"))
        organisation.clock.move(timedelta(minutes=5))
        met = (MetChildInput(ChildDescription(words="red shirt"), self.child_id),)
        self.meeting = met_on(
            organisation, self.wrong, typed(organisation, words="by the ferry", children=met)
        )

    def move(self, by: str = "supervisor", **changes: Any) -> None:
        """Move the meeting to the night on which it was."""
        with self.organisation.reading("supervisor") as work:
            version = work.session.get_one(Encounter, self.meeting).version
        to: dict[str, Any] = {
            "shift_id": self.right,
            "met": as_typed(self.when),
            "reason": WHY,
            "version": version,
        } | changes
        with self.organisation.writing(by) as work:
            move_meeting(work, self.meeting, MoveMeeting(**to))


@pytest.fixture
def nights(organisation: Organisation) -> TwoNights:
    """Two nights, and a meeting on the wrong one."""
    return TwoNights(organisation)


def test_the_right_team_reads_it_and_the_other_one_no_more(
    organisation: Organisation, nights: TwoNights
) -> None:
    nights.move()

    page = read(organisation, nights.meeting, by="field")
    assert page.met.account is not None
    assert page.met.account.words == "by the ferry"
    assert [each.description.words for each in page.met.children if each.description] == ["red shirt"]
    assert (page.met.shift_id, page.met.met_at, page.met.is_changed) == (nights.right, nights.when, False)
    with organisation.reading("field2") as work, pytest.raises(NotVisible):
        told_of_meeting(work, nights.meeting)
    with organisation.with_locks(Locks.KEYS_ONLY).reading("field2") as work:
        (entry,) = chronology_entries(work, nights.child_id)
    assert (entry.text, entry.is_sealed) == ("", True)
    organisation.clock.move(timedelta(minutes=1))
    nights.move(shift_id=nights.wrong, met=as_typed(organisation.clock.now()))
    assert read(organisation, nights.meeting, by="field2").met.account is not None


def test_what_follows_from_it_is_of_the_right_night(organisation: Organisation, nights: TwoNights) -> None:
    posted = post(organisation, new=new_concern(encounter_id=nights.meeting))
    nights.move()

    with organisation.reading("supervisor") as work:
        assert last_met(work, [nights.child_id]) == {nights.child_id: nights.when}
        (entry,) = chronology_entries(work, nights.child_id)
        assert (entry.at, entry.text) == (nights.when, "by the steps\nby the ferry\nred shirt")
        assert [each.reference for each in told_of_meeting(work, nights.meeting)] == [posted.reference]
        assert [shift_page(work, each, page=1).total for each in (nights.wrong, nights.right)] == [0, 1]
        row = work.session.get_one(Encounter, nights.meeting)
        (before,) = earlier_versions(work, row, Account)
    assert (before.facts["shift_id"], before.why) == (nights.wrong, WHY)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, NotAllowedNow),
        ({"version": 7}, Conflict),
        ({"met": as_typed(datetime.fromisoformat("2026-10-20T20:00:00+00:00"))}, NotAllowedNow),
        ({"shift_id": UUID(int=3)}, NotVisible),
    ],
    ids=["no reason", "changed meanwhile", "another night", "no such shift"],
)
def test_it_goes_nowhere_it_was_not(
    nights: TwoNights, changes: dict[str, Any], error: type[WayhomeError]
) -> None:
    with pytest.raises(error):
        nights.move(**changes)
    with pytest.raises(AlreadyDone):
        nights.move(shift_id=nights.wrong)


def test_its_writer_moves_it_among_their_own_shifts_and_a_teammate_does_not(
    organisation: Organisation, nights: TwoNights
) -> None:
    with organisation.reading("field") as work:
        assert [each.id for each in other_shifts(work, nights.meeting)] == [nights.right]
    with pytest.raises(Refused):
        nights.move(by="field2")
    for name, error in (("othersupervisor", NotVisible), ("caseworker", Refused)):
        with pytest.raises(error):
            nights.move(by=name)
    nights.move(by="field")
