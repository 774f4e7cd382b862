"""A screening: when and where, who asked, and every item of the list with its answer and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from wtforms import Field, Form

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from forms.choices import SelectChoice
from forms.fields import (
    Answered,
    DayField,
    HourField,
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
from forms.ids import CarriedField

LINE, LINES = 200, 4000
ANSWER, IN_WORDS = "answer-", "words-"
YES, NO = "yes", "no"
NOT_ASKED = N_("Not asked")


@dataclass(frozen=True)
class ItemText:
    """One item of the list as the form shows it, in the page's language."""

    id: str
    label: str


class ScreeningForm(Form):
    """One occasion; `screening_form` adds an answer and words for each item of the list."""

    marks: ClassVar[Marks] = {
        "in-the-future": "held_on",
        "too-long-ago": "held_on",
        "before-born": "held_on",
        "before-any-birth": "held_on",
        "screening-empty": "words",
        "about-our-own": "is_our_own",
    }
    record_id = RecordIdField()
    version = VersionField()
    pack_version = CarriedField()
    held_on = DayField(N_("Day"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.DONE)
    held_at = HourField(N_("Time"))
    place = LineField(N_("Where"), [at_most(LINE)])
    asked_by = LineField(N_("Who looked or asked, if not you"), [at_most(LINE)])
    present = LineField(N_("Who else was there"), [at_most(LINE)])
    is_our_own = OneOfField(
        N_("Is anything here about one of our own people?"),
        choices=choices_of({NO: N_("No"), YES: N_("Yes")}),
        default=NO,
    )
    words = LinesField(N_("In your own words"), [at_most(LINES)])

    def given(self) -> list[tuple[str, str, str]]:
        """Return what was answered: item, answer and words."""
        return [(item, answer.data, words.data or "") for item, answer, words in self.items() if answer.data]

    def items(self) -> list[tuple[str, Field, Field]]:
        """Return the answer and the words of each item, in the list's order."""
        found = [name.removeprefix(ANSWER) for name in self._fields if name.startswith(ANSWER)]
        return [(item, self[ANSWER + item], self[IN_WORDS + item]) for item in found]


def screening_form(items: Sequence[ItemText], answers: Sequence[tuple[str, str]]) -> type[ScreeningForm]:
    """Return the form for a version of the list: its items and answers, with labels in the page's language."""
    choices = [
        *(SelectChoice(value=code, label=label) for code, label in answers),
        SelectChoice(value="", label=NOT_ASKED),
    ]
    fields: dict[str, object] = {}
    for item in items:
        fields[ANSWER + item.id] = OneOfField(item.label, choices=choices, default="")
        only = OnlyWith(ANSWER + item.id, message=N_("Choose the answer too, or take this out."))
        fields[IN_WORDS + item.id] = LineField(N_("In words"), [at_most(LINE), only])
    return type("ListedScreeningForm", (ScreeningForm,), fields)
