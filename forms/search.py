"""The search box."""

from wtforms import Form

from app.foundation.marking import N_
from forms.fields import Answered, LineField, at_most


class SearchForm(Form):
    """A name in either script, or a code."""

    q = LineField(N_("Name or code"), [Answered(N_("Type a name or a code.")), at_most(120)])
