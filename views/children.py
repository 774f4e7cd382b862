"""Children: the list, a new child, who a child is, the safe-contact rule, and the road."""

from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from app.child_page.children_list import list_page
from app.child_page.page import AskedStory, child_page
from app.children.children import (
    NewChild,
    OpenedChild,
    change_child,
    change_safe_contact,
    editable_child,
    make_child,
    was_made,
)
from app.children.duplicates import likely_same_children
from app.children.listing import Asked
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.unit_of_work import UnitOfWork
from forms.child import ChildFilterForm, NewChildForm, SafeContactForm
from views.child_actions import actions_of
from views.child_for import fields_asked_for, way_back
from views.child_forms import (
    ask_if_another,
    asked_base,
    asked_for,
    edit_form,
    fresh_edit_form,
    new_child_from,
    offer,
    offer_bases,
    offer_filter,
    profile_from,
    rule_fields,
    rule_from,
)
from views.child_words import compared, head_of
from views.conflicts import Saving, try_saving
from views.due_words import due_lines, story_lines
from views.guard import GuardedBlueprint, Writes
from views.notices import redirect_done
from views.paging import ways_from
from views.road_words import road_words
from views.web.language import page_language
from views.web.reading import page_number, read_form, was_sent
from views.web.reasons import add_reasons
from views.web.saving import forget_restored, form_status

bp = GuardedBlueprint("children", __name__)
BOTH = ("GET", "POST")


@bp.guarded("/children/", requires=Permission.PROFILE_READ)
def list_children(work: UnitOfWork) -> ResponseReturnValue:
    """List the children this person may see, filtered and sorted."""
    form = ChildFilterForm(request.args)
    offer_filter(work, form)
    asked = asked_for(work, form, page=page_number()) if form.validate() else Asked(page=page_number())
    page = list_page(work, asked)
    ways = ways_from(page.children.page, has_more=page.children.has_more)
    return render_template("children/list.html", page=page, form=form, ways=ways, is_cut=asked.is_cut)


@bp.guarded("/children/<uuid:child_id>", requires=Permission.PROFILE_READ)
def show_child(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show a child's road: who, safe contact, what happened; stage and risk to readers of the case file."""
    asked = AskedStory(_how(), page_number())
    page = child_page(work, child_id, asked, locale=page_language())
    return render_template(
        "children/show.html",
        page=page,
        actions=actions_of(page),
        due=due_lines(page.next_up, page.today),
        steps=road_words(page.road.steps) if page.road else [],
        told=story_lines(page.story.entries),
        ways=ways_from(asked.page, has_more=page.story.last < page.story.total),
    )


def _how() -> EvidenceBasis | None:
    asked = request.args.get("how", "")
    return EvidenceBasis(asked) if asked in list(EvidenceBasis) else None


@bp.guarded("/children/new", requires=Permission.PROFILE_WRITE, methods=BOTH, writes=Writes.WHEN_READY)
def new_child(work: UnitOfWork) -> ResponseReturnValue:
    """Write a new child down; who may be known already is shown first."""
    fields = fields_asked_for(work) if request.method == "GET" else {}
    form, today = read_form(work, NewChildForm, **fields), local_day(work.now)
    offer_bases(work, form)
    offer(work, form, base_id=asked_base(work, form), today=today)
    comparison = None
    if was_sent(form):
        try:
            new = new_child_from(work, form, today=today)
            likely = [] if was_made(work, new.id) else likely_same_children(work, new)
            if not likely:
                return _make(work, new, way_back(form))
            ask_if_another(form, new, likely)
            comparison = compared(work, new, likely, today)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    return render_template(
        "children/new.html", form=form, comparison=comparison, back=way_back(form)
    ), form_status()


def _make(work: UnitOfWork, new: NewChild, back: str) -> ResponseReturnValue:
    work.begin_writing()
    done = "already-saved" if was_made(work, new.id) else "child-added"
    child = make_child(work, new)
    forget_restored(work)
    if back:
        return redirect(f"{back}?child={child.id}&done={done}", code=303)
    return redirect_done("children.show_child", done, child_id=child.id)


@bp.guarded("/children/<uuid:child_id>/edit", requires=Permission.PROFILE_WRITE, methods=BOTH)
def edit_child(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Change who a child is, or show both versions when somebody saved first."""
    known, today = editable_child(work, child_id), local_day(work.now)
    form, theirs, saving = edit_form(work, known, today), fresh_edit_form(work, known, today), Saving()
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: change_child(
                work,
                child_id,
                profile_from(form, today=today, kept=known.profile.age),
                version=form.version.data,
            ),
            theirs=theirs,
            version=known.row.version,
        )
        if saving.is_saved:
            forget_restored(work)
            return redirect_done("children.show_child", "saved", child_id=child_id)
    return _form_page(work, "children/edit.html", known, form, saving)


@bp.guarded("/children/<uuid:child_id>/safe-contact", requires=Permission.PROFILE_WRITE, methods=BOTH)
def edit_safe_contact(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Set how to make contact, and how never to."""
    known = editable_child(work, child_id)
    form = read_form(work, SafeContactForm, version=known.row.version, **rule_fields(known.rule))
    theirs, saving = SafeContactForm(data=rule_fields(known.rule)), Saving()
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: change_safe_contact(work, child_id, rule_from(form), version=form.version.data),
            theirs=theirs,
            version=known.row.version,
        )
        if saving.is_saved:
            forget_restored(work)
            return redirect_done("children.show_child", "saved", child_id=child_id)
    return _form_page(work, "children/safe_contact.html", known, form, saving)


def _form_page(
    work: UnitOfWork, template: str, known: OpenedChild, form: Form, saving: Saving
) -> ResponseReturnValue:
    head = head_of(work, known)
    return render_template(template, child=head, form=form, saving=saving), saving.status
