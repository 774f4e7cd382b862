"""What the forms of role and further duties are filled with, and what is read from them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.foundation.local_time import HOME_ZONE, local_day
from app.foundation.roles import FLAG_LABELS, ROLE_LABELS, Flag, Role
from app.staff.account_pages import AccountPage, bases_to_choose
from app.staff.duties import change_flags
from app.unit_of_work import UnitOfWork
from forms.accounts import DutiesForm, RoleForm
from views.accounts.form import base_choices


def offer_roles(work: UnitOfWork, form: RoleForm) -> None:
    """Offer every role and every base."""
    form.role.choices = [(role.value, ROLE_LABELS[role]) for role in Role]
    form.base_id.choices = base_choices(bases_to_choose(work), all_roles=True)


def duties_now(page: AccountPage) -> dict[str, Any]:
    """Return what the duties' form says before it is changed."""
    until = local_day(page.acting_until) - timedelta(days=1) if page.acting_until else None
    flags = [flag.value for flag in page.flags or ()]
    return {"version": page.version, "flags": flags, "acting_until": until}


def offer_duties(page: AccountPage, form: DutiesForm) -> None:
    """Offer the duties that fit the person's role."""
    form.flags.choices = [(flag.value, FLAG_LABELS[flag]) for flag in page.possible_flags]
    if Flag.ACTING_DIRECTOR not in page.possible_flags:
        del form.acting_until


def give_duties(work: UnitOfWork, staff_id: UUID, form: DutiesForm) -> None:
    """Give exactly the duties chosen; an acting director's ends with the last day given."""
    flags = frozenset(Flag(flag) for flag in form.flags.data or ())
    last_day = form.acting_until.data if "acting_until" in form else None
    until = None
    if last_day is not None and Flag.ACTING_DIRECTOR in flags:
        # To the end of that day as people on the ground count it.
        midnight = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=HOME_ZONE)
        until = midnight.astimezone(UTC)
    change_flags(work, staff_id, flags, acting_until=until, version=form.version.data)
