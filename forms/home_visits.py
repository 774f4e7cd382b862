"""Home visits: planning one, leaving and coming back, what was found, why it was in vain, and putting it right."""

from collections.abc import Sequence
from typing import ClassVar

from wtforms import Field, FieldList, Form, FormField, ValidationError
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import seen_hows, visit_failures, visit_parts
from app.foundation.vocabulary.seen_hows import SeenHow
from app.foundation.vocabulary.visit_parts import ANCHORS, VisitPart
from forms.choices import SelectChoice
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
    at_most,
    choices_of,
)
from forms.ids import UuidField

LINE, LINES = 200, 4000
MOST_CHILDREN = 30
GRADE, FOUND = "grade_", "found_"
WHEN_BACK = N_("Give the time, such as 16:30.")


class PlanVisitForm(Form):
    """A planned visit; visitors, children and cases get their choices from the family's base."""

    marks: ClassVar[Marks] = {
        "visitors-missing": "visitors",
        "not-street-staff": "visitors",
        "visitors-not-yours": "visitors",
        "visit-begun": "visitors",
        "why-alone-missing": "why_alone",
        "children-of-others": "children",
        "case-of-others": "case",
        "until-before": "until",
        "too-long-ago": "planned_on",
        "too-far-ahead": "planned_on",
    }
    record_id = RecordIdField()
    version = VersionField()
    planned_on = DayField(
        N_("Day"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.PLANNED
    )
    between = HourField(N_("Between"))
    until = HourField(N_("and"))
    visitors = SeveralField(N_("Who goes"))
    why_alone = LinesField(N_("Why only one goes"), [at_most(LINE)])
    children = SeveralField(N_("To which children"))
    case = OneOfField(N_("For which case"), default="")
    purpose = LinesField(N_("What it is for"), [at_most(LINES)])
    way = LinesField(N_("How the visitors find the door"), [at_most(LINES)])


class LeavingForm(Form):
    """When the visitors mean to be back."""

    marks: ClassVar[Marks] = {"back-late": "due_back"}
    due_back = HourField(N_("Back at"), [Answered(WHEN_BACK)])


class VisitorCheckForm(Form):
    """The safety check of one visitor: back, or not back after all."""

    staff = UuidField("", [Answered(OLD_PAGE)])
    kind = OneOfField("", [Answered(OLD_PAGE)], choices=[("out", ""), ("in", "")])


class SeenForm(Form):
    """How one child was seen."""

    child_id = UuidField("", [Answered(OLD_PAGE)])
    how = OneOfField(
        N_("Was the child seen?"),
        [Answered(N_("Say whether you saw the child."))],
        choices=choices_of(seen_hows.LABELS),
    )
    why = LineField(N_("Why not, or why not alone"), [at_most(LINE)])

    def validate_why(self, field: LineField) -> None:
        """Ask why a child was not seen, or not alone."""
        if self.how.data in (SeenHow.WITH_OTHERS, SeenHow.NOT_SEEN) and not (field.data or "").strip():
            raise ValidationError(N_("Say why the child was not seen, or not alone."))


def _grade(part: VisitPart) -> OneOfField:
    choices = [SelectChoice(value=grade.value, label=words) for grade, words in ANCHORS[part].items()]
    return OneOfField(visit_parts.LABELS[part], [Answered(N_("Choose A, B or C."))], choices=choices)


def _found() -> LineField:
    return LineField(N_("In words"), [at_most(LINE)])


class VisitReportForm(Form):
    """What was found at a visit, with a grade and words for each part of the checklist."""

    marks: ClassVar[Marks] = {
        "in-the-future": "made",
        "left-ahead": "left",
        "next-why-missing": "next_why",
        "next-past": "next_on",
        "too-far-ahead": "next_on",
        "too-long-ago": "made_on",
    }
    version = VersionField()
    made_on = DayField(N_("Day"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.DONE)
    made = HourField(N_("From"), [Answered(N_("Give the time, such as 15:00."))])
    left = HourField(N_("Until"))
    seen = FieldList(FormField(SeenForm), max_entries=MOST_CHILDREN)
    grade_health, found_health = _grade(VisitPart.HEALTH), _found()
    grade_school, found_school = _grade(VisitPart.SCHOOL), _found()
    grade_food, found_food = _grade(VisitPart.FOOD), _found()
    grade_caregiver, found_caregiver = _grade(VisitPart.CAREGIVER), _found()
    grade_safety, found_safety = _grade(VisitPart.SAFETY), _found()
    present = LineField(N_("Who else was there"), [at_most(LINE)])
    words = LinesField(N_("What you saw and heard"), [at_most(LINES)])
    changes = LinesField(N_("What is different from the last visit"), [at_most(LINES)])
    dangers = LinesField(N_("What worries you about somebody's safety"), [at_most(LINES)])
    next_on = DayField(N_("Next visit"), [Optional()], means=DayMeaning.REVIEW)
    next_why = LineField(N_("Why on that day"), [at_most(LINE)])

    def parts(self) -> list[tuple[VisitPart, Field, Field]]:
        """Return the grade and the words of each part of the checklist, in its order."""
        return [(part, self[GRADE + part], self[FOUND + part]) for part in VisitPart]


class VainForm(Form):
    """Why a visit was in vain, and what comes next."""

    marks: ClassVar[Marks] = {
        "in-the-future": "made",
        "left-ahead": "made",
        "too-long-ago": "made_on",
        "next-step-missing": "next_step",
        "next-past": "next_on",
        "too-far-ahead": "next_on",
    }
    version = VersionField()
    made_on = DayField(N_("Day"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.DONE)
    made = HourField(N_("At"), [Answered(N_("Give the time, such as 15:00."))])
    failure = OneOfField(
        N_("Why"), [Answered(N_("Say why it was in vain."))], choices=choices_of(visit_failures.LABELS)
    )
    words = LinesField(N_("In words"), [at_most(LINES)])
    next_step = LinesField(N_("What comes next"), [Answered(N_("Say what comes next.")), at_most(LINES)])
    next_on = DayField(
        N_("By when"), [Answered(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.REVIEW
    )


class NoConcernForm(Form):
    """Why something red needs no concern."""

    marks: ClassVar[Marks] = {"reason-missing": "why", "visit-not-reported": "why"}
    version = VersionField()
    why = LinesField(N_("Why no concern is needed"), [Answered(N_("Write the reason.")), at_most(LINES)])


class MoveVisitForm(Form):
    """To which family a visit was, by the family's code, and why it stood elsewhere."""

    marks: ClassVar[Marks] = {"reason-missing": "reason", "no-such-family": "family"}
    version = VersionField()
    family = LineField(
        N_("Code of the right family"), [Answered(N_("Give the code of the family.")), at_most(LINE)]
    )
    reason = LinesField(N_("Why it stood elsewhere"), [Answered(N_("Write the reason.")), at_most(LINES)])


def offer(field: SeveralField | OneOfField | ChoiceField, pairs: Sequence[tuple[str, str]]) -> None:
    """Give a field its choices."""
    field.choices = [SelectChoice(value=value, label=label) for value, label in pairs]
