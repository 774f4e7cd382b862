"""Signing in: throttled, deliberately slow, the same for names that do not exist, and alert to old heads."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.gate import record_alone, record_within
from app.foundation.clock import is_ahead
from app.foundation.errors import FreshProofNeeded, SignedOut, WayhomeError
from app.foundation.roles import Role
from app.keyring.directory import Directory
from app.keyring.known_directory import verified_directory
from app.server import Server
from app.sign_in import throttling
from app.sign_in.generations import are_over
from app.sign_in.known_devices import device_mark, known_device
from app.sign_in.pins import PinBroken, compare_pins, write_pins
from app.sign_in.private_keys import (
    derive_to_open,
    has_password,
    new_password_keys,
    open_by_password,
    opening,
)
from app.sign_in.sessions import FRESH_PROOF, note_proof, start_session
from app.staff.account_facts import AccountFacts, AccountState
from app.staff.endings import end_what_is_over
from app.unit_of_work import UnitOfWork, Visibility
from app.vault.passwords import PasswordKeys
from app.vault.person_keys import PersonPrivateKeys
from app.vault.secrets import Passphrase
from models.staff_member import StaffMember


class SignInFailed(throttling.WrongGuess):
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
    name, key = normalise_username(username), server.secret.counter_key()
    counters = throttling.counters(key, account=name, address=address)
    with server.store.reading() as session:
        member = session.scalars(select(StaffMember).where(StaffMember.username == name)).one_or_none()
        device_id = known_device(key, member.id, mark) if member else None
        if device_id is not None:
            counters = throttling.device_counter(key, device_id=device_id)
        if member is not None:
            session.expunge(member)
    with throttling.counted(server.store, counters, clock=server.clock) as attempt:
        keys = _checked_keys(server, member, Passphrase(password))
        if member is None or keys is None:
            _record_failure(server, member)
            raise SignInFailed
        welcome = _welcome(server, member.id, keys, attempt, device=device, address=address)
    if not welcome.broken and welcome.role in (Role.DIRECTOR, Role.SUPERVISOR):
        end_what_is_over(server, welcome.token)
    return replace(welcome, mark=mark if device_id is not None else device_mark(key, member.id))


def _record_failure(server: Server, member: StaffMember | None) -> None:
    with server.store.writing() as session:
        record_within(
            session,
            "sign_in.failed",
            actor_id=None,
            now=server.clock.now(),
            subjects=(member.id,) if member else (),
        )


def _checked_keys(server: Server, member: StaffMember | None, password: Passphrase) -> PasswordKeys | None:
    if member is None or not has_password(member):
        new_password_keys(password, server.argon2_cost)
        return None
    return derive_to_open(member, password)


def _welcome(
    server: Server,
    staff_id: UUID,
    keys: PasswordKeys,
    attempt: throttling.Attempt,
    *,
    device: str,
    address: str,
) -> Welcome:
    now = server.clock.now()
    with server.store.writing() as session:
        # Locked, because every visit writes what it saw into the row: two sign-ins at once wait for each other here.
        member = session.get_one(StaffMember, staff_id, with_for_update=True)
        directory = verified_directory(server.store, session, server.installation_id)
        account = AccountFacts.of(directory, member)
        if account.state is AccountState.DISABLED or account.has_ended(now):
            record_within(session, "sign_in.refused", actor_id=staff_id, now=now, subjects=(staff_id,))
            server.store.commit(session)
            raise AccountEnded
        private = _opened(directory, member, keys)
        broken = compare_and_pin(server, session, member, private)
        generation = directory.generation_of(staff_id)
        token = start_session(
            session, server, member, private, generation=generation, device=device, address=address
        )
        attempt.succeeded(session)
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


def _opened(directory: Directory, member: StaffMember, keys: PasswordKeys) -> PersonPrivateKeys:
    """Open the person's keys with a password that fitted. Raises SignInFailed or AccountEnded."""
    holder = opening(member, keys)
    if holder is None:
        # Somebody set another password, or admitted other keys, while this one was worked out.
        raise SignInFailed
    private = open_by_password(holder, keys, directory.installation_id)
    if are_over(directory, member.id, private.public):
        # An older row was put back: its password opens keys that a statement has ended.
        raise AccountEnded
    return private


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
    """Tell whether the password was given within the last five minutes. A proof in the future proves nothing."""
    if work.proved_at is None or is_ahead(work.proved_at, work.now):
        return False
    return work.now - work.proved_at < FRESH_PROOF


def require_fresh_proof(work: UnitOfWork) -> None:
    """Raise FreshProofNeeded unless the person has proved themselves within five minutes.

    The guard calls this one function for every permission in `FRESH_PROOF`, so a second factor can be added in one
    place.
    """
    if not has_fresh_proof(work):
        raise FreshProofNeeded


def prove_again(server: Server, work: UnitOfWork, password: str, *, mark: str = "") -> None:
    """Check the password again and note the proof. Begins writing. `mark` is the device's, as at sign-in.

    Counted by session and device: nobody who is not signed in here can make the person wait. Raises TooMany or
    SignInFailed.
    """
    member = work.session.get_one(StaffMember, work.person.id)
    work.end_transaction()
    with throttling.counted(server.store, _counters_of(server, work, mark), clock=server.clock) as attempt:
        if _checked_keys(server, member, Passphrase(password)) is None:
            record_alone(
                server.store,
                "proof.failed",
                actor_id=work.person.id,
                now=work.now,
                visibility=Visibility.SYSTEM,
            )
            raise SignInFailed
        work.begin_writing()
        attempt.succeeded(work.session)
    note_proof(server, work)
    work.record("proof.given", visibility=Visibility.SYSTEM)


def _counters_of(server: Server, work: UnitOfWork, mark: str) -> dict[str, int]:
    key = server.secret.counter_key()
    if work.session_id is None:
        raise SignedOut
    counters = throttling.session_counter(key, session_id=work.session_id)
    device_id = known_device(key, work.person.id, mark)
    return counters | (throttling.device_counter(key, device_id=device_id) if device_id else {})
