"""Concerns through a browser without scripts: posted, received, linked, closed, and what goes wrong on the way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from app.concerns.linking import link_to_case
from app.foundation.vocabulary.urgencies import Urgency
from models.audit_event import AuditEvent
from models.concern import Concern
from models.disclosure import Disclosure
from tests.support.concerns import WORDS, assigned_case, child_of, new_concern, post
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import flip

NEW = "/concerns/new"
TYPED = {"account": WORDS, "basis": "seen"}
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


def typed(client: FlaskClient, changes: Mapping[str, Any] | None = None, address: str = NEW) -> TestResponse:
    """Write a concern and send it."""
    return send(client, address, TYPED | dict(changes or {}))


def page_of(organisation: Organisation, posted_id: UUID, by: str = "supervisor") -> BeautifulSoup:
    """Open a concern's page."""
    return read(organisation.client(by).get(f"/concerns/{posted_id}"))


def concerns(organisation: Organisation) -> list[Concern]:
    """Return every row there is."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(Concern).order_by(Concern.posted_at)))


def events(organisation: Organisation, action: str) -> list[AuditEvent]:
    """Return the events of one action."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


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


def csrf(client: FlaskClient) -> str:
    """Return a token from a page everyone may open."""
    page = BeautifulSoup(client.get("/concerns/our-own/new").text, "html.parser")
    box = page.find("input", {"name": "csrf_token"})
    assert box is not None
    return str(box["value"])


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


def test_the_page_asks_again_by_itself_until_somebody_has_it(organisation: Organisation) -> None:
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
    assert "hx-get" not in answer.text
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
    assert "You have posted nothing yet" in read(client.get("/concerns/")).text
    posted = post(organisation)

    page = read(client.get("/concerns/"))

    assert posted.reference in page.text
    assert "waiting to be received" in page.text
    caseworker = read(organisation.client("caseworker").get("/concerns/"))
    assert "No concern of your cases is open" in caseworker.text
    assert read(organisation.client("caseworker").get("/concerns/?show=posted")).title is not None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"account": "  \n "}, "Write what was seen, heard or told."),
        ({"account": "\u200b"}, "Write it in words."),
        ({"account": "x" * 8001}, "That is too long"),
        ({"basis": []}, "Say whether it was seen, heard or told."),
        ({"basis": "rumour"}, "Choose one of the answers offered."),
        ({"urgency": "yesterday"}, "Choose one of the answers offered."),
        ({"experiencing": ["nonsense"]}, "Choose one of the answers offered."),
        ({"seen_on": "20/11/2026"}, "Write the date as year-month-day"),
        ({"seen_on": ""}, "Give the day"),
        ({"seen_on": "2027-01-01"}, "That lies in the future."),
        ({"seen_on": "0026-11-01"}, "Look at the year"),
        ({"seen_on": "1926-11-01"}, "That is too long ago."),
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


def test_the_childs_own_words_follow_at_once(organisation: Organisation) -> None:
    client = organisation.client("field")

    answer = typed(client, {"press_then": "words"})

    assert answer.location.endswith("/words")
    kept = send(client, answer.location, {"said": "ខ្ញុំខ្លាច", "prompting": "spontaneous"})
    assert kept.status_code == 303
    assert "The child&#39;s words are written down." in client.get(kept.location).text
    page = page_of(organisation, concerns(organisation)[0].id)
    quotation = page.find("blockquote")
    assert quotation is not None
    assert (quotation["lang"], quotation.get_text(strip=True)) == ("km", "ខ្ញុំខ្លាច")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"said": ""}, "Write the child's own words."),
        ({"prompting": []}, "Say whether the child spoke unasked."),
        ({"prompting": "prompted"}, "Write the question that was asked, word for word."),
        ({"heard_by": "Z99"}, "Nobody of this base has this worker code."),
        ({"language": "xxx"}, "Choose one of the answers offered."),
        ({"heard_on": "2030-01-01"}, "That lies in the future."),
        ({"corrects_id": "0a0e0e5a-4e0b-4a9f-9f3c-0d9a54b2b1aa"}, "The words to be corrected are not here."),
    ],
    ids=[
        "no words",
        "no prompting",
        "no question",
        "no such code",
        "no such language",
        "the future",
        "nothing",
    ],
)
def test_a_disclosure_that_lacks_something_comes_back(
    organisation: Organisation, changes: dict[str, str], says: str
) -> None:
    posted = post(organisation)
    answer = send(
        organisation.client("field"),
        f"/concerns/{posted.id}/words",
        {"said": "ខ្ញុំខ្លាច", "prompting": "spontaneous", "translation": "I am afraid."} | changes,
    )

    page = read(answer, status=422)
    assert says in page.text
    assert "I am afraid." in page.text


def test_no_page_asks_for_an_image_or_leads_the_child(organisation: Organisation) -> None:
    posted = post(organisation)
    page = read(organisation.client("field").get(f"/concerns/{posted.id}/words"))

    assert page.find("input", {"type": "file"}) is None
    assert page.select("main form [enctype]") == []
    assert "Never ask for an image" in page.text
    assert "Do not question the child." in page.text


def test_a_correction_stands_beside_what_it_corrects(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("supervisor")
    address = f"/concerns/{posted.id}/words"
    send(client, address, {"said": "first", "prompting": "spontaneous"})
    organisation.clock.move(timedelta(seconds=1))
    link = page_of(organisation, posted.id).find("a", string="Write a correction")
    assert link is not None

    answer = send(client, str(link["href"]), {"said": "second", "prompting": "spontaneous"})

    page = read(client.get(answer.location))
    assert [quote.get_text(strip=True) for quote in page.find_all("blockquote")] == ["first", "second"]
    assert "corrected below" in page.text


def test_a_report_that_was_spoken_is_logged_in_a_few_words(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("field")
    page = read(client.get(f"/concerns/{posted.id}/add?kind=told_police"))
    assert filled(page)["kind"] == ["told_police"]

    answer = client.post(f"/concerns/{posted.id}/add", data=filled(page) | {"told_whom": "1288"})

    assert answer.status_code == 303
    told = page_of(organisation, posted.id).text
    assert "Told the police" in told
    assert "1288" in told


def test_an_addition_without_words_comes_back(organisation: Organisation) -> None:
    posted = post(organisation)

    answer = send(organisation.client("field"), f"/concerns/{posted.id}/add", {"account": " "})

    assert "Write it in words." in read(answer, status=422).text


def test_the_urgency_is_changed_with_a_reason(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("supervisor")
    address = f"/concerns/{posted.id}/urgency"

    assert "Write the reason." in read(send(client, address, {"urgency": "now"}), status=422).text
    assert "It has this urgency already." in read(send(client, address, {"reason": "x"}), status=422).text
    answer = send(client, address, {"urgency": "now", "reason": "She is there again."})

    page = read(client.get(answer.location))
    assert "High to Now" in page.text
    assert "She is there again." in page.text


@pytest.mark.parametrize(
    ("step", "told"), [("urgency", "Where the two differ"), ("close", "Somebody changed this record")]
)
def test_two_who_change_a_concern_are_told_and_lose_nothing(
    organisation: Organisation, step: str, told: str
) -> None:
    posted = post(organisation)
    mine, theirs = organisation.client("supervisor"), organisation.client("supervisor2")
    address = f"/concerns/{posted.id}/{step}"
    form = filled(read(mine.get(address))) | {"urgency": "low", "reason": "What I think."}
    send(theirs, f"/concerns/{posted.id}/urgency", {"urgency": "now", "reason": "What they think."})

    page = read(mine.post(address, data=form), status=409)

    assert "What I think." in page.text
    assert told in page.text
    assert concerns(organisation)[0].urgency == "now"
    again = mine.post(address, data=filled(page))
    assert again.status_code == 303
    assert (concerns(organisation)[0].urgency, concerns(organisation)[0].state) in (
        ("low", "waiting"),
        ("now", "closed"),
    )


def test_a_concern_is_closed_with_a_reason_and_its_poster_sees_only_that(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("supervisor")

    answer = send(client, f"/concerns/{posted.id}/close", {"reason": "Her aunt came for her."})

    assert "Her aunt came for her." in read(client.get(answer.location)).text
    seen = page_of(organisation, posted.id, "field").text
    assert "Closed." in seen
    assert "Her aunt" not in seen
    assert (
        "This is closed already."
        in read(send(client, f"/concerns/{posted.id}/close", {"reason": "Again."}), status=422).text
    )


def test_a_child_is_linked_and_from_there_a_case_is_opened(organisation: Organisation) -> None:
    posted, child_id = post(organisation), child_of(organisation)
    client = organisation.client("supervisor")
    address = f"/concerns/{posted.id}/child"
    assert "Look the child up by name or code" in read(send(client, address), status=422).text

    found = read(send(client, address, {"look_for": "RV-0001", "press_then": "find"}))
    answer = client.post(address, data=filled(found) | {"child_id": str(child_id)})

    page = read(client.get(answer.location))
    assert "RV-0001" in page.text
    if "cases.open_case" in organisation.app.view_functions:
        assert page.find("a", href=f"/cases/new?child={child_id}&concern={posted.id}") is not None


def test_two_who_link_a_child_see_both(organisation: Organisation) -> None:
    first, second, posted = child_of(organisation), child_of(organisation), post(organisation)
    mine, theirs = organisation.client("supervisor"), organisation.client("supervisor2")
    address = f"/concerns/{posted.id}/child"
    form = filled(read(mine.get(address))) | {"child_id": str(second)}
    send(theirs, address, {"child_id": str(first)})

    read(mine.post(address, data=form), status=409)

    assert concerns(organisation)[0].child_id == first


def test_a_concern_joins_its_childs_open_case_and_the_assigned_read_it(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation, new=new_concern(child_id=opened.child_id))
    client = organisation.client("supervisor")

    answer = send(client, f"/concerns/{posted.id}", action="/case")

    assert "The concern is in the case." in read(client.get(answer.location)).text
    for name in ("caseworker", "counsellor"):
        assert WORDS in page_of(organisation, posted.id, name).text
        assert posted.reference in read(organisation.client(name).get("/concerns/")).text
    assert organisation.client("othercaseworker").get(f"/concerns/{posted.id}").status_code == 404


@pytest.mark.parametrize("case_id", ["", "nonsense", "0a0e0e5a-4e0b-4a9f-9f3c-0d9a54b2b1aa"])
def test_a_case_that_was_not_offered_is_not_joined(organisation: Organisation, case_id: str) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation, new=new_concern(child_id=opened.child_id))

    answer = send(
        organisation.client("supervisor"), f"/concerns/{posted.id}", {"case_id": case_id}, action="/case"
    )

    assert answer.status_code in (404, 409)
    assert concerns(organisation)[0].case_id is None


def test_readers_who_may_not_triage_are_offered_nothing_that_leads_to_a_refusal(
    organisation: Organisation,
) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation, new=new_concern(child_id=opened.child_id))
    with organisation.writing("supervisor") as work:
        link_to_case(work, posted.id, opened.case_id, opened.child_id)

    for name in ("caseworker", "counsellor", "supervisor", "director", "field"):
        client = organisation.client(name)
        page = read(client.get(f"/concerns/{posted.id}"))
        for link in page.select("main a[href^='/']"):
            assert client.get(str(link["href"])).status_code in (200, 302), (name, link)


def test_a_damaged_concern_leaves_its_page_standing(organisation: Organisation) -> None:
    posted = post(organisation)
    send(organisation.client("field"), f"/concerns/{posted.id}/add", {"account": "She is back."})
    flip(organisation, Concern, "observation", posted.id)

    page = page_of(organisation, posted.id)

    assert "Changed outside Wayhome" in page.text
    assert "She is back." in page.text
    assert len(events(organisation, "seal.refused")) == 1


def test_a_disclosure_taken_away_is_told_to_whoever_reads(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("field")
    for words in ("first", "second"):
        send(client, f"/concerns/{posted.id}/words", {"said": words, "prompting": "spontaneous"})
        organisation.clock.move(timedelta(seconds=1))
    with organisation.server.store.writing() as session:
        oldest = session.scalars(select(Disclosure).order_by(Disclosure.written_at)).first()
        assert oldest is not None
        session.execute(text("DELETE FROM disclosure WHERE id = :id"), {"id": oldest.id.hex})

    assert "Something was taken away." in page_of(organisation, posted.id).text


def test_a_form_sent_after_the_session_ended_is_kept_and_offered_again(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = filled(read(client.get(NEW))) | TYPED | {"look_for": "Sokha"}
    organisation.clock.move(timedelta(minutes=20))
    answer = client.post(NEW, data=form)
    assert "kept=1" in answer.location
    back = organisation.client("field")
    offered = read(back.get("/concerns/")).select_one("a[href*='restore=']")
    assert offered is not None

    restored = read(back.get(str(offered["href"])))

    assert WORDS in restored.text
    assert filled(restored)["look_for"] == "Sokha"
    posted = back.post(str(offered["href"]), data=filled(restored))
    assert posted.status_code == 303
    assert read(back.get("/concerns/")).select_one("a[href*='restore=']") is None


def test_no_address_carries_a_word_of_it(organisation: Organisation) -> None:
    child_of(organisation)
    client = organisation.client("field")

    looked = send(client, NEW, {"look_for": "sokha", "account": WORDS, "press_then": "find"})
    answer = typed(client)

    assert looked.request.query_string == b""
    assert answer.location.count("?") == 0
    assert RIVERSIDE.hex not in answer.location


def test_a_column_that_has_nothing_to_say_is_marked_to_be_left_out_on_a_phone(
    organisation: Organisation,
) -> None:
    post(organisation)

    page = read(organisation.client("supervisor").get("/concerns/"))
    child = page.select_one("td[data-label=Child]")
    urgency = page.select_one("td[data-label=Urgency]")
    assert child is not None
    assert urgency is not None
    assert child.get_text(strip=True) == "–"
    assert "wh-blank" in child["class"]
    assert "wh-blank" not in urgency["class"]
