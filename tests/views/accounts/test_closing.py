"""Closing an account through a browser without scripts: one page, one press, errors beside the field."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from app.cases.tasks import TaskInput, add_task
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of `caseworker`, with an open task of theirs."""
    case_id = case_of(organisation, child_of(organisation))
    with organisation.writing("caseworker") as work:
        draft = TaskInput("ask the school", date(2026, 11, 20), organisation.ids["caseworker"])
        add_task(work, case_id, uuid4(), draft)
    return case_id


@pytest.fixture
def address(organisation: Organisation, case_id: UUID) -> str:
    return f"/settings/accounts/{organisation.ids['caseworker']}/close"


def words(organisation: Organisation, address: str) -> str:
    main = read(organisation.client("supervisor").get(address)).main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_it_lists_what_they_hold_and_chooses_the_supervisor_first(
    organisation: Organisation, address: str
) -> None:
    page = read(organisation.client("supervisor").get(address))
    said = page.get_text(" ")
    assert "RV-K-0001" in said
    assert "ask the school" in said
    chosen = {str(each["name"]).split("-")[0]: each for each in page.select("main select")}
    assert [str(chosen["case"].select_one("option[selected]"))].pop().startswith(
        '<option selected="" value="nobody"'
    )
    assert str(organisation.ids["supervisor"]) in str(chosen["task"].select_one("option[selected]"))


def test_one_press_hands_all_of_it_over_and_closes(organisation: Organisation, address: str) -> None:
    sent = send(organisation.client("supervisor"), address)
    assert sent.status_code == 303
    assert "handed-over" in sent.location

    today = words(organisation, "/today")
    assert "nobody works on the case" in today
    assert "since today" in today


def test_an_error_stands_beside_its_field_and_nothing_is_done(
    organisation: Organisation, address: str
) -> None:
    client = organisation.client("supervisor")
    form = filled(read(client.get(address)))
    task = next(name for name in form if name.startswith("task-"))

    page = read(client.post(address, data=form | {task: ""}), status=422)
    wrong = page.select_one(f'[name="{task}"]')
    assert wrong is not None
    assert wrong.get("aria-invalid") == "true"
    assert "Choose who takes this." in page.get_text()
    assert "ask the school" in words(organisation, address), "nothing was handed over"


def test_somebody_who_holds_nothing_is_closed_as_before(organisation: Organisation) -> None:
    address = f"/settings/accounts/{organisation.ids['field2']}/close"
    assert "No case and no task is theirs." in words(organisation, address)
    assert "account-closed" in send(organisation.client("supervisor"), address).location


def test_somebody_elses_people_are_not_shown(organisation: Organisation, address: str) -> None:
    assert organisation.client("othersupervisor").get(address).status_code == 404
    assert organisation.client("caseworker").get(address).status_code == 404
