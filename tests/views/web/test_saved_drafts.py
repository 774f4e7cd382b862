"""A kept form goes away once it is saved: on every page, and with every copy a second press made."""

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read
from tests.views.web.test_late_forms import COMPLETE, NEW, WORDS, begun, drafts, posters, sign_in, sign_out


def kept(client: FlaskClient, address: str, form: dict[str, Any], name: str, *, presses: int = 1) -> str:
    """Send a form after signing out elsewhere, sign in again, and return where the banner leads."""
    sign_out(client)
    for _press in range(presses):
        assert "kept=1" in client.post(address, data=form).location
    sign_in(client, name)
    link = read(client.get("/today")).find("a", string="Go on with it")
    assert link is not None
    return str(link["href"])


def test_the_banner_goes_whatever_page_the_form_was_on(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    who, typed = "caseworker", {"aim": "go to school", "steps-0-words": "visit the school"}
    client, address = organisation.client(who), f"/cases/{case_id}/restoration/goals/new"
    offered = kept(client, address, filled(read(client.get(address))) | typed, who)

    saved = client.post(offered, data=filled(read(client.get(offered))))

    assert saved.status_code == 303
    assert drafts(organisation) == []
    assert "Go on with it" not in client.get("/today").text


def test_a_form_that_was_pressed_twice_is_gone_altogether(organisation: Organisation) -> None:
    client = organisation.client("field")
    offered = kept(client, NEW, begun(client) | COMPLETE, "field", presses=2)
    assert len(drafts(organisation)) == 2
    form = filled(read(client.get(offered)))

    first, second = client.post(offered, data=form), client.post(offered, data=form)

    assert first.status_code == second.status_code == 303
    assert drafts(organisation) == []
    assert len(posters(organisation)) == 1


def test_another_form_of_the_same_page_stays(organisation: Organisation) -> None:
    client = organisation.client("field")
    kept(client, NEW, begun(client) | {"account": "something else she saw"}, "field")
    organisation.clock.move(timedelta(seconds=1))
    offered = kept(client, NEW, begun(client) | COMPLETE, "field")

    client.post(offered, data=filled(read(client.get(offered))))

    assert len(drafts(organisation)) == 1
    link = read(client.get("/today")).find("a", string="Go on with it")
    assert link is not None
    assert "something else she saw" in client.get(str(link["href"])).text


def test_a_form_that_comes_back_with_errors_keeps_its_draft(organisation: Organisation) -> None:
    client = organisation.client("field")
    offered = kept(client, NEW, begun(client), "field")

    assert client.post(offered, data=filled(read(client.get(offered))) | {"account": ""}).status_code == 422

    assert WORDS in client.get(offered).text


def test_what_was_written_about_our_own_people_is_not_put_into_another_form(
    organisation: Organisation,
) -> None:
    client, ours = organisation.client("field"), "/concerns/our-own/new"
    form = filled(read(client.get(ours)))
    box = next(name for name in form if name in {"account", "words", "what"})
    offered = kept(client, ours, form | {box: WORDS}, "field")
    assert WORDS in client.get(offered).text

    elsewhere = client.get(offered.replace(ours, NEW))

    assert elsewhere.status_code == 404
    assert WORDS not in elsewhere.text
