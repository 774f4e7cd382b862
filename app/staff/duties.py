"""Gives and removes duties in addition to a role, by a new signed statement."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.access.scope import require
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import home_day
from app.foundation.permissions import Permission
from app.foundation.roles import FLAGS_OF_ROLE, Flag, Role
from app.keyring.adding_statements import Signer
from app.keyring.admitting import admit_to_circles, circles_wanted, state_person
from app.keyring.directory import KnownPerson
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer
from app.keyring.safeguarding_acts import is_held
from app.staff.account_facts import AccountState
from app.staff.circle_places import joined_circles, leave_circles, refuse_last_holder
from app.staff.members import account, check_mark, facts_of
from app.unit_of_work import UnitOfWork, Visibility


def change_flags(
    work: UnitOfWork,
    staff_id: UUID,
    flags: frozenset[Flag],
    *,
    acting_until: datetime | None = None,
    version: int | None = None,
) -> list[UUID]:
    """Give a person different duties in addition to their role, by a new signed statement. Directors only.

    `acting_until` ends the duty of an acting director; `version` is the account's mark when the form was opened.
    Removing a duty ends the membership of its circle. A member of `safeguarding` is un-named by two of three.
    Returns circles that are pending. Raises Conflict, or NotAllowedNow with `not-active`, `yourself-duties`,
    `volunteer-flags`, `flag-role`, `acting-end`, `last-holder`, or `two-of-three` for a member of safeguarding.
    """
    require(work, Permission.BASE_MANAGE)
    if staff_id == work.person.id:
        raise NotAllowedNow("yourself-duties")
    member = account(work, staff_id)
    if version is not None:
        check_mark(work, member, version)
    known = directory_for(work).people.get(staff_id)
    if known is None or facts_of(work, member).state is not AccountState.ACTIVE:
        raise NotAllowedNow("not-active")
    _check_flags(known.role, flags)
    _check_end(flags, acting_until, now=work.now)
    if Flag.SAFEGUARDING not in flags and is_held(directory_for(work), staff_id):
        raise NotAllowedNow("two-of-three")
    signer = certifying_signer(work)
    state_anew(work, replace(known, flags=flags, acting_until=acting_until), signer=signer)
    work.record(
        "account.flags_changed",
        subjects=[staff_id],
        base_id=member.base_id,
        visibility=Visibility.SYSTEM,
        flags=",".join(sorted(flags)),
    )
    return move_circles(work, staff_id, signer=signer)


def state_anew(work: UnitOfWork, known: KnownPerson, *, signer: Signer) -> None:
    """State again what is known of a person, with the keys that the directory already vouches for.

    Never with the keys in their row: somebody may have changed it.
    """
    state_person(
        work,
        known.id,
        known.keys,
        key_version=known.key_version,
        role=known.role,
        base_id=known.base_id,
        flags=known.flags,
        name=known.name,
        signer=signer,
        worker_code=known.worker_code,
        ends_on=known.ends_on,
        acting_until=known.acting_until,
    )


def _check_end(flags: frozenset[Flag], acting_until: datetime | None, *, now: datetime) -> None:
    if (Flag.ACTING_DIRECTOR in flags) != (acting_until is not None and acting_until > now):
        raise NotAllowedNow("acting-end")
    if acting_until is not None:
        # The moment is the midnight after the last day.
        refuse_unlikely(DayMeaning.DUTY_END, home_day(acting_until) - timedelta(days=1), home_day(now))


def _check_flags(role: Role, flags: frozenset[Flag]) -> None:
    if role is Role.VOLUNTEER and flags:
        raise NotAllowedNow("volunteer-flags")
    if flags - FLAGS_OF_ROLE[role]:
        raise NotAllowedNow("flag-role")


def move_circles(work: UnitOfWork, staff_id: UUID, *, signer: Signer) -> list[UUID]:
    """Bring a person's circles in line with their newest statement: leave some, join others.

    Returns the circles that somebody else must give. Raises NotAllowedNow with `last-holder`.
    """
    directory = directory_for(work)
    wanted = circles_wanted(directory, staff_id)
    leaving = [circle for circle in joined_circles(directory, staff_id) if circle not in wanted]
    refuse_last_holder(work, staff_id, leaving)
    leave_circles(work, staff_id, leaving, signer=signer)
    return admit_to_circles(work, staff_id, signer=signer)
