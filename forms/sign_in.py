"""The sign-in form."""

from wtforms import Form, PasswordField
from wtforms.validators import InputRequired, Length

from app.foundation.marking import N_
from forms.fields import LineField
from forms.ids import CarriedField


class SignInForm(Form):
    """User name and password. `next` is the page to continue to."""

    username = LineField(
        N_("User name"),
        [InputRequired(N_("Type your user name.")), Length(max=64, message=N_("That is too long."))],
    )
    password = PasswordField(
        N_("Password"),
        [InputRequired(N_("Type your password.")), Length(max=1024, message=N_("That is too long."))],
    )
    next = CarriedField()
