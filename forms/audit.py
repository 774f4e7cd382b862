"""Which part of the audit trail to show."""

from wtforms import Form
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from forms.bounds import NotBefore, ShortCode
from forms.fields import ChoiceField, DayField, LineField


class TrailForm(Form):
    """Filters of the trail; `actor` and `action` get their choices from existing events."""

    actor = ChoiceField(N_("Who"), validate_choice=False)
    action = ChoiceField(N_("What"), validate_choice=False)
    code = LineField(N_("Child or case, by code"), [ShortCode()])
    since = DayField(N_("From"), [Optional()], means=DayMeaning.SEARCHED)
    until = DayField(N_("Until"), [Optional(), NotBefore("since")], means=DayMeaning.SEARCHED)


class SeenByForm(Form):
    """The days of which to show who saw a child."""

    since = DayField(N_("From"), [Optional()], means=DayMeaning.SEARCHED)
    until = DayField(N_("Until"), [Optional(), NotBefore("since")], means=DayMeaning.SEARCHED)


class ChildCodeForm(Form):
    """The code of the child, or of the child's case, whose sheet is wanted."""

    code = LineField(N_("Child or case, by code"), [ShortCode()])
