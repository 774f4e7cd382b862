"""The paper of a club without a phone, in a real browser: printed by codes, filled in, and typed back by its leader."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.fingers import DESK, PHONE, signed_in
from tests.journeys.test_register import CALLED
from tests.support.browser import assert_usable_by_everyone, bring_axe
from tests.support.children import add_child
from tests.support.clubs import made_club, registered, session_as, slot_today
from tests.support.live_server import served
from tests.support.organisation import Organisation

SLOT = "2026-11-01-1400-1600"
PRESSES_A_CHILD = 6
"""Five digits and Enter. At one press a second forty children take four minutes, of the ten that they may take."""


@pytest.fixture
def club(organisation: Organisation) -> tuple[Organisation, UUID]:
    """A club with forty regulars."""
    club_id = made_club(organisation)
    children = [add_child(organisation, latin="", nicknames=(name,)) for name in CALLED]
    for days_ago in (2, 3):
        registered(organisation, club_id, children, slot=slot_today(organisation, days_ago=days_ago))
    return organisation, club_id


@pytest.fixture
def address(club: tuple[Organisation, UUID]) -> Iterator[str]:
    """Where it is served."""
    with served(club[0]) as found:
        yield found


def codes_on(page: Page) -> list[str]:
    """Return the codes on a paper."""
    return [text.strip() for text in page.locator(".wh-paper-code[translate=no]").all_inner_texts()]


def printed_key(page: Page, address: str, club_id: UUID) -> dict[str, str]:
    """Print the key sheet, as its leader, and return whom each code means."""
    page.goto(f"{address}/clubs/{club_id}")
    page.get_by_role("link", name="Key sheet").click()
    page.get_by_label("What it is needed for").fill("the club by the market")
    page.get_by_role("button", name="Give it a number and print").click()
    expect(page.locator("h1")).to_contain_text("Key sheet")
    rows = page.locator(".wh-paper-key tbody tr").all()
    return {row.locator("td").nth(1).inner_text(): row.locator("td").nth(0).inner_text() for row in rows}


def came(page: Page, organisation: Organisation) -> set[str]:
    """Wait for the session's page; return what those are called who came."""
    page.wait_for_url("**/clubs/sessions/*")
    session_id = UUID(page.url.split("?")[0].rsplit("/", 1)[1])
    return {one.line.nicknames[0] for one in session_as(organisation, session_id).came}


def test_a_paper_with_forty_children_is_printed_and_typed_back(
    browser: Browser, address: str, club: tuple[Organisation, UUID]
) -> None:
    organisation, club_id = club
    with signed_in(browser, address, "field", DESK) as page:
        bring_axe(page.context)
        key = printed_key(page, address, club_id)
        assert set(key.values()) == set(CALLED)
        page.goto(f"{address}/clubs/{club_id}/paper")
        assert_usable_by_everyone(page)
        codes = codes_on(page)
        assert set(codes) == set(key)
        shown = page.locator("body").inner_text()
        assert not [name for name in CALLED if name in shown]

        page.goto(f"{address}/clubs/{club_id}/register/{SLOT}/paper")
        assert_usable_by_everyone(page)
        page.get_by_label("Who took it on paper").fill("Srey Mom")
        page.locator("textarea[name=lines]").focus()
        keys = 0
        for code in codes:
            digits = code.replace("-", "")
            page.keyboard.type(digits)
            page.keyboard.press("Enter")
            keys += len(digits) + 1
        page.get_by_label("How many came, as the paper says").fill("40")
        page.get_by_role("button", name="Save the register").click()

        assert came(page, organisation) == set(CALLED)
        assert keys <= PRESSES_A_CHILD * 40
        expect(page.locator("main")).to_contain_text("taken on paper by Srey Mom")


def test_one_wrong_digit_among_forty_is_named_and_put_right(
    browser: Browser, address: str, club: tuple[Organisation, UUID]
) -> None:
    organisation, club_id = club
    with signed_in(browser, address, "field", PHONE | {"java_script_enabled": False}) as page:
        page.goto(f"{address}/clubs/{club_id}/paper")
        codes = codes_on(page)
        right = codes[6]
        swapped = right[1] + right[0] + right[2:]
        wrong = swapped if swapped != right else str((int(right[0]) + 1) % 10) + right[1:]
        page.goto(f"{address}/clubs/{club_id}/register/{SLOT}/paper")
        page.get_by_label("Who took it on paper").fill("Srey Mom")
        page.locator("textarea[name=lines]").fill("\n".join([*codes[:6], wrong, *codes[7:]]))
        page.get_by_role("button", name="Save the register").click()

        said = page.locator("li.wh-wrong")
        expect(said).to_have_count(1)
        expect(said).to_contain_text("Line 7")
        expect(said).to_contain_text(right)
        box = page.locator("textarea[name=lines]")
        assert box.input_value().split() == [*codes[:6], wrong, *codes[7:]]
        box.fill(box.input_value().replace(wrong, right))
        page.get_by_role("button", name="Save the register").click()
        assert came(page, organisation) == set(CALLED)
