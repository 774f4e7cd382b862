"""The emergency sheet of a child."""

from wtforms import Form

from app.foundation.marking import N_
from forms.fields import LineField, LinesField, VersionField, at_most

WORDS_AT_MOST = 2000
LINE_AT_MOST = 240


class EmergencyForm(Form):
    """What somebody must know at once; short, because it is read in a hurry."""

    version = VersionField()
    danger = LinesField(N_("The danger"), [at_most(WORDS_AT_MOST)])
    where_now = LineField(N_("Where the child is now"), [at_most(LINE_AT_MOST)])
    safety_plan = LineField(N_("Safety plan in force"), [at_most(LINE_AT_MOST)])
    medical = LinesField(N_("Medical need"), [at_most(WORDS_AT_MOST)])
    reasons = LinesField(N_("Reasons for the safe-contact rule"), [at_most(WORDS_AT_MOST)])
