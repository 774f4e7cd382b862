"""The search box, and what narrows the list of children who are not yet known."""

from wtforms import Form
from wtforms.validators import Optional

from app.foundation.marking import N_
from forms.bounds import Between
from forms.fields import Answered, ChoiceField, LineField, WholeNumberField, at_most
from forms.ids import UuidField

OLDEST_YEARS = 25
_LONGEST = 120


class SearchForm(Form):
    """A name in either script, a code, or words of a description."""

    q = LineField(
        N_("Name, code or description"),
        [Answered(N_("Type a name, a code, or words of a description.")), at_most(_LONGEST)],
    )


class MetFilterForm(Form):
    """Words of a description, where, and about what age. Posted: what a child looks like stands in no address."""

    words = LineField(N_("Words of the description"), [at_most(_LONGEST)])
    area = ChoiceField(N_("Where"), choices=[], default="")
    age = WholeNumberField(
        N_("About what age"),
        [
            Optional(),
            Between(0, OLDEST_YEARS, N_("“%(typed)s” is no age in years. Write an age from 0 to 25.")),
        ],
        wrong=N_("Write the age in years, such as 9."),
    )


class OtherChildForm(Form):
    """Whom a decision about a child who is not yet known is about."""

    other = UuidField(N_("Which child"), [Answered(N_("Choose the child."))])
