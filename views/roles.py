"""A person's role, base and further duties: changed by a director, with the password given again."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.local_time import HOME_ZONE, local_day
from app.foundation.permissions import Permission
from app.foundation.roles import FLAG_LABELS, ROLE_LABELS, Flag, Role
from app.staff.account_pages import AccountPage, account_page, bases_to_choose
from app.staff.duties import change_flags
from app.staff.pending import pending_lines
from app.staff.role_change import NewRole, change_role
from app.staff.sign_in import require_fresh_proof
from app.unit_of_work import UnitOfWork
from forms.accounts import DutiesForm, RoleForm
from views.account_forms import base_choices
from views.accounts import BOTH, ONE, SHOW, WORDS
from views.conflicts import Saving, try_saving
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.reading import read_form, uuid_or_none, was_sent
from views.saving import forget_restored

bp = GuardedBlueprint("roles", __name__)


@bp.guarded(f"{ONE}/role", requires=Permission.BASE_MANAGE, methods=BOTH)
def edit_role(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Change a person's role or base, after saying what that ends."""
    require_fresh_proof(work)
    page = account_page(work, staff_id)
    form = _with_bases(work, read_form(work, RoleForm, version=page.version, **_role_now(page)))
    saving = Saving()
    if was_sent(form):
        new = NewRole(Role(form.role.data), uuid_or_none(form.base_id.data), form.ends_on.data)
        saving = try_saving(
            form,
            lambda: change_role(work, staff_id, new, version=form.version.data),
            theirs=_with_bases(work, RoleForm(**_role_now(page))),
            version=page.version,
        )
        if saving.is_saved:
            return _done(work, staff_id, "role-changed")
    return render_template(
        "accounts/role.html", page=page, form=form, saving=saving, words=WORDS
    ), saving.status


@bp.guarded(f"{ONE}/duties", requires=Permission.BASE_MANAGE, methods=BOTH)
def edit_duties(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Give or take further duties."""
    require_fresh_proof(work)
    page = account_page(work, staff_id)
    form = _with_duties(page, read_form(work, DutiesForm, version=page.version, **_duties_now(page)))
    saving = Saving()
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: _change_flags(work, staff_id, form),
            theirs=_with_duties(page, DutiesForm(**_duties_now(page))),
            version=page.version,
        )
        if saving.is_saved:
            return _done(work, staff_id, "duties-changed")
    return render_template(
        "accounts/duties.html", page=page, form=form, saving=saving, words=WORDS
    ), saving.status


def _done(work: UnitOfWork, staff_id: UUID, done: str) -> ResponseReturnValue:
    forget_restored(work)
    left = f"{done}-pending" if pending_lines(work, staff_id) else done
    return redirect_done(SHOW, left, staff_id=staff_id)


def _role_now(page: AccountPage) -> dict[str, Any]:
    return {"role": page.role.value, "base_id": str(page.base_id or ""), "ends_on": page.ends_on}


def _with_bases(work: UnitOfWork, form: RoleForm) -> RoleForm:
    form.role.choices = [(role.value, ROLE_LABELS[role]) for role in Role]
    form.base_id.choices = base_choices(bases_to_choose(work), all_roles=True)
    return form


def _duties_now(page: AccountPage) -> dict[str, Any]:
    until = local_day(page.acting_until) - timedelta(days=1) if page.acting_until else None
    return {"flags": [flag.value for flag in page.flags or ()], "acting_until": until}


def _with_duties(page: AccountPage, form: DutiesForm) -> DutiesForm:
    form.flags.choices = [(flag.value, FLAG_LABELS[flag]) for flag in page.possible_flags]
    if Flag.ACTING_DIRECTOR not in page.possible_flags:
        del form.acting_until
    return form


def _change_flags(work: UnitOfWork, staff_id: UUID, form: DutiesForm) -> None:
    flags = frozenset(Flag(flag) for flag in form.flags.data or ())
    last_day = form.acting_until.data if "acting_until" in form else None
    until = None
    if last_day is not None and Flag.ACTING_DIRECTOR in flags:
        # To the end of that day as people on the ground count it.
        midnight = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=HOME_ZONE)
        until = midnight.astimezone(UTC)
    change_flags(work, staff_id, flags, acting_until=until, version=form.version.data)
