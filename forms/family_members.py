"""Somebody of a family: who they are, whether contact is safe, whether they decide by law; and that they move."""

from typing import ClassVar

from wtforms import BooleanField, Form
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import contact_safeties, family_roles, legal_authorities
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.legal_authorities import LegalAuthority
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
from forms.following import OnlyWith, SaidOf, stays_field

LINE, LINES = at_most(200), at_most(4000)
_OTHER_SAFETY = N_("This was said of the answer before. Say how to reach them now, or that it is still true.")
_NO_PAPER = N_("Choose that a paper gives authority, or take this out.")
_NO_FEAR = N_("Tick that somebody fears this person, or take this out.")


class MemberForm(Form):
    """One person of a family. A child with a record is named by its code, and only when first written down."""

    marks: ClassVar[Marks] = {
        "member-nameless": "name",
        "no-such-child": "child_code",
        "other-base-child": "child_code",
        "member-already": "child_code",
        "two-families": "is_beside_others",
        "left-before-joined": "until_on",
        "in-the-future": "from_on",
        "too-long-ago": "from_on",
        "before-born": "from_on",
        "before-any-birth": "from_on",
        "paper-nameless": "paper",
        "feared-not-safe": "safe",
        "fear-needs-why": "why",
    }
    record_id = RecordIdField()
    version = VersionField(default=0)
    child_code = LineField(N_("Code of the child's record, if there is one"), [at_most(40)])
    name = LineField(N_("Name, as it is known"), [LINE])
    role = ChoiceField(
        N_("Who this is in the family"),
        [Answered(N_("Choose who this is."))],
        choices=choices_of(family_roles.LABELS, blank=N_("Choose")),
    )
    safe = OneOfField(
        N_("Is it safe to contact them?"),
        choices=choices_of(contact_safeties.LABELS),
        default=ContactSafety.NOT_KNOWN.value,
    )
    how = LinesField(
        N_("How and when to reach them"),
        [LINES, SaidOf("safe", stays="how_stays", message=_OTHER_SAFETY)],
    )
    how_stays = stays_field()
    is_feared = BooleanField(N_("Somebody in the family fears this person"))
    feared_because = LinesField(
        N_("Who fears them, and what is known"), [LINES, OnlyWith("is_feared", message=_NO_FEAR)]
    )
    authority = OneOfField(
        N_("May they decide for the children by law?"),
        choices=choices_of(legal_authorities.LABELS),
        default=LegalAuthority.NOT_KNOWN.value,
    )
    paper = LineField(
        N_("By which paper, with its number"),
        [LINE, OnlyWith("authority", (LegalAuthority.BY_PAPER.value,), message=_NO_PAPER)],
    )
    paper_until = DayField(
        N_("The paper is valid until"),
        [Optional(), OnlyWith("paper", message=_NO_PAPER)],
        means=DayMeaning.EXPIRES,
    )
    from_on = DayField(N_("Belongs to the family since"), [Optional()], means=DayMeaning.HAPPENED)
    until_on = DayField(N_("Left on"), [Optional()], means=DayMeaning.HAPPENED)
    is_beside_others = BooleanField(N_("Lives in two families at one time; this is one of them"))
    code_elsewhere = LineField(N_("Their code at another base"), [at_most(40)])
    ask_whom = LineField(N_("Whom to ask there"), [LINE])
    notes = LinesField(N_("Notes"), [LINES])
    why = LinesField(N_("Why this changed"), [LINES])


class LeavingForm(Form):
    """When somebody left a family, and why."""

    marks: ClassVar[Marks] = {
        "left-before-joined": "until_on",
        "in-the-future": "until_on",
        "too-long-ago": "until_on",
        "before-born": "until_on",
        "before-any-birth": "until_on",
    }
    version = VersionField(default=0)
    until_on = DayField(N_("Left on"), [Answered(N_("Give the day."))], means=DayMeaning.HAPPENED)
    left_because = LinesField(N_("Why, and where they went"), [LINES])


class MovingForm(Form):
    """Who moves to which family: one that is there, or a new one."""

    marks: ClassVar[Marks] = {
        "nobody-moves": "member_ids",
        "left-already": "member_ids",
        "no-such-family": "to_code",
        "same-family": "to_code",
        "family-nameless": "new_name",
        "member-already": "to_code",
        "left-before-joined": "on",
        "in-the-future": "on",
        "too-long-ago": "on",
        "before-born": "on",
        "before-any-birth": "on",
    }
    record_id = RecordIdField()
    member_ids = SeveralField(N_("Who moves"), choices=[])
    on = DayField(N_("Since"), [Answered(N_("Give the day."))], means=DayMeaning.HAPPENED)
    to_code = LineField(N_("Code of the family they join, if it is written down"), [at_most(40)])
    new_name = LineField(N_("Otherwise: what we call the new family"), [LINE])
    why = LinesField(N_("Why"), [LINES])
