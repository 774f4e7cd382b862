"""Double press, Back, and pressed by two people in the new forms; closing a leaver with swapped fields."""

import pytest

from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.answers_back import AnswerBack
from tests.app.concerns.test_lines_back import answer
from tests.app.concerns.test_taking import status, taken
from tests.app.leaving.test_handing_over import case_of_a_leaver, leave, workers
from tests.support.organisation import Organisation
from tests.support.pages import filled, read
from tests.support.tampering import recorded as events


@pytest.mark.parametrize("to", ["otherfield", "othersupervisor", "disabled", "auditor", "field"])
def test_a_leavers_case_and_task_go_to_nobody_unfit(organisation: Organisation, to: str) -> None:
    case_id = case_of_a_leaver(organisation)
    with pytest.raises(NotAllowedNow):
        leave(organisation, "caseworker", case=to, task="supervisor")
    with pytest.raises(NotAllowedNow):
        leave(organisation, "caseworker", case="othercaseworker", task=to)
    assert workers(organisation, case_id) == {organisation.ids["caseworker"]}
    with organisation.reading("supervisor") as work:
        from app.keyring.known_directory import directory_for

        assert directory_for(work).people[organisation.ids["caseworker"]].enabled


def test_closing_pressed_twice(organisation: Organisation) -> None:
    case_id = case_of_a_leaver(organisation)
    client = organisation.client("supervisor")
    url = f"/settings/accounts/{organisation.ids['caseworker']}/close"
    form = filled(read(client.get(url)))
    for key in form:
        if key.startswith("case-"):
            form[key] = str(organisation.ids["othercaseworker"])
    first = client.post(url, data=form)
    second = client.post(url, data=form)
    assert first.status_code in (302, 303), first.get_data(as_text=True)[:500]
    assert second.status_code in (302, 303, 403, 404, 409, 422), second.status_code
    assert workers(organisation, case_id) == {organisation.ids["othercaseworker"]}


def test_step_after_back(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    client, url = organisation.client("supervisor"), f"/concerns/{concern_id}/step"
    form = filled(read(client.get(url))) | {"step": "go", "within": "1h"}
    one, two = client.post(url, data=form), client.post(url, data=form)
    assert (one.status_code, two.status_code) == (303, 303), (one.status_code, two.status_code)
    assert len(events(organisation, "concern.step_chosen")) == 1
    three = client.post(url, data=form | {"step": "see_child"})
    assert three.status_code == 409


def test_hand_over_after_back(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    client, url = organisation.client("supervisor"), f"/concerns/{concern_id}/hand-over"
    form = filled(read(client.get(url))) | {"to": str(organisation.ids["supervisor2"])}
    one, two = client.post(url, data=form), client.post(url, data=form)
    assert (one.status_code, two.status_code) == (303, 303), (one.status_code, two.status_code)
    three = client.post(url, data=form | {"to": str(organisation.ids["director"])})
    assert three.status_code == 409
    assert status(organisation, concern_id).held_by == organisation.ids["supervisor2"]


def test_i_have_read_it_says_nothing_of_a_line_that_came_after_the_page(organisation: Organisation) -> None:
    """Its poster presses on a page from before the line that tells them to leave."""
    concern_id = taken(organisation)
    client = organisation.client("field")
    form = filled(read(client.get("/today")), action=f"/concerns/{concern_id}/heard")
    answer(organisation, concern_id, AnswerBack.LEAVE, "")
    client.post(f"/concerns/{concern_id}/heard", data=form)
    from app.concerns.first_things import first_things

    with organisation.reading("field") as work:
        lines = [line for each in first_things(work).news for line in each.lines if line.heard_at is None]
    assert [line.answer for line in lines] == [AnswerBack.LEAVE]
