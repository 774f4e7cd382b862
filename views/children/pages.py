"""Children: the list, a new child, who a child is, the safe-contact rule, and the road."""

from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form

from app.access.seen_by import traces_children
from app.child_page.children_list import list_page
from app.child_page.page import AskedStory, child_page
from app.children.before import child_before
from app.children.children import (
    OpenedChild,
    change_child,
    change_safe_contact,
    editable_child,
    make_child,
    was_made,
)
from app.children.documents import ChildProfile, SafeContact
from app.children.duplicates import LikelySame, likely_same_children
from app.children.listing import Asked
from app.children.origins import pack_of
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.unit_of_work import UnitOfWork
from forms.child import ChildFilterForm, EditChildForm, NewChildForm, SafeContactForm
from views.children.before import profile_told, rule_told, versions_of
from views.children.form import (
    ask_if_another,
    ask_if_recorded_before,
    asked_base,
    asked_for,
    new_child_from,
    offer,
    offer_bases,
    offer_filter,
    profile_fields,
    profile_from,
)
from views.children.new_child_for import fields_asked_for, way_back
from views.children.ways import actions_of
from views.children.words import compared, head_of
from views.chronology.words import due_lines, story_lines
from views.mistakes.words import WORDS as MARKING
from views.stage_moves.words import road_words
from views.web.form_flow import Saving, save_edit, save_new
from views.web.form_reading import read_both, read_form
from views.web.guard import GuardedBlueprint, Writes
from views.web.kept_filters import filters_stay
from views.web.language import page_language
from views.web.matching import fields_of
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

bp = GuardedBlueprint("children", __name__)


@bp.guarded("/children/", requires=Permission.PROFILE_READ)
@filters_stay
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
    """Show a child's road: who, safe contact, what happened; and stage and risk, to readers of the case file."""
    asked = AskedStory(_how(), page_number())
    page = child_page(work, child_id, asked, locale=page_language())
    return render_template(
        "children/show.html",
        page=page,
        actions=actions_of(page),
        traces=traces_children(work),
        marking=MARKING,
        due=due_lines(work, page.next_up, page.today),
        steps=road_words(page.road.steps) if page.road else [],
        told=story_lines(page.story.entries),
        ways=ways_from(asked.page, has_more=page.story.last < page.story.total),
    )


def _how() -> EvidenceBasis | None:
    asked = request.args.get("how", "")
    return EvidenceBasis(asked) if asked in list(EvidenceBasis) else None


@bp.guarded("/children/<uuid:child_id>/before", requires=Permission.PROFILE_READ)
def show_before(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show what was said of who the child is, and of safe contact, before each change."""
    said = child_before(work, child_id)
    pack = pack_of(work, said.base_id)
    parts = [
        (gettext("Who"), versions_of(said.profile, lambda profile: profile_told(profile, pack))),
        (gettext("Safe contact"), versions_of(said.rule, rule_told)),
    ]
    back = url_for("children.show_child", child_id=child_id)
    return render_template("children/before.html", child_id=child_id, code=said.code, parts=parts, back=back)


@bp.form("/children/new", requires=Permission.PROFILE_WRITE, writes=Writes.WHEN_READY)
def new_child(work: UnitOfWork) -> ResponseReturnValue:
    """Enter a new child; children who may be the same are shown first."""
    fields = fields_asked_for(work) if request.method == "GET" else {}
    form = read_form(work, NewChildForm, **fields)
    offer_bases(work, form)
    offer(work, form, base_id=asked_base(work, form))
    likely: list[LikelySame] = []
    return save_new(
        form,
        lambda _new_id: _make(work, form, likely),
        done="child-added",
        leads_to=partial(_lead_on, form, form.record_id.data),
        shows=partial(_show_new, work, form, likely),
    )


def _make(work: UnitOfWork, form: NewChildForm, likely: list[LikelySame]) -> None:
    """Make the child. If it may already be known, first find who it may be and have that question answered."""
    new = new_child_from(work, form, today=local_day(work.now))
    if was_made(work, new.id):
        raise AlreadyDone(record_id=new.id)
    likely.extend(likely_same_children(work, new))
    if likely:
        ask_if_another(form, new, likely)
        raise NotAllowedNow("maybe-known")
    work.begin_writing()
    make_child(work, new)


def _lead_on(form: NewChildForm, child_id: UUID, done: str) -> ResponseReturnValue:
    back = way_back(form)
    if back:
        return redirect(f"{back}?child={child_id}&done={done}", code=303)
    return redirect_done("children.show_child", done, child_id=child_id)


def _show_new(work: UnitOfWork, form: NewChildForm, likely: list[LikelySame], *, saving: Saving) -> str:
    today, comparison = local_day(work.now), None
    if likely:
        comparison = compared(work, new_child_from(work, form, today=today), likely, today)
    return render_template(
        "children/new.html", form=form, comparison=comparison, back=way_back(form), saving=saving
    )


@bp.form("/children/<uuid:child_id>/edit", requires=Permission.PROFILE_WRITE)
def edit_child(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Change who a child is, or show both versions when somebody saved first."""
    known, today = editable_child(work, child_id), local_day(work.now)
    form, theirs = read_both(
        work,
        EditChildForm,
        profile_fields(known.profile, today) | {"version": known.row.version},
        offer=partial(offer, work, base_id=known.row.base_id),
    )
    return save_edit(
        form,
        lambda version: change_child(work, child_id, _typed(work, form, known), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, "children.show_child", child_id=child_id),
        shows=partial(_show_form, work, "edit", known, form),
    )


def _typed(work: UnitOfWork, form: EditChildForm, known: OpenedChild) -> ChildProfile:
    kept = known.profile.age
    profile = profile_from(form, today=local_day(work.now), kept=kept)
    return ask_if_recorded_before(work, known.row.id, form, profile, kept)


@bp.form("/children/<uuid:child_id>/safe-contact", requires=Permission.PROFILE_WRITE)
def edit_safe_contact(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Set how to make contact, and how never to."""
    known = editable_child(work, child_id)
    form, theirs = read_both(work, SafeContactForm, fields_of(known.rule, version=known.row.version))
    return save_edit(
        form,
        lambda version: change_safe_contact(
            work, child_id, SafeContact(form.how.data or "", form.never.data or ""), version=version
        ),
        theirs=theirs,
        leads_to=partial(redirect_done, "children.show_child", child_id=child_id),
        shows=partial(_show_form, work, "safe_contact", known, form),
    )


def _show_form(work: UnitOfWork, name: str, known: OpenedChild, form: Form, *, saving: Saving) -> str:
    return render_template(f"children/{name}.html", child=head_of(work, known), form=form, saving=saving)
