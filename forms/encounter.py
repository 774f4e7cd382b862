"""The form of a meeting on the street, made for one thumb; only the place and the number of children are required."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import BooleanField, Field, FieldList, Form, FormField, ValidationError
from wtforms.utils import UnsetValue, unset_value

from app.foundation.marking import N_
from app.foundation.vocabulary import age_bands, company, encounter_actions, needs, sexes, urgencies
from app.foundation.vocabulary.age_bands import AgeBand
from app.foundation.vocabulary.needs import Need
from app.foundation.vocabulary.sexes import Sex
from forms.fields import (
    NOT_OFFERED,
    Answered,
    ChoiceField,
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
)
from forms.following import SaidOf, stays_field
from forms.ids import CarriedField, UuidField

LONGEST_LINE, LONGEST_PLACE, LONGEST_WORDS = 200, 500, 4000
MOST_ROWS = 30
COUNTS_SHOWN = 10
NEEDS = {need: label for need, label in needs.LABELS.items() if need is not Need.NONE_SEEN}


class AnswersField(Field):
    """One answer for each of many items, each item being a group of its own: {item id: answer code}.

    Set `items` and `answers` before it is validated. Items that are unanswered, or answered with `nothing`, are left
    out.
    """

    items: Sequence[str] = ()
    answers: Sequence[str] = ()
    nothing = "not_known"

    def process(
        self,
        formdata: Any,
        data: Any | UnsetValue = unset_value,
        extra_filters: Any = None,
    ) -> None:
        """Read the answers, each sent under its item's own name."""
        super().process(None, data, extra_filters)
        self.data = dict(self.data or {})
        if formdata:
            start = f"{self.name}-"
            self.data = {
                name.removeprefix(start): formdata[name]
                for name in formdata
                if name.startswith(start) and formdata[name] != self.nothing
            }

    def pre_validate(self, _form: object) -> None:
        """Refuse an item or an answer that was not offered."""
        if not set(self.data) <= set(self.items) or not set(self.data.values()) <= set(self.answers):
            raise ValidationError(NOT_OFFERED)


class ChildMetForm(Form):
    """One child: linked to a record that was found by name or code, or described so that the team knows them again.

    `row_id` names a child that the meeting already has.
    """

    row_id = UuidField()
    known = UuidField(N_("Which child"))
    find = LineField(N_("Name or code, if we know the child"), [at_most(LONGEST_LINE)], default="")
    found_by = CarriedField(default="")
    sex = OneOfField(N_("Sex, as it seems"), choices=choices_of(sexes.LABELS), default=Sex.NOT_KNOWN.value)
    age = OneOfField(
        N_("About how old"), choices=choices_of(age_bands.LABELS), default=AgeBand.NOT_KNOWN.value
    )
    words = LineField(N_("To know the child again"), [at_most(LONGEST_LINE)], default="")
    removed = BooleanField(N_("Take this child off: written by mistake"))


_OTHER_COMPANY = N_("This was said beside another answer. Change it, or say that it is still true.")


class EncounterForm(Form):
    """A meeting. `place`, `count`, `witness`, `met_on` and `signs` get their choices from the shift and the pack.

    `met_on` is asked only when the time alone could mean several nights.
    """

    marks: ClassVar[Marks] = {
        "not-on-this-shift": "met",
        "which-night": "met_on",
        "place-missing": "place_words",
        "unknown-area": "place_words",
        "unknown-sign": "signs",
        "children-missing": "count",
        "too-many-children": "count",
        "take-children-off": "count",
        "who-saw-it-missing": "witness",
        "child-twice": "children.find",
        "unknown-child": "children.find",
        "before-born": "met",
        "before-any-birth": "met",
        "linked-row": "children.removed",
    }
    place = OneOfField(N_("Where"), [at_most(LONGEST_PLACE)], default="")
    place_words = LineField(N_("More exactly, or another place"), [at_most(LONGEST_LINE)])
    count = OneOfField(
        N_("How many children"), [Answered(N_("Say how many children there were."))], default="1"
    )
    urgency = OneOfField(
        N_("Urgent?"), choices=choices_of(urgencies.LABELS, blank=N_("Not urgent")), default=""
    )
    children = FieldList(FormField(ChildMetForm), min_entries=1, max_entries=MOST_ROWS)
    company = SeveralField(N_("Who they were with"), choices=choices_of(company.LABELS))
    company_words = LineField(
        N_("Who they were with, in words"),
        [at_most(LONGEST_LINE), SaidOf("company", stays="company_stays", message=_OTHER_COMPANY)],
    )
    company_stays = stays_field()
    signs = AnswersField(N_("Signs"))
    needs_met = SeveralField(N_("Needs met"), choices=choices_of(NEEDS))
    actions = SeveralField(N_("What you did"), choices=choices_of(encounter_actions.LABELS))
    words = LinesField(N_("What happened"), [at_most(LONGEST_WORDS)])
    met = HourField(N_("Met at"), [Answered(N_("Give the time, such as 21:40."))])
    met_on = ChoiceField(N_("On which day"), default="")
    witness = ChoiceField(N_("Who saw it"))

    def offer(
        self,
        *,
        team: Sequence[tuple[str, str]],
        items: Sequence[str],
        answers: Sequence[str],
    ) -> None:
        """Set the choices; places are offered separately."""
        self.offer_places(())
        self.witness.choices = list(team)
        self.signs.items, self.signs.answers = items, answers
        self.offer_counts()

    def offer_days(self, days: Sequence[tuple[str, str]]) -> None:
        """Offer the days on which the meeting may have been; none where the time of day says it all."""
        self.met_on.choices = [("", N_("Choose the day")), *days]

    def offer_places(self, places: Sequence[tuple[str, str]]) -> None:
        """Offer places. A place that came with the form stays on offer, so that nothing is lost."""
        known = [value for value, _ in places]
        came = [self.place.data] if self.place.data and self.place.data not in known else []
        self.place.choices = [
            *places,
            *((value, value.strip("|").replace("|", " ")) for value in came),
            ("", N_("Somewhere else")),
        ]

    def offer_counts(self) -> None:
        """Offer numbers up to the chosen one, and never fewer than the described children."""
        chosen = int(self.count.data) if str(self.count.data or "").isdecimal() else 0
        most = min(max(COUNTS_SHOWN, chosen, len(self.children)), MOST_ROWS)
        self.count.choices = [(str(number), str(number)) for number in range(1, most + 1)]

    def add_child(self) -> None:
        """Make room for one more child, and count it."""
        if len(self.children) < MOST_ROWS:
            self.children.append_entry()
        chosen = int(self.count.data) if str(self.count.data or "").isdecimal() else 0
        self.count.data = str(max(chosen, len(self.children)))
        self.offer_counts()


class NewEncounterForm(EncounterForm):
    """A new meeting."""

    record_id = RecordIdField()


class CorrectEncounterForm(EncounterForm):
    """An existing meeting."""

    version = VersionField()


class FindChildForm(Form):
    """Looks for the record of a child that was unknown when met."""

    name_or_code = LineField(
        N_("Name or code"), [Answered(N_("Type a name or a code.")), at_most(LONGEST_LINE)]
    )


class LinkChildForm(Form):
    """Which record a child of a meeting belongs to."""

    child = UuidField(N_("Which child"), [Answered(N_("Choose the child."))])
