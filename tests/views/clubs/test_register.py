"""The page of a register: ticked and sent in one form, with children found, new ones, and marks that stay."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from tests.support.children import add_child
from tests.support.clubs import led, made_club, registered, session_as
from tests.support.organisation import Organisation
from tests.support.pages import filled, read

AT = "/2026-11-01-1400-1600"


def sent(client: FlaskClient, address: str, here: list[UUID], **more: Any) -> Any:
    """Open a register, tick these children as well, and send it."""
    fields = _fields(client, address)
    fields["here"] = [*fields.get("here", []), *map(str, here)]
    return client.post(address, data=fields | more)


def _fields(client: FlaskClient, address: str) -> dict[str, Any]:
    page = read(client.get(address))
    shown = [str(box["value"]) for box in page.select("input[name=shown]")]
    return filled(page, action="") | {"shown": shown}


def test_a_register_is_ticked_and_sent_and_pressed_twice(organisation: Organisation) -> None:
    club_id, one, two = (
        made_club(organisation),
        add_child(organisation),
        add_child(organisation, latin="Chan Dara"),
    )
    registered(organisation, club_id, [one, two])
    client = organisation.client("field")
    address = f"/clubs/{club_id}/register/2026-10-30-1400-1600"
    fields = _fields(client, address) | {
        "here": [str(one)],
        f"came_with-{one}": "her sister",
        f"left_at-{one}": "15:30",
    }
    saved = client.post(address, data=fields)
    assert saved.status_code == 303, read(saved, status=422).select_one(".wh-summary")
    again = client.post(address, data=fields)
    assert again.location.split("?")[0] == saved.location.split("?")[0]
    page = read(client.get(saved.location))
    assert "came with her sister" in page.text
    assert "left at 15:30" in page.text
    assert "Chan Dara" not in page.select("main")[0].text


def test_any_child_of_the_base_is_found_by_a_name_in_either_script_and_the_marks_stay(
    organisation: Organisation,
) -> None:
    club_id, one = made_club(organisation), add_child(organisation)
    registered(organisation, club_id, [one])
    stranger = add_child(organisation, latin="Keo Pisey", local="កែវ ពិសី")
    client = organisation.client("field")
    address = f"/clubs/{club_id}/register/2026-10-30-1400-1600"
    fields = _fields(client, address) | {"here": [str(one)], "find": "ពិសី", "look": "yes"}
    page = read(client.post(address, data=fields))
    assert page.select(f"input[name=here][value='{one}']")[0].has_attr("checked")
    assert page.select_one(f"[data-register-found] input[name=here][value='{stranger}']") is not None
    sent_on = filled(page) | {"shown": [str(one)], "here": [str(one), str(stranger)]}
    saved = client.post(address, data=sent_on)
    assert saved.status_code == 303, read(saved, status=422).select_one(".wh-summary")
    assert "Keo Pisey" in read(client.get(saved.location)).text


def test_a_new_child_with_a_name_and_an_age_is_asked_about_and_gets_a_record(
    organisation: Organisation,
) -> None:
    club_id, known = made_club(organisation), add_child(organisation, latin="Sok Sophea")
    client = organisation.client("field")
    address = f"/clubs/{club_id}/register{AT}"
    fields = _fields(client, address) | {"new-0-name": "Sok Sophea", "new-0-age": "9"}
    page = read(client.post(address, data=fields), status=422)
    assert page.select_one(f"input[name=new-0-known][value='{known}']") is not None
    asked = filled(page) | {"new-0-known": "another"}
    saved = client.post(address, data=asked)
    assert saved.status_code == 303, read(saved, status=422).select_one(".wh-summary")
    session_id = UUID(saved.location.split("?")[0].rsplit("/", 1)[1])
    (one,) = session_as(organisation, session_id).came
    assert one.line.id != known
    # A second press finds the register and the child there already.
    assert client.post(address, data=asked).status_code == 303
    assert len(session_as(organisation, session_id).came) == 1


def test_a_new_child_turns_out_to_be_known(organisation: Organisation) -> None:
    club_id, known = made_club(organisation), add_child(organisation, latin="Sok Sophea")
    client = organisation.client("field")
    address = f"/clubs/{club_id}/register{AT}"
    fields = _fields(client, address) | {"new-0-name": "Sok Sophea", "new-0-sex": "female"}
    page = read(client.post(address, data=fields), status=422)
    saved = client.post(address, data=filled(page) | {"new-0-known": str(known)})
    assert saved.status_code == 303, read(saved, status=422).select_one(".wh-summary")
    session_id = UUID(saved.location.split("?")[0].rsplit("/", 1)[1])
    assert [one.line.id for one in session_as(organisation, session_id).came] == [known]


def test_a_child_twice_is_refused_by_name(organisation: Organisation) -> None:
    club_id, one = made_club(organisation), add_child(organisation, nicknames=("Phea",))
    registered(organisation, club_id, [one])
    client = organisation.client("field")
    address = f"/clubs/{club_id}/register/2026-10-30-1400-1600"
    page = read(sent(client, address, [one, one]), status=422)
    assert "Phea is marked twice" in page.text


def test_both_sides_of_a_contradiction_are_shown_and_somebody_decides(organisation: Organisation) -> None:
    club_id, one = made_club(organisation), add_child(organisation)
    led(organisation, club_id, "field2")
    session_id = registered(organisation, club_id, [one])
    mine, theirs = organisation.client("field"), organisation.client("field2")
    address = f"/clubs/sessions/{session_id}/register"
    first, second = _fields(mine, address), _fields(theirs, address)
    assert mine.post(address, data=first | {f"fetched_by-{one}": "her aunt"}).status_code == 303
    assert theirs.post(address, data=second | {f"fetched_by-{one}": "a man"}).status_code == 303
    page = read(mine.get(f"/clubs/sessions/{session_id}")).text
    assert "fetched by her aunt" in page
    assert "fetched by a man" in page
    decided = _fields(mine, address) | {"settled": [str(one)], f"fetched_by-{one}": "her aunt"}
    assert mine.post(address, data=decided).status_code == 303
    assert "a man" not in read(mine.get(f"/clubs/sessions/{session_id}")).select("main .card")[0].text


def test_a_concern_takes_club_time_and_child_along(organisation: Organisation) -> None:
    club_id, one = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [one])
    client = organisation.client("field")
    link = read(client.get(f"/clubs/sessions/{session_id}")).select(f"main a[href*='child={one}']")[0]
    fields = filled(read(client.get(str(link["href"]))))
    assert fields["place"].startswith("Under the tree")
    assert fields["seen_on"] == "2026-11-01"
    assert str(one) in fields["child_id"]


def test_marks_typed_after_the_session_ended_are_kept(organisation: Organisation) -> None:
    club_id, one = made_club(organisation), add_child(organisation)
    registered(organisation, club_id, [one])
    client = organisation.client("field")
    address = f"/clubs/{club_id}/register/2026-10-30-1400-1600"
    fields = _fields(client, address) | {"here": [str(one)]}
    organisation.clock.move(timedelta(minutes=20))
    assert "/sign-in" in client.post(address, data=fields).location
    organisation.tokens.clear()
    again = organisation.client("field")
    kept = read(again.get("/today")).select("a[href*='restore=']")[0]
    page = read(again.get(str(kept["href"])))
    assert page.select(f"input[name=here][value='{one}']")[0].has_attr("checked")


def test_a_session_that_was_cancelled_says_so_and_is_held_after_all(organisation: Organisation) -> None:
    club_id, one = made_club(organisation), add_child(organisation)
    registered(organisation, club_id, [one])
    client = organisation.client("field")
    at = "/2026-10-30-1400-1600"
    fields = filled(read(client.get(f"/clubs/{club_id}/cancel{at}"))) | {"reason": "rain"}
    assert client.post(f"/clubs/{club_id}/cancel{at}", data=fields).status_code == 303
    assert "Rain or flood" in read(client.get(f"/clubs/{club_id}")).text
    address = f"/clubs/{club_id}/register{at}"
    page = read(sent(client, address, [one]), status=422)
    assert page.select(f"input[name=here][value='{one}']")[0].has_attr("checked")
    assert sent(client, address, [one], was_held="y").status_code == 303


def test_an_address_without_a_time_asks_which_session(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    client = organisation.client("field")
    assert "Another day or time" in read(client.get(f"/clubs/{club_id}/register")).text
    chosen = client.get(f"/clubs/{club_id}/register?on=2026-10-30&begins=14:00&ends=16:00")
    assert chosen.location.endswith(f"/clubs/{club_id}/register/2026-10-30-1400-1600")
    assert client.get(f"/clubs/{club_id}/register/yesterday").status_code == 404
    assert client.get("/clubs/register").location.endswith(f"/clubs/{club_id}/register")


def test_a_register_is_moved_to_the_day_it_was_on(organisation: Organisation) -> None:
    club_id, one = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [one])
    client = organisation.client("field")
    address = f"/clubs/sessions/{session_id}/move"
    there = {"on": "2026-10-30", "begins": "14:00", "ends": "16:00"}
    assert client.post(address, data=filled(read(client.get(address))) | there).status_code == 303
    page = session_as(organisation, session_id)
    assert page.session.held_on.isoformat() == "2026-10-30"
    assert [each.line.id for each in page.came] == [one]


def test_a_session_that_has_not_begun_is_cancelled_ahead_and_not_taken(organisation: Organisation) -> None:
    club_id, one = made_club(organisation), add_child(organisation)
    registered(organisation, club_id, [one])
    client = organisation.client("field")
    later = "2026-11-08-1400-1600"
    refused = sent(client, f"/clubs/{club_id}/register/{later}", [one])
    assert "still to come" in read(refused, status=422).text
    address = f"/clubs/{club_id}/cancel/{later}"
    assert (
        client.post(address, data=filled(read(client.get(address))) | {"reason": "holiday"}).status_code
        == 303
    )
