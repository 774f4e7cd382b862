"""Where records are: the page of each kind of record that a room speaks of."""

from typing import Any
from uuid import UUID

from flask import url_for

from app.rooms import KIND_PAGES


def page_of(kind: str, record_id: UUID) -> str:
    """Return the address of a record's page; empty for an unknown kind."""
    if kind not in KIND_PAGES:
        return ""
    page = KIND_PAGES[kind]
    values: dict[str, Any] = {page.argument: record_id} if page.argument else {}
    return url_for(page.endpoint, **values)
