"""Home visits through a browser without scripts."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from app.children.children import change_safe_contact
from app.children.documents import SafeContact
from app.foundation.local_time import local_day
from app.home_visits.mistaken import VISIT
from app.mistakes.marking import MarkInput, mark_mistaken
from models.home_visit import HomeVisit
from tests.support.home_visits import family_of, found, in_vain, left, visit_to
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send

RULE = "at the market, where the uncle sits"


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    child_id = child_of(organisation)
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, SafeContact(never=RULE), version=1)
    return child_id


@pytest.fixture
def family_id(organisation: Organisation, child_id: UUID) -> UUID:
    return family_of(organisation, child_id)


@pytest.fixture
def visit_id(organisation: Organisation, family_id: UUID, child_id: UUID) -> UUID:
    return visit_to(organisation, family_id, child_id, purpose="how the aunt is")


def of(organisation: Organisation, visit_id: UUID) -> str:
    with organisation.reading("supervisor") as work:
        return f"/families/{work.session.get_one(HomeVisit, visit_id).household_id}/visits/{visit_id}"


def report(
    client: FlaskClient, address: str, grades: str = "aaaaa", **changes: str | None
) -> dict[str, object]:
    """Return what somebody who was there sends, a letter for each part of the list."""
    parts = ("health", "school", "food", "caregiver", "safety")
    typed: dict[str, object] = dict(filled(read(client.get(f"{address}/report"))))
    typed |= {f"grade_{part}": grade for part, grade in zip(parts, grades, strict=True)}
    typed |= {"made": "00:00", "seen-0-how": "seen_alone", "words": "the roof is new"}
    return {name: value for name, value in (typed | changes).items() if value is not None}


def test_a_visit_from_its_plan_to_what_was_found(
    organisation: Organisation, family_id: UUID, child_id: UUID
) -> None:
    caseworker, field = organisation.client("caseworker"), organisation.client("field")
    listed = read(caseworker.get(f"/families/{family_id}/visits/"))
    assert "Nobody has visited this family yet" in listed.get_text()
    page = read(caseworker.get(f"/families/{family_id}/visits/new"))
    assert RULE in page.get_text()
    day = local_day(organisation.clock.now()).isoformat()
    people = [str(organisation.ids[name]) for name in ("field", "caseworker")]
    alone = filled(page) | {"planned_on": day, "visitors": people[1:]}
    answer = caseworker.post(f"/families/{family_id}/visits/new", data=alone)
    assert "Visits are made by two." in read(answer, status=422).get_text()
    sent = filled(page) | {
        "planned_on": day,
        "visitors": people,
        "children": [str(child_id)],
        "between": "15:00",
    }
    first = caseworker.post(f"/families/{family_id}/visits/new", data=sent)
    assert first.status_code == 303
    again = caseworker.post(f"/families/{family_id}/visits/new", data=sent)
    assert "already-saved" in again.location
    address = first.location.split("?")[0]
    shown = read(field.get(address)).get_text()
    assert RULE in shown
    assert "Sok Sophea" in shown
    assert send(field, f"{address}/leave", {"due_back": "23:59"}).status_code == 303
    assert "out now" in read(caseworker.get(address)).get_text()
    assert field.post(f"{address}/report", data=report(field, address, "aaaba")).status_code == 303
    shown = read(field.get(address)).get_text()
    assert "Yellow: something is missing" in shown
    assert "Seen, also alone" in shown
    assert "Tense, or a child is often left alone" in shown


def test_what_is_wrong_stands_beside_its_field(organisation: Organisation, visit_id: UUID) -> None:
    client, address = organisation.client("field"), of(organisation, visit_id)
    for changes, words in (
        ({"grade_food": None}, "Choose A, B or C."),
        (
            {"seen-0-how": "seen_with_others", "seen-0-why": ""},
            "Say why the child was not seen, or not alone.",
        ),
        ({"seen-0-how": None}, "Say whether you saw the child."),
        ({"made": ""}, "Give the time, such as 15:00."),
        ({"next_on": (local_day(organisation.clock.now()) + timedelta(days=3)).isoformat()}, "another day"),
    ):
        answer = client.post(f"{address}/report", data=report(client, address, **changes))
        page = read(answer, status=422)
        assert any(words in error.get_text() for error in page.select("main .wh-error")), words
        assert "the roof is new" in page.get_text()


def test_a_report_sent_twice_is_one_and_a_stale_one_shows_both(
    organisation: Organisation, visit_id: UUID
) -> None:
    client, address = organisation.client("field"), of(organisation, visit_id)
    other = organisation.client("caseworker")
    typed, stale = report(client, address), report(other, address, "ccccc")
    assert client.post(f"{address}/report", data=typed).status_code == 303
    assert "already-saved" in client.post(f"{address}/report", data=typed).location
    answer = other.post(f"{address}/report", data=stale)
    assert "Where the two differ" in read(answer, status=409).get_text()


def test_one_press_leads_from_red_to_a_concern_that_answers_it(
    organisation: Organisation, child_id: UUID, visit_id: UUID
) -> None:
    client, address = organisation.client("field"), of(organisation, visit_id)
    client.post(
        f"{address}/report", data=report(client, address, "aaaac", found_safety="she hides when he comes")
    )
    page = read(client.get(address))
    assert "Something is red, and nobody is told by that." in page.get_text()
    link = next(str(each["href"]) for each in page.select("main a") if "Raise a concern" in each.get_text())
    form = read(client.get(link))
    typed = filled(form)
    assert typed["visit_id"] == str(visit_id)
    assert typed["child_id"] in (str(child_id), [str(child_id)])
    assert "RV-F-0001" in typed["place"]
    assert "she hides when he comes" in typed["account"]
    assert send(client, link, {"is_our_own": "no"}).status_code == 303
    shown = read(client.get(address)).get_text()
    assert "A concern was raised from this visit:" in shown
    assert "Something is red" not in shown


def test_or_to_a_reason_why_none_is_needed(organisation: Organisation, visit_id: UUID) -> None:
    found(organisation, visit_id, "caaaa")
    client, address = organisation.client("field"), of(organisation, visit_id)
    assert send(client, f"{address}/no-concern", {"why": "she is in hospital since today"}).status_code == 303
    shown = read(client.get(address)).get_text()
    assert "she is in hospital since today" in shown
    assert "Something is red" not in shown


def test_a_visit_in_vain(organisation: Organisation, visit_id: UUID) -> None:
    client, address = organisation.client("field"), of(organisation, visit_id)
    soon = (local_day(organisation.clock.now()) + timedelta(days=2)).isoformat()
    sent = {"failure": "nobody_home", "made": "00:00", "next_step": "ask at the club", "next_on": soon}
    assert send(client, f"{address}/in-vain", sent).status_code == 303
    shown = read(client.get(address)).get_text()
    assert "Tried in vain" in shown
    assert "ask at the club" in shown


def test_its_plan_is_changed_and_what_it_said_before_is_seen(
    organisation: Organisation, visit_id: UUID
) -> None:
    client, address = organisation.client("caseworker"), of(organisation, visit_id)
    assert send(client, f"{address}/plan", {"purpose": "the new baby"}).status_code == 303
    before = read(client.get(f"{address}/before")).get_text()
    assert "how the aunt is" in before
    assert "the new baby" in before


def test_what_was_found_is_corrected_and_what_it_said_before_is_seen(
    organisation: Organisation, visit_id: UUID
) -> None:
    found(organisation, visit_id)
    client, address = organisation.client("caseworker"), of(organisation, visit_id)
    sent = {"words": "the roof leaks", "grade_safety": "b"}
    assert send(client, f"{address}/report", sent).status_code == 303
    before = read(client.get(f"{address}/before")).get_text()
    assert "the roof is new" in before
    assert "A: as it should be" in before


def test_it_is_moved_to_another_family_and_marked(organisation: Organisation, visit_id: UUID) -> None:
    other = family_of(organisation, name="the family at the ferry")
    client, address = organisation.client("caseworker"), of(organisation, visit_id)
    wrong = send(client, f"{address}/move", {"family": "RV-F-0099", "reason": "other door"})
    assert "No family of this base has this code." in read(wrong, status=422).get_text()
    moved = send(client, f"{address}/move", {"family": "RV-F-0002", "reason": "other door"})
    assert moved.status_code == 303
    led = client.get(moved.location)
    assert f"/families/{other}/visits/{visit_id}" in led.location
    assert client.get(address).status_code == 404
    here = of(organisation, visit_id)
    assert send(client, f"{here}/mistake", {"reason": "never made"}).status_code == 303
    assert "Written by mistake." in read(client.get(here)).get_text()
    assert send(client, f"{here}/counts-again", {"reason": "it was"}).status_code == 303


def test_whoever_asked_takes_it_back(organisation: Organisation, visit_id: UUID) -> None:
    found(organisation, visit_id, "caaaa")
    with organisation.writing("field") as work:
        mark_mistaken(work, VISIT, visit_id, MarkInput(uuid4(), "another house"))
    client, address = organisation.client("field"), of(organisation, visit_id)
    page = read(client.get(address))
    action = next(
        str(each["action"]) for each in page.select("main form") if "withdraw" in str(each["action"])
    )
    assert client.post(action, data=filled(page, action="withdraw")).status_code == 303
    assert "Waits for a second person" not in read(client.get(address)).get_text()


def test_the_alarm_stands_on_the_visit_and_on_today(organisation: Organisation, visit_id: UUID) -> None:
    left(organisation, visit_id)
    organisation.clock.move(timedelta(hours=3))
    client, address = organisation.client("supervisor"), of(organisation, visit_id)
    assert "Not back from a home visit: find out now" in read(client.get("/today")).get_text()
    page = read(client.get(address))
    assert "Call them now." in page.get_text()
    back = filled(page, action="/check")
    assert client.post(f"{address}/check", data=back).status_code == 303
    assert send(client, f"{address}/return", {"due_back": "23:00"}).status_code == 303


def test_a_field_worker_who_does_not_go_reads_nothing(
    organisation: Organisation, family_id: UUID, visit_id: UUID
) -> None:
    address = of(organisation, visit_id)
    for client in (organisation.client("field2"), organisation.client("othersupervisor")):
        for path in ("", "/report", "/in-vain", "/leave", "/before", "/paper", "/plan", "/move", "/mistake"):
            assert client.get(f"{address}{path}").status_code == 404, path
        assert client.get(f"/visits/{visit_id}").status_code == 404
    field = organisation.client("field")
    assert field.get(f"/families/{family_id}/visits/").status_code == 404
    assert read(field.get(address)).select("main a[href*='/families/']") is not None


def test_a_visit_stands_on_the_childs_road_and_on_the_case(
    organisation: Organisation, family_id: UUID, child_id: UUID
) -> None:
    case_id = case_of(organisation, child_id)
    visit_id = visit_to(organisation, family_id, child_id, case_id=case_id, purpose="how the aunt is")
    client = organisation.client("caseworker")
    road = read(client.get(f"/children/{child_id}")).get_text()
    assert "Home visit planned" in road
    assert "Home visit" in read(client.get(f"/cases/{case_id}")).get_text()
    found(organisation, visit_id)
    assert "Home visit made" in read(client.get(f"/children/{child_id}")).get_text()
    assert "the roof is new" in read(client.get(f"/children/{child_id}")).get_text()


def test_its_sheet_has_codes_and_no_name_no_word_and_no_rule(
    organisation: Organisation, visit_id: UUID, family_id: UUID
) -> None:
    page = read(organisation.client("field").get(f"{of(organisation, visit_id)}/paper"))
    text = page.get_text()
    assert "RV-0001" in text
    assert "RV-F-0001" in text
    assert "There is one: read it first" in text
    for word in ("Sophea", "សុភា", RULE, "how the aunt is", "Field Person"):
        assert word not in text


def test_visits_stand_on_the_familys_page(
    organisation: Organisation, family_id: UUID, visit_id: UUID
) -> None:
    in_vain(organisation, visit_id)
    text = read(organisation.client("caseworker").get(f"/families/{family_id}")).get_text()
    assert "Home visits" in text
    assert "Tried in vain" in text
