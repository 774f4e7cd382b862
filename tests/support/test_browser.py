"""The browser opens pages, and axe-core finds what shuts people out of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.support.browser import assert_usable_by_everyone, running_browser, violations

STRICT = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
GOOD = f'<!doctype html><html lang="en"><title>Good</title>{STRICT}<main><h1>Good</h1></main></html>'
NO_LABEL = GOOD.replace("</main>", '<form><input name="village"></form></main>')


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with running_browser() as browser:
        yield browser.new_page()


def test_a_good_page_passes_under_a_strict_content_policy(page: Page) -> None:
    page.set_content(GOOD)

    assert_usable_by_everyone(page)


def test_a_field_without_a_label_is_named_with_its_place(page: Page) -> None:
    page.set_content(NO_LABEL)

    (broken,) = violations(page)

    assert (broken.rule, broken.impact) == ("label", "critical")
    assert 'name="village"' in str(broken)
    with pytest.raises(AssertionError, match="breaks 1 rules"):
        assert_usable_by_everyone(page)


def test_the_question_can_be_narrowed_to_a_part_of_the_page(page: Page) -> None:
    page.set_content(NO_LABEL)

    assert violations(page, within="h1") == []
