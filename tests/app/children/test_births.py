"""No day of a child's records lies before the child can have been born."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest

from app.cases.notes import NoteInput, add_note
from app.children.births import refuse_before_birth
from app.children.children import see_child
from app.children.documents import Age
from app.foundation.errors import NotAllowedNow
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from tests.support.children import add_child
from tests.support.consents import consent_in, new_consent
from tests.support.opened_cases import case_of
from tests.support.organisation import Organisation

TODAY = date(2026, 11, 1)
ABOUT_TEN = Age(8, 11, TODAY, AgeBasis.APPEARANCE)


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of a child of about ten."""
    return case_of(organisation, add_child(organisation, age=ABOUT_TEN))


def test_no_consent_and_no_note_is_older_than_a_child_of_that_age(
    organisation: Organisation, case_id: UUID
) -> None:
    with pytest.raises(NotAllowedNow, match="before-any-birth"):
        consent_in(organisation, case_id, new_consent(given_on=date(2010, 1, 1)))
    note = NoteInput("She came.", MomentInput(date(1999, 11, 1), time(9)), EvidenceBasis.SEEN)
    with pytest.raises(NotAllowedNow, match="before-any-birth"), organisation.writing("caseworker") as work:
        add_note(work, case_id, uuid4(), note)


@pytest.mark.parametrize(
    ("age", "first"),
    [
        (ABOUT_TEN, 2011),
        (Age(2, 2, date(2018, 6, 1), AgeBasis.SAID_BY_CHILD), 2012),
        (Age(9, 10, TODAY, AgeBasis.ANIMAL_YEAR, AnimalYear.MONKEY), 2012),
    ],
)
def test_the_margin_is_generous(organisation: Organisation, age: Age, first: int) -> None:
    child_id = add_child(organisation, age=age)
    with organisation.reading("field") as work:
        refuse_before_birth(work, child_id, date(first, 1, 1))
        with pytest.raises(NotAllowedNow, match="before-any-birth"):
            refuse_before_birth(work, child_id, date(first - 1, 12, 31))


def test_a_child_of_unknown_age_refuses_nothing(organisation: Organisation) -> None:
    child_id, day = add_child(organisation, age=None), date(1950, 1, 1)
    with organisation.reading("field") as work:
        refuse_before_birth(work, child_id, day)
        assert see_child(work, child_id).profile is not None, "it was read, and says nothing against that day"
