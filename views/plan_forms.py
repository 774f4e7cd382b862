"""Between the form of a safety plan and what its room works with."""

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.foundation.marking import N_
from app.safety_plans.documents import PersonToCall, PlanAction, PlanWords
from app.safety_plans.plans import NewPlan, PlanView
from forms.safety_plans import ACTIONS_AT_MOST, PEOPLE_AT_MOST, PlanForm
from views.conflicts import Version
from views.reading import record_id, uuid_or_none

EMPTY_LINES = 2
"""How many empty lines a plan that is written anew offers beside those it has."""


def new_plan(form: PlanForm) -> NewPlan:
    """Read a plan."""
    return NewPlan(
        id=record_id(form.record_id),
        words=_words(form),
        review_on=form.review_on.data or date.min,
        replaces=uuid_or_none(form.replaces.data),
    )


def plan_fields(current: PlanView | None) -> dict[str, Any]:
    """Return what a new plan's form begins with: the plan in force, its review day and reason left to be given."""
    if current is None:
        return {}
    words = current.words or PlanWords(())
    return {
        "replaces": str(current.id),
        "actions": [
            *({"who": one.who, "what": one.what, "by": one.by} for one in words.actions),
            *({} for _line in range(min(EMPTY_LINES, ACTIONS_AT_MOST - len(words.actions)))),
        ],
        "people": [
            *({"name": one.name, "how": one.how} for one in words.people),
            *({} for _line in range(min(EMPTY_LINES, PEOPLE_AT_MOST - len(words.people)))),
        ],
        "warning_signs": words.warning_signs,
    }


def keep_mine(form: PlanForm, current: PlanView | None) -> None:
    """Let the form be sent once more, now in place of the plan that was shown beside it."""
    form.replaces.data = str(current.id) if current else ""
    form.form_errors.append(
        N_(
            "Somebody put another plan in force while you were writing. Nothing of yours is saved yet: compare the two."
        )
    )


def both_plans(form: PlanForm, current: PlanView | None) -> tuple[Version, ...]:
    """Put the plan in force beside what was typed."""
    theirs = current.words if current and current.words else PlanWords(())
    mine = _words(form)
    their_day = current.review_on if current else None
    return (
        Version(_("What is done"), _actions(theirs), _actions(mine)),
        Version(_("Warning signs"), theirs.warning_signs, mine.warning_signs),
        Version(_("People to call"), _people(theirs), _people(mine)),
        Version(_("Look at it again on"), _day(their_day), _day(form.review_on.data)),
        Version(_("What changed, or why it is written"), theirs.why, mine.why),
    )


def _words(form: PlanForm) -> PlanWords:
    return PlanWords(
        actions=tuple(
            PlanAction(one.who.data or "", one.what.data or "", one.by.data)
            for one in (entry.form for entry in form.actions)
            if one.who.data or one.what.data
        ),
        warning_signs=form.warning_signs.data or "",
        people=tuple(
            PersonToCall(one.form.name.data or "", one.form.how.data or "")
            for one in form.people
            if one.form.name.data or one.form.how.data
        ),
        why=form.why.data or "",
    )


def _actions(words: PlanWords) -> str:
    return "\n".join(f"{one.who}: {one.what}" for one in words.actions)


def _people(words: PlanWords) -> str:
    return "\n".join(f"{one.name}: {one.how}" for one in words.people)


def _day(day: date | None) -> str:
    return str(format_date(day, "d MMM y")) if day else ""
