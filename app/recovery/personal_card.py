"""Coming back with the personal recovery card when the password is forgotten."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.gate import record_within
from app.foundation.errors import WillNotOpen
from app.keyring.known_directory import verified_directory
from app.keyring.root import organisation_name
from app.recovery.printed_cards import PrintedCard, printed_personal
from app.recovery.typed_cards import read_personal_card
from app.server import Server
from app.sign_in import throttling
from app.sign_in.password_choice import check_new_password
from app.sign_in.pins import PinBroken
from app.sign_in.private_keys import open_by_card, seal_by_card
from app.sign_in.sessions import end_all_sessions, start_session
from app.sign_in.signing_in import (
    AccountEnded,
    SignInFailed,
    account_facts,
    compare_and_pin,
    normalise_username,
)
from app.staff.account_facts import AccountState
from app.staff.own_keys import ChosenPassword, derive_chosen, store_password
from app.vault.cards import RecoveryCard
from models.staff_member import StaffMember


@dataclass(frozen=True, repr=False)
class CardUsed:
    """A new session, and the card that replaces the one that was used, shown once."""

    token: str
    card: PrintedCard
    broken: tuple[PinBroken, ...]


def use_card(
    server: Server, username: str, words: str, password: str, *, device: str, address: str
) -> CardUsed:
    """Set a new password with the personal card. The card is replaced, and every session ends.

    Costs the same for a name that does not exist. Raises TooMany, CardRefused for words that are no card,
    SignInFailed for a card that is not this person's, AccountEnded, or NotAllowedNow against the password.
    """
    name = normalise_username(username)
    counters = throttling.counters(server.secret.cookie_key(), account=name, address=address)
    with server.store.reading() as session:
        throttling.check(session, counters, now=server.clock.now())
        directory = verified_directory(server.store, session, server.installation_id)
        organisation = organisation_name(session, directory)
    card = read_personal_card(words)
    check_new_password(password, names=(organisation, name))
    chosen = derive_chosen(server, password)
    try:
        with server.store.writing() as session:
            used = _use(server, session, name, card, password, chosen, device=device, address=address)
            throttling.forget(session, counters)
    except SignInFailed:
        _count_failure(server, counters, name)
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
    if member is None:
        raise SignInFailed
    try:
        private = open_by_card(member, card, server.installation_id)
    except WillNotOpen:
        raise SignInFailed from None
    now = server.clock.now()
    account = account_facts(server, session, member)
    if account.state is AccountState.DISABLED or account.has_ended(now):
        raise AccountEnded
    check_new_password(password, names=(account.name,))
    broken = compare_and_pin(server, session, member, private)
    store_password(server, member, private, chosen)
    fresh = RecoveryCard.generate()
    seal_by_card(member, private, fresh, server.installation_id)
    end_all_sessions(session, member.id, now)
    token = start_session(session, server, member, private, device=device, address=address)
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


def _count_failure(server: Server, counters: dict[str, int], name: str) -> None:
    with server.store.writing() as session:
        throttling.count_failure(session, counters, now=server.clock.now())
        known = session.scalars(select(StaffMember.id).where(StaffMember.username == name)).one_or_none()
        subjects: tuple[UUID, ...] = (known,) if known else ()
        record_within(session, "card.refused", actor_id=None, now=server.clock.now(), subjects=subjects)
