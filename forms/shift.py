"""The forms of a shift: opening it, people who come later, a later return, its end, and the list's filter."""

from wtforms import BooleanField, Form
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from forms.fields import (
    OLD_PAGE,
    Answered,
    ChoiceField,
    DayField,
    HourField,
    LinesField,
    NotBefore,
    OneOfField,
    RecordIdField,
    SeveralField,
    at_most,
)
from forms.ids import UuidField

LONGEST_WORDS = 2000
WHEN_BACK = N_("Give the time, such as 01:30.")


class OpenShiftForm(Form):
    """A new shift; `team` and `route` get their choices from the base."""

    record_id = RecordIdField()
    team = SeveralField(N_("Who goes out"))
    route = OneOfField(N_("Route"), default="")
    started = HourField(N_("Started at"), [Answered(N_("Give the time, such as 19:00."))])
    due_back = HourField(N_("Due back at"), [Answered(WHEN_BACK)])
    words = LinesField(N_("For the team"), [at_most(LONGEST_WORDS)])


class TeamForm(Form):
    """People who join a team later."""

    people = SeveralField(N_("Who came too"))


class CheckForm(Form):
    """The safety check of one person: in or out."""

    staff = UuidField("", [Answered(OLD_PAGE)])
    kind = OneOfField("", [Answered(OLD_PAGE)], choices=[("in", ""), ("out", "")])


class ReturnForm(Form):
    """When the team will come back after all."""

    due_back = HourField(N_("Back at"), [Answered(WHEN_BACK)])


class EndShiftForm(Form):
    """The end of a shift. `accounted_for` is asked only when somebody is not checked out."""

    words = LinesField(N_("How the night went"), [at_most(LONGEST_WORDS)])
    accounted_for = BooleanField(N_("I know where each of them is, and they are safe"))


class ShiftFilterForm(Form):
    """The filter of the list of shifts; no words, because a filter becomes part of the address."""

    from_day = DayField(N_("From"), [Optional()], means=DayMeaning.SEARCHED)
    to_day = DayField(N_("To"), [Optional(), NotBefore("from_day")], means=DayMeaning.SEARCHED)
    route = ChoiceField(N_("Route"), default="")
    mate = ChoiceField(N_("Whose"), default="")
    which = ChoiceField(
        N_("Which"), choices=[("", N_("All")), ("not_ended", N_("Not ended yet"))], default=""
    )
