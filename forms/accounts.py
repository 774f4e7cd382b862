"""Accounts: the list's filter, a new shell, admission, corrections, role, further duties, removal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from wtforms import Form
from wtforms.validators import Length, Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.roles import FLAG_LABELS, ROLE_LABELS, Flag
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
from forms.following import OnlyWith
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

    marks: ClassVar[Marks] = {
        **USERNAME_MARKS,
        "name-missing": "display_name",
        "end-missing": "ends_on",
        "end-past": "ends_on",
        "too-long-ago": "ends_on",
        "too-far-ahead": "ends_on",
        "base-missing": "base_id",
    }
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

    marks: ClassVar[Marks] = {
        "words-differ": "six_words",
    }
    shown = CarriedField()

    six_words = LineField(
        N_("The six words on their screen"),
        [Answered(N_("Type the six words the person reads to you.")), at_most(120)],
    )


class DetailsForm(Form):
    """What may be corrected on an account."""

    marks: ClassVar[Marks] = {
        "name-missing": "display_name",
        "end-missing": "ends_on",
        "end-past": "ends_on",
        "too-long-ago": "ends_on",
        "too-far-ahead": "ends_on",
    }
    version = VersionField()
    display_name = LineField(
        N_("Name, as colleagues know the person"),
        [Answered(N_("Write the person's name.")), at_most(NAME_AT_MOST)],
    )
    ends_on = DayField(N_("Last day of the account"), [Optional()], means=DayMeaning.ACCOUNT_END)


class RoleForm(Form):
    """Another role or base."""

    marks: ClassVar[Marks] = {
        "same-role": "role",
        "yourself-role": "role",
        "flags-first": "role",
        "base-missing": "base_id",
        "end-missing": "ends_on",
        "end-past": "ends_on",
        "too-long-ago": "ends_on",
        "too-far-ahead": "ends_on",
    }
    version = VersionField()
    role = OneOfField(N_("Role"), [Answered(N_("Choose the role."))], choices=choices_of(ROLE_LABELS))
    base_id = ChoiceField(N_("Base"), choices=[("", NO_BASE)], default="")
    ends_on = DayField(N_("Last day of the account"), [Optional()], means=DayMeaning.ACCOUNT_END)


class DutiesForm(Form):
    """Duties in addition to the role; the choices are those that fit it."""

    marks: ClassVar[Marks] = {
        "volunteer-flags": "flags",
        "flag-role": "flags",
        "two-of-three": "flags",
        "yourself-duties": "flags",
        "acting-end": "acting_until",
        "too-long-ago": "acting_until",
        "too-far-ahead": "acting_until",
    }
    version = VersionField()
    flags = SeveralField(N_("Further duties"), choices=choices_of(FLAG_LABELS))
    acting_until = DayField(
        N_("Acting director until"),
        [
            Optional(),
            OnlyWith(
                "flags",
                {Flag.ACTING_DIRECTOR.value},
                message=N_("Take the day out, or choose acting director above."),
            ),
        ],
        means=DayMeaning.DUTY_END,
    )


class RemovalForm(Form):
    """Why somebody who has no account is taken out of the key directory."""

    why = OneOfField(N_("Why"), [Answered(N_("Choose the reason."))], choices=choices_of(REMOVAL_LABELS))


class CloseForm(Form):
    """Closing an account needs only the decision; reasons why it cannot be done are shown above the form."""


NOBODY = "nobody"
"""What is chosen where something is left to nobody for now."""


@dataclass(frozen=True)
class Asked:
    """One thing to be handed over: its field's name, its words, who could take it, and who is chosen first."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    first: str


def leaving_form(asked: Sequence[Asked]) -> type[CloseForm]:
    """Return the form that hands over what somebody holds; each thing has a field."""
    fields: dict[str, object] = {
        each.name: ChoiceField(
            each.label,
            [Answered(N_("Choose who takes this."))],
            choices=[("", ""), *each.choices],
            default=each.first,
        )
        for each in asked
    }
    return type("LeavingForm", (CloseForm,), fields)
