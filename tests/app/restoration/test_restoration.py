"""Goals, assessments and the sign-off: who may, what is refused, what a broken seal does."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.case_records.record_views import Views
from app.cases.notes import NoteInput, add_note
from app.foundation.errors import NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.restoration.assessments import (
    AssessmentInput,
    Assessments,
    DomainScore,
    ScoreSheet,
    assessments_of,
    has_assessment,
    write_assessment,
)
from app.restoration.child_progress import restoration_page
from app.restoration.goals import (
    GoalInput,
    GoalState,
    GoalStep,
    GoalWords,
    change_goal,
    end_goal,
    goals_of,
    has_goal,
    set_goal,
)
from app.restoration.late import Late, late_in_restoration
from app.restoration.review_board import review_page
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off
from models.assessment import Assessment
from models.case_note import CaseNote
from models.goal import Goal
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.tampering import flip, put

AIM = "sleep at grandmother's house again"
WRITERS = ("caseworker", "supervisor", "director")
READERS_ONLY = ("counsellor",)
OUTSIDERS = ("field", "othercaseworker", "othersupervisor", "technician", "auditor")


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case with a caseworker and a counsellor."""
    return case_of(organisation, child_of(organisation), assigned=("caseworker", "counsellor"))


def sheet(**scores: int) -> ScoreSheet:
    """Return a score sheet."""
    return ScoreSheet(tuple(DomainScore(domain, score, "seen at home") for domain, score in scores.items()))


def assess(organisation: Organisation, case_id: UUID, by: str = "caseworker", **scores: int) -> UUID:
    """Write an assessment of today."""
    with organisation.writing(by) as work:
        new = AssessmentInput(uuid4(), local_day(work.now), sheet(**scores or {"safety": 3}))
        return write_assessment(work, case_id, new)


def is_review_late(organisation: Organisation, case_id: UUID) -> bool:
    """Whether the child's own page says that its review is late."""
    with organisation.reading("supervisor") as work:
        return restoration_page(work, case_id, locale="en").is_review_late


def goal(organisation: Organisation, case_id: UUID, by: str = "caseworker") -> UUID:
    """Set a goal."""
    with organisation.writing(by) as work:
        words = GoalWords(AIM, "safety", "I miss her", (GoalStep("visit her", "Maly"),))
        return set_goal(work, case_id, GoalInput(uuid4(), None, words))


@pytest.mark.parametrize("name", WRITERS)
def test_the_assigned_and_their_supervisors_write(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    assess(organisation, case_id, name)
    goal(organisation, case_id, name)
    with organisation.reading("counsellor") as work:
        page = restoration_page(work, case_id, locale="en")
    assert [g.words.aim for g in page.goals if g.words] == [AIM]
    assert len(page.assessments) == 1


@pytest.mark.parametrize("name", READERS_ONLY)
def test_an_assigned_counsellor_reads_and_does_not_write(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    with organisation.writing(name) as work, pytest.raises(Refused):
        set_goal(work, case_id, GoalInput(uuid4(), None, GoalWords(AIM)))
    with organisation.writing(name) as work, pytest.raises(Refused):
        write_assessment(work, case_id, AssessmentInput(uuid4(), date(2026, 1, 1), sheet(safety=1)))


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_sees_that_there_is_anything(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    goal(organisation, case_id)
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        restoration_page(work, case_id, locale="en")
    with organisation.reading(name) as work:
        assert goals_of(work, [case_id]) == {case_id: Views()}
        assert assessments_of(work, [case_id]) == {case_id: Assessments()}


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (AssessmentInput(uuid4(), date(2100, 1, 1), sheet(safety=1)), "future-date"),
        (AssessmentInput(uuid4(), date(1900, 1, 1), sheet(safety=1)), "too-long-ago"),
        (AssessmentInput(uuid4(), date(2026, 1, 1), ScoreSheet(())), "no-scores"),
        (AssessmentInput(uuid4(), date(2026, 1, 1), sheet(safety=5)), "no-scores"),
        (AssessmentInput(uuid4(), date(2026, 1, 1), sheet(luck=2)), "no-scores"),
    ],
)
def test_what_cannot_be_scored_is_refused(
    organisation: Organisation, case_id: UUID, new: AssessmentInput, reason: str
) -> None:
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow) as refusal:
        write_assessment(work, case_id, new)
    assert refusal.value.reasons == (reason,)


def test_invisible_characters_are_taken_out_of_a_goal(organisation: Organisation, case_id: UUID) -> None:
    with organisation.writing("caseworker") as work:
        set_goal(
            work,
            case_id,
            GoalInput(uuid4(), None, GoalWords("go\u200b to \u202eschool", steps=(GoalStep(" "),))),
        )
    with organisation.reading("supervisor") as work:
        [read] = goals_of(work, [case_id])[case_id].views
    assert read.words is not None
    assert (read.words.aim, read.words.steps) == ("go to school", ())


def test_a_goal_is_dropped_only_with_a_reason_and_opens_again(
    organisation: Organisation, case_id: UUID
) -> None:
    goal_id = goal(organisation, case_id)
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow):
        end_goal(work, case_id, goal_id, version=1, state=GoalState.DROPPED)
    with organisation.writing("caseworker") as work:
        end_goal(work, case_id, goal_id, version=1, state=GoalState.DROPPED, why="she moved to her aunt")
    with organisation.writing("caseworker") as work:
        end_goal(work, case_id, goal_id, version=2, state=GoalState.OPEN)
    with organisation.reading("caseworker") as work:
        [read] = goals_of(work, [case_id])[case_id].views
    assert read.state is GoalState.OPEN


def test_a_broken_seal_hides_one_assessment_and_no_other(organisation: Organisation, case_id: UUID) -> None:
    broken, whole = assess(organisation, case_id, safety=1), assess(organisation, case_id, safety=4)
    flip(organisation, Assessment, "scores", broken)
    with organisation.reading("supervisor") as work:
        found = assessments_of(work, [case_id])[case_id]
        assert has_assessment(work, case_id)
    assert [a.id for a in found.views if a.sheet] == [whole]
    assert [one.id for one in found.changed] == [broken]


def test_what_was_changed_outside_counts_as_no_goal_and_no_assessment(
    organisation: Organisation, case_id: UUID
) -> None:
    put(organisation, Goal, goal(organisation, case_id), due_on=date(2030, 1, 1))
    put(organisation, Assessment, assess(organisation, case_id), scored_on=date(2026, 1, 1))

    with organisation.reading("supervisor") as work:
        assert not has_goal(work, case_id)
        assert not has_assessment(work, case_id)
        page = restoration_page(work, case_id, locale="en")
    assert (page.goals, page.assessments, page.domains) == ((), (), ())
    assert (len(page.goals_changed), len(page.assessments_changed)) == (1, 1)


def test_a_child_whose_records_were_changed_is_looked_at_and_never_signed_off_with_others(
    organisation: Organisation, case_id: UUID
) -> None:
    put_at(organisation, case_id, "prevention", "restoration")
    assess(organisation, case_id)
    assessment_id = assess(organisation, case_id)
    put(organisation, Assessment, assessment_id, scored_on=date(2026, 1, 1))

    with organisation.reading("supervisor") as work:
        (line,) = review_page(work, locale="en").lines
    assert line.is_changed
    assert line.needs_a_look
    assert not line.may_go_together


def test_a_note_changed_outside_is_no_sight_of_the_child(organisation: Organisation, case_id: UUID) -> None:
    put_at(organisation, case_id, "prevention", "restoration")
    note_id = uuid4()
    with organisation.writing("caseworker") as work:
        happened = as_typed(work.now - timedelta(days=20))
        add_note(work, case_id, note_id, NoteInput("at school", happened, EvidenceBasis.SEEN))

    def seen() -> int | None:
        with organisation.reading("supervisor") as work:
            return review_page(work, locale="en").lines[0].days_unseen

    assert seen() == 20
    put(organisation, CaseNote, note_id, happened_at=organisation.clock.now())
    assert seen() is None


def test_a_closed_case_takes_no_change_of_a_goal(organisation: Organisation, case_id: UUID) -> None:
    goal_id = goal(organisation, case_id)
    put_at(organisation, case_id, "closed")

    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="case-closed"):
        change_goal(work, case_id, goal_id, version=1, due_on=None, words=GoalWords(AIM))
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="case-closed"):
        end_goal(work, case_id, goal_id, version=1, state=GoalState.REACHED)


class TestTheSupervisorsReview:
    """What `/restoration/` shows and who signs off."""

    @pytest.fixture(autouse=True)
    def in_restoration(self, organisation: Organisation, case_id: UUID) -> None:
        """Put the case into restoration without the long way there."""
        put_at(organisation, case_id, "prevention", "restoration")

    def test_a_fall_puts_a_child_first_and_asks_for_a_look(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        for score in (2, 4, 3):
            assess(organisation, case_id, safety=score)
            organisation.clock.move(timedelta(minutes=5))
        with organisation.reading("supervisor") as work:
            page = review_page(work, locale="en")
        [line] = page.lines
        assert line.domains["safety"].progress.scores == (2, 4, 3)
        assert (line.falls, page.counts.slipping) == (1, 1)
        assert line.needs_a_look
        assert not line.may_go_together

    def test_a_sign_off_is_of_the_newest_assessment_and_stands_until_the_next(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        assess(organisation, case_id)
        with organisation.writing("supervisor") as work:
            next_on = local_day(work.now) + timedelta(days=60)
            sign_off(work, case_id, ReviewInput(uuid4(), next_on, ReviewRemark("well done")))
        with organisation.reading("supervisor") as work:
            [line] = review_page(work, locale="en").lines
        assert not line.is_review_due
        assess(organisation, case_id)
        with organisation.reading("supervisor") as work:
            [line] = review_page(work, locale="en").lines
        assert line.is_review_due

    def test_nobody_signs_off_their_own_assessment(self, organisation: Organisation, case_id: UUID) -> None:
        assess(organisation, case_id, by="supervisor")
        with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow):
            sign_off(work, case_id, ReviewInput(uuid4(), date(2027, 6, 1), ReviewRemark()))

    @pytest.mark.parametrize("name", ["caseworker", "counsellor"])
    def test_workers_do_not_sign_off(self, organisation: Organisation, case_id: UUID, name: str) -> None:
        with organisation.writing(name) as work, pytest.raises(Refused):
            sign_off(work, case_id, ReviewInput(uuid4(), date(2027, 6, 1), ReviewRemark()))

    def test_the_review_is_of_ones_own_base(self, organisation: Organisation, case_id: UUID) -> None:
        with organisation.reading("othersupervisor") as work:
            assert review_page(work, locale="en").lines == ()
        with organisation.reading("director") as work:
            assert [line.case_id for line in review_page(work, locale="en").lines] == [case_id]


def test_the_day_is_the_bases_own_while_it_is_still_yesterday_in_utc(
    organisation: Organisation, case_id: UUID
) -> None:
    organisation.clock.move_to(organisation.clock.moment.replace(hour=20))  # 03:00 of the 3rd in Phnom Penh
    today = date(2026, 11, 3)
    with organisation.writing("caseworker") as work:
        write_assessment(work, case_id, AssessmentInput(uuid4(), today, sheet(safety=3)))
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow) as refused:
        sign_off(work, case_id, ReviewInput(uuid4(), today, ReviewRemark()))
    with organisation.writing("supervisor") as work:
        sign_off(work, case_id, ReviewInput(uuid4(), today + timedelta(days=1), ReviewRemark()))
    with organisation.reading("supervisor") as work:
        review = restoration_page(work, case_id, locale="en").review

    assert refused.value.reasons == ("next-review-past",)
    assert review is not None
    assert review.reviewed_on == today


def test_a_list_learns_which_cases_are_late_with_an_assessment_or_a_review(
    organisation: Organisation, case_id: UUID
) -> None:
    def late(name: str = "supervisor") -> Late | None:
        with organisation.reading(name) as work:
            return late_in_restoration(work, [case_id]).get(case_id)

    assert late() is None, "the case is not in restoration"
    put_at(organisation, case_id, "prevention", "restoration")
    assess(organisation, case_id)
    with organisation.writing("supervisor") as work:
        sign_off(work, case_id, ReviewInput(uuid4(), local_day(work.now) + timedelta(days=7), ReviewRemark()))

    assert late() == Late(assessment=False, review=False)
    organisation.clock.move(timedelta(days=7))
    assert not is_review_late(organisation, case_id), "it is due on that day, and late from the next"
    organisation.clock.move(timedelta(days=1))
    assert late() == Late(assessment=False, review=True)
    assert is_review_late(organisation, case_id), "the child's own page says the same as Today"
    organisation.clock.move(timedelta(days=200))
    assert late("caseworker") == Late(assessment=True, review=True)
    assert late("othercaseworker") is None
