"""Settings: what runs here, circles, the key directory, signed heads; bases and their corrections."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.audit.checkpoints import check, from_text
from app.foundation.roles import Flag
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.pages import filled, read, send
from tests.support.staff import actions, flag

DIRECTORS = ["/settings/circles", "/settings/keys", "/settings/bases/", "/settings/bases/new"]
DIRECTORS += [f"/settings/bases/{RIVERSIDE}", "/settings/outside-member"]


def said(page: BeautifulSoup) -> str:
    """Return what a page says."""
    return page.get_text(" ", strip=True)


def errors(page: BeautifulSoup) -> str:
    """Return what a form's summary says."""
    return " ".join(line.get_text(" ", strip=True) for line in page.select(".wh-summary li"))


@pytest.mark.parametrize("address", [*DIRECTORS, "/settings/", "/settings/licences", "/settings/checkpoint"])
@pytest.mark.parametrize(
    "name", ["director", "supervisor", "technician", "auditor", "field", "caseworker", "counsellor"]
)
def test_each_role_reaches_what_is_theirs(organisation: Organisation, address: str, name: str) -> None:
    shared = {
        "/settings/": {"director", "technician"},
        "/settings/licences": {"director", "technician"},
        "/settings/checkpoint": {"director", "technician", "supervisor", "auditor"},
    }
    expected = 200 if name in shared.get(address, {"director"}) else 404

    response = organisation.client(name).get(address)

    assert response.status_code == expected
    if expected == 200:
        assert not read(response).select("[style], script:not([src])")


@pytest.mark.parametrize("name", ["director", "technician"])
def test_no_link_of_the_settings_leads_to_a_refusal(organisation: Organisation, name: str) -> None:
    client = organisation.client(name)
    for address in ("/settings/", "/settings/checkpoint"):
        for link in read(client.get(address)).select("main a[href]"):
            assert client.get(str(link["href"])).status_code == 200, link["href"]


def test_a_director_writes_the_outside_board_member_down(organisation: Organisation) -> None:
    client = organisation.client("director")
    address = "/settings/outside-member"
    assert read(client.get("/settings/")).find("a", href=address) is not None

    wrong = read(send(client, address, {"name": "", "phone": "by post"}), status=422)
    assert "Write a name." in errors(wrong)
    assert "A number has digits" in errors(wrong)
    saved = send(client, address, {"name": "Sok Channary", "phone": "012 555 010"})

    page = read(client.get(saved.location))
    assert page.find("input", {"name": "phone", "value": "012 555 010"}) is not None


def test_two_directors_see_both_versions_of_the_board_member(organisation: Organisation) -> None:
    mine, theirs = organisation.client("director"), organisation.client("director2")
    address = "/settings/outside-member"
    form = filled(read(mine.get(address))) | {"name": "Mine", "phone": "1"}
    send(theirs, address, {"name": "Theirs", "phone": "2"})

    page = read(mine.post(address, data=form), status=409)

    assert "Theirs" in said(page)
    assert page.find("input", {"name": "name", "value": "Mine"}) is not None


def test_the_overview_says_plainly_what_runs_and_what_is_sealed(organisation: Organisation) -> None:
    text = said(read(organisation.client("director").get("/settings/")))

    assert "Wayhome 0.1.0" in text
    assert "SQLite, plain: not encrypted" in text
    assert "The database file is not encrypted." in text
    assert "draft, needs a native reader's review" in text
    assert "Every record is sealed to the people who may open it" in text
    assert "Whoever controls the running server can read what is open on it" in text


def test_circles_are_shown_with_their_standing_warnings(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)

    text = said(read(organisation.client("director").get("/settings/circles")))

    assert "one person only" in text
    assert "begins with its first member" in text
    assert "Counsellor Person" in text


def test_the_key_directory_is_verified_and_its_root_is_read_in_six_words(organisation: Organisation) -> None:
    one = read(organisation.client("director").get("/settings/keys"))
    other = read(organisation.client("director2").get("/settings/keys"))

    assert "Whole." in said(one)
    words = [[word.get_text() for word in page.select(".wh-six li")] for page in (one, other)]
    assert words[0] == words[1]
    assert len(words[0]) == 6


def test_a_signed_head_leaves_the_machine_and_proves_itself(organisation: Organisation) -> None:
    client = organisation.client("technician")
    assert "No head was signed yet" in said(read(client.get("/settings/checkpoint")))

    response = client.get("/settings/checkpoint.txt")

    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    installation, checkpoint = from_text(response.text)
    assert installation == organisation.server.installation_id
    check(checkpoint, installation, organisation.server.checkpoint_key.key.public)
    assert "checkpoint.taken" in actions(organisation)
    page = read(client.get("/settings/checkpoint"))
    assert page.select("svg.wh-qr")


NEW = {"name": "Manila", "prefix": "mn", "timezone": "Asia/Manila", "duty_number": ""}


def test_a_base_is_made_with_its_circles(organisation: Organisation) -> None:
    client = organisation.client("director")

    assert send(client, "/settings/bases/new", NEW).location == "/settings/bases/?done=base-made"

    assert "Manila" in said(read(client.get("/settings/circles")))
    assert "MN" in said(read(client.get("/settings/bases/")))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Name the base"),
        ({"name": "x" * 81}, "too long"),
        ({"name": "Riverside"}, "a base with this name"),
        ({"prefix": "RV"}, "uses these letters"),
        ({"prefix": "R"}, "Two or three Latin letters"),
        ({"prefix": "រវ"}, "Two or three Latin letters"),
        ({"pack_id": "../../etc"}, "Choose one of the answers"),
        ({"timezone": "Mars/Olympus"}, "Choose one of the answers"),
        ({"duty_number": "call Dara"}, "A number has digits"),
    ],
)
def test_a_base_that_is_typed_wrong_is_told(
    organisation: Organisation, changed: dict[str, str], words: str
) -> None:
    page = read(send(organisation.client("director"), "/settings/bases/new", NEW | changed), status=422)

    assert words in errors(page)


def hidden(page: BeautifulSoup) -> dict[str, str]:
    """Return what a form carries unseen."""
    return {
        str(box["name"]): str(box.get("value", "")) for box in page.select("main form input[type=hidden]")
    }


def test_a_base_form_sent_twice_makes_one(organisation: Organisation) -> None:
    client = organisation.client("director")
    sent = NEW | {"pack_id": "cambodia"} | hidden(read(client.get("/settings/bases/new")))

    assert client.post("/settings/bases/new", data=sent).location.endswith("done=base-made")
    assert client.post("/settings/bases/new", data=sent).location.endswith("done=already-saved")


def edit(client: FlaskClient, **typed: str) -> dict[str, str]:
    """Return what a base's form sends, with some answers changed."""
    page = read(client.get(f"/settings/bases/{RIVERSIDE}"))
    answers = {"name": "Riverside", "timezone": "Asia/Phnom_Penh", "duty_number": "012 000 111"}
    return hidden(page) | answers | typed


def test_a_base_is_corrected(organisation: Organisation) -> None:
    client = organisation.client("director")

    saved = client.post(f"/settings/bases/{RIVERSIDE}", data=edit(client, duty_number="០១២ 999"))

    assert saved.location == "/settings/bases/?done=saved"
    assert "012 999" in said(read(client.get("/settings/bases/")))


def test_two_directors_who_correct_a_base_at_once_see_both_versions(organisation: Organisation) -> None:
    one, other = organisation.client("director"), organisation.client("director2")
    stale = edit(one, name="Riverfront")
    other.post(f"/settings/bases/{RIVERSIDE}", data=edit(other, name="River House"))

    page = read(one.post(f"/settings/bases/{RIVERSIDE}", data=stale), status=409)

    assert "River House" in said(page)
    assert "Riverfront" in page.decode()
    again = stale | hidden(page)
    assert one.post(f"/settings/bases/{RIVERSIDE}", data=again).status_code == 303
    assert "Riverfront" in said(read(one.get("/settings/bases/")))


def test_a_name_of_another_base_is_not_taken(organisation: Organisation) -> None:
    client = organisation.client("director")

    page = read(client.post(f"/settings/bases/{RIVERSIDE}", data=edit(client, name="Hillside")), status=422)

    assert "a base with this name" in errors(page)
    assert client.get(f"/settings/bases/{HILLSIDE}").status_code == 200
