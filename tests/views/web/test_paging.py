"""Ways to the pages before and after: what the address says is passed on as it is, and orders nothing."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.support.organisation import Organisation
from tests.support.pages import read
from views.web.paging import ways_from


@pytest.mark.parametrize(
    "query",
    ["endpoint=x", "_external=1&_scheme=javascript", "_method=POST", "_anchor=x", "self=x", "q=a&q=b"],
)
def test_what_the_address_says_is_no_order(organisation: Organisation, query: str) -> None:
    read(organisation.client("caseworker").get(f"/children/?{query}&page=2"))
    with organisation.app.test_request_context(f"/children/?{query}&page=2&done=saved"):
        ways = ways_from(2, has_more=True)

    for way, page in ((ways.previous_url, "1"), (ways.next_url, "3")):
        assert way is not None
        parts = urlsplit(way)
        assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("", "", "/children/", "")
        assert parse_qsl(parts.query) == [*parse_qsl(query), ("page", page)]
