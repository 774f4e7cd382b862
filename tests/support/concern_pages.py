"""Concerns as a browser without scripts sends and reads them, for tests of their pages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.audit_event import AuditEvent
from models.concern import Concern
from tests.support.concerns import WORDS
from tests.support.organisation import Organisation
from tests.support.pages import read, send

NEW = "/concerns/new"


TYPED = {"account": WORDS, "basis": "seen"}


def typed(client: FlaskClient, changes: Mapping[str, Any] | None = None, address: str = NEW) -> TestResponse:
    """Raise a concern and send it."""
    return send(client, address, TYPED | dict(changes or {}))


def page_of(organisation: Organisation, posted_id: UUID, by: str = "supervisor") -> BeautifulSoup:
    """Open a concern's page."""
    return read(organisation.client(by).get(f"/concerns/{posted_id}"))


def concerns(organisation: Organisation) -> list[Concern]:
    """Return every row there is."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(Concern).order_by(Concern.posted_at)))


def events(organisation: Organisation, action: str) -> list[AuditEvent]:
    """Return the events of one action."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def csrf(client: FlaskClient) -> str:
    """Return a token from a page everyone may open."""
    page = BeautifulSoup(client.get("/concerns/our-own/new").text, "html.parser")
    box = page.find("input", {"name": "csrf_token"})
    assert box is not None
    return str(box["value"])
