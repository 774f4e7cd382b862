"""The invitation page, as somebody meets it who has no account yet."""

from datetime import timedelta

import pytest

from app.foundation.roles import Role
from app.staff.invitations import invite_again
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.pages import read, send
from tests.support.staff import GOOD_PASSWORD, new_account, shell_of


@pytest.fixture
def address(organisation: Organisation) -> str:
    """The address of an open invitation."""
    return f"/invitation/{shell_of(organisation, new_account('maly', Role.FIELD, RIVERSIDE))}"


def test_it_says_who_is_invited_to_what(organisation: Organisation, address: str) -> None:
    text = read(organisation.client().get(address)).get_text(" ", strip=True)

    for words in (
        "Welcome, Maly Newcomer",
        "Wayhome Tests",
        "Outreach worker",
        "Riverside",
        "works once, until",
    ):
        assert words in text


def test_it_warns_who_had_keys_before(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        code = invite_again(work, organisation.ids["field"])

    assert "You had keys here before" in organisation.client().get(f"/invitation/{code}").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"new_password": "short", "again": "short"}, "too short"),
        ({"new_password": GOOD_PASSWORD, "again": "differs"}, "differ"),
        (
            {"new_password": "maly newcomer maly newcomer", "again": "maly newcomer maly newcomer"},
            "easily guessed",
        ),
        ({"new_password": "", "again": ""}, "Type a password"),
    ],
)
def test_a_weak_password_is_told_and_the_invitation_stays(
    organisation: Organisation, address: str, typed: dict[str, str], words: str
) -> None:
    visitor = organisation.client()

    page = read(send(visitor, address, typed), status=422)

    assert words in " ".join(line.get_text() for line in page.select(".wh-summary li"))
    assert send(visitor, address, {"new_password": GOOD_PASSWORD, "again": GOOD_PASSWORD}).status_code == 200


def test_one_that_was_used_has_ended_or_never_was_shows_the_same_page(
    organisation: Organisation, address: str
) -> None:
    visitor = organisation.client()
    assert visitor.get("/invitation/aaaaaaaa").status_code == 404
    organisation.clock.move(timedelta(days=8))
    assert visitor.get(address).status_code == 404


def test_an_invitation_is_opened_beside_somebody_elses_session(
    organisation: Organisation, address: str
) -> None:
    client = organisation.client("supervisor")

    send(client, address, {"new_password": GOOD_PASSWORD, "again": GOOD_PASSWORD})

    assert client.get("/today").location == "/account/waiting"
