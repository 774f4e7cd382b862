"""Agreeing to changes of the safeguarding circle, and the outside member's card."""

from typing import ClassVar

from wtforms import Form

from app.foundation.marking import N_
from forms.concern import SaidForm
from forms.fields import (
    Answered,
    LineField,
    Marks,
    OneOfField,
    PhoneField,
    RecordIdField,
    at_most,
)
from forms.ids import CarriedField
from forms.outside_member import NAME_AT_MOST, PHONE_AT_MOST
from forms.passwords import card_field


class AgreeWithCardsForm(Form):
    """What is agreed to, and both cards of the recovery kit."""

    marks: ClassVar[Marks] = {"not-to-agree": "act", "agreed-before": "act"}
    act = OneOfField(N_("What the cards agree to"), [Answered(N_("Choose one."))], choices=[])
    card_a = card_field(N_("Words of card A"), N_("Type the words of card A."))
    card_b = card_field(N_("Words of card B"), N_("Type the words of card B."))


class OutsideCardForm(Form):
    """Who the outside member is, and both cards of the recovery kit."""

    marks: ClassVar[Marks] = {"name-missing": "name", "phone-missing": "phone"}
    name = LineField(N_("Their name"), [Answered(N_("Write a name.")), at_most(NAME_AT_MOST)])
    phone = PhoneField(
        N_("The number they answer"),
        [
            Answered(N_("Write the number they answer.")),
            at_most(PHONE_AT_MOST),
        ],
    )
    card_a = card_field(N_("Words of card A"), N_("Type the words of card A."))
    card_b = card_field(N_("Words of card B"), N_("Type the words of card B."))


class ReceiptForm(Form):
    """The words of the secret receipt."""

    card_words = card_field(N_("The fifteen words of your receipt"), N_("Type the words of your receipt."))


class CallForm(Form):
    """The words of the receipt, carried by the page that they opened."""

    card_words = CarriedField()


class SayMoreForm(SaidForm):
    """Something more, for whoever has the receipt."""

    marks: ClassVar[Marks] = {
        "in-the-future": "seen_at",
        "too-long-ago": "seen_on",
        "no-words": "account",
    }
    record_id = RecordIdField()
    card_words = CarriedField()


class AgreeAsOutsideForm(Form):
    """What the outside member agrees to, chosen on the page before, and their card once more."""

    press_act = CarriedField()
    card_words = card_field(N_("The fifteen words of your card"), N_("Type the words of your card."))


class EnterForm(Form):
    """The words of the outside member's card."""

    card_words = card_field(N_("The fifteen words of your card"), N_("Type the words of your card."))
