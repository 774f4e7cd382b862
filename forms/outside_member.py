"""The outside board member for safeguarding: a name and a number."""

from wtforms import Form
from wtforms.validators import Regexp

from app.foundation.marking import N_
from forms.fields import Answered, LineField, VersionField, at_most

NAME_AT_MOST, PHONE_AT_MOST = 80, 40


class OutsideMemberForm(Form):
    """Whom people call while nobody here can read what they say about our own people."""

    version = VersionField()
    name = LineField(N_("Their name"), [Answered(N_("Write a name.")), at_most(NAME_AT_MOST)])
    phone = LineField(
        N_("The number they answer"),
        [
            Answered(N_("Write the number they answer.")),
            at_most(PHONE_AT_MOST),
            # \d is a digit of any script.
            Regexp(r"[\d+() -]*\Z", message=N_("A number has digits, spaces, brackets, dashes and +.")),
        ],
    )
