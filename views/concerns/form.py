"""Translates between the forms about concerns and the concerns room."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import request

from app.access.scope import has
from app.children.children import visible_child
from app.children.finding import picker
from app.children.lines import ChildLine
from app.children.listing import base_lines
from app.children.names import ChildName, names_of
from app.concerns.adding import AdditionInput
from app.concerns.disclosures import DisclosureInput, words_to_correct
from app.concerns.documents import ChildsWords
from app.concerns.inbox import InboxFilter, Shown
from app.concerns.observing import Observed, coded_concerns
from app.concerns.posting import ConcernInput
from app.finding.by_code import CHILD
from app.foundation.marking import N_
from app.foundation.moments import as_typed
from app.foundation.permissions import Permission
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.urgencies import Urgency
from app.safeguarding.allegations import AllegationInput
from app.safeguarding.coming_back import new_receipt, read_receipt
from app.safeguarding.pages import posting_advice
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from forms.concern import (
    AdditionForm,
    AllegationForm,
    ConcernChildForm,
    ConcernForm,
    DisclosureForm,
    ElsewhereForm,
    InboxForm,
    ObservedForm,
)
from forms.fields import choices_of, enum_of
from views.children.choosing import follow_search, refuse_another
from views.concerns.from_absence import fields_of_absence
from views.concerns.from_group import fields_of_group
from views.concerns.from_meeting import fields_of_meeting
from views.concerns.from_session import fields_of_session
from views.concerns.from_visit import fields_of_visit
from views.concerns.other_book import time_brought
from views.web.form_reading import read_form, uuid_or_none
from views.web.matching import document_from, moment_from
from views.web.typed_codes import say_what_it_is

FIND = "find"
"""The button that searches for a child and sends nothing."""


@dataclass(frozen=True)
class ChildChoice:
    """The children to choose from: the one chosen before, and those found by name or code."""

    may_look: bool
    chosen: ChildName | None = None
    found: tuple[ChildLine, ...] = ()
    has_looked: bool = False


def new_concern_form(work: UnitOfWork) -> ConcernForm:
    """Return the form of a new concern, with facts from what it was raised from; only directors choose a base."""
    now = as_typed(work.now)
    asked = uuid_or_none(request.args.get("child"))
    fields: dict[str, Any] = {"seen_on": now.on, "seen_at": now.at, "child_id": asked} | time_brought()
    encounter_id = uuid_or_none(request.args.get("encounter"))
    if encounter_id is not None and request.method == "GET":
        fields |= fields_of_meeting(work, encounter_id)
    visit_id = uuid_or_none(request.args.get("visit"))
    if visit_id is not None and request.method == "GET":
        fields |= fields_of_visit(work, visit_id, asked)
    absence_id = uuid_or_none(request.args.get("absence"))
    if absence_id is not None and request.method == "GET":
        fields |= fields_of_absence(work, absence_id)
    session_id = uuid_or_none(request.args.get("session"))
    if session_id is not None and request.method == "GET":
        fields |= fields_of_session(work, session_id)
    group_id = uuid_or_none(request.args.get("group"))
    if group_id is not None and request.method == "GET":
        fields |= fields_of_group(work, group_id, asked)
    form = read_form(
        work,
        ConcernForm,
        encounter_id=encounter_id,
        visit_id=visit_id,
        receipt=new_receipt(),
        **fields,
    )
    offer_members(work, form)
    if work.person.base_id is None:
        bases = {str(base.id): base.name for base in base_lines(work)}
        form.base_id.choices = choices_of(bases, blank=N_("Choose the base"))
    else:
        del form.base_id
    return form


def new_allegation_form(work: UnitOfWork) -> AllegationForm:
    """Return the form of something said about one of our own people."""
    now = as_typed(work.now)
    fields = {"seen_on": now.on, "seen_at": now.at} | time_brought()
    adds_to, child_id = (uuid_or_none(request.args.get(name)) for name in ("to", "child"))
    form = read_form(
        work, AllegationForm, receipt=new_receipt(), adds_to=adds_to, child_id=child_id, **fields
    )
    offer_members(work, form)
    return form


def offer_members(work: UnitOfWork, form: ObservedForm) -> None:
    """Offer the members of the circle, one of whom it may be about; make the secret receipt of a form without one."""
    members = posting_advice(work).members
    form.left_out.choices = choices_of({str(each.id): each.name for each in members})
    if read_receipt(form.receipt.data or "") is None:
        form.receipt.data = new_receipt()


def is_looking() -> bool:
    """Tell whether the form was sent only to search for a child."""
    return request.method == "POST" and request.form.get("press_then") == FIND


def child_choice(work: UnitOfWork, form: ObservedForm | ConcernChildForm | ElsewhereForm) -> ChildChoice:
    """Return which children the form offers; nothing for people who may see none."""
    if not has(work, Permission.PROFILE_READ):
        # A form carries no child whom its sender is not shown.
        form.child_id.data = None
        return ChildChoice(may_look=False)
    child_id: UUID | None = form.child_id.data
    chosen = names_of(work, [child_id]).get(child_id) if child_id else None
    query = (form.look_for.data or "") if is_looking() or request.method == "GET" else ""
    if request.method == "GET" and "restore" not in request.args:
        # A meeting's known child is offered. The poster typed no name, so none is stored as their words.
        form.look_for.data = ""
    if not query and not is_looking():
        return ChildChoice(may_look=True, chosen=chosen)
    lines = picker(work, query)
    if not lines and query:
        say_what_it_is(work, form.look_for, wanted=CHILD)
    if follow_search(form.look_for, form.looked_for, chosen, lines):
        form.child_id.data = None
    found = [line for line in lines if line.id != child_id]
    return ChildChoice(may_look=True, chosen=chosen, found=tuple(found), has_looked=True)


def refuse_another_child(work: UnitOfWork, form: ObservedForm | ConcernChildForm | ElsewhereForm) -> None:
    """Raise NotAllowedNow (`typed-another`) if something else was typed since the child was chosen.

    Nothing is opened for it: the trail would tell who looked while somebody wrote to safeguarding.
    """
    child_id: UUID | None = form.child_id.data
    if child_id is not None and has(work, Permission.PROFILE_READ):
        refuse_another(form.look_for, form.looked_for, visible_child(work, child_id).code)


def concern_from(work: UnitOfWork, form: ConcernForm, new_id: UUID) -> ConcernInput:
    """Read a new concern; the signs of its meeting come along from there."""
    base = form.base_id if "base_id" in form else None
    met = fields_of_meeting(work, form.encounter_id.data) if form.encounter_id.data else {}
    observed = replace(_observed(form), signs=met.get("signs", ""))
    return document_from(form, ConcernInput, id=new_id, observed=observed, base_id=base)


def allegation_from(form: ConcernForm | AllegationForm, new_id: UUID) -> AllegationInput:
    """Read something said about one of our own people, from its own form or from a concern's."""
    adds_to = form.adds_to if isinstance(form, AllegationForm) else None
    left_out = frozenset(UUID(each) for each in form.left_out.data or ())
    return document_from(
        form, AllegationInput, id=new_id, observed=_observed(form), adds_to=adds_to, left_out=left_out
    )


def addition_fields(work: UnitOfWork) -> dict[str, Any]:
    """Return the initial values of an addition's form: this moment, and the kind that its address names."""
    now, asked = as_typed(work.now), request.args.get("kind", "")
    kind = asked if asked in list(AdditionKind) else AdditionKind.NOTE.value
    return {"kind": kind, "happened_on": now.on, "happened_at": now.at}


def addition_from(form: AdditionForm, new_id: UUID) -> AdditionInput:
    """Read something that is added."""
    when = moment_from(form.happened_on, form.happened_at)
    return document_from(form, AdditionInput, id=new_id, when=when, words=form.account)


def disclosure_fields(work: UnitOfWork, concern_id: UUID) -> dict[str, Any]:
    """Return the initial values of a disclosure's form: this moment, and the writer as the person who heard it.

    A correction begins from the words it corrects, for whoever may read them.
    """
    corrects_id, now = uuid_or_none(request.args.get("corrects")), as_typed(work.now)
    fresh = {
        "heard_on": now.on,
        "heard_at": now.at,
        "heard_by": work.person.worker_code,
        "corrects_id": corrects_id,
    }
    if corrects_id is None or request.method != "GET":
        return fresh
    words = words_to_correct(work, concern_id, corrects_id)
    return fresh if words is None else fresh | _fields_of_words(work, words)


def _fields_of_words(work: UnitOfWork, words: ChildsWords) -> dict[str, Any]:
    heard, by = as_typed(words.heard_at), colleagues(work, [words.heard_by]).get(words.heard_by)
    return {
        "said": words.words,
        "language": words.language.value,
        "prompting": words.prompting.value,
        "question": words.question,
        "translation": words.translation,
        "translated_by": words.translated_by,
        "heard_on": heard.on,
        "heard_at": heard.at if words.is_time_known else None,
        "heard_by": by.worker_code if by else "",
        "place": words.place,
        "present": words.present,
        "demeanour": words.demeanour,
    }


def disclosure_from(form: DisclosureForm, new_id: UUID) -> DisclosureInput:
    """Read a child's own words."""
    heard = moment_from(form.heard_on, form.heard_at)
    return document_from(
        form, DisclosureInput, id=new_id, words=form.said, heard=heard, heard_by_code=form.heard_by
    )


def filter_from(form: InboxForm) -> InboxFilter:
    """Read the filter; an unknown value counts as no choice."""
    if not form.validate():
        return InboxFilter()
    return InboxFilter(
        shown=Shown(form.state.data),
        urgency=enum_of(Urgency, form.urgency.data),
        is_overdue=form.only.data == "overdue",
        is_mine=form.only.data == "mine",
    )


def _observed(form: ObservedForm) -> Observed:
    coded = coded_concerns(
        at_risk_of=map(ConcernKind, form.at_risk_of.data or ()),
        experiencing=map(ConcernKind, form.experiencing.data or ()),
        situation=map(ConcernKind, form.situation.data or ()),
    )
    return document_from(
        form,
        Observed,
        words=form.account,
        when=moment_from(form.seen_on, form.seen_at),
        coded=coded,
        child_words=_child_in_words(form),
        signs="",
    )


def _child_in_words(form: ObservedForm) -> str:
    # A typed name that led to no record is still what the poster knows about the child.
    name = None if form.child_id.data else form.look_for.data
    return "\n".join(words for words in (name, form.child_words.data) if words)
