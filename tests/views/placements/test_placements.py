"""Placements through a browser without scripts."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.children.documents import Age
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.placements.documents import Home
from app.placements.homes import PlacementInput, record_placement
from models.placement import Placement
from tests.support.cases import new_case, record_home, today
from tests.support.children import add_child
from tests.support.opened_cases import case_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import flip, recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def home(organisation: Organisation, **changes: str) -> dict[str, str]:
    """Return a placement as it is typed."""
    return {
        "kind": "kinship",
        "safety": "safe",
        "carer": "Grandmother",
        "address": "behind the market",
        "from_on": today(organisation).isoformat(),
    } | changes


def test_a_placement_is_recorded_corrected_and_ended(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("caseworker")
    assert "Nothing is recorded" in read(client.get(f"/cases/{case_id}/placements/")).get_text()
    assert send(client, f"/cases/{case_id}/placements/new", home(organisation)).status_code == 303

    page = read(client.get(f"/cases/{case_id}/placements/"))
    assert "Grandmother" in page.get_text()
    address = next(str(link["href"]) for link in page.select("main a") if "Correct" in link.get_text())
    assert send(client, address, {"until_on": today(organisation).isoformat()}).status_code == 303
    assert (
        "Nothing is recorded about where the child lives now."
        in read(client.get(f"/cases/{case_id}/placements/")).get_text()
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Choose the kind of home."),
        ({"kind": "palace"}, "Choose one of the answers offered."),
        ({"safety": "perhaps"}, "Choose one of the answers offered."),
        ({"from_on": ""}, "Give the day."),
        ({"from_on": "2099-01-01"}, "The day lies in the future."),
        ({"until_on": "2020-01-01"}, "cannot have left before"),
        ({"from_on": "1970-01-01"}, "is too long ago."),
        ({"until_on": "2199-01-01"}, "is too far ahead."),
        ({"review_on": "2199-01-01"}, "Look at it again within a year."),
        ({"document_ends_on": "2199-01-01"}, "is too far ahead."),
        ({"carer": "a" * 201}, "That is too long."),
        ({"document_ends_on": "31/12/2026"}, "or write year-month-day"),
    ],
)
def test_what_is_wrong_with_a_placement_is_said_and_what_was_typed_stays(
    organisation: Organisation, case_id: UUID, changes: dict[str, str], words: str
) -> None:
    typed = home(organisation, **changes)
    answer = send(organisation.client("caseworker"), f"/cases/{case_id}/placements/new", typed)

    page = read(answer, status=422)
    assert words in page.get_text()
    assert filled(page)["address"] == "behind the market"
    assert not recorded(organisation, "placement.recorded")


def test_whether_the_child_is_safe_must_be_said(organisation: Organisation, case_id: UUID) -> None:
    typed = home(organisation)
    del typed["safety"]
    answer = send(organisation.client("caseworker"), f"/cases/{case_id}/placements/new", typed)

    assert "Say whether the child is safe there." in read(answer, status=422).get_text()


def test_a_paper_that_has_ended_is_told(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("caseworker")
    ends = (today(organisation) + timedelta(days=5)).isoformat()
    send(
        client,
        f"/cases/{case_id}/placements/new",
        home(organisation, document="Order 12", document_ends_on=ends),
    )
    organisation.clock.move(timedelta(days=6))
    client = organisation.client("caseworker")

    page = read(client.get(f"/cases/{case_id}/placements/")).get_text()
    assert "The authority's paper has ended" in page
    assert "1 day late" in read(organisation.client("supervisor").get("/today")).get_text()


def test_a_review_that_an_older_version_took_for_the_year_9999_opens_and_says_so(
    organisation: Organisation, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement_id = uuid4()
    with organisation.writing("caseworker") as work, monkeypatch.context() as before:
        before.setattr("app.placements.homes.refuse_unlikely", lambda *_: None)
        draft = PlacementInput(
            Home(PlacementKind.KINSHIP, HomeSafety.SAFE), today(organisation), review_on=date(9999, 12, 31)
        )
        record_placement(work, case_id, placement_id, draft)
    client, address = organisation.client("caseworker"), f"/cases/{case_id}/placements/{placement_id}"

    page = read(client.get(address))
    assert filled(page)["review_on"] == "9999-12-31"
    assert "Look at it again within a year." in page.get_text()
    assert "Look at it again" in read(send(client, address, {}), status=422).get_text()
    mended = {"review_on": (today(organisation) + timedelta(days=30)).isoformat()}
    assert send(client, address, mended).status_code == 303


def test_nobody_lived_anywhere_before_they_were_born(organisation: Organisation) -> None:
    born_on = today(organisation) - timedelta(days=900)
    age = Age(2, 2, today(organisation), AgeBasis.DOCUMENT, None, born_on)
    case_id = case_of(organisation, add_child(organisation, age=age), assigned=("caseworker",))
    client, address = organisation.client("caseworker"), f"/cases/{case_id}/placements/new"

    early = send(client, address, home(organisation, from_on=(born_on - timedelta(days=1)).isoformat()))
    assert "The child was not born yet on that day." in read(early, status=422).get_text()
    assert send(client, address, home(organisation, from_on=born_on.isoformat())).status_code == 303


def test_a_placement_that_does_not_open_leaves_the_page_standing(
    organisation: Organisation, case_id: UUID
) -> None:
    placement_id = record_home(organisation, case_id)
    flip(organisation, Placement, "home", placement_id)
    client = organisation.client("caseworker")

    for path in (f"/cases/{case_id}", f"/cases/{case_id}/placements/"):
        assert read(client.get(path)).select("[data-changed-outside]")
    read(client.get(f"/cases/{case_id}/placements/{placement_id}"), status=409)


@pytest.mark.parametrize("name", ["othercaseworker", "othersupervisor", "counsellor", "field", "auditor"])
def test_placements_are_closed_to_others(organisation: Organisation, case_id: UUID, name: str) -> None:
    placement_id = record_home(organisation, case_id)
    for path in ("", "new", str(placement_id)):
        assert organisation.client(name).get(f"/cases/{case_id}/placements/{path}").status_code == 404


def test_what_is_wrong_is_told_as_an_answer_to_its_question(organisation: Organisation) -> None:
    address = f"/cases/{new_case(organisation)}/placements/new"
    page = read(send(organisation.client("supervisor"), address), status=422)

    told = [link.get_text(strip=True) for link in page.select("[data-error-summary] a")]
    assert "Kind of home: Choose the kind of home." in told
    assert "Is the child safe there? Say whether the child is safe there." in told
