"""A new password, typed twice, and the words of a card: fields that several forms ask for."""

from typing import ClassVar

from wtforms import Form, PasswordField
from wtforms.validators import EqualTo, Length

from app.foundation.marking import N_
from forms.fields import TOO_LONG, Answered, LinesField, Marks

PASSWORD_AT_MOST = 1024
CARD_AT_MOST = 600

# Functions, because a field's position in its form is where it was made, and errors are listed in page order.


PASSWORD_MARKS: Marks = {"password-too-short": "new_password", "password-too-common": "new_password"}
USERNAME_MARKS: Marks = {"username-form": "username", "username-taken": "username"}


def password_field(label: str, ask: str) -> PasswordField:
    """Return a field for an existing password."""
    return PasswordField(label, [Answered(ask), Length(max=PASSWORD_AT_MOST, message=TOO_LONG)])


def new_password_field() -> PasswordField:
    """Return the field for a new password. Its quality is checked where the names it may not contain are known."""
    return password_field(N_("New password"), N_("Type a password, or take the five words."))


def again_field() -> PasswordField:
    """Return the field that asks for `new_password` once more."""
    return PasswordField(
        N_("The same again"),
        [
            Answered(N_("Type the same password again.")),
            EqualTo("new_password", N_("The two passwords differ. Type both again.")),
        ],
    )


def card_field(label: str, ask: str) -> LinesField:
    """Return the field for a card's words, typed or scanned."""
    return LinesField(label, [Answered(ask), Length(max=CARD_AT_MOST, message=TOO_LONG)])


class NewPasswordForm(Form):
    """A password for oneself."""

    marks: ClassVar[Marks] = PASSWORD_MARKS
    new_password = new_password_field()
    again = again_field()
