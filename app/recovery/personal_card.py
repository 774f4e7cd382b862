"""Recovery with the personal card when the password is forgotten."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.gate import record_within
from app.database.store import Turn
from app.foundation.errors import WillNotOpen
from app.keyring.adding_statements import Signer, append_statement
from app.keyring.known_directory import verified_directory
from app.keyring.root import organisation_name
from app.keyring.statements import Kind
from app.recovery.printed_cards import PrintedCard, printed_personal
from app.recovery.typed_cards import read_personal_card
from app.server import Server
from app.sign_in import throttling
from app.sign_in.generations import are_over, are_vouched_for, ended_fields
from app.sign_in.password_choice import check_new_password
from app.sign_in.pins import PinBroken
from app.sign_in.private_keys import open_by_card
from app.sign_in.sessions import end_all_sessions, start_session
from app.sign_in.signing_in import (
    AccountEnded,
    SignInFailed,
    compare_and_pin,
    normalise_username,
)
from app.sign_in.waiting_keys import waiting_keys_of
from app.staff.account_facts import AccountFacts, AccountState
from app.staff.own_keys import ChosenPassword, derive_chosen, store_new_card, store_password
from app.vault.cards import RecoveryCard
from app.vault.person_keys import PersonPrivateKeys
from models.staff_member import StaffMember

THROTTLED_AS = "card"


@dataclass(frozen=True, repr=False)
class CardUsed:
    """A new session, and the card that replaces the used one, shown once."""

    token: str
    card: PrintedCard
    broken: tuple[PinBroken, ...]


def use_card(
    server: Server, username: str, words: str, password: str, *, device: str, address: str
) -> CardUsed:
    """Set a new password with the personal card. The card is replaced, and every session ends.

    Takes as long for a name that does not exist. Raises TooMany, CardRefused for words that are no card, SignInFailed
    for a card that is not this person's, AccountEnded, or NotAllowedNow against the password.
    """
    name = normalise_username(username)
    with server.store.reading() as session:
        directory = verified_directory(server.store, session, server.installation_id)
        organisation = organisation_name(session, directory)
    card = read_personal_card(words)
    check_new_password(password, names=(organisation, name))
    # Nobody guesses 160 bits. A count for the account would only let a stranger keep its owner from coming back.
    counters = throttling.address_counter(server.secret.counter_key(), step=THROTTLED_AS, address=address)
    with throttling.counted(server.store, counters, clock=server.clock) as attempt:
        chosen = derive_chosen(server, password)
        try:
            with server.store.writing() as session:
                # It adds a statement, so nobody may write beside it.
                server.store.take_turn(session, Turn.ALONE)
                used = _use(server, session, name, card, password, chosen, device=device, address=address)
                attempt.succeeded(session)
        except SignInFailed:
            _record_refusal(server, name)
            raise
    return used


def _use(
    server: Server,
    session: Session,
    name: str,
    card: RecoveryCard,
    password: str,
    chosen: ChosenPassword,
    *,
    device: str,
    address: str,
) -> CardUsed:
    member = session.scalars(select(StaffMember).where(StaffMember.username == name)).one_or_none()
    private = _opened(server, member, card) if member is not None else None
    if member is None or private is None:
        raise SignInFailed
    now = server.clock.now()
    account = _account_of(server, session, member, private)
    check_new_password(password, names=(account.name,))
    broken = compare_and_pin(server, session, member, private)
    store_password(server, member, private, chosen)
    fresh = store_new_card(server, member, private)
    end_all_sessions(session, member.id, now)
    generation = _end_generation(server, session, member, private)
    token = start_session(
        session, server, member, private, generation=generation, device=device, address=address
    )
    record_within(
        session,
        "card.used",
        actor_id=member.id,
        now=now,
        base_id=account.base_id,
        subjects=(member.id,),
        broken=",".join(broken) or None,
    )
    return CardUsed(token, printed_personal(fresh, of=member.username), tuple(broken))


def _account_of(
    server: Server, session: Session, member: StaffMember, private: PersonPrivateKeys
) -> AccountFacts:
    """Return what is believed of the account. Raises AccountEnded when it, or the keys that were opened, have ended."""
    directory = verified_directory(server.store, session, server.installation_id)
    account = AccountFacts.of(directory, member)
    has_ended = account.state is AccountState.DISABLED or account.has_ended(server.clock.now())
    if has_ended or are_over(directory, member.id, private.public):
        raise AccountEnded
    return account


def _opened(server: Server, member: StaffMember, card: RecoveryCard) -> PersonPrivateKeys | None:
    """Open the account's keys with the card, or those that wait beside them; None when it opens neither."""
    for holder in (member, waiting_keys_of(member)):
        with suppress(WillNotOpen):
            if holder is not None:
                return open_by_card(holder, card, server.installation_id)
    return None


def _end_generation(server: Server, session: Session, member: StaffMember, private: PersonPrivateKeys) -> int:
    """State with the person's own key that the sessions they have begun are over, and return their new generation."""
    directory = verified_directory(server.store, session, server.installation_id).fork()
    before = directory.generation_of(member.id)
    if not are_vouched_for(directory, member.id, private.public) or directory.broken_at is not None:
        return before
    append_statement(
        session,
        directory,
        Kind.SESSIONS_ENDED,
        ended_fields(member.id, before + 1),
        signer=Signer(member.id, private.sign),
        now=server.clock.now(),
    )
    return before + 1


def _record_refusal(server: Server, name: str) -> None:
    with server.store.writing() as session:
        known = session.scalars(select(StaffMember.id).where(StaffMember.username == name)).one_or_none()
        subjects: tuple[UUID, ...] = (known,) if known else ()
        record_within(session, "card.refused", actor_id=None, now=server.clock.now(), subjects=subjects)
