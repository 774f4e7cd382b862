"""A shift is marked as written by mistake, and counts again, through a browser without scripts."""

from app.outreach.shifts import Check, check
from tests.support.organisation import Organisation
from tests.support.outreach import ended, shift_of
from tests.support.pages import filled, read, send


def test_who_pressed_it_twice_marks_it_and_it_counts_again(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, team=("field", "field2"))
    client, address = organisation.client("field"), f"/outreach/shifts/{shift_id}"
    assert f"{address}/mistake" in client.get(address).text
    assert f"{address}/mistake" not in organisation.client("field2").get(address).text
    assert organisation.client("field2").get(f"{address}/mistake").status_code == 403
    first = read(client.get(f"{address}/mistake"))
    assert "End the shift first" in first.text
    assert first.find("textarea") is None
    ended(organisation, shift_id)

    kept = send(client, f"{address}/mistake", {"reason": "we pressed it twice"})

    assert "counts for nothing" in client.get(kept.location).text
    assert "we pressed it twice" in organisation.client("field2").get(address).text
    assert f"{address}/encounters/new" not in client.get(address).text
    assert "by mistake" in client.get("/outreach/").text
    assert send(client, f"{address}/counts-again", {"reason": "no, it was another night"}).status_code == 303
    assert "by mistake" not in client.get("/outreach/").text


def test_what_came_in_between_is_said_above_the_form(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, team=("field",))
    ended(organisation, shift_id)
    client, address = organisation.client("field"), f"/outreach/shifts/{shift_id}"
    page = client.get(f"{address}/mistake")
    assert send(client, address, action="go-on").status_code == 303

    said = filled(read(page)) | {"reason": "we pressed it twice"}
    refused = client.post(f"{address}/mistake", data=said)

    assert refused.status_code == 422
    assert "we pressed it twice" in refused.text


def test_an_ended_shift_rings_no_alarm_and_a_mistaken_one_invites_to_nothing(
    organisation: Organisation,
) -> None:
    shift_id = shift_of(organisation, team=("field", "field2"))
    with organisation.writing("field2") as work:
        check(work, shift_id, organisation.ids["field2"], Check.IN)
    client, address = organisation.client("field"), f"/outreach/shifts/{shift_id}"
    buttons = [button.get_text(" ", strip=True) for button in read(client.get(address)).select("main .btn")]
    assert buttons.index("End the shift") < buttons.index("Somebody came too")
    ended(organisation, shift_id)

    page = read(client.get(address))
    assert page.find(class_="wh-tag-amber") is None
    assert "no check is noted" in page.get_text()
    assert "no check-out is noted" in page.get_text()
    backs = [each for each in page.select("button") if "Is back safely" in each.get_text()]
    assert ["Field2" in each.get_text() for each in backs] == [True]
    send(client, f"{address}/mistake", {"reason": "we pressed it twice"})

    page = read(client.get(address))
    assert "no check" not in page.get_text()
    assert "writes them down" not in page.get_text()
    assert not [each for each in page.select("button") if "safely" in each.get_text()]
