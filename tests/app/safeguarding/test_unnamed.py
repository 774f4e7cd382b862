"""Whoever writes to safeguarding stands in no table; they come back with a secret receipt, and nobody else does."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from app.audit.verification import verify_trail
from app.concerns.triage import ChangeUrgency
from app.foundation.errors import AlreadyDone, KeyRefused, NotAllowedNow, Refused
from app.foundation.vocabulary.urgencies import Urgency
from app.safeguarding.allegations import (
    AllegationInput,
    acknowledge_allegation,
    change_allegation_urgency,
    post_allegation,
)
from app.safeguarding.coming_back import (
    CameBack,
    come_back,
)
from app.safeguarding.pages import allegation_list, allegation_page
from app.sign_in.session_seal import IDLE
from app.unit_of_work import Locks
from app.vault.cards import RecoveryCard
from models.allegation import Allegation
from models.audit_event import AuditEvent
from models.grant import Grant
from models.mapping import Model
from models.receipt import AllegationReceipt
from tests.support.concerns import (
    ABOUT,
    OBSERVED,
    WORDS,
    allege,
    as_outside,
    child_of,
    own_card,
    safeguarding_circle,
    un_name,
)
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.pages import filled, read
from tests.support.tampering import behind, put

NEW = "/concerns/our-own/new"


@pytest.fixture
def with_circle(organisation: Organisation) -> Organisation:
    """An organisation with a safeguarding circle of the auditor and a supervisor."""
    safeguarding_circle(organisation, "auditor", "supervisor")
    return organisation


def every_row(organisation: Organisation) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return every cell of every table, by table and primary key."""
    found = {}
    with organisation.server.store.reading() as session:
        for mapper in Model.registry.mappers:
            table = mapper.local_table
            for row in session.execute(select(table)):
                key = tuple(str(getattr(row, column.name)) for column in inspect(table).primary_key)
                found[str(table), json.dumps(key)] = tuple(row)
    return found


def traces(organisation: Organisation, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield every way in which a cell could name somebody: id, base, session, user name, name."""
    staff_id = organisation.ids[name]
    for what, id_ in (("id", staff_id), ("base", RIVERSIDE), ("session", session_of(organisation, name))):
        yield what, id_.bytes
        yield what, str(id_).encode()
        yield what, id_.hex.encode()
    yield "user name", f'"{name}"'.encode()
    with organisation.reading(name) as work:
        yield "name", work.person.display_name.encode()
        yield "public key", work.keychain.private.public.sign.raw
        yield "public key", work.keychain.private.public.sign.raw.hex().encode()


def session_of(organisation: Organisation, name: str) -> UUID:
    """Return the id of a cast member's web session."""
    with organisation.reading(name) as work:
        assert work.session_id is not None
        return work.session_id


def as_bytes(cell: Any) -> bytes:
    """Return a cell as it could be searched."""
    return cell if isinstance(cell, bytes) else str(cell).encode()


def typed_by(organisation: Organisation, name: str, **changes: Any) -> str:
    """Write about one of our own through the page. Returns the words of the receipt."""
    client = organisation.client(name)
    form = filled(read(client.get(NEW))) | {"account": WORDS, "basis": "seen", "about": ABOUT} | changes
    words = read(client.post(NEW, data=form)).find(id="receipt-words")
    assert words is not None
    return words.get_text(strip=True)


@pytest.mark.parametrize("name", ["field", "supervisor", "director"])
def test_no_cell_of_any_table_names_whoever_wrote(with_circle: Organisation, name: str) -> None:
    child_id = child_of(with_circle) if name != "director" else None
    wanted = list(traces(with_circle, name))
    before = every_row(with_circle)

    typed_by(with_circle, name, **({"child_id": str(child_id)} if child_id else {}))

    after = every_row(with_circle)
    new = {place: row for place, row in after.items() if before.get(place) != row}
    assert {table for table, _ in new} >= {
        "allegation",
        "folder",
        "folder_key",
        "folder_grant",
        "audit_event",
    }
    members = {with_circle.ids["auditor"], with_circle.ids["supervisor"]}
    found = [
        (table, what)
        for (table, _), row in new.items()
        for cell in row
        for what, trace in wanted
        if trace in as_bytes(cell) or (isinstance(cell, UUID) and cell.bytes == trace)
        # A member's own copy of the key is the same, whoever wrote.
        if not (table == "folder_grant" and cell in members)
    ]
    assert found == []


def test_a_member_who_writes_looks_like_anybody_else(with_circle: Organisation) -> None:
    shapes = []
    for name in ("supervisor", "field"):
        posted = allege(with_circle, name)
        with with_circle.server.store.reading() as session:
            folder_id = session.get_one(Allegation, posted.id).folder_id
            grants = session.scalars(select(Grant).where(Grant.folder_id == folder_id)).all()
            shapes.append(
                sorted((g.way, g.holder_kind, len(g.key_sealed), len(g.signature or b"")) for g in grants)
            )
    assert shapes[0] == shapes[1]


def test_the_trail_says_that_it_was_written_and_not_by_whom(with_circle: Organisation) -> None:
    allege(with_circle)
    with with_circle.server.store.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "allegation.posted")).all()
        assert [(event.actor_id, event.base_id, event.visibility) for event in events] == [
            (None, None, "safeguarding")
        ]
        server = with_circle.server
        assert verify_trail(session, server.installation_id, server.checkpoint_key.key.public).is_whole


def test_readers_are_told_inside_who_wrote_it(with_circle: Organisation) -> None:
    posted = allege(with_circle)

    with with_circle.reading("auditor") as work:
        page = allegation_page(work, posted.id)
    assert page.posted_by is not None
    assert page.posted_by.id == with_circle.ids["field"]
    with with_circle.with_locks(Locks.KEYS_ONLY).reading("director") as work:
        assert allegation_page(work, posted.id).posted_by is None


def back(organisation: Organisation, words: str) -> CameBack:
    """Come back with a receipt."""
    return come_back(organisation.server, words, address="anywhere")


def test_a_second_press_gives_the_same_receipt_and_makes_one(with_circle: Organisation) -> None:
    client = with_circle.client("field")
    form = filled(read(client.get(NEW))) | {"account": WORDS, "basis": "seen", "about": ABOUT}

    shown = [read(client.post(NEW, data=form)).find(id="receipt-words") for _ in range(2)]

    assert shown[0] is not None
    assert shown[0] == shown[1]
    with with_circle.server.store.reading() as session:
        assert len(session.scalars(select(Allegation)).all()) == 1


def test_sending_it_twice_makes_one_and_nobody_elses_form_is_taken(with_circle: Organisation) -> None:
    new, receipt = AllegationInput(uuid4(), Urgency.HIGH, ABOUT, OBSERVED), RecoveryCard.generate()
    with with_circle.writing("field") as work:
        post_allegation(work, new, receipt)
    with with_circle.writing("field") as work, pytest.raises(AlreadyDone):
        post_allegation(work, new, receipt)
    with with_circle.writing("field2") as work, pytest.raises(Refused):
        post_allegation(work, new)


def test_the_same_receipt_carries_a_second_record(with_circle: Organisation) -> None:
    """Back, other words, and Save again: asked once, it becomes a record of its own."""
    new, receipt = AllegationInput(uuid4(), Urgency.HIGH, ABOUT, OBSERVED), RecoveryCard.generate()
    for each in (new, replace(new, id=uuid4())):
        with with_circle.writing("field") as work:
            post_allegation(work, each, receipt)

    assert len(back(with_circle, " ".join(receipt.words())).lines) == 2


def opens(organisation: Organisation, name: str, allegation_id: UUID) -> bool:
    """Tell whether a cast member reads an allegation, whatever the first two locks say."""
    with organisation.with_locks(Locks.KEYS_ONLY).reading(name) as work:
        return allegation_page(work, allegation_id).account is not None


def test_a_member_whom_it_is_about_is_left_out(with_circle: Organisation) -> None:
    words = own_card(with_circle)
    posted = allege(with_circle, left_out=frozenset({with_circle.ids["supervisor"]}))

    assert opens(with_circle, "auditor", posted.id)
    assert not opens(with_circle, "supervisor", posted.id)
    with as_outside(with_circle, words) as work:
        assert allegation_page(work, posted.id).account is not None


def test_what_the_others_write_there_stays_closed_to_them(with_circle: Organisation) -> None:
    posted = allege(with_circle, left_out=frozenset({with_circle.ids["supervisor"]}))
    with with_circle.server.store.reading() as session:
        folder_id = session.get_one(Allegation, posted.id).folder_id
        theirs = session.scalars(select(Grant).where(Grant.folder_id == folder_id)).all()
    with behind(with_circle) as session:
        # A copy in their name that nobody who holds the key gave.
        values = {each.key: getattr(theirs[0], each.key) for each in inspect(Grant).column_attrs}
        own = {"holder_kind": "person", "holder_id": with_circle.ids["supervisor"], "holder_version": 1}
        session.add(Grant(**values | own | {"id": uuid4()}))

    with with_circle.writing("auditor") as work:
        change_allegation_urgency(work, posted.id, ChangeUrgency(Urgency.NOW, "He works tonight.", 1))

    assert opens(with_circle, "auditor", posted.id)
    with with_circle.with_locks(Locks.KEYS_ONLY).reading("supervisor") as work:
        page = allegation_page(work, posted.id)
    assert (page.account, page.handling) == (None, None)


def test_a_copy_of_ones_own_opens_nothing_once_one_is_un_named(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor", "counsellor")
    posted = allege(organisation, left_out=frozenset({organisation.ids["counsellor"]}))
    assert opens(organisation, "supervisor", posted.id)

    un_name(organisation, "supervisor", member="auditor")

    assert not opens(organisation, "supervisor", posted.id)
    assert opens(organisation, "auditor", posted.id)


def test_with_everybody_left_out_and_no_outside_member_nothing_is_stored(with_circle: Organisation) -> None:
    everybody = frozenset(with_circle.ids[name] for name in ("auditor", "supervisor"))
    with pytest.raises(NotAllowedNow, match="no-safeguarding"):
        allege(with_circle, left_out=everybody)

    words = own_card(with_circle)
    posted = allege(with_circle, left_out=everybody)
    with as_outside(with_circle, words) as work:
        assert allegation_page(work, posted.id).account is not None


def test_a_receipt_made_anew_by_the_database_shows_as_changed(with_circle: Organisation) -> None:
    """A technician replaces the first receipt by one of their own, to come back in the poster's place."""
    posted, other = allege(with_circle), allege(with_circle, "field2")
    with with_circle.server.store.reading() as session:
        theirs = session.scalars(
            select(AllegationReceipt).where(AllegationReceipt.about_id == other.id)
        ).one()
        mine = session.scalars(select(AllegationReceipt).where(AllegationReceipt.about_id == posted.id)).one()
        facts = json.loads(mine.facts) | {"key": json.loads(theirs.facts)["key"]}
    put(with_circle, AllegationReceipt, mine.id, facts=json.dumps(facts, sort_keys=True))

    with with_circle.reading("auditor") as work:
        lines = {line.id: line for line in allegation_list(work).of_circle}
    assert lines[posted.id].is_changed
    assert not lines[other.id].is_changed


def test_a_receipts_key_changed_in_the_row_brings_nobody_else_back(with_circle: Organisation) -> None:
    posted, mine = allege(with_circle), RecoveryCard.generate()
    key = mine.receipt_key(with_circle.server.installation_id.bytes, 0).public.raw.hex()
    put(with_circle, Allegation, posted.id, receipt_key=key)

    seen = back(with_circle, " ".join(mine.words()))

    assert seen.first.is_changed
    with with_circle.reading("auditor") as work:
        assert allegation_list(work).of_circle[0].is_changed


def test_its_page_lets_whoever_has_the_receipt_come_back_say_more_and_call_again(
    with_circle: Organisation,
) -> None:
    words, stranger = typed_by(with_circle, "field"), with_circle.client()
    door = "/concerns/our-own/receipt"
    form = filled(read(stranger.get(door)))
    page = read(stranger.post(door, data=form | {"card_words": words}))
    assert "Not received yet" in page.text

    more = filled(page, action="/more") | {"account": "He came again.", "basis": "told"}
    page = read(stranger.post(f"{door}/more", data=more))
    assert "Done." in page.text
    with with_circle.server.store.reading() as session:
        ids = session.scalars(select(Allegation.id)).all()
    for id_ in ids:
        with with_circle.writing("auditor") as work:
            acknowledge_allegation(work, id_)
    page = read(stranger.post(door, data=form | {"card_words": words}))
    assert "received, acting" in page.text
    page = read(stranger.post(f"{door}/call", data=filled(page, action="/call")))
    assert "Not received yet" in page.text
    wrong = stranger.post(door, data=form | {"card_words": " ".join(RecoveryCard.generate().words())})
    assert "Nothing was written with this receipt" in read(wrong, status=422).text


def test_signing_in_is_not_needed_and_changes_nothing(with_circle: Organisation) -> None:
    """Somebody who is signed in is not named either when they come back."""
    words, client = typed_by(with_circle, "field"), with_circle.client("field")
    wanted, before = list(traces(with_circle, "field")), every_row(with_circle)
    form = filled(read(client.get("/concerns/our-own/receipt")))

    page = read(client.post("/concerns/our-own/receipt", data=form | {"card_words": words}))
    more = filled(page, action="/more") | {"account": "He came again.", "basis": "told"}
    read(client.post("/concerns/our-own/receipt/more", data=more))

    after = every_row(with_circle)
    new = [row for place, row in after.items() if before.get(place) != row]
    assert new
    for row in new:
        for cell in row:
            assert not [what for what, trace in wanted if trace in as_bytes(cell)], row


def told_of(organisation: Organisation, new: str, do: Callable[[FlaskClient, str], object]) -> list[Any]:
    """Return the events that doing something on a form's page left in the trail, without when."""
    client = organisation.client("field")
    client.get(new)
    before = {event[0] for event in events_of(organisation)}
    do(client, new)
    return [event[1:] for event in events_of(organisation) if event[0] not in before]


def events_of(organisation: Organisation) -> list[tuple[Any, ...]]:
    """Return every event of the trail, in order."""
    with organisation.server.store.reading() as session:
        found = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
        return [(e.seq, e.action, e.actor_id, e.base_id, e.visibility, e.body) for e in found]


def look(client: FlaskClient, new: str) -> None:
    """Look a child up by name, as somebody does who writes about one."""
    form = filled(read(client.get(new))) | {"look_for": "Sokha", "press_then": "find"}
    assert "Sokha" in read(client.post(new, data=form)).text


def send_wrong(client: FlaskClient, new: str, **wrong: str) -> None:
    """Send the form so that it is not taken."""
    about = {"about": ABOUT} if new == NEW else {"is_our_own": "no"}
    form = filled(read(client.get(new))) | {"account": WORDS, "basis": "seen"} | about | wrong
    assert client.post(new, data=form).status_code in {403, 404, 409, 422}


@pytest.mark.parametrize("how", ["look", "address", "refused", "of another base", "in the future"])
def test_who_looks_a_child_up_to_write_is_told_like_anybody_who_raises_a_concern(
    with_circle: Organisation, how: str
) -> None:
    child_id = str(child_of(with_circle))
    others = (
        str(child_of(with_circle, by="othersupervisor", base_id=HILLSIDE)) if how == "of another base" else ""
    )

    def does(client: FlaskClient, new: str) -> None:
        if how == "look":
            look(client, new)
        elif how == "address":
            client.get(f"{new}?child={child_id}")
        elif how == "refused":
            send_wrong(client, new, child_id=str(uuid4()))
        elif how == "of another base":
            send_wrong(client, new, child_id=others)
        else:
            send_wrong(client, new, child_id=child_id, seen_on="2026-12-24", seen_at="10:00")

    here, there = told_of(with_circle, NEW, does), told_of(with_circle, "/concerns/new", does)

    assert here == there
    assert here
    assert {event[1] for event in here} == {with_circle.ids["field"]}, "who saw a child is told"
    assert "alleg" not in str(here)


def test_what_is_refused_while_it_is_sealed_names_nobody(with_circle: Organisation) -> None:
    wanted = list(traces(with_circle, "field"))
    client = with_circle.client("field")
    form = filled(read(client.get(NEW))) | {"account": WORDS, "basis": "seen", "about": ABOUT}
    before = events_of(with_circle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.safeguarding.allegations.make_folder_for_nobody", refuse)
        assert client.post(NEW, data=form).status_code == 409

    (event,) = events_of(with_circle)[len(before) :]
    assert event[1] == "seal.refused"
    assert event[4] == "safeguarding"
    assert not [what for what, trace in wanted for cell in event if trace in as_bytes(cell)]
    assert "alleg" not in event[5]


def refuse(*_args: object, **_options: object) -> None:
    """Refuse, as a changed key does."""
    raise KeyRefused("changed")


def test_a_form_that_came_too_late_does_not_tell_on_which_page_it_was(with_circle: Organisation) -> None:
    before, shapes = every_row(with_circle), []
    for page in (NEW, "/concerns/new"):
        client = with_circle.client("field")
        form = filled(read(client.get(page))) | {"account": WORDS, "basis": "seen", "about": ABOUT}
        with_circle.clock.move(IDLE)
        assert client.post(page, data=form).status_code in {302, 303}
        with_circle.tokens.pop("field", None)
        new = {place: row for place, row in every_row(with_circle).items() if before.get(place) != row}
        kept = [row for (table, _), row in new.items() if table == "unsent_draft"]
        shapes.append([type(cell) for cell in kept[0]])
        assert not [row for row in new.values() for cell in row if b"our-own" in as_bytes(cell)]
        before = every_row(with_circle)
    assert shapes[0] == shapes[1]
