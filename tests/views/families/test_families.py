"""Families through a browser without scripts: begun from a child's page, split, settled, marked."""

from uuid import UUID, uuid4

import pytest

from app.families.documents import MemberWords
from app.foundation.vocabulary.family_roles import FamilyRole
from tests.support.cases import today
from tests.support.children import add_child
from tests.support.families import family, member, mother, page_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child of the first base."""
    return add_child(organisation)


def test_a_family_is_begun_from_a_childs_page_with_the_child(
    organisation: Organisation, child_id: UUID
) -> None:
    client = organisation.client("caseworker")
    page = read(client.get(f"/children/{child_id}/families"))
    assert "No family is written down for this child" in page.get_text()
    (begin,) = [str(link["href"]) for link in page.select("main a") if "New family" in link.get_text()]
    answer = send(client, begin, {"name": "Sok, by the bridge"})
    assert answer.status_code == 303
    shown = read(client.get(answer.location)).get_text(" ", strip=True)
    assert "has a code now" in shown
    assert "RV-0001" in shown
    assert "RV-F-0001" in read(client.get(f"/children/{child_id}/families")).get_text()


def test_a_child_with_a_family_is_asked_about_before_a_second_one_begins(
    organisation: Organisation, child_id: UUID
) -> None:
    family(organisation, child_id=child_id)
    client = organisation.client("caseworker")
    address = f"/families/new?child={child_id}"
    form = filled(read(client.get(address))) | {"name": "Prak"}
    shown = read(client.post(address, data=form), status=422)
    assert "belongs to another family on those days" in shown.get_text()
    assert client.post(address, data=filled(shown) | {"is_beside_others": "y"}).status_code == 303


def test_a_code_that_is_nobodys_is_told_beside_its_field(organisation: Organisation) -> None:
    household_id = family(organisation)
    client = organisation.client("caseworker")
    address = f"/families/{household_id}/members/new"
    form = filled(read(client.get(address))) | {"child_code": "RV-0099", "role": "child", "notes": "new"}
    shown = read(client.post(address, data=form), status=422)
    assert "No child that you can see has this code." in shown.get_text()
    assert filled(shown)["notes"] == "new"


def test_who_is_feared_stands_in_red_and_never_among_the_contacts(
    organisation: Organisation, child_id: UUID
) -> None:
    household_id = family(organisation, child_id=child_id)
    member(organisation, household_id, mother())
    member(organisation, household_id, MemberWords(FamilyRole.UNCLE, "Chea Vuthy", is_feared=True))
    page = read(organisation.client("supervisor").get(f"/families/{household_id}"))
    (contacts,) = [
        card.get_text(" ", strip=True)
        for card in page.select("section.card")
        if card.select_one("h2") and card.select_one("h2").get_text() == "Who may be contacted"  # type: ignore[union-attr]
    ]
    assert "Chea Sokha" in contacts
    assert "Chea Vuthy" not in contacts
    assert "is never asked, called or told anything" in page.get_text()


def test_a_family_splits_into_a_new_one(organisation: Organisation, child_id: UUID) -> None:
    household_id = family(organisation, child_id=child_id)
    member(organisation, household_id, mother())
    client = organisation.client("caseworker")
    address = f"/families/{household_id}/move"
    people = [str(one.id) for one in page_of(organisation, household_id).now]
    typed = {"member_ids": people, "on": today(organisation).isoformat(), "new_name": "At the pier"}
    form = filled(read(client.get(address))) | typed
    first = client.post(address, data=form)
    assert "RV-F-0002" in read(client.get(first.location)).get_text()
    assert "already-saved" in client.post(address, data=form).location
    assert "went to" in read(client.get(f"/families/{household_id}")).get_text()


def test_a_mothers_wish_is_written_leads_to_a_concern_and_is_taken_back(
    organisation: Organisation, child_id: UUID
) -> None:
    household_id = family(organisation, child_id=child_id)
    parent = member(organisation, household_id, mother())
    (child,) = page_of(organisation, household_id).children
    client, day = organisation.client("caseworker"), today(organisation).isoformat()
    typed = {
        "member_id": str(parent),
        "child_member_id": str(child.id),
        "asked_on": day,
        "said": "Find him a family.",
        "offered": "yes",
    }
    address = f"/families/{household_id}/wishes/new"
    shown = read(client.post(address, data=filled(read(client.get(address))) | typed), status=422)
    assert "Write first what help to keep the child was offered" in shown.get_text()
    again = filled(shown) | {"first_help": "A room, and food."}
    assert client.post(address, data=again).status_code == 303

    page = read(client.get(f"/families/{household_id}"))
    (concern,) = [str(link["href"]) for link in page.select("main a") if "Raise a concern" in link.get_text()]
    assert concern == f"/concerns/new?child={child_id}"
    (back,) = [str(link["href"]) for link in page.select("main a") if "takes it back" in link.get_text()]
    form = filled(read(client.get(back))) | {"on": day, "words": "I keep him."}
    assert client.post(back, data=form).status_code == 303
    assert "already-saved" in client.post(back, data=form).location
    assert "I keep him." in read(client.get(f"/families/{household_id}")).get_text()


def test_a_family_is_closed_and_taken_up_again(organisation: Organisation) -> None:
    household_id = family(organisation)
    client = organisation.client("caseworker")
    assert send(client, f"/families/{household_id}/close", {"reason": "They moved."}).status_code == 303
    page = read(client.get(f"/families/{household_id}"))
    assert "They moved." in page.get_text()
    form = page.select_one("main form[action$='take-up']")
    assert form is not None
    token = {"csrf_token": str(form.select_one("[name=csrf_token]")["value"])}  # type: ignore[index]
    assert client.post(str(form["action"]), data=token).status_code == 303
    assert "Somebody moves" in read(client.get(f"/families/{household_id}")).get_text()


def test_a_record_is_marked_as_a_mistake_and_counts_again_and_shows_what_it_said_before(
    organisation: Organisation,
) -> None:
    household_id = family(organisation)
    member_id = member(organisation, household_id, mother())
    client, record = organisation.client("caseworker"), f"/families/records/{member_id}"
    edit = f"/families/{household_id}/members/{member_id}"
    assert send(client, edit, {"notes": "sells lotus"}).status_code == 303
    shown = read(client.get(record)).get_text(" ", strip=True)
    assert "sells lotus" in shown
    assert "What was different" in shown
    assert send(client, f"{record}/mistake", {"reason": "Another Sokha."}).status_code == 303
    assert "Another Sokha." in read(client.get(f"/families/{household_id}")).get_text()
    assert send(client, f"{record}/counts-again", {"reason": "It is her."}).status_code == 303
    assert [one.id for one in page_of(organisation, household_id).now] == [member_id]


def test_the_search_box_finds_a_family_by_its_name_and_its_code(organisation: Organisation) -> None:
    household_id = family(organisation, name="Chea, at the pier")
    client = organisation.client("caseworker")
    token = filled(read(client.get("/search")))
    found = client.post("/search", data=token | {"q": "at the pier"}, follow_redirects=True)
    assert f"/families/{household_id}" in found.text
    straight = client.post("/search", data=token | {"q": "rv f 1"})
    assert straight.location == f"/families/{household_id}"
    stranger = organisation.client("field")
    token = filled(read(stranger.get("/search")))
    found = stranger.post("/search", data=token | {"q": "at the pier"}, follow_redirects=True)
    assert f"/families/{household_id}" not in found.text


def test_what_is_no_record_of_a_family_is_not_found(organisation: Organisation) -> None:
    client = organisation.client("caseworker")
    assert client.get(f"/families/records/{uuid4()}").status_code == 404
    assert client.get(f"/families/{uuid4()}").status_code == 404
