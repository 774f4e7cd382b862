"""One-time invitations, with which an account's owner makes their own keys."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.gate import record_within
from app.access.scope import require
from app.foundation.clock import is_ahead
from app.foundation.errors import NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission
from app.foundation.roles import PROGRAMME_STAFF, Role
from app.keyring.known_directory import verified_directory
from app.keyring.root import organisation_name
from app.recovery.printed_cards import PrintedCard, printed_personal
from app.server import Server
from app.sign_in.password_choice import check_new_password
from app.sign_in.sessions import start_session
from app.staff.account_facts import AccountFacts, AccountState
from app.staff.members import account, account_in_charge_of, facts_of
from app.staff.own_keys import ChosenPassword, KeysMade, derive_chosen, make_keys
from app.unit_of_work import UnitOfWork, Visibility
from app.vault import digests
from app.vault.cards import RecoveryCard
from models.staff_member import StaffMember

INVITATION_VALID_FOR = timedelta(days=7)
INVITATION_BYTES = 20


def invite(work: UnitOfWork, member: StaffMember, action: str) -> str:
    """Give an account a new one-time invitation and return its code; the row stores only the hash."""
    code = secrets.token_bytes(INVITATION_BYTES)
    member.invitation_hash = digests.sha256(code)
    member.invitation_ends_at = work.now + INVITATION_VALID_FOR
    work.record(
        action,
        subjects=[member.id],
        base_id=member.base_id,
        visibility=Visibility.SYSTEM,
        role=member.role,
    )
    return base64.b32encode(code).decode().lower()


def invite_again(work: UnitOfWork, staff_id: UUID) -> str:
    """Make a new one-time invitation: for a shell, or for somebody who lost both password and card.

    A person who was admitted before makes new keys with it and is admitted again; only that ends the old ones. Only
    somebody who may admit them can start this. If somebody else may know the old keys, `compromised.end_keys` ends
    them at once. Raises Refused, or NotAllowedNow with `account-disabled`,
    `yourself-invite` or `director-only`.
    """
    require(work, Permission.ACCOUNT_SHELL)
    member = account(work, staff_id)
    facts = facts_of(work, member)
    if facts.state is AccountState.DISABLED:
        raise NotAllowedNow("account-disabled")
    if member.id == work.person.id:
        raise NotAllowedNow("yourself-invite")
    if work.person.role is Role.SUPERVISOR and facts.role not in PROGRAMME_STAFF:
        raise Refused(Permission.ACCOUNT_SHELL.value)
    if member.public_keys is not None:
        account_in_charge_of(work, staff_id)
    return invite(work, member, "account.invited")


def invited(server: Server, session: Session, code: str) -> StaffMember:
    """Return the account that a code invites. Raises NotVisible when the code was used, has ended, or never existed."""
    try:
        raw = base64.b32decode(code.strip().upper())
    except ValueError:
        raise NotVisible("invitation") from None
    query = select(StaffMember).where(StaffMember.invitation_hash == digests.sha256(raw))
    member = session.scalars(query).one_or_none()
    if member is None or member.invitation_ends_at is None or member.state == "disabled":
        raise NotVisible("invitation")
    ends_at, now = member.invitation_ends_at, server.clock.now()
    # One that is valid for longer was made by a clock that was wrong, or opened anew in the database.
    if now > ends_at or is_ahead(ends_at, now + INVITATION_VALID_FOR):
        raise NotVisible("invitation")
    return member


@dataclass(frozen=True)
class InvitationPage:
    """What the opened invitation says. `is_renewal` when the person had keys here before."""

    organisation: str
    display_name: str
    username: str
    role: Role
    base_name: str
    ends_at: datetime
    is_renewal: bool


def invitation_page(server: Server, code: str) -> InvitationPage:
    """Return what an invitation says. Raises NotVisible when it was used, has ended, or never existed."""
    with server.store.reading() as session:
        member = invited(server, session, code)
        directory = verified_directory(server.store, session, server.installation_id)
        facts = AccountFacts.of(directory, member)
        return InvitationPage(
            organisation=organisation_name(session, directory),
            display_name=facts.name,
            username=member.username,
            role=facts.role,
            base_name=directory.base_name(facts.base_id),
            ends_at=member.invitation_ends_at or server.clock.now(),
            is_renewal=member.public_keys is not None,
        )


@dataclass(frozen=True, repr=False)
class Joined:
    """The result of making keys and beginning a session: its token, and the recovery card, shown once."""

    token: str
    card: PrintedCard


def join(server: Server, code: str, password: str, *, device: str, address: str) -> Joined:
    """Accept an invitation with a chosen password, and begin a session that waits for admission.

    Raises NotVisible, or NotAllowedNow with a reason against the password.
    """
    page = invitation_page(server, code)
    check_new_password(password, names=(page.organisation, page.display_name, page.username))
    chosen = _derive(server, code, password)
    with server.store.writing() as session:
        made = _accept(server, session, code, chosen)
        member = session.get_one(StaffMember, made.staff_id)
        directory = verified_directory(server.store, session, server.installation_id)
        token = start_session(
            session,
            server,
            member,
            made.private,
            generation=directory.generation_of(member.id),
            device=device,
            address=address,
        )
    return Joined(token, printed_personal(made.card, of=page.username))


def accept_invitation(server: Server, code: str, password: str) -> tuple[UUID, RecoveryCard]:
    """Make the person's keys from a password, and their recovery card, without a session or a password check.

    The page calls `join`. The account then waits for somebody to compare the six words. Raises NotVisible.
    """
    chosen = _derive(server, code, password)
    with server.store.writing() as session:
        made = _accept(server, session, code, chosen)
    return made.staff_id, made.card


def _derive(server: Server, code: str, password: str) -> ChosenPassword:
    with server.store.reading() as session:
        member = invited(server, session, code)
        session.expunge(member)
    return derive_chosen(server, password, beside=member)


def _accept(server: Server, session: Session, code: str, chosen: ChosenPassword) -> KeysMade:
    member = invited(server, session, code)
    directory = verified_directory(server.store, session, server.installation_id)
    made = make_keys(server, session, member, chosen, directory=directory)
    record_within(
        session,
        "account.keys_made",
        actor_id=member.id,
        now=server.clock.now(),
        base_id=member.base_id,
        subjects=(member.id,),
    )
    return made
