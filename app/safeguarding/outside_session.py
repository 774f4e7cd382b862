"""The outside member at the door: a card instead of an account, and a short session that opens with its token only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.access.gate import abandon, finish, record_within
from app.database.store import Turn
from app.foundation.clock import SET_BACK
from app.foundation.errors import SignedOut, WillNotOpen
from app.foundation.people import Person
from app.keyring.directory import KnownPerson
from app.keyring.known_directory import verified_directory
from app.recovery.printed_cards import PrintedCard, printed_outside
from app.recovery.typed_cards import read_personal_card
from app.safeguarding.outside_card import open_by_outside_card, seal_by_outside_card
from app.server import Server
from app.sign_in import throttling
from app.sign_in.ended_sessions import ended_sessions, note_ended_outside
from app.unit_of_work import Mode, UnitOfWork, Visibility
from app.vault import canonical
from app.vault.cards import RecoveryCard
from app.vault.keychain import Keychain
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import Secret
from app.vault.session_tokens import new_token, token_from_text, token_hash, token_key, token_to_text
from models.outside_session import OutsideSession

LASTS = timedelta(minutes=20)
THROTTLED_AS = "outside"


class NotTheOutsideMember(throttling.WrongGuess):
    """The card lets nobody in. Likely cause: it was replaced, or somebody else is the outside member now."""

    code = "not-the-outside-member"


@dataclass(frozen=True, repr=False)
class Entered:
    """The outside member's session, and the card that replaces the one printed for them, shown once."""

    token: str
    card: PrintedCard | None


def enter(server: Server, words: str, *, address: str) -> Entered:
    """Begin a session with the card. At the first use the card is replaced, so that who printed it knows none.

    Raises TooMany, CardRefused for words that are no card, NotTheOutsideMember.
    """
    # Nobody guesses 160 bits; a count for all addresses would let a stranger keep the outside member out.
    counters = throttling.address_counter(server.secret.counter_key(), step=THROTTLED_AS, address=address)
    card = read_personal_card(words)
    with throttling.counted(server.store, counters, clock=server.clock) as attempt:
        try:
            with server.store.writing() as session:
                entered = _enter(server, session, card)
                attempt.succeeded(session)
        except NotTheOutsideMember:
            with server.store.writing() as session:
                record_within(session, "outside.refused", actor_id=None, now=server.clock.now())
            raise
    return entered


def _enter(server: Server, session: Session, card: RecoveryCard) -> Entered:
    known = _outside(server, session)
    try:
        row, private = open_by_outside_card(session, known.id, card, server.installation_id)
    except WillNotOpen:
        raise NotTheOutsideMember from None
    if private.public != known.keys:
        raise NotTheOutsideMember
    now, fresh = server.clock.now(), None
    if row.replaced_at is None:
        fresh = RecoveryCard.generate()
        seal_by_outside_card(row, private, fresh, server.installation_id)
        row.replaced_at = now
    token = _begin(server, session, known.id, private)
    # Closed like everything of the circle: that somebody reads would tell that something was sent.
    record_within(
        session,
        "outside.entered",
        actor_id=known.id,
        now=now,
        visibility=Visibility.SAFEGUARDING,
    )
    return Entered(token, printed_outside(fresh, of=known.name) if fresh else None)


def _begin(server: Server, session: Session, outside_id: UUID, private: PersonPrivateKeys) -> str:
    token, now = new_token(), server.clock.now()
    erase_overdue_outside(session, now)
    row = OutsideSession(id=uuid4(), token_hash=token_hash(token), ends_at=now + LASTS)
    sealed = canonical.encode(private.to_bytes(), outside_id, row.ends_at.isoformat())
    row.keys_by_token = seal_value(token_key(token), _context(server.installation_id, row.id), sealed)
    session.add(row)
    return token_to_text(token)


def erase_overdue_outside(session: Session, now: datetime) -> None:
    """Delete the sessions that are over, and those that a clock that was ahead lets last longer than any does."""
    is_over = or_(OutsideSession.ends_at <= now, OutsideSession.ends_at > now + LASTS + SET_BACK)
    session.execute(delete(OutsideSession).where(is_over))


def leave(server: Server, token_text: str) -> None:
    """End the session: its keys are erased, and its row opens nothing any more, whoever puts it back."""
    try:
        hashed = token_hash(token_from_text(token_text))
    except SignedOut:
        return
    with server.store.reading() as session:
        found = select(OutsideSession.id).where(OutsideSession.token_hash == hashed)
        session_id = session.scalars(found).one_or_none()
    if session_id is None:
        return
    note_ended_outside(server.store, session_id, now=server.clock.now())
    with server.store.writing() as session:
        session.execute(delete(OutsideSession).where(OutsideSession.id == session_id))


def check_card(server: Server, token_text: str, words: str, *, address: str) -> None:
    """Check that whoever is in has the card in their hand, before a step that reaches far. It is not replaced.

    Raises SignedOut; TooMany, CardRefused for words that are no card, NotTheOutsideMember for another card.
    """
    known, _private = _resumed(server, token_text)
    counters = throttling.address_counter(server.secret.counter_key(), step=THROTTLED_AS, address=address)
    card = read_personal_card(words)
    with throttling.counted(server.store, counters, clock=server.clock) as attempt:
        try:
            with server.store.writing() as session:
                open_by_outside_card(session, known.id, card, server.installation_id)
                attempt.succeeded(session)
        except WillNotOpen:
            raise NotTheOutsideMember from None


@contextmanager
def outside_work(server: Server, token_text: str, mode: Mode) -> Iterator[UnitOfWork]:
    """Do something as the outside member; finished when the block ends, rolled back on an error.

    Raises SignedOut when the session is over, or somebody else is the outside member by now.
    """
    known, private = _resumed(server, token_text)
    person = Person(known.id, "", known.name, "", known.role, None, known.flags)
    work = UnitOfWork(
        server.store,
        person,
        Keychain(known.id, private),
        installation_id=server.installation_id,
        clock=server.clock,
        mode=mode,
        turn=Turn.ALONE if mode is Mode.WRITING else Turn.BESIDE_OTHERS,
        locks=server.locks,
    )
    try:
        yield work
        finish(work, checkpoint_key=server.checkpoint_key)
    finally:
        abandon(work)


def _resumed(server: Server, token_text: str) -> tuple[KnownPerson, PersonPrivateKeys]:
    token = token_from_text(token_text)
    with server.store.reading() as session:
        found = select(OutsideSession).where(OutsideSession.token_hash == token_hash(token))
        row = session.scalars(found).one_or_none()
        if row is None or row.id in ended_sessions(server.store, session, now=server.clock.now()):
            raise SignedOut
        private, whose, ends_at = _opened(server, row, token)
        known, now = _outside(server, session), server.clock.now()
    if not now < ends_at <= now + LASTS or known.id != whose or known.keys != private.public:
        raise SignedOut
    return known, private


def _opened(server: Server, row: OutsideSession, token: Secret) -> tuple[PersonPrivateKeys, UUID, datetime]:
    try:
        plain = open_value(token_key(token), _context(server.installation_id, row.id), row.keys_by_token)
        private, whose, ends_at = canonical.decode(plain)
    except (WillNotOpen, ValueError):
        raise SignedOut from None
    if not isinstance(private, bytes) or not isinstance(whose, UUID):
        raise SignedOut
    return PersonPrivateKeys.from_bytes(private), whose, datetime.fromisoformat(str(ends_at))


def _outside(server: Server, session: Session) -> KnownPerson:
    """Return the outside member as the directory states them. Raises NotTheOutsideMember while they have no key."""
    outside = verified_directory(server.store, session, server.installation_id).outside_member
    known = outside.as_known() if outside else None
    if known is None:
        raise NotTheOutsideMember
    return known


def _context(installation_id: UUID, session_id: UUID) -> bytes:
    return canonical.encode("outside session", installation_id, session_id)
