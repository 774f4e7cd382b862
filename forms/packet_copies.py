"""Copies of packets: what became of one after its file was made, and the review of a template."""

from typing import ClassVar

from wtforms import Form
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import copy_steps
from app.foundation.vocabulary.copy_steps import RECALL_ENDS
from forms.fields import (
    Answered,
    DayField,
    HourField,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    at_most,
    choices_of,
)

LINE, TEXT = 200, 2000
_DAY = N_("Give the day, such as 2026-03-09.")
_MARKS: Marks = {
    "officer-missing": "officer",
    "outcome-missing": "remark",
    "reason-missing": "remark",
    "in-the-future": "handed_at",
    "handed-before-made": "handed_on",
    "too-long-ago": "handed_on",
}


class StepOfCopyForm(Form):
    """What every step of a copy tells."""

    marks: ClassVar[Marks] = _MARKS
    record_id = RecordIdField()
    officer = LineField(N_("Who told us, with rank and unit"), [at_most(LINE)])
    handed_on = DayField(N_("Day"), [Answered(_DAY)], means=DayMeaning.DONE)
    handed_at = HourField(N_("Time, if known"), [Optional()])
    remark = LinesField(N_("Remark"), [at_most(TEXT)])


class HandoverForm(StepOfCopyForm):
    """A handover, and the receipt if they stamped our copy at once."""

    marks: ClassVar[Marks] = {**_MARKS, "unit-missing": "unit"}
    officer = LineField(N_("Officer: name and rank"), [Answered(N_("Write who took it.")), at_most(LINE)])
    unit = LineField(N_("Unit"), [Answered(N_("Write the officer's unit.")), at_most(LINE)])
    stamp_number = LineField(N_("Stamp number, if they stamped our copy"), [at_most(LINE)])


class ReceiptForm(StepOfCopyForm):
    """A receipt that came later."""

    officer = LineField(
        N_("Who received it: name and rank"), [Answered(N_("Write who received it.")), at_most(LINE)]
    )
    unit = LineField(N_("Unit"), [at_most(LINE)])
    stamp_number = LineField(N_("Stamp number"), [at_most(LINE)])


class OutcomeForm(StepOfCopyForm):
    """What the unit did."""

    remark = LinesField(
        N_("What the unit did"),
        [Answered(N_("Write what the unit did, or that it did nothing.")), at_most(TEXT)],
    )


class RecallForm(StepOfCopyForm):
    """A copy is asked back."""

    officer = LineField(N_("Whom we asked, with rank and unit"), [at_most(LINE)])
    remark = LinesField(N_("Why, and how it was asked"), [Answered(N_("Write the reason.")), at_most(TEXT)])


class RecallEndForm(StepOfCopyForm):
    """What became of a copy that was asked back."""

    step = OneOfField(
        N_("What became of it"),
        [Answered(N_("Choose what became of it."))],
        choices=choices_of({kind: copy_steps.LABELS[kind] for kind in RECALL_ENDS}),
    )


class StepMistakeForm(Form):
    """Why a step was written by mistake."""

    marks: ClassVar[Marks] = {"reason-missing": "remark"}
    record_id = RecordIdField()
    remark = LinesField(N_("Why it was a mistake"), [Answered(N_("Write the reason.")), at_most(TEXT)])


class TemplateReviewForm(Form):
    """Who reviewed the Khmer words of the pages."""

    marks: ClassVar[Marks] = {
        "reviewer-missing": "reviewer",
        "reason-missing": "remark",
        "in-the-future": "on",
        "too-long-ago": "on",
    }
    record_id = RecordIdField()
    reviewer = LineField(
        N_("Who read it: name and what they do"), [Answered(N_("Write who read it.")), at_most(LINE)]
    )
    on = DayField(N_("Day"), [Answered(_DAY)], means=DayMeaning.DONE)
    verdict = OneOfField(
        N_("What they found"),
        [Answered(N_("Choose what they found."))],
        choices=choices_of(
            {"fit": N_("Fit to be handed over"), "not_fit": N_("Not fit: it must not be handed over")}
        ),
    )
    remark = LinesField(N_("Remark"), [at_most(TEXT)])
