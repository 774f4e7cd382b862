"""Packets through their pages: begun from the form, and a file made for the first recipient."""

import re
from uuid import UUID

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.organisation import Organisation
from tests.support.packets import REQUEST, PacketCase, recipients_of
from tests.support.pages import filled, read, send

TYPED = {"urgency": "now", "request": REQUEST, "bodies": ["ahtjp_municipal"]}


def packet_address(response_location: str) -> str:
    found = re.search(r"/packets/[0-9a-f-]{36}", response_location)
    assert found is not None
    return found[0]


def begin(organisation: Organisation, case: PacketCase, *, by: str = "caseworker") -> str:
    """Begin a packet from its form; returns the address of its page."""
    sent = send(organisation.client(by), f"/packets/new?case={case.case_id}", TYPED)
    assert sent.status_code == 303, sent.text[:800]
    return packet_address(sent.headers["Location"])


def export_address(organisation: Organisation, packet_id: UUID) -> str:
    return f"/packets/{packet_id}/export/{recipients_of(organisation, packet_id)[0].id}"


def made_file(organisation: Organisation, client: FlaskClient, packet_id: UUID) -> BeautifulSoup:
    return read(send(client, export_address(organisation, packet_id), {"why": "Tonight"}))


def approve_page(client: FlaskClient, page: str) -> TestResponse:
    """Look at every page of what is frozen, say of each that it was read, and approve."""
    shown = read(client.get(f"{page}/approve"))
    every = [str(box["value"]) for box in shown.select("input[name=read]")]
    assert len(every) == len(shown.select("figure img")) > 0
    return client.post(f"{page}/approve", data=filled(shown) | {"read": every})
