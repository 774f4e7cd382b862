"""Addresses of the pages before and after one: the same list with the same filters."""

from dataclasses import dataclass
from typing import Any

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
    kept: dict[str, Any] = {
        name: values for name, values in request.args.lists() if name not in ("page", "done")
    }
    return url_for(request.endpoint or "", **(request.view_args or {}), **kept, page=page)
