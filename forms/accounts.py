"""Accounts: the list's filter, a new shell, admission, corrections, role, further duties, removal."""

from typing import ClassVar

from wtforms import Form
from wtforms.validators import Length, Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.roles import FLAG_LABELS, ROLE_LABELS
from app.foundation.vocabulary.removal_reasons import LABELS as REMOVAL_LABELS
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    LineField,
    Marks,
    OneOfField,
    RecordIdField,
    SeveralField,
    VersionField,
    at_most,
    choices_of,
)
from forms.ids import CarriedField
from forms.passwords import USERNAME_MARKS
from forms.set_up import NAME_AT_MOST, USERNAME_AT_MOST

NO_BASE = N_("No base")


class AccountFilterForm(Form):
    """The filter of the list of accounts; the choices come with the page."""

    state = ChoiceField(N_("State"), choices=[("", N_("All"))], default="")
    base = ChoiceField(N_("Base"), choices=[("", N_("All"))], default="")


class NewAccountForm(Form):
    """An account to be made for somebody else. Roles and bases are limited to what its maker may give."""

    marks: ClassVar[Marks] = USERNAME_MARKS
    record_id = RecordIdField()
    display_name = LineField(
        N_("Name, as colleagues know the person"),
        [Answered(N_("Write the person's name.")), at_most(NAME_AT_MOST)],
    )
    username = LineField(
        N_("User name"),
        [
            Answered(N_("Choose a user name.")),
            Length(max=USERNAME_AT_MOST, message=N_("That is too long: at most 32 letters.")),
        ],
    )
    role = OneOfField(N_("Role"), [Answered(N_("Choose the role."))], choices=choices_of(ROLE_LABELS))
    base_id = ChoiceField(N_("Base"), choices=[("", NO_BASE)], default="")
    ends_on = DayField(N_("Last day of the account"), [Optional()], means=DayMeaning.ACCOUNT_END)


class AdmitForm(Form):
    """The six words somebody reads from their screen, and the role, base and duties that the page showed."""

    shown = CarriedField()

    six_words = LineField(
        N_("The six words on their screen"),
        [Answered(N_("Type the six words the person reads to you.")), at_most(120)],
    )


class DetailsForm(Form):
    """What may be corrected on an account."""

    version = VersionField()
    display_name = LineField(
        N_("Name, as colleagues know the person"),
        [Answered(N_("Write the person's name.")), at_most(NAME_AT_MOST)],
    )
    ends_on = DayField(N_("Last day of the account"), [Optional()], means=DayMeaning.ACCOUNT_END)


class RoleForm(Form):
    """Another role or base."""

    version = VersionField()
    role = OneOfField(N_("Role"), [Answered(N_("Choose the role."))], choices=choices_of(ROLE_LABELS))
    base_id = ChoiceField(N_("Base"), choices=[("", NO_BASE)], default="")
    ends_on = DayField(N_("Last day of the account"), [Optional()], means=DayMeaning.ACCOUNT_END)


class DutiesForm(Form):
    """Duties in addition to the role; the choices are those that fit it."""

    version = VersionField()
    flags = SeveralField(N_("Further duties"), choices=choices_of(FLAG_LABELS))
    acting_until = DayField(N_("Acting director until"), [Optional()], means=DayMeaning.DUTY_END)


class RemovalForm(Form):
    """Why somebody who has no account is taken out of the key directory."""

    why = OneOfField(N_("Why"), [Answered(N_("Choose the reason."))], choices=choices_of(REMOVAL_LABELS))


class CloseForm(Form):
    """Closing an account needs only the decision; reasons why it cannot be done are shown above the form."""
