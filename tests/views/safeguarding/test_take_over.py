"""A director who is accused tries to become the only reader, by pages alone; each way in is shut."""

import pytest
from werkzeug.test import TestResponse

from app.foundation.roles import Role
from app.safeguarding.circle import readers_of_allegations
from app.safeguarding.pages import allegation_page
from tests.support.concerns import ABOUT, WORDS, allege, name_for_safeguarding, safeguarding_circle
from tests.support.organisation import Organisation, add_person
from tests.support.pages import filled, read, send

CIRCLE = "/concerns/our-own/circle"


def un_name(organisation: Organisation, name: str) -> TestResponse:
    """Take every duty away from somebody, as the director's page offers it."""
    client, address = organisation.client("director"), f"/settings/accounts/{organisation.ids[name]}/duties"
    form = {key: value for key, value in filled(read(client.get(address))).items() if key != "flags"}
    return client.post(address, data=form)


def close(organisation: Organisation, name: str) -> TestResponse:
    """Close somebody's account, as the director's page offers it."""
    return send(organisation.client("director"), f"/settings/accounts/{organisation.ids[name]}/close")


def second_account(organisation: Organisation) -> str:
    """Make the director an account of another name, and name it for safeguarding."""
    organisation.ids["straw"] = add_person(organisation, "straw", Role.AUDITOR, None)
    name_for_safeguarding(organisation, "straw")
    return "straw"


def open_anew(organisation: Organisation, name: str) -> int:
    """Try to open the circle, as its page would offer it. Returns the status."""
    client = organisation.client(name)
    form = filled(read(client.get("/concerns/our-own/new")))
    return client.post(f"{CIRCLE}/open", data={"csrf_token": form["csrf_token"]}).status_code


@pytest.mark.parametrize("way", ["un-naming", "closing"])
def test_a_director_does_not_become_the_only_reader(organisation: Organisation, way: str) -> None:
    members = ("auditor", "supervisor")
    safeguarding_circle(organisation, *members)
    before = allege(organisation)
    straw = second_account(organisation)

    for name in members:
        (un_name if way == "un-naming" else close)(organisation, name)
    open_anew(organisation, straw)

    after = read(organisation.client("field").get("/concerns/our-own/new"))
    assert "Straw Person" not in after.text
    with organisation.reading(straw) as work:
        assert organisation.ids[straw] not in readers_of_allegations(work)
    page = organisation.client(straw).get(f"/concerns/our-own/{before.id}")
    assert page.status_code == 404
    assert ABOUT not in page.text
    assert WORDS not in page.text


def test_a_director_who_takes_a_members_duty_away_changes_nothing(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor")
    before = allege(organisation)

    refused = un_name(organisation, "supervisor")

    assert refused.status_code == 422
    assert "two of three" in refused.text
    with organisation.reading("supervisor") as work:
        assert allegation_page(work, before.id).account is not None
