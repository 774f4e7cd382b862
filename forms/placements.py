"""Where a child lives: whose home, whether safe, since when, by whose decision, on which paper."""

from typing import ClassVar

from wtforms import BooleanField, Form
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
from forms.following import OnlyWith, SaidOf, stays_field

LINE, LINES = at_most(200), at_most(2000)


_OTHER_SAFETY = N_("This was said of the answer before. Say how it is known now, or that it is still true.")
_NO_PAPER = N_("Write which paper this is, or take the day out.")


class PlacementForm(Form):
    """A placement or home."""

    marks: ClassVar[Marks] = {
        "from-ahead": "from_on",
        "before-born": "from_on",
        "before-any-birth": "from_on",
        "before-the-home-before": "from_on",
        "until-before-from": "until_on",
        "too-long-ago": "from_on",
        "in-the-future": "from_on",
        "too-far-ahead": "until_on",
        "two-homes": "is_beside_others",
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
    how_known = LinesField(
        N_("How that is known"),
        [LINES, SaidOf("safety", stays="how_stays", message=_OTHER_SAFETY)],
    )
    how_stays = stays_field()
    carer = LineField(N_("Who cares for the child there"), [LINE])
    address = LinesField(N_("Where, in words"), [LINES])
    from_on = DayField(N_("Lives there since"), [Answered(N_("Give the day."))], means=DayMeaning.BEGAN)
    until_on = DayField(N_("Left on"), [Optional()], means=DayMeaning.ENDS)
    review_on = DayField(N_("Look at it again on"), [Optional()], means=DayMeaning.REVIEW)
    decided_by = LineField(N_("Who decided it"), [LINE])
    document = LineField(N_("The authority's paper, with its number"), [LINE])
    document_ends_on = DayField(
        N_("The paper is valid until"),
        [Optional(), OnlyWith("document", message=_NO_PAPER)],
        means=DayMeaning.EXPIRES,
    )
    is_beside_others = BooleanField(N_("The child lives in two homes at one time; this is one of them"))
    words = LinesField(N_("Anything else"), [LINES])
