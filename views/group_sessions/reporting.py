"""How a group session went: who came, that it was not held, and what children chose to show."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import ChangedOutside, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.club_sessions import CancelReason
from app.group_sessions.pages import GroupPage, group_page
from app.group_sessions.reporting import cancel_session, report_adults, report_children
from app.group_sessions.scopes import visible_session
from app.group_sessions.showing import write_shown
from app.unit_of_work import UnitOfWork
from forms.group_session import AdultsReportForm, ChildrenReportForm, NotHeldForm, ShownForm
from views.clubs.words import session_words
from views.group_sessions.blueprint import bp
from views.group_sessions.form import (
    adults_from,
    children_from,
    naming_codes,
    offer_bases,
    offer_children,
    report_fields,
    shown_fields,
    shown_from,
)
from views.group_sessions.pages import SHOW
from views.group_sessions.words import LABELS
from views.web.form_flow import save_edit, save_step
from views.web.form_reading import read_both, read_form
from views.web.notices import redirect_done


@bp.form("/groups/<uuid:group_id>/report", requires=Permission.GROUP_WRITE)
def report_group(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Write down how a session went, or correct it."""
    page = _written(work, group_id)
    return _report_adults(work, page) if page.view.kind.is_for_adults else _report_children(work, page)


def _report_adults(work: UnitOfWork, page: GroupPage) -> ResponseReturnValue:
    group_id = page.view.id
    form, theirs = read_both(work, AdultsReportForm, report_fields(page))
    return save_edit(
        form,
        lambda version: report_adults(work, group_id, adults_from(form), version=version),
        theirs=theirs,
        done="group-reported",
        leads_to=partial(redirect_done, SHOW, group_id=group_id),
        shows=partial(_shows, "adults", page, form=form),
    )


def _report_children(work: UnitOfWork, page: GroupPage) -> ResponseReturnValue:
    group_id = page.view.id
    offer = partial(offer_children, page)
    form, theirs = read_both(work, ChildrenReportForm, report_fields(page), offer=offer)
    return save_edit(
        form,
        lambda version: naming_codes(
            form, lambda: report_children(work, group_id, children_from(form), version=version)
        ),
        theirs=theirs,
        done="group-reported",
        leads_to=partial(redirect_done, SHOW, group_id=group_id),
        shows=partial(_shows, "children", page, form=form),
    )


@bp.form("/groups/<uuid:group_id>/not-held", requires=Permission.GROUP_WRITE)
def cancel_group(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Say that a session was not held, or will not be, and why."""
    page = _written(work, group_id)
    form = read_form(work, NotHeldForm, version=page.view.version)
    return save_step(
        form,
        lambda version: cancel_session(
            work, group_id, CancelReason(form.reason.data), form.words.data or "", version=version
        ),
        version=page.view.version,
        done="group-cancelled",
        leads_to=partial(redirect_done, SHOW, group_id=group_id),
        shows=partial(_shows, "not_held", page, form=form),
    )


@bp.form("/groups/<uuid:group_id>/shown", requires=Permission.GROUP_WRITE)
def show_shown(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Write down what the children who came chose to show, and where their artwork lies."""
    page = _written(work, group_id)
    form, theirs = read_both(work, ShownForm, shown_fields(page), offer=offer_bases)
    return save_edit(
        form,
        lambda version: write_shown(
            work, group_id, shown_from(work, form, page.view.base_id), version=version
        ),
        theirs=theirs,
        done="group-shown",
        leads_to=partial(redirect_done, SHOW, group_id=group_id),
        shows=partial(_shows, "shown", page, form=form),
    )


def _written(work: UnitOfWork, group_id: UUID) -> GroupPage:
    """Return the page of a session that this person may write in. Raises NotVisible, Refused, ChangedOutside."""
    visible_session(work, group_id, Permission.GROUP_WRITE)
    page = group_page(work, group_id)
    if page.view.is_changed:
        raise ChangedOutside("a group session that is not what was written", session=group_id)
    if page.view.plan is None:
        raise NotVisible("group_session")
    return page


def _shows(name: str, page: GroupPage, **values: object) -> str:
    return render_template(
        f"group_sessions/{name}.html", page=page, labels=LABELS, session_words=session_words, **values
    )
