"""Consent and assent, sharing without consent, and taking a consent back."""

from collections.abc import Iterable
from typing import ClassVar

from wtforms import BooleanField, Field, FieldList, Form, FormField, ValidationError
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import consent_bases, consent_forms, sharing_partners
from app.foundation.vocabulary.consent_bases import OVERRIDES, ConsentBasis
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    HourField,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    SeveralField,
    VersionField,
    at_most,
    choices_of,
    is_blank,
)

LINE, TEXT = 200, 2000
WITHHELD_SHOWN, WITHHELD_AT_MOST = 2, 10


class WithholdingForm(Form):
    """Somebody who must not be told; an empty row is left out."""

    kind = ChoiceField(
        N_("Not to be told"), choices=choices_of(sharing_partners.LABELS, blank=N_("nobody")), default=""
    )
    who = LineField(N_("Who exactly"), [at_most(LINE)])
    why = LineField(N_("Why"), [at_most(LINE)])

    def validate_kind(self, field: Field) -> None:
        """Refuse a row that does not say which kind of person must not be told."""
        if not field.data and not is_blank(self):
            raise ValidationError(N_("Choose who is not to be told."))


class ConsentForm(Form):
    """A consent with its assent; `offer_bases` offers the values of `basis` that fit the child's age."""

    marks: ClassVar[Marks] = {
        "basis-not-for-age": "basis",
        "consent-from-suspect": "not_a_suspect",
        "giver-missing": "given_by",
        "witness-missing": "witness",
        "share-missing": "shared_with",
        "what-missing": "what",
        "in-the-future": "given_on",
        "too-long-ago": "given_on",
        "before-born": "given_on",
        "before-any-birth": "given_on",
        "why-missing": "withheld.why",
    }
    record_id = RecordIdField()
    shared_with = SeveralField(N_("May be shared with"), choices=choices_of(sharing_partners.LABELS))
    what = LinesField(N_("What may be shared"), [at_most(TEXT)])
    with_whom = LineField(N_("With whom exactly"), [at_most(LINE)])
    basis = OneOfField(N_("Whose consent it is"), [Answered(N_("Choose whose consent it is."))], choices=[])
    given_by = LineField(
        N_("Given by"),
        [Answered(N_("Write who gave it, such as: grandmother and the child.")), at_most(LINE)],
    )
    not_a_suspect = BooleanField(N_("Nobody who gave this is suspected of harming the child"))
    form = OneOfField(
        N_("How it was given"),
        [Answered(N_("Choose how it was given."))],
        choices=choices_of(consent_forms.LABELS),
    )
    witness = LineField(N_("Witness or interpreter"), [at_most(LINE)])
    given_on = DayField(
        N_("Day it was given"), [Answered(N_("Give the day, such as 2026-03-09."))], means=DayMeaning.DONE
    )
    given_at = HourField(N_("Time, if known"), [Optional()])
    withheld = FieldList(FormField(WithholdingForm), min_entries=WITHHELD_SHOWN, max_entries=WITHHELD_AT_MOST)
    non_identifiable_reporting = BooleanField(N_("May be counted in reports that identify nobody"))


class OverrideForm(Form):
    """Asking that something be shared without consent."""

    marks: ClassVar[Marks] = {
        "not-an-override": "basis",
        "share-missing": "shared_with",
        "what-missing": "what",
        "reason-missing": "reason",
    }
    record_id = RecordIdField()
    basis = OneOfField(
        N_("Why consent is not waited for"),
        [Answered(N_("Choose the reason."))],
        choices=choices_of({code: consent_bases.LABELS[code] for code in ConsentBasis if code in OVERRIDES}),
    )
    shared_with = SeveralField(N_("To be shared with"), choices=choices_of(sharing_partners.LABELS))
    what = LinesField(N_("What must be shared"), [Answered(N_("Write what must be shared.")), at_most(TEXT)])
    with_whom = LineField(N_("With whom exactly"), [at_most(LINE)])
    reason = LinesField(
        N_("The duty or the harm"),
        [Answered(N_("Write which duty it is, or what harm is near.")), at_most(TEXT)],
    )


class WithdrawalForm(Form):
    """The person who takes a consent back."""

    marks: ClassVar[Marks] = {"giver-missing": "by_whom"}
    version = VersionField()
    by_whom = LineField(
        N_("Taken back by"), [Answered(N_("Write who took it back, such as: the child.")), at_most(LINE)]
    )
    why = LinesField(N_("In their words"), [at_most(TEXT)])


class OverrideApprovalForm(Form):
    """Approving an override: nothing is typed."""

    version = VersionField()


def offer_bases(form: ConsentForm, bases: Iterable[ConsentBasis]) -> None:
    """Offer the people whose consent counts at the child's age."""
    form.basis.choices = choices_of({basis: consent_bases.LABELS[basis] for basis in bases})
