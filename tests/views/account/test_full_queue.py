"""While too many passwords are being worked on, a page says so at once, with what was typed and when to come back."""

from collections.abc import Iterator

import pytest

from app.vault import passwords
from app.vault.derivation_queue import DerivationQueue
from tests.support.organisation import Organisation, password_of
from tests.support.pages import filled, read, send


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a derivation run that leaves no room for another."""
    queue = DerivationQueue(at_once=1, waiting=0)
    monkeypatch.setattr(passwords, "_QUEUE", queue)
    with queue.turn():
        yield


@pytest.mark.usefixtures("full")
def test_signing_in_says_to_come_back_and_keeps_the_name_but_no_password(organisation: Organisation) -> None:
    typed = {"username": "field", "password": password_of("field")}

    answer = send(organisation.client(), "/sign-in?next=/account", typed)

    page = read(answer, status=503)
    assert int(answer.headers["Retry-After"]) > 0
    assert "Many people are signing in at this moment" in page.get_text()
    kept = filled(page)
    assert (kept["username"], kept["next"], kept["password"]) == ("field", "/account", "")
    assert password_of("field") not in answer.text


def test_the_proof_says_the_same_and_nobody_is_signed_out(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, queue = organisation.client("field"), DerivationQueue(at_once=1, waiting=0)
    monkeypatch.setattr(passwords, "_QUEUE", queue)
    proof = {"password": password_of("field")}
    with queue.turn():
        answer = send(client, "/account/prove?next=/account", proof)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert send(client, "/account/prove?next=/account", proof).status_code == 303


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("way", ["/account/password", "/account/keys"])
def test_a_new_password_is_not_set_and_the_page_says_when_to_come_back(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    queue = passwords._QUEUE
    monkeypatch.setattr(passwords, "_QUEUE", DerivationQueue())
    client = organisation.client("field")
    monkeypatch.setattr(passwords, "_QUEUE", queue)
    new = "copper lantern seven bridge market"
    typed = {"password": password_of("field"), "new_password": new, "again": new}

    answer = send(client, way, typed)

    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
