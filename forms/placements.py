"""Where a child lives: whose home, whether safe, since when, by whose decision, on which paper."""

from wtforms import Form
from wtforms.validators import Optional

from app.foundation.marking import N_
from app.foundation.vocabulary import placement_kinds
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    LineField,
    LinesField,
    OneOfField,
    RecordIdField,
    VersionField,
    at_most,
    choices_of,
)

LINE_AT_MOST = 200
WORDS_AT_MOST = 2000

SAFETY = {
    "safe": N_("Yes, safe"),
    "not_safe": N_("No, not safe"),
    "not_known": N_("Not known yet"),
}


class PlacementForm(Form):
    """A placement or home."""

    record_id = RecordIdField()
    version = VersionField(default=0)
    kind = ChoiceField(
        N_("Kind of home"),
        [Answered(N_("Choose the kind of home."))],
        choices=choices_of(placement_kinds.LABELS, blank=N_("Choose")),
        default="",
    )
    safety = OneOfField(
        N_("Is the child safe there?"),
        [Answered(N_("Say whether the child is safe there."))],
        choices=choices_of(SAFETY),
        default=None,
    )
    how_known = LinesField(N_("How that is known"), [at_most(WORDS_AT_MOST)])
    carer = LineField(N_("Who cares for the child there"), [at_most(LINE_AT_MOST)])
    address = LinesField(N_("Where, in words"), [at_most(WORDS_AT_MOST)])
    from_on = DayField(N_("Lives there since"), [Answered(N_("Give the day."))])
    until_on = DayField(N_("Left on"), [Optional()])
    review_on = DayField(N_("Look at it again on"), [Optional()])
    decided_by = LineField(N_("Who decided it"), [at_most(LINE_AT_MOST)])
    document = LineField(N_("The authority's paper, with its number"), [at_most(LINE_AT_MOST)])
    document_ends_on = DayField(N_("The paper is valid until"), [Optional()])
    remarks = LinesField(N_("Anything else"), [at_most(WORDS_AT_MOST)])
