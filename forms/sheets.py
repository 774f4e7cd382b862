"""Numbered sheets: printing one, and recording what became of it."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from wtforms import BooleanField, Form

from app.foundation.marking import N_
from app.foundation.vocabulary.sheets import BACK_BY, BackBy
from forms.fields import Answered, ChoiceField, LinesField, Marks, OneOfField, RecordIdField, at_most

LONGEST = 2000
_MARKS: Marks = dict.fromkeys(
    (
        "words-missing",
        "sheet-is-back",
        "sheet-lost-already",
        "sheet-not-lost",
        "own-lost-sheet",
        "lost-stays",
        "taken-out-already",
    ),
    "words",
)


class PrintSheetForm(Form):
    """A numbered sheet; `carrier` and `back` get their choices from the page, `names` is asked for a shift only."""

    marks: ClassVar[Marks] = {"purpose-missing": "purpose", "no-such-carrier": "carrier"}
    record_id = RecordIdField()
    carrier = ChoiceField(N_("Who carries it"), [Answered(N_("Choose who carries it."))])
    back = OneOfField(N_("Back or destroyed"), [Answered(N_("Choose by when it is back."))])
    names = BooleanField(N_("Print the children's names as well"))
    purpose = LinesField(N_("What it is needed for"), [at_most(LONGEST)])

    def offer(self, carriers: Sequence[tuple[str, str]], backs: Iterable[BackBy]) -> None:
        """Offer who may carry it, and how long it may be out."""
        self.carrier.choices = [("", N_("Choose somebody")), *carriers]
        self.back.choices = [(back.value, BACK_BY[back]) for back in backs]


class SheetStepForm(Form):
    """What became of a sheet, in a few words if there is something to say."""

    marks: ClassVar[Marks] = _MARKS
    record_id = RecordIdField()
    words = LinesField(N_("Remark"), [at_most(LONGEST)])


class SheetLostForm(Form):
    """How a sheet was lost."""

    marks: ClassVar[Marks] = _MARKS
    record_id = RecordIdField()
    words = LinesField(
        N_("Where and when it was last seen, and who may have it"),
        [Answered(N_("Write it in a few words.")), at_most(LONGEST)],
    )


class SheetAnswerForm(Form):
    """What was done about a lost sheet."""

    marks: ClassVar[Marks] = _MARKS
    record_id = RecordIdField()
    words = LinesField(
        N_("What was done: who was told, who is safer or moved because of it"),
        [Answered(N_("Write what was done.")), at_most(LONGEST)],
    )


class SheetMistakeForm(Form):
    """Why a step was recorded by mistake."""

    marks: ClassVar[Marks] = _MARKS
    record_id = RecordIdField()
    words = LinesField(N_("Why it was a mistake"), [Answered(N_("Write the reason.")), at_most(LONGEST)])
