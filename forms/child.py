"""Who a child is: the forms for a new child, a changed one, and the safe-contact rule, and the filter of the list."""

from typing import ClassVar

from wtforms import BooleanField, Field, Form, ValidationError
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import (
    age_bases,
    animal_years,
    contact_safeties,
    guardian_relations,
    languages,
    sexes,
)
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.sexes import Sex
from forms.bounds import Between
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
    WholeNumberField,
    at_most,
    choices_of,
    is_nothing,
)
from forms.following import SaidOf, is_untouched, stays_field
from forms.ids import CarriedField, UuidField

NAME_AT_MOST = 120
LINE_AT_MOST = 200
WORDS_AT_MOST = 2000
OLDEST_YEARS = 99

_YEARS = N_("“%(typed)s” is not a number of years. Write whole years, such as 9.")
_YEARS_RANGE = N_("“%(typed)s” is no age in years. Write an age between 0 and 99.")
_OTHER_GUARDIAN = N_(
    "This was said of somebody else. Say it of whoever cares for the child now, or that it is still true."
)
_OTHER_AREA = N_("This was said of another area. Change it, or say that it is still true.")
_NOBODY_TO_CONTACT = N_("Say whom this is about: a name, or who that is to the child.")
_SPOKEN = [(code, label) for code, label in languages.LABELS.items() if code is not Language.UND]


class ProfileForm(Form):
    """What is known of a child. Every field may stay empty, as long as something tells the child from others.

    The `..._stays` boxes are shown when they have to be asked: whether something said beside an answer that was changed
    is still true.
    """

    marks: ClassVar[Marks] = {
        "child-nameless": "appearance",
        "animal-needs-age": "age_low",
        "animal-not-age": "animal",
        "animal-missing": "animal",
        "basis-needs-age": "age_low",
        "birth-not-age": "born_on",
        "birth-not-animal": "animal",
        "birth-needs-document": "age_basis",
        "born-later": "born_on",
    }
    latin = LineField(N_("Name in Latin letters"), [at_most(NAME_AT_MOST)])
    local = LineField(N_("Name in the local script"), [at_most(NAME_AT_MOST)])
    nicknames = LineField(N_("Nicknames"), [at_most(2 * NAME_AT_MOST)])
    age_low = WholeNumberField(
        N_("Age from"), [Optional(), Between(0, OLDEST_YEARS, _YEARS_RANGE)], wrong=_YEARS
    )
    age_high = WholeNumberField(
        N_("Age to"), [Optional(), Between(0, OLDEST_YEARS, _YEARS_RANGE)], wrong=_YEARS
    )
    age_basis = ChoiceField(
        N_("How the age is known"), choices=choices_of(age_bases.LABELS), default=AgeBasis.NOT_KNOWN.value
    )
    animal = ChoiceField(
        N_("Animal year"), choices=choices_of(animal_years.LABELS, blank=N_("Not known")), default=""
    )
    born_on = DayField(N_("Date of birth"), [Optional()], means=DayMeaning.BORN)
    sex = OneOfField(N_("Sex"), choices=choices_of(sexes.LABELS), default=Sex.NOT_KNOWN.value)
    languages = SeveralField(N_("Speaks"), choices=choices_of(dict(_SPOKEN[:4])))
    more_languages = SeveralField(N_("Other languages"), choices=choices_of(dict(_SPOKEN[4:])))
    origin_area = ChoiceField(N_("Comes from"), choices=[("", N_("Not known"))], default="")
    origin = LineField(
        N_("Village, or in other words"),
        [at_most(LINE_AT_MOST), SaidOf("origin_area", stays="origin_stays", message=_OTHER_AREA)],
    )
    origin_stays = stays_field()
    appearance = LinesField(N_("What the child looks like"), [at_most(WORDS_AT_MOST)])
    needs = LinesField(N_("Disability, or help with talking"), [at_most(WORDS_AT_MOST)])
    guardian_name = LineField(N_("Who cares for the child"), [at_most(NAME_AT_MOST)])
    guardian_number = LineField(
        N_("Their telephone number"),
        [at_most(NAME_AT_MOST), SaidOf("guardian_name", stays="guardian_stays", message=_OTHER_GUARDIAN)],
    )
    guardian_relation = ChoiceField(
        N_("Who that is to the child"),
        [SaidOf("guardian_name", stays="guardian_stays", message=_OTHER_GUARDIAN)],
        choices=choices_of(guardian_relations.LABELS),
        default=GuardianRelation.NOT_KNOWN.value,
    )
    guardian_safe = OneOfField(
        N_("Is it safe to contact them?"),
        [SaidOf("guardian_name", "guardian_relation", stays="guardian_stays", message=_OTHER_GUARDIAN)],
        choices=choices_of(contact_safeties.LABELS),
        default=ContactSafety.NOT_KNOWN.value,
    )
    guardian_stays = stays_field()
    notes = LinesField(N_("Notes"), [at_most(2 * WORDS_AT_MOST)])

    def validate_guardian_safe(self, field: Field) -> None:
        """Refuse to say of nobody that they are safe; what was said of somebody who is gone goes with them."""
        if is_nothing(field) or not (is_nothing(self.guardian_name) and is_nothing(self.guardian_relation)):
            return
        if not self.guardian_stays.data and not is_untouched(self, field):
            raise ValidationError(_NOBODY_TO_CONTACT)
        field.data = ContactSafety.NOT_KNOWN.value

    @property
    def tells_how_age_is_known(self) -> bool:
        """Whether anything was entered in the fields beside the years."""
        return self._tells("age_basis", "animal", "born_on")

    @property
    def tells_more(self) -> bool:
        """Whether anything was entered in the fields that a first meeting seldom fills."""
        return self._tells(
            *("languages", "more_languages", "needs", "origin_area", "origin"),
            *("guardian_name", "guardian_number", "guardian_relation", "guardian_safe", "notes"),
        )

    def _tells(self, *names: str) -> bool:
        fields = [self[name] for name in names]
        return any(field.errors or field.data not in (None, "", [], field.default) for field in fields)

    def offer_languages(self, common: tuple[str, ...]) -> None:
        """Put the base's most common languages first; the others are under "Other languages"."""
        first = [pair for code in common for pair in _SPOKEN if pair[0] == code] or _SPOKEN[:4]
        rest = [pair for pair in _SPOKEN if pair not in first]
        for field, pairs in ((self.languages, first), (self.more_languages, rest)):
            offered = dict(pairs)
            field.choices = choices_of(offered)
            if not field.raw_data:
                # Both fields get all of a child's languages; each keeps those it offers.
                field.data = [code for code in field.data or () if code in offered]

    def offer_areas(self, areas: list[tuple[str, str]]) -> None:
        """Offer the areas of the base's pack, by code and name."""
        self.origin_area.choices = [("", N_("Not known")), *areas]


class NewChildForm(ProfileForm):
    """A child who has not been entered yet. `considered` names the children somebody found to be others.

    `for_...` name the concern, or the child of a meeting, that will be linked to the record afterwards.
    """

    record_id = RecordIdField()
    base_id = ChoiceField(N_("Base"), [Answered(N_("Choose the base that meets the child."))])
    considered = CarriedField(default="")
    another = BooleanField(N_("It is another child"))
    for_concern = UuidField()
    for_encounter = UuidField()
    for_row = UuidField()


class EditChildForm(ProfileForm):
    """A known child, in the version that was shown.

    `is_after_records` is asked where something is recorded of a day on which the child would not have been born yet.
    """

    marks: ClassVar[Marks] = {**ProfileForm.marks, "records-before-birth": "is_after_records"}
    version = VersionField()
    is_after_records = BooleanField(N_("The child was born after that all the same"))


class SafeContactForm(Form):
    """How and when to make contact, and how never to. Reasons belong on the emergency sheet."""

    version = VersionField()
    how = LinesField(N_("How and when"), [at_most(600)])
    never = LinesField(N_("Never"), [at_most(600)])


class ChildFilterForm(Form):
    """The filter of a list of children; it contains no name, because it becomes part of the address."""

    base = ChoiceField(N_("Base"), choices=[("", N_("All bases"))], default="")
    sex = ChoiceField(N_("Sex"), choices=choices_of(sexes.LABELS, blank=N_("All")), default="")
    age_from = WholeNumberField(
        N_("Age from"), [Optional(), Between(0, OLDEST_YEARS, _YEARS_RANGE)], wrong=_YEARS
    )
    age_to = WholeNumberField(
        N_("Age to"), [Optional(), Between(0, OLDEST_YEARS, _YEARS_RANGE)], wrong=_YEARS
    )
    met_since = DayField(N_("Met since"), [Optional()], means=DayMeaning.SEARCHED)
    order = ChoiceField(
        N_("Order"),
        choices=[("changed", N_("Last change")), ("name", N_("Name")), ("code", N_("Code"))],
        default="changed",
    )

    @property
    def ages(self) -> tuple[int | None, int | None]:
        """The lowest and the highest age asked for, whichever was typed first."""
        low, high = self.age_from.data, self.age_to.data
        if low is None or high is None:
            return low, high
        return min(low, high), max(low, high)
