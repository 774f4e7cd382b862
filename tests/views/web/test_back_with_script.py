"""Back and Save again in a browser with scripts: the record is there already, and nothing is made twice."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import running_browser
from tests.support.cases import new_case
from tests.support.live_server import served
from tests.support.organisation import Organisation
from tests.support.tampering import recorded


@pytest.fixture
def office(organisation: Organisation) -> Iterator[tuple[Page, str]]:
    """A caseworker's browser, and the address of our server."""
    with served(organisation) as address, running_browser() as browser:
        context = browser.new_context()
        context.add_cookies([{"name": "wayhome", "value": organisation.token("caseworker"), "url": address}])
        yield context.new_page(), address


def write(page: Page, carer: str) -> None:
    """Fill the form of a placement and save it."""
    page.locator("[name=kind]").select_option("kinship")
    page.locator("[name=safety][value=safe]").check(force=True)
    page.locator("[name=carer]").fill(carer)
    page.locator("[name=from_on]").fill("2026-10-01")
    page.get_by_role("button", name="Save").click()


def test_back_and_save_again_makes_no_second_record(
    organisation: Organisation, office: tuple[Page, str]
) -> None:
    page, address = office
    case_id: UUID = new_case(organisation)
    page.goto(f"{address}/cases/{case_id}/placements/new")
    write(page, "Grandmother")
    page.wait_for_url("**done=placement-recorded")

    page.go_back()
    write(page, "Grandmother")
    page.wait_for_url("**done=already-saved")
    assert len(recorded(organisation, "placement.recorded")) == 1

    page.go_back()
    write(page, "Her aunt")
    expect(page.locator("[data-error-summary]")).to_contain_text("saved once already")
    assert page.locator("[name=carer]").input_value() == "Her aunt"
    assert len(recorded(organisation, "placement.recorded")) == 1
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("saved once already")
    assert len(recorded(organisation, "placement.recorded")) == 1
    page.get_by_label("I mean a second record").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**done=placement-recorded")
    assert len(recorded(organisation, "placement.recorded")) == 2


def test_whoever_signs_in_at_the_same_browser_sends_a_form_of_their_own(
    organisation: Organisation, office: tuple[Page, str]
) -> None:
    page, address = office
    case_id: UUID = new_case(organisation)
    page.goto(f"{address}/cases/{case_id}/placements/new")
    write(page, "Grandmother")
    page.wait_for_url("**done=placement-recorded")

    page.context.add_cookies([{"name": "wayhome", "value": organisation.token("supervisor"), "url": address}])
    page.go_back()
    write(page, "Grandmother")

    page.wait_for_url("**done=placement-recorded")
    assert len(recorded(organisation, "placement.recorded")) == 2


def test_a_form_of_which_each_sending_is_another_one_is_new_after_back(
    organisation: Organisation, office: tuple[Page, str]
) -> None:
    page, address = office
    page.context.add_cookies([{"name": "wayhome", "value": organisation.token("director"), "url": address}])
    page.goto(f"{address}/settings/accounts/new")
    sent = page.locator("[name=record_id]").input_value()
    page.goto(f"{address}/today")

    page.go_back()

    assert page.locator("[name=record_id]").input_value() != sent
