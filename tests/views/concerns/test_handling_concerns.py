"""What follows a concern, through a browser without scripts: words added, urgency, links, closing, and faults."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.concerns.linking import link_to_case
from models.concern import Concern
from models.disclosure import Disclosure
from tests.support.concern_pages import NEW, TYPED, concerns, events, page_of, typed
from tests.support.concerns import WORDS, assigned_case, child_of, new_concern, post
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import flip


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
        ({"heard_on": "2030-01-01"}, "lies in the future."),
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
