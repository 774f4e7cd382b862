"""The words for group sessions, and what was said of one before."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import format_date, gettext

from app.foundation.vocabulary import consent_bases
from app.foundation.vocabulary.club_sessions import CANCEL_REASONS, CancelReason
from app.foundation.vocabulary.group_sessions import GROUP_ANSWERS, GROUP_KINDS, GROUP_STATES, GroupState
from app.group_sessions.documents import Answers, GroupPlan, GroupReport, GroupShown
from app.group_sessions.pages import GroupBefore
from views.clubs.words import hours_words
from views.mistakes.words import Before, Told, differing_versions

LABELS: Mapping[str, Mapping[Any, Any]] = {
    "kinds": GROUP_KINDS,
    "states": GROUP_STATES,
    "answers": GROUP_ANSWERS,
    "reasons": CANCEL_REASONS,
    "bases": consent_bases.LABELS,
}
"""What the templates of group sessions need."""


def plans_before(page: GroupBefore) -> list[Before]:
    """Return what the plan said before each change, newest first."""
    view = page.view
    if view.plan is None:
        return []
    facts = {"held_on": view.held_on, "begins_at": view.begins_at, "ends_at": view.ends_at}
    now = _plan_told(view.plan, facts, [page.people.get(id_, "") for id_ in view.offered])
    earlier = (
        (
            one,
            None
            if one.document is None
            else _plan_told(one.document, one.facts, [page.people.get(id_, "") for id_ in one.named if id_]),
        )
        for one in page.plans
    )
    return list(differing_versions(now, earlier))


def reports_before(page: GroupBefore) -> list[Before]:
    """Return what was said before of how it went, newest first."""
    if page.view.report is None:
        return []
    now = _report_told(page.view.report, {"state": page.view.state}, page.people)
    earlier = (
        (one, None if one.document is None else _report_told(one.document, one.facts, page.people))
        for one in page.reports
    )
    return list(differing_versions(now, earlier))


def shown_before(page: GroupBefore) -> list[Before]:
    """Return what was said before of what children chose to show, newest first."""
    if page.shown_now is None:
        return []
    now = _shown_told(page.shown_now, page.people)
    earlier = (
        (one, None if one.document is None else _shown_told(one.document, page.people)) for one in page.shown
    )
    return list(differing_versions(now, earlier))


def _plan_told(plan: GroupPlan, facts: Mapping[str, Any], codes: list[str]) -> Told:
    day, begins, ends = (facts.get(name) for name in ("held_on", "begins_at", "ends_at"))
    return [
        (gettext("Day"), format_date(day, "d MMM y") if day else ""),
        (gettext("When"), hours_words(begins, ends) if begins and ends else ""),
        (gettext("Where it is"), plan.place),
        (gettext("Area"), plan.area),
        (gettext("Topic"), plan.topic),
        (gettext("Art form"), plan.art_form),
        (gettext("What it is to help with"), plan.aim),
        (gettext("What is needed for it"), plan.materials),
        (gettext("One question, before and after"), plan.question),
        (gettext("Children who are expected"), ", ".join(sorted(filter(None, codes)))),
    ]


def _report_told(report: GroupReport, facts: Mapping[str, Any], people: Mapping[UUID, str]) -> Told:
    state = str(facts.get("state") or "")
    known = state in list(GroupState)
    reason = report.reason
    return [
        (gettext("How it went"), gettext(GROUP_STATES[GroupState(state)]) if known else ""),
        (gettext("Why"), gettext(CANCEL_REASONS[CancelReason(reason)]) if reason else ""),
        (gettext("Who came"), ", ".join(sorted(people.get(each, "–") for each in report.children))),
        (gettext("Women"), str(report.women or "")),
        (gettext("Men"), str(report.men or "")),
        (gettext("Not said"), str(report.not_said or "")),
        (gettext("Answers before"), _answers_told(report.before)),
        (gettext("Answers after"), _answers_told(report.after)),
        (gettext("What was used"), report.materials),
        (gettext("What was noticed"), report.words),
    ]


def _answers_told(answers: Answers | None) -> str:
    if answers is None:
        return ""
    counts = zip(GROUP_ANSWERS.values(), (answers.yes, answers.unsure, answers.no), strict=True)
    return ", ".join(f"{gettext(label)} {count}" for label, count in counts)


def _shown_told(shown: GroupShown, people: Mapping[UUID, str]) -> Told:
    return [
        (
            people.get(line.child_id, "–"),
            " · ".join(
                filter(
                    None,
                    (
                        line.words,
                        line.reference,
                        gettext(consent_bases.LABELS[line.basis]) if line.basis else "",
                        format_date(line.agreed_on, "d MMM y") if line.agreed_on else "",
                    ),
                )
            ),
        )
        for line in shown.lines
    ]
