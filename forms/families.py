"""A family: what we call it, where it lives, what helps it, what a parent asked for."""

from typing import ClassVar

from wtforms import BooleanField, Form
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import family_supports, languages, offers_made, support_states
from app.foundation.vocabulary.offers_made import OfferMade
from app.foundation.vocabulary.support_states import SupportState
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    SeveralField,
    VersionField,
    at_most,
    choices_of,
)
from forms.following import OnlyWith
from forms.ids import UuidField

LINE, LINES = at_most(200), at_most(4000)


class FamilyFilterForm(Form):
    """The filter of the list of families; it contains no name, because it becomes part of the address."""

    which = ChoiceField(
        N_("Which families"),
        choices=[("", N_("Those we work with")), ("closed", N_("Closed")), ("all", N_("All"))],
        default="",
    )
    base = ChoiceField(N_("Base"), choices=[("", N_("All bases"))], default="")
    code = LineField(N_("Code of a family or a child"), [at_most(40)], default="")
    order = ChoiceField(N_("Order"), choices=[("", N_("Newest first")), ("code", N_("By code"))], default="")


class FamilyForm(Form):
    """What we call a family, and what is known of all of them."""

    marks: ClassVar[Marks] = {"family-nameless": "name"}
    version = VersionField(default=0)
    name = LineField(N_("What we call this family"), [LINE, Answered(N_("Write a name for the family."))])
    languages = SeveralField(N_("Languages spoken at home"), choices=choices_of(languages.LABELS))
    needs = LinesField(N_("What the family lacks"), [LINES])
    notes = LinesField(N_("Notes"), [LINES])


class NewFamilyForm(FamilyForm):
    """A family that is not written down yet; `child_id` is a child who is taken along."""

    marks: ClassVar[Marks] = {"family-nameless": "name", "two-families": "is_beside_others"}
    record_id = RecordIdField()
    child_id = UuidField()
    base_id = ChoiceField(N_("Base"), [Answered(N_("Choose the base that works with the family."))])
    is_beside_others = BooleanField(N_("The child lives in two families at one time; this is one of them"))


class CloseFamilyForm(Form):
    """Why nobody works with a family any more."""

    marks: ClassVar[Marks] = {"reason-missing": "reason"}
    version = VersionField(default=0)
    reason = LinesField(N_("Why"), [Answered(N_("Write the reason.")), LINES])


class AddressForm(Form):
    """Where a family lives, and whether that is to stay hidden."""

    marks: ClassVar[Marks] = {"hidden-needs-why": "why_hidden"}
    version = VersionField(default=0)
    where = LinesField(N_("Where, in words"), [LINES])
    is_hidden = BooleanField(N_("Somebody says that this must stay hidden"))
    why_hidden = LinesField(
        N_("Who said so, and from whom"),
        [LINES, OnlyWith("is_hidden", message=N_("Tick that it must stay hidden, or take this out."))],
    )


class SupportForm(Form):
    """What somebody is helped with, or a goal of their own."""

    marks: ClassVar[Marks] = {
        "support-wordless": "own_words",
        "in-the-future": "said_on",
        "too-long-ago": "said_on",
        "too-far-ahead": "look_on",
    }
    record_id = RecordIdField()
    version = VersionField(default=0)
    kind = ChoiceField(
        N_("What it is about"),
        [Answered(N_("Choose what it is about."))],
        choices=choices_of(family_supports.LABELS, blank=N_("Choose")),
    )
    member_id = ChoiceField(N_("For whom"), choices=[("", N_("The whole family"))], default="")
    own_words = LinesField(N_("In their own words"), [LINES])
    state = OneOfField(
        N_("How far it is"), choices=choices_of(support_states.LABELS), default=SupportState.WANTED.value
    )
    done = LinesField(N_("What is done, and by whom"), [LINES])
    said_on = DayField(N_("Said on"), [Answered(N_("Give the day."))], means=DayMeaning.HAPPENED)
    look_on = DayField(N_("Look at it again on"), [Optional()], means=DayMeaning.GOAL)


class WishForm(Form):
    """What a parent asked for: a place for a child."""

    marks: ClassVar[Marks] = {
        "wish-of-oneself": "child_member_id",
        "wish-not-for-child": "child_member_id",
        "wish-wordless": "said",
        "help-comes-first": "first_help",
        "in-the-future": "asked_on",
        "too-long-ago": "asked_on",
    }
    record_id = RecordIdField()
    version = VersionField(default=0)
    member_id = ChoiceField(N_("Who asks"), [Answered(N_("Choose who asks."))], choices=[])
    child_member_id = ChoiceField(N_("For which child"), [Answered(N_("Choose the child."))], choices=[])
    asked_on = DayField(N_("Asked on"), [Answered(N_("Give the day."))], means=DayMeaning.HAPPENED)
    said = LinesField(
        N_("What the parent said, in their own words"), [Answered(N_("Write what was said.")), LINES]
    )
    first_help = LinesField(N_("Help to keep the child that was offered first"), [LINES])
    kin = LinesField(N_("Which relatives were asked, and what they said"), [LINES])
    offered = OneOfField(
        N_("Was money or anything else offered for the child?"),
        choices=choices_of(offers_made.LABELS),
        default=OfferMade.NOT_KNOWN.value,
    )


class OutcomeForm(Form):
    """How a parent took a wish back, or what an authority decided about it."""

    marks: ClassVar[Marks] = {
        "reason-missing": "words",
        "outcome-early": "on",
        "in-the-future": "on",
        "too-long-ago": "on",
    }
    version = VersionField(default=0)
    on = DayField(N_("On"), [Answered(N_("Give the day."))], means=DayMeaning.HAPPENED)
    words = LinesField(N_("In words"), [LINES])
