"""Children who are not yet known: a list that narrows without telling, and buttons for what a person decides."""

from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.outreach.met_page import MetPage
from tests.app.outreach.met_samples import meeting_of, met
from tests.support.children import add_child
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation
from tests.support.pages import filled, read


@pytest.fixture
def boy(organisation: Organisation) -> UUID:
    """A boy whom nobody knows yet."""
    return met(organisation, "red shirt, scar on the forehead")


@pytest.fixture
def again(organisation: Organisation, boy: UUID) -> UUID:
    """A boy on a later night, who is much like him."""
    return met(organisation, "red shirts, scar")


def main_of(organisation: Organisation, address: str, *, by: str = "caseworker") -> BeautifulSoup:
    return read(organisation.client(by).get(address))


def test_the_list_has_the_newest_first_and_leads_to_each(
    organisation: Organisation, boy: UUID, again: UUID
) -> None:
    page = main_of(organisation, "/outreach/met")
    links = [link["href"] for link in page.select("main tbody .wh-open")]
    assert links == [f"/outreach/met/{again}", f"/outreach/met/{boy}"]
    first = page.select("main tbody tr")[0].text
    assert "may be 1 other" in " ".join(first.split())
    assert "Field Person" in first


def test_an_empty_list_says_what_to_do(organisation: Organisation) -> None:
    assert "Everybody who was met is known" in main_of(organisation, "/outreach/met").text
    assert "Write a meeting" in main_of(organisation, "/outreach/met", by="field").text


def narrowed(organisation: Organisation, by: str = "caseworker", **typed: str) -> tuple[str, BeautifulSoup]:
    client = organisation.client(by)
    form = filled(read(client.get("/outreach/met")), action="/outreach/met")
    location = client.post("/outreach/met", data=form | typed).headers["Location"]
    return location, read(client.get(location))


def test_what_narrows_the_list_stands_in_no_address_and_stays(
    organisation: Organisation, boy: UUID, again: UUID
) -> None:
    for typed, rows in (
        ({"words": "forehead"}, 1),
        ({"age": "៩"}, 2),
        ({"area": "12", "words": "scar"}, 2),
        ({"words": "umbrella"}, 0),
    ):
        location, page = narrowed(organisation, **typed)
        assert all(word not in location for word in ("forehead", "scar", "umbrella"))
        assert len(page.select("main tbody tr")) == rows, typed
        kept = filled(page, action="/outreach/met")
        assert {name: kept[name] for name in typed} == typed | ({"age": "9"} if "age" in typed else {})
    assert "No child fits" in page.text


def test_nobody_else_reads_what_narrowed_a_list(organisation: Organisation, boy: UUID) -> None:
    location, _ = narrowed(organisation, words="umbrella")
    other = read(organisation.client("supervisor").get(location))
    assert "umbrella" not in str(other)
    assert len(other.select("main tbody tr")) == 1


@pytest.mark.parametrize("age", ["200", "nine", "-1"])
def test_an_age_nobody_can_have_is_refused_beside_its_field(
    organisation: Organisation, boy: UUID, age: str
) -> None:
    client = organisation.client("caseworker")
    form = filled(read(client.get("/outreach/met")), action="/outreach/met")
    page = read(client.post("/outreach/met", data=form | {"age": age, "words": "scar"}), status=422)
    assert page.select_one("#age-error, .wh-error") is not None
    assert filled(page, action="/outreach/met")["words"] == "scar"


def test_a_long_list_is_paged_and_the_pages_keep_what_was_asked(
    organisation: Organisation, boy: UUID, again: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MetPage, "PAGE_SIZE", 1)
    location, page = narrowed(organisation, words="scar")
    following = page.select_one('main a[rel="next"]')
    assert following is not None
    assert location.split("asked=")[1] in str(following["href"])
    second = main_of(organisation, str(following["href"]))
    assert [link["href"] for link in second.select("main tbody .wh-open")] == [f"/outreach/met/{boy}"]


def press(client: FlaskClient, page: BeautifulSoup, label: str) -> BeautifulSoup:
    button = next(each for each in page.select("main button") if each.text.strip() == label)
    form = button.find_parent("form")
    assert form is not None
    data = {str(each["name"]): each["value"] for each in form.select("input")}
    return read(client.post(str(form["action"]), data=data, follow_redirects=True))


def test_not_the_same_is_said_with_a_button_and_taken_back_with_another(
    organisation: Organisation, boy: UUID, again: UUID
) -> None:
    client = organisation.client("caseworker")
    page = read(client.get(f"/outreach/met/{boy}"))
    assert "the same looks: red, scar, shirt" in page.text
    page = press(client, page, "Not the same")
    assert "Written down: not the same" in page.text
    assert "Nobody resembles this child so far" in page.text
    page = press(client, page, "Take back")
    assert "the same looks: red, scar, shirt" in page.text
    page = press(client, page, "The same child")
    assert "Said to be the same child" in page.text
    assert "seen again 1 time" in " ".join(main_of(organisation, "/outreach/met").text.split())


def test_a_record_is_linked_with_a_button_and_the_link_taken_back(
    organisation: Organisation, boy: UUID
) -> None:
    add_child(organisation, latin="Sok Dara", appearance="Red shirt, scar on the forehead")
    client = organisation.client("caseworker")
    page = press(client, read(client.get(f"/outreach/met/{boy}")), "Link to this record")
    assert "linked to the record" in page.text
    assert main_of(organisation, "/outreach/met").select("main tbody tr") == []
    assert client.get(f"/outreach/met/{boy}").headers["Location"].endswith(str(meeting_of(organisation, boy)))
    press(client, page, "Take the link back")
    assert len(main_of(organisation, "/outreach/met").select("main tbody tr")) == 1


def test_whoever_only_reads_has_the_reasons_and_no_buttons(
    organisation: Organisation, boy: UUID, again: UUID
) -> None:
    for name in ("field", "director"):
        page = main_of(organisation, f"/outreach/met/{boy}", by=name)
        assert "the same looks" in page.text
        assert page.select("main button[type=submit]") == []


def test_a_raised_concern_is_told(organisation: Organisation, boy: UUID) -> None:
    assert "concern raised" not in main_of(organisation, "/outreach/met").text
    post(organisation, new=new_concern(encounter_id=meeting_of(organisation, boy)))
    assert "concern raised" in main_of(organisation, "/outreach/met").text
    assert "A concern was raised from this meeting" in main_of(organisation, f"/outreach/met/{boy}").text


def test_a_hostile_description_stays_text(organisation: Organisation) -> None:
    row = met(organisation, "<script>alert(1)</script> {{ 7*7 }} scar")
    for address in ("/outreach/met", f"/outreach/met/{row}"):
        page = main_of(organisation, address)
        assert "<script>alert" not in str(page.select_one("main"))
        assert "{{ 7*7 }}" in page.text


def test_the_rail_has_it_for_whoever_reads_meetings(organisation: Organisation) -> None:
    for name, there in (("field", True), ("caseworker", True), ("director", True), ("counsellor", False)):
        page = read(organisation.client(name).get("/today"))
        assert (page.select_one('a[href="/outreach/met"]') is not None) is there


@pytest.mark.parametrize("query", ["12", '["a", "b", "c"]', "[1]", "sophea"])
def test_what_was_sealed_for_another_page_narrows_nothing(
    organisation: Organisation, boy: UUID, query: str
) -> None:
    client = organisation.client("caseworker")
    form = filled(read(client.get("/search")), action="/search")
    sealed = client.post("/search", data=form | {"q": query}).headers["Location"].split("asked=")[1]
    assert len(read(client.get(f"/outreach/met?asked={sealed}")).select("main tbody tr")) == 1
