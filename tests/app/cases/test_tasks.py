"""Tasks: what, by when, by whom; done, and not done after all."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.tasks import (
    TaskInput,
    TaskView,
    add_task,
    change_task,
    finish_task,
    read_task,
    reopen_task,
    tasks_of,
)
from app.foundation.errors import AlreadyDone, ChangedOutside, NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from models.task import Task
from tests.support.cases import READERS_OF_ELSE, WRITERS, new_case, today
from tests.support.organisation import Organisation
from tests.support.tampering import flip, put, recorded

WORDS = "Ask the school whether she came this week"
SOON = timedelta(days=2)


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def added(
    organisation: Organisation, case_id: UUID, by: str = "caseworker", *, assignee: str | None = "caseworker"
) -> UUID:
    """Add a task in somebody's name."""
    task_id = uuid4()
    with organisation.writing(by) as work:
        taker = organisation.ids[assignee] if assignee else None
        add_task(work, case_id, task_id, TaskInput(WORDS, local_day(work.now) + SOON, taker))
    return task_id


def task(organisation: Organisation, case_id: UUID, task_id: UUID, by: str = "supervisor") -> TaskView:
    """Return a task as somebody reads it."""
    with organisation.reading(by) as work:
        return read_task(work, case_id, task_id)


@pytest.mark.parametrize("name", WRITERS)
def test_those_who_write_in_the_case_add_change_and_finish_tasks(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    task_id = added(organisation, case_id, name)
    with organisation.writing(name) as work:
        draft = TaskInput("Ask the headmaster", local_day(work.now) + timedelta(days=5), None)
        change_task(work, case_id, task_id, draft, version=1)
    with organisation.writing(name) as work:
        finish_task(work, case_id, task_id)

    seen = task(organisation, case_id, task_id)
    assert seen.words == "Ask the headmaster"
    assert name.title() in seen.done_by
    assert len(recorded(organisation, "task.done")) == 1


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_learns_of_a_task(organisation: Organisation, case_id: UUID, name: str) -> None:
    task_id = added(organisation, case_id)

    with pytest.raises(NotVisible):
        added(organisation, case_id, name)
    with pytest.raises(NotVisible):
        task(organisation, case_id, task_id, name)
    with pytest.raises(NotVisible), organisation.writing(name) as work:
        finish_task(work, case_id, task_id)


def test_pressing_done_twice_does_it_once_and_it_can_be_undone(
    organisation: Organisation, case_id: UUID
) -> None:
    task_id = added(organisation, case_id)
    with organisation.writing("caseworker") as work:
        finish_task(work, case_id, task_id)
    with pytest.raises(AlreadyDone), organisation.writing("caseworker") as work:
        finish_task(work, case_id, task_id)

    with organisation.writing("supervisor") as work:
        reopen_task(work, case_id, task_id)

    assert task(organisation, case_id, task_id).done_at is None
    with pytest.raises(AlreadyDone), organisation.writing("supervisor") as work:
        reopen_task(work, case_id, task_id)


def test_a_task_that_is_done_is_not_changed(organisation: Organisation, case_id: UUID) -> None:
    task_id = added(organisation, case_id)
    with organisation.writing("caseworker") as work:
        finish_task(work, case_id, task_id)

    with pytest.raises(NotAllowedNow, match="task-done"), organisation.writing("caseworker") as work:
        change_task(work, case_id, task_id, TaskInput(WORDS, local_day(work.now), None), version=2)


def test_a_new_task_is_due_today_at_the_earliest(organisation: Organisation, case_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="day-past"), organisation.writing("caseworker") as work:
        yesterday = local_day(work.now) - timedelta(days=1)
        add_task(work, case_id, uuid4(), TaskInput(WORDS, yesterday, None))


def test_a_late_task_can_be_reworded_without_moving_its_day(
    organisation: Organisation, case_id: UUID
) -> None:
    task_id = added(organisation, case_id)
    due_on: date = today(organisation) + SOON
    organisation.clock.move(timedelta(days=9))

    with organisation.writing("caseworker") as work:
        change_task(work, case_id, task_id, TaskInput("Ask again", due_on, None), version=1)

    assert task(organisation, case_id, task_id).days_late == 7


@pytest.mark.parametrize("name", ["othercaseworker", "field", "counsellor", "othersupervisor", "disabled"])
def test_a_task_is_given_only_to_somebody_who_can_open_the_case(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    with pytest.raises(NotAllowedNow, match="not-a-taker"):
        added(organisation, case_id, assignee=name)


@pytest.mark.parametrize("name", ["caseworker", "supervisor2", None])
def test_the_assigned_the_supervisors_or_nobody_yet_may_have_a_task(
    organisation: Organisation, case_id: UUID, name: str | None
) -> None:
    task_id = added(organisation, case_id, assignee=name)

    assert task(organisation, case_id, task_id).assignee_id == (organisation.ids[name] if name else None)


def test_a_director_may_give_a_task_to_themselves(organisation: Organisation, case_id: UUID) -> None:
    added(organisation, case_id, "director", assignee="director")

    with pytest.raises(NotAllowedNow, match="not-a-taker"):
        added(organisation, case_id, "caseworker", assignee="director")


def test_a_task_that_was_changed_outside_does_not_open_and_the_others_do(
    organisation: Organisation, case_id: UUID
) -> None:
    spoilt, whole = added(organisation, case_id), added(organisation, case_id)
    flip(organisation, Task, "words", spoilt)

    with organisation.reading("caseworker") as work:
        seen = {view.id: view.words for view in tasks_of(work, case_id).views}
    assert seen == {whole: WORDS}
    assert len(recorded(organisation, "seal.refused")) == 1


def test_words_moved_from_one_task_to_another_do_not_open_there(
    organisation: Organisation, case_id: UUID
) -> None:
    one, other = added(organisation, case_id), added(organisation, case_id)
    with organisation.server.store.reading() as session:
        sealed = session.get_one(Task, one).words
    put(organisation, Task, other, words=sealed)

    with pytest.raises(ChangedOutside):
        task(organisation, case_id, other)
    assert task(organisation, case_id, one).words == WORDS
