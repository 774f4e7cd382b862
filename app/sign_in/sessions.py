"""Sign-in sessions: the token in the cookie is the only thing that opens them."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from app.database.store import Turn
from app.foundation.clock import SET_BACK, has_ended, is_within
from app.foundation.errors import NotVisible, SignedOut, WillNotOpen
from app.foundation.people import Person
from app.keyring.known_directory import verified_directory
from app.server import Server
from app.sign_in.admission_status import AdmissionStatus, admission_status
from app.sign_in.ended_sessions import ended_sessions, note_ended
from app.sign_in.form_marks import FormMark
from app.sign_in.generations import are_over, end_own_generation
from app.sign_in.sent_forms import forget_old_forms
from app.sign_in.session_seal import (
    ABSOLUTE,
    IDLE,
    SessionFacts,
    is_as_written,
    is_theirs,
    open_session,
    say_whose,
    seal_session,
)
from app.staff.account_facts import AccountFacts, AccountState
from app.unit_of_work import Mode, UnitOfWork
from app.vault.keychain import Keychain
from app.vault.person_keys import PersonPrivateKeys
from app.vault.secrets import Secret
from app.vault.session_tokens import new_token, token_from_text, token_hash, token_to_text
from app.vault.signing import VerifyKey
from models.sign_in_session import SignInSession
from models.staff_member import StaffMember

FRESH_PROOF = timedelta(minutes=5)
RESCUE = timedelta(hours=24)
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """A resumed session: the person, their keys, and whether they were admitted yet."""

    person: Person
    keychain: Keychain
    session_id: UUID
    token: Secret = field(repr=False)
    status: AdmissionStatus
    locale: str
    theme: str
    proved_at: datetime
    touch_due: bool

    @property
    def is_admitted(self) -> bool:
        """Whether the person may see more than their own account."""
        return self.status is AdmissionStatus.ADMITTED


def start_session(
    session: Session,
    server: Server,
    member: StaffMember,
    private: PersonPrivateKeys,
    *,
    generation: int,
    device: str,
    address: str,
) -> str:
    """Begin a session and return its token for the cookie. The row holds only the token's hash.

    `generation` is what the key directory states for the person.
    """
    token, now = new_token(), server.clock.now()
    erase_overdue_keys(session, now)
    forget_old_forms(session, now)
    row = SignInSession(
        id=uuid4(),
        staff_id=member.id,
        token_hash=token_hash(token),
        created_at=now,
        device=device[:80],
        address=address[:64],
    )
    facts = SessionFacts(made_at=now, seen_at=now, proved_at=now, generation=generation)
    seal_session(row, token, private, facts, installation_id=server.installation_id)
    say_whose(row, token, installation_id=server.installation_id)
    session.add(row)
    return token_to_text(token)


def resume(server: Server, session: Session, token_text: str) -> SignedIn:
    """Resume a session from its cookie. Raises SignedOut when it has ended or never existed."""
    token, now = token_from_text(token_text), server.clock.now()
    row, private, facts = _living(server, session, token)
    member = session.get(StaffMember, row.staff_id)
    if member is None:
        raise SignedOut
    directory = verified_directory(server.store, session, server.installation_id)
    account = AccountFacts.of(directory, member)
    if account.state is AccountState.DISABLED or account.has_ended(now):
        raise SignedOut
    if facts.generation != directory.generation_of(member.id):
        raise SignedOut
    if are_over(directory, member.id, private.public):
        raise SignedOut
    status = admission_status(directory, member, private)
    return SignedIn(
        person=_person(account, member, status, now),
        keychain=Keychain(member.id, private),
        session_id=row.id,
        token=token,
        status=status,
        locale=member.locale,
        theme=member.theme,
        proved_at=facts.proved_by(now),
        touch_due=now - facts.seen_at >= TOUCH_EVERY,
    )


def _living(
    server: Server, session: Session, token: Secret
) -> tuple[SignInSession, PersonPrivateKeys, SessionFacts]:
    """Return a session that is still valid, by what is sealed in it; its columns can only end it sooner."""
    now = server.clock.now()
    row = session.scalars(
        select(SignInSession).where(SignInSession.token_hash == token_hash(token))
    ).one_or_none()
    if row is None or row.ended_at is not None:
        raise SignedOut
    if row.id in ended_sessions(server.store, session, now=now):
        raise SignedOut
    try:
        private, facts = open_session(row, token, installation_id=server.installation_id)
    except WillNotOpen:
        raise SignedOut from None
    if not facts.lives(now):
        raise SignedOut
    return row, private, facts


def erase_overdue_keys(session: Session, now: datetime) -> None:
    """Erase the keys of every session that has ended, idled out or expired: its cookie then opens nothing."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.keys_by_token.is_not(None), _overdue(now))
        .values(keys_by_token=None)
    )


def erase_if_overdue(server: Server, token_text: str) -> None:
    """Erase keys at once when a cookie of an expired session comes back; writes only if any are left."""
    try:
        hashed = token_hash(token_from_text(token_text))
    except SignedOut:
        return
    now = server.clock.now()
    kept = select(SignInSession.id).where(
        SignInSession.token_hash == hashed, SignInSession.keys_by_token.is_not(None), _overdue(now)
    )
    with server.store.reading() as session:
        found = session.scalars(kept).one_or_none()
    if found is not None:
        with server.store.writing() as session:
            erase_overdue_keys(session, now)


def _overdue(now: datetime) -> ColumnElement[bool]:
    return or_(
        SignInSession.ended_at.is_not(None),
        SignInSession.ends_at <= now,
        SignInSession.last_seen_at <= now - IDLE,
        SignInSession.last_seen_at > now + SET_BACK,
    )


def _person(account: AccountFacts, member: StaffMember, status: AdmissionStatus, now: datetime) -> Person:
    """Return the person as the signed directory vouches for them, without duties while they are waiting."""
    flags = account.living_flags(now) if status is AdmissionStatus.ADMITTED else frozenset()
    return Person(
        id=member.id,
        username=member.username,
        display_name=account.name,
        worker_code=account.worker_code,
        role=account.role,
        base_id=account.base_id,
        flags=flags,
    )


def touch(server: Server, signed_in: SignedIn) -> None:
    """Note that the session was used, at most once a minute."""
    with server.store.writing() as session:
        row = _locked(session, signed_in.session_id)
        if row is not None and row.ended_at is None:
            _reseal(server, row, signed_in.token, seen_at=server.clock.now())


def note_proof(server: Server, work: UnitOfWork) -> None:
    """Note in the acting person's session that the password was given now. Raises SignedOut when it has ended."""
    row = _locked(work.session, work.session_id) if work.session_id is not None else None
    if row is None or row.ended_at is not None or work.session_token is None:
        raise SignedOut
    _reseal(server, row, work.session_token, proved_at=work.now)
    work.proved_at = work.now


def _locked(session: Session, session_id: UUID) -> SignInSession | None:
    return session.get(SignInSession, session_id, with_for_update=True, populate_existing=True)


def _reseal(
    server: Server,
    row: SignInSession,
    token: Secret,
    *,
    seen_at: datetime | None = None,
    proved_at: datetime | None = None,
    generation: int | None = None,
) -> None:
    """Seal the session again with the later of each value, read again first: two requests may write at once."""
    try:
        private, facts = open_session(row, token, installation_id=server.installation_id)
    except WillNotOpen:
        raise SignedOut from None
    facts = replace(
        facts,
        seen_at=seen_at or facts.seen_at,
        proved_at=proved_at or facts.proved_at,
        generation=facts.generation if generation is None else generation,
    )
    seal_session(row, token, private, facts, installation_id=server.installation_id)


def open_work(
    server: Server, signed_in: SignedIn, mode: Mode, *, turn: Turn = Turn.BESIDE_OTHERS
) -> UnitOfWork:
    """Begin the work of one request."""
    return UnitOfWork(
        server.store,
        signed_in.person,
        signed_in.keychain,
        installation_id=server.installation_id,
        clock=server.clock,
        mode=mode,
        turn=turn,
        locks=server.locks,
        proved_at=signed_in.proved_at,
        session_id=signed_in.session_id,
        session_token=signed_in.token,
    )


def end_session(work: UnitOfWork, session_id: UUID) -> None:
    """End one of the acting person's own sessions and erase its keys. Raises NotVisible for another's."""
    row = work.session.get(SignInSession, session_id)
    if row is None or row.staff_id != work.person.id:
        raise NotVisible("sign_in_session")
    _end(row, work.now)
    note_ended(work, session_id)


def end_own_sessions(server: Server, work: UnitOfWork) -> None:
    """End every session of the acting person except this one, for good: their generation is stated to be over."""
    end_all_sessions(work.session, work.person.id, work.now, but=work.session_id)
    generation = end_own_generation(work)
    if generation is None or work.session_id is None or work.session_token is None:
        return
    row = _locked(work.session, work.session_id)
    if row is None or row.ended_at is not None:
        raise SignedOut
    _reseal(server, row, work.session_token, generation=generation)


def end_all_sessions(session: Session, staff_id: UUID, now: datetime, *, but: UUID | None = None) -> None:
    """End every session of a person, except one if it is named."""
    for row in session.scalars(living_sessions(staff_id)):
        if row.id != but:
            _end(row, now)


def end_sessions_of_other_keys(
    session: Session, staff_id: UUID, current: VerifyKey, *, installation_id: UUID, now: datetime
) -> None:
    """End the sessions of a person that were not begun with the keys that somebody vouches for now."""
    for row in session.scalars(living_sessions(staff_id)):
        if not is_as_written(row, current, installation_id=installation_id):
            _end(row, now)


def living_sessions(staff_id: UUID) -> Select[SignInSession]:
    """Return the query for a person's sessions that were not ended."""
    return select(SignInSession).where(SignInSession.staff_id == staff_id, SignInSession.ended_at.is_(None))


def _end(row: SignInSession, now: datetime) -> None:
    row.ended_at = now
    row.keys_by_token = None


@dataclass(frozen=True)
class SessionLine:
    """One line of the sessions list. Its facts are shown only if its person signed them."""

    id: UUID
    is_changed: bool
    device: str
    address: str
    started_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def sessions_list(work: UnitOfWork) -> list[SessionLine]:
    """Return the acting person's sessions that are still open, newest first."""
    own = work.keychain.private.public.sign
    lines = [
        SessionLine(
            row.id,
            not is_as_written(row, own, installation_id=work.installation_id),
            row.device,
            row.address,
            row.created_at,
            row.last_seen_at,
            row.id == work.session_id,
        )
        for row in work.session.scalars(living_sessions(work.person.id))
        if not has_ended(row.ends_at, work.now, longest=ABSOLUTE)
        and is_within(IDLE, row.last_seen_at, work.now)
    ]
    return sorted(lines, key=lambda line: line.started_at, reverse=True)


def owner_of_ended(server: Server, session: Session, token_text: str) -> StaffMember | None:
    """Return a token's owner, if its session was used less than 24 hours ago: their form can be rescued.

    The token itself proves the owner: a row that names somebody else would have the form sealed to them.
    """
    try:
        token = token_from_text(token_text)
    except SignedOut:
        return None
    row = session.scalars(
        select(SignInSession).where(SignInSession.token_hash == token_hash(token))
    ).one_or_none()
    if row is None or not is_theirs(row, token, installation_id=server.installation_id):
        return None
    return _owner_within(server, session, row)


def owner_of_marked(server: Server, session: Session, mark: FormMark) -> StaffMember | None:
    """Return whom a form was drawn for, if their session, ended or not, was used less than 24 hours ago."""
    row = session.get(SignInSession, mark.session_id)
    if row is None or row.staff_id != mark.staff_id:
        return None
    return _owner_within(server, session, row)


def _owner_within(server: Server, session: Session, row: SignInSession) -> StaffMember | None:
    if not is_within(RESCUE, row.last_seen_at, server.clock.now()):
        return None
    return session.get(StaffMember, row.staff_id)
