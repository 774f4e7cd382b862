"""Prevention and getting to safety asked for and approved in one step, in the browser without scripts."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.cases.summaries import case_brief
from app.concerns.concern_page import concern_page
from app.foundation.local_time import local_day
from tests.support.cases import (
    new_case,
    put_plan_in_force,
    status,
)
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case with a risk, so that prevention may begin."""
    return new_case(organisation)


def in_danger(organisation: Organisation) -> dict[str, str]:
    """Return what is typed for a child in danger whose case is empty."""
    tomorrow = local_day(organisation.clock.now()) + timedelta(days=1)
    return {
        "reason": "he said he comes back tonight",
        "suspicion": "a man waits for her every evening",
        "basis": "seen",
        "actions-0-who": "her aunt",
        "actions-0-what": "keeps her inside",
        "review_on": tomorrow.isoformat(),
    }


def test_a_child_in_danger_is_asked_for_once_and_approved_once(
    organisation: Organisation, case_id: UUID
) -> None:
    asker, decider = organisation.client("caseworker"), organisation.client("supervisor")
    link = read(asker.get(f"/cases/{case_id}/moves/")).select_one("a[href$='/in-danger']")
    assert link is not None
    answer = send(asker, str(link["href"]), in_danger(organisation))
    assert answer.status_code == 303
    assert "somebody else decides" in read(asker.get(answer.location)).get_text()

    today = read(decider.get("/today"))
    (way,) = today.select("a[href$='/decide']")
    assert "a child is in danger" in way.get_text()
    page = read(decider.get(str(way["href"])))
    text = page.get_text(" ", strip=True)
    assert "Prevention → Getting to safety" in text
    assert "he said he comes back tonight" in text
    assert "missing" not in text
    assert page.select_one("a[href^='/concerns/']"), "the way to the suspicion"
    assert page.select_one(f"a[href='/cases/{case_id}/safety-plan']"), "the way to the plan"
    assert send(decider, str(way["href"]), {"verdict": "approve"}).status_code == 303
    assert status(organisation, case_id) == "rescue"
    told = read(asker.get(f"/cases/{case_id}")).get_text(" ", strip=True)
    assert told.count("he said he comes back tonight") <= 2, "once for the request, once for the risk"
    assert told.index("Getting to safety began") < told.index("Prevention began")


def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(
    organisation: Organisation, case_id: UUID
) -> None:
    client, address = organisation.client("caseworker"), f"/cases/{case_id}/moves/new/in-danger"
    answer = send(client, address, {"reason": "he comes back"})
    page = read(answer, status=422)
    assert "A concern or a disclosure must be linked" in page.get_text()
    assert "There must be a safety plan" in page.get_text()
    assert len(page.select(".wh-wrong .wh-error")) == 2
    assert filled(page)["reason"] == "he comes back"

    without_day = in_danger(organisation) | {"review_on": ""}
    assert "Choose a day from tomorrow on" in read(send(client, address, without_day), status=422).get_text()


def test_what_the_case_has_is_not_asked_for_and_a_supervisor_takes_a_concern_from_the_inbox(
    organisation: Organisation, case_id: UUID
) -> None:
    put_plan_in_force(organisation, case_id)
    with organisation.reading("supervisor") as work:
        child_id = case_brief(work, case_id).child_id
    posted = post(organisation, new=replace(new_concern(), child_id=child_id))
    address = f"/cases/{case_id}/moves/new/in-danger"
    assert not read(organisation.client("caseworker").get(address)).select("[name=concerns]")
    client = organisation.client("supervisor")
    page = read(client.get(address))
    assert not page.select("[name='actions-0-what']")
    assert page.select_one(f"[name=concerns][value='{posted.id}']")

    answer = send(client, address, {"reason": "he comes back", "concerns": str(posted.id)})

    assert answer.status_code == 303
    with organisation.reading("supervisor") as work:
        assert concern_page(work, posted.id).case_id == case_id


@pytest.mark.parametrize(
    ("name", "expected"),
    [("counsellor", 404), ("othercaseworker", 404), ("othersupervisor", 404), ("field", 404)],
)
def test_nobody_else_finds_the_form(
    organisation: Organisation, case_id: UUID, name: str, expected: int
) -> None:
    assert organisation.client(name).get(f"/cases/{case_id}/moves/new/in-danger").status_code == expected
