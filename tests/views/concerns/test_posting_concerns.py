"""A concern is written through a browser without scripts: what comes along, and what goes wrong on the way."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.concern_pages import NEW, TYPED, concerns, csrf, page_of, typed
from tests.support.concerns import WORDS, child_of, safeguarding_circle
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.pages import filled, read, send


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"account": "  \n "}, "Write what was seen, heard or told."),
        ({"account": "\u200b"}, "Write what was seen, heard or told."),
        ({"account": "x" * 8001}, "That is too long"),
        ({"basis": []}, "Say whether it was seen, heard or told."),
        ({"basis": "rumour"}, "Choose one of the answers offered."),
        ({"urgency": "yesterday"}, "Choose one of the answers offered."),
        ({"experiencing": ["nonsense"]}, "Choose one of the answers offered."),
        ({"seen_on": "20/11/2026"}, "or write year-month-day"),
        ({"seen_on": ""}, "Give the day"),
        ({"seen_on": "2027-01-01"}, "lies in the future."),
        ({"seen_on": "0026-11-01"}, "Look at the year"),
        ({"seen_on": "1926-11-01"}, "is too long ago."),
        ({"seen_at": "half past nine"}, "Write the time as hours:minutes"),
        ({"place": "x" * 201}, "That is too long"),
        ({"record_id": "1"}, "This page is out of date."),
        ({"child_id": "nobody"}, "This page is out of date."),
    ],
    ids=[
        "no words",
        "invisible words",
        "too many words",
        "no basis",
        "an unknown basis",
        "an unknown urgency",
        "an unknown code",
        "a date in another order",
        "no date",
        "the future",
        "a year of two digits",
        "a year long ago",
        "a time in words",
        "too long a place",
        "no record id",
        "no child id",
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    organisation: Organisation, changes: dict[str, Any], says: str
) -> None:
    answer = typed(organisation.client("field"), {"involved": "A man with a blue cap"} | changes)

    page = read(answer, status=422)
    assert says in page.text
    assert "A man with a blue cap" in page.text
    assert page.select("[data-error-summary]")
    assert concerns(organisation) == []


def test_a_time_that_is_still_to_come_is_asked_about_beside_the_time(organisation: Organisation) -> None:
    answer = typed(organisation.client("field"), {"seen_on": "2026-11-02", "seen_at": "23:30"})

    page = read(answer, status=422)
    assert page.find(id="seen_at-error") is not None
    assert page.find(id="seen_on-error") is None


def test_khmer_digits_and_markup_are_taken_as_they_are_meant(organisation: Organisation) -> None:
    client = organisation.client("field")
    when = {"seen_on": "២០២៦-១១-០១", "seen_at": "២១:៤០"}

    answer = typed(client, when | {"account": "<script>alert(1)</script> \u202eសុភា"})

    assert answer.status_code == 303
    page = page_of(organisation, concerns(organisation)[0].id)
    assert "<script>alert(1)</script> សុភា" in page.text
    assert page.find("script", string="alert(1)") is None
    assert "1 Nov 2026, 21:40" in page.text


def test_sending_the_form_twice_makes_one(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = filled(read(client.get(NEW))) | TYPED

    first, second = client.post(NEW, data=form), client.post(NEW, data=form)

    assert first.status_code == second.status_code == 303
    assert "This was saved already" in read(client.get(second.location)).text
    assert len(concerns(organisation)) == 1


def test_somebody_elses_form_is_refused(organisation: Organisation) -> None:
    client, other = organisation.client("field"), organisation.client("field2")
    form = filled(read(client.get(NEW))) | TYPED
    assert client.post(NEW, data=form).status_code == 303

    answer = other.post(NEW, data=form | {"csrf_token": csrf(other)})

    assert answer.status_code == 403


def test_without_its_token_a_form_is_refused(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = filled(read(client.get(NEW))) | TYPED | {"csrf_token": "made up"}

    assert client.post(NEW, data=form).status_code == 400
    assert concerns(organisation) == []


def test_a_child_is_found_by_name_and_chosen_without_script(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    client = organisation.client("field")

    looked = send(client, NEW, {"account": WORDS, "look_for": "sokha", "press_then": "find"})

    page = read(looked)
    assert WORDS in page.text
    option = page.find("input", {"name": "child_id", "value": str(child_id)})
    assert option is not None
    assert concerns(organisation) == []
    answer = client.post(NEW, data=filled(page) | TYPED | {"child_id": str(child_id)})
    assert answer.status_code == 303
    assert concerns(organisation)[0].child_id == child_id


def test_a_name_nobody_has_is_said_to_be_unknown(organisation: Organisation) -> None:
    looked = send(organisation.client("field"), NEW, {"look_for": "Zzyzx", "press_then": "find"})

    assert "Nobody was found by this" in read(looked).text


def test_a_name_that_was_typed_and_led_to_no_record_is_kept_in_words(organisation: Organisation) -> None:
    typed(organisation.client("field"), {"look_for": "Sokha", "child_words": "red shirt"})

    (sent,) = concerns(organisation)
    told = read(organisation.client("supervisor").get(f"/concerns/{sent.id}")).text
    assert "Sokha" in told
    assert "red shirt" in told


def test_a_child_and_an_encounter_come_with_the_address(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    client = organisation.client("field")

    answer = typed(client, address=f"{NEW}?child={child_id}")

    assert answer.status_code == 303
    assert concerns(organisation)[0].child_id == child_id
    assert typed(client, {"encounter_id": str(uuid4())}).status_code == 404
    assert typed(client, address=f"{NEW}?child={uuid4()}").status_code == 303
    assert concerns(organisation)[1].child_id is None


def test_a_child_of_another_base_is_not_found_and_not_taken(organisation: Organisation) -> None:
    child_id = child_of(organisation, "othersupervisor", base_id=HILLSIDE)
    client = organisation.client("field")

    looked = read(send(client, NEW, {"look_for": "Sokha", "press_then": "find"}))

    assert looked.find("input", {"name": "child_id", "value": str(child_id)}) is None
    assert typed(client, {"child_id": str(child_id)}).status_code == 404


def test_a_director_chooses_the_base(organisation: Organisation) -> None:
    client = organisation.client("director")

    assert "Choose the base this is for." in read(typed(client), status=422).text
    assert typed(client, {"base_id": "elsewhere"}).status_code == 422
    assert typed(client, {"base_id": str(HILLSIDE)}).status_code == 303
    assert [row.base_id for row in concerns(organisation)] == [HILLSIDE]
    assert "base_id" not in filled(read(organisation.client("field").get(NEW)))


@pytest.mark.parametrize(("first", "then"), [("no", "yes"), ("yes", "no")])
def test_sent_again_after_back_to_the_other_readers_it_comes_back_and_is_then_taken(
    organisation: Organisation, first: str, then: str
) -> None:
    safeguarding_circle(organisation, "supervisor2")
    client = organisation.client("field")
    about = {"no": {"is_our_own": "no", "about": ""}, "yes": {"is_our_own": "yes", "about": "a colleague"}}
    sent = filled(read(client.get(NEW))) | TYPED | about[first]
    taken = {"no": 303, "yes": 200}
    assert client.post(NEW, data=sent).status_code == taken[first]

    again = read(client.post(NEW, data=sent | about[then]), status=409)

    assert "saved once already" in again.text
    form = filled(again)
    assert (form["account"], form["is_our_own"]) == (TYPED["account"], [then])
    assert client.post(NEW, data=form).status_code == 409
    for way in again.find_all("a", string="See what is saved"):
        assert client.get(str(way["href"])).status_code == 200
    assert client.post(NEW, data=form | {"second": "y"}).status_code == taken[then]


def test_who_it_is_about_is_not_lost_with_the_wrong_answer_before_it(organisation: Organisation) -> None:
    client = organisation.client("field")
    sent = filled(read(client.get(NEW))) | TYPED | {"is_our_own": "no", "about": "the guard"}

    assert "Take this out, or say Yes" in read(client.post(NEW, data=sent), status=422).text
    assert concerns(organisation) == []
