"""The form of a register: every child who came, in one form that saves them all at once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID, uuid4

from wtforms import BooleanField, Field, FieldList, Form, FormField, ValidationError
from wtforms.utils import UnsetValue, unset_value
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.foundation.hidden_characters import SIGN, without_hidden
from app.foundation.marking import N_, Worded
from app.foundation.vocabulary import sexes
from app.foundation.vocabulary.sexes import Sex
from forms.club import GIVE_NUMBER, LONGEST_LINE, LONGEST_WORDS, MOST_EXPECTED
from forms.fields import (
    NOT_WRITABLE,
    Answered,
    HourField,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    SeveralField,
    VersionField,
    WholeNumberField,
    at_most,
    choices_of,
    writable,
)
from forms.ids import CarriedField, UuidField
from forms.typed_times import typed_hour

MOST_NEW = 12
NEW_ON_PAPER = 6
"""How many empty rows a paper register has for new children."""
MOST_TYPED, MOST_LINES = 40_000, 500
"""How many characters the lines of a whole paper may have."""
OLDEST = 24
ANOTHER = "another"
"""The answer that a new child is none of those who are called alike."""

NOT_MARKED = N_("Mark above that the child came, or empty this box.")
LEFT_BEFORE = N_("That is before the child came. Look at both times.")
REST_BEFORE = N_("That is before %(name)s came. Look at the time, such as 17:00.")
ATE_UNMARKED = N_("%(name)s had a meal and is not marked. Mark who came, or take the meal off.")
TWICE = N_(
    "%(name)s is marked twice. Once is enough; if these are two children, look again who the other one is."
)


class PerChildField(Field):
    """A short text for each of many children: {child's id: text}, each sent under its own name; empty ones left out.

    `refused` are the ids of the children whose texts are wrong; the field's own id is that of the first one's box.
    """

    is_hour = False
    refused: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any | UnsetValue = unset_value, extra_filters: Any = None) -> None:
        """Read the texts."""
        super().process(None, data, extra_filters)
        self.data = dict(self.data or {})
        if formdata:
            start = f"{self.name}-"
            typed = {name.removeprefix(start): formdata[name] for name in formdata if name.startswith(start)}
            texts = {id_: without_hidden(writable(text)).strip() for id_, text in typed.items()}
            self.data = {id_: text for id_, text in texts.items() if text}

    def pre_validate(self, _form: object) -> None:
        """Refuse a text that is too long, or that holds what no column can store."""
        self.refuse((id_ for id_, text in self.data.items() if SIGN in text), NOT_WRITABLE)
        self.refuse(
            (id_ for id_, text in self.data.items() if len(text) > LONGEST_LINE),
            N_("That is too long. Shorten it."),
        )

    def refuse_of_others(self, form: "RegisterForm") -> None:
        """Refuse what was typed of a child who is not marked: it would be lost. What stood there before goes along."""
        if self.errors:
            return
        before, marked = form.before.get(self.name, {}), set(form.here.data or ())
        typed = [id_ for id_, text in self.data.items() if text != before.get(id_)]
        self.refuse((id_ for id_ in typed if id_ not in marked), NOT_MARKED)

    def refuse(self, ids: Iterable[str], why: str) -> None:
        """Raise ValidationError beside the boxes of these children, if there are any."""
        wrong = tuple(ids)
        if wrong:
            self.refused, self.id = wrong, f"{self.name}-{wrong[0]}"
            raise ValidationError(why)


class HourPerChildField(PerChildField):
    """A time of day for each of many children, as hours:minutes in any script's digits."""

    is_hour = True

    def pre_validate(self, form: object) -> None:
        """Read each time; ask for one that is none."""
        super().pre_validate(form)
        read = {id_: typed_hour(text).time for id_, text in self.data.items()}
        self.refuse((id_ for id_, hour in read.items() if hour is None), N_("Give the time, such as 15:30."))
        self.data = {id_: f"{time:%H:%M}" for id_, time in read.items()}


class ShownField(Field):
    """The ids of the children that the page showed: of no others does the form say anything."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the ids; what is none is left out."""
        self.data = [text for text in map(_id_or_none, valuelist) if text]


def _id_or_none(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


class NewInClubForm(Form):
    """A child who is new: a name and the apparent sex or age are enough. A blank row is left out.

    `known` is answered when somebody called alike is known already: that child, or another one.
    """

    id = UuidField(default=uuid4)
    considered = CarriedField(default="")
    name = LineField(N_("Name or nickname"), [at_most(LONGEST_LINE)], default="")
    sex = OneOfField(N_("Sex, as it seems"), choices=choices_of(sexes.LABELS), default=Sex.NOT_KNOWN.value)
    age = WholeNumberField(N_("About how old"), [Optional()], wrong=N_("Give the age in years, such as 9."))
    known = CarriedField(N_("Is it one of these?"), default="")

    def validate_age(self, field: WholeNumberField) -> None:
        """Refuse an age that nobody in a club has."""
        if field.data is not None and not 0 <= field.data <= OLDEST:
            raise ValidationError(N_("Give the age in years, such as 9."))

    def validate_name(self, field: LineField) -> None:
        """Ask for the name of a child of whom something else is written."""
        if not field.data and (self.age.data is not None or self.sex.data != Sex.NOT_KNOWN.value):
            raise ValidationError(N_("Give a name or nickname, as the child is called."))


class PaperForm(Form):
    """A register that was taken on paper: a line for each child, its code first. `lines` are read by the page.

    `counted` is how many the paper says came, so that a line that was missed is noticed.
    """

    marks: ClassVar[Marks] = {
        "session-cancelled": "was_held",
        "not-of-this-base": "lines",
        "too-many-children-here": "lines",
        "lines-wrong": "lines",
        "perhaps-known": "new.name",
        "child-nameless": "new.name",
        "taken-by-missing": "taken_by",
    }
    taken_by = LineField(
        N_("Who took it on paper"),
        [Answered(N_("Say who took the register on paper.")), at_most(LONGEST_LINE)],
        default="",
    )
    lines = LinesField(N_("The children who came, a line each"), [at_most(MOST_TYPED)])
    new = FieldList(FormField(NewInClubForm), min_entries=1, max_entries=MOST_NEW)
    counted = WholeNumberField(N_("How many came, as the paper says"), [Optional()], wrong=GIVE_NUMBER)
    words = LinesField(N_("What you noticed"), [at_most(LONGEST_WORDS)])
    was_held = BooleanField(N_("It was held after all"))

    def validate_lines(self, field: LinesField) -> None:
        """Refuse more lines than any register has: they are not read."""
        if len((field.data or "").splitlines()) > MOST_LINES:
            raise ValidationError(N_("These are more lines than one register has. Save it in two steps."))

    def validate_counted(self, field: WholeNumberField) -> None:
        """Refuse a number that no club has."""
        if field.data is not None and not 0 <= field.data <= MOST_EXPECTED:
            raise ValidationError(GIVE_NUMBER)


class RegisterForm(Form):
    """A register. `here`, `settled` and the details are about the children that the page `shown`.

    At a centre, `rest_left_at` and `all_had_meal` say it of everybody who is marked and of whom nothing else is said.
    """

    marks: ClassVar[Marks] = {
        "session-cancelled": "was_held",
        "not-of-this-base": "here",
        "too-many-children-here": "here",
        "perhaps-known": "new.name",
        "child-nameless": "new.name",
        "taken-by-missing": "taken_by",
    }
    version = VersionField()
    shown = ShownField()
    here = SeveralField(N_("Who came"))
    settled = SeveralField(N_("What stands here is right"))
    came_with = PerChildField(N_("Came with"))
    came_at = HourPerChildField(N_("Came at"))
    left_at = HourPerChildField(N_("Left early, at"))
    fetched_by = PerChildField(N_("Fetched by"))
    lesson = PerChildField(N_("Class"))
    had_meal = SeveralField(N_("Had the meal"))
    rest_left_at = HourField(N_("Everybody else left at"))
    all_had_meal = BooleanField(N_("Everybody who is marked had the meal"))
    find = LineField(N_("Find a child"), [at_most(LONGEST_LINE)], default="")
    new = FieldList(FormField(NewInClubForm), min_entries=1, max_entries=MOST_NEW)
    expected = WholeNumberField(N_("How many were expected"), [Optional()], wrong=GIVE_NUMBER)
    words = LinesField(N_("What you noticed"), [at_most(LONGEST_WORDS)])
    was_held = BooleanField(N_("It was held after all"))
    taken_by = LineField(N_("Who took it on paper"), [at_most(LONGEST_LINE)], default="")

    before: Mapping[str, Any] = MappingProxyType({})
    """What stands in the register already, as the fields show it."""

    def offer(self, names: Mapping[UUID, str], before: Mapping[str, Any]) -> None:
        """Offer the children of the page, each by what somebody calls them; `before` is what stands there already."""
        self.before = before
        choices = [(str(id_), name) for id_, name in names.items()]
        self.here.choices = choices
        self.had_meal.choices = choices
        self.settled.choices = choices

    def validate_here(self, field: SeveralField) -> None:
        """Refuse a child who is marked twice, by name."""
        twice = [id_ for id_, times in Counter(field.data or ()).items() if times > 1]
        names = {value: label for value, label, *_ in field.iter_choices()}
        also = [row.form.known.data for row in self.new if row.form.known.data in (field.data or ())]
        for id_ in (*twice, *also):
            raise ValidationError(Worded(TWICE, name=names.get(id_, "")))

    def validate_rest_left_at(self, field: HourField) -> None:
        """Refuse a time before one came of those whom it is said of, by name."""
        if field.data is None or self.came_at.errors:
            return
        names = {value: label for value, label, *_ in self.had_meal.iter_choices()}
        for id_ in self.here.data or ():
            if not self.left_at.data.get(id_) and f"{field.data:%H:%M}" < self.came_at.data.get(id_, ""):
                raise ValidationError(Worded(REST_BEFORE, name=names.get(id_, "")))

    def validate_had_meal(self, field: SeveralField) -> None:
        """Refuse the meal of a child who is not marked, by name."""
        names = {value: label for value, label, *_ in field.iter_choices()}
        before = set(self.before.get(field.name, ()))
        for id_ in set(field.data or ()) - set(self.here.data or ()) - before:
            raise ValidationError(Worded(ATE_UNMARKED, name=names.get(id_, "")))

    def validate_came_with(self, field: PerChildField) -> None:
        """Refuse what is typed of a child who is not marked."""
        field.refuse_of_others(self)

    def validate_fetched_by(self, field: PerChildField) -> None:
        """Refuse what is typed of a child who is not marked."""
        field.refuse_of_others(self)

    def validate_lesson(self, field: PerChildField) -> None:
        """Refuse what is typed of a child who is not marked."""
        field.refuse_of_others(self)

    def validate_came_at(self, field: PerChildField) -> None:
        """Refuse what is typed of a child who is not marked."""
        field.refuse_of_others(self)

    def validate_left_at(self, field: PerChildField) -> None:
        """Refuse what is typed of a child who is not marked, and leaving before coming."""
        field.refuse_of_others(self)
        if not (field.errors or self.came_at.errors):
            came = self.came_at.data
            field.refuse((id_ for id_, left in field.data.items() if left < came.get(id_, left)), LEFT_BEFORE)

    def validate_expected(self, field: WholeNumberField) -> None:
        """Refuse a number that no club has."""
        if field.data is not None and not 0 <= field.data <= MOST_EXPECTED:
            raise ValidationError(GIVE_NUMBER)
