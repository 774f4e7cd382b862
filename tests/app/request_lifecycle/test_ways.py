"""Where each role may go from a page: the grouped rail, the phone's bar, the + menu, and the tabs of a case."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag

from app.foundation.permissions import MATRIX
from app.foundation.roles import Flag, Role
from app.offers.places import Act, Place
from app.rooms import ACTS, CASE_PLACES, PLACES
from tests.support.cases import new_case
from tests.support.lived_in import LivedIn
from tests.support.opened_cases import child_of
from tests.support.organisation import CAST, Organisation, add_volunteer, give_duty
from tests.support.outreach import shift_of
from tests.support.pages import read

_OFFICE = {
    "": ["Today", "Concerns", "Met, not yet known"],
    "Reach": ["Outreach", "Clubs", "Groups"],
    "Work": ["Children", "Families", "Cases", "Packets", "Numbered sheets"],
}
RAIL: Mapping[str, dict[str, list[str]]] = {
    "field": {
        "": ["Today", "Concerns", "Met, not yet known"],
        "Reach": ["Outreach", "Clubs", "Groups"],
        "Work": ["Children", "Numbered sheets"],
    },
    "caseworker": _OFFICE,
    "counsellor": {"": ["Today", "Concerns"], "Reach": ["Groups"], "Work": ["Children", "Numbered sheets"]},
    "supervisor": _OFFICE
    | {
        "Work": ["Children", "Families", "Cases", "Restoration", "Packets", "Numbered sheets"],
        "Run": ["Staff", "Audit trail"],
    },
    "director": _OFFICE
    | {
        "Work": ["Children", "Families", "Cases", "Restoration", "Packets", "Numbered sheets"],
        "Run": ["Staff", "Settings", "Audit trail"],
    },
    "technician": {"": ["Today", "About our own people"], "Run": ["Staff", "Settings", "Audit trail"]},
    "auditor": {"": ["Today", "About our own people"], "Run": ["Audit trail"]},
    "volunteer": {"": ["Today", "Concerns"]},
}
BAR: Mapping[str, list[str]] = {
    "field": ["Today", "Meet", "Children", "Urgent"],
    "caseworker": ["Today", "Cases", "Children", "Concerns"],
    "counsellor": ["Today", "Children", "Concerns", "Urgent"],
    "supervisor": ["Today", "Concerns", "Cases", "Children"],
    "director": ["Today", "Concerns", "Cases", "Packets"],
    "technician": ["Today", "Staff", "Settings", "Audit trail"],
    "auditor": ["Today", "Audit trail", "Our own"],
    "volunteer": ["Today", "Concerns", "Urgent"],
}
ADDS: Mapping[str, list[str]] = {
    "field": ["Urgent concern", "Meeting", "Concern", "Group session"],
    "caseworker": ["Urgent concern", "Concern", "Note", "Family", "Group session"],
    "counsellor": ["Urgent concern", "Concern", "Group session"],
    "supervisor": ["Urgent concern", "Meeting", "Concern", "Note", "Family", "Group session"],
    "director": ["Urgent concern", "Concern", "Note", "Family"],
    "technician": [],
    "auditor": [],
    "volunteer": ["Urgent concern", "Concern"],
}
DUTIES = (
    ("field", Flag.ON_CALL),
    ("counsellor", Flag.CLINICAL_LEAD),
    ("supervisor", Flag.ACTING_DIRECTOR),
    ("supervisor", Flag.SAFEGUARDING),
    ("auditor", Flag.SAFEGUARDING),
)
"""A duty opens more behind the same places; its circle shows in no rail, where a passer-by would read it."""


@pytest.fixture
def everybody(organisation: Organisation) -> Organisation:
    """The cast, and a volunteer."""
    add_volunteer(organisation)
    return organisation


_WHOLE = ["Road", "Plan and home", "People", "Healing", "Papers"]
TABS: Mapping[str, list[str]] = {
    "caseworker": _WHOLE,
    "counsellor": ["Road", "Healing"],
    "supervisor": _WHOLE,
    "director": _WHOLE,
}


def page_of(organisation: Organisation, who: str, address: str = "/today") -> BeautifulSoup:
    """Return a page as one of the cast sees it."""
    return read(organisation.client(who).get(address, follow_redirects=True))


def words(tags: list[Tag]) -> list[str]:
    """Return what links say."""
    return [tag.get_text(" ", strip=True) for tag in tags]


def rail_of(page: BeautifulSoup) -> dict[str, list[str]]:
    """Return the rail: its headings and the places under each."""
    found = {}
    for places in page.select(".wh-rail ul"):
        heading = page.find(id=str(places.get("aria-labelledby", "")))
        found[heading.get_text(strip=True) if heading else ""] = words(
            places.select("a > span:not(.wh-count)")
        )
    return found


def adds_of(page: BeautifulSoup) -> dict[str, str]:
    """Return what the + menu offers, and where it leads."""
    return {link.get_text(strip=True): str(link["href"]) for link in page.select(".wh-add a")}


@pytest.mark.parametrize("who", RAIL)
def test_each_role_has_its_rail_its_bar_and_its_menu(everybody: Organisation, who: str) -> None:
    page = page_of(everybody, who)

    assert rail_of(page) == RAIL[who]
    assert words(page.select(".wh-bottom a > span:not(.wh-count)")) == BAR[who]
    assert list(adds_of(page)) == ADDS[who]
    assert page.select(".wh-rail [aria-current=page]")[0].get_text(strip=True) == "Today"


def test_every_role_is_looked_at() -> None:
    cast = {name: role for name, (role, _) in CAST.items()} | {
        "director": Role.DIRECTOR,
        "volunteer": Role.VOLUNTEER,
    }
    for said in (RAIL, BAR, ADDS):
        assert {cast[who] for who in said} == set(Role)


@pytest.mark.parametrize(("who", "duty"), DUTIES)
def test_a_duty_changes_no_place(organisation: Organisation, who: str, duty: Flag) -> None:
    give_duty(organisation, who, duty)
    page = page_of(organisation, who)

    assert rail_of(page) == RAIL[who]
    assert words(page.select(".wh-bottom a > span:not(.wh-count)")) == BAR[who]
    assert list(adds_of(page)) == ADDS[who]


_OFFERED: tuple[Place | Act, ...] = (*PLACES, *ACTS)


@pytest.mark.parametrize("wish", [each for each in _OFFERED if each.phone], ids=lambda wish: wish.key)
def test_no_phone_wishes_for_a_place_its_role_does_not_have(wish: Place | Act) -> None:
    assert {role for role in wish.phone if role not in MATRIX[wish.permission]} == set()


def test_every_place_leads_to_a_page_its_reader_may_open(everybody: Organisation) -> None:
    for who in RAIL:
        client = everybody.client(who)
        page = read(client.get("/today"))
        for link in page.select(".wh-rail ul a, .wh-bottom a, .wh-add a"):
            assert client.get(str(link["href"]), follow_redirects=True).status_code == 200, (
                who,
                link["href"],
            )


def test_what_rooms_offer_is_in_the_application(organisation: Organisation) -> None:
    offered = {place.endpoint for place in PLACES} | {act.endpoint for act in ACTS}
    offered |= {place.endpoint for place in CASE_PLACES}

    assert offered <= organisation.app.view_functions.keys()
    assert len({place.key for place in PLACES}) == len(PLACES)
    assert len({act.key for act in ACTS}) == len(ACTS)


def test_safeguarding_is_never_counted_in_the_rail(lived: LivedIn) -> None:
    page = page_of(lived.organisation, "supervisor")

    counted = [link.get_text(" ", strip=True) for link in page.select(".wh-rail a:has(.wh-count)")]
    assert all(words.startswith("Concerns") for words in counted)


def test_the_menu_takes_along_the_child_of_the_page(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    adds = adds_of(page_of(organisation, "supervisor", f"/children/{child_id}"))

    assert adds["Concern"] == f"/concerns/new?child={child_id}"
    assert adds["Meeting"] == f"/outreach/meet?child={child_id}"
    assert adds["Note"] == f"/notes/new?child={child_id}"


@pytest.mark.parametrize(
    "below", ["", "/safety-plan", "/placements/", "/restoration", "/consents/", "/moves/"]
)
def test_the_menu_takes_along_the_case_and_its_child(lived: LivedIn, below: str) -> None:
    case_id, child_id = lived.ids["case_id"], lived.ids["child_id"]
    adds = adds_of(page_of(lived.organisation, "supervisor", f"/cases/{case_id}{below}"))

    assert adds["Note"] == f"/notes/new?case={case_id}&child={child_id}"
    assert adds["Concern"] == f"/concerns/new?child={child_id}"


def test_the_menu_takes_along_the_meeting(lived: LivedIn) -> None:
    meeting = lived.ids["encounter_id"]
    adds = adds_of(page_of(lived.organisation, "supervisor", f"/outreach/encounters/{meeting}"))

    assert adds["Concern"] == f"/concerns/new?encounter={meeting}"


def test_a_note_from_anywhere_asks_for_its_case_and_from_a_case_does_not(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    client = organisation.client("caseworker")

    asked = read(client.get("/notes/new"))
    assert [str(link["href"]) for link in asked.select("main .wh-lines a")] == [f"/cases/{case_id}/notes/new"]
    assert client.get(f"/notes/new?case={case_id}").location == f"/cases/{case_id}/notes/new"


def test_whoever_chooses_the_case_of_a_note_reads_whose_it_is_and_the_contact_rule(lived: LivedIn) -> None:
    page = page_of(lived.organisation, "caseworker", "/notes/new")
    line = page.select_one(f"main .wh-lines li:has(a[href='/cases/{lived.ids['case_id']}/notes/new'])")

    assert line is not None
    assert "Sok Sophea" in line.get_text()
    assert line.select_one("[data-contact-rule]") is not None


def test_a_note_from_a_child_is_about_its_open_case_if_its_writer_has_it(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    child_id = case_child(organisation, case_id)
    address = f"/notes/new?child={child_id}"

    assert organisation.client("caseworker").get(address).location == f"/cases/{case_id}/notes/new"
    for other in ("othercaseworker", "othersupervisor"):
        page = read(organisation.client(other).get(address))
        assert page.select("main .wh-lines a") == [], f"{other} learns nothing"
    assert organisation.client("field").get(address).status_code == 404


def test_meet_leads_to_the_own_open_shift_and_else_to_opening_one(organisation: Organisation) -> None:
    client, child_id = organisation.client("field"), child_of(organisation)
    assert client.get("/outreach/meet").location == "/outreach/shifts/new"

    shift_id = shift_of(organisation)
    address = f"/outreach/shifts/{shift_id}/encounters/new"
    assert client.get("/outreach/meet").location == address
    assert client.get(f"/outreach/meet?child={child_id}").location == f"{address}?child={child_id}"
    chosen = read(client.get(f"{address}?child={child_id}")).select_one(f"input[value='{child_id}']")
    assert chosen is not None
    assert chosen.has_attr("checked")
    assert organisation.client("field2").get("/outreach/meet").location == "/outreach/shifts/new"
    assert organisation.client("caseworker").get("/outreach/meet").status_code == 403
    assert organisation.client("counsellor").get("/outreach/meet").status_code == 404


def test_a_meeting_does_not_choose_a_child_its_writer_may_not_see(organisation: Organisation) -> None:
    shift_id, child_id = shift_of(organisation), child_of(organisation, by="otherfield")
    page = page_of(organisation, "field", f"/outreach/shifts/{shift_id}/encounters/new?child={child_id}")

    assert page.select(f"main [value='{child_id}']") == []


def test_signing_off_stands_in_the_tab_of_what_is_signed_off(lived: LivedIn) -> None:
    page = page_of(lived.organisation, "supervisor", f"/cases/{lived.ids['case_id']}/restoration/review")

    assert words(page.select(".wh-case-tabs [aria-current]")) == ["Healing"]
    assert [one.get_text(strip=True) for one in page.select("main h1")] == ["Review and sign off"]


def test_the_contact_rule_stands_before_anything_that_is_pressed(lived: LivedIn) -> None:
    page = page_of(lived.organisation, "caseworker", f"/cases/{lived.ids['case_id']}")
    inside = page.select(".wh-case > [data-contact-rule], .wh-case > .btn")

    assert [one.name for one in inside] == ["span", "a"]


@pytest.mark.parametrize("who", TABS)
def test_each_role_has_the_tabs_it_may_open(lived: LivedIn, who: str) -> None:
    case_id = lived.ids["case_id"]
    page = page_of(lived.organisation, who, f"/cases/{case_id}/restoration")

    assert words(page.select(".wh-case-tabs > ul:first-child a")) == TABS[who]
    assert words(page.select(".wh-case-tabs > ul:first-child [aria-current]")) == ["Healing"]
    assert words(page.select(".wh-tab-pages a")) == ["Restoration", "Screenings"]
    client = lived.organisation.client(who)
    for link in page.select(".wh-case-tabs a"):
        assert client.get(str(link["href"])).status_code == 200


@pytest.mark.parametrize(
    ("below", "tab", "page_name"),
    [
        ("", "Road", ""),
        ("/moves/", "Road", ""),
        ("/notes/new", "Road", ""),
        ("/risk", "Road", ""),
        ("/assign", "Road", ""),
        ("/safety-plan", "Plan and home", "Safety plan"),
        ("/placements/", "Plan and home", "Where the child lives"),
        ("/consents/", "Papers", "Consent and assent"),
    ],
)
def test_the_open_tab_is_marked_on_every_page_of_the_case(
    lived: LivedIn, below: str, tab: str, page_name: str
) -> None:
    page = page_of(lived.organisation, "supervisor", f"/cases/{lived.ids['case_id']}{below}")

    assert words(page.select(".wh-case-tabs > ul:first-child [aria-current]")) == [tab]
    assert words(page.select(".wh-tab-pages [aria-current]")) == ([page_name] if page_name else [])


def test_the_tabs_stand_on_the_childs_page_and_its_emergency_sheet(lived: LivedIn) -> None:
    child = f"/children/{lived.ids['child_id']}"
    whole = page_of(lived.organisation, "caseworker", child)
    cut = page_of(lived.organisation, "counsellor", child)
    sheet = page_of(lived.organisation, "caseworker", f"{child}/emergency")

    assert words(whole.select(".wh-case-tabs > ul:first-child a")) == _WHOLE
    assert words(whole.select(".wh-case-tabs [aria-current]")) == []
    assert words(cut.select(".wh-case-tabs [aria-current]")) == ["Road"]
    assert words(sheet.select(".wh-tab-pages [aria-current]")) == ["Emergency sheet"]


@pytest.mark.parametrize("who", ["field", "othercaseworker", "technician", "othersupervisor"])
def test_nobody_else_learns_of_a_case_by_its_tabs(lived: LivedIn, who: str) -> None:
    answer = lived.organisation.client(who).get(f"/children/{lived.ids['child_id']}")

    assert "wh-case-tabs" not in answer.text
    assert f"/cases/{lived.ids['case_id']}" not in answer.text


def case_child(organisation: Organisation, case_id: UUID) -> UUID:
    """Return the child of a case."""
    link = page_of(organisation, "supervisor", f"/cases/{case_id}").select_one(".wh-case-who a")
    assert link is not None
    return UUID(str(link["href"]).rsplit("/", 1)[1])
