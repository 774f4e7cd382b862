"""The forms of a shift: opening it, people who come later, a later return, its end, and the list's filter."""

from collections.abc import Sequence
from typing import ClassVar

from wtforms import BooleanField, Form, ValidationError
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from forms.bounds import NotBefore
from forms.fields import (
    OLD_PAGE,
    Answered,
    ChoiceField,
    DayField,
    HourField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    SeveralField,
    VersionField,
    at_most,
)
from forms.ids import UuidField

LONGEST_WORDS = 2000
LONGEST_NOTES = 4 * LONGEST_WORDS
"""A shift that was ended several times has the words of each end."""
WHEN_BACK = N_("Give the time, such as 01:30.")
TEAM_MARKS = {"team-missing": "team", "not-street-staff": "team", "route-retired": "route"}


class OpenShiftForm(Form):
    """A new shift; `team` and `route` get their choices from the base. `twice` is shown when it has to be asked."""

    marks: ClassVar[Marks] = {
        **TEAM_MARKS,
        "started-long-ago": "started",
        "back-late": "due_back",
        "back-already": "due_back",
        "out-already": "twice",
    }
    record_id = RecordIdField()
    team = SeveralField(N_("Who goes out"))
    route = OneOfField(N_("Route"), default="")
    started = HourField(N_("Started at"), [Answered(N_("Give the time, such as 19:00."))])
    due_back = HourField(N_("Due back at"), [Answered(WHEN_BACK)])
    words = LinesField(N_("For the team"), [at_most(LONGEST_WORDS)])
    twice = BooleanField(N_("It is another shift, and they are on both"))


class PastShiftForm(Form):
    """A whole shift that is over, as it stands on paper."""

    marks: ClassVar[Marks] = {
        **TEAM_MARKS,
        "too-long-ago": "started_on",
        "in-the-future": "started",
        "back-late": "ended",
        "ended-ahead": "ended",
        "out-already": "twice",
    }
    record_id = RecordIdField()
    started_on = DayField(N_("Day it began"), [Answered(N_("Give the day."))], means=DayMeaning.DONE)
    started = HourField(N_("Started at"), [Answered(N_("Give the time, such as 19:00."))])
    ended = HourField(N_("Ended at"), [Answered(N_("Give the time, such as 23:30."))])
    team = SeveralField(N_("Who was out"))
    route = OneOfField(N_("Route"), default="")
    words = LinesField(N_("How the night went"), [at_most(LONGEST_WORDS)])
    twice = BooleanField(N_("It is another shift, and they were on both"))


class TimesForm(Form):
    """The true times of a shift; `ended` is left out of the form of one that goes on."""

    marks: ClassVar[Marks] = {
        "too-long-ago": "started_on",
        "in-the-future": "started",
        "back-late": "ended",
        "ended-ahead": "ended",
        "meetings-outside": "started",
    }
    version = VersionField()
    started_on = DayField(N_("Day it began"), [Answered(N_("Give the day."))], means=DayMeaning.DONE)
    started = HourField(N_("Started at"), [Answered(N_("Give the time, such as 19:00."))])
    ended = HourField(N_("Ended at"), [Answered(N_("Give the time, such as 23:30."))])


class ShiftNotesForm(Form):
    """The true route of a shift and what was said of it; `route` gets its choices from the base."""

    marks: ClassVar[Marks] = {"route-retired": "route"}
    version = VersionField()
    route = OneOfField(N_("Route"), default="")
    opening = LinesField(N_("For the team"), [at_most(LONGEST_NOTES)])
    ending = LinesField(N_("How the night went"), [at_most(LONGEST_NOTES)])


class TeamForm(Form):
    """People who join a team later."""

    marks: ClassVar[Marks] = {"team-missing": "people", "not-street-staff": "people"}
    people = SeveralField(N_("Who came too"))


class CheckForm(Form):
    """The safety check of one person: in or out."""

    staff = UuidField("", [Answered(OLD_PAGE)])
    kind = OneOfField("", [Answered(OLD_PAGE)], choices=[("in", ""), ("out", ""), ("not_out", "")])


class ReturnForm(Form):
    """When the team will come back after all."""

    marks: ClassVar[Marks] = {"back-late": "due_back"}
    due_back = HourField(N_("Back at"), [Answered(WHEN_BACK)])


class EndShiftForm(Form):
    """The end of a shift. `accounted_for` is asked only when somebody is not checked out.

    `ended_on` is asked only when the time alone could mean several nights; then nothing is filled in.
    """

    marks: ClassVar[Marks] = {
        "not-all-out": "accounted_for",
        "ended-outside": "ended",
        "which-night": "ended_on",
        "meetings-outside": "ended",
    }
    ended = HourField(N_("Ended at"))
    ended_on = ChoiceField(N_("On which day"), default="")
    words = LinesField(N_("How the night went"), [at_most(LONGEST_WORDS)])
    accounted_for = BooleanField(N_("I know where each of them is, and they are safe"))

    def validate_ended(self, field: HourField) -> None:
        """Refuse a missing time when nobody knows which night it was."""
        if field.data is None and not field.errors and len(list(self.ended_on.iter_choices())) > 1:
            raise ValidationError(N_("Give the time, such as 23:30."))

    def offer_days(self, days: Sequence[tuple[str, str]]) -> None:
        """Offer the days on which it may have ended; none where the time of day says it all."""
        self.ended_on.choices = [("", N_("Choose the day")), *days]


class ShiftFilterForm(Form):
    """The filter of the list of shifts; no words, because a filter becomes part of the address."""

    from_day = DayField(N_("From"), [Optional()], means=DayMeaning.SEARCHED)
    to_day = DayField(N_("To"), [Optional(), NotBefore("from_day")], means=DayMeaning.SEARCHED)
    route = ChoiceField(N_("Route"), default="")
    mate = ChoiceField(N_("Whose"), default="")
    which = ChoiceField(
        N_("Which"), choices=[("", N_("All")), ("not_ended", N_("Not ended yet"))], default=""
    )


class MoveMeetingForm(Form):
    """In which shift a meeting was; `shift` gets its choices from those the person may write in."""

    marks: ClassVar[Marks] = {
        "reason-missing": "reason",
        "not-on-this-shift": "met",
        "time-missing": "met",
        "in-the-future": "met",
        "too-long-ago": "met_on",
    }
    version = VersionField()
    shift = ChoiceField(N_("In which shift it was"), [Answered(N_("Choose the shift."))])
    met_on = DayField(N_("Day"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.DONE)
    met = HourField(N_("Met at"), [Answered(N_("Give the time, such as 19:00."))])
    reason = LinesField(
        N_("Why it stood elsewhere"), [Answered(N_("Write the reason.")), at_most(LONGEST_WORDS)]
    )
