"""Translates between the forms of home visits and the room: what they offer, and what was typed."""

from collections.abc import Iterable
from datetime import time
from typing import Any
from uuid import UUID

from flask import abort
from flask_babel import gettext as _

from app.children.names import ChildName
from app.foundation.moments import as_typed
from app.foundation.vocabulary.visit_grades import VisitGrade
from app.home_visits.documents import Checked
from app.home_visits.pages import PlanPage, VisitPage
from app.home_visits.planning import VisitInput
from app.home_visits.reporting import ReportInput, VainInput
from app.unit_of_work import UnitOfWork
from forms.home_visits import FOUND, GRADE, PlanVisitForm, VainForm, VisitReportForm, offer
from views.web.form_reading import uuid_or_none
from views.web.matching import document_from, fields_of, moment_from


def offer_plan(page: PlanPage, form: PlanVisitForm) -> None:
    """Offer the people of the base, the children of the family, and their open cases."""
    offer(form.visitors, [(str(mate.id), f"{mate.name} · {mate.code}") for mate in page.people])
    offer(form.children, [(str(child.id), child_words(child)) for child in page.children])
    cases = [(str(id_), code) for id_, code in sorted(page.cases.items(), key=lambda pair: pair[1])]
    if page.view is not None and page.view.case_id is not None and page.view.case_id not in page.cases:
        cases.append((str(page.view.case_id), _("A case that is not open to you")))
    offer(form.case, [("", _("For no case")), *cases])


def child_words(child: ChildName) -> str:
    """Return a child's code and name; the code alone where the card does not open."""
    return " · ".join(filter(None, (child.code or "–", child.latin or child.local)))


def plan_fields(work: UnitOfWork, page: PlanPage) -> dict[str, Any]:
    """Return the initial values of a plan's form: the family's children and oneself, or what is planned."""
    view = page.view
    if view is None or view.plan is None:
        me = [str(mate.id) for mate in page.people if mate.id == work.person.id]
        return {"visitors": me, "children": [str(child.id) for child in page.children]}
    return fields_of(
        view.plan,
        version=view.version,
        planned_on=view.planned_on,
        between=_hour(view.plan.between),
        until=_hour(view.plan.until),
        visitors=[str(mate.id) for mate in view.visitors],
        children=[str(id_) for id_ in view.children],
        case=str(view.case_id or ""),
    )


def _hour(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def plan_from(form: PlanVisitForm) -> VisitInput:
    """Read a plan."""
    return document_from(
        form,
        VisitInput,
        visitors=_ids(form.visitors.data),
        children=_ids(form.children.data),
        case_id=uuid_or_none(form.case.data),
    )


def _ids(chosen: Iterable[str] | None) -> tuple[UUID, ...]:
    found = [uuid_or_none(text) for text in chosen or ()]
    if None in found:
        abort(400)
    return tuple(id_ for id_ in found if id_ is not None)


def report_fields(work: UnitOfWork, page: VisitPage) -> dict[str, Any]:
    """Return the initial values of a report's form: what is written already, or the times at which they were out."""
    view, report = page.view, page.view.report
    said = {each.child_id: each for each in report.seen} if report else {}
    began = as_typed(view.made_at or (view.out.started_at if view.out else work.now))
    left = view.report.left_at if view.report else None
    fields = fields_of(
        report,
        version=view.version,
        made_on=began.on,
        made=began.at if view.made_at else None,
        left=as_typed(left).at if left else None,
        # A day that followed from the colour follows again; one that somebody chose stays.
        next_on=view.next_visit_on if report and report.next_why else None,
        seen=[fields_of(said.get(id_), child_id=id_) for id_ in view.children],
    )
    for each in report.checks if report else ():
        fields |= {GRADE + each.part: each.grade.value, FOUND + each.part: each.words}
    return fields


def report_from(form: VisitReportForm) -> ReportInput:
    """Read what was found."""
    checks = tuple(
        Checked(part, VisitGrade(grade.data), found.data or "") for part, grade, found in form.parts()
    )
    return document_from(form, ReportInput, made=moment_from(form.made_on, form.made), checks=checks)


def vain_fields(work: UnitOfWork, page: VisitPage) -> dict[str, Any]:
    """Return the initial values of the form of a visit in vain."""
    view = page.view
    began = as_typed(view.made_at or (view.out.started_at if view.out else work.now))
    made = began.at if view.made_at else None
    return fields_of(
        view.report, version=view.version, made_on=began.on, made=made, next_on=view.next_visit_on
    )


def vain_from(form: VainForm) -> VainInput:
    """Read why a visit was in vain."""
    return document_from(form, VainInput, made=moment_from(form.made_on, form.made))
