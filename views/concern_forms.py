"""Between the forms about concerns and what the concerns' room works with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request
from wtforms import Form

from app.access.scope import has
from app.children.finding import picker
from app.children.lines import ChildLine
from app.children.listing import base_lines
from app.children.names import ChildName, names_of
from app.concerns.adding import NewAddition
from app.concerns.allegations import NewAllegation
from app.concerns.disclosures import NewDisclosure
from app.concerns.inbox import InboxFilter, Shown
from app.concerns.observing import Observed, coded_concerns
from app.concerns.posting import NewConcern
from app.foundation.errors import NotAllowedNow
from app.foundation.marking import N_
from app.foundation.moments import TypedMoment, as_typed
from app.foundation.permissions import Permission
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.urgencies import Urgency
from app.unit_of_work import UnitOfWork
from forms.concern import (
    AdditionForm,
    AllegationForm,
    ConcernChildForm,
    ConcernForm,
    DisclosureForm,
    InboxForm,
    ObservedForm,
)
from forms.fields import choices_of, enum_of
from views.concern_from_meeting import fields_of_meeting
from views.web.reading import read_form, uuid_or_none
from views.web.reasons import reason_words

FIND = "find"
"""The button that looks for a child and sends nothing."""

_FIELD_OF_REASON = {
    "in-the-future": ("seen_on", "happened_on", "heard_on"),
    "too-long-ago": ("seen_on", "happened_on", "heard_on"),
    "no-words": ("account", "said"),
    "about-missing": ("about",),
    "choose-base": ("base_id",),
    "choose-child": ("child_id",),
    "question-missing": ("question",),
    "unknown-worker-code": ("heard_by",),
    "reason-missing": ("reason",),
    "same-urgency": ("urgency",),
    "words-differ": ("words",),
}
"""Beside which field a reason stands; all others stand above the form."""


@dataclass(frozen=True)
class ChildChoice:
    """Which children may be chosen: the one chosen before, and those a name or code found."""

    may_look: bool
    chosen: ChildName | None = None
    found: tuple[ChildLine, ...] = ()
    has_looked: bool = False


def new_concern_form(work: UnitOfWork) -> ConcernForm:
    """Return the form of a new concern, with what a meeting it is about says; only directors choose a base."""
    now = as_typed(work.now)
    asked = uuid_or_none(request.args.get("child"))
    fields: dict[str, Any] = {"seen_on": now.on, "seen_at": now.at, "child_id": asked}
    encounter_id = uuid_or_none(request.args.get("encounter"))
    if encounter_id is not None and request.method == "GET":
        fields |= fields_of_meeting(work, encounter_id)
    form = read_form(
        work,
        ConcernForm,
        encounter_id=encounter_id,
        **fields,
    )
    if work.person.base_id is None:
        bases = {str(base.id): base.name for base in base_lines(work)}
        form.base_id.choices = choices_of(bases, blank=N_("Choose the base"))
    else:
        del form.base_id
    return form


def new_allegation_form(work: UnitOfWork) -> AllegationForm:
    """Return the form of something said about one of our own people."""
    now = as_typed(work.now)
    return read_form(
        work,
        AllegationForm,
        adds_to=uuid_or_none(request.args.get("to")),
        child_id=uuid_or_none(request.args.get("child")),
        seen_on=now.on,
        seen_at=now.at,
    )


def is_looking() -> bool:
    """Tell whether the form was sent only to look for a child."""
    return request.method == "POST" and request.form.get("press_then") == FIND


def child_choice(work: UnitOfWork, form: ObservedForm | ConcernChildForm) -> ChildChoice:
    """Return which children the form offers; nothing for people who may see none."""
    if not has(work, Permission.PROFILE_READ):
        return ChildChoice(may_look=False)
    child_id: UUID | None = form.child_id.data
    chosen = names_of(work, [child_id]).get(child_id) if child_id else None
    query = (form.look_for.data or "") if is_looking() or request.method == "GET" else ""
    if request.method == "GET" and "restore" not in request.args:
        # A meeting's known child is offered; the poster typed no name, and none is to be kept as their words.
        form.look_for.data = ""
    if not query and not is_looking():
        return ChildChoice(may_look=True, chosen=chosen)
    found = [line for line in picker(work, query) if line.id != child_id]
    return ChildChoice(may_look=True, chosen=chosen, found=tuple(found), has_looked=True)


def concern_from(form: ConcernForm) -> NewConcern:
    """Read a new concern."""
    base = form.base_id.data if "base_id" in form else None
    return NewConcern(
        id=_known(form.record_id.data),
        urgency=Urgency(form.urgency.data),
        observed=_observed(form),
        base_id=uuid_or_none(base),
        child_id=form.child_id.data,
        encounter_id=form.encounter_id.data,
    )


def allegation_from(form: ConcernForm | AllegationForm) -> NewAllegation:
    """Read something said about one of our own people, from its own form or from a concern's."""
    return NewAllegation(
        id=_known(form.record_id.data),
        urgency=Urgency(form.urgency.data),
        about=form.about.data or "",
        observed=_observed(form),
        child_id=form.child_id.data,
        adds_to=form.adds_to.data if isinstance(form, AllegationForm) else None,
    )


def addition_fields(work: UnitOfWork) -> dict[str, Any]:
    """Return what the form of an addition begins with: this moment, and the kind its address names."""
    now, asked = as_typed(work.now), request.args.get("kind", "")
    kind = asked if asked in list(AdditionKind) else AdditionKind.NOTE.value
    return {"kind": kind, "happened_on": now.on, "happened_at": now.at}


def addition_from(form: AdditionForm) -> NewAddition:
    """Read something that is added."""
    return NewAddition(
        id=_known(form.record_id.data),
        kind=AdditionKind(form.kind.data),
        when=TypedMoment(_known(form.happened_on.data), form.happened_at.data),
        words=form.account.data or "",
        told_whom=form.told_whom.data or "",
    )


def disclosure_fields(work: UnitOfWork) -> dict[str, Any]:
    """Return what the form of a child's own words begins with: this moment, and the writer as who heard them."""
    now = as_typed(work.now)
    return {
        "heard_on": now.on,
        "heard_at": now.at,
        "heard_by": work.person.worker_code,
        "corrects_id": uuid_or_none(request.args.get("corrects")),
    }


def disclosure_from(form: DisclosureForm) -> NewDisclosure:
    """Read a child's own words."""
    return NewDisclosure(
        id=_known(form.record_id.data),
        words=form.said.data or "",
        language=Language(form.language.data),
        prompting=Prompting(form.prompting.data),
        heard=TypedMoment(_known(form.heard_on.data), form.heard_at.data),
        translation=form.translation.data or "",
        translated_by=form.translated_by.data or "",
        question=form.question.data or "",
        heard_by_code=form.heard_by.data or "",
        place=form.place.data or "",
        present=form.present.data or "",
        demeanour=form.demeanour.data or "",
        corrects_id=form.corrects_id.data,
    )


def filter_from(form: InboxForm) -> InboxFilter:
    """Read the filter; what is not one of the answers counts as not chosen."""
    if not form.validate():
        return InboxFilter()
    return InboxFilter(
        shown=Shown(form.state.data),
        urgency=enum_of(Urgency, form.urgency.data),
        is_overdue=form.only.data == "overdue",
        is_mine=form.only.data == "mine",
    )


def place_reasons(form: Form, refusal: NotAllowedNow) -> None:
    """Put why a step cannot be done beside the field it is about, or above the form; what was typed stays."""
    for reason in refusal.reasons:
        beside = [name for name in _FIELD_OF_REASON.get(reason, ()) if name in form]
        if beside:
            field = form[beside[0]]
            field.errors = [*field.errors, reason_words(reason)]
        else:
            form.form_errors.append(reason_words(reason))


def _observed(form: ObservedForm) -> Observed:
    return Observed(
        basis=EvidenceBasis(form.basis.data),
        words=form.account.data or "",
        when=TypedMoment(_known(form.seen_on.data), form.seen_at.data),
        coded=coded_concerns(
            at_risk_of=map(ConcernKind, form.at_risk_of.data or ()),
            experiencing=map(ConcernKind, form.experiencing.data or ()),
            situation=map(ConcernKind, form.situation.data or ()),
        ),
        place=form.place.data or "",
        involved=form.involved.data or "",
        child_words=_child_in_words(form),
        present=form.present.data or "",
        source=form.source.data or "",
    )


def _child_in_words(form: ObservedForm) -> str:
    # A name that was typed and led to no record is still what the poster knows of the child.
    name = None if form.child_id.data else form.look_for.data
    return "\n".join(words for words in (name, form.child_words.data) if words)


def _known(value: Any) -> Any:
    """Return what a checked form cannot lack."""
    if value is None:
        raise ValueError("read from a form that was not checked")
    return value
