"""Concerns through a browser without scripts: who has which page, the list, and the page that asks again by itself."""

from datetime import timedelta

import pytest

from app.foundation.vocabulary.urgencies import Urgency
from tests.support.concern_pages import NEW, concerns, csrf, page_of, typed
from tests.support.concerns import WORDS, new_concern, post
from tests.support.organisation import Organisation
from tests.support.pages import read, send

READERS = ["supervisor", "supervisor2", "director", "director2"]

CAST = [
    "field",
    "field2",
    "caseworker",
    "othercaseworker",
    "counsellor",
    *READERS,
    "technician",
    "auditor",
    "otherfield",
    "othersupervisor",
]

ACTIONS: dict[str, tuple[str, str, dict[str, int]]] = {
    # method, address, and the status for whoever does not get 404; "poster" is `field`
    "list": ("GET", "/concerns/", dict.fromkeys(set(CAST) - {"technician", "auditor"}, 200)),
    "new": ("GET", NEW, dict.fromkeys(set(CAST) - {"technician", "auditor"}, 200)),
    "show": ("GET", "/concerns/{id}", dict.fromkeys(["field", *READERS], 200)),
    "delivery": ("GET", "/concerns/{id}/delivery?until=9", dict.fromkeys(["field", *READERS], 200)),
    "add": ("GET", "/concerns/{id}/add", dict.fromkeys(["field", *READERS], 200)),
    "words": ("GET", "/concerns/{id}/words", dict.fromkeys(["field", *READERS], 200)),
    "urgency": (
        "GET",
        "/concerns/{id}/urgency",
        dict.fromkeys(READERS, 200) | dict.fromkeys(["caseworker", "othercaseworker", "counsellor"], 403),
    ),
    "close": (
        "GET",
        "/concerns/{id}/close",
        dict.fromkeys(READERS, 200) | dict.fromkeys(["caseworker", "othercaseworker", "counsellor"], 403),
    ),
    "child": (
        "GET",
        "/concerns/{id}/child",
        dict.fromkeys(READERS, 200) | dict.fromkeys(["caseworker", "othercaseworker", "counsellor"], 403),
    ),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_page_is_there_for_those_it_is_for_and_for_nobody_else(
    organisation: Organisation, action: str
) -> None:
    posted = post(organisation)
    method, address, statuses = ACTIONS[action]

    found = {
        name: organisation.client(name).open(address.format(id=posted.id), method=method).status_code
        for name in CAST
    }

    assert found == {name: statuses.get(name, 404) for name in CAST}


@pytest.mark.parametrize("name", CAST)
def test_only_supervision_receives(organisation: Organisation, name: str) -> None:
    posted = post(organisation)
    client = organisation.client(name)
    token = csrf(client)

    answer = client.post(f"/concerns/{posted.id}/acknowledge", data={"csrf_token": token})

    refused = 403 if name in ("caseworker", "othercaseworker", "counsellor") else 404
    assert answer.status_code == (303 if name in READERS else refused)
    assert concerns(organisation)[0].state == ("acknowledged" if name in READERS else "waiting")


def test_a_concern_is_written_and_its_poster_sees_that_nobody_has_it_yet(organisation: Organisation) -> None:
    client = organisation.client("field")

    answer = typed(client, {"urgency": "now", "place": "By the ferry", "experiencing": ["child_labour"]})

    assert answer.status_code == 303
    page = read(client.get(answer.location))
    assert "NOT delivered" in page.text
    assert page.find("a", href="tel:012000111") is not None
    assert page.find("a", href="tel:1288") is not None
    assert WORDS not in page.text
    assert "By the ferry" not in page.text
    delivery = page.find(id="delivery")
    assert delivery is not None
    assert delivery["hx-trigger"] == "every 20s"


def test_the_page_asks_again_by_itself_whether_somebody_has_it(organisation: Organisation) -> None:
    client = organisation.client("field")
    posted = post(organisation, new=new_concern(Urgency.NOW))
    part = page_of(organisation, posted.id, "field").find(id="delivery")
    assert part is not None
    address = str(part["hx-get"])

    assert client.get(address).status_code == 204
    assert (
        send(organisation.client("supervisor"), f"/concerns/{posted.id}", action="/acknowledge").status_code
        == 303
    )

    answer = client.get(address)
    assert answer.status_code == 200
    assert "Received, acting" in answer.text
    assert "hx-get" in answer.text, "an answer may come"
    assert "Received, acting" in page_of(organisation, posted.id, "field").text


def test_a_forgotten_page_stops_asking_and_says_how_to_ask(organisation: Organisation) -> None:
    posted = post(organisation, new=new_concern(Urgency.NOW))
    part = page_of(organisation, posted.id, "field").find(id="delivery")
    assert part is not None
    organisation.clock.move(timedelta(minutes=14))
    organisation.client("field").get("/concerns/")
    organisation.clock.move(timedelta(minutes=2))

    answer = organisation.client("field").get(str(part["hx-get"]))

    assert answer.status_code == 200
    assert "hx-get" not in answer.text
    assert f'href="/concerns/{posted.id}"' in answer.text


def test_other_urgencies_wait_calmly_until_they_are_late(organisation: Organisation) -> None:
    posted = post(organisation, new=new_concern(Urgency.HIGH))
    assert "NOT delivered" not in page_of(organisation, posted.id, "field").text

    organisation.clock.move(timedelta(hours=25))

    assert "NOT delivered" in page_of(organisation, posted.id, "field").text


def test_the_inbox_receives_in_one_press(organisation: Organisation) -> None:
    posted = post(organisation)
    client = organisation.client("supervisor")
    page = read(client.get("/concerns/"))
    assert posted.reference in page.text
    assert WORDS not in page.text

    answer = send(client, "/concerns/", action=f"/{posted.id}/acknowledge")

    assert "You have it" in read(client.get(answer.location)).text
    assert WORDS in page_of(organisation, posted.id).text


def test_the_inbox_says_when_nothing_waits_and_when_a_filter_finds_nothing(
    organisation: Organisation,
) -> None:
    client = organisation.client("supervisor")
    assert "Nothing waits for an answer" in read(client.get("/concerns/")).text
    post(organisation)

    assert "No concern fits" in read(client.get("/concerns/?state=closed")).text
    assert "RV-C-0001" in read(client.get("/concerns/?state=nonsense&urgency=7")).text
    assert "RV-C-0001" in read(client.get("/concerns/?page=999999")).text


def test_posters_find_what_they_posted(organisation: Organisation) -> None:
    client = organisation.client("field")
    assert "You have raised nothing yet" in read(client.get("/concerns/")).text
    posted = post(organisation)

    page = read(client.get("/concerns/"))

    assert posted.reference in page.text
    assert "waiting to be received" in page.text
    caseworker = read(organisation.client("caseworker").get("/concerns/"))
    assert "No concern of your cases is open" in caseworker.text
    assert read(organisation.client("caseworker").get("/concerns/?show=posted")).title is not None
