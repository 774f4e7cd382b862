"""A task: what, by when, by whom."""

from typing import ClassVar

from wtforms import Form

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    LinesField,
    Marks,
    RecordIdField,
    VersionField,
    at_most,
    choices_of,
)

WORDS_AT_MOST = 1000


class TaskForm(Form):
    """A task; `assignee` gets its choices from the people who can open the case."""

    marks: ClassVar[Marks] = {
        "day-past": "due_on",
        "not-a-taker": "assignee",
        "too-long-ago": "due_on",
        "too-far-ahead": "due_on",
    }
    record_id = RecordIdField()
    version = VersionField(default=0)
    what = LinesField(
        N_("What is to be done"), [Answered(N_("Write what is to be done.")), at_most(WORDS_AT_MOST)]
    )
    due_on = DayField(N_("To be done by"), [Answered(N_("Give the day."))], means=DayMeaning.PLANNED)
    assignee = ChoiceField(N_("Who does it"), choices=choices_of({}, blank=N_("Nobody yet")), default="")
