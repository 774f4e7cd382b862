"""The id a form brings back names what it makes and nothing else."""

from uuid import UUID, uuid4

from sqlalchemy import select

from models.outreach_route import OutreachRoute
from models.task import Task
from tests.support.cases import new_case
from tests.support.organisation import Organisation
from tests.support.pages import filled, read
from tests.support.tampering import recorded


def send_task(organisation: Organisation, case_id: UUID, record_id: UUID) -> int:
    client, address = organisation.client("caseworker"), f"/cases/{case_id}/tasks/new"
    fields = filled(read(client.get(address))) | {"what": "ask the school", "due_on": "2026-11-20"}
    return client.post(address, data=fields | {"record_id": str(record_id)}).status_code


def test_a_new_record_does_not_take_the_id_of_a_record_of_another_kind(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    assert send_task(organisation, case_id, case_id) == 403
    with organisation.server.store.reading() as session:
        assert session.scalars(select(Task)).all() == []
    assert recorded(organisation, "task.added") == []
    assert len(recorded(organisation, "refused")) == 1


def test_a_form_sent_twice_still_makes_one_record(organisation: Organisation) -> None:
    case_id, task_id = new_case(organisation), uuid4()
    assert [send_task(organisation, case_id, task_id) for _ in range(2)] == [303, 303]
    with organisation.server.store.reading() as session:
        assert session.scalars(select(Task.id)).all() == [task_id]


def test_a_route_does_not_take_the_id_of_a_case(organisation: Organisation) -> None:
    case_id, client = new_case(organisation), organisation.client("supervisor")
    fields = filled(read(client.get("/outreach/routes/new"))) | {
        "name": "By the ferry",
        "record_id": str(case_id),
    }
    assert client.post("/outreach/routes/new", data=fields).status_code == 403
    with organisation.server.store.reading() as session:
        assert session.scalars(select(OutreachRoute)).all() == []
