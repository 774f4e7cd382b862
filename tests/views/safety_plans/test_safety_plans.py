"""Safety plans through a browser without scripts."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.safety_plan import SafetyPlan
from tests.support.cases import new_case, put_plan_in_force, today
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import flip, recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def plan(organisation: Organisation, **changes: str) -> dict[str, str]:
    """Return a plan as it is typed."""
    return {
        "actions-0-who": "Her aunt",
        "actions-0-what": "fetches her from school",
        "actions-1-who": "Maly",
        "actions-1-what": "calls on Fridays",
        "people-0-name": "The aunt",
        "people-0-how": "through the neighbour",
        "warning_signs": "the motorbike",
        "review_on": (today(organisation) + timedelta(days=7)).isoformat(),
    } | changes


def test_a_plan_is_written_looked_at_again_and_the_one_before_kept(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    assert "There is no safety plan." in read(client.get(f"/cases/{case_id}/safety-plan")).get_text()
    assert send(client, f"/cases/{case_id}/safety-plan/new", plan(organisation)).status_code == 303
    organisation.clock.move(timedelta(minutes=5))

    again = read(client.get(f"/cases/{case_id}/safety-plan/new"))
    form = filled(again)
    assert form["actions-1-what"] == "calls on Fridays"
    assert form["review_on"] == ""
    changed = {"actions-1-what": "calls every day", "review_on": plan(organisation)["review_on"]}
    assert client.post(f"/cases/{case_id}/safety-plan/new", data=form | changed).status_code == 303

    page = read(client.get(f"/cases/{case_id}/safety-plan")).get_text()
    assert "calls every day" in page
    assert "calls on Fridays" in page
    assert "Plans before" in page
    assert len(recorded(organisation, "safety_plan.written")) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"actions-0-what": "", "actions-1-what": "", "actions-1-who": "", "actions-0-who": ""},
            "at least one action",
        ),
        ({"actions-0-what": ""}, "for each one who does what"),
        ({"actions-0-by": "soon"}, "Write the date as year-month-day"),
        ({"actions-0-who": "a" * 201}, "That is too long."),
        ({"warning_signs": "a" * 2001}, "That is too long."),
        ({"review_on": ""}, "Give the day."),
        ({"review_on": "2020-01-01"}, "from tomorrow on"),
        ({"review_on": "2036-11-09"}, "within three months"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_and_what_was_typed_stays(
    organisation: Organisation, case_id: UUID, changes: dict[str, str], words: str
) -> None:
    typed = plan(organisation, **changes)
    answer = send(organisation.client("caseworker"), f"/cases/{case_id}/safety-plan/new", typed)

    page = read(answer, status=422)
    assert words in page.get_text()
    assert filled(page)["people-0-how"] == "through the neighbour"
    assert not recorded(organisation, "safety_plan.written")


def test_one_more_row_is_asked_for_and_nothing_typed_is_lost(
    organisation: Organisation, case_id: UUID
) -> None:
    client, address = organisation.client("caseworker"), f"/cases/{case_id}/safety-plan/new"
    first = filled(read(client.get(address)))
    assert "actions-2-what" not in first

    more = filled(read(client.post(address, data=first | plan(organisation) | {"add": "actions"})))
    assert more["actions-2-what"] == ""
    assert more["actions-1-what"] == "calls on Fridays"
    assert more["people-0-how"] == "through the neighbour"
    assert not recorded(organisation, "safety_plan.written")
    assert client.post(address, data=more | {"actions-2-what": "", "add": "nothing"}).status_code == 303


def test_a_plan_with_as_many_lines_as_it_may_have_is_written_anew_too(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    actions = {f"actions-{n}-{what}": f"{what} {n}" for n in range(12) for what in ("who", "what")}
    people = {f"people-{n}-{what}": f"{what} {n}" for n in range(8) for what in ("name", "how")}
    full = plan(organisation, **actions, **people)
    assert send(client, f"/cases/{case_id}/safety-plan/new", full).status_code == 303

    form = filled(read(client.get(f"/cases/{case_id}/safety-plan/new")))

    assert form["actions-11-who"] == "who 11"
    assert form["people-7-name"] == "name 7"


def test_two_who_write_a_plan_see_both(organisation: Organisation, case_id: UUID) -> None:
    put_plan_in_force(organisation, case_id, what="the old one")
    mine, theirs = organisation.client("caseworker"), organisation.client("supervisor")
    address = f"/cases/{case_id}/safety-plan/new"
    form = filled(read(mine.get(address)))
    send(theirs, address, plan(organisation, **{"actions-0-what": "sleeps at the centre"}))

    typed = form | plan(organisation, **{"actions-0-what": "sleeps at the aunt's"})
    stale = read(mine.post(address, data=typed), status=409)
    assert "sleeps at the centre" in stale.get_text()
    assert filled(stale)["actions-0-what"] == "sleeps at the aunt's"
    assert mine.post(address, data=filled(stale)).status_code == 303
    assert "sleeps at the aunt's" in read(theirs.get(f"/cases/{case_id}/safety-plan")).get_text()


def test_an_overdue_plan_is_told_on_its_page_on_the_case_and_today(
    organisation: Organisation, case_id: UUID
) -> None:
    put_plan_in_force(organisation, case_id, days=1)
    organisation.clock.move(timedelta(days=3))
    client = organisation.client("caseworker")

    assert "2 days ago" in read(client.get(f"/cases/{case_id}/safety-plan")).get_text()
    assert "2 days late, since 3 Nov" in read(client.get(f"/cases/{case_id}")).get_text()
    assert "2 days late" in read(client.get("/today")).get_text()
    assert "2 days late" in read(organisation.client("supervisor").get("/today")).get_text()


def test_a_plan_that_does_not_open_leaves_the_page_standing(
    organisation: Organisation, case_id: UUID
) -> None:
    plan_id = put_plan_in_force(organisation, case_id)
    flip(organisation, SafetyPlan, "plan", plan_id)
    client = organisation.client("caseworker")

    for path in (f"/cases/{case_id}", f"/cases/{case_id}/safety-plan"):
        assert read(client.get(path)).select("[data-changed-outside]")
    # A new one can be written in its place.
    assert send(client, f"/cases/{case_id}/safety-plan/new", plan(organisation)).status_code == 303


@pytest.mark.parametrize("name", ["othercaseworker", "othersupervisor", "counsellor", "field", "auditor"])
def test_a_plan_is_closed_to_others(organisation: Organisation, case_id: UUID, name: str) -> None:
    put_plan_in_force(organisation, case_id)
    for path in ("safety-plan", "safety-plan/new"):
        assert organisation.client(name).get(f"/cases/{case_id}/{path}").status_code == 404
