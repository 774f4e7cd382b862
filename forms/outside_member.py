"""The outside board member for safeguarding: a name and a number."""

from typing import ClassVar

from wtforms import Form

from app.foundation.marking import N_
from forms.fields import Answered, LineField, Marks, PhoneField, VersionField, at_most

NAME_AT_MOST, PHONE_AT_MOST = 80, 40


class OutsideMemberForm(Form):
    """Whom people call while nobody here can read what they say about our own people."""

    marks: ClassVar[Marks] = {
        "name-missing": "name",
        "phone-missing": "phone",
    }
    version = VersionField()
    name = LineField(N_("Their name"), [Answered(N_("Write a name.")), at_most(NAME_AT_MOST)])
    phone = PhoneField(
        N_("The number they answer"),
        [
            Answered(N_("Write the number they answer.")),
            at_most(PHONE_AT_MOST),
        ],
    )
