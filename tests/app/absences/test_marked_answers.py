"""An answer written by mistake, and taking that back; and what its maker alone may say."""

from uuid import uuid4

import pytest

from app.absences.answers import AnswerInput, answer_absence, change_answer
from app.absences.pages import answer_page
from app.absences.visits import VisitInput, decide_visit
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.absence_answers import AbsenceAnswer, VisitDecision
from app.mistakes.marking import MarkInput, mark_mistaken, take_back_mark
from tests.support.absences import answered, club_with_absent, member_of
from tests.support.organisation import Organisation

TYPED = AnswerInput(AbsenceAnswer.SEEN, where="at the market")


def test_a_mark_is_made_once_and_taken_back(organisation: Organisation) -> None:
    absence_id = answered(organisation, *club_with_absent(organisation))
    with organisation.writing("field") as work:
        mark_mistaken(work, "club_absence", absence_id, MarkInput(uuid4(), "Another Sophea."))
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="marked-already"):
        mark_mistaken(work, "club_absence", absence_id, MarkInput(uuid4(), "Again."))
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="written-by-mistake"):
        change_answer(work, absence_id, TYPED, version=2)
    with organisation.writing("field") as work:
        take_back_mark(work, "club_absence", absence_id, MarkInput(uuid4(), "It was her after all."))
    with organisation.reading("field") as work:
        assert answer_page(work, absence_id).answer.counts


@pytest.mark.parametrize(
    ("name", "error"), [("caseworker", Refused), ("field2", NotVisible), ("othersupervisor", NotVisible)]
)
def test_nobody_else_marks_it(organisation: Organisation, name: str, error: type[Exception]) -> None:
    absence_id = answered(organisation, *club_with_absent(organisation))
    with organisation.writing(name) as work, pytest.raises(error):
        mark_mistaken(work, "club_absence", absence_id, MarkInput(uuid4(), "No."))


@pytest.mark.parametrize("name", ["field2", "othersupervisor", "otherfield"])
def test_who_does_not_reach_the_club_answers_nothing(organisation: Organisation, name: str) -> None:
    member = member_of(organisation, *club_with_absent(organisation))
    with organisation.writing(name) as work, pytest.raises(NotVisible):
        answer_absence(work, member, uuid4(), TYPED)


def test_a_director_reads_and_does_not_answer(organisation: Organisation) -> None:
    member = member_of(organisation, *club_with_absent(organisation))
    with organisation.writing("director") as work, pytest.raises(Refused):
        answer_absence(work, member, uuid4(), TYPED)


def test_sent_twice_it_is_one_answer_and_a_stale_correction_changes_nothing(
    organisation: Organisation,
) -> None:
    member, absence_id = member_of(organisation, *club_with_absent(organisation)), uuid4()
    with organisation.writing("field") as work:
        answer_absence(work, member, absence_id, TYPED)
    with organisation.writing("field") as work, pytest.raises(AlreadyDone):
        answer_absence(work, member, absence_id, TYPED)
    with organisation.writing("field") as work:
        change_answer(work, absence_id, TYPED, version=1)
    with organisation.writing("supervisor") as work, pytest.raises(Conflict):
        change_answer(work, absence_id, TYPED, version=1)


def test_only_a_caseworker_or_supervisor_decides_about_a_visit_and_only_of_one_that_is_asked_for(
    organisation: Organisation,
) -> None:
    club_id, sophea = club_with_absent(organisation)
    visit = answered(organisation, club_id, sophea, AbsenceAnswer.VISIT)
    seen = answered(organisation, club_id, sophea, AbsenceAnswer.SEEN)
    no = VisitInput(VisitDecision.NOT_NOW, words="She is at school.")
    with organisation.writing("field") as work, pytest.raises(Refused):
        decide_visit(work, visit, no, version=1)
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="not-a-visit"):
        decide_visit(work, seen, no, version=1)
    with organisation.writing("caseworker") as work:
        decide_visit(work, visit, no, version=1)
    with organisation.writing("caseworker") as work, pytest.raises(AlreadyDone):
        decide_visit(work, visit, no, version=1)
    with organisation.writing("supervisor") as work, pytest.raises(Conflict):
        decide_visit(work, visit, no, version=1)
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="visit-decided"):
        change_answer(work, visit, TYPED, version=2)
