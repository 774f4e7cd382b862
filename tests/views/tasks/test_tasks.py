"""Tasks through a browser without scripts."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from models.task import Task
from tests.support.cases import new_case, today
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def add(organisation: Organisation, case_id: UUID, words: str = "Call the school", days: int = 2) -> UUID:
    """Add a task and return its id."""
    client = organisation.client("caseworker")
    due_on = (today(organisation) + timedelta(days=days)).isoformat()
    assert send(client, f"/cases/{case_id}/tasks/new", {"what": words, "due_on": due_on}).status_code == 303
    with organisation.server.store.reading() as session:
        return session.query(Task.id).order_by(Task.written_at.desc()).first()[0]  # type: ignore[index]  # just added


def test_a_task_is_added_done_and_undone(organisation: Organisation, case_id: UUID) -> None:
    task_id, client = add(organisation, case_id), organisation.client("caseworker")
    page = read(client.get(f"/cases/{case_id}"))
    assert "Call the school" in page.get_text()
    assert [one.get_text(strip=True) for one in page.select("#to-do form button")] == ["Mark done"]

    token = {"csrf_token": filled(page, action="/done")["csrf_token"]}
    for _ in range(2):
        assert client.post(f"/cases/{case_id}/tasks/{task_id}/done", data=token).status_code == 303
    done = read(client.get(f"/cases/{case_id}"))
    assert "done by Caseworker Person" in done.get_text()
    assert [one.get_text(strip=True) for one in done.select("#to-do form button")] == ["Undo"]
    assert len(recorded(organisation, "task.done")) == 1
    client.post(f"/cases/{case_id}/tasks/{task_id}/open", data=token)
    assert "done by" not in read(client.get(f"/cases/{case_id}")).get_text()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"what": " "}, "Write what is to be done."),
        ({"what": "a" * 1001}, "That is too long."),
        ({"due_on": ""}, "Give the day."),
        ({"due_on": "soon"}, "Write the date as year-month-day"),
        ({"due_on": "2020-01-01"}, "The day has passed already"),
        ({"assignee": str(uuid4())}, "Choose one of the answers offered."),
    ],
)
def test_what_is_wrong_with_a_task_is_said_beside_it(
    organisation: Organisation, case_id: UUID, changes: dict[str, str], words: str
) -> None:
    typed = {"what": "kept words", "due_on": today(organisation).isoformat()} | changes
    answer = send(organisation.client("caseworker"), f"/cases/{case_id}/tasks/new", typed)

    page = read(answer, status=422).get_text()
    assert words in page
    assert not recorded(organisation, "task.added")


def test_khmer_digits_are_read(organisation: Organisation, case_id: UUID) -> None:
    answer = send(
        organisation.client("caseworker"),
        f"/cases/{case_id}/tasks/new",
        {"what": "Call", "due_on": "២០២៦-១២-០១"},
    )
    assert answer.status_code == 303


def test_the_form_begins_with_oneself_and_offers_those_who_can_open_the_case(
    organisation: Organisation, case_id: UUID
) -> None:
    page = read(organisation.client("caseworker").get(f"/cases/{case_id}/tasks/new"))

    offered = {str(option["value"]) for option in page.select("select[name=assignee] option")}
    names = ("caseworker", "supervisor", "supervisor2")
    assert offered == {"", *(str(organisation.ids[name]) for name in names)}
    assert filled(page)["assignee"] == str(organisation.ids["caseworker"])


def test_two_who_change_one_task_see_both_versions(organisation: Organisation, case_id: UUID) -> None:
    task_id = add(organisation, case_id)
    address = f"/cases/{case_id}/tasks/{task_id}"
    mine, theirs = organisation.client("caseworker"), organisation.client("supervisor")
    form = filled(read(mine.get(address)))
    send(theirs, address, {"what": "Go to the school"})

    stale = read(mine.post(address, data=form | {"what": "Write to the school"}), status=409)
    assert "Go to the school" in stale.get_text()
    assert mine.post(address, data=filled(stale)).status_code == 303
    assert "Write to the school" in read(mine.get(f"/cases/{case_id}")).get_text()


@pytest.mark.parametrize("name", ["othercaseworker", "othersupervisor", "field", "counsellor"])
def test_a_task_is_closed_to_others(organisation: Organisation, case_id: UUID, name: str) -> None:
    task_id = add(organisation, case_id)

    assert organisation.client(name).get(f"/cases/{case_id}/tasks/{task_id}").status_code == 404


def test_todays_page_leads_to_a_late_task(organisation: Organisation, case_id: UUID) -> None:
    add(organisation, case_id, "Call the aunt", days=0)
    organisation.clock.move(timedelta(days=3))

    page = read(organisation.client("caseworker").get("/today"))
    assert "Call the aunt" in page.get_text()
    assert "3 days late" in page.get_text()
    assert page.select_one(f"a[href='/cases/{case_id}']") is not None
    assert "Call the aunt" not in read(organisation.client("supervisor").get("/today")).get_text()
