"""The outside member's own pages: a card and no account; they read, receive and agree, and nobody else gets in."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from app.keyring.known_directory import directory_for
from app.keyring.safeguarding_acts import Act, ActKind
from app.safeguarding.agreeing import agree_as_member, mark_of_act
from app.safeguarding.outside_session import erase_overdue_outside
from app.sign_in.ended_sessions import _KNOWN
from models.audit_event import AuditEvent
from models.outside_card import OutsideCard
from models.outside_session import OutsideSession
from tests.support.concerns import (
    ABOUT,
    OUTSIDE,
    WORDS,
    allege,
    kit_words,
    outside_card,
    own_card,
    safeguarding_circle,
    write_board_member,
)
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import put

DOOR = "/outside-member"
SENT = "/outside-member/sent"
AGREE = "/outside-member/agree"


@pytest.fixture
def with_circle(organisation: Organisation) -> Organisation:
    """An organisation with a safeguarding circle of the auditor and a supervisor."""
    safeguarding_circle(organisation, "auditor", "supervisor")
    return organisation


def come_in(client: FlaskClient, words: str) -> TestResponse:
    """Type the card at the door."""
    return send(client, DOOR, {"card_words": words})


def inside(organisation: Organisation, words: str) -> FlaskClient:
    """Return a browser in which the outside member has come in."""
    client = organisation.client()
    assert come_in(client, words).status_code == 303
    return client


def test_a_member_prints_the_card_with_both_recovery_cards(with_circle: Organisation) -> None:
    member = with_circle.client("auditor")
    assert "The outside member has no card yet" in read(member.get("/concerns/our-own/circle")).text
    card_a, card_b = kit_words(with_circle)
    typed = {"name": OUTSIDE[0], "phone": OUTSIDE[1], "card_a": card_a, "card_b": card_b}

    made = send(member, "/concerns/our-own/who/outside", typed)

    page = read(made)
    assert "Card of the outside member" in page.text
    assert "Shown once." in page.text
    assert "The outside member has no card yet" not in read(member.get("/concerns/our-own/circle")).text
    assert f"Read by: Auditor Person, Supervisor Person, {OUTSIDE[0]}" in " ".join(
        read(with_circle.client("field").get("/concerns/our-own/new")).text.split()
    )


def test_the_printed_card_is_replaced_when_it_is_first_used(with_circle: Organisation) -> None:
    printed, client = outside_card(with_circle), with_circle.client()

    first = come_in(client, printed)

    page = read(first)
    assert "Your new card" in page.text
    assert "Nothing was sent to you yet" in read(client.get(SENT)).text
    again = come_in(with_circle.client(), printed)
    assert "This card opens nothing" in read(again, status=422).text


def test_they_read_and_receive_what_was_sent_since_they_have_a_card(with_circle: Organisation) -> None:
    before = allege(with_circle)
    client = inside(with_circle, own_card(with_circle))
    posted = allege(with_circle)

    page = read(client.get(SENT))
    assert posted.reference in page.text
    assert before.reference not in page.text
    one = read(client.get(f"{SENT}/{posted.id}"))
    assert ABOUT in one.text
    assert WORDS in one.text
    assert WORDS not in read(client.get(f"{SENT}/{before.id}")).text
    received = send(client, f"{SENT}/{posted.id}", action="/receive")
    assert "received, acting" in read(client.get(received.location)).text

    seen = read(with_circle.client("auditor").get(f"/concerns/our-own/{posted.id}"))
    assert f"Received by {OUTSIDE[0]}" in " ".join(seen.text.split())


def test_they_agree_at_their_own_page(with_circle: Organisation) -> None:
    words = own_card(with_circle)
    client, act = inside(with_circle, words), agreed_by_a_member(with_circle)
    page = read(client.get(SENT))
    assert "Supervisor Person is a member no more" in page.text
    assert "Agreed: a member of the circle" in " ".join(page.text.split())

    field = page.find("input", {"name": "press_act", "value": mark_of_act(act)})
    assert field is not None
    asked = read(send(client, SENT, {"press_act": mark_of_act(act)}, action="/agree"))
    assert "Supervisor Person is a member no more" in asked.text
    done = client.post(AGREE, data=filled(asked) | {"card_words": words})

    assert done.status_code == 303
    page = read(client.get(SENT))
    assert "is no longer named, as two of three agreed" in page.text
    assert "Supervisor Person" not in page.find_all("p")[0].text


def agreed_by_a_member(organisation: Organisation) -> Act:
    """Let a member agree that the supervisor is one no more."""
    act = Act(ActKind.UN_NAME, person=organisation.ids["supervisor"])
    organisation.tokens.pop("auditor", None)
    with organisation.writing("auditor") as work:
        agree_as_member(work, mark_of_act(act))
    return act


@pytest.mark.parametrize("typed", ["", "none of the words", "another card"])
def test_a_session_left_open_agrees_to_nothing_without_the_card(
    with_circle: Organisation, typed: str
) -> None:
    client, act = inside(with_circle, own_card(with_circle)), agreed_by_a_member(with_circle)
    asked = read(send(client, SENT, {"press_act": mark_of_act(act)}, action="/agree"))

    card = outside_card_of_nobody() if typed == "another card" else typed
    answer = client.post(AGREE, data=filled(asked) | {"card_words": card})

    assert answer.status_code == 422
    assert "is no longer named" not in read(client.get(SENT)).text


def test_a_session_that_was_left_does_not_live_on_when_its_row_is_put_back(with_circle: Organisation) -> None:
    client = inside(with_circle, own_card(with_circle))
    with with_circle.server.store.reading() as session:
        row = session.scalars(select(OutsideSession)).all()[-1]
        whole = {each.key: getattr(row, each.key) for each in inspect(OutsideSession).column_attrs}
    cookie = client.get_cookie("outside")
    assert cookie is not None
    send(client, SENT, action="/leave")
    with with_circle.server.store.writing() as session:
        session.add(OutsideSession(**whole))
    client.set_cookie("outside", cookie.value)
    assert client.get(SENT).status_code == 302

    # Also by a server that was started since, which reads it in the trail.
    _KNOWN.pop(with_circle.server.store)
    assert client.get(SENT).status_code == 302


def test_sessions_of_a_clock_that_was_ahead_go_at_the_next_one_and_at_the_next_start(
    with_circle: Organisation,
) -> None:
    words = own_card(with_circle)
    right = with_circle.clock.moment
    for begins_again in (False, True):
        with_circle.clock.moment = right + timedelta(days=730)
        inside(with_circle, words)
        with_circle.clock.moment = right + timedelta(minutes=1)
        if begins_again:
            with with_circle.server.store.writing() as session:
                erase_overdue_outside(session, with_circle.clock.now())
        else:
            inside(with_circle, words)
        with with_circle.server.store.reading() as session:
            ends = session.scalars(select(OutsideSession.ends_at)).all()
        assert max(ends, default=right) < right + timedelta(hours=1)


@pytest.mark.parametrize("page", [SENT, f"{SENT}/00000000-0000-4000-8000-0000000000ff"])
def test_nobody_without_the_card_gets_in(with_circle: Organisation, page: str) -> None:
    own_card(with_circle)
    for name in (None, "director", "auditor"):
        answer = with_circle.client(name).get(page)
        assert answer.status_code == 302
        assert answer.location == DOOR


def test_a_session_ends_after_twenty_minutes_whatever_its_columns_say(with_circle: Organisation) -> None:
    client = inside(with_circle, own_card(with_circle))
    with_circle.clock.move(timedelta(minutes=19))
    assert client.get(SENT).status_code == 200
    with with_circle.server.store.reading() as session:
        row_id = session.scalars(select(OutsideSession.id)).all()[-1]
    put(with_circle, OutsideSession, row_id, ends_at=with_circle.clock.now() + timedelta(days=9))
    with_circle.clock.move(timedelta(minutes=2))

    assert client.get(SENT).status_code == 302


def test_going_out_erases_the_keys(with_circle: Organisation) -> None:
    client = inside(with_circle, own_card(with_circle))

    send(client, SENT, action="/leave")

    with with_circle.server.store.reading() as session:
        assert len(session.scalars(select(OutsideSession)).all()) == 1  # of `own_card`, from another browser
    assert client.get(SENT).status_code == 302


def test_guessing_is_slowed_and_keeps_nobody_else_out(with_circle: Organisation) -> None:
    words, stranger = own_card(with_circle), with_circle.client()
    wrong = outside_card_of_nobody()
    for _ in range(5):
        assert "This card opens nothing" in read(come_in(stranger, wrong), status=422).text

    assert "Too many tries" in read(come_in(stranger, wrong), status=422).text
    other = with_circle.app.test_client()
    other.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert come_in(other, words).status_code == 303


def outside_card_of_nobody() -> str:
    """Return the words of a card that nobody made here."""
    from app.vault.cards import RecoveryCard

    return " ".join(RecoveryCard.generate().words())


def test_a_card_put_in_its_place_by_the_database_lets_nobody_in(with_circle: Organisation) -> None:
    """A technician seals keys of their own under a card of their own; the directory states other keys."""
    from app.safeguarding.outside_card import seal_by_outside_card
    from app.vault.cards import RecoveryCard
    from app.vault.person_keys import PersonPrivateKeys

    own_card(with_circle)
    card = RecoveryCard.generate()
    with with_circle.server.store.writing() as session:
        row = session.scalars(select(OutsideCard)).one()
        seal_by_outside_card(row, PersonPrivateKeys.generate(), card, with_circle.server.installation_id)

    answer = come_in(with_circle.client(), " ".join(card.words()))

    assert "This card opens nothing" in read(answer, status=422).text


def test_coming_in_and_reading_is_closed_in_the_trail(with_circle: Organisation) -> None:
    client = inside(with_circle, own_card(with_circle))
    posted = allege(with_circle)
    client.get(f"{SENT}/{posted.id}")

    with with_circle.reading("auditor") as work:
        outside = directory_for(work).outside_member
    assert outside is not None
    with with_circle.server.store.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.actor_id == outside.id)).all()
    assert {"outside.entered", "opened"} <= {event.action for event in events}
    assert {event.visibility for event in events} == {"safeguarding"}


def test_an_outside_member_with_a_number_only_goes_on_as_before(with_circle: Organisation) -> None:
    write_board_member(with_circle, *OUTSIDE)

    page = read(with_circle.client("field").get("/concerns/our-own/new"))

    assert OUTSIDE[1] in page.text
    assert f"Supervisor Person, {OUTSIDE[0]}" not in page.text
    settings = read(with_circle.client("director").get("/settings/outside-member"))
    assert "Until a card is made" in settings.text
    who = read(with_circle.client("field").get("/concerns/our-own/who"))
    assert "outside member, by telephone only" in who.text
    refused = send(with_circle.client("director"), "/settings/outside-member", {"phone": "099 000 000"})
    assert "replaced by two of three" in read(refused, status=422).text
