"""Forms of what happens after *I have it*: the next step, handing over, one line back."""

from typing import ClassVar

from wtforms import Form

from app.foundation.marking import N_
from app.foundation.vocabulary import answers_back, next_steps
from forms.concern import LINE, LINES
from forms.fields import (
    Answered,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    VersionField,
    at_most,
    choices_of,
)

NOBODY = "nobody"
GIVE_BACK = N_("Nobody: give it back to the inbox")


class StepForm(Form):
    """The next step and by when."""

    marks: ClassVar[Marks] = {"concern-not-taken": "step", "concern-in-no-case": "step"}
    version = VersionField()
    step = OneOfField(
        N_("Next step"), [Answered(N_("Choose the next step."))], choices=choices_of(next_steps.LABELS)
    )
    within = OneOfField(
        N_("By when, from now"),
        [Answered(N_("Choose by when."))],
        choices=choices_of(next_steps.WITHIN_LABELS),
    )
    words = LinesField(N_("In words, if that helps"), [at_most(LINES)])


class HeardForm(Form):
    """The button of whoever raised it: what its page had told them."""

    turn = VersionField()


class HandForm(Form):
    """Who has it from now on. The page gives the colleagues."""

    marks: ClassVar[Marks] = {"concern-not-taken": "to", "choose-colleague": "to"}
    version = VersionField()
    to = OneOfField(N_("Who has it from now on"), [Answered(N_("Choose who has it from now on."))])


class UnsayForm(Form):
    """Which line to whoever raised it was written by mistake, and why. The page gives the lines."""

    marks: ClassVar[Marks] = {"reason-missing": "reason"}
    line = OneOfField(N_("Which answer was a mistake"), [Answered(N_("Choose the answer."))])
    reason = LinesField(N_("Why"), [Answered(N_("Write why.")), at_most(LINES)])


class LineForm(Form):
    """One line to whoever raised it."""

    marks: ClassVar[Marks] = {
        "concern-not-taken": "answer",
        "posted-by-yourself": "answer",
        "poster-has-left": "words",
    }
    record_id = RecordIdField()
    answer = OneOfField(
        N_("What you tell them"),
        [Answered(N_("Choose what you tell them."))],
        choices=choices_of(answers_back.LABELS),
    )
    words = LineField(N_("In one line, if that helps"), [at_most(LINE)])
