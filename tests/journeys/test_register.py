"""The register of a club in a real browser: 41 children by keys and by thumb, and nothing that was marked is lost."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.fingers import DESK, PHONE, Fingers, signed_in
from tests.support.browser import assert_usable_by_everyone, bring_axe
from tests.support.children import add_child
from tests.support.clubs import made_club, registered, session_as, slot_today
from tests.support.live_server import served
from tests.support.organisation import Organisation, copy_of, password_of

CALLED = """
Arun Bopha Borey Chanthy Chenda Dara Davi Heng Jorani Kanha Kiri Kosal Kunthea Leakena Lina Makara Mealea Mony Nary
Nimol Oudom Phally Phary Piseth Pisey Ratana Reaksmey Rithy Samnang Seyha Sokha Sophea Sreymom Thida Tola Udam Vanna
Veasna Visal Yanna
""".split()
"""Forty regulars, by what the children call each other."""
NEWCOMER = "Zara"
SLOT = "2026-11-01-1400-1600"
PRESSES_A_CHILD = 4
"""The most keys a child may take, on the average: the start of a name and Enter."""
BESIDE_THE_CHILDREN = 8
"""The most taps that opening the register, a child who is new, and saving may take together."""


@pytest.fixture(scope="module")
def full(
    built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Organisation, UUID, list[UUID]]:
    """A club with forty regulars."""
    organisation = copy_of(built_organisation, tmp_path_factory.mktemp("register"))
    club_id = made_club(organisation)
    children = [add_child(organisation, latin="", nicknames=(name,)) for name in CALLED]
    for days_ago in (2, 3, 4):
        registered(organisation, club_id, children, slot=slot_today(organisation, days_ago=days_ago))
    return organisation, club_id, children


@pytest.fixture
def club(
    full: tuple[Organisation, UUID, list[UUID]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Organisation, UUID]:
    """The same in an organisation of each test's own."""
    organisation, club_id, _ = full
    return copy_of(organisation, tmp_path_factory.mktemp("club")), club_id


@pytest.fixture
def address(club: tuple[Organisation, UUID]) -> Iterator[str]:
    """Where it is served."""
    with served(club[0]) as found:
        yield found


def opened(page: Page, address: str, club_id: UUID) -> Page:
    """Open yesterday's register, which nobody has taken."""
    page.goto(f"{address}/clubs/{club_id}/register/{SLOT}")
    expect(page.locator("[data-register-count]")).to_have_text("0 marked")
    return page


def saved(page: Page, organisation: Organisation) -> set[str]:
    """Wait for the session's page; return what those are called who came."""
    page.wait_for_url("**/clubs/sessions/*")
    session_id = UUID(page.url.split("?")[0].rsplit("/", 1)[1])
    return {one.line.nicknames[0] for one in session_as(organisation, session_id).came}


def start_of(name: str, others: list[str]) -> str:
    """Return as much of a name as tells it from the others."""
    return next(
        name[:length].lower()
        for length in range(1, len(name) + 1)
        if not any(other.lower().startswith(name[:length].lower()) for other in others)
    )


def test_forty_one_children_by_keyboard(
    browser: Browser, address: str, club: tuple[Organisation, UUID]
) -> None:
    organisation, club_id = club
    with signed_in(browser, address, "field", DESK) as page:
        bring_axe(page.context)
        opened(page, address, club_id)
        assert_usable_by_everyone(page)
        page.locator("input[name=find]").focus()
        keys, waiting = 0, list(CALLED)
        for name in CALLED:
            waiting.remove(name)
            start = start_of(name, waiting)
            page.keyboard.type(start)
            page.keyboard.press("Enter")
            keys += len(start) + 1
        expect(page.locator("[data-register-count]")).to_have_text("40 marked")
        # Nobody here is called so: Enter looks among all, and leads to a new child.
        page.keyboard.type(NEWCOMER)
        page.keyboard.press("Enter")
        expect(page.locator("[name=new-0-name]")).to_be_focused()
        page.keyboard.type(NEWCOMER)
        page.keyboard.press("Control+Enter")
        keys += 2 * len(NEWCOMER) + 2

        assert saved(page, organisation) == {*CALLED, NEWCOMER}
        assert keys <= PRESSES_A_CHILD * 41


def test_forty_one_children_by_thumb(browser: Browser, address: str, club: tuple[Organisation, UUID]) -> None:
    organisation, club_id = club
    with signed_in(browser, address, "field", PHONE) as page:
        bring_axe(page.context)
        opened(page, address, club_id)
        assert_usable_by_everyone(page)
        finger = Fingers(page)
        for name in CALLED:
            finger.tap(page.locator(".wh-register-child", has_text=name).first)
        expect(page.locator("[data-register-count]")).to_have_text("40 marked")
        finger.tap(page.locator("summary", has_text="A new child"))
        finger.tap(page.locator("[name=new-0-name]"))
        page.keyboard.type(NEWCOMER)
        finger.tap(page.get_by_role("button", name="Save the register"))

        assert saved(page, organisation) == {*CALLED, NEWCOMER}
        assert finger.count <= len(CALLED) + BESIDE_THE_CHILDREN


def test_a_wrong_mark_is_taken_back(browser: Browser, address: str, club: tuple[Organisation, UUID]) -> None:
    organisation, club_id = club
    with signed_in(browser, address, "field", DESK) as page:
        opened(page, address, club_id)
        page.locator("input[name=find]").focus()
        for start in ("aru", "bop"):
            page.keyboard.type(start)
            page.keyboard.press("Enter")
        page.keyboard.press("Backspace")
        expect(page.locator("[data-register-count]")).to_have_text("1 marked")
        page.keyboard.type("hen")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("button", name="Save the register").click()

        assert saved(page, organisation) == {"Arun"}


def test_somebody_looks_over_the_shoulder(
    browser: Browser, address: str, club: tuple[Organisation, UUID]
) -> None:
    organisation, club_id = club
    with signed_in(browser, address, "field", PHONE) as page:
        opened(page, address, club_id)
        page.locator(".wh-register-child", has_text="Arun").first.click()
        page.get_by_role("button", name="Hide").click()
        covering = "() => document.elementFromPoint(innerWidth / 2, innerHeight / 2).dataset.registerCover"
        assert page.evaluate(covering) is not None
        page.get_by_role("button", name="Hidden. Press to go on.").click()
        assert page.evaluate(covering) is None
        page.get_by_role("button", name="Save the register").click()

        assert saved(page, organisation) == {"Arun"}


def test_marks_are_kept_past_the_idle_limit(
    browser: Browser, address: str, club: tuple[Organisation, UUID]
) -> None:
    organisation, club_id = club
    with signed_in(browser, address, "field", PHONE) as page:
        opened(page, address, club_id)
        for name in ("Arun", "Heng", "Yanna"):
            page.locator(".wh-register-child", has_text=name).first.click()
        organisation.clock.move(timedelta(hours=13))
        page.get_by_role("button", name="Save the register").click()
        page.get_by_label("User name").fill("field")
        page.get_by_label("Password").fill(password_of("field"))
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Go on with it").click()
        expect(page.locator("[data-register-count]")).to_have_text("3 marked")
        page.get_by_role("button", name="Save the register").click()

        assert saved(page, organisation) == {"Arun", "Heng", "Yanna"}


def test_it_is_taken_without_scripts(browser: Browser, address: str, club: tuple[Organisation, UUID]) -> None:
    organisation, club_id = club
    with signed_in(browser, address, "field", PHONE | {"java_script_enabled": False}) as page:
        opened(page, address, club_id)
        for name in ("Arun", "Heng"):
            page.locator(".wh-register-child", has_text=name).first.click()
        page.locator("[name=find]").fill("tola")
        page.get_by_role("button", name="Look among all").click()
        for name in ("Arun", "Heng"):
            expect(page.locator(".wh-register-child", has_text=name).locator("input")).to_be_checked()
        # Nobody else is called so, and the part for a new child is open.
        page.locator("[name=new-0-name]").fill(NEWCOMER)
        page.get_by_role("button", name="Save the register").click()

        assert saved(page, organisation) == {"Arun", "Heng", NEWCOMER}


def test_two_machines_make_one_register(
    browser: Browser, address: str, club: tuple[Organisation, UUID]
) -> None:
    organisation, club_id = club
    with (
        signed_in(browser, address, "field", PHONE) as one,
        signed_in(browser, address, "field", DESK) as other,
    ):
        opened(one, address, club_id)
        opened(other, address, club_id)
        one.locator(".wh-register-child", has_text="Arun").first.click()
        other.locator(".wh-register-child", has_text="Yanna").first.click()
        one.get_by_role("button", name="Save the register").click()
        assert saved(one, organisation) == {"Arun"}
        other.get_by_role("button", name="Save the register").click()
        assert saved(other, organisation) == {"Arun", "Yanna"}
        one.reload()
        assert "Yanna" in one.locator("main").inner_text()
