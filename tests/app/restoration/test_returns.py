"""An assessment is returned to its scorer, stays until it was scored again, and is not signed off meanwhile."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.assigning import assign, assign_page, end_assignment
from app.foundation.chronology import DueItem
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.review_looks import ReviewLook
from app.mistakes.marking import MarkInput
from app.restoration.assessments import (
    ASSESSMENTS,
    AssessmentInput,
    DomainScore,
    ScoreSheet,
    assessments_of,
    has_assessment,
    write_assessment,
)
from app.restoration.late import days_scored
from app.restoration.returns import (
    RETURNS,
    ReturnInput,
    ReturnWords,
    return_assessment,
    score_again,
    waiting_of,
)
from app.restoration.review_board import BoardFilter, review_page, work_of_each
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off
from app.restoration.today import due_items
from models.assessment_return import AssessmentReturn
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.tampering import put, recorded

WHY = "she moved since: score the aunt's home"
DUE = date(2026, 11, 9)


def case_in_restoration(organisation: Organisation) -> UUID:
    """Return a case in restoration with a caseworker and a counsellor."""
    case = case_of(organisation, child_of(organisation), assigned=("caseworker", "counsellor"))
    put_at(organisation, case, "prevention", "restoration")
    return case


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case in restoration with a caseworker and a counsellor."""
    return case_in_restoration(organisation)


def sheet(**scores: int) -> ScoreSheet:
    return ScoreSheet(tuple(DomainScore(domain, score, "seen at home") for domain, score in scores.items()))


def assess(organisation: Organisation, case_id: UUID, by: str = "caseworker", **scores: int) -> UUID:
    with organisation.writing(by) as work:
        new = AssessmentInput(uuid4(), local_day(work.now), sheet(**scores or {"safety": 3}))
        return write_assessment(work, case_id, new)


def give_back(
    organisation: Organisation, case_id: UUID, assessment_id: UUID, by: str = "supervisor", **other: object
) -> UUID:
    new = replace(ReturnInput(uuid4(), DUE, ReturnWords(WHY)), **other)  # type: ignore[arg-type]
    with organisation.writing(by) as work:
        return return_assessment(work, case_id, assessment_id, new)


def again(
    organisation: Organisation, case_id: UUID, assessment_id: UUID, by: str = "caseworker", **scores: int
) -> UUID:
    with organisation.writing(by) as work:
        new = AssessmentInput(uuid4(), local_day(work.now), sheet(**scores or {"safety": 2}))
        return score_again(work, case_id, assessment_id, new)


def due_for(organisation: Organisation, name: str, until: date = DUE) -> list[DueItem]:
    with organisation.reading(name) as work:
        return [item for item in due_items(work, until=until) if item.kind == "assessment-returned"]


def test_its_scorer_reads_the_reason_and_the_day_on_today(organisation: Organisation, case_id: UUID) -> None:
    give_back(organisation, case_id, assess(organisation, case_id))

    assert [(item.due_on, item.detail) for item in due_for(organisation, "caseworker")] == [(DUE, WHY)]
    assert {name: due_for(organisation, name) for name in ("counsellor", "supervisor", "supervisor2")} == {
        "counsellor": [],
        "supervisor": [],
        "supervisor2": [],
    }


def test_whoever_reviews_is_told_when_it_is_late(organisation: Organisation, case_id: UUID) -> None:
    give_back(organisation, case_id, assess(organisation, case_id))
    organisation.clock.move(timedelta(days=12))

    assert len(due_for(organisation, "supervisor")) == 1
    assert due_for(organisation, "othersupervisor") == []


def test_the_row_says_whom_it_waits_for_until_it_was_scored_again(
    organisation: Organisation, case_id: UUID
) -> None:
    first = assess(organisation, case_id)
    give_back(organisation, case_id, first)
    with organisation.reading("supervisor") as work:
        (line,) = review_page(work, locale="en", chosen=BoardFilter(look=ReviewLook.RETURNED)).lines
        assert line.waiting is not None
        assert (line.waiting.name, line.waiting.since) == ("Caseworker Person", local_day(work.now))
        assert not line.may_go_together

    second = again(organisation, case_id, first)
    with organisation.reading("supervisor") as work:
        (line,) = review_page(work, locale="en").lines
        found = assessments_of(work, [case_id])[case_id]
        assert days_scored(work, [case_id]) == {case_id: [local_day(work.now)]}
    assert (line.waiting, line.assessment_id) == (None, second)
    assert line.domains["safety"].progress.scores == (2,), "the one it replaced counts no more"
    assert ([one.id for one in found.views], [one.id for one in found.replaced]) == ([second], [first])
    assert due_for(organisation, "caseworker") == []


def test_nothing_is_signed_off_that_waits_to_be_scored_again(
    organisation: Organisation, case_id: UUID
) -> None:
    first = assess(organisation, case_id)
    give_back(organisation, case_id, first)
    new = ReviewInput(uuid4(), date(2026, 12, 24), ReviewRemark())

    with (
        organisation.writing("supervisor") as work,
        pytest.raises(NotAllowedNow, match="returned-not-scored"),
    ):
        sign_off(work, case_id, new)
    again(organisation, case_id, first)
    with organisation.writing("supervisor") as work:
        sign_off(work, case_id, new)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("caseworker", Refused),
        ("counsellor", Refused),
        ("field", NotVisible),
        ("othercaseworker", NotVisible),
        ("othersupervisor", NotVisible),
        ("technician", NotVisible),
    ],
)
def test_only_who_reviews_returns(
    organisation: Organisation, case_id: UUID, name: str, refusal: type[Exception]
) -> None:
    assessment_id = assess(organisation, case_id)
    with pytest.raises(refusal):
        give_back(organisation, case_id, assessment_id, by=name)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"words": ReturnWords(" \u200b ")}, "reason-missing"),
        ({"due_on": date(2026, 11, 1)}, "return-due-past"),
        ({"due_on": date(2031, 11, 1)}, "too-far-ahead"),
    ],
)
def test_a_return_says_why_and_by_when(
    organisation: Organisation, case_id: UUID, changed: dict[str, object], reason: str
) -> None:
    assessment_id = assess(organisation, case_id)
    with pytest.raises(NotAllowedNow, match=reason):
        give_back(organisation, case_id, assessment_id, "supervisor", **changed)


def test_nobody_returns_their_own(organisation: Organisation, case_id: UUID) -> None:
    assessment_id = assess(organisation, case_id, by="supervisor")
    with pytest.raises(NotAllowedNow, match="own-return"):
        give_back(organisation, case_id, assessment_id)


def test_it_is_returned_once_whoever_presses(organisation: Organisation, case_id: UUID) -> None:
    assessment_id = assess(organisation, case_id)
    return_id = give_back(organisation, case_id, assessment_id)
    with pytest.raises(NotAllowedNow, match="returned-already"):
        give_back(organisation, case_id, assessment_id, by="supervisor2")
    with pytest.raises(AlreadyDone):
        give_back(organisation, case_id, assessment_id, id=return_id)


def test_an_assessment_of_another_case_is_not_there(organisation: Organisation, case_id: UUID) -> None:
    other = case_of(organisation, child_of(organisation))
    assessment_id = assess(organisation, other)
    with pytest.raises(NotVisible):
        give_back(organisation, case_id, assessment_id)


def test_nobody_replaces_scores_that_were_not_returned(organisation: Organisation, case_id: UUID) -> None:
    first = assess(organisation, case_id)
    with pytest.raises(NotAllowedNow, match="not-returned"):
        again(organisation, case_id, first)
    give_back(organisation, case_id, first)
    with pytest.raises(Refused):
        again(organisation, case_id, first, by="counsellor")
    again(organisation, case_id, first)
    with pytest.raises(NotAllowedNow, match="not-returned"):
        again(organisation, case_id, first)
    with pytest.raises(NotAllowedNow, match="counts-no-more"):
        give_back(organisation, case_id, first)


def test_when_its_scorer_has_left_the_case_it_is_for_whoever_works_on_it(
    organisation: Organisation, case_id: UUID
) -> None:
    give_back(organisation, case_id, assess(organisation, case_id))
    with organisation.writing("supervisor") as work:
        theirs = assign_page(work, case_id).assigned
        end_assignment(work, case_id, next(one.assignment_id for one in theirs if one.duty == "caseworker"))
        assign(work, case_id, organisation.ids["othercaseworker"])

    assert [item.detail for item in due_for(organisation, "othercaseworker")] == [WHY]
    assert due_for(organisation, "caseworker") == []
    with organisation.reading("supervisor") as work:
        (line,) = review_page(work, locale="en").lines
        assert line.waiting is not None
        assert line.waiting.waits_for is None


def test_a_return_by_mistake_is_taken_back_and_waits_no_more(
    organisation: Organisation, case_id: UUID
) -> None:
    return_id = give_back(organisation, case_id, assess(organisation, case_id))
    with organisation.writing("supervisor") as work:
        RETURNS.mark_mistaken(work, case_id, return_id, MarkInput(uuid4(), "it was the other child"))

    with organisation.reading("supervisor") as work:
        assert waiting_of(work, [case_id]) == {case_id: {}}
    assert due_for(organisation, "caseworker") == []


def test_when_the_second_scoring_was_a_mistake_the_first_counts_again(
    organisation: Organisation, case_id: UUID
) -> None:
    organisation.clock.move(timedelta(minutes=5))
    first = assess(organisation, case_id)
    give_back(organisation, case_id, first)
    second = again(organisation, case_id, first)
    with organisation.writing("caseworker") as work:
        ASSESSMENTS.mark_mistaken(work, case_id, second, MarkInput(uuid4(), "of another child"))

    with organisation.reading("supervisor") as work:
        assert [one.id for one in assessments_of(work, [case_id])[case_id].views] == [first]
        assert has_assessment(work, case_id)
    give_back(organisation, case_id, first)
    third = again(organisation, case_id, first)
    with organisation.reading("supervisor") as work:
        assert [one.id for one in assessments_of(work, [case_id])[case_id].views] == [third]


def test_a_return_changed_outside_is_told_and_believed_by_nobody(
    organisation: Organisation, case_id: UUID
) -> None:
    return_id = give_back(organisation, case_id, assess(organisation, case_id))
    put(organisation, AssessmentReturn, return_id, due_on=date(2026, 11, 3))

    assert [item.is_changed for item in due_for(organisation, "caseworker")] == [True]
    with organisation.reading("supervisor") as work:
        (line,) = review_page(work, locale="en").lines
    assert (line.is_changed, line.waiting, line.needs_a_look) == (True, None, True)


def test_the_trail_says_who_returned_and_who_scored_again_and_no_word(
    organisation: Organisation, case_id: UUID
) -> None:
    first = assess(organisation, case_id)
    give_back(organisation, case_id, first)
    again(organisation, case_id, first)

    bodies = [
        event.body
        for action in ("restoration.returned", "assessment.scored_again", "restoration.answered")
        for event in recorded(organisation, action)
    ]
    assert len(bodies) == 3
    assert not any("aunt" in str(body) for body in bodies)


class TestTheBoard:
    """The worst first, counts, filters, and the work of each worker."""

    def test_a_low_score_comes_before_a_fall_that_is_not_low(self, organisation: Organisation) -> None:
        cases = [case_of(organisation, child_of(organisation)) for _ in range(3)]
        for case in cases:
            put_at(organisation, case, "prevention", "restoration")
        steady, fallen, low = cases
        assess(organisation, steady, safety=4)
        for score in (4, 3):
            assess(organisation, fallen, safety=score)
            organisation.clock.move(timedelta(minutes=1))
        assess(organisation, low, safety=1, physical_health=4)

        with organisation.reading("supervisor") as work:
            page = review_page(work, locale="en")
        assert [line.case_id for line in page.lines] == [low, fallen, steady]
        assert page.lines[0].levels == [("In danger or crisis", 1, 1)]
        assert (page.counts.children, page.counts.low, page.counts.slipping) == (3, 1, 1)

    def test_it_is_cut_by_worker_part_of_life_and_what_to_look_at(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        assess(organisation, case_id, safety=1)
        cuts = {
            BoardFilter(worker_id=organisation.ids["caseworker"]): 1,
            BoardFilter(worker_id=organisation.ids["othercaseworker"]): 0,
            BoardFilter(domain="safety"): 1,
            BoardFilter(domain="physical_health"): 0,
            BoardFilter(look=ReviewLook.LOW): 1,
            BoardFilter(look=ReviewLook.FELL): 0,
            BoardFilter(base_id=uuid4()): 0,
        }
        with organisation.reading("supervisor") as work:
            found = {cut: review_page(work, locale="en", chosen=cut) for cut in cuts}
        assert {cut: len(page.lines) for cut, page in found.items()} == cuts
        assert {page.counts.children for page in found.values()} == {1}

    def test_what_was_promised_last_time_stands_in_the_row(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        assess(organisation, case_id)
        with organisation.writing("supervisor") as work:
            remark = ReviewRemark("steady", "Maly visits the school")
            sign_off(work, case_id, ReviewInput(uuid4(), date(2026, 12, 24), remark))
        with organisation.reading("supervisor") as work:
            (line,) = review_page(work, locale="en").lines
        assert line.review is not None
        assert line.review.remark == remark

    def test_the_work_of_each_worker_is_listed_by_name_and_code(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        with organisation.reading("supervisor") as work:
            workers = work_of_each(work, locale="en")
        assert [(one.name, [line.case_id for line in one.lines]) for one in workers] == [
            ("Caseworker Person", [case_id]),
            ("Counsellor Person", [case_id]),
        ]
        with organisation.reading("caseworker") as work, pytest.raises(Refused):
            work_of_each(work, locale="en")
        with organisation.reading("othersupervisor") as work:
            assert work_of_each(work, locale="en") == []
