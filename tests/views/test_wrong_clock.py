"""A server whose clock was two years ahead for one start: afterwards clocks ring, and everybody can go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.cases.listing import CaseFilter, Timeliness, case_list
from app.cases.tasks import TaskInput, add_task, tasks_of
from app.children.children import change_child, editable_child
from app.children.documents import Age
from app.concerns.concern_status import ConcernStatus, concern_status_of
from app.concerns.inbox import InboxFilter, Shown, inbox, waiting_count
from app.concerns.taking import StepInput, choose_step
from app.concerns.today import waiting_concerns
from app.concerns.triage import CloseConcern, acknowledge, close_concern
from app.consent.documents import Withholding
from app.consent.known_consents import ConsentState, consents_page
from app.consent.recording import approve_override
from app.foundation.errors import NotVisible, TooMany
from app.foundation.local_time import local_day
from app.foundation.roles import Flag, Role
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.next_steps import NextStep, StepWithin
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.account_ends import account_is_over
from app.keyring.known_directory import directory_for
from app.outreach.safety import alarms
from app.outreach.shifts import Check, Missing, check, end_shift
from app.packets.downloads import OneTimeDownloads, WaitingFile
from app.restoration.late import next_reviews_on
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off
from app.safeguarding.allegations import acknowledge_allegation
from app.safeguarding.pages import waiting_allegations
from app.safety_plans.plans import plan_page
from app.sign_in import throttling
from app.sign_in.drafts import rescue
from app.sign_in.ended_access import ended_form, keep_of_ended
from app.sign_in.sent_forms import forget_old_forms, remember_form, said_the_same, was_sent
from app.staff.duties import change_flags
from app.staff.invitations import invitation_page
from app.staff.members import facts_of
from app.staff.own_account import account_page
from app.today.changes import lately
from models.allegation import Allegation
from models.case import Case
from models.concern import Concern
from models.sent_form import SentForm
from models.shift import Shift
from models.staff_member import StaffMember
from tests.support.cases import new_case, put_plan_in_force, record_home, today
from tests.support.concerns import allege, post, safeguarding_circle
from tests.support.consents import consent_in, new_consent, override_in
from tests.support.organisation import RIVERSIDE, Organisation, add_person
from tests.support.outreach import shift_of
from tests.support.pages import read
from tests.support.staff import new_account, shell_of
from tests.support.tampering import put, recorded

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

    @pytest.mark.parametrize("how", ["acknowledged", "closed", "another step"])
    def test_one_that_was_answered_meanwhile_rings_in_every_list_until_it_is_answered_again(
        self, organisation: Organisation, how: str
    ) -> None:
        concern_id = post(organisation).id
        if how == "another step":
            with organisation.writing("supervisor") as work:
                acknowledge(work, concern_id)
        with two_years_ahead(organisation), organisation.writing("supervisor") as work:
            if how == "acknowledged":
                acknowledge(work, concern_id)
            elif how == "closed":
                close_concern(work, concern_id, CloseConcern("a game", version=1))
            else:
                version = status(organisation, concern_id).version
                choose_step(work, concern_id, StepInput(NextStep.GO, StepWithin.DAY, version))
        organisation.clock.move(timedelta(days=1))

        assert not status(organisation, concern_id).is_changed, "nobody changed it: the clock was wrong"
        with organisation.reading("supervisor") as work:
            assert [each.id for each in waiting_concerns(work)] == [concern_id]
            assert waiting_count(work) == 1
            for chosen in (InboxFilter(), InboxFilter(Shown.WAITING), InboxFilter(is_overdue=True)):
                assert [line.id for line in inbox(work, chosen).list.lines] == [concern_id], chosen
            for shown in (Shown.ACKNOWLEDGED, Shown.CLOSED):
                assert inbox(work, InboxFilter(shown)).list.lines == ()
        client = organisation.client("supervisor")
        for page in ("/concerns/", f"/concerns/{concern_id}"):
            said = read(client.get(page)).get_text(" ")
            assert "wrong clock" in said or "clock was wrong when this was answered" in said
            assert "outside Wayhome" not in said
        assert not recorded(organisation, "seal.refused")

        with organisation.writing("supervisor") as work:
            acknowledge(work, concern_id)
        with organisation.reading("supervisor") as work:
            assert waiting_concerns(work) == []
            assert waiting_count(work) == 0
            assert [line.id for line in inbox(work, InboxFilter(Shown.ACKNOWLEDGED)).list.lines] == [
                concern_id
            ]

    def test_a_row_changed_besides_is_still_told_apart(self, organisation: Organisation) -> None:
        concern_id = post(organisation).id
        with two_years_ahead(organisation), organisation.writing("supervisor") as work:
            acknowledge(work, concern_id)
        put(organisation, Concern, concern_id, acknowledged_by=organisation.ids["director"])
        assert status(organisation, concern_id).is_changed

    def test_an_allegation_answered_meanwhile_waits_again_on_today(self, organisation: Organisation) -> None:
        safeguarding_circle(organisation, "auditor", "counsellor")
        organisation.clock.move(timedelta(minutes=1))
        allegation_id = allege(organisation).id
        with two_years_ahead(organisation), organisation.writing("auditor") as work:
            acknowledge_allegation(work, allegation_id)

        with organisation.reading("auditor") as work:
            assert [line.id for line in waiting_allegations(work)] == [allegation_id]
        shown = read(organisation.client("auditor").get(f"/concerns/our-own/{allegation_id}")).get_text(" ")
        assert "clock was wrong when this was answered" in shown
        with organisation.writing("auditor") as work:
            acknowledge_allegation(work, allegation_id)
        with organisation.reading("auditor") as work:
            assert waiting_allegations(work) == ()

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

    def test_a_shift_that_was_ended_meanwhile_rings_also_after_a_day(
        self, organisation: Organisation
    ) -> None:
        shift_id = shift_of(organisation)
        with two_years_ahead(organisation), organisation.writing("field") as work:
            end_shift(work, shift_id, words="", missing=Missing.ACCOUNTED_FOR)
        organisation.clock.move(timedelta(days=3))

        with organisation.reading("supervisor") as work:
            (alarm,) = alarms(work)
        assert (alarm.shift_id, alarm.is_changed) == (shift_id, False)


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

    def test_a_form_kept_meanwhile_is_not_shown_by_its_address_either(
        self, organisation: Organisation
    ) -> None:
        with two_years_ahead(organisation):
            token = organisation.token("field")
            draft_id = rescue(organisation.server, token, "/children/new", {"notes": "words"})
        assert draft_id is not None
        with organisation.reading("field") as work, pytest.raises(NotVisible):
            ended_form(work, draft_id)

    def test_who_opened_a_record_meanwhile_is_not_kept_words_about_it(
        self, organisation: Organisation
    ) -> None:
        case_id, field_id = new_case(organisation), organisation.ids["caseworker"]
        with two_years_ahead(organisation):
            organisation.client("caseworker").get(f"/cases/{case_id}")
        organisation.clock.move(timedelta(days=2))
        typed, ids = {"notes": "words"}, {"case_id": case_id}
        path = f"/cases/{case_id}/notes/new"
        assert keep_of_ended(organisation.server, field_id, path, typed, ids=ids) is None

        organisation.client("caseworker").get(f"/cases/{case_id}")
        assert keep_of_ended(organisation.server, field_id, path, typed, ids=ids) is not None

    def test_a_form_saved_meanwhile_is_not_remembered_for_two_years(self, organisation: Organisation) -> None:
        with two_years_ahead(organisation), organisation.writing("field") as work:
            remember_form(work, b"about", b"said")
        with organisation.reading("field") as work:
            assert not was_sent(work, b"about")
        with organisation.writing("field") as work:
            remember_form(work, b"about", b"said")
        with organisation.reading("field") as work:
            assert said_the_same(work, b"about", b"said")
        with two_years_ahead(organisation), organisation.writing("field") as work:
            remember_form(work, b"another", b"said")
        with organisation.server.store.writing() as session:
            forget_old_forms(session, organisation.clock.now())
            assert not session.scalars(select(SentForm.id)).all()

    def test_an_account_that_ends_later_than_any_can_has_ended(self, organisation: Organisation) -> None:
        new = new_account("walker", Role.VOLUNTEER, RIVERSIDE)
        ends_on = local_day(organisation.clock.now()) + AHEAD + timedelta(days=4 * 366)
        with two_years_ahead(organisation):
            shell_of(organisation, replace(new, ends_on=ends_on))
        with organisation.reading("director") as work:
            row = work.session.scalars(select(StaffMember).where(StaffMember.username == "walker")).one()
            assert facts_of(work, row).has_ended(work.now)
        assert not account_is_over(None, local_day(organisation.clock.now()))

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

    def test_what_was_planned_meanwhile_is_late_on_every_page_alike(self, organisation: Organisation) -> None:
        case_id = new_case(organisation)
        with two_years_ahead(organisation), organisation.writing("caseworker") as work:
            due_on = local_day(work.now) + timedelta(days=20)
            add_task(work, case_id, uuid4(), TaskInput("ask the school", due_on, work.person.id))
            case = work.session.get_one(Case, case_id)
        with two_years_ahead(organisation):
            put_plan_in_force(organisation, case_id)
        with organisation.reading("caseworker") as work:
            (task,) = tasks_of(work, case_id).views
            plan = plan_page(work, case_id).current
            (line,) = case_list(work, CaseFilter(timeliness=Timeliness.OVERDUE), page=1).lines
            assert plan is not None
            assert (task.days_late, plan.days_late, line.tasks_late) == (1, 1, 1)
        put(organisation, Case, case.id, next_contact_on=due_on)
        with organisation.reading("caseworker") as work:
            cases = case_list(work, CaseFilter(timeliness=Timeliness.OVERDUE), page=1)
        assert cases.total == 1

    def test_a_review_signed_off_meanwhile_is_late_and_the_next_one_counts(
        self, organisation: Organisation
    ) -> None:
        case_id = new_case(organisation)
        record_home(organisation, case_id)
        with two_years_ahead(organisation), organisation.writing("supervisor") as work:
            day = local_day(work.now) + timedelta(days=30)
            sign_off(work, case_id, ReviewInput(uuid4(), day, ReviewRemark("again")))
        with organisation.reading("supervisor") as work:
            assert next_reviews_on(work, [case_id]) == {case_id: today(organisation) - timedelta(days=1)}

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


class TestConsents:
    def test_an_override_approved_meanwhile_allows_nothing_and_no_later_word_against_it_is_beaten(
        self, organisation: Organisation
    ) -> None:
        case_id = new_case(organisation)
        with two_years_ahead(organisation):
            override_id = override_in(organisation, case_id)
        assert not may_tell_police(organisation, case_id)

        nobody = new_consent(shared_with=(), withheld=(Withholding(SharedWith.POLICE, "", "He fears them"),))
        organisation.clock.move(timedelta(minutes=1))
        consent_in(organisation, case_id, nobody)
        assert not may_tell_police(organisation, case_id)

        # Approved again, knowing of it, it counts.
        organisation.clock.move(timedelta(minutes=1))
        with organisation.reading("supervisor") as work:
            (found,) = [each for each in consents_page(work, case_id).records if each.id == override_id]
            assert found.state is ConsentState.WAITING
        with organisation.writing("supervisor") as work:
            approve_override(work, override_id, version=found.version)
        assert may_tell_police(organisation, case_id)

    def test_a_consent_dated_meanwhile_lends_the_child_no_later_age(self, organisation: Organisation) -> None:
        """She is fourteen, and would be sixteen, when her own word is enough."""
        case_id = new_case(organisation)
        set_age(organisation, case_id, 14)
        with two_years_ahead(organisation):
            day = local_day(organisation.clock.now())
            consent_in(organisation, case_id, new_consent(basis=ConsentBasis.CHILD, given_on=day))
        assert not may_tell_police(organisation, case_id)


def set_age(organisation: Organisation, case_id: UUID, years: int) -> None:
    with organisation.writing("supervisor") as work:
        opened = editable_child(work, work.session.get_one(Case, case_id).child_id)
        profile = replace(opened.profile, age=Age(years, years, today(organisation)))
        change_child(work, opened.row.id, profile, version=opened.row.version)


def may_tell_police(organisation: Organisation, case_id: UUID) -> bool:
    with organisation.reading("supervisor") as work:
        return dict(consents_page(work, case_id).verdicts)[SharedWith.POLICE].is_allowed


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
