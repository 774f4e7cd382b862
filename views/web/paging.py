"""Addresses of the previous and next page: the same list with the same filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for

KEEP, CLEAR = "keep", "clear"
"""What a list's filter form, and the link that clears it, say in an address (views/web/kept_filters.py)."""
NOT_A_FILTER = frozenset({"page", "done", KEEP, CLEAR})


@dataclass(frozen=True)
class Ways:
    """Where the previous and next pages are; None where there is none."""

    previous_url: str | None
    next_url: str | None


def ways_from(page: int, *, has_more: bool) -> Ways:
    """Return the ways on from the current page of a list, keeping everything else in its address."""
    return Ways(_page_url(page - 1) if page > 1 else None, _page_url(page + 1) if has_more else None)


def _page_url(page: int) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in NOT_A_FILTER]
    return address_with([*kept, ("page", str(page))])


def address_with(asked: Iterable[tuple[str, str]]) -> str:
    """Return this page's own address with these query values.

    Built here, because `url_for` takes some names, such as `_external`, as options and not as part of the address.
    """
    here = url_for(request.endpoint or "", **(request.view_args or {}))
    query = urlencode(list(asked))
    return f"{here}?{query}" if query else here


def page_number() -> int:
    """Return the page number in the address, from 1."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
