"""What is said about our own people, through a browser: it reaches the circle and shows on no page of anyone else."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.staff.accounts import disable, own_six_words
from app.unit_of_work import Locks
from models.allegation import Allegation
from models.concern import Concern
from tests.support.concerns import (
    ABOUT,
    WORDS,
    allege,
    child_of,
    name_for_safeguarding,
    safeguarding_circle,
    write_board_member,
)
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import put

NEW = "/concerns/our-own/new"
TYPED = {"account": WORDS, "basis": "seen", "about": ABOUT}
EVERYONE = [
    "field",
    "caseworker",
    "counsellor",
    "supervisor",
    "director",
    "technician",
    "auditor",
    "otherfield",
    "othersupervisor",
]
OUTSIDE = [name for name in EVERYONE if name not in ("auditor", "supervisor")]
PAGES = ["", "/urgency", "/close", "/reopen"]


@pytest.fixture
def with_circle(organisation: Organisation) -> Organisation:
    """An organisation with a safeguarding circle of the auditor and a supervisor."""
    safeguarding_circle(organisation, "auditor", "supervisor")
    return organisation


def typed(client: FlaskClient, changes: Mapping[str, Any] | None = None, address: str = NEW) -> TestResponse:
    """Write about one of our own and send it."""
    return send(client, address, TYPED | dict(changes or {}))


def newest(organisation: Organisation) -> str:
    """Return the address of what was written last."""
    with organisation.server.store.reading() as session:
        found = session.scalars(select(Allegation.id).order_by(Allegation.posted_at.desc())).first()
    return f"/concerns/our-own/{found}"


def came_back(organisation: Organisation, words: str) -> str:
    """Return what somebody without an account reads who comes back with a receipt."""
    return read(send(organisation.client(), "/concerns/our-own/receipt", {"card_words": words})).text


def rows(organisation: Organisation) -> tuple[list[Allegation], list[Concern]]:
    """Return every allegation and every concern."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(Allegation))), list(session.scalars(select(Concern)))


def test_everyone_can_write_and_sees_who_will_read(with_circle: Organisation) -> None:
    for name in EVERYONE:
        client = with_circle.client(name)
        assert "Auditor Person, Supervisor Person" in read(client.get(NEW)).text

        sealed = read(typed(client))

        assert sealed.find(id="receipt-words") is not None, name
        page = read(with_circle.client("auditor").get(newest(with_circle)))
        assert ABOUT in page.text
        assert WORDS in page.text


def test_the_form_of_a_concern_seals_it_too(with_circle: Organisation) -> None:
    writers = [name for name in OUTSIDE if name != "technician"]
    for name in writers:
        client = with_circle.client(name)

        answer = send(client, "/concerns/new", TYPED | {"is_our_own": "yes"})

        page = read(answer)
        assert WORDS not in page.text
        assert page.find(id="receipt-words") is not None, name
    allegations, concerns = rows(with_circle)
    assert (len(allegations), concerns) == (len(writers), [])


def test_nobody_outside_opens_it_not_even_by_its_address(with_circle: Organisation) -> None:
    posted = allege(with_circle, "field2")

    found = {
        (name, page): with_circle.client(name).get(f"/concerns/our-own/{posted.id}{page}").status_code
        for name in OUTSIDE
        for page in PAGES
    }
    assert set(found.values()) == {404}, found


def test_no_page_of_anyone_outside_mentions_it(with_circle: Organisation) -> None:
    posted = allege(with_circle, "field2", child_id=child_of(with_circle))
    places = ("/today", "/concerns/", "/concerns/?show=posted", "/concerns/our-own/", "/audit/", "/children/")

    for name in OUTSIDE:
        client = with_circle.client(name)
        for address in places:
            answer = client.get(address)
            for trace in (posted.reference, str(posted.id), "allegation"):
                assert trace not in answer.text, (name, address, trace)


def test_with_locks_one_and_two_off_no_word_of_it_is_shown(with_circle: Organisation) -> None:
    posted = allege(with_circle, "field2")
    unlocked = with_circle.with_locks(Locks.KEYS_ONLY)

    for name in OUTSIDE:
        for page in PAGES:
            answer = unlocked.client(name).get(f"/concerns/our-own/{posted.id}{page}")
            assert ABOUT not in answer.text, (name, page)
            assert WORDS not in answer.text, (name, page)


def test_no_list_of_the_poster_names_it(with_circle: Organisation) -> None:
    posted = allege(with_circle)
    client = with_circle.client("field")

    assert posted.reference not in read(client.get("/concerns/our-own/")).text
    assert posted.reference not in read(client.get("/concerns/")).text
    assert client.get(f"/concerns/our-own/{posted.id}").status_code == 404


def test_members_receive_change_and_close_and_the_poster_hears_of_it(with_circle: Organisation) -> None:
    posted, member = allege(with_circle), with_circle.client("auditor")
    address = f"/concerns/our-own/{posted.id}"

    assert send(member, address, action="/acknowledge").status_code == 303
    words = " ".join(posted.receipt.words())
    assert "received, acting" in came_back(with_circle, words)
    assert (
        send(member, f"{address}/urgency", {"urgency": "now", "reason": "He works tonight."}).status_code
        == 303
    )
    answer = send(member, f"{address}/close", {"reason": "The board has it."})

    page = read(member.get(answer.location))
    assert "He works tonight." in page.text
    assert "The board has it." in page.text
    seen = came_back(with_circle, words)
    assert "closed" in seen
    assert "The board has it." not in seen
    again = send(member, f"{address}/reopen", {"reason": "The board never got it."})
    assert "The board never got it." in read(member.get(again.location)).text
    assert "closed" not in came_back(with_circle, words)


def test_two_members_who_change_it_see_both_versions(with_circle: Organisation) -> None:
    posted = allege(with_circle)
    mine, theirs = with_circle.client("auditor"), with_circle.client("supervisor")
    address = f"/concerns/our-own/{posted.id}/urgency"
    form = filled(read(mine.get(address))) | {"urgency": "low", "reason": "What I think."}
    send(theirs, address, {"urgency": "now", "reason": "What they think."})

    page = read(mine.post(address, data=form), status=409)

    assert "What I think." in page.text
    assert "Where the two differ" in page.text


@pytest.mark.parametrize("address", ["/concerns/new", NEW])
def test_without_a_circle_it_says_whom_to_call_and_keeps_what_was_typed(
    organisation: Organisation, address: str
) -> None:
    client = organisation.client("field")

    answer = typed(client, {"is_our_own": "yes"} if address != NEW else None, address)

    page = read(answer, status=422)
    assert "Nobody can read this here yet." in page.text
    assert "outside board member" in page.text
    assert page.find("a", href="tel:012000111") is not None
    assert WORDS in page.text
    assert ABOUT in page.text
    assert rows(organisation) == ([], [])


def test_without_a_circle_it_names_the_outside_board_member(organisation: Organisation) -> None:
    assert "not written here yet" in read(organisation.client("auditor").get(NEW)).text
    write_board_member(organisation, "Sok Channary", "012 555 010")

    for name in ("field", "technician", "auditor"):
        page = read(organisation.client(name).get(NEW))
        assert "Sok Channary" in page.text, name
        assert page.find("a", href="tel:012555010") is not None, name


def test_with_a_circle_it_names_the_board_member_too(with_circle: Organisation) -> None:
    write_board_member(with_circle, "Sok Channary", "012 555 010")

    page = read(with_circle.client("field").get(NEW))

    assert page.find("a", href="tel:012555010") is not None


@pytest.mark.parametrize("name", EVERYONE)
def test_everyone_finds_the_way_there(organisation: Organisation, name: str) -> None:
    client = organisation.client(name)
    rail = {str(each["href"]) for each in read(client.get("/today")).select("#rail a")}
    if "/concerns/our-own/" in rail:
        assert "/concerns/" not in rail
        page = read(client.get("/concerns/our-own/"))
        assert page.select_one("#rail a[href='/concerns/our-own/'][aria-current]") is not None
        return
    assert "/concerns/" in rail
    assert read(client.get("/concerns/")).select_one("main a[href='/concerns/our-own/']") is not None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"about": " "}, "Write who it is about, in words."),
        ({"about": "x" * 2001}, "That is too long"),
        ({"account": ""}, "Write what was seen, heard or told."),
        ({"urgency": "soon"}, "Choose one of the answers offered."),
        ({"seen_on": "2031-01-01"}, "lies in the future."),
        ({"record_id": "x"}, "This page is out of date."),
        ({"adds_to": "x"}, "This page is out of date."),
    ],
    ids=["nobody", "too long", "no words", "no such urgency", "the future", "no id", "adds to nonsense"],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    with_circle: Organisation, changes: dict[str, Any], says: str
) -> None:
    page = read(typed(with_circle.client("field"), {"involved": "Two boys"} | changes), status=422)

    assert says in page.text
    assert "Two boys" in page.text
    assert rows(with_circle)[0] == []


def test_in_a_concerns_form_it_must_say_who_it_is_about(with_circle: Organisation) -> None:
    answer = send(with_circle.client("field"), "/concerns/new", TYPED | {"is_our_own": "yes", "about": ""})

    assert "Write who it is about, in words." in read(answer, status=422).text
    assert rows(with_circle) == ([], [])


def test_sending_it_twice_makes_one(with_circle: Organisation) -> None:
    client = with_circle.client("field")
    form = filled(read(client.get(NEW))) | TYPED

    first, second = client.post(NEW, data=form), client.post(NEW, data=form)

    shown = [read(answer).find(id="receipt-words") for answer in (first, second)]
    assert shown[0] is not None
    assert shown[0] == shown[1]
    assert len(rows(with_circle)[0]) == 1


def test_people_who_may_see_no_children_are_not_asked_which(with_circle: Organisation) -> None:
    page = read(with_circle.client("technician").get(NEW))

    assert page.find("input", {"name": "look_for"}) is None
    assert page.find("textarea", {"name": "child_words"}) is not None


@pytest.mark.parametrize("name", EVERYONE)
def test_the_circles_page_is_there_for_those_who_are_named(organisation: Organisation, name: str) -> None:
    client = organisation.client(name)
    assert client.get("/concerns/our-own/circle").status_code == 404
    assert "/concerns/our-own/circle" not in read(client.get("/concerns/our-own/")).decode()
    if name == "technician":
        return
    name_for_safeguarding(organisation, name)

    assert "The circle has no member yet" in read(client.get("/concerns/our-own/circle")).text
    assert "/concerns/our-own/circle" in read(client.get("/concerns/our-own/")).decode()


def test_the_circle_is_opened_and_a_second_member_let_in_by_their_words(organisation: Organisation) -> None:
    name_for_safeguarding(organisation, "auditor", "supervisor")
    first, second = organisation.client("auditor"), organisation.client("supervisor")

    opened = send(first, "/concerns/our-own/circle", action="/open")
    assert "you are its first member" in read(first.get(opened.location)).text
    waiting = read(second.get("/concerns/our-own/circle"))
    with organisation.reading("supervisor") as work:
        words = " ".join(own_six_words(work))
    assert words in waiting.text
    admit = f"/members/{organisation.ids['supervisor']}"
    wrong = send(first, "/concerns/our-own/circle", {"words": "not the right words"}, action=admit)
    assert "These are not the six words" in read(wrong, status=422).text
    admitted = send(first, "/concerns/our-own/circle", {"words": words}, action=admit)

    assert "Supervisor Person" in read(first.get(admitted.location)).text
    assert "Supervisor Person" in read(second.get("/concerns/our-own/circle")).text


def test_the_circle_says_who_is_no_longer_in_it_and_is_renewed(with_circle: Organisation) -> None:
    member = with_circle.client("auditor")
    assert "Renew the circle" not in read(member.get("/concerns/our-own/circle")).text
    with with_circle.writing("director") as work:
        disable(work, with_circle.ids["supervisor"])

    page = read(member.get("/concerns/our-own/circle"))
    assert "No longer in the circle:" in page.text
    assert "Supervisor Person" in page.text
    assert "You are the only member." in page.text
    today = read(member.get("/today"))
    assert today.find("a", href="/concerns/our-own/circle") is not None
    assert "Renew the safeguarding circle" not in read(with_circle.client("director").get("/today")).text

    renewed = send(member, "/concerns/our-own/circle", action="/renew")

    page = read(member.get(renewed.location))
    assert "The circle has a new key." in page.text
    assert "No longer in the circle:" not in page.text
    assert "You are the only member." in page.text
    assert "Renew the safeguarding circle" not in read(member.get("/today")).text


def test_a_damaged_one_leaves_its_page_standing(with_circle: Organisation) -> None:
    posted = allege(with_circle)
    put(with_circle, Allegation, posted.id, account=b"not what was written")

    page = read(with_circle.client("auditor").get(f"/concerns/our-own/{posted.id}"))

    assert "Changed outside Wayhome" in page.text
    assert posted.reference in page.text
