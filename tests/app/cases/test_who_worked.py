"""Who worked on a case from when until when stays told, and what of it was a mistake is told as one."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.cases.assigning import Worked, assign, earlier_workers, end_assignment, give_back, who_worked
from app.cases.case_page import case_page
from app.cases.notes import NoteInput, add_note
from app.chronology.story import story_of
from app.foundation.errors import AlreadyDone, KeyRefused, NotAllowedNow, NotVisible, Refused, WayhomeError
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.assigning import assign as state_assignment
from app.keyring.known_assignments import Ending
from app.keyring.policy import Duty
from models.case import Case
from tests.support.cases import new_case
from tests.support.organisation import RIVERSIDE, Organisation


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case the caseworker works on."""
    return new_case(organisation)


def worked(organisation: Organisation, case_id: UUID) -> tuple[Worked, ...]:
    """Return who worked on the case, in the order they began."""
    with organisation.reading("supervisor") as work:
        return who_worked(work, work.session.get_one(Case, case_id))


def take_off(organisation: Organisation, case_id: UUID, ending: Ending = Ending.ENDED) -> UUID:
    """Take whoever began last off the case, a day later. Returns the assignment."""
    last = worked(organisation, case_id)[-1].assignment_id
    organisation.clock.move(timedelta(days=1))
    organisation.tokens.clear()
    with organisation.writing("supervisor") as work:
        end_assignment(work, case_id, last, ending=ending)
    organisation.clock.move(timedelta(seconds=1))
    return last


def titles(organisation: Organisation, case_id: UUID) -> list[tuple[str, str]]:
    """Return what the child's road tells of who worked on the case."""
    with organisation.reading("supervisor") as work:
        child_id = work.session.get_one(Case, case_id).child_id
        entries = story_of(work, child_id).entries
    return [(str(each.title), each.text) for each in reversed(entries) if each.kind == "assignment"]


def test_from_when_until_when_is_told_by_whom(organisation: Organisation, case_id: UUID) -> None:
    take_off(organisation, case_id)

    (one,) = worked(organisation, case_id)
    assert one.until is not None
    assert (one.until - one.since).days == 1
    with organisation.reading("supervisor") as work:
        page, name = case_page(work, case_id), work.person.display_name
    assert (one.begun_by, one.ended_by) == (name, name)
    assert (page.assigned, page.worked_before) == ((), (one,))
    assert titles(organisation, case_id) == [
        ("Began to work on the case", one.name),
        ("Works on the case no more", one.name),
    ]


def test_ended_by_mistake_it_is_given_back_with_the_keys(organisation: Organisation, case_id: UUID) -> None:
    ended = take_off(organisation, case_id)
    with organisation.reading("caseworker") as work, pytest.raises(NotVisible):
        case_page(work, case_id)

    with organisation.writing("supervisor2") as work:
        give_back(work, case_id, ended)

    with organisation.writing("caseworker") as work:
        assert case_page(work, case_id).summary is not None
        add_note(work, case_id, UUID(int=5), NoteInput("went on", as_typed(work.now), EvidenceBasis.SEEN))
    first, second = worked(organisation, case_id)
    assert (first.is_given_back, second.goes_on, second.until) == (True, True, None)
    name = first.name
    assert [title for title, _name in titles(organisation, case_id)] == [
        "Began to work on the case",
        "Was taken off the case by mistake",
        "Works on the case again",
    ]
    assert {told for _title, told in titles(organisation, case_id)} == {name}
    with organisation.writing("supervisor") as work, pytest.raises(AlreadyDone):
        give_back(work, case_id, ended)
    with organisation.writing("supervisor") as work, pytest.raises(AlreadyDone):
        end_assignment(work, case_id, ended)


def test_begun_by_mistake_they_never_worked_on_it(organisation: Organisation, case_id: UUID) -> None:
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["othercaseworker"])
    wrong = take_off(organisation, case_id, Ending.BEGUN_BY_MISTAKE)

    with organisation.reading("supervisor") as work:
        (one,) = earlier_workers(work, work.session.get_one(Case, case_id))
    assert (one.assignment_id, one.is_mistake) == (wrong, True)
    assert [title for title, _name in titles(organisation, case_id)] == [
        "Began to work on the case",
        "Was put on the case by mistake",
    ]
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="never-assigned"):
        give_back(work, case_id, wrong)


@pytest.mark.parametrize(("name", "error"), [("caseworker", NotVisible), ("othersupervisor", NotVisible)])
def test_only_who_assigns_gives_back(
    organisation: Organisation, case_id: UUID, name: str, error: type[WayhomeError]
) -> None:
    ended = take_off(organisation, case_id)
    with organisation.writing(name) as work, pytest.raises((error, Refused)):
        give_back(work, case_id, ended)


def test_no_statement_gives_back_what_the_person_never_had(organisation: Organisation, case_id: UUID) -> None:
    ended, staff = take_off(organisation, case_id), organisation.ids
    for person, gives_back in ((staff["othercaseworker"], ended), (staff["caseworker"], UUID(int=7))):
        with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
            state_assignment(
                work, case_id, person, duty=Duty.CASEWORKER, base_id=RIVERSIDE, gives_back=gives_back
            )
