"""The contact rule stands in full on every page on which its child is picked, met or called."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import update

from app.cases.risk import risk_page, set_risk
from app.children.cards import open_cards, write_card
from app.children.children import visible_child
from app.children.documents import ContactWords
from app.foundation.vocabulary.risks import Risk
from app.outreach.documents import MetChildInput
from app.outreach.encounter_page import encounter_page
from models.name_card import NameCard
from tests.access.asking import pages
from tests.support.lived_in import CANARIES, LivedIn
from tests.support.organisation import add_volunteer
from tests.support.outreach import met_on, shift_of, typed
from tests.support.pages import filled, read

NAME = "Sok Sophea"
RULE = CANARIES["safe contact"]
TAKES_ALONG = ("/concerns/urgent?{0}", "/concerns/new?{0}", "/outreach/shifts/{shift_id}/encounters/new?{0}")
"""Forms that a page of the child leads to, which take the child along."""
ASKERS = ("field", "caseworker", "counsellor", "supervisor", "director")

NOT_MET_THERE = {
    "audit.": "what was done, for those who look after the trail",
    "children.edit_child": "the child's own facts are corrected",
    "children.edit_safe_contact": "the rule itself is changed",
    "children.show_before": "what was said before",
    "consents.": "a case's pages have it at their head; these are its prints",
    "emergency.edit_sheet": "the sheet is written",
    "emergency.show_sheet_before": "what was said before",
    "packets.approve": "the pages as they leave, which say it in a field of their own",
    "packets.show_preview": "the pages as they leave, which say it in a field of their own",
    "restoration_review.": "a supervisor looks at scores",
    "allegations.": "nobody is met from there",
    "today.": "beside whom one is to meet and beside one's own tasks, as tests below hold",
}
"""Pages, by the beginning of their endpoint, that may name a child and leave the rule out, each with the reason."""

MUST_SAY_IT = {
    "children.list_children": "/children/",
    "children.show_child": "/children/{child_id}",
    "emergency.show_sheet": "/children/{child_id}/emergency",
    "cases.show_case": "/cases/{case_id}",
    "cases.add_note": "/cases/{case_id}/notes/new",
    "tasks": "/cases/{case_id}/tasks/new",
    "outreach.show_encounter": "/outreach/encounters/{encounter_id}",
    "concerns.show_concern": "/concerns/{concern_id}",
    "packets.show_packet": "/packets/{packet_id}",
    "packets.edit_words": "/packets/{packet_id}/words",
}


def said_in(text: str) -> list[str]:
    """Return the words of each contact rule on a page."""
    found = BeautifulSoup(text, "html.parser").select("main [data-contact-rule]")
    return [" ".join(each.get_text(" ").split()) for each in found]


def is_about(main: Tag, child_id: UUID) -> bool:
    """Tell whether a page names the child, or has a form that would send the child's id."""
    return NAME in main.get_text(" ") or main.select_one(f"form [value='{child_id}']") is not None


def named_without(lived: LivedIn, name: str) -> Iterator[str]:
    """Yield each page that this person gets which is about the child and does not say the rule."""
    client = lived.organisation.client(name)
    for page in pages(lived.organisation):
        if page.method != "GET" or page.rule.endpoint.startswith(tuple(NOT_MET_THERE)):
            continue
        response = client.get(page.address(lived.ids))
        main = BeautifulSoup(response.text, "html.parser").select_one("main")
        if response.status_code != 200 or main is None or not is_about(main, lived["child_id"]):
            continue
        if not any(RULE in each for each in said_in(response.text)):
            yield page.rule.endpoint


@pytest.mark.parametrize("name", ASKERS)
def test_no_page_names_the_child_without_the_rule(lived: LivedIn, name: str) -> None:
    assert list(named_without(lived, name)) == []


@pytest.mark.parametrize("address", MUST_SAY_IT.values(), ids=MUST_SAY_IT)
def test_the_pages_that_lead_to_the_child_say_it(lived: LivedIn, address: str) -> None:
    response = lived.organisation.client("supervisor").get(address.format(**lived.ids))

    assert response.status_code == 200
    assert any(RULE in each for each in said_in(response.text))
    assert any(each.startswith("Contact rule. Never:") for each in said_in(response.text))


def test_a_search_says_it_beside_the_name(lived: LivedIn) -> None:
    client = lived.organisation.client("field")
    form = filled(read(client.get("/search"))) | {"q": "sok sophea"}

    assert RULE in " ".join(said_in(client.post("/search", data=form, follow_redirects=True).text))


def test_whoever_chooses_the_child_of_a_meeting_reads_it_before_and_after(lived: LivedIn) -> None:
    client, address = (
        lived.organisation.client("field"),
        f"/outreach/shifts/{lived['shift_id']}/encounters/new",
    )
    form = filled(read(client.get(address))) | {"children-0-find": "sophea", "find": "0"}
    found = client.post(address, data=form)
    assert RULE in " ".join(said_in(found.text))

    chosen = filled(read(found, status=found.status_code)) | {
        "children-0-known": str(lived["child_id"]),
        "find": "0",
    }
    assert RULE in " ".join(said_in(client.post(address, data=chosen).text))


@pytest.mark.parametrize("name", ["field", "supervisor"])
@pytest.mark.parametrize("address", TAKES_ALONG)
def test_a_form_that_takes_the_child_along_says_whom_and_the_rule(
    lived: LivedIn, name: str, address: str
) -> None:
    response = lived.organisation.client(name).get(
        address.format(f"child={lived['child_id']}", shift_id=lived["shift_id"])
    )
    main = read(response).select_one("main")

    assert main is not None
    assert main.select_one(f"form [value='{lived['child_id']}']") is not None
    assert NAME in main.get_text(" ")
    assert RULE in " ".join(said_in(response.text))


@pytest.mark.parametrize("address", ["/concerns/urgent", "/concerns/new", "/concerns/our-own/new"])
@pytest.mark.parametrize("name", ["othersupervisor", "technician", "volunteer"])
def test_no_form_takes_a_child_along_whom_its_sender_is_not_shown(
    lived: LivedIn, name: str, address: str
) -> None:
    if name == "volunteer":
        add_volunteer(lived.organisation)
    page = lived.organisation.client(name).get(f"{address}?child={lived['child_id']}").text

    assert BeautifulSoup(page, "html.parser").select(f"main [value='{lived['child_id']}']") == []


def test_whoever_links_a_child_of_a_meeting_reads_it_before_choosing(lived: LivedIn) -> None:
    met = typed(lived.organisation, children=(MetChildInput(),))
    encounter_id = met_on(lived.organisation, shift_of(lived.organisation, team=("field",)), met)
    with lived.organisation.reading("supervisor") as work:
        (row,) = encounter_page(work, encounter_id, locale="en").met.children
    address = f"/outreach/encounters/{encounter_id}/children/{row.row_id}/link"
    client = lived.organisation.client("supervisor")
    form = filled(read(client.get(address))) | {"name_or_code": "sok sophea"}

    assert RULE in " ".join(said_in(client.post(address, data=form).text))


def test_whoever_raises_a_concern_about_the_child_reads_it(lived: LivedIn) -> None:
    client = lived.organisation.client("counsellor")
    response = client.get(f"/concerns/new?child={lived['child_id']}")

    assert RULE in " ".join(said_in(response.text))


def test_whoever_is_to_meet_the_child_reads_it_on_today(lived: LivedIn) -> None:
    with lived.organisation.writing("supervisor") as work:
        version = risk_page(work, lived["case_id"]).version
        set_risk(work, lived["case_id"], risk=Risk.HIGH, reason="seen with the man again", version=version)

    assert RULE in " ".join(said_in(lived.organisation.client("caseworker").get("/today").text))


def test_a_task_about_the_child_says_it_on_today(lived: LivedIn) -> None:
    found = read(lived.organisation.client("caseworker").get("/today"))
    (task,) = [each for each in found.select("main li") if CANARIES["case file"] in each.get_text()]

    assert RULE in " ".join(said_in(f"<main>{task}</main>"))


def test_a_concern_says_it_before_anything_can_be_pressed(lived: LivedIn) -> None:
    found = read(lived.organisation.client("supervisor").get(f"/concerns/{lived['concern_id']}"))

    assert found.select_one(".wh-heading [data-contact-rule] ~ .wh-actions")


@pytest.mark.parametrize("name", ["technician", "auditor", "othersupervisor"])
def test_nobody_else_reads_it_anywhere(lived: LivedIn, name: str) -> None:
    client = lived.organisation.client(name)
    asked = [page for page in pages(lived.organisation) if page.method == "GET"]
    assert [page.name for page in asked if RULE in client.get(page.address(lived.ids)).text] == []


def test_a_card_of_before_still_says_the_rule_in_full(lived: LivedIn) -> None:
    with lived.organisation.writing("field") as work:
        child = visible_child(work, lived["child_id"])
        (card,) = open_cards(work, [child.id]).values()
        assert card.facts is not None
        write_card(work, child, replace(card.facts, contact=ContactWords()))

    assert RULE in " ".join(said_in(lived.organisation.client("field").get("/children/").text))


def test_a_card_that_was_changed_outside_is_not_taken_for_no_rule(lived: LivedIn) -> None:
    with lived.organisation.server.store.engine.begin() as connection:
        connection.execute(update(NameCard).values(card=bytes(120)))

    (said, *_) = said_in(lived.organisation.client("field").get("/children/").text)
    assert "Make no contact before you have asked your supervisor." in said
