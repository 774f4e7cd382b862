"""One's own account: giving the password again, changing it, and using the recovery card."""

from typing import ClassVar

from wtforms import Form
from wtforms.validators import Length

from app.foundation.marking import N_
from forms.fields import TOO_LONG, Answered, LineField, Marks
from forms.ids import CarriedField
from forms.passwords import PASSWORD_MARKS, again_field, card_field, new_password_field, password_field


class ProveForm(Form):
    """The password once more; `next` is the page to continue to."""

    password = password_field(N_("Password"), N_("Type your password."))
    next = CarriedField()


class ChangePasswordForm(Form):
    """The current password, and a new one."""

    marks: ClassVar[Marks] = PASSWORD_MARKS
    password = password_field(N_("Current password"), N_("Type the password you use now."))
    new_password = new_password_field()
    again = again_field()


class RecoveryCardForm(Form):
    """The personal card, used when the password is forgotten."""

    marks: ClassVar[Marks] = PASSWORD_MARKS
    username = LineField(
        N_("User name"), [Answered(N_("Type your user name.")), Length(max=64, message=TOO_LONG)]
    )
    card_words = card_field(N_("The fifteen words of your recovery card"), N_("Type the words of your card."))
    new_password = new_password_field()
    again = again_field()
