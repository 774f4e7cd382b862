"""A chosen child never outlives the name or code that was typed after it: the form asks."""

from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from models.child import Child
from models.concern import Concern
from models.encounter import Encounter, EncounterChild
from tests.support.concern_pages import concerns
from tests.support.concerns import child_of, post
from tests.support.organisation import Organisation
from tests.support.outreach import shift_of
from tests.support.pages import filled, read

NEW = {"urgency": "high", "basis": "seen", "account": "Seen from the stall.", "reason": "The other girl."}
ASKED = "Look it up again, and choose."


def code_of(organisation: Organisation, child_id: UUID) -> str:
    """Return a child's code."""
    with organisation.server.store.reading() as session:
        return session.get_one(Child, child_id).code


def field_text(page: BeautifulSoup, name: str) -> str:
    """Return what stands beside a field of a page."""
    box = page.find("input", {"name": name})
    assert box is not None
    around = box.find_parent(class_="wh-field")
    assert around is not None
    return around.get_text(" ")


@pytest.mark.parametrize("address", ["/concerns/new", "/concerns/our-own/new", "child", "elsewhere"])
def test_another_code_typed_since_is_asked_about(organisation: Organisation, address: str) -> None:
    chosen, other, posted = child_of(organisation), child_of(organisation), post(organisation)
    client = organisation.client("supervisor")
    if not address.startswith("/"):
        address = f"/concerns/{posted.id}/{address}"
    code, second = code_of(organisation, chosen), code_of(organisation, other)
    more = NEW | {"about": "The tall guard."} if "our-own" in address else NEW
    looked = read(
        client.post(
            address, data=filled(read(client.get(address))) | more | {"look_for": code, "press_then": "find"}
        )
    )

    sent = filled(looked) | more | {"child_id": str(chosen), "look_for": second}
    asked = read(client.post(address, data=sent), status=422)

    assert f"You chose {code}, but here stands “{second}”. {ASKED}" in field_text(asked, "look_for")
    assert filled(asked)["look_for"] == second
    assert [concern.child_id for concern in concerns(organisation)] == [None]
    again = read(client.post(address, data=filled(asked) | {"press_then": "find"}))
    assert filled(again)["child_id"] == [""]
    assert ASKED not in client.post(address, data=filled(again) | {"child_id": str(other)}).text


def test_a_childs_own_code_and_the_same_words_need_no_second_look(organisation: Organisation) -> None:
    chosen, posted = child_of(organisation), post(organisation)
    client, address = organisation.client("supervisor"), f"/concerns/{posted.id}/child"
    code = code_of(organisation, chosen)
    looked = filled(
        read(
            client.post(
                address,
                data=filled(read(client.get(address))) | {"look_for": "Sokha", "press_then": "find"},
            )
        )
    )

    for typed in (code.lower().replace("-", " "), "sokha "):
        answer = client.post(address, data=looked | {"child_id": str(chosen), "look_for": typed})
        assert answer.status_code in (303, 409), typed
    with organisation.server.store.reading() as session:
        assert session.get_one(Concern, posted.id).child_id == chosen


def test_a_meetings_child_is_asked_about(organisation: Organisation) -> None:
    chosen, other = child_of(organisation), child_of(organisation)
    client = organisation.client("field")
    address = f"/outreach/shifts/{shift_of(organisation)}/encounters/new"
    code, second = code_of(organisation, chosen), code_of(organisation, other)
    form = filled(read(client.get(address))) | {"place_words": "by the gate", "children-0-find": code}
    found = filled(read(client.post(address, data=form | {"find": "0"})))

    sent = found | {"children-0-known": str(chosen), "children-0-find": second}
    page = read(client.post(address, data=sent), status=422)

    assert f"You chose {code}, but here stands “{second}”. {ASKED}" in field_text(page, "children-0-find")
    kept = filled(page)
    assert kept["children-0-find"] == second
    assert kept["children-0-known"] == [""]
    with organisation.server.store.reading() as session:
        assert session.query(Encounter).count() == 0
    assert client.post(address, data=kept | {"children-0-known": str(other)}).status_code == 303
    with organisation.server.store.reading() as session:
        assert [met.child_id for met in session.query(EncounterChild)] == [other]


def test_each_child_of_a_concern_is_asked_about(organisation: Organisation) -> None:
    children, posted = [child_of(organisation) for _one in range(3)], post(organisation)
    client, address = organisation.client("supervisor"), f"/concerns/{posted.id}/children"
    codes = [code_of(organisation, each) for each in children]
    form = filled(read(client.get(address)))
    for row in range(2):
        form = filled(
            read(client.post(address, data=form | {f"children-{row}-find": codes[row], "find": str(row)}))
        ) | {f"children-{row}-known": str(children[row])}

    page = read(client.post(address, data=form | {"children-1-find": codes[2]}), status=422)

    assert f"You chose {codes[1]}, but here stands “{codes[2]}”." in field_text(page, "children-1-find")
    assert filled(page)["children-1-known"] == [""]
    assert len(concerns(organisation)) == 1
