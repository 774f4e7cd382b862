"""Moves along the road through a browser without scripts."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from models.safety_plan import SafetyPlan
from models.stage_move import StageMove
from tests.support.cases import (
    ask_move,
    decide_it,
    fulfil_everything,
    link_concern,
    move_along,
    new_case,
    put_plan_in_force,
    status,
)
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import flip, recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case with a risk, so that prevention may begin."""
    return new_case(organisation)


def test_what_is_missing_is_said_in_words_with_the_way_to_it(
    organisation: Organisation, case_id: UUID
) -> None:
    move_along(organisation, case_id, "prevention")

    page = read(organisation.client("caseworker").get(f"/cases/{case_id}/moves/"))
    text = page.get_text()
    assert "A safe placement or home is recorded" in text
    assert "There is a safety plan with actions and a review date" in text
    links = {str(link["href"]) for link in page.select("main a")}
    for target in ("safety-plan/new", "placements/", "restoration/assessments/new", "restoration/goals/new"):
        assert f"/cases/{case_id}/{target}" in links
    assert f"/cases/{case_id}/moves/new/rescue" not in links


def test_a_move_is_asked_and_decided_by_another(organisation: Organisation, case_id: UUID) -> None:
    asker, decider = organisation.client("caseworker"), organisation.client("supervisor")
    answer = send(asker, f"/cases/{case_id}/moves/new/prevention", {"reason": "she comes every week now"})
    assert answer.status_code == 303
    assert "somebody else decides" in read(asker.get(answer.location)).get_text()

    link = read(decider.get("/today")).select_one("a[href$='/decide']")
    assert link is not None, "Today leads straight to the decision"
    address = str(link["href"])
    assert "she comes every week now" in read(decider.get(address)).get_text()
    assert send(decider, address, {"verdict": "approve"}).status_code == 303
    assert status(organisation, case_id) == "prevention"


def test_whoever_asked_sees_no_way_to_decide_and_is_refused(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention", by="supervisor")
    client = organisation.client("supervisor")

    page = read(client.get(f"/cases/{case_id}/moves/"))
    assert page.select_one("a[href$='/decide']") is None
    assert client.get(f"/cases/{case_id}/moves/{move_id}/decide").status_code == 403
    token = filled(read(client.get(f"/cases/{case_id}/moves/{move_id}/withdraw")))["csrf_token"]
    forged = {"csrf_token": token, "verdict": "approve", "version": "1"}
    assert client.post(f"/cases/{case_id}/moves/{move_id}/decide", data=forged).status_code == 403
    assert status(organisation, case_id) == "opened"


@pytest.mark.parametrize(("name", "status"), [("caseworker", 403), ("othersupervisor", 404), ("field", 404)])
def test_who_may_not_decide_is_turned_away(
    organisation: Organisation, case_id: UUID, name: str, status: int
) -> None:
    move_id = ask_move(organisation, case_id, "prevention", by="supervisor")

    assert organisation.client(name).get(f"/cases/{case_id}/moves/{move_id}/decide").status_code == status


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Choose one."),
        ({"verdict": "perhaps"}, "Choose one of the answers offered."),
        ({"verdict": "refuse"}, "Write the reason."),
        ({"verdict": "refuse", "remark": "a" * 2001}, "That is too long."),
    ],
)
def test_a_decision_that_says_too_little_or_too_much_comes_back(
    organisation: Organisation, case_id: UUID, changes: dict[str, str], words: str
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    answer = send(organisation.client("supervisor"), f"/cases/{case_id}/moves/{move_id}/decide", changes)

    assert words in read(answer, status=422).get_text()
    assert status(organisation, case_id) == "opened"


def test_a_decision_somebody_else_was_quicker_with_is_told(organisation: Organisation, case_id: UUID) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    address = f"/cases/{case_id}/moves/{move_id}/decide"
    slow = organisation.client("supervisor")
    form = filled(read(slow.get(address)))
    decide_it(organisation, case_id, move_id, by="supervisor2")

    page = read(slow.post(address, data=form | {"verdict": "refuse", "remark": "not yet"}), status=409)
    assert "decided" in page.get_text()
    assert status(organisation, case_id) == "prevention"


def test_what_went_missing_since_is_told_to_whoever_approves(
    organisation: Organisation, case_id: UUID
) -> None:
    fulfil_everything(organisation, case_id)
    move_along(organisation, case_id, "prevention")
    move_id = ask_move(organisation, case_id, "rescue")
    plan_id = put_plan_in_force(organisation, case_id)
    flip(organisation, SafetyPlan, "plan", plan_id)
    answer = send(
        organisation.client("supervisor"),
        f"/cases/{case_id}/moves/{move_id}/decide",
        {"verdict": "approve"},
    )

    assert "There must be a safety plan" in read(answer, status=422).get_text()
    assert status(organisation, case_id) == "prevention"


def test_a_move_that_is_not_ready_is_not_offered_and_not_taken(
    organisation: Organisation, case_id: UUID
) -> None:
    move_along(organisation, case_id, "prevention")
    client = organisation.client("caseworker")
    address = f"/cases/{case_id}/moves/new/rescue"
    assert read(client.get(address)).select_one("main form textarea") is None

    token = filled(read(client.get(f"/cases/{case_id}/notes/new")))
    forged = {"csrf_token": token["csrf_token"], "record_id": token["record_id"], "reason": "now"}
    assert (
        "A concern or a disclosure must be linked"
        in read(client.post(address, data=forged), status=422).get_text()
    )


def test_a_move_from_elsewhere_is_told_to_be_none(organisation: Organisation, case_id: UUID) -> None:
    page = read(organisation.client("caseworker").get(f"/cases/{case_id}/moves/new/restoration"))
    assert "cannot be moved there" in page.get_text()
    assert organisation.client("caseworker").get(f"/cases/{case_id}/moves/new/nowhere").status_code == 404


def test_a_request_is_taken_back_after_asking(organisation: Organisation, case_id: UUID) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    address = f"/cases/{case_id}/moves/{move_id}/withdraw"

    assert organisation.client("supervisor").get(address).status_code == 403
    assert send(organisation.client("caseworker"), address).status_code == 303
    assert len(recorded(organisation, "stage_move.withdrawn")) == 1
    assert "taken back" in read(organisation.client("caseworker").get(f"/cases/{case_id}/moves/")).get_text()


def test_closing_asks_for_the_reason_first_and_then_for_what_it_asks_for(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    ways = read(client.get(f"/cases/{case_id}/moves/close"))
    address = f"/cases/{case_id}/moves/close/moved_or_not_found"
    assert ways.select_one(f"a[href='{address}']") is not None

    page = read(client.get(address))
    boxes = [str(box["value"]) for box in page.select("input[type=checkbox][name=confirmed]")]
    assert boxes == ["searched", "nothing_left"]
    missing = read(
        send(client, address, {"reason": "not seen since June", "confirmed": boxes[:1]}), status=422
    )
    assert "the case stays open" in missing.get_text()
    search = read(send(client, address, {"reason": "not seen", "confirmed": boxes}), status=422)
    assert "last seen and what was done to find them" in search.get_text()
    done = send(
        client, address, {"reason": "not seen", "confirmed": boxes, "search": "asked at both markets"}
    )
    assert done.status_code == 303
    page = read(organisation.client("supervisor").get(f"/cases/{case_id}/moves/"))
    assert "asked at both markets" in page.get_text()


def test_a_criterion_that_was_not_offered_is_not_taken(organisation: Organisation, case_id: UUID) -> None:
    address = f"/cases/{case_id}/moves/close/died"
    changes = {"reason": "x", "confirmed": ["reported", "nothing_left", "everything"]}
    answer = send(organisation.client("caseworker"), address, changes)

    read(answer, status=422)
    assert organisation.client("caseworker").get(f"/cases/{case_id}/moves/close/bored").status_code == 404


def test_a_reason_that_does_not_open_leaves_the_page_standing(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    flip(organisation, StageMove, "reason", move_id)
    client = organisation.client("supervisor")

    assert "Changed outside Wayhome" in read(client.get(f"/cases/{case_id}/moves/")).get_text()
    assert client.get(f"/cases/{case_id}/moves/{move_id}/decide").status_code == 409
    assert status(organisation, case_id) == "opened"


def test_a_closed_case_says_how_the_child_comes_back(organisation: Organisation, case_id: UUID) -> None:
    link_concern(organisation, case_id)
    client = organisation.client("caseworker")
    boxes = {"reason": "well", "confirmed": ["child_heard", "nothing_left"]}
    send(client, f"/cases/{case_id}/moves/close/became_adult", boxes)
    with organisation.server.store.reading() as session:
        move_id = session.query(StageMove.id).scalar()
    decide_it(organisation, case_id, move_id)

    assert "open a new case" in read(client.get(f"/cases/{case_id}/moves/")).get_text()
    supervisor = organisation.client("supervisor")
    page = read(supervisor.get(f"/cases/{case_id}"))
    child = next(str(a["href"]) for a in page.select(".breadcrumb a[href^='/children/']")).rsplit("/", 1)[1]
    opening = read(supervisor.get(f"/cases/new?child={child}"))
    assert "Closed before: RV-K-0001" in opening.get_text()


@pytest.mark.parametrize("name", ["supervisor2", "director"])
def test_whoever_decides_can_open_what_the_move_relies_on(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    fulfil_everything(organisation, case_id)
    move_along(organisation, case_id, "prevention")
    move_id = ask_move(organisation, case_id, "restoration")
    client = organisation.client(name)

    page = read(client.get(f"/cases/{case_id}/moves/{move_id}/decide"))

    links = {str(link["href"]) for link in page.select("main .wh-lines a")}
    assert {f"/cases/{case_id}/placements/", f"/cases/{case_id}/restoration"} <= links
    for link in links:
        read(client.get(link))


def test_whoever_decides_on_getting_to_safety_can_open_the_plan(
    organisation: Organisation, case_id: UUID
) -> None:
    fulfil_everything(organisation, case_id)
    move_along(organisation, case_id, "prevention")
    move_id = ask_move(organisation, case_id, "rescue")

    page = read(organisation.client("supervisor2").get(f"/cases/{case_id}/moves/{move_id}/decide"))

    links = {str(link["href"]) for link in page.select("main .wh-lines a")}
    assert {f"/cases/{case_id}/safety-plan", f"/cases/{case_id}"} <= links


def test_a_case_opened_by_mistake_is_closed_as_that_and_opened_again(
    organisation: Organisation, case_id: UUID
) -> None:
    asker, other = organisation.client("supervisor"), organisation.client("supervisor2")
    page = read(asker.get(f"/cases/{case_id}/moves/close/duplicate"))
    assert "Confirm each of these" not in page.text
    assert page.select_one("input[name=duplicate_of][required]") is not None
    empty = send(asker, f"/cases/{case_id}/moves/close/duplicate", {"reason": "two of one"})
    assert "Write the other case's code." in read(empty, status=422).text
    typed = {"reason": "two of one", "duplicate_of": "RV-K-9999"}
    answer = send(asker, f"/cases/{case_id}/moves/close/duplicate", typed)
    assert "no other case with this code" in read(answer, status=422).text
    closing = f"/cases/{case_id}/moves/close/opened_by_mistake"
    assert send(asker, closing, {"reason": "her sister asked"}).status_code == 303
    _approve(other, case_id)

    shown = read(asker.get(f"/cases/{case_id}"))
    assert "Opened by mistake" in shown.text
    assert "her sister asked" in shown.text
    assert f"/cases/{case_id}/moves/reopen" in str(read(asker.get(f"/cases/{case_id}/moves/")))
    again = send(asker, f"/cases/{case_id}/moves/reopen", {"reason": "it was hers after all"})
    assert again.status_code == 303
    assert "Waits for a decision: Open again: Opened" in read(asker.get(f"/cases/{case_id}/moves/")).text
    _approve(other, case_id)

    assert status(organisation, case_id) == "opened"
    assert "it was hers after all" in read(asker.get(f"/cases/{case_id}")).text


@pytest.mark.parametrize("form", ["new/prevention", "close", "close/duplicate", "close/opened_by_mistake"])
def test_nothing_is_asked_for_while_a_move_waits_and_the_page_leads_to_it(
    organisation: Organisation, case_id: UUID, form: str
) -> None:
    ask_move(organisation, case_id, "prevention")

    page = read(organisation.client("caseworker").get(f"/cases/{case_id}/moves/{form}"))

    assert "A move waits already: Prevention" in " ".join(page.get_text().split())
    assert page.select_one(f"main .wh-alert a[href='/cases/{case_id}/moves/']") is not None
    assert page.select("main form") == []


def test_whoever_decides_that_a_case_was_a_mistake_reads_what_leaves_it(
    organisation: Organisation, case_id: UUID
) -> None:
    closing = f"/cases/{case_id}/moves/close/opened_by_mistake"
    assert send(organisation.client("supervisor"), closing, {"reason": "her sister asked"}).status_code == 303
    other = organisation.client("supervisor2")
    address = str(read(other.get(f"/cases/{case_id}/moves/")).select("a[href$='/decide']")[0]["href"])

    assert "its concerns leave the case" in read(other.get(address)).text


def _approve(client: FlaskClient, case_id: UUID) -> None:
    page = read(client.get(f"/cases/{case_id}/moves/"))
    address = str(page.select_one("a[href$='/decide']")["href"])  # type: ignore[index]  # the decider sees the way
    assert send(client, address, {"verdict": "approve"}).status_code == 303
