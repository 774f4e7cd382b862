"""The form of an urgent concern: one screen, for one hand in a dark street."""

from typing import ClassVar

from wtforms import BooleanField, Form

from app.foundation.marking import N_
from app.foundation.vocabulary import evidence_bases
from forms.concern import LINE, LINES
from forms.fields import (
    Answered,
    ChoiceField,
    LineField,
    Marks,
    OneOfField,
    RecordIdField,
    at_most,
    choices_of,
)
from forms.ids import UuidField


class UrgentForm(Form):
    """What must be known to act within minutes; everything else is added afterwards. Only directors choose a base.

    The child comes along from the page it was pressed on; it is shown, and can be left out.
    """

    marks: ClassVar[Marks] = {
        "no-words": "account",
        "choose-base": "base_id",
        "child-of-another-base": "account",
        "in-the-future": "account",
        "too-long-ago": "account",
    }
    record_id = RecordIdField()
    encounter_id = UuidField()
    child_id = UuidField()
    not_this_child = BooleanField(N_("Not about this child"))
    base_id = ChoiceField(N_("Base"))
    basis = OneOfField(
        N_("How you know"),
        [Answered(N_("Say whether it was seen, heard or told."))],
        choices=choices_of(evidence_bases.LABELS),
    )
    account = LineField(
        N_("What is happening, in one line"),
        [Answered(N_("Write in one line what is happening.")), at_most(LINES)],
    )
    place = LineField(N_("Where"), [at_most(LINE)])
