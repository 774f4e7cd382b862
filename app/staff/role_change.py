"""Changes a person's role or base: a new signed statement, then the circles and assignments that follow."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.access.scope import require
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import home_day
from app.foundation.permissions import Permission
from app.foundation.roles import BASED_ROLES, FLAGS_OF_ROLE, Flag, Role
from app.keyring.directory import KnownPerson
from app.keyring.entitlement import READS_ENCOUNTERS
from app.keyring.known_directory import directory_for
from app.keyring.policy import DUTY_OF_ROLE
from app.keyring.root import certifying_signer
from app.staff.account_facts import AccountState
from app.staff.case_places import drop_own_copies, end_case_places
from app.staff.duties import move_circles, state_anew
from app.staff.members import account, check_mark, facts_of
from app.staff.worker_codes import code_to_state
from app.unit_of_work import UnitOfWork, Visibility
from models.base import Base
from models.staff_member import StaffMember


@dataclass(frozen=True)
class RoleInput:
    """What a person becomes. `base_id` is None for roles without a base."""

    role: Role
    base_id: UUID | None
    ends_on: date | None = None


def change_role(work: UnitOfWork, staff_id: UUID, new: RoleInput, *, version: int) -> list[UUID]:
    """Change a person's role or base. Directors only.

    `version` is the account's mark when the form was opened. Ends memberships, assignments and copies that no longer
    fit, and admits the person to the circles of the new role. Returns the circles that somebody else must give.
    Raises Refused, Conflict, or NotAllowedNow with `not-active`, `yourself-role`, `base-missing`,
    `end-missing`, `flags-first`, `same-role` or `last-holder`.
    """
    require(work, Permission.BASE_MANAGE)
    member = account(work, staff_id)
    check_mark(work, member, version)
    known = directory_for(work).people.get(staff_id)
    if known is None or facts_of(work, member).state is not AccountState.ACTIVE:
        raise NotAllowedNow("not-active")
    _check(work, member, known, new)
    signer = certifying_signer(work)
    code = code_to_state(work.session, directory_for(work), member)
    anew = replace(known, role=new.role, base_id=new.base_id, ends_on=new.ends_on, worker_code=code)
    state_anew(work, anew, signer=signer)
    moved = known.base_id != new.base_id
    fitting = [DUTY_OF_ROLE[new.role]] if new.role in DUTY_OF_ROLE and not moved else []
    end_case_places(work, staff_id, but=fitting)
    if moved or new.role not in READS_ENCOUNTERS:
        drop_own_copies(work, staff_id)
    member.role, member.base_id, member.ends_on = new.role.value, new.base_id, new.ends_on
    work.record(
        "account.role_changed",
        subjects=[staff_id],
        base_id=new.base_id,
        visibility=Visibility.SYSTEM,
        before=known.role.value,
        after=new.role.value,
    )
    return move_circles(work, staff_id, signer=signer)


def _check(work: UnitOfWork, member: StaffMember, known: KnownPerson, new: RoleInput) -> None:
    if member.id == work.person.id:
        raise NotAllowedNow("yourself-role")
    if (known.role, known.base_id) == (new.role, new.base_id):
        raise NotAllowedNow("same-role")
    if (new.role in BASED_ROLES) != (new.base_id is not None):
        raise NotAllowedNow("base-missing")
    if new.base_id is not None and work.session.get(Base, new.base_id) is None:
        raise NotAllowedNow("base-missing")
    if new.role is Role.VOLUNTEER and (new.ends_on is None or new.ends_on <= home_day(work.now)):
        raise NotAllowedNow("end-missing")
    refuse_unlikely(DayMeaning.ACCOUNT_END, new.ends_on, home_day(work.now))
    of_base = known.flags - {Flag.SAFEGUARDING}
    if known.flags - FLAGS_OF_ROLE[new.role] or (of_base and known.base_id != new.base_id):
        raise NotAllowedNow("flags-first")
