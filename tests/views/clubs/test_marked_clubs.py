"""A club or a session written by mistake stays readable, counts for nothing, and may count again."""

from tests.support.children import add_child
from tests.support.clubs import made_club, registered, session_as
from tests.support.organisation import Organisation
from tests.support.pages import read, send

WHY = {"reason": "it stands here twice"}


def test_a_session_is_marked_and_counts_again(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [child_id])
    client = organisation.client("field")
    address = f"/clubs/sessions/{session_id}"
    assert send(client, f"{address}/mistake", WHY).status_code == 303
    assert "Written by mistake" in read(client.get(address)).text
    assert not session_as(organisation, session_id).session.counts
    assert client.get(f"{address}/register").status_code in (200, 403)
    assert send(client, f"{address}/counts-again", WHY).status_code == 303
    assert session_as(organisation, session_id).session.counts


def test_one_does_not_count_again_where_another_stands(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [child_id])
    client = organisation.client("field")
    assert send(client, f"/clubs/sessions/{session_id}/mistake", WHY).status_code == 303
    registered(organisation, club_id, [child_id])
    refused = send(client, f"/clubs/sessions/{session_id}/counts-again", WHY)
    assert "Another register is written for that day and time" in read(refused, status=422).text
    assert not session_as(organisation, session_id).session.counts


def test_a_club_is_marked_once_none_of_its_sessions_counts(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [child_id])
    client = organisation.client("supervisor")
    refused = send(client, f"/clubs/{club_id}/mistake", WHY)
    assert "Sessions of this club still count" in read(refused, status=422).text
    assert send(client, f"/clubs/sessions/{session_id}/mistake", WHY).status_code == 303
    assert send(client, f"/clubs/{club_id}/mistake", WHY).status_code == 303
    assert "Written by mistake" in read(client.get(f"/clubs/{club_id}")).text
    assert str(club_id) not in str(read(client.get("/clubs/")).select_one("main"))
    assert send(client, f"/clubs/{club_id}/counts-again", WHY).status_code == 303


def test_others_mark_neither(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [child_id])
    for name, status in {"caseworker": 403, "field2": 404, "counsellor": 404}.items():
        client = organisation.client(name)
        assert client.get(f"/clubs/sessions/{session_id}/mistake").status_code == status
    assert organisation.client("field").get(f"/clubs/{club_id}/mistake").status_code == 403
