"""A server whose clock was two years ahead for one start: afterwards clocks ring, and everybody can go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.tasks import TaskInput, add_task
from app.concerns.concern_status import ConcernStatus, concern_status_of
from app.concerns.triage import acknowledge
from app.foundation.errors import NotVisible, TooMany
from app.foundation.local_time import local_day
from app.foundation.roles import Flag, Role
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.known_directory import directory_for
from app.outreach.safety import alarms
from app.outreach.shifts import Check, Missing, check, end_shift
from app.packets.downloads import OneTimeDownloads, WaitingFile
from app.restoration.late import next_reviews_on
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off
from app.sign_in import throttling
from app.sign_in.drafts import rescue
from app.staff.duties import change_flags
from app.staff.invitations import invitation_page
from app.staff.own_account import account_page
from app.today.changes import lately
from models.allegation import Allegation
from models.concern import Concern
from models.shift import Shift
from tests.support.cases import new_case, put_plan_in_force, record_home, today
from tests.support.concerns import allege, post, safeguarding_circle
from tests.support.organisation import RIVERSIDE, Organisation, add_person
from tests.support.outreach import shift_of
from tests.support.pages import read
from tests.support.staff import new_account, shell_of
from tests.support.tampering import recorded

AHEAD = timedelta(days=730)


@contextmanager
def two_years_ahead(organisation: Organisation) -> Iterator[None]:
    """Let everything happen two years ahead, and then set the clock right, half an hour later."""
    right = organisation.clock.moment
    organisation.clock.moment = right + AHEAD
    organisation.tokens.clear()
    yield
    organisation.clock.moment = right + timedelta(minutes=30)
    organisation.tokens.clear()


def status(organisation: Organisation, concern_id: UUID, by: str = "supervisor") -> ConcernStatus:
    with organisation.reading(by) as work:
        return concern_status_of(work, work.session.get_one(Concern, concern_id))


class TestConcerns:
    def test_one_posted_meanwhile_rings_at_once_and_can_be_answered(self, organisation: Organisation) -> None:
        with two_years_ahead(organisation):
            concern_id = post(organisation).id

        told = status(organisation, concern_id)
        clock = told.clock(organisation.clock.now())
        assert clock is not None
        assert clock.is_late
        assert not told.is_changed, "nobody changed it: the clock was wrong"
        client = organisation.client("supervisor")
        for page in ("/today", "/concerns/", f"/concerns/{concern_id}"):
            shown = read(client.get(page)).get_text(" ")
            assert "left" not in shown, page
        assert "late" in read(client.get("/concerns/?only=overdue")).get_text()

        with organisation.writing("supervisor") as work:
            acknowledge(work, concern_id)
        told = status(organisation, concern_id)
        assert (told.state_now, told.acknowledged_at) == (
            ConcernState.ACKNOWLEDGED,
            organisation.clock.now(),
        )

    def test_one_that_was_acknowledged_meanwhile_waits_again_and_can_be_answered(
        self, organisation: Organisation
    ) -> None:
        concern_id = post(organisation).id
        with two_years_ahead(organisation), organisation.writing("supervisor") as work:
            acknowledge(work, concern_id)

        told = status(organisation, concern_id)
        assert told.waits
        with organisation.writing("supervisor") as work:
            acknowledge(work, concern_id)
        assert status(organisation, concern_id).state_now is ConcernState.ACKNOWLEDGED

    def test_an_allegation_rings_too(self, organisation: Organisation) -> None:
        safeguarding_circle(organisation, "auditor", "counsellor")
        organisation.clock.move(timedelta(minutes=1))
        with two_years_ahead(organisation):
            allegation_id = allege(organisation).id

        with organisation.reading("auditor") as work:
            told = concern_status_of(work, work.session.get_one(Allegation, allegation_id))
        clock = told.clock(organisation.clock.now())
        assert clock is not None
        assert clock.is_late


class TestOnTheStreet:
    def test_a_shift_that_began_meanwhile_rings_until_everybody_is_out(
        self, organisation: Organisation
    ) -> None:
        with two_years_ahead(organisation):
            shift_id = shift_of(organisation, team=("field2",))
            with organisation.writing("field") as work:
                check(work, shift_id, organisation.ids["field"], Check.IN)

        with organisation.reading("supervisor") as work:
            (alarm,) = alarms(work)
        assert {mate.id for mate in alarm.people} == {organisation.ids[name] for name in ("field", "field2")}
        for name in ("field", "field2"):
            with organisation.writing(name) as work:
                check(work, shift_id, organisation.ids[name], Check.OUT)
        with organisation.writing("field") as work:
            end_shift(work, shift_id, words="", missing=Missing.ASK)
        with organisation.reading("supervisor") as work:
            assert alarms(work) == []
            assert work.session.get_one(Shift, shift_id).ended_at == organisation.clock.now()

    def test_who_was_checked_out_meanwhile_is_looked_for_again(self, organisation: Organisation) -> None:
        shift_id = shift_of(organisation)
        with two_years_ahead(organisation), organisation.writing("field") as work:
            check(work, shift_id, organisation.ids["field"], Check.OUT)
        organisation.clock.move(timedelta(hours=5))

        with organisation.reading("supervisor") as work:
            assert [alarm.shift_id for alarm in alarms(work)] == [shift_id]


class TestPeople:
    def test_who_was_admitted_meanwhile_can_work(self, organisation: Organisation) -> None:
        with two_years_ahead(organisation):
            organisation.ids["late"] = add_person(organisation, "late", Role.SUPERVISOR, RIVERSIDE)
            organisation.ids["walker"] = add_person(organisation, "walker", Role.FIELD, RIVERSIDE)

        concern_id = post(organisation, by="walker").id
        with organisation.writing("late") as work:
            acknowledge(work, concern_id)
        assert status(organisation, concern_id).state_now is ConcernState.ACKNOWLEDGED

        # Also once something was stated by the right clock, and for those who read later.
        new_case(organisation)
        organisation.clock.move(timedelta(days=30))
        assert status(organisation, concern_id).state_now is ConcernState.ACKNOWLEDGED
        assert status(organisation, post(organisation, by="walker").id).is_changed is False

    def test_an_invitation_made_meanwhile_is_over(self, organisation: Organisation) -> None:
        with two_years_ahead(organisation):
            code = shell_of(organisation, new_account("newone", Role.FIELD, RIVERSIDE))
        with pytest.raises(NotVisible):
            invitation_page(organisation.server, code)

    def test_a_duty_given_meanwhile_is_over(self, organisation: Organisation) -> None:
        until = organisation.clock.now() + AHEAD + timedelta(days=7)
        with two_years_ahead(organisation), organisation.writing("director") as work:
            flags = frozenset({Flag.ACTING_DIRECTOR})
            change_flags(work, organisation.ids["supervisor"], flags, acting_until=until)
        with organisation.reading("auditor") as work:
            known = directory_for(work).people[organisation.ids["supervisor"]]
        assert known.acts_no_more(organisation.clock.now())

    def test_nobody_waits_two_years_for_their_password(self, organisation: Organisation) -> None:
        names = {"account:x": throttling.FREE_TRIES_ACCOUNT}
        store, clock = organisation.server.store, organisation.clock

        def guess() -> None:
            with throttling.counted(store, names, clock=clock):
                raise throttling.WrongGuess

        with two_years_ahead(organisation):
            for _ in range(throttling.FREE_TRIES_ACCOUNT):
                with pytest.raises(throttling.WrongGuess):
                    guess()
        for _ in range(throttling.FREE_TRIES_ACCOUNT):
            with pytest.raises(throttling.WrongGuess):
                guess()
        with pytest.raises(TooMany):
            guess()

    def test_a_form_kept_meanwhile_is_not_kept_for_two_years(self, organisation: Organisation) -> None:
        with two_years_ahead(organisation):
            token = organisation.token("field")
            organisation.clock.move(timedelta(minutes=16))
            assert rescue(organisation.server, token, "/children/new", {"notes": "words"}) is not None
        with organisation.reading("field") as work:
            assert account_page(work).kept == ()

    def test_a_waiting_file_is_not_kept_for_two_years(self, organisation: Organisation) -> None:
        waiting = OneTimeDownloads(organisation.clock.now)
        with two_years_ahead(organisation):
            made_at = organisation.clock.now()
            waiting.keep(WaitingFile(b"x", "x.pdf", uuid4(), uuid4(), uuid4(), made_at))
        assert len(waiting) == 0


class TestCases:
    def test_what_was_planned_meanwhile_is_due_now(self, organisation: Organisation) -> None:
        case_id = new_case(organisation)
        with two_years_ahead(organisation), organisation.writing("caseworker") as work:
            due_on = local_day(work.now) + timedelta(days=20)
            add_task(work, case_id, uuid4(), TaskInput("ask the school", due_on, work.person.id))

        shown = read(organisation.client("caseworker").get("/today")).get_text(" ")
        assert "ask the school" in shown

    def test_a_review_signed_off_meanwhile_is_due_now_and_the_next_one_counts(
        self, organisation: Organisation
    ) -> None:
        case_id = new_case(organisation)
        record_home(organisation, case_id)
        with two_years_ahead(organisation), organisation.writing("supervisor") as work:
            day = local_day(work.now) + timedelta(days=30)
            sign_off(work, case_id, ReviewInput(uuid4(), day, ReviewRemark("again")))
        with organisation.reading("supervisor") as work:
            assert next_reviews_on(work, [case_id]) == {case_id: today(organisation)}

        day = today(organisation) + timedelta(days=30)
        with organisation.writing("supervisor") as work:
            sign_off(work, case_id, ReviewInput(uuid4(), day, ReviewRemark("now")))
        with organisation.reading("supervisor") as work:
            assert next_reviews_on(work, [case_id]) == {case_id: day}

    def test_what_was_written_meanwhile_does_not_stand_above_what_is_new(
        self, organisation: Organisation
    ) -> None:
        case_id = new_case(organisation)
        with two_years_ahead(organisation):
            for _ in range(10):
                record_home(organisation, case_id)
                organisation.clock.move(timedelta(minutes=1))
        organisation.clock.move(timedelta(minutes=1))
        put_plan_in_force(organisation, case_id)
        with organisation.reading("supervisor") as work:
            assert [change.kind for change in lately(work)] == ["safety-plan"]


class TestWhatIsTold:
    def test_the_trail_says_that_the_clock_went_far_ahead_and_came_back(
        self, organisation: Organisation
    ) -> None:
        with two_years_ahead(organisation):
            post(organisation)
        post(organisation)
        post(organisation)

        assert len(recorded(organisation, "clock.far_ahead")) == 1
        assert len(recorded(organisation, "clock.set_back")) == 1
        for name, page in (("technician", "/settings/"), ("director", "/settings/"), ("director", "/today")):
            assert "The server's clock was wrong." in read(organisation.client(name).get(page)).get_text()
        assert "clock was set back" in read(organisation.client("auditor").get("/audit/")).get_text()

    def test_every_page_still_opens(self, organisation: Organisation) -> None:
        with two_years_ahead(organisation):
            case_id = new_case(organisation)
            record_home(organisation, case_id)
            post(organisation)
            shift_of(organisation)
        for name in ("supervisor", "director", "caseworker", "field"):
            client = organisation.client(name)
            for page in ("/today", "/concerns/", "/outreach/", "/cases/", f"/cases/{case_id}", "/children/"):
                answer = client.get(page)
                assert answer.status_code in {200, 303, 403, 404}, (name, page)
                assert "in -" not in answer.text


def test_a_clock_that_keeps_within_minutes_is_not_told(organisation: Organisation) -> None:
    post(organisation)
    organisation.clock.moment -= timedelta(minutes=1)
    post(organisation)
    organisation.clock.move(timedelta(days=30))
    post(organisation)
    assert not recorded(organisation, "clock.set_back")
    assert not recorded(organisation, "clock.far_ahead")
