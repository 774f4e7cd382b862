"""Addresses of the pages before and after one: the same list with the same filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for


@dataclass(frozen=True)
class Ways:
    """Where the pages before and after are; None where there is none."""

    previous_url: str | None
    next_url: str | None


def ways_from(page: int, *, has_more: bool) -> Ways:
    """Return the ways on from a page of the list that is shown now, keeping what else its address says."""
    return Ways(_page_url(page - 1) if page > 1 else None, _page_url(page + 1) if has_more else None)


def _page_url(page: int) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("page", "done")]
    return address_with([*kept, ("page", str(page))])


def address_with(asked: Iterable[tuple[str, str]]) -> str:
    """Return this page's own address, asked so.

    Written out here: to `url_for` some names, such as `_external`, are orders and not part of the address.
    """
    here = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{here}?{urlencode(list(asked))}"


def page_number() -> int:
    """Return the page asked for in the address, from 1."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
