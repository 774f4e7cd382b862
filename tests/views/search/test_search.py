"""The search box: posted, in both scripts, cut to scope; a code leads straight there."""

from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from app.children.finding import MOST_FOUND
from tests.support.children import add_child
from tests.support.opened_cases import case_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read


@pytest.fixture
def sophea(organisation: Organisation) -> UUID:
    """A child with names in both scripts and a nickname."""
    return add_child(organisation, latin="Sok Sophea", local="សុខ សុភា", nicknames=("Kdam",))


def found(organisation: Organisation, query: str, *, by: str = "field") -> BeautifulSoup:
    client = organisation.client(by)
    form = filled(read(client.get("/search")), action="/search")
    return read(client.post("/search", data=form | {"q": query}, follow_redirects=True))


def test_every_page_has_the_box_and_it_is_posted(organisation: Organisation) -> None:
    page = read(organisation.client("field").get("/children/"))
    box = page.select_one('form[role="search"][method="post"]')
    assert box is not None
    assert box["action"] == "/search"
    assert read(organisation.client("technician").get("/today")).select_one("#frame-find") is None


@pytest.mark.parametrize("query", ["sophia", "សុភា", "Sok Sophear"])
def test_a_name_is_found_in_either_script(organisation: Organisation, sophea: UUID, query: str) -> None:
    page = found(organisation, query)
    assert page.select_one(f'main a[href="/children/{sophea}"]') is not None
    assert "also called" not in page.text


def test_a_nickname_is_told(organisation: Organisation, sophea: UUID) -> None:
    assert "also called Kdam" in " ".join(found(organisation, "kdam").text.split())


def test_nobody_found_says_what_to_try(organisation: Organisation, sophea: UUID) -> None:
    assert "Nobody found" in found(organisation, "Zzzz").text
    assert "Nobody found" in found(organisation, "sophea", by="otherfield").text


def test_directors_see_the_base(organisation: Organisation, sophea: UUID) -> None:
    assert "Riverside" in str(found(organisation, "sophea", by="director").select_one("tbody"))


def straight_to(organisation: Organisation, query: str, *, by: str = "field") -> str | None:
    client = organisation.client(by)
    form = filled(read(client.get("/search")), action="/search")
    location = client.post("/search", data=form | {"q": query}).headers["Location"]
    return None if location.startswith("/search?") else location


def test_a_childs_code_leads_straight_there(organisation: Organisation, sophea: UUID) -> None:
    assert straight_to(organisation, " rv 1 ") == f"/children/{sophea}"
    assert straight_to(organisation, "RV-0001", by="otherfield") is None


def test_a_cases_code_leads_its_readers_straight_there(organisation: Organisation, sophea: UUID) -> None:
    case_id = case_of(organisation, sophea)
    for name in ("caseworker", "supervisor", "director"):
        assert straight_to(organisation, "rv k 0001", by=name) == f"/cases/{case_id}"
    for name in ("field", "othercaseworker", "counsellor"):
        assert straight_to(organisation, "RV-K-0001", by=name) is None
        assert "RV-K-0001" not in str(found(organisation, "RV-K-0001", by=name).select_one(".wh-table"))


@pytest.mark.parametrize("query", ["", "   ", "\u202e", "x" * 121])
def test_an_empty_or_endless_question_is_refused(organisation: Organisation, query: str) -> None:
    client = organisation.client("field")
    form = filled(read(client.get("/search")), action="/search")
    page = read(client.post("/search", data=form | {"q": query}), status=422)
    assert page.select_one(".wh-error, [data-error-summary]") is not None


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "' OR 1=1 --", "%", "_", "ឿឿឿ", "-"])
def test_anything_may_be_asked(organisation: Organisation, sophea: UUID, query: str) -> None:
    page = found(organisation, query)
    assert "<script>alert" not in str(page)
    assert not page.select(f'a[href="/children/{sophea}"]')


@pytest.mark.parametrize("name", ["technician", "auditor"])
def test_who_reads_no_profiles_has_no_search(organisation: Organisation, name: str) -> None:
    read(organisation.client(name).get("/search"), status=404)


def test_when_more_fit_than_are_shown_the_page_says_so(organisation: Organisation) -> None:
    for _ in range(MOST_FOUND):
        add_child(organisation, latin="Sok Dara")
    assert "20 found, the likeliest first" in found(organisation, "Sok Dara").text

    add_child(organisation, latin="Sok Dara")

    page = found(organisation, "Sok Dara")
    assert len(page.select("tbody tr")) == MOST_FOUND
    assert "More fit than the 20 likeliest" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "rv1",
        "(RV-0001)",
        "RV\u20110001",
        "RV \u2013 0001",
        "\uff32\uff36\uff0d\uff10\uff10\uff10\uff11",
        "rv\u2212០០០១",
        "\u201crv_1\u201d",
        "[rv] 01",
    ],
)
def test_a_code_is_read_however_it_was_typed(organisation: Organisation, sophea: UUID, query: str) -> None:
    assert straight_to(organisation, query) == f"/children/{sophea}"


def test_a_code_that_nothing_has_is_said_to_be_none(organisation: Organisation, sophea: UUID) -> None:
    for name, query in (("field", "rv 77"), ("otherfield", "RV-0001"), ("field", "RV-K-0009")):
        page = found(organisation, query, by=name).text
        assert "No such code: RV-" in page, query
        assert "Nobody found" not in page


def test_what_was_found_has_an_address_of_its_own_that_tells_nothing(
    organisation: Organisation, sophea: UUID
) -> None:
    client = organisation.client("field")
    form = filled(read(client.get("/search")), action="/search")
    addresses = [
        client.post("/search", data=form | {"q": query}).headers["Location"]
        for query in ("sophea", "សុខ សុភា ជា ដារ៉ា")
    ]

    assert len({len(address) for address in addresses}) == 1
    assert all("soph" not in address.lower() and "%" not in address for address in addresses)
    for _ in ("when found", "after Back"):
        page = read(client.get(addresses[0]))
        assert page.select_one(f'main a[href="/children/{sophea}"]') is not None
        assert filled(page, action="/search")["q"] == "sophea"
    for other in (
        organisation.client("field2").get(addresses[0]),
        client.get(addresses[0][:-9] + "AAAAAAAAA"),
    ):
        assert read(other).select_one("main table") is None
    organisation.clock.move(timedelta(days=1, minutes=1))
    assert read(organisation.client("field").get(addresses[0])).select_one("main table") is None
