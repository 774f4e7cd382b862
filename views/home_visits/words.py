"""The words for home visits, and what was said of one before."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import format_date, format_datetime, gettext

from app.foundation.vocabulary import (
    seen_hows,
    visit_colours,
    visit_failures,
    visit_grades,
    visit_parts,
    visit_states,
)
from app.foundation.vocabulary.visit_parts import ANCHORS
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.checklist import NEXT_VISIT_AFTER
from app.home_visits.documents import ChildSeen, VisitPlan, VisitReport
from app.home_visits.pages import VisitBefore
from app.mistakes.earlier import Earlier
from views.mistakes.words import Before, Told, differing_versions

LABELS: Mapping[str, Mapping[Any, Any]] = {
    "seen": seen_hows.LABELS,
    "colours": visit_colours.LABELS,
    "colours_in_lists": visit_colours.IN_LISTS,
    "failures": visit_failures.LABELS,
    "grades": visit_grades.LABELS,
    "parts": visit_parts.LABELS,
    "states": visit_states.LABELS,
    "anchors": ANCHORS,
    "days": {colour: after.days for colour, after in NEXT_VISIT_AFTER.items()},
}
"""What the templates of visits need."""


def plans_before(page: VisitBefore) -> list[Before]:
    """Return what the plan of a visit said before each change, newest first."""
    if page.view.plan is None:
        return []
    view = page.view
    now = _plan_told(
        view.plan, {"planned_on": view.planned_on}, [page.people.get(id_, "") for id_ in view.children]
    )
    return list(differing_versions(now, ((one, _earlier_plan(one, page.people)) for one in page.plans)))


def reports_before(page: VisitBefore) -> list[Before]:
    """Return what the report of a visit said before each change, newest first."""
    view, report = page.view, page.view.report
    if report is None:
        return []
    facts = {"state": view.state, "made_at": view.made_at, "next_visit_on": view.next_visit_on}
    now = _report_told(report, facts, page.people)
    earlier = (
        (one, None if one.document is None else _report_told(one.document, one.facts, page.people))
        for one in page.reports
    )
    return list(differing_versions(now, earlier))


def _earlier_plan(one: Earlier[VisitPlan], people: Mapping[UUID, str]) -> Told | None:
    if one.document is None:
        return None
    return _plan_told(one.document, one.facts, [people.get(id_, "") for id_ in one.named if id_ is not None])


def _plan_told(plan: VisitPlan | None, facts: Mapping[str, Any], codes: list[str]) -> Told:
    said = plan or VisitPlan("")
    day = facts.get("planned_on")
    return [
        (gettext("Family"), said.family),
        (gettext("Day"), format_date(day, "d MMM y") if day else ""),
        (gettext("Between"), said.between),
        (gettext("and"), said.until),
        (gettext("To which children"), ", ".join(sorted(filter(None, codes)))),
        (gettext("What it is for"), said.purpose),
        (gettext("How the visitors find the door"), said.way),
        (gettext("Why only one goes"), said.why_alone),
    ]


def _report_told(report: VisitReport, facts: Mapping[str, Any], people: Mapping[UUID, str]) -> Told:
    state, made_at, next_on = (facts.get(name) for name in ("state", "made_at", "next_visit_on"))
    found = {each.part: each for each in report.checks}
    parts = [
        (gettext(label), _joined(gettext(visit_grades.LABELS[found[part].grade]), found[part].words))
        if part in found
        else (gettext(label), "")
        for part, label in visit_parts.LABELS.items()
    ]
    failure = gettext(visit_failures.LABELS[report.failure]) if report.failure else ""
    return [
        (
            gettext("How it went"),
            gettext(visit_states.LABELS[VisitState(state)]) if state in list(VisitState) else "",
        ),
        (gettext("From"), format_datetime(made_at, "d MMM y, HH:mm") if made_at else ""),
        (gettext("Until"), format_datetime(report.left_at, "HH:mm") if report.left_at else ""),
        (gettext("Children"), "\n".join(_seen(each, people) for each in report.seen)),
        *parts,
        (gettext("Why"), failure),
        (gettext("Who else was there"), report.present),
        (gettext("What you saw and heard"), report.words),
        (gettext("What is different from the last visit"), report.changes),
        (gettext("What worries you about somebody's safety"), report.dangers),
        (gettext("What comes next"), report.next_step),
        (gettext("Next visit"), format_date(next_on, "d MMM y") if next_on else ""),
        (gettext("Why on that day"), report.next_why),
        (gettext("Why no concern is needed"), report.no_concern),
    ]


def _seen(each: ChildSeen, people: Mapping[UUID, str]) -> str:
    return _joined(people.get(each.child_id, "–"), gettext(seen_hows.LABELS[each.how]), each.why)


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))
