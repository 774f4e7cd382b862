"""Every step whose permission asks for a fresh proof: an old one does and loses nothing, and the password helps."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import MetaData, select

from app.foundation.permissions import FRESH_PROOF, Proof
from app.sign_in.drafts import NEVER_KEPT
from tests.access.asking import ASKERS, TABLE, Page, fresh_copy, may, pages, requires
from tests.access.light_steps import LIGHT
from tests.access.test_every_form import WRITERS, Values, filled, first_form, takes_words
from tests.support.lived_in import LivedIn
from tests.support.organisation import Organisation, password_of
from tests.support.pages import read
from views.web.form_reading import ticked

PARTS = 4
SINCE_THE_PROOF = timedelta(minutes=6)
TYPED = "lantern by the river"
NOT_CHANGED_BY_ASKING = {"unsent_draft", "sign_in_session"}
"""What is kept of the form, and when the session was last used."""


def allowed(organisation: Organisation, page: Page) -> str:
    """Return the first of the cast who may do it; of these, one whom the checked-in table does not refuse."""
    line = next(each for each in TABLE.read_text().splitlines() if each.startswith(f"{page.name}: "))
    answers = dict(part.split("=") for part in line.split(": ")[1].split())
    permission = requires(organisation, page)
    assert permission is not None
    able = [name for name in ASKERS if name != "visitor" and may(organisation, name, permission)]
    return min(able, key=lambda name: (answers[name] in {"403", "404"}, name not in WRITERS))


def asking_pages(organisation: Organisation) -> list[Page]:
    """Return every way to change something whose permission asks for a fresh proof."""
    return [
        page
        for page in pages(organisation)
        if page.method != "GET" and requires(organisation, page) in FRESH_PROOF
    ]


def stored(organisation: Organisation) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, except what asking itself writes."""
    engine, tables = organisation.server.store.engine, MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in tables.sorted_tables
            if table.name not in NOT_CHANGED_BY_ASKING
        }


def opened(client: FlaskClient, address: str) -> Values:
    """Return what the page's form would send with words typed wherever words can be; only a token without a form."""
    form = first_form(client.get(address))
    if form is not None:
        return filled(form, lambda control, value: TYPED if takes_words(control) else value)
    token = read(client.get("/account")).select_one("[name=csrf_token]")
    assert token is not None
    return {"csrf_token": [str(token["value"])]}


def prove(client: FlaskClient, asked: str, name: str) -> str:
    """Give the password on the page that asks for it, and return the address it leads to."""
    form = filled(first_form(client.get(asked)) or pytest.fail("no form"), lambda _control, value: value)
    answer = client.post("/account/prove", data=form | {"password": [password_of(name)]})
    assert answer.status_code == 303, answer.text[:400]
    return str(answer.headers["Location"])


def standing(client: FlaskClient, address: str) -> Values:
    """Return what stands in the form of a page that a proof led back to, whose address names what was kept."""
    found = BeautifulSoup(client.get(address).text, "html.parser").select("main form[method=post]")
    own = [
        form for form in found if urlsplit(str(form.get("action", ""))).path in {"", urlsplit(address).path}
    ]
    return filled(own[0], lambda _control, value: value.strip()) if own else {}


def is_asked(location: str | None) -> bool:
    """Tell whether an answer leads to the page that asks for the password."""
    return urlsplit(location or "").path == "/account/prove"


def faults_of(lived: LivedIn, page: Page) -> Iterator[str]:
    """Send a step with an old proof, then with a fresh one, and yield what is wrong."""
    organisation, address = lived.organisation, page.address(lived.ids)
    name = allowed(organisation, page)
    organisation.tokens.pop(name, None)
    client = organisation.client(name)
    form = opened(client, address)
    organisation.clock.move(SINCE_THE_PROOF)
    before = stored(organisation)

    refused = client.post(address, data=form)

    if not is_asked(refused.headers.get("Location")):
        yield f"is done with an old proof ({refused.status_code})"
        return
    if stored(organisation) != before:
        yield "changes something before the password is given"
    back = prove(client, str(refused.headers["Location"]), name)
    typed = {field for field, values in form.items() if values == [TYPED]} - NEVER_KEPT
    stands = standing(client, back)
    if lost := {field for field in typed if [text.casefold() for text in stands.get(field, [])] != [TYPED]}:
        yield f"loses what was typed into {sorted(lost)}"
    if is_asked(client.post(address, data=form).headers.get("Location")):
        yield "asks again after the password was given"


@pytest.mark.parametrize("part", range(PARTS))
def test_an_old_proof_does_nothing_and_the_password_leads_back_to_what_was_typed(
    part: int, lived_template: LivedIn, tmp_path: Path
) -> None:
    wrong, asked = [], asking_pages(lived_template.organisation)
    for page in asked[part::PARTS]:
        lived = fresh_copy(lived_template, tmp_path)
        wrong += [f"{page.name} {fault}" for fault in faults_of(lived, page)]
        lived.organisation.server.store.engine.dispose()
    assert wrong == []
    assert len(asked) > 20, "a test that asks nothing proves nothing"


def test_every_step_asks_for_a_fresh_proof_or_says_why_not(lived: LivedIn) -> None:
    """A grave act cannot hide behind the permission of a light one: each address is named."""
    organisation = lived.organisation
    steps = {
        page.rule.endpoint: requires(organisation, page)
        for page in pages(organisation)
        if page.method != "GET"
    }
    quiet = {endpoint for endpoint, permission in steps.items() if permission not in FRESH_PROOF}
    named = [endpoint for endpoints in LIGHT.values() for endpoint in endpoints]
    assert sorted(quiet - set(named)) == [], (
        "asks for no proof, and tests/access/light_steps.py does not say why"
    )
    assert sorted(set(named) - quiet) == [], "named there, and asks for a proof or is no page any more"
    assert len(named) == len(set(named))


def test_what_was_ticked_stands_again_after_the_password(lived: LivedIn) -> None:
    """Somebody left out of the steady children is not signed off because the password was asked for between."""
    organisation = lived.organisation
    organisation.tokens.clear()
    client, address = organisation.client("supervisor"), "/restoration/steady"
    form, one = opened(client, address), str(uuid4())
    organisation.clock.move(SINCE_THE_PROOF)
    asked = client.post(address, data=form | {"case": [one]}).headers["Location"]
    back = urlsplit(prove(client, asked, "supervisor"))
    assert back.path == address
    with (
        organisation.app.test_request_context(f"{address}?{back.query}"),
        organisation.reading("supervisor") as work,
    ):
        assert ticked(work, "case") == frozenset({UUID(one)})


def test_whoever_may_not_do_it_is_not_asked_for_a_password(lived: LivedIn) -> None:
    organisation = lived.organisation
    client = organisation.client("caseworker")
    token = opened(client, "/account")
    organisation.clock.move(SINCE_THE_PROOF)
    for page in asking_pages(organisation):
        if page.rule.endpoint == "stage_moves.decide":
            assert client.post(page.address(lived.ids), data=token).status_code == 403


def test_a_form_of_secrets_asks_when_it_is_opened(lived: LivedIn) -> None:
    organisation = lived.organisation
    organisation.tokens.clear()
    clients = {name: organisation.client(name) for name in ("caseworker", "director")}
    organisation.clock.move(SINCE_THE_PROOF)
    opens = [
        page
        for page in pages(organisation)
        if page.method == "GET"
        and "POST" in (page.rule.methods or ())
        and FRESH_PROOF.get(requires(organisation, page)) is Proof.WHEN_OPENED  # type: ignore[arg-type]  # None is no key
    ]
    assert {page.rule.endpoint for page in opens} == {
        "account.new_card",
        "account.new_keys",
        "packets.export",
        "packets.review_template",
        "set_up.new_cards",
        "who_reads.agree_by_cards",
        "who_reads.make_card",
    }
    for page in opens:
        client = clients["caseworker" if page.rule.endpoint.startswith("account") else "director"]
        assert is_asked(client.get(page.address(lived.ids)).headers.get("Location")), page.name


def test_a_step_that_was_done_says_where_it_was_asked_that_it_must_be_pressed_again(lived: LivedIn) -> None:
    organisation = lived.organisation
    organisation.tokens.clear()
    client = organisation.client("supervisor")
    address = f"/cases/{lived.ids['case_id']}/assign"
    form = opened(client, address)
    organisation.clock.move(SINCE_THE_PROOF)
    asked = client.post(address, data=form).headers["Location"]
    assert "done=proof-given" in parse_qs(urlsplit(asked).query)["next"][0]
    assert "Nothing is done yet" in read(client.get(prove(client, asked, "supervisor"))).get_text()
