"""Signing in: throttled, deliberately slow, the same for names that do not exist, and alert to old heads."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.gate import record_alone, record_within
from app.foundation.errors import FreshProofNeeded, WayhomeError
from app.foundation.roles import Role
from app.keyring.known_directory import verified_directory
from app.server import Server
from app.sign_in import throttling
from app.sign_in.known_devices import device_mark, known_device
from app.sign_in.pins import PinBroken, compare_pins, write_pins
from app.sign_in.private_keys import derive_for, new_password_keys, open_by_password
from app.sign_in.sessions import FRESH_PROOF, note_proof, start_session
from app.staff.account_facts import AccountFacts, AccountState
from app.staff.endings import end_what_is_over
from app.unit_of_work import UnitOfWork, Visibility
from app.vault.passwords import PasswordKeys, verifier_matches
from app.vault.person_keys import PersonPrivateKeys
from app.vault.secrets import Passphrase
from models.staff_member import StaffMember


class SignInFailed(WayhomeError):
    """Name and password do not match. Likely cause: a typing mistake. Does not say which of the two is wrong."""

    code = "sign-in-failed"


class AccountEnded(WayhomeError):
    """The account was closed or has expired. Said only to somebody who knew the password."""

    code = "account-ended"


@dataclass(frozen=True)
class Welcome:
    """A new session: its token for the cookie, and what no longer agrees with the last visit."""

    token: str
    staff_id: UUID
    role: Role
    broken: tuple[PinBroken, ...]
    mark: str = ""
    """For the device, whose next attempts are counted separately."""


def normalise_username(text: str) -> str:
    """Return a username as it is stored: trimmed, lower case."""
    return text.strip().casefold()


def sign_in(
    server: Server, username: str, password: str, *, device: str, address: str, mark: str = ""
) -> Welcome:
    """Sign in and begin a session. `mark` is what an earlier sign-in left on the device.

    Raises TooMany, SignInFailed or AccountEnded. A name that does not exist costs one derivation too.
    """
    name, key = normalise_username(username), server.secret.cookie_key()
    counters = throttling.counters(key, account=name, address=address)
    with server.store.reading() as session:
        member = session.scalars(select(StaffMember).where(StaffMember.username == name)).one_or_none()
        device_id = known_device(key, member.id, mark) if member else None
        if device_id is not None:
            counters = throttling.device_counter(key, device_id=device_id)
        throttling.check(session, counters, now=server.clock.now())
        if member is not None:
            session.expunge(member)
    keys = _checked_keys(server, member, Passphrase(password))
    if member is None or keys is None:
        with server.store.writing() as session:
            throttling.count_failure(session, counters, now=server.clock.now())
            record_within(
                session,
                "sign_in.failed",
                actor_id=None,
                now=server.clock.now(),
                subjects=(member.id,) if member else (),
            )
        raise SignInFailed
    welcome = _welcome(server, member.id, keys, counters, device=device, address=address)
    if not welcome.broken and welcome.role in (Role.DIRECTOR, Role.SUPERVISOR):
        end_what_is_over(server, welcome.token)
    return replace(welcome, mark=mark if device_id is not None else device_mark(key, member.id))


def _checked_keys(server: Server, member: StaffMember | None, password: Passphrase) -> PasswordKeys | None:
    if member is None or member.password_verifier is None:
        new_password_keys(password, server.argon2_cost)
        return None
    keys = derive_for(member, password)
    return keys if verifier_matches(keys.login_verifier, member.password_verifier) else None


def _welcome(
    server: Server,
    staff_id: UUID,
    keys: PasswordKeys,
    counters: dict[str, int],
    *,
    device: str,
    address: str,
) -> Welcome:
    now = server.clock.now()
    with server.store.writing() as session:
        # Locked, because every visit writes what it saw into the row: two sign-ins at once wait for each other here.
        member = session.get_one(StaffMember, staff_id, with_for_update=True)
        account = account_facts(server, session, member)
        if account.state is AccountState.DISABLED or account.has_ended(now):
            record_within(session, "sign_in.refused", actor_id=staff_id, now=now, subjects=(staff_id,))
            server.store.commit(session)
            raise AccountEnded
        private = open_by_password(member, keys, server.installation_id)
        broken = compare_and_pin(server, session, member, private)
        token = start_session(session, server, member, private, device=device, address=address)
        throttling.forget(session, counters)
        record_within(
            session,
            "sign_in",
            actor_id=staff_id,
            now=now,
            base_id=account.base_id,
            subjects=(staff_id,),
            broken=",".join(broken) or None,
        )
    return Welcome(token, staff_id, account.role, broken)


def account_facts(server: Server, session: Session, member: StaffMember) -> AccountFacts:
    """Return what is believed of an account before anybody is signed in."""
    return AccountFacts.of(verified_directory(server.store, session, server.installation_id), member)


def compare_and_pin(
    server: Server, session: Session, member: StaffMember, private: PersonPrivateKeys
) -> tuple[PinBroken, ...]:
    """Compare with the last visit; remember the current heads only if the last ones still agree."""
    directory = verified_directory(server.store, session, server.installation_id)
    broken = compare_pins(member, private, directory).broken_with_trail(session)
    if not broken and directory.root is not None:
        write_pins(session, member, private, directory)
    return broken


def has_fresh_proof(work: UnitOfWork) -> bool:
    """Tell whether the password was given within the last five minutes."""
    return work.proved_at is not None and work.now - work.proved_at < FRESH_PROOF


def require_fresh_proof(work: UnitOfWork) -> None:
    """Raise FreshProofNeeded unless the person has proved themselves within five minutes.

    Every step that needs it (export, packet, roles, circles) calls this one function, so a second factor can be added
    in one place.
    """
    if not has_fresh_proof(work):
        raise FreshProofNeeded


def prove_again(server: Server, work: UnitOfWork, password: str, *, address: str) -> None:
    """Check the password again and note the proof. Begins writing. Raises TooMany or SignInFailed."""
    counters = throttling.counters(server.secret.cookie_key(), account=work.person.username, address=address)
    throttling.check(work.session, counters, now=work.now)
    member = work.session.get_one(StaffMember, work.person.id)
    work.end_transaction()
    if _checked_keys(server, member, Passphrase(password)) is None:
        with server.store.writing() as session:
            throttling.count_failure(session, counters, now=work.now)
        record_alone(
            server.store,
            "proof.failed",
            actor_id=work.person.id,
            now=work.now,
            visibility=Visibility.SYSTEM,
        )
        raise SignInFailed
    work.begin_writing()
    note_proof(server, work)
    work.record("proof.given", visibility=Visibility.SYSTEM)
