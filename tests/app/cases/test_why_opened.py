"""Why a case was opened can be corrected, with a reason; what it said before stays readable."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.case_page import case_page
from app.cases.creating import CaseInput, open_case
from app.cases.risk_mistaken import risk_history
from app.cases.why_opened import WhyInput, correct_why, why_opened
from app.chronology.story import story_of
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.risks import Risk
from tests.support.cases import READERS_OF_ELSE, WRITERS
from tests.support.opened_cases import child_of, put_at
from tests.support.organisation import Organisation
from tests.support.tampering import recorded

FALSE, RIGHT = "Her uncle beat her.", "Her uncle's neighbour beat her."
REASON = "The supervisor mixed up who it was."


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case that was opened with false words, and with a risk."""
    child_id, case_id = child_of(organisation), uuid4()
    with organisation.writing("supervisor") as work:
        open_case(
            work,
            CaseInput(case_id, child_id, FALSE, Risk.HIGH, worker_id=organisation.ids["caseworker"]),
        )
    organisation.clock.move(timedelta(minutes=1))
    return case_id


def correct(
    organisation: Organisation,
    case_id: UUID,
    *,
    why: str = RIGHT,
    reason: str = REASON,
    by: str = "caseworker",
    version: int = 0,
) -> None:
    """Correct why a case was opened, on top of what one sees."""
    with organisation.writing(by) as work:
        seen = version or why_opened(work, case_id).version
        correct_why(work, case_id, WhyInput(why, reason), version=seen)


@pytest.mark.parametrize("name", WRITERS)
def test_it_is_corrected_and_what_stood_there_is_shown(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    correct(organisation, case_id, by=name)

    with organisation.reading("caseworker") as work:
        page = why_opened(work, case_id)
    (before,) = page.before
    assert page.why == RIGHT
    assert before.document is not None
    assert (before.document.why, before.why) == (FALSE, REASON)
    assert name.title() in before.replaced_by
    assert FALSE not in recorded(organisation, "case.why_corrected")[-1].body


def test_the_chronology_says_the_right_words_alone(organisation: Organisation, case_id: UUID) -> None:
    correct(organisation, case_id)

    with organisation.reading("caseworker") as work:
        story = story_of(work, case_page(work, case_id).child_id, how=None, page=1)
        told = " ".join(each.text for each in story.entries)
        assert RIGHT in told
        assert FALSE not in told, "the risk that was set with the opening had the same words"
        assert risk_history(work, case_id).risks[0].reason == RIGHT


def test_it_is_corrected_in_a_closed_case_too(organisation: Organisation, case_id: UUID) -> None:
    put_at(organisation, case_id, "closed")
    correct(organisation, case_id, by="supervisor")

    with organisation.reading("supervisor") as work:
        assert why_opened(work, case_id).why == RIGHT


def test_somebody_who_saw_an_older_version_overwrites_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.reading("supervisor") as work:
        seen = why_opened(work, case_id).version
    correct(organisation, case_id)

    with pytest.raises(Conflict):
        correct(organisation, case_id, why="mine", by="supervisor", version=seen)


@pytest.mark.parametrize(("words", "reason"), [(FALSE, "why-same"), ("", "")])
def test_a_reason_is_asked_and_the_same_words_are_no_correction(
    organisation: Organisation, case_id: UUID, words: str, reason: str
) -> None:
    with pytest.raises(NotAllowedNow, match=reason or "reason-missing"):
        correct(organisation, case_id, why=words or RIGHT, reason=REASON if words else " ")


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_corrects_it(organisation: Organisation, case_id: UUID, name: str) -> None:
    with pytest.raises((NotVisible, Refused)):
        correct(organisation, case_id, by=name, version=1)
