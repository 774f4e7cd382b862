"""The pages of coverage: what they say, to whom, and where they lead."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.outreach.documents import Account, MetChildInput, Place
from tests.support.children import add_child
from tests.support.organisation import Organisation
from tests.support.outreach import ended, met_on, shift_of, typed
from tests.support.pages import read


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child who was met once, five weeks ago."""
    child_id = add_child(organisation, latin="Chan Dara")
    shift_id = shift_of(organisation)
    account = Account(Place("12", "by the steps"))
    met_on(
        organisation,
        shift_id,
        typed(organisation, account=account, children=(MetChildInput(child_id=child_id),)),
    )
    ended(organisation, shift_id)
    organisation.clock.move(timedelta(weeks=5))
    return child_id


def words(organisation: Organisation, address: str, name: str = "supervisor") -> str:
    """Return what a page says."""
    main = read(organisation.client(name).get(address)).select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_the_grid_says_area_and_hour_and_neither_place_nor_child(
    organisation: Organisation, child_id: UUID
) -> None:
    said = words(organisation, "/outreach/coverage?weeks=12")

    assert "Phnom Penh" in said
    assert "1 meeting" in said
    assert "by the steps" not in said
    assert "Dara" not in said
    assert "No meeting was written in this time" in words(organisation, "/outreach/coverage?weeks=4")


def test_the_list_leads_to_the_nights_of_a_child_and_on_to_the_meeting(
    organisation: Organisation, child_id: UUID
) -> None:
    page = read(organisation.client("supervisor").get("/outreach/not-seen"))
    link = page.select_one(f"main a[href='/children/{child_id}/nights']")
    assert link is not None
    assert "Chan Dara" in link.text
    nights = read(organisation.client("supervisor").get(str(link["href"])))
    assert nights.select_one("main a[href^='/outreach/encounters/']") is not None
    assert "Nobody was missed for so long" in words(organisation, "/outreach/not-seen?weeks=8")


def test_whoever_reads_their_own_nights_alone_is_told_so(organisation: Organisation, child_id: UUID) -> None:
    for address, said in (
        ("/outreach/not-seen", "others may have met a child since"),
        ("/outreach/coverage?weeks=12", "The nights you were on"),
    ):
        assert said in words(organisation, address, "field")
        assert said not in words(organisation, address, "supervisor")


@pytest.mark.parametrize("address", ["/outreach/coverage", "/outreach/not-seen"])
@pytest.mark.parametrize(
    ("name", "status"), [("field", 200), ("caseworker", 200), ("counsellor", 404), ("technician", 404)]
)
def test_who_reads_nights_reads_it(organisation: Organisation, address: str, name: str, status: int) -> None:
    assert organisation.client(name).get(address).status_code == status


@pytest.mark.parametrize(
    "query", ["weeks=x", "weeks=", "base=x", "base=00000000-0000-4000-8000-0000000000a2&weeks=12"]
)
def test_a_filter_that_means_nothing_filters_nothing(organisation: Organisation, query: str) -> None:
    client = organisation.client("supervisor")
    assert client.get(f"/outreach/coverage?{query}").status_code == 200
    assert client.get(f"/outreach/not-seen?{query}").status_code == 200
