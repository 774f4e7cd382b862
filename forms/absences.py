"""Forms about regulars who stay away: an answer, and what a caseworker decides about a visit."""

from typing import ClassVar

from wtforms import Form

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import absence_answers
from app.foundation.vocabulary.absence_answers import AbsenceAnswer, VisitDecision
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    VersionField,
    at_most,
    choices_of,
)
from forms.following import OnlyWith

LINE, LINES = 200, 2000
_TOLD = {AbsenceAnswer.SEEN.value, AbsenceAnswer.SWEEP.value}


class AnswerForm(Form):
    """What is done about an absence, or known of it."""

    marks: ClassVar[Marks] = {
        "whom-missing": "whom",
        "where-missing": "where",
        "in-the-future": "day",
        "too-long-ago": "day",
        "too-far-ahead": "day",
        "visit-decided": "kind",
    }
    kind = OneOfField(
        N_("What is done, or known"),
        [Answered(N_("Choose an answer."))],
        choices=choices_of(absence_answers.LABELS),
    )
    where = LineField(
        N_("Where the child was seen or taken"),
        [
            at_most(LINE),
            OnlyWith(
                "kind", _TOLD, message=N_("Take this out, or choose Seen elsewhere or Taken in a sweep.")
            ),
        ],
    )
    whom = LineField(N_("Whom you ask, or who saw or told it"), [at_most(LINE)])
    day = DayField(N_("When"), means=DayMeaning.PLANNED)
    words = LinesField(N_("What else somebody should know"), [at_most(LINES)])


class NewAnswerForm(AnswerForm):
    """A new answer."""

    record_id = RecordIdField()


class EditAnswerForm(AnswerForm):
    """An answer to correct."""

    version = VersionField()


class VisitForm(Form):
    """What a caseworker decides about a visit that a club asks for."""

    marks: ClassVar[Marks] = {
        "visit-day-missing": "day",
        "day-past": "day",
        "too-far-ahead": "day",
        "too-long-ago": "day",
        "reason-missing": "words",
    }
    version = VersionField()
    decision = OneOfField(
        N_("Your decision"),
        [Answered(N_("Choose what you decide."))],
        choices=choices_of(absence_answers.DECISIONS),
    )
    day = DayField(
        N_("By when you go"),
        [OnlyWith("decision", {VisitDecision.GOES.value}, message=N_("Take the day out, or choose to go."))],
        means=DayMeaning.PLANNED,
    )
    words = LinesField(N_("Why not, or what to know at the door"), [at_most(LINES)])


class AwayFilterForm(Form):
    """Which club the list shows. The page gives the clubs."""

    club = ChoiceField(N_("Club"))
