"""Opening a case: who may, what it makes, and that a child has one open case at most."""

from uuid import UUID, uuid4

import pytest

from app.cases.case_page import case_page
from app.cases.creating import CaseInput, case_opening, open_case
from app.cases.stages import CaseStatus
from app.concerns.concern_page import concern_page
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.risks import Risk
from app.stage_moves.pages import moves_page
from tests.support.cases import fulfil_everything, new_case, today
from tests.support.concerns import post
from tests.support.opened_cases import child_of, put_at
from tests.support.organisation import Organisation
from tests.support.tampering import recorded

WHY = "Met three nights in a row with the same man."


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child of the first base."""
    return child_of(organisation)


def opened(organisation: Organisation, child_id: UUID, by: str = "supervisor", **more: object) -> UUID:
    """Open a case in somebody's name."""
    new = CaseInput(uuid4(), child_id, WHY, **more)  # type: ignore[arg-type]  # a test's own words
    with organisation.writing(by) as work:
        open_case(work, new)
    return new.id


@pytest.mark.parametrize("name", ["supervisor", "supervisor2", "director", "director2"])
def test_supervisors_and_directors_open_cases(organisation: Organisation, child_id: UUID, name: str) -> None:
    case_id = opened(organisation, child_id, name, risk=Risk.HIGH)

    with organisation.reading("supervisor") as work:
        page = case_page(work, case_id)
    assert page.code == "RV-K-0001"
    assert page.status is CaseStatus.OPENED
    assert page.summary is not None
    assert page.summary.why == WHY
    assert page.risk is Risk.HIGH
    assert page.next_contact_on == today(organisation), "a high risk is due by tonight"
    assert len(recorded(organisation, "case.opened")) == 1


@pytest.mark.parametrize("name", ["field", "caseworker", "counsellor"])
def test_whoever_sees_the_child_and_may_not_open_is_refused(
    organisation: Organisation, child_id: UUID, name: str
) -> None:
    with pytest.raises(Refused):
        opened(organisation, child_id, name)


@pytest.mark.parametrize("name", ["othersupervisor", "technician", "auditor"])
def test_nobody_else_learns_that_the_child_exists(
    organisation: Organisation, child_id: UUID, name: str
) -> None:
    with pytest.raises(NotVisible):
        opened(organisation, child_id, name)


def test_a_child_has_one_open_case(organisation: Organisation, child_id: UUID) -> None:
    opened(organisation, child_id)

    with pytest.raises(NotAllowedNow, match="case-open-already"):
        opened(organisation, child_id, "director")
    with organisation.reading("supervisor") as work:
        assert case_opening(work, child_id).open_case_id is not None


def test_after_a_closure_a_new_case_is_opened_and_both_are_named(
    organisation: Organisation, child_id: UUID
) -> None:
    first = opened(organisation, child_id)
    put_at(organisation, first, "closed")

    second = opened(organisation, child_id)

    with organisation.reading("supervisor") as work:
        assert case_opening(work, child_id).closed_before == ("RV-K-0001",)
        assert case_page(work, second).code == "RV-K-0002"
        assert case_page(work, second).other_cases == ((first, "RV-K-0001"),)


def test_the_same_form_sent_twice_makes_one_case(organisation: Organisation, child_id: UUID) -> None:
    new = CaseInput(uuid4(), child_id, WHY)
    with organisation.writing("supervisor") as work:
        open_case(work, new)

    with pytest.raises(AlreadyDone), organisation.writing("supervisor") as work:
        open_case(work, new)
    with pytest.raises(Refused), organisation.writing("supervisor2") as work:
        open_case(work, new)
    assert len(recorded(organisation, "case.opened")) == 1


def test_a_case_opened_from_a_concern_holds_it_and_answers_it(
    organisation: Organisation, child_id: UUID
) -> None:
    posted = post(organisation)
    case_id = opened(organisation, child_id, concern_id=posted.id, worker_id=organisation.ids["caseworker"])

    with organisation.reading("caseworker") as work:
        page = concern_page(work, posted.id)
    assert page.case_id == case_id
    assert page.child_id == child_id
    assert page.delivery.state is ConcernState.ACKNOWLEDGED
    assert page.observation is not None


def test_nothing_is_opened_when_the_concern_belongs_to_another_case(
    organisation: Organisation, child_id: UUID
) -> None:
    posted = post(organisation)
    opened(organisation, child_id, concern_id=posted.id)
    other_child = child_of(organisation, latin="Another")

    with pytest.raises(NotAllowedNow, match="concern-in-a-case"):
        opened(organisation, other_child, concern_id=posted.id)
    with organisation.reading("supervisor") as work:
        assert case_opening(work, other_child).open_case_id is None


def test_a_concern_nobody_may_triage_is_not_named(organisation: Organisation, child_id: UUID) -> None:
    with pytest.raises(NotVisible), organisation.reading("supervisor") as work:
        case_opening(work, child_id, concern_id=uuid4())


def test_only_somebody_of_the_base_is_assigned_at_once(organisation: Organisation, child_id: UUID) -> None:
    for name in ("otherfield", "supervisor2", "disabled", "auditor"):
        with pytest.raises(NotAllowedNow, match="not-assignable"):
            opened(organisation, child_id, worker_id=organisation.ids[name])


def test_what_is_typed_is_stored_without_invisible_characters(
    organisation: Organisation, child_id: UUID
) -> None:
    case_id = uuid4()
    with organisation.writing("supervisor") as work:
        open_case(work, CaseInput(case_id, child_id, "  met\u200b at the \u202egate\r\n\r\n\r\n\r\ntwice "))

    with organisation.reading("supervisor") as work:
        summary = case_page(work, case_id).summary
    assert summary is not None
    assert summary.why == "met at the gate\n\ntwice"


def test_a_case_of_another_base_has_the_letters_of_that_base(organisation: Organisation) -> None:
    child_id = child_of(organisation, by="otherfield")
    case_id = opened(organisation, child_id, "director")

    with organisation.reading("othersupervisor") as work:
        assert case_page(work, case_id).code == "HL-K-0001"


def test_everything_needed_for_a_move_can_be_made_in_a_new_case(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    fulfil_everything(organisation, case_id)

    with organisation.reading("caseworker") as work:
        assert all(way.is_ready for way in moves_page(work, case_id).ways)
