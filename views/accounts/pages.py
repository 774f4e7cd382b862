"""Other people's accounts: the list, new shells and invitations, admission, roles and duties, closing."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.removal_reasons import RemovalReason
from app.staff.account_facts import STATE_LABELS, AccountState
from app.staff.account_pages import (
    AccountFilter,
    account_page,
    accounts_page,
)
from app.staff.accounts import Details, change_details
from app.staff.admission import admission_terms, admit
from app.staff.compromised import end_keys as end_their_keys
from app.staff.invitations import invite_again
from app.staff.pending import give, pending_lines
from app.staff.role_change import RoleInput, change_role
from app.staff.without_account import person_without_account
from app.staff.without_account import remove_without_account as remove
from app.unit_of_work import UnitOfWork
from forms.accounts import (
    AccountFilterForm,
    AdmitForm,
    CloseForm,
    DetailsForm,
    DutiesForm,
    RemovalForm,
    RoleForm,
)
from views.accounts.closing import closed
from views.accounts.form import created, link_page
from views.accounts.role_form import duties_now, give_duties, offer_duties, offer_roles
from views.accounts.words import WORDS, both_versions, terms_in_words
from views.web.form_flow import Saving, save_edit
from views.web.form_reading import form_status, read_both, read_form, uuid_or_none, was_sent
from views.web.guard import GuardedBlueprint
from views.web.kept_filters import filters_stay
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from
from views.web.reasons import add_reasons

bp = GuardedBlueprint("accounts", __name__)
ONE = "/settings/accounts/<uuid:staff_id>"
SHOW = "accounts.show_account"
CHANGED_SINCE = N_(
    "The account was changed after this page showed it to you. Nobody is admitted yet: compare, and ask who changed it."
)


@bp.guarded("/settings/accounts/", requires=Permission.ACCOUNT_READ)
@filters_stay
def list_accounts(work: UnitOfWork) -> ResponseReturnValue:
    """Show the accounts this person may see, filtered by state and base."""
    state, base_id = request.args.get("state", ""), uuid_or_none(request.args.get("base"))
    wanted = AccountFilter(AccountState(state) if state in list(AccountState) else None, base_id)
    page = accounts_page(work, wanted, page=page_number())
    form = AccountFilterForm(state=state, base=str(base_id or ""))
    form.state.choices = [("", N_("All")), *((s.value, label) for s, label in STATE_LABELS.items())]
    form.base.choices = [("", N_("All")), *((str(id_), name) for id_, name in page.bases)]
    ways = ways_from(page.page, has_more=page.page * page.PAGE_SIZE < page.total)
    return render_template("accounts/list.html", page=page, form=form, ways=ways, words=WORDS)


@bp.form("/settings/accounts/new", requires=Permission.ACCOUNT_SHELL)
def new_account(work: UnitOfWork) -> ResponseReturnValue:
    """Make an account shell, and show its invitation once."""
    try:
        return created(work)
    except AlreadyDone as done:
        return redirect_done(SHOW, "already-saved", staff_id=done.facts["record_id"])


@bp.guarded(ONE, requires=Permission.ACCOUNT_READ)
def show_account(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Show one account and what may be done with it."""
    return render_template("accounts/show.html", page=account_page(work, staff_id), words=WORDS)


@bp.form(f"{ONE}/invite", requires=Permission.ACCOUNT_SHELL)
def invite(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Make a new invitation, after saying what it does to somebody who already has keys."""
    return _inviting(work, staff_id, invite_again, "accounts/invite.html")


@bp.form(f"{ONE}/compromised", requires=Permission.ACCOUNT_ADMIT)
def end_keys(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """End somebody's keys at once, because somebody else may know them, and show a new invitation once."""
    return _inviting(work, staff_id, end_their_keys, "accounts/compromised.html")


def _inviting(
    work: UnitOfWork, staff_id: UUID, act: Callable[[UnitOfWork, UUID], str], template: str
) -> ResponseReturnValue:
    """Ask, then do what ends with a new invitation, which is shown once."""
    page = account_page(work, staff_id)
    form = CloseForm(request.form)
    if request.method == "POST":
        try:
            code = act(work, staff_id)
            return link_page(code, account_page(work, staff_id))
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    return render_template(template, page=page, form=form, words=WORDS), form_status()


@bp.form(f"{ONE}/admit", requires=Permission.ACCOUNT_ADMIT)
def admit_person(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Compare the six words somebody reads from their screen, and admit them."""
    page = account_page(work, staff_id)
    terms = admission_terms(work, staff_id)
    form = read_form(work, AdmitForm, shown=terms.as_text())
    saving = Saving()
    if was_sent(form):
        try:
            admit(work, staff_id, form.six_words.data or "", shown=form.shown.data or "")
            return _changed(work, staff_id, "admitted")
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
        except Conflict:
            saving = Saving(both_versions(work, terms, form.shown.data or ""), is_conflict=True)
            form.form_errors.append(CHANGED_SINCE)
            form.shown.data = terms.as_text()
    said = {"page": page, "saving": saving, "terms": terms_in_words(work, terms), "words": WORDS}
    return render_template("accounts/admit.html", form=form, **said), saving.status


@bp.form(f"{ONE}/details", requires=Permission.ACCOUNT_ADMIT)
def edit_details(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Correct a name, or the last day of an account."""
    page = account_page(work, staff_id)
    form, theirs = read_both(work, DetailsForm, fields_of(page))
    return save_edit(
        form,
        lambda version: change_details(work, staff_id, document_from(form, Details), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, staff_id=staff_id),
        shows=partial(render_template, "accounts/details.html", page=page, form=form),
    )


@bp.form(f"{ONE}/role", requires=Permission.BASE_MANAGE)
def edit_role(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Change a person's role or base, after saying what that ends."""
    page = account_page(work, staff_id)
    form, theirs = read_both(work, RoleForm, fields_of(page), offer=partial(offer_roles, work))
    return save_edit(
        form,
        lambda version: change_role(work, staff_id, document_from(form, RoleInput), version=version),
        theirs=theirs,
        done="role-changed",
        leads_to=partial(_changed, work, staff_id),
        shows=partial(render_template, "accounts/role.html", page=page, form=form, words=WORDS),
    )


@bp.form(f"{ONE}/duties", requires=Permission.BASE_MANAGE)
def edit_duties(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Give or remove further duties."""
    page = account_page(work, staff_id)
    form, theirs = read_both(work, DutiesForm, duties_now(page), offer=partial(offer_duties, page))
    return save_edit(
        form,
        lambda _version: give_duties(work, staff_id, form),
        theirs=theirs,
        done="duties-changed",
        leads_to=partial(_changed, work, staff_id),
        shows=partial(render_template, "accounts/duties.html", page=page, form=form, words=WORDS),
    )


@bp.form(f"{ONE}/close", requires=Permission.ACCOUNT_ADMIT)
def close(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Close an account, after saying what that ends, and who takes what its owner holds."""
    return closed(work, staff_id)


@bp.guarded(f"{ONE}/pending", requires=Permission.ACCOUNT_ADMIT, methods=("POST",))
def give_pending(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Give one step of what a person still waits for."""
    given = give(work, staff_id, request.form.get("press_key", ""))
    return redirect_done(SHOW, "given" if given else "not-given", staff_id=staff_id)


@bp.guarded(f"{ONE}/pending", requires=Permission.ACCOUNT_ADMIT)
def show_pending(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Lead to the account, which shows the list: a proof given for a step comes back this way."""
    account_page(work, staff_id)  # whoever may not see the account is not told that there is one
    return redirect(url_for(SHOW, staff_id=staff_id, done=request.args.get("done")))


@bp.form("/settings/accounts/without/<uuid:person_id>", requires=Permission.BASE_MANAGE)
def remove_without_account(work: UnitOfWork, person_id: UUID) -> ResponseReturnValue:
    """Take somebody who is vouched for but has no account out of the key directory, for a reason."""
    person = person_without_account(work, person_id)
    form = read_form(work, RemovalForm)
    if was_sent(form):
        try:
            remove(work, person_id, RemovalReason(form.why.data))
            return redirect_done("accounts.list_accounts", "removed-without-account")
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    page = render_template("accounts/without_account.html", person=person, form=form, words=WORDS)
    return page, form_status()


def _changed(work: UnitOfWork, staff_id: UUID, done: str) -> ResponseReturnValue:
    has_more = done != "already-saved" and pending_lines(work, staff_id)
    left = f"{done}-pending" if has_more else done
    return redirect_done(SHOW, left, staff_id=staff_id)
