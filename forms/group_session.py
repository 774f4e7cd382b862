"""The forms of group sessions: what is planned, how it went, what children chose to show, and the list's filter."""

from typing import ClassVar

from wtforms import FieldList, Form, FormField, ValidationError
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import consent_bases
from app.foundation.vocabulary.club_sessions import CANCEL_REASONS
from app.foundation.vocabulary.group_sessions import GROUP_KINDS
from forms.fields import (
    OLD_PAGE,
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
    WholeNumberField,
    at_most,
    choices_of,
)
from forms.ids import UuidField

LINE, LINES = 200, 4000
MOST_SHOWN, MOST_PEOPLE = 100, 999
GIVE_TIME = N_("Give the time, such as 14:00.")
GIVE_COUNT = N_("Give a whole number, such as 12.")
WHO_AGREED = N_("Say who agreed that the artwork is noted. Without that, leave the number out.")
WHEN_AGREED = N_("Give the day on which they agreed. Without that, leave the number out.")


class GroupForm(Form):
    """What every session has; who leads it and the area get their choices from the base."""

    marks: ClassVar[Marks] = {
        "group-times": "ends",
        "group-ahead": "held_on",
        "too-long-ago": "held_on",
        "too-far-ahead": "held_on",
        "leaders-missing": "leaders",
        "leaders-strange": "leaders",
        "leads-not-self": "leaders",
        "leaders-not-yours": "leaders",
        "place-missing": "place",
        "unknown-area": "area",
    }
    record_id = RecordIdField()
    version = VersionField()
    held_on = DayField(
        N_("Day"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.PLANNED
    )
    begins = HourField(N_("Begins at"), [Answered(GIVE_TIME)])
    ends = HourField(N_("Ends at"), [Answered(GIVE_TIME)])
    place = LineField(N_("Where it is"), [Answered(N_("Say where it is.")), at_most(LINE)])
    area = ChoiceField(N_("Area"), default="")
    leaders = SeveralField(N_("Who leads the session"))
    materials = LinesField(N_("What is needed for it"), [at_most(LINES)])


class ParentsForm(GroupForm):
    """Parent education: adults, whom nobody names."""

    topic = LineField(N_("Topic"), [Answered(N_("Say what it is about.")), at_most(LINE)])
    question = LineField(N_("One question, before and after"), [at_most(LINE)])


class ClassForm(GroupForm):
    """A session that children come to."""

    marks: ClassVar[Marks] = {
        **GroupForm.marks,
        "group-no-such-child": "codes",
        "group-other-base": "codes",
        "group-too-many": "codes",
        "child-came-there": "children",
    }
    children = SeveralField(N_("Children who are expected"))
    codes = LinesField(N_("Other children, by code"), [at_most(LINES)])


class ArtsForm(ClassForm):
    """Healing arts."""

    art_form = LineField(N_("Art form"), [Answered(N_("Say which art it is.")), at_most(LINE)])
    aim = LinesField(N_("What it is to help with"), [at_most(LINES)])


class TrainingForm(ClassForm):
    """Job training."""

    topic = LineField(N_("Topic"), [Answered(N_("Say what it is about.")), at_most(LINE)])


def _count(label: str) -> WholeNumberField:
    return WholeNumberField(label, [_of_people], wrong=GIVE_COUNT)


def _of_people(_form: object, field: WholeNumberField) -> None:
    """Refuse a number that nobody counts; nothing is no number."""
    if field.data is not None and not 0 <= field.data <= MOST_PEOPLE:
        raise ValidationError(GIVE_COUNT)


class AdultsReportForm(Form):
    """How many adults came, and how they answered before and after."""

    marks: ClassVar[Marks] = {
        "group-ahead": "women",
        "too-many-adults": "women",
        "before-too-many": "before_yes",
        "after-too-many": "after_yes",
    }
    version = VersionField()
    women, men, not_said = _count(N_("Women")), _count(N_("Men")), _count(N_("Not said"))
    before_yes, before_unsure, before_no = _count(N_("Yes")), _count(N_("Not sure")), _count(N_("No"))
    after_yes, after_unsure, after_no = _count(N_("Yes")), _count(N_("Not sure")), _count(N_("No"))
    materials = LinesField(N_("What was used"), [at_most(LINES)])
    words = LinesField(N_("What was noticed"), [at_most(LINES)])

    def validate_women(self, field: WholeNumberField) -> None:
        """Ask for at least one number: an empty page says nothing of who came."""
        counts = (self.women.data, self.men.data, self.not_said.data)
        if all(each is None for each in counts) and not field.errors:
            raise ValidationError(N_("Say how many came, at least in one of the three boxes."))


class ChildrenReportForm(Form):
    """Which of the children came; those who were expected are ticked."""

    marks: ClassVar[Marks] = {
        "group-ahead": "came",
        "came-unoffered": "came",
        "shown-stays": "came",
        "group-no-such-child": "codes",
        "group-other-base": "codes",
        "group-too-many": "codes",
    }
    version = VersionField()
    came = SeveralField(N_("Who came"))
    codes = LinesField(N_("Others who came, by code"), [at_most(LINES)])
    materials = LinesField(N_("What was used"), [at_most(LINES)])
    words = LinesField(N_("What was noticed"), [at_most(LINES)])


class NotHeldForm(Form):
    """Why a session was not held."""

    marks: ClassVar[Marks] = {"people-came": "reason"}
    version = VersionField()
    reason = OneOfField(
        N_("Why"), [Answered(N_("Say why it was not held."))], choices=choices_of(CANCEL_REASONS)
    )
    words = LinesField(N_("In words"), [at_most(LINES)])


class ShownByChildForm(Form):
    """What one child chose to show, and where the artwork lies."""

    child_id = UuidField("", [Answered(OLD_PAGE)])
    words = LinesField(N_("What the child chose to show"), [at_most(LINES)])
    reference = LineField(N_("Artwork: number of the shelf or folder"), [at_most(LINE)])
    basis = ChoiceField(
        N_("Who agreed that it is noted"),
        choices=choices_of(consent_bases.LABELS, blank=N_("Nobody was asked")),
        default="",
    )
    agreed_on = DayField(N_("Agreed on"), [Optional()], means=DayMeaning.DONE)

    def validate_basis(self, field: ChoiceField) -> None:
        """Refuse a reference to which nobody agreed."""
        if (self.reference.data or "").strip() and not field.data:
            raise ValidationError(WHO_AGREED)

    def validate_reference(self, field: LineField) -> None:
        """Refuse a reference without the day of the answer; the day's own box is empty and optional."""
        if (field.data or "").strip() and self.basis.data and self.agreed_on.data is None:
            raise ValidationError(WHEN_AGREED)


class ShownForm(Form):
    """What the children who came chose to show."""

    marks: ClassVar[Marks] = {
        "artwork-consent": "lines.basis",
        "in-the-future": "lines.agreed_on",
        "too-long-ago": "lines.agreed_on",
    }
    version = VersionField()
    lines = FieldList(FormField(ShownByChildForm), max_entries=MOST_SHOWN)


class GroupsFilterForm(Form):
    """Which kind of group the list shows."""

    kind = ChoiceField(N_("Kind"), choices=choices_of(GROUP_KINDS, blank=N_("All")), default="")
