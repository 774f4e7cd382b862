"""Group sessions: the list, planning one, one session, how it went, what was shown, and what it said before."""

from functools import partial
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.children.origins import area_name
from app.foundation.permissions import Permission
from app.foundation.vocabulary.group_sessions import GROUP_KINDS, GroupKind
from app.group_sessions.listing import groups_page
from app.group_sessions.pages import change_page, group_before, group_page, plan_page
from app.group_sessions.planning import change_session, plan_session
from app.unit_of_work import UnitOfWork
from forms.group_session import GroupsFilterForm
from views.clubs.words import reason_of, session_words
from views.group_sessions.blueprint import bp
from views.group_sessions.form import form_of, naming_codes, offer_plan, plan_fields, plan_from
from views.group_sessions.words import LABELS, plans_before, reports_before, shown_before
from views.mistakes.words import WORDS as MARKING
from views.web.form_flow import save_edit, save_new
from views.web.form_reading import read_both, read_form
from views.web.kept_filters import filters_stay
from views.web.language import page_language
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

SHOW = "group_sessions.show_group"
_KINDS = ", ".join(GroupKind)
"""What an address may say is planned; any other word is no page."""


@bp.guarded("/groups/", requires=Permission.GROUP_READ)
@filters_stay
def list_groups(work: UnitOfWork) -> ResponseReturnValue:
    """List the group sessions this person reads, the newest day first."""
    form = GroupsFilterForm(request.args)
    kind = GroupKind(form.kind.data) if form.kind.data in list(GroupKind) else None
    page = groups_page(work, kind=kind, page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("group_sessions/list.html", page=page, form=form, ways=ways, labels=LABELS)


@bp.guarded("/groups/new", requires=Permission.GROUP_WRITE)
def choose_kind(work: UnitOfWork) -> ResponseReturnValue:  # noqa: ARG001 - every guarded view gets the work
    """Ask which kind of session is planned: each has its own questions."""
    return render_template("group_sessions/choose.html", kinds=GROUP_KINDS)


@bp.form(f"/groups/new/<any({_KINDS}):kind>", requires=Permission.GROUP_WRITE)
def new_group(work: UnitOfWork, kind: str) -> ResponseReturnValue:
    """Plan a session of one kind."""
    page = plan_page(work, GroupKind(kind))
    form = read_form(work, form_of(page.kind), **plan_fields(work, page))
    offer_plan(work, page, form)
    return save_new(
        form,
        lambda new_id: naming_codes(form, lambda: plan_session(work, new_id, page.kind, plan_from(form))),
        done="group-planned",
        leads_to=partial(redirect_done, SHOW, group_id=form.record_id.data),
        shows=partial(render_template, "group_sessions/plan.html", page=page, form=form, labels=LABELS),
    )


@bp.guarded("/groups/<uuid:group_id>", requires=Permission.GROUP_READ)
def show_group(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Show a session: who was expected and came, or the counts, and what was noticed."""
    page = group_page(work, group_id)
    return render_template(
        "group_sessions/show.html",
        page=page,
        concern_url=url_for("concerns.post_concern", group=group_id),
        labels=LABELS,
        marking=MARKING,
        session_words=session_words,
        reason_of=reason_of,
        area=area_name(page.pack, page.view.plan.area, page_language()) if page.view.plan else "",
    )


@bp.form("/groups/<uuid:group_id>/plan", requires=Permission.GROUP_WRITE)
def edit_group(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Change what was planned, or move a session that was on another day."""
    page = change_page(work, group_id)
    offer = partial(offer_plan, work, page)
    form, theirs = read_both(work, form_of(page.kind), plan_fields(work, page), offer=offer)
    return save_edit(
        form,
        lambda version: naming_codes(
            form, lambda: change_session(work, group_id, plan_from(form), version=version)
        ),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, group_id=group_id),
        shows=partial(render_template, "group_sessions/plan.html", page=page, form=form, labels=LABELS),
    )


@bp.guarded("/groups/<uuid:group_id>/before", requires=Permission.GROUP_READ)
def show_group_before(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Show what a session said before it was changed."""
    page = group_before(work, group_id)
    parts = (reports_before(page), plans_before(page), shown_before(page))
    return render_template("group_sessions/before.html", page=page, parts=parts, session_words=session_words)
