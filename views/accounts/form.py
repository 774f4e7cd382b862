"""What the pages of new accounts need: the choices of role and base, and the invitation shown once."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotAllowedNow
from app.foundation.roles import ROLE_LABELS, Role
from app.staff.account_pages import AccountPage, account_page, bases_to_choose, roles_to_choose
from app.staff.accounts import AccountInput, make_shell
from app.unit_of_work import UnitOfWork
from forms.accounts import NO_BASE, NewAccountForm
from views.web.form_reading import forget_restored, form_status, read_form, record_id, uuid_or_none, was_sent
from views.web.guard import this_server
from views.web.printing import qr
from views.web.reasons import add_reasons


def created(work: UnitOfWork) -> ResponseReturnValue:
    """Show the form of a new account, or make it and show its invitation. Raises AlreadyDone."""
    roles, bases = roles_to_choose(work), bases_to_choose(work)
    only_base = str(bases[0][0]) if len(bases) == 1 else ""
    form = read_form(work, NewAccountForm, base_id=only_base)
    form.role.choices = [(role.value, ROLE_LABELS[role]) for role in roles]
    form.base_id.choices = base_choices(bases, all_roles=len(roles) == len(Role))
    if was_sent(form):
        new = AccountInput(
            record_id(form.record_id),
            form.username.data or "",
            form.display_name.data or "",
            Role(form.role.data),
            uuid_or_none(form.base_id.data),
            form.ends_on.data,
        )
        try:
            code = make_shell(work, new)
            forget_restored(work)
            work.session.flush()
            return link_page(code, account_page(work, new.id))
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    return render_template("accounts/new.html", form=form), form_status()


def base_choices(bases: tuple[tuple[UUID, str], ...], *, all_roles: bool) -> list[tuple[str, str]]:
    """Return the bases to choose from; "no base" where roles without one may be chosen."""
    none = [("", NO_BASE)] if all_roles or not bases else []
    return [*none, *((str(id_), name) for id_, name in bases)]


def link_page(code: str, page: AccountPage) -> ResponseReturnValue:
    """Show an invitation's link, once: to copy, to scan, to print."""
    way = url_for("invitation.accept", code=code)
    site = this_server().settings.public_url or request.host_url.rstrip("/")
    return render_template("accounts/invitation.html", page=page, link=site + way, code=qr(site + way))
