"""Sign-in sessions: the token in the cookie is the only thing that opens them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session

from app.foundation.errors import NotVisible, SignedOut, WillNotOpen
from app.foundation.local_time import local_day
from app.foundation.people import Person
from app.foundation.roles import Flag, Role
from app.keyring.directory import Directory
from app.keyring.known_directory import verified_directory
from app.staff.form_marks import FormMark
from app.staff.pins import compare_pins
from app.staff.private_keys import open_by_token, seal_by_token
from app.staff.server import Server
from app.unit_of_work import Mode, UnitOfWork, Visibility
from app.vault.keychain import Keychain
from app.vault.person_keys import PersonPrivateKeys
from app.vault.secrets import Secret
from app.vault.session_tokens import new_token, token_from_text, token_hash, token_to_text
from models.sign_in_session import SignInSession
from models.staff_flag import StaffFlag
from models.staff_member import StaffMember

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
FRESH_PROOF = timedelta(minutes=5)
RESCUE = timedelta(hours=24)
TOUCH_EVERY = timedelta(minutes=1)


class Standing(StrEnum):
    """Whether a signed-in person may go on, or only see their own account."""

    ADMITTED = "admitted"
    AWAITING = "awaiting"
    """Nobody compared the six words yet."""
    KEYS_DIFFER = "keys differ"
    """The directory vouches for other keys than the ones this person holds: a row was changed, or they are old."""
    ROOT_DIFFERS = "root differs"
    """The directory has another root than at the last visit: everything that vouches for anyone was replaced."""
    DIRECTORY_DIFFERS = "directory differs"
    """The directory is shorter or other than at the last visit, and the person did not say yet that it is cleared up.

    Whoever lost a place since counts again: nothing must be sealed by it unawares.
    """


@dataclass(frozen=True)
class SignedIn:
    """A resumed session: who, with which keys, and whether they were admitted yet."""

    person: Person
    keychain: Keychain
    session_id: UUID
    standing: Standing
    locale: str
    theme: str
    proved_at: datetime
    touch_due: bool

    @property
    def is_admitted(self) -> bool:
        """Whether more than the person's own account is open to them."""
        return self.standing is Standing.ADMITTED


def start_session(
    session: Session,
    server: Server,
    member: StaffMember,
    private: PersonPrivateKeys,
    *,
    device: str,
    address: str,
) -> str:
    """Begin a session and return its token for the cookie. The row holds only its hash."""
    token, now = new_token(), server.clock.now()
    ends_at = now + ABSOLUTE
    erase_overdue_keys(session, now)
    session.add(
        SignInSession(
            id=uuid4(),
            staff_id=member.id,
            token_hash=token_hash(token),
            keys_by_token=seal_by_token(
                token,
                private,
                staff_id=member.id,
                installation_id=server.installation_id,
                ends_at=ends_at,
            ),
            created_at=now,
            last_seen_at=now,
            ends_at=ends_at,
            proved_at=now,
            device=device[:80],
            address=address[:64],
        )
    )
    return token_to_text(token)


def resume(server: Server, session: Session, token_text: str) -> SignedIn:
    """Resume a session from its cookie. Raises SignedOut when it has ended or was never here."""
    token = token_from_text(token_text)
    row = _living_row(server, session, token)
    member = session.get(StaffMember, row.staff_id)
    if member is None or member.state == "disabled" or _has_run_out(member, server.clock.now()):
        raise SignedOut
    try:
        private = open_by_token(
            token,
            row.keys_by_token,
            staff_id=member.id,
            installation_id=server.installation_id,
            ends_at=row.ends_at,
        )
    except WillNotOpen:
        raise SignedOut from None
    person, standing = person_facts(server, session, member, private)
    return SignedIn(
        person=person,
        keychain=Keychain(member.id, private),
        session_id=row.id,
        standing=standing,
        locale=member.locale,
        theme=member.theme,
        proved_at=row.proved_at,
        touch_due=server.clock.now() - row.last_seen_at >= TOUCH_EVERY,
    )


def _living_row(server: Server, session: Session, token: Secret) -> SignInSession:
    row = session.scalars(
        select(SignInSession).where(SignInSession.token_hash == token_hash(token))
    ).one_or_none()
    now = server.clock.now()
    if row is None or row.ended_at is not None or row.keys_by_token is None:
        raise SignedOut
    if now >= row.ends_at or now - row.last_seen_at >= IDLE:
        raise SignedOut
    return row


def erase_overdue_keys(session: Session, now: datetime) -> None:
    """Erase the keys of every session that has ended, idled out or run its time: its cookie opens nothing more."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.keys_by_token.is_not(None), _overdue(now))
        .values(keys_by_token=None)
    )


def erase_if_overdue(server: Server, token_text: str) -> None:
    """Erase keys at once when a cookie came back whose session is over; writes only when there are any left."""
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
    )


def _has_run_out(member: StaffMember, now: datetime) -> bool:
    return member.ends_on is not None and local_day(now) > member.ends_on


def person_facts(
    server: Server, session: Session, member: StaffMember, private: PersonPrivateKeys
) -> tuple[Person, Standing]:
    """Return the person with the role, base and flags that the signed directory vouches for.

    Before admission the row's word is all there is, and the person may only see their own account.
    """
    directory = verified_directory(server.store, session, server.installation_id)
    standing = _standing(directory, member, private)
    known = directory.people.get(member.id) if standing is Standing.ADMITTED else None
    flags = _living_flags(session, member.id, server.clock.now())
    if known is not None and known.acts_no_more(server.clock.now()):
        flags -= {Flag.ACTING_DIRECTOR}
    person = Person(
        id=member.id,
        username=member.username,
        display_name=member.display_name,
        worker_code=member.worker_code,
        role=known.role if known else Role(member.role),
        base_id=known.base_id if known else member.base_id,
        flags=frozenset(known.flags & flags) if known else frozenset(),
    )
    return person, standing


def _standing(directory: Directory, member: StaffMember, private: PersonPrivateKeys) -> Standing:
    pins = compare_pins(member, private, directory)
    if pins.may_be_another_root:
        return Standing.ROOT_DIFFERS
    if pins.is_another_directory:
        return Standing.DIRECTORY_DIFFERS
    known = directory.people.get(member.id)
    if member.state != "active" or known is None or not known.enabled:
        return Standing.AWAITING
    return Standing.ADMITTED if known.keys == private.public else Standing.KEYS_DIFFER


def _living_flags(session: Session, staff_id: UUID, now: datetime) -> frozenset[Flag]:
    rows = session.scalars(select(StaffFlag).where(StaffFlag.staff_id == staff_id))
    return frozenset(Flag(row.flag) for row in rows if row.ends_at is None or row.ends_at > now)


def touch(server: Server, session_id: UUID) -> None:
    """Note that the session was used, at most once a minute."""
    with server.store.writing() as session:
        session.execute(
            update(SignInSession)
            .where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
            .values(last_seen_at=server.clock.now())
        )


def open_work(server: Server, signed_in: SignedIn, mode: Mode) -> UnitOfWork:
    """Begin the work of one request."""
    return UnitOfWork(
        server.store,
        signed_in.person,
        signed_in.keychain,
        installation_id=server.installation_id,
        clock=server.clock,
        mode=mode,
        locks=server.locks,
        proved_at=signed_in.proved_at,
        session_id=signed_in.session_id,
    )


def end_session(work: UnitOfWork, session_id: UUID) -> None:
    """End one of the acting person's own sessions and erase its keys. Raises NotVisible for another's."""
    row = work.session.get(SignInSession, session_id)
    if row is None or row.staff_id != work.person.id:
        raise NotVisible("sign_in_session")
    _end(row, work.now)
    work.record("session.ended", subjects=[work.person.id], visibility=Visibility.SYSTEM)


def end_all_sessions(session: Session, staff_id: UUID, now: datetime, *, but: UUID | None = None) -> None:
    """End every session of a person, but one if it is named."""
    for row in session.scalars(living_sessions(staff_id)):
        if row.id != but:
            _end(row, now)


def living_sessions(staff_id: UUID) -> Select[SignInSession]:
    """Return the query of a person's sessions that were not ended."""
    return select(SignInSession).where(SignInSession.staff_id == staff_id, SignInSession.ended_at.is_(None))


def _end(row: SignInSession, now: datetime) -> None:
    row.ended_at = now
    row.keys_by_token = None


@dataclass(frozen=True)
class SessionLine:
    """One line of the sessions list."""

    id: UUID
    device: str
    address: str
    started_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def sessions_list(work: UnitOfWork) -> list[SessionLine]:
    """Return the acting person's sessions that are still open, newest first."""
    lines = [
        SessionLine(
            row.id, row.device, row.address, row.created_at, row.last_seen_at, row.id == work.session_id
        )
        for row in work.session.scalars(living_sessions(work.person.id))
        if work.now < row.ends_at and work.now - row.last_seen_at < IDLE
    ]
    return sorted(lines, key=lambda line: line.started_at, reverse=True)


def owner_of_ended(server: Server, session: Session, token_text: str) -> StaffMember | None:
    """Return whose session a token was, if it was used less than 24 hours ago: their form can be rescued."""
    try:
        token = token_from_text(token_text)
    except SignedOut:
        return None
    return _owner_within(server, session, SignInSession.token_hash == token_hash(token))


def owner_of_marked(server: Server, session: Session, mark: FormMark) -> StaffMember | None:
    """Return for whom a form was drawn, if their session, ended or not, was used less than 24 hours ago."""
    theirs = and_(SignInSession.id == mark.session_id, SignInSession.staff_id == mark.staff_id)
    return _owner_within(server, session, theirs)


def _owner_within(server: Server, session: Session, which: ColumnElement[bool]) -> StaffMember | None:
    row = session.scalars(select(SignInSession).where(which)).one_or_none()
    if row is None or server.clock.now() - row.last_seen_at > RESCUE:
        return None
    return session.get(StaffMember, row.staff_id)
