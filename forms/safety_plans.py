"""A safety plan: actions, warning signs, people to call, and the day to look at it again."""

from typing import ClassVar

from wtforms import FieldList, Form, FormField
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from forms.fields import (
    Answered,
    DayField,
    LineField,
    LinesField,
    Marks,
    RecordIdField,
    ReplacesField,
    at_most,
)

LINE, LINES = at_most(200), at_most(2000)


class ActionForm(Form):
    """One action; an empty line is left out."""

    who = LineField(N_("Who"), [LINE])
    what = LineField(N_("Does what"), [LINE])
    by = DayField(N_("To be done by"), [Optional()], means=DayMeaning.PLANNED)


class PersonForm(Form):
    """Somebody to call; an empty line is left out."""

    name = LineField(N_("Name"), [LINE])
    how = LineField(N_("How to reach them"), [LINE])


class PlanForm(Form):
    """A plan. `replaces` is the plan that was in force when the form was opened."""

    marks: ClassVar[Marks] = {
        "review-not-ahead": "review_on",
        "too-far-ahead": "review_on",
        "too-long-ago": "review_on",
        "plan-without-action": "actions.what",
    }
    record_id = RecordIdField()
    replaces = ReplacesField()
    actions = FieldList(FormField(ActionForm), N_("What is done"), min_entries=2, max_entries=12)
    warning_signs = LinesField(N_("Warning signs"), [LINES])
    people = FieldList(FormField(PersonForm), N_("People to call"), min_entries=2, max_entries=8)
    review_on = DayField(
        N_("Look at it again on"), [Answered(N_("Give the day."))], means=DayMeaning.PLAN_REVIEW
    )
    why = LinesField(N_("What changed, or why it is written"), [LINES])
