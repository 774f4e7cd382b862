"""The list of cases: codes only, cut to what one may read, and by what one asks."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.listing import CaseFilter, CaseList, Timeliness, case_list
from app.cases.risk import risk_page, set_risk
from app.cases.stages import CaseStatus
from app.cases.tasks import TaskInput, add_task
from app.foundation.local_time import local_day
from app.foundation.vocabulary.risks import Risk
from tests.support.cases import ask_move, decide_it, new_case
from tests.support.concerns import case_row
from tests.support.opened_cases import case_of, child_of, put_at, rewrite
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.tampering import recorded


def listed(
    organisation: Organisation, by: str = "supervisor", chosen: CaseFilter | None = None, *, page: int = 1
) -> CaseList:
    """Return the list as somebody sees it."""
    with organisation.reading(by) as work:
        return case_list(work, chosen or CaseFilter(), page=page)


def codes(found: CaseList) -> list[str]:
    """Return the codes in their order."""
    return [line.code for line in found.lines]


def put_at_risk(organisation: Organisation, case_id: UUID, risk: Risk) -> None:
    """Set a case's risk."""
    with organisation.writing("director") as work:
        version = risk_page(work, case_id).version
        set_risk(work, case_id, risk=risk, reason="as it is now", version=version)


def test_everyone_sees_the_cases_they_may_read(organisation: Organisation) -> None:
    new_case(organisation)
    new_case(organisation, "othercaseworker")
    new_case(organisation, "counsellor")
    case_in_hillside(organisation)

    seen = {
        name: codes(listed(organisation, name))
        for name in ("caseworker", "othercaseworker", "supervisor", "director2", "counsellor", "field")
    }
    assert seen == {
        "caseworker": ["RV-K-0001"],
        "othercaseworker": ["RV-K-0002"],
        "supervisor": ["RV-K-0001", "RV-K-0002", "RV-K-0003"],
        "director2": ["HL-K-0001", "RV-K-0001", "RV-K-0002", "RV-K-0003"],
        "counsellor": [],
        "field": [],
    }


def case_in_hillside(organisation: Organisation) -> UUID:
    """Open a case in the other base."""
    return case_of(organisation, child_of(organisation, by="otherfield"), by="othersupervisor", assigned=())


def test_the_highest_risk_stands_first_and_one_that_was_never_set_before_all(
    organisation: Organisation,
) -> None:
    low, high, unset = new_case(organisation), new_case(organisation), new_case(organisation)
    put_at_risk(organisation, low, Risk.LOW)
    put_at_risk(organisation, high, Risk.HIGH)
    rewrite(organisation, unset, risk=None, next_contact_on=None)

    found = listed(organisation)
    assert [line.risk for line in found.lines] == [None, Risk.HIGH, Risk.LOW]


def test_closed_cases_are_shown_only_when_asked_for(organisation: Organisation) -> None:
    new_case(organisation)
    closed = new_case(organisation)
    put_at(organisation, closed, "closed")

    assert codes(listed(organisation)) == ["RV-K-0001"]
    assert codes(listed(organisation, chosen=CaseFilter(stage=CaseStatus.CLOSED))) == ["RV-K-0002"]


def test_the_list_is_cut_by_stage_risk_and_worker(organisation: Organisation) -> None:
    moved, risky = new_case(organisation), new_case(organisation, "othercaseworker")
    put_at(organisation, moved, "prevention")
    put_at(organisation, moved, "restoration")
    put_at_risk(organisation, risky, Risk.HIGH)
    worker = organisation.ids["othercaseworker"]

    assert codes(listed(organisation, chosen=CaseFilter(stage=CaseStatus.RESTORATION))) == ["RV-K-0001"]
    assert codes(listed(organisation, chosen=CaseFilter(risk=Risk.HIGH))) == ["RV-K-0002"]
    assert codes(listed(organisation, chosen=CaseFilter(assigned_to=worker))) == ["RV-K-0002"]
    assert codes(listed(organisation, chosen=CaseFilter(assigned_to=uuid4()))) == []


def test_overdue_means_a_contact_or_a_task_that_is_late(organisation: Organisation) -> None:
    by_contact, by_task = new_case(organisation), new_case(organisation)
    new_case(organisation)
    rewrite(organisation, by_contact, next_contact_on=local_day(organisation.clock.now()))
    with organisation.writing("caseworker") as work:
        draft = TaskInput("call", local_day(work.now), organisation.ids["caseworker"])
        add_task(work, by_task, uuid4(), draft)
    late = CaseFilter(timeliness=Timeliness.OVERDUE)

    assert codes(listed(organisation, chosen=late)) == []
    organisation.clock.move(timedelta(days=1))
    found = listed(organisation, chosen=late)
    assert codes(found) == ["RV-K-0001", "RV-K-0002"]
    assert [(line.days_late, line.tasks_late) for line in found.lines] == [(1, 0), (0, 1)]


def test_a_director_chooses_a_base_and_nobody_reaches_another_by_asking(organisation: Organisation) -> None:
    new_case(organisation)
    case_in_hillside(organisation)

    assert codes(listed(organisation, "director", CaseFilter(base_id=HILLSIDE))) == ["HL-K-0001"]
    assert codes(listed(organisation, "supervisor", CaseFilter(base_id=HILLSIDE))) == []
    assert codes(listed(organisation, "supervisor", CaseFilter(base_id=RIVERSIDE))) == ["RV-K-0001"]
    assert [name for _, name in listed(organisation, "director").bases] == ["Hillside", "Riverside"]
    assert listed(organisation, "supervisor").bases == ()


def test_the_list_has_pages(organisation: Organisation) -> None:
    low, high = new_case(organisation), new_case(organisation)
    put_at_risk(organisation, low, Risk.LOW)
    put_at_risk(organisation, high, Risk.HIGH)
    more_cases(organisation, count=CaseList.PAGE_SIZE + 3)

    first, second, third = (listed(organisation, page=page) for page in (1, 2, 3))
    assert (first.total, len(first.lines), first.first, first.last) == (55, 50, 1, 50)
    assert (len(second.lines), second.first, second.last) == (5, 51, 55)
    assert [line.risk for line in second.lines] == [None, None, None, Risk.HIGH, Risk.LOW]
    assert third.lines == ()
    assert len({line.id for line in first.lines + second.lines}) == 55


def test_of_one_risk_the_child_to_be_met_first_stands_first(organisation: Organisation) -> None:
    never, later, soon = new_case(organisation), new_case(organisation), new_case(organisation)
    rewrite(organisation, never, risk="low", next_contact_on=None)
    rewrite(organisation, later, risk="low", next_contact_on=date(2026, 12, 8))
    rewrite(organisation, soon, risk="low", next_contact_on=date(2026, 12, 1))

    assert [line.id for line in listed(organisation).lines] == [soon, later, never]


def more_cases(organisation: Organisation, *, count: int) -> None:
    """Add open cases of one child that are there to be counted."""
    child_id = child_of(organisation)
    with organisation.writing("supervisor") as work:
        for _ in range(count):
            case_row(work, child_id)


def test_what_was_listed_is_recorded_by_ids(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    listed(organisation)

    (event,) = recorded(organisation, "case.listed")
    assert str(case_id) in event.body


@pytest.mark.parametrize("name", ["caseworker", "supervisor", "director"])
def test_nothing_sealed_is_opened_for_a_list(organisation: Organisation, name: str) -> None:
    new_case(organisation)
    before = len(recorded(organisation, "opened"))
    listed(organisation, name)

    assert len(recorded(organisation, "opened")) == before


def test_a_case_whose_move_waits_says_so_until_it_is_decided(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    assert not listed(organisation).lines[0].move_waits
    move_id = ask_move(organisation, case_id, "prevention")
    assert listed(organisation).lines[0].move_waits
    decide_it(organisation, case_id, move_id)
    assert not listed(organisation).lines[0].move_waits
