"""A *now* that nobody has received stays first for its writer and those who are to answer, until one of them does."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.concerns.first_things import FirstThings, first_things
from app.concerns.meetings_now import hear_meeting, take_meeting
from app.concerns.today import due_items
from app.concerns.triage import acknowledge
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.urgencies import Urgency
from models.concern import Concern
from models.encounter import Encounter
from models.receipt import Receipt
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed
from tests.support.tampering import put

EVERYBODY = ("field", "field2", "caseworker", "supervisor", "director", "othersupervisor", "auditor")


def first(organisation: Organisation, name: str) -> FirstThings:
    """Return what stands first for somebody."""
    with organisation.reading(name) as work:
        return first_things(work)


def references(organisation: Organisation, name: str) -> tuple[list[str], list[str]]:
    """Return what somebody raised that nobody has, and what they are to receive."""
    seen = first(organisation, name)
    return [each.reference for each in seen.not_received], [each.reference for each in seen.to_receive]


def meeting_now(organisation: Organisation, urgency: Urgency | None = Urgency.NOW) -> UUID:
    """Write down a meeting marked *now*."""
    what = typed(organisation, urgency=urgency)
    return met_on(organisation, shift_of(organisation, team=("field",)), what)


class TestAConcern:
    def test_it_is_first_for_its_writer_and_for_those_who_answer_and_for_nobody_else(
        self, organisation: Organisation
    ) -> None:
        post(organisation, new=new_concern(Urgency.NOW))

        seen = {name: references(organisation, name) for name in EVERYBODY}

        assert {name for name, (mine, _theirs) in seen.items() if mine} == {"field"}
        assert {name for name, (_mine, theirs) in seen.items() if theirs} == {"supervisor", "director"}
        mine = first(organisation, "field").not_received[0]
        assert (mine.posted_at, bool(mine.duty_number)) == (organisation.clock.now(), True)

    def test_it_stays_until_somebody_has_it_however_long_that_takes(self, organisation: Organisation) -> None:
        posted = post(organisation, new=new_concern(Urgency.NOW))
        organisation.clock.move(timedelta(days=40))
        organisation.tokens.clear()
        assert references(organisation, "field")[0] == ["RV-C-0001"]
        assert references(organisation, "director")[1] == ["RV-C-0001"]

        with organisation.writing("supervisor") as work:
            acknowledge(work, posted.id)

        assert references(organisation, "field") == references(organisation, "director") == ([], [])

    def test_it_stands_on_today_once(self, organisation: Organisation) -> None:
        post(organisation, new=new_concern(Urgency.NOW))
        post(organisation, new=new_concern(Urgency.HIGH))

        with organisation.reading("supervisor") as work:
            assert [item.code for item in due_items(work)] == ["RV-C-0002"]

    def test_a_supervisor_who_raised_it_finds_it_once(self, organisation: Organisation) -> None:
        post(organisation, by="supervisor", new=new_concern(Urgency.NOW))

        assert references(organisation, "supervisor") == (["RV-C-0001"], [])
        assert references(organisation, "supervisor2") == ([], ["RV-C-0001"])

    def test_a_less_urgent_one_is_first_once_nobody_answered_in_time(
        self, organisation: Organisation
    ) -> None:
        post(organisation, new=new_concern(Urgency.HIGH))
        assert references(organisation, "field")[0] == []

        organisation.clock.move(timedelta(hours=24, seconds=1))
        organisation.tokens.clear()

        assert references(organisation, "field")[0] == ["RV-C-0001"]

    @pytest.mark.parametrize(
        "lie", [{"state": "acknowledged"}, {"state": "closed"}, {"urgency": "low"}, {"encounter_id": None}]
    )
    def test_no_cell_hides_it(self, organisation: Organisation, lie: dict[str, object]) -> None:
        posted = post(organisation, new=new_concern(Urgency.NOW))
        put(organisation, Concern, posted.id, **lie)

        assert references(organisation, "field")[0] == ["RV-C-0001"]
        assert references(organisation, "supervisor")[1] == ["RV-C-0001"]


class TestAMeeting:
    def test_it_is_first_for_its_writer_and_for_those_who_answer(self, organisation: Organisation) -> None:
        encounter_id = meeting_now(organisation)

        found = {name: first(organisation, name).meetings for name in EVERYBODY}

        assert {name for name, meetings in found.items() if meetings} == {"field", "supervisor", "director"}
        (mine,), (theirs,) = found["field"], found["supervisor"]
        assert (mine.id, mine.is_own, mine.may_take, bool(mine.duty_number)) == (
            encounter_id,
            True,
            False,
            True,
        )
        assert (theirs.is_own, theirs.may_take) == (False, True)

    @pytest.mark.parametrize("urgency", [None, Urgency.HIGH, Urgency.LOW])
    def test_a_less_urgent_one_is_not(self, organisation: Organisation, urgency: Urgency | None) -> None:
        meeting_now(organisation, urgency)

        assert first(organisation, "field").meetings == first(organisation, "supervisor").meetings == ()

    def test_a_concern_raised_from_it_takes_its_place(self, organisation: Organisation) -> None:
        encounter_id = meeting_now(organisation)
        post(organisation, new=new_concern(Urgency.NOW, encounter_id=encounter_id))

        assert first(organisation, "field").meetings == first(organisation, "supervisor").meetings == ()
        assert references(organisation, "field")[0] == ["RV-C-0001"]

    def test_whoever_has_it_is_named_to_its_writer_until_they_have_read_it(
        self, organisation: Organisation
    ) -> None:
        encounter_id = meeting_now(organisation)
        with organisation.writing("supervisor") as work:
            take_meeting(work, encounter_id)

        assert first(organisation, "supervisor").meetings == first(organisation, "director").meetings == ()
        (mine,) = first(organisation, "field").meetings
        assert mine.taken_by is not None
        assert mine.taken_by.id == organisation.ids["supervisor"]

        with organisation.writing("field") as work:
            hear_meeting(work, encounter_id)
        assert first(organisation, "field").meetings == ()
        with organisation.writing("field") as work, pytest.raises(AlreadyDone):
            hear_meeting(work, encounter_id)

    def test_it_stays_while_nobody_has_it_and_is_told_when_it_was_long_ago(
        self, organisation: Organisation
    ) -> None:
        meeting_now(organisation)
        organisation.clock.move(timedelta(days=9))
        organisation.tokens.clear()

        assert len(first(organisation, "field").meetings) == 1
        assert len(first(organisation, "supervisor").meetings) == 1

    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("field", NotVisible),
            ("caseworker", Refused),
            ("othersupervisor", NotVisible),
            ("auditor", NotVisible),
        ],
    )
    def test_nobody_else_takes_it(
        self, organisation: Organisation, name: str, error: type[Exception]
    ) -> None:
        encounter_id = meeting_now(organisation)

        with organisation.writing(name) as work, pytest.raises(error):
            take_meeting(work, encounter_id)

        assert len(first(organisation, "supervisor").meetings) == 1

    def test_of_two_who_press_the_first_has_it(self, organisation: Organisation) -> None:
        encounter_id = meeting_now(organisation)
        with organisation.writing("supervisor") as work:
            take_meeting(work, encounter_id)

        with organisation.writing("supervisor2") as work, pytest.raises(AlreadyDone):
            take_meeting(work, encounter_id)

    def test_one_that_is_not_marked_so_is_not_taken(self, organisation: Organisation) -> None:
        encounter_id = meeting_now(organisation, Urgency.LOW)

        with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow) as refusal:
            take_meeting(work, encounter_id)
        assert refusal.value.reasons == ("meeting-not-now",)

    def test_a_row_that_looks_like_a_receipt_does_not_hide_it(self, organisation: Organisation) -> None:
        encounter_id = meeting_now(organisation)
        with organisation.server.store.writing() as session:
            session.add(
                Receipt(
                    id=encounter_id,
                    about_table="encounter",
                    about_id=encounter_id,
                    number=1,
                    kind="received",
                    signed_by=organisation.ids["supervisor"],
                    signed_at=organisation.clock.now(),
                    base_id=session.get_one(Encounter, encounter_id).base_id,
                    facts="{}",
                    signature=b"0" * 64,
                )
            )

        assert len(first(organisation, "field").meetings) == 1
        assert len(first(organisation, "supervisor").meetings) == 1
