"""Set-up: the organisation and its first director, and typing the recovery cards back."""

from typing import ClassVar

from wtforms import Form
from wtforms.validators import Length

from app.foundation.marking import N_
from forms.fields import Answered, LineField, Marks, at_most
from forms.passwords import PASSWORD_MARKS, USERNAME_MARKS, again_field, card_field, new_password_field

NAME_AT_MOST = 120
USERNAME_AT_MOST = 32


def own_name_field() -> LineField:
    """Return the field for one's own name."""
    return LineField(
        N_("Your name, as colleagues know you"), [Answered(N_("Write your name.")), at_most(NAME_AT_MOST)]
    )


def username_field() -> LineField:
    """Return the field for choosing a user name."""
    return LineField(
        N_("User name"),
        [
            Answered(N_("Choose a user name.")),
            Length(max=USERNAME_AT_MOST, message=N_("That is too long: at most 32 letters.")),
        ],
    )


class SetUpForm(Form):
    """The one page that begins an organisation."""

    marks: ClassVar[Marks] = {
        **PASSWORD_MARKS,
        **USERNAME_MARKS,
        "name-missing": "organisation",
    }
    code = LineField(
        N_("Code from the console"),
        [Answered(N_("Type the code that was printed when Wayhome started.")), at_most(40)],
    )
    organisation = LineField(
        N_("Name of the organisation"),
        [Answered(N_("Write the organisation's name.")), at_most(NAME_AT_MOST)],
    )
    display_name = own_name_field()
    username = username_field()
    new_password = new_password_field()
    again = again_field()


class CardsForm(Form):
    """Both cards of the kit, typed or scanned."""

    card_a = card_field(N_("Words of card A"), N_("Type the words of card A."))
    card_b = card_field(N_("Words of card B"), N_("Type the words of card B."))


class RecoverOrganisationForm(Form):
    """Both kit cards, and the person who takes over."""

    marks: ClassVar[Marks] = {
        **PASSWORD_MARKS,
        **USERNAME_MARKS,
        "name-missing": "display_name",
    }
    card_a = card_field(N_("Words of card A"), N_("Type the words of card A."))
    card_b = card_field(N_("Words of card B"), N_("Type the words of card B."))
    display_name = own_name_field()
    username = username_field()
    new_password = new_password_field()
    again = again_field()
