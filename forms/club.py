"""The forms of kids' clubs: what a club is, who leads it, and when a session was."""

from typing import ClassVar

from wtforms import FieldList, Form, FormField, ValidationError
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary.club_kinds import CLUB_KINDS, ClubKind
from app.foundation.vocabulary.club_sessions import CANCEL_REASONS, CLUBS_SHOWN, WEEKDAYS, ClubsShown
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    HourField,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    VersionField,
    WholeNumberField,
    at_most,
    choices_of,
    is_blank,
)
from forms.ids import UuidField

LONGEST_LINE, LONGEST_WORDS = 200, 4000
MOST_A_WEEK, MOST_EXPECTED = 7, 999
GIVE_TIME = N_("Give the time, such as 14:00.")
GIVE_DAY = N_("Give the day, such as 2026-11-20.")
GIVE_NUMBER = N_("Give a whole number, such as 40.")


class WeeklyForm(Form):
    """One session of every week; a blank row is left out."""

    day = ChoiceField(N_("Day"), choices=choices_of(WEEKDAYS, blank=N_("Choose the day")), default="")
    begins = HourField(N_("Begins at"))
    ends = HourField(N_("Ends at"))

    def validate_day(self, field: ChoiceField) -> None:
        """Ask for the day of a row in which times are written."""
        if not field.data and not is_blank(self):
            raise ValidationError(N_("Choose the day, or empty the times."))

    def validate_begins(self, field: HourField) -> None:
        """Ask for the time of a row with a day."""
        if self.day.data and field.data is None and not field.errors:
            raise ValidationError(GIVE_TIME)

    def validate_ends(self, field: HourField) -> None:
        """Ask for the time of a row with a day."""
        if self.day.data and field.data is None and not field.errors:
            raise ValidationError(GIVE_TIME)


class ClubForm(Form):
    """What a club is; `area` gets its choices from the base's pack."""

    marks: ClassVar[Marks] = {
        "club-name-missing": "name",
        "place-missing": "place",
        "unknown-area": "area",
        "club-times": "weekly.ends",
    }
    kind = OneOfField(N_("What it is"), choices=choices_of(CLUB_KINDS), default=ClubKind.CLUB.value)
    name = LineField(N_("Name"), [Answered(N_("Give the club a name.")), at_most(LONGEST_LINE)])
    place = LineField(N_("Where it meets"), [Answered(N_("Say where it meets.")), at_most(LONGEST_LINE)])
    area = ChoiceField(N_("Area"), default="")
    weekly = FieldList(FormField(WeeklyForm), min_entries=1, max_entries=MOST_A_WEEK)
    capacity = WholeNumberField(N_("For how many children"), [Optional()], wrong=GIVE_NUMBER)

    def validate_capacity(self, field: WholeNumberField) -> None:
        """Refuse a number that no yard holds."""
        if field.data is not None and not 0 < field.data <= MOST_EXPECTED:
            raise ValidationError(GIVE_NUMBER)


class NewClubForm(ClubForm):
    """A new club; only directors choose its base."""

    record_id = RecordIdField()
    base_id = ChoiceField(N_("Base"), [Answered(N_("Choose the base."))])


class ChangeClubForm(ClubForm):
    """An existing club."""

    version = VersionField()


class MoveClubForm(Form):
    """Where a club meets since a day."""

    marks: ClassVar[Marks] = {"moved-before": "since", "place-missing": "place", "unknown-area": "area"}
    version = VersionField()
    since = DayField(N_("Since"), [Answered(GIVE_DAY)], means=DayMeaning.ENDS)
    place = LineField(N_("Where it meets"), [Answered(N_("Say where it meets.")), at_most(LONGEST_LINE)])
    area = ChoiceField(N_("Area"), default="")


class CloseClubForm(Form):
    """Since when a club meets no more, and why."""

    marks: ClassVar[Marks] = {"reason-missing": "words", "club-closed": "on"}
    version = VersionField()
    on = DayField(N_("Since"), [Answered(GIVE_DAY)], means=DayMeaning.ENDS)
    words = LinesField(N_("Why"), [Answered(N_("Write the reason.")), at_most(LONGEST_WORDS)])


class LeaderForm(Form):
    """Who leads a club; with a last day they stand in."""

    marks: ClassVar[Marks] = {"leader-missing": "person", "club-closed": "person", "stand-in-over": "until"}
    person = ChoiceField(N_("Who"), [Answered(N_("Choose who leads the club."))], default="")
    until = DayField(N_("Only as a stand-in, until"), [Optional()], means=DayMeaning.ENDS)


class EndLeaderForm(Form):
    """Whose place as a leader ends: the button beside it."""

    leading = UuidField(validators=[Answered(N_("Choose who leads the club."))])


class SessionTimeForm(Form):
    """On which day a session was, and from when to when."""

    marks: ClassVar[Marks] = {
        "session-there": "on",
        "session-ahead": "on",
        "session-times": "ends",
        "club-closed": "on",
    }
    on = DayField(N_("Day"), [Answered(GIVE_DAY)], means=DayMeaning.ENDS)
    begins = HourField(N_("Began at"), [Answered(GIVE_TIME)])
    ends = HourField(N_("Ended at"), [Answered(GIVE_TIME)])


class MoveSessionForm(SessionTimeForm):
    """At which other time a session was."""

    version = VersionField()


class CancelSessionForm(Form):
    """Why a session was not held, or will not be."""

    marks: ClassVar[Marks] = {
        "session-ahead": "reason",
        "session-times": "reason",
        "children-came": "reason",
        "club-closed": "reason",
    }
    reason = OneOfField(N_("Why"), [Answered(N_("Choose the reason."))], choices=choices_of(CANCEL_REASONS))
    words = LinesField(N_("More about it"), [at_most(LONGEST_WORDS)])


class ClubsFilterForm(Form):
    """Which clubs a list shows."""

    which = ChoiceField(
        N_("Which"),
        choices=choices_of(CLUBS_SHOWN),
        default=ClubsShown.OPEN.value,
    )
