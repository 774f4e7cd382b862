"""Today: what waits and what is due for each role, and what stands in everyone's way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cases.tasks import TaskInput, add_task
from app.foundation.local_time import local_day
from app.foundation.vocabulary.urgencies import Urgency
from app.today.advice import advice_for
from app.today.page import TodayPage, today_page
from models.directory_statement import DirectoryStatement
from tests.support.cases import ask_move, new_case, put_plan_in_force
from tests.support.concerns import new_concern, post
from tests.support.organisation import CAST, Organisation
from tests.support.tampering import recorded


def seen(organisation: Organisation, name: str) -> TodayPage:
    """Return Today as somebody sees it."""
    with organisation.reading(name) as work:
        return today_page(work)


@pytest.mark.parametrize("name", [name for name in CAST if name != "disabled"] + ["director"])
def test_with_nothing_due_everyone_is_told_what_to_do(organisation: Organisation, name: str) -> None:
    page = seen(organisation, name)

    assert page.is_empty
    with organisation.reading(name) as work:
        assert page.advice == advice_for(work.person.role)
    assert page.advice.text


def test_what_others_wait_for_stands_first_by_code(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    post(organisation, new=new_concern(Urgency.HIGH))
    ask_move(organisation, case_id, "prevention")
    new_case(organisation, "counsellor")

    waiting = {
        name: [item.kind for item in seen(organisation, name).waiting] for name in ("supervisor", "director")
    }
    assert all(kinds == ["concern", "stage-move", "unassigned"] for kinds in waiting.values())
    assert seen(organisation, "caseworker").waiting == ()
    assert seen(organisation, "othersupervisor").is_empty
    assert seen(organisation, "field").is_empty


def test_days_decide_where_something_stands(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    with organisation.writing("caseworker") as work:
        for days in (0, 1, 5, 20):
            due_on = local_day(work.now) + timedelta(days=days)
            add_task(work, case_id, uuid4(), TaskInput(f"in {days}", due_on, work.person.id))
    organisation.clock.move(timedelta(days=1))

    page = seen(organisation, "caseworker")
    assert [item.detail for item in page.late] == ["in 0"]
    assert [item.detail for item in page.due_today] == ["in 1"]
    assert [item.detail for item in page.ahead] == ["in 5"]


def test_a_supervisor_sees_late_tasks_of_others_without_their_words(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    with organisation.writing("caseworker") as work:
        add_task(work, case_id, uuid4(), TaskInput("call the aunt", local_day(work.now), work.person.id))
    organisation.clock.move(timedelta(days=1))

    before = len(recorded(organisation, "opened") + recorded(organisation, "listed"))
    (task,) = seen(organisation, "supervisor").late
    assert (task.kind, task.code, task.detail) == ("task", "RV-K-0001", "")
    assert len(recorded(organisation, "opened") + recorded(organisation, "listed")) == before


def test_a_plan_that_is_overdue_is_never_quiet(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    put_plan_in_force(organisation, case_id, days=3)
    organisation.clock.move(timedelta(days=4))

    for name in ("caseworker", "supervisor", "supervisor2", "director"):
        assert "safety-plan" in [item.kind for item in seen(organisation, name).late]
    for name in ("othercaseworker", "othersupervisor", "counsellor", "field", "technician", "auditor"):
        assert seen(organisation, name).late == ()


def test_technicians_and_auditors_see_the_house_and_nothing_about_a_child(organisation: Organisation) -> None:
    new_case(organisation, "counsellor")

    technician, auditor = seen(organisation, "technician"), seen(organisation, "auditor")
    assert technician.is_empty
    assert auditor.is_empty
    assert technician.house is not None
    assert technician.house.accounts_waiting == 0
    assert technician.house.refused_pages is None
    assert auditor.house is not None
    assert auditor.house.accounts_waiting is None
    assert auditor.house.refused_pages == 0
    assert seen(organisation, "supervisor").house is None


@pytest.mark.parametrize("name", ["director", "technician", "auditor"])
def test_a_broken_key_directory_is_told_to_those_who_can_mend_it(
    organisation: Organisation, name: str
) -> None:
    organisation.token(name)
    with Session(organisation.server.store.engine) as session:
        last = session.query(DirectoryStatement.seq).order_by(DirectoryStatement.seq.desc()).limit(1).scalar()
        session.execute(
            update(DirectoryStatement).where(DirectoryStatement.seq == last).values(signature=b"\0" * 64)
        )
        session.commit()
    fresh = organisation.with_locks(organisation.server.locks)
    try:
        with fresh.reading(name) as work:
            assert today_page(work).warnings.directory_is_broken
    finally:
        fresh.server.store.engine.dispose()
