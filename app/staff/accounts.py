"""Account shells: made by a person in charge, and without keys until their owner makes them."""

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.scope import require
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.local_time import home_day
from app.foundation.permissions import Permission
from app.foundation.roles import BASED_ROLES, PROGRAMME_STAFF, Role
from app.foundation.text_cleaning import clean_text
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer
from app.sign_in.signing_in import normalise_username
from app.staff.admission import admit, own_six_words
from app.staff.closing import disable
from app.staff.duties import change_flags, state_anew
from app.staff.invitations import accept_invitation, invite, invite_again, invited
from app.staff.members import account_in_charge_of, check_mark, facts_of
from app.staff.worker_codes import code_to_state, free_worker_code
from app.unit_of_work import UnitOfWork, Visibility
from models.base import Base
from models.staff_member import StaffMember

__all__ = [
    "AccountInput",
    "accept_invitation",
    "admit",
    "change_details",
    "change_flags",
    "check_username",
    "disable",
    "invite_again",
    "invited",
    "make_shell",
    "own_six_words",
]

USERNAME_FORM = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


@dataclass(frozen=True)
class AccountInput:
    """What is typed to make a shell. `base_id` is None for roles without a base."""

    id: UUID
    username: str
    display_name: str
    role: Role
    base_id: UUID | None
    ends_on: date | None = None


def make_shell(work: UnitOfWork, new: AccountInput) -> str:
    """Make an account shell and return its one-time invitation, valid for seven days.

    A supervisor makes shells for programme staff of their own base; a director or a technician makes them for anyone.
    Raises Refused; AlreadyDone when the same form was sent before; or NotAllowedNow with `username-taken`,
    `username-form`, `base-missing`, `end-missing` or `end-past`.
    """
    require(work, Permission.ACCOUNT_SHELL)
    if work.person.role is Role.SUPERVISOR and (
        new.role not in PROGRAMME_STAFF or new.base_id != work.person.base_id
    ):
        raise Refused(Permission.ACCOUNT_SHELL.value)
    _refuse_second(work, new.id)
    check_username(work.session, new.username)
    _check_new(work, new)
    member = StaffMember(
        id=new.id,
        username=normalise_username(new.username),
        display_name=clean_text(new.display_name),
        worker_code=free_worker_code(work.session, directory_for(work)),
        role=new.role.value,
        base_id=new.base_id,
        state="shell",
        created_at=work.now,
        created_by=work.person.id,
        ends_on=new.ends_on,
    )
    work.session.add(member)
    return invite(work, member, "account.made")


def _refuse_second(work: UnitOfWork, staff_id: UUID) -> None:
    made = work.session.get(StaffMember, staff_id)
    if made is None:
        return
    if made.created_by == work.person.id:
        raise AlreadyDone(record_id=staff_id)
    raise Refused(Permission.ACCOUNT_SHELL.value)


def check_username(session: Session, username: str) -> None:
    """Refuse a user name in the wrong form, or one that is taken. Raises NotAllowedNow."""
    name = normalise_username(username)
    if not USERNAME_FORM.fullmatch(name):
        raise NotAllowedNow("username-form")
    if session.scalars(select(StaffMember.id).where(StaffMember.username == name)).first() is not None:
        raise NotAllowedNow("username-taken")


def _check_new(work: UnitOfWork, new: AccountInput) -> None:
    if (new.role in BASED_ROLES) != (new.base_id is not None):
        raise NotAllowedNow("base-missing")
    if new.base_id is not None and work.session.get(Base, new.base_id) is None:
        raise NotAllowedNow("base-missing")
    if not clean_text(new.display_name):
        raise NotAllowedNow("name-missing")
    _check_end(work, new.role, new.ends_on)


def _check_end(work: UnitOfWork, role: Role, ends_on: date | None) -> None:
    if role is Role.VOLUNTEER and ends_on is None:
        raise NotAllowedNow("end-missing")
    if ends_on is not None and ends_on <= home_day(work.now):
        raise NotAllowedNow("end-past")
    refuse_unlikely(DayMeaning.ACCOUNT_END, ends_on, home_day(work.now))


@dataclass(frozen=True)
class Details:
    """What may be corrected on an account. A new name is stated again, because colleagues pick people by name."""

    display_name: str
    ends_on: date | None


def change_details(work: UnitOfWork, staff_id: UUID, details: Details, *, version: int) -> None:
    """Correct a person's name or the day their account ends.

    `version` is the account's mark when the form was opened. Raises Refused, Conflict or NotAllowedNow.
    """
    member = account_in_charge_of(work, staff_id)
    check_mark(work, member, version)
    name = clean_text(details.display_name)
    if not name:
        raise NotAllowedNow("name-missing")
    before = facts_of(work, member)
    if details.ends_on != before.ends_on:
        _check_end(work, before.role, details.ends_on)
    known = directory_for(work).people.get(staff_id)
    if known is not None and known.enabled and (known.name, before.ends_on) != (name, details.ends_on):
        # A statement from before last days were signed has none, until it has a worker code too.
        code = code_to_state(work.session, directory_for(work), member)
        anew = replace(known, name=name, ends_on=details.ends_on, worker_code=code)
        state_anew(work, anew, signer=certifying_signer(work))
    member.display_name = name
    member.ends_on = details.ends_on
    work.record(
        "account.details_changed",
        subjects=[staff_id],
        base_id=member.base_id,
        visibility=Visibility.SYSTEM,
    )
