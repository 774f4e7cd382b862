"""People for tests: invitations, new keys and admissions in cast members' names, and what the trail says of them."""

from datetime import date
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from app.factory import StartOptions, make_app
from app.foundation.clock import MovableClock
from app.foundation.roles import Flag, Role
from app.foundation.settings import Settings
from app.staff.accounts import AccountInput, Details, change_details, make_shell
from app.staff.admission import admit, own_six_words
from app.staff.duties import change_flags
from app.staff.invitations import accept_invitation, invite_again
from app.staff.members import account, facts_of, mark_of
from app.staff.own_account import renew_keys
from app.staff.role_change import RoleInput, change_role
from app.vault.cards import RecoveryCard
from models.audit_event import AuditEvent
from models.staff_member import StaffMember
from tests.support.organisation import CHEAP_ARGON2, Organisation, password_of

GOOD_PASSWORD = "copper lantern seven bridge market"


def empty_app(settings: Settings, clock: MovableClock) -> Flask:
    """Start a house nobody has set up yet."""
    return make_app(settings, StartOptions(clock=clock, argon2_cost=CHEAP_ARGON2))


def new_account(name: str, role: Role, base_id: UUID | None, *, ends_on: date | None = None) -> AccountInput:
    """Return an account as it is typed."""
    return AccountInput(uuid4(), name, f"{name.title()} Newcomer", role, base_id, ends_on)


def shell_of(organisation: Organisation, new: AccountInput, *, by: str = "director") -> str:
    """Make a shell and return its invitation's code."""
    with organisation.writing(by) as work:
        return make_shell(work, new)


def last_day(organisation: Organisation, name: str, day: date | None, *, by: str = "director") -> None:
    """Give a cast member's account a last day, or none."""
    with organisation.writing(by) as work:
        member = account(work, organisation.ids[name])
        details = Details(facts_of(work, member).name, day)
        change_details(work, member.id, details, version=mark_of(work, member))


def six_words_of(organisation: Organisation, name: str) -> str:
    """Return the words a cast member reads from their own screen."""
    with organisation.reading(name) as work:
        return " ".join(own_six_words(work))


def renew(organisation: Organisation, name: str, *, by: str = "director") -> RecoveryCard:
    """Invite a cast member again and let them make new keys; they then wait to be admitted."""
    with organisation.writing(by) as work:
        code = invite_again(work, organisation.ids[name])
    organisation.tokens.pop(name, None)
    return accept_invitation(organisation.server, code, password_of(name))[1]


def renew_own(organisation: Organisation, name: str) -> None:
    """Let a cast member make new keys because somebody knows their password; they then wait to be admitted."""
    with organisation.reading(name) as work:
        renewed = renew_keys(organisation.server, work, GOOD_PASSWORD, device="", address="")
    organisation.tokens[name] = renewed.token


def admit_again(organisation: Organisation, name: str, *, by: str = "director") -> list[UUID]:
    """Compare the six words and admit a waiting cast member. Returns the circles that are pending."""
    words = six_words_of(organisation, name)
    with organisation.writing(by) as work:
        return admit(work, organisation.ids[name], words)


def flag(organisation: Organisation, name: str, *flags: Flag) -> list[UUID]:
    """Give a cast member exactly these further duties."""
    with organisation.writing("director") as work:
        return change_flags(work, organisation.ids[name], frozenset(flags))


def give_role(
    organisation: Organisation, name: str, role: Role, base_id: UUID | None, *, by: str = "director"
) -> list[UUID]:
    """Change a cast member's role."""
    with organisation.writing(by) as work:
        version = mark_of(work, account(work, organisation.ids[name]))
        return change_role(work, organisation.ids[name], RoleInput(role, base_id), version=version)


def row_of(organisation: Organisation, name: str) -> StaffMember:
    """Return a cast member's row as it is stored now."""
    with organisation.server.store.reading() as session:
        row = session.get_one(StaffMember, organisation.ids[name])
        session.expunge(row)
        return row


def actions(organisation: Organisation) -> list[str]:
    """Return every action of the trail, oldest first."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))
