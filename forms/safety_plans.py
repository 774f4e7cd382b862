"""A safety plan: actions, warning signs, people to call, and the day it is looked at again."""

from wtforms import FieldList, Form, FormField
from wtforms.validators import Optional

from app.foundation.marking import N_
from forms.fields import Answered, DayField, LineField, LinesField, RecordIdField, at_most
from forms.ids import UuidField

LINE_AT_MOST = 200
WORDS_AT_MOST = 2000
ACTIONS_SHOWN, ACTIONS_AT_MOST = 2, 12
PEOPLE_SHOWN, PEOPLE_AT_MOST = 2, 8


class ActionForm(Form):
    """One action; an empty line is left out."""

    who = LineField(N_("Who"), [at_most(LINE_AT_MOST)])
    what = LineField(N_("Does what"), [at_most(LINE_AT_MOST)])
    by = DayField(N_("To be done by"), [Optional()])


class PersonForm(Form):
    """Somebody to call; an empty line is left out."""

    name = LineField(N_("Name"), [at_most(LINE_AT_MOST)])
    how = LineField(N_("How to reach them"), [at_most(LINE_AT_MOST)])


class PlanForm(Form):
    """A plan. `replaces` is the plan that was in force when the form was opened."""

    record_id = RecordIdField()
    replaces = UuidField()
    actions = FieldList(FormField(ActionForm), min_entries=ACTIONS_SHOWN, max_entries=ACTIONS_AT_MOST)
    warning_signs = LinesField(N_("Warning signs"), [at_most(WORDS_AT_MOST)])
    people = FieldList(FormField(PersonForm), min_entries=PEOPLE_SHOWN, max_entries=PEOPLE_AT_MOST)
    review_on = DayField(N_("Look at it again on"), [Answered(N_("Give the day."))])
    why = LinesField(N_("What changed, or why it is written"), [at_most(WORDS_AT_MOST)])
