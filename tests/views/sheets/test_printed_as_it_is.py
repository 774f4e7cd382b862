"""Pages that a browser prints as they are hold no name, looks or words of a child's record."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask import url_for

from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off
from tests.app.restoration.test_returns import assess, case_in_restoration
from tests.support.lived_in import CANARIES, LivedIn
from tests.support.organisation import Organisation
from tests.support.pages import read
from views.web.paper import PRINTED

HIDDEN = (
    ".wh-skip, .wh-rail, .wh-top, .wh-bottom, .wh-foot, .wh-screen-only, .wh-actions, .wh-tabs, .wh-case-tabs, "
    ".wh-filter, .wh-pages, .wh-buttons, .breadcrumb, .btn, .wh-frame bdi[translate=no], .wh-frame .wh-version"
)


def on_paper(page: BeautifulSoup) -> str:
    """Return what a browser would print of a page."""
    for hidden in page.select(HIDDEN):
        hidden.decompose()
    assert page.body is not None
    assert "wh-off-paper" not in (page.body.get_attribute_list("class") or ())
    return page.body.get_text(" ")


def test_what_was_promised_about_a_child_is_not_printed_with_the_board(
    organisation: Organisation,
) -> None:
    case_id = case_in_restoration(organisation)
    assess(organisation, case_id)
    with organisation.writing("supervisor") as work:
        remark = ReviewRemark("steady", "Maly visits Sophea at her aunt's in Stung Meanchey")
        sign_off(work, case_id, ReviewInput(uuid4(), date(2026, 12, 24), remark))
    assert "Sophea" not in on_paper(read(organisation.client("supervisor").get("/restoration/")))


@pytest.mark.parametrize("endpoint", sorted(PRINTED))
def test_no_page_that_prints_as_it_is_holds_words_of_a_record(lived: LivedIn, endpoint: str) -> None:
    with lived.organisation.app.test_request_context():
        rules = list(lived.organisation.app.url_map.iter_rules(endpoint))
        rule = next(each for each in rules if "GET" in (each.methods or ()))
        values: dict[str, Any] = {name: lived.ids.get(name) for name in rule.arguments}
        url = url_for(endpoint, **values)
    for by in ("supervisor", "director", "field", "caseworker"):
        got = lived.organisation.client(by).get(url)
        if got.status_code != 200:
            continue
        text = on_paper(read(got))
        for word in (
            *CANARIES.values(),
            "Sok Sophea",
            "Sophea",
            "សុភា",
            "red shirt",
            "by the steps",
            "by the bridge",
        ):
            assert word not in text, (by, word)
