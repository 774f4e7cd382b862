"""Screenings: who may write and read one, what cannot wait, what is corrected, and when the next one is due."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.concerns.concern_page import concern_page
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.mistakes.marking import MarkInput, mark_mistaken
from app.screening.chronology import ALERTED, chronology_entries
from app.screening.documents import Given
from app.screening.lists import due_again, list_in_force
from app.screening.mistaken import SCREENING
from app.screening.pages import screening_before, screenings_of_child
from app.screening.scopes import reads_all_of
from app.screening.today import due_of_case, due_screenings
from app.screening.writing import write_screening
from models.case import Case
from models.concern import Concern
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.screenings import ALERTING, corrected, screened, seen_by, typed
from tests.support.tampering import behind

QUIET = {"secrecy": "told", "late_or_school_hours": "seen"}
GROOMING = {"gifts_or_needs_met": "heard", "secrecy": "told"}


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    return child_of(organisation)


@pytest.fixture
def case_id(organisation: Organisation, child_id: UUID) -> UUID:
    case_id = case_of(organisation, child_id, assigned=("caseworker", "counsellor"))
    put_at(organisation, case_id, "prevention")
    return case_id


def concerns(organisation: Organisation) -> list[Concern]:
    with organisation.reading("director") as work:
        return list(work.session.query(Concern).order_by(Concern.posted_at))


class TestWhoReadsOne:
    """The child's own people, and whoever wrote it."""

    @pytest.mark.parametrize("name", ["field", "caseworker", "counsellor", "supervisor", "director"])
    @pytest.mark.usefixtures("case_id")
    def test_its_writer_the_assigned_and_supervision_read_it(
        self, organisation: Organisation, child_id: UUID, name: str
    ) -> None:
        screening_id = screened(organisation, child_id, QUIET, by="field", words="by the bridge")
        sheet = seen_by(organisation, name, screening_id).view.sheet
        assert sheet is not None
        assert (sheet.words, sheet.answers) == ("by the bridge", QUIET)

    @pytest.mark.parametrize(
        "name",
        ["field2", "othercaseworker", "othersupervisor", "otherfield", "technician", "auditor"],
    )
    @pytest.mark.usefixtures("case_id")
    def test_nobody_else_learns_of_it(self, organisation: Organisation, child_id: UUID, name: str) -> None:
        screening_id = screened(organisation, child_id, QUIET, by="field")
        with pytest.raises(NotVisible):
            seen_by(organisation, name, screening_id)

    def test_a_caseworker_assigned_later_reads_what_was_asked_before_there_was_a_case(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screening_id = screened(organisation, child_id, QUIET, by="field", words="before any case")
        with pytest.raises(NotVisible):
            seen_by(organisation, "caseworker", screening_id)
        case_of(organisation, child_id, assigned=("caseworker",))
        sheet = seen_by(organisation, "caseworker", screening_id).view.sheet
        assert sheet is not None
        assert sheet.words == "before any case"

    @pytest.mark.usefixtures("case_id")
    def test_a_caseworker_without_the_case_writes_one_and_reads_back_their_own_alone(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screened(organisation, child_id, QUIET, by="field")
        own = screened(organisation, child_id, QUIET, by="othercaseworker")
        with organisation.reading("othercaseworker") as work:
            page = screenings_of_child(work, child_id)
        assert [view.id for view in page.views] == [own]
        assert page.next_on is None

    @pytest.mark.parametrize("name", ["counsellor", "otherfield", "technician"])
    def test_others_write_none(self, organisation: Organisation, child_id: UUID, name: str) -> None:
        with pytest.raises((NotVisible, Refused)):
            screened(organisation, child_id, QUIET, by=name)


class TestWhatIsWritten:
    """Answers under the codes of the list."""

    def test_what_was_not_asked_and_what_is_not_known_are_told_apart(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screening_id = screened(organisation, child_id, {"rehearsed_story": "not_known"})
        lines = {
            line.item.id: line
            for each in seen_by(organisation, "caseworker", screening_id).sections
            for line in each.lines
        }
        said = lines["rehearsed_story"].now
        assert said is not None
        assert said.answer == "not_known"
        assert lines["family_debt"].now is None

    def test_an_empty_one_is_refused_and_words_alone_are_enough(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        with pytest.raises(NotAllowedNow, match="screening-empty"):
            screened(organisation, child_id, {})
        screening_id = screened(organisation, child_id, {}, words="nothing to see")
        assert seen_by(organisation, "caseworker", screening_id).view.rules == ()

    @pytest.mark.parametrize("answers", [{"no_such_item": "seen"}, {"secrecy": "perhaps"}])
    def test_an_unknown_item_or_answer_is_refused(
        self, organisation: Organisation, child_id: UUID, answers: dict[str, str]
    ) -> None:
        with pytest.raises(NotAllowedNow, match="answers-unknown"):
            screened(organisation, child_id, answers)

    def test_a_list_that_was_withdrawn_meanwhile_is_looked_through_again(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        with pytest.raises(NotAllowedNow, match="list-changed"):
            screened(organisation, child_id, QUIET, pack_version=2)

    def test_what_is_about_our_own_people_is_not_saved_here(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        with pytest.raises(NotAllowedNow, match="about-our-own"):
            screened(organisation, child_id, ALERTING, is_our_own=True)
        assert concerns(organisation) == []

    def test_a_day_before_the_child_was_born_or_ahead_is_refused(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        tomorrow = local_day(organisation.clock.now()) + timedelta(days=1)
        with pytest.raises(NotAllowedNow, match=r"in-the-future|too-far-ahead"):
            screened(organisation, child_id, QUIET, when=MomentInput(tomorrow))

    def test_one_sent_twice_is_one(self, organisation: Organisation, child_id: UUID) -> None:
        new_id = uuid4()
        with organisation.writing("field") as work:
            write_screening(work, child_id, new_id, typed(organisation, ALERTING))
        with pytest.raises(AlreadyDone), organisation.writing("field") as work:
            write_screening(work, child_id, new_id, typed(organisation, ALERTING))
        assert len(concerns(organisation)) == 1

    def test_an_old_one_is_shown_under_the_list_it_was_answered_with(
        self, organisation: Organisation, child_id: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.screening.lists.PACK_VERSION", 2)
        screening_id = screened(organisation, child_id, QUIET)
        monkeypatch.undo()
        page = seen_by(organisation, "caseworker", screening_id)
        assert page.pack is not None
        assert (page.pack.version, page.is_other_list) == (2, False)
        with pytest.raises(NotAllowedNow, match="answers-unknown"):
            corrected(organisation, screening_id, {"secrecy": "heard"})


class TestWhatCannotWait:
    """A rule that cannot wait raises a concern in the same step."""

    def test_the_concern_says_why_in_words_and_without_a_number(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        given = (Given("no_safe_place_tonight", "told", "her aunt locked the door"),)
        screening_id = screened(organisation, child_id, {}, by="field", given=given, words="by the bridge")
        [told] = seen_by(organisation, "field", screening_id).told
        assert told.must_call
        with organisation.reading("supervisor") as work:
            page = concern_page(work, told.id)
        assert page.observation is not None
        assert page.observation.words == "Not safe tonight: call the supervisor now\nby the bridge"
        assert page.observation.signs == "No safe place to sleep tonight: Told · her aunt locked the door"
        assert page.child_id == child_id

    def test_signs_of_grooming_are_high_and_anything_less_raises_nothing(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screened(organisation, child_id, QUIET)
        assert concerns(organisation) == []
        screened(organisation, child_id, GROOMING)
        assert [row.urgency for row in concerns(organisation)] == ["high"]

    def test_a_medical_clock_is_counted_from_the_screening_at_the_latest(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screening_id = screened(organisation, child_id, {"sexual_abuse_within_72_hours": "told"})
        page = seen_by(organisation, "caseworker", screening_id)
        assert page.clocks == {"medical_clock": page.view.held_at + timedelta(hours=72)}

    def test_each_rule_names_the_items_that_met_it(self, organisation: Organisation, child_id: UUID) -> None:
        screening_id = screened(organisation, child_id, {**GROOMING, "targeting": "not_known"})
        [met] = seen_by(organisation, "caseworker", screening_id).view.rules
        assert met.rule.id == "possible_grooming"
        assert {one.item.id for one in met.because} == set(GROOMING)


class TestCorrecting:
    """What it said before is kept, and what it raised stays raised."""

    def test_what_it_said_before_is_kept(self, organisation: Organisation, child_id: UUID) -> None:
        screening_id = screened(organisation, child_id, QUIET, words="at the bridge")
        corrected(organisation, screening_id, QUIET, words="at the market")
        with organisation.reading("supervisor") as work:
            [before] = screening_before(work, screening_id).sheets
        assert before.document is not None
        assert before.document.words == "at the bridge"

    def test_a_rule_that_is_met_only_now_raises_a_concern_and_one_met_before_raises_none_again(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screening_id = screened(organisation, child_id, ALERTING)
        corrected(organisation, screening_id, ALERTING, words="and she is alone")
        assert len(concerns(organisation)) == 1
        corrected(organisation, screening_id, {**ALERTING, **GROOMING})
        assert len(seen_by(organisation, "supervisor", screening_id).told) == 2

    def test_a_concern_stays_when_the_answer_is_taken_out(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screening_id = screened(organisation, child_id, ALERTING)
        corrected(organisation, screening_id, QUIET)
        assert len(seen_by(organisation, "supervisor", screening_id).told) == 1

    def test_two_at_once_overwrite_nothing(self, organisation: Organisation, child_id: UUID) -> None:
        screening_id = screened(organisation, child_id, QUIET)
        corrected(organisation, screening_id, QUIET, by="supervisor", words="hers")
        with pytest.raises(Conflict):
            corrected(organisation, screening_id, QUIET, words="mine", version=1)

    @pytest.mark.usefixtures("case_id")
    def test_somebody_who_only_reads_it_corrects_nothing(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screening_id = screened(organisation, child_id, QUIET)
        with pytest.raises(Refused):
            corrected(organisation, screening_id, QUIET, by="counsellor", words="mine")
        with pytest.raises(NotVisible):
            corrected(organisation, screening_id, QUIET, by="field2", words="mine")


class TestMistakes:
    """One that alerted somebody is not taken out of the count by one person alone."""

    def mark(self, organisation: Organisation, screening_id: UUID, by: str = "caseworker") -> MarkOutcome:
        with organisation.writing(by) as work:
            return mark_mistaken(work, SCREENING, screening_id, MarkInput(uuid4(), "another child"))

    def test_a_quiet_one_is_marked_by_its_writer(self, organisation: Organisation, child_id: UUID) -> None:
        screening_id = screened(organisation, child_id, QUIET)
        assert self.mark(organisation, screening_id) is MarkOutcome.AGREED
        with organisation.reading("supervisor") as work:
            page = screenings_of_child(work, child_id)
        assert page.next_on is None
        assert page.views[0].is_mistaken

    def test_one_that_alerted_waits_for_a_second_person(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        screening_id = screened(organisation, child_id, ALERTING)
        assert self.mark(organisation, screening_id) is MarkOutcome.WAITING

    @pytest.mark.usefixtures("case_id")
    def test_another_reader_marks_nothing(self, organisation: Organisation, child_id: UUID) -> None:
        screening_id = screened(organisation, child_id, QUIET, by="field")
        with pytest.raises(Refused):
            self.mark(organisation, screening_id)


class TestTheNextOne:
    """A child in prevention is screened again after the months that the list says."""

    def due(self, organisation: Organisation, name: str = "caseworker", days: int = 0) -> list[str]:
        with organisation.reading(name) as work:
            until = local_day(work.now) + timedelta(days=days)
            return [item.title for item in due_screenings(work, until=until)]

    @pytest.mark.usefixtures("case_id")
    def test_a_child_in_prevention_without_one_is_told_to_the_caseworker(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        assert self.due(organisation) == ["No screening yet: write down what you know"]
        assert self.due(organisation, "othercaseworker") == []
        screened(organisation, child_id, QUIET, by="field")
        assert self.due(organisation) == []
        assert self.due(organisation, days=100) == ["Screen again"]

    @pytest.mark.usefixtures("case_id")
    def test_supervisors_are_told_only_what_is_late(self, organisation: Organisation, child_id: UUID) -> None:
        assert self.due(organisation, "supervisor") == []
        organisation.clock.move(timedelta(days=15))
        for name in ("supervisor", "director"):
            assert self.due(organisation, name) == ["No screening yet: write down what you know"]
        assert self.due(organisation, "othersupervisor") == []
        screened(organisation, child_id, QUIET, by="supervisor")
        assert self.due(organisation, "supervisor", days=100) == []
        organisation.clock.move(timedelta(days=100))
        assert self.due(organisation, "supervisor") == ["Screen again"]

    def test_the_road_says_when_the_next_one_is_due(
        self, organisation: Organisation, child_id: UUID, case_id: UUID
    ) -> None:
        screened(organisation, child_id, QUIET)
        with organisation.reading("supervisor") as work:
            [item] = due_of_case(work, case_id)
            page = screenings_of_child(work, child_id)
        assert (item.due_on, item.record_id) == (page.next_on, child_id)

    @pytest.mark.usefixtures("case_id")
    def test_a_screening_written_by_mistake_is_none(self, organisation: Organisation, child_id: UUID) -> None:
        screening_id = screened(organisation, child_id, QUIET)
        with organisation.writing("caseworker") as work:
            mark_mistaken(work, SCREENING, screening_id, MarkInput(uuid4(), "another child"))
        assert self.due(organisation) == ["No screening yet: write down what you know"]

    def test_months_end_where_the_month_ends(self) -> None:
        assert due_again(date(2026, 11, 30), list_in_force()) == date(2027, 2, 28)
        assert due_again(date(2026, 1, 31), list_in_force()) == date(2026, 4, 30)


@pytest.mark.usefixtures("case_id")
def test_what_alerted_stands_on_the_road_whatever_is_corrected(
    organisation: Organisation, child_id: UUID
) -> None:
    screening_id = screened(organisation, child_id, ALERTING)
    corrected(organisation, screening_id, QUIET)
    with organisation.reading("supervisor") as work:
        (entry,) = chronology_entries(work, child_id)
    assert (entry.title, entry.is_weighty) == (ALERTED, True)


@pytest.mark.parametrize("name", ["caseworker", "counsellor"])
def test_a_case_that_was_led_to_another_child_opens_none_of_that_childs_screenings(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    other = child_of(organisation)
    screening_id = screened(organisation, other, QUIET, by="supervisor")
    with behind(organisation) as session:
        session.execute(update(Case).where(Case.id == case_id).values(child_id=other))
    with pytest.raises(NotVisible):
        seen_by(organisation, name, screening_id)
    with organisation.reading(name) as work:
        assert chronology_entries(work, other) == []
        assert not reads_all_of(work, other)
        due = due_screenings(work, until=date.max)
    assert [item for item in due if item.record_id == other] == []
    assert name != "caseworker" or [item.is_changed for item in due] == [True]
