"""Translates between the forms of group sessions and the room: what they offer, and what was typed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import abort
from wtforms import Field

from app.bases.known import pack_of_base
from app.children.names import ChildName
from app.children.origins import area_choices
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day, to_typed
from app.foundation.marking import N_, Worded
from app.foundation.vocabulary import consent_bases
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions.documents import Answers, GroupPlan, ShownByChild
from app.group_sessions.pages import GroupPage, GroupPlanPage
from app.group_sessions.picking import codes_typed
from app.group_sessions.planning import GroupInput
from app.group_sessions.reporting import AdultsInput, ChildrenInput
from app.group_sessions.showing import WITH_CHILD, bases_for
from app.unit_of_work import UnitOfWork
from forms.choices import SelectChoice
from forms.group_session import (
    AdultsReportForm,
    ArtsForm,
    ChildrenReportForm,
    ClassForm,
    GroupForm,
    ParentsForm,
    ShownForm,
    TrainingForm,
)
from views.home_visits.form import child_words
from views.web.form_reading import uuid_or_none
from views.web.language import page_language
from views.web.matching import fields_of
from views.web.reasons import reason_words

FORMS: Mapping[GroupKind, type[GroupForm]] = {
    GroupKind.PARENTS: ParentsForm,
    GroupKind.ARTS: ArtsForm,
    GroupKind.TRAINING: TrainingForm,
}
"""The form of a kind; the others have that of any class."""


T = TypeVar("T")

LOOK_AT = N_("Look at %(code)s.")


def naming_codes(form: GroupForm | ChildrenReportForm, save: Callable[[], T]) -> T:
    """Save, and name beside the box of codes the one that is refused, for there may be thirty."""
    try:
        return save()
    except NotAllowedNow as refusal:
        at = refusal.facts.get("at")
        if isinstance(at, int):
            form["codes"].errors = [Worded(LOOK_AT, code=codes_typed(form["codes"].data or "")[at])]
        raise


def form_of(kind: GroupKind) -> type[GroupForm]:
    """Return the form of a kind's plan."""
    return FORMS.get(kind, ClassForm)


def offer_plan(work: UnitOfWork, page: GroupPlanPage, form: GroupForm) -> None:
    """Offer the people of the base, its areas, and the children who were lately in such a group."""
    areas = area_choices(pack_of_base(work, page.base_id), page_language())
    form.area.choices = [("", N_("Not known")), *areas]
    _offer(form.leaders, [(str(mate.id), f"{mate.name} · {mate.code}") for mate in page.people])
    if "children" in form:
        _offer(form["children"], [(str(child.id), child_words(child)) for child in page.children])


def plan_fields(work: UnitOfWork, page: GroupPlanPage) -> dict[str, Any]:
    """Return the initial values of a plan's form: today and oneself, or what is planned."""
    view = page.view
    if view is None or view.plan is None:
        me = [str(mate.id) for mate in page.people if mate.id == work.person.id]
        return {"held_on": local_day(work.now), "leaders": me}
    return fields_of(
        view.plan,
        version=view.version,
        held_on=view.held_on,
        begins=to_typed(view.begins_at).time(),
        ends=to_typed(view.ends_at).time(),
        leaders=[str(mate.id) for mate in view.leaders],
        children=[str(id_) for id_ in view.offered],
    )


def plan_from(form: GroupForm) -> GroupInput:
    """Read a plan."""
    if form.held_on.data is None or form.begins.data is None or form.ends.data is None:
        raise ValueError("read from a form that was not checked")
    names = ("place", "area", "topic", "materials", "art_form", "aim", "question")
    plan = GroupPlan(**{name: form[name].data or "" for name in names if name in form})
    children = _ids(form["children"].data) if "children" in form else ()
    codes = (form["codes"].data or "") if "codes" in form else ""
    return GroupInput(
        plan,
        form.held_on.data,
        form.begins.data,
        form.ends.data,
        _ids(form.leaders.data),
        children,
        codes,
    )


def offer_children(page: GroupPage, form: ChildrenReportForm) -> None:
    """Offer the children who were expected."""
    _offer(form.came, [(str(id_), _called(page, id_)) for id_ in page.view.offered])


def _called(page: GroupPage, child_id: UUID) -> str:
    name: ChildName | None = page.names.get(child_id)
    return child_words(name) if name is not None else N_("A child who is not open to you")


def report_fields(page: GroupPage) -> dict[str, Any]:
    """Return the initial values of the form of how it went: what is written already, or what was planned to be used."""
    view, report = page.view, page.view.report
    planned = view.plan.materials if view.plan else ""
    if report is None:
        return {"version": view.version, "materials": planned}
    fields = fields_of(report, version=view.version, came=[str(each.child_id) for each in report.came])
    for name, answers in (("before", report.before), ("after", report.after)):
        if answers is not None:
            fields |= {f"{name}_{key}": said for key, said in fields_of(answers).items()}
    return fields


def adults_from(form: AdultsReportForm) -> AdultsInput:
    """Read how many adults came; an empty box is nobody, and a question without any number was not asked."""
    return AdultsInput(
        women=form.women.data or 0,
        men=form.men.data or 0,
        not_said=form.not_said.data or 0,
        before=_answers(form.before_yes, form.before_unsure, form.before_no),
        after=_answers(form.after_yes, form.after_unsure, form.after_no),
        materials=form.materials.data or "",
        words=form.words.data or "",
    )


def _answers(*boxes: Field) -> Answers | None:
    if all(box.data is None for box in boxes):
        return None
    return Answers(*(box.data or 0 for box in boxes))


def children_from(form: ChildrenReportForm) -> ChildrenInput:
    """Read which children came."""
    return ChildrenInput(
        came=_ids(form.came.data),
        codes=form.codes.data or "",
        materials=form.materials.data or "",
        words=form.words.data or "",
    )


def shown_fields(page: GroupPage) -> dict[str, Any]:
    """Return the initial values of the form of what was shown: a row for each child who came."""
    said = {line.child_id: line for line in page.shown.lines} if page.shown else {}
    came = page.view.report.came if page.view.report else ()
    lines = [fields_of(said.get(each.child_id), child_id=each.child_id) for each in came]
    return {"version": page.view.version, "lines": lines}


def offer_bases(form: ShownForm) -> None:
    """Offer the answers in which the child agrees."""
    labels = {basis: consent_bases.LABELS[basis] for basis in WITH_CHILD}
    for row in form.lines:
        row.form.basis.choices = [
            SelectChoice(value="", label=N_("Nobody was asked")),
            *(SelectChoice(value=basis.value, label=label) for basis, label in labels.items()),
        ]


def shown_from(work: UnitOfWork, form: ShownForm, base_id: UUID) -> tuple[ShownByChild, ...]:
    """Read what was shown; an answer that does not fit the child's age is told beside it."""
    lines = []
    for row in form.lines:
        part = row.form
        basis = consent_bases.ConsentBasis(part.basis.data) if part.basis.data else None
        day: date | None = part.agreed_on.data
        line = ShownByChild(part.child_id.data, part.words.data or "", part.reference.data or "", basis, day)
        if line.reference and basis and day and basis not in bases_for(work, line.child_id, base_id, day):
            part.basis.errors = [*part.basis.errors, reason_words("artwork-consent-age")]
        lines.append(line if line.reference else ShownByChild(line.child_id, line.words))
    return tuple(lines)


def _offer(field: Any, pairs: Iterable[tuple[str, str]]) -> None:
    field.choices = [SelectChoice(value=value, label=label) for value, label in pairs]


def _ids(chosen: Iterable[str] | None) -> tuple[UUID, ...]:
    found = [uuid_or_none(text) for text in chosen or ()]
    if None in found:
        abort(400)
    return tuple(id_ for id_ in found if id_ is not None)
