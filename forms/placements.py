"""Where a child lives: whose home, whether safe, since when, by whose decision, on which paper."""

from typing import ClassVar

from wtforms import Form
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import home_safeties, placement_kinds
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

LINE, LINES = at_most(200), at_most(2000)


class PlacementForm(Form):
    """A placement or home."""

    marks: ClassVar[Marks] = {
        "from-ahead": "from_on",
        "before-born": "from_on",
        "before-the-home-before": "from_on",
        "until-before-from": "until_on",
    }
    record_id = RecordIdField()
    version = VersionField(default=0)
    kind = ChoiceField(
        N_("Kind of home"),
        [Answered(N_("Choose the kind of home."))],
        choices=choices_of(placement_kinds.LABELS, blank=N_("Choose")),
    )
    safety = OneOfField(
        N_("Is the child safe there?"),
        [Answered(N_("Say whether the child is safe there."))],
        choices=choices_of(home_safeties.LABELS),
    )
    how_known = LinesField(N_("How that is known"), [LINES])
    carer = LineField(N_("Who cares for the child there"), [LINE])
    address = LinesField(N_("Where, in words"), [LINES])
    from_on = DayField(N_("Lives there since"), [Answered(N_("Give the day."))], means=DayMeaning.BEGAN)
    until_on = DayField(N_("Left on"), [Optional()], means=DayMeaning.ENDS)
    review_on = DayField(N_("Look at it again on"), [Optional()], means=DayMeaning.REVIEW)
    decided_by = LineField(N_("Who decided it"), [LINE])
    document = LineField(N_("The authority's paper, with its number"), [LINE])
    document_ends_on = DayField(N_("The paper is valid until"), [Optional()], means=DayMeaning.EXPIRES)
    words = LinesField(N_("Anything else"), [LINES])
