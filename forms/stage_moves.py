"""Asking for a move along the road, and deciding it."""

from typing import ClassVar

from wtforms import Form
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.marking import N_
from forms.fields import (
    Answered,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    SeveralField,
    VersionField,
    at_most,
    choices_of,
)

REASON_AT_MOST = 2000

VERDICTS = {"approve": N_("Approve: the case moves now"), "refuse": N_("Refuse, and say why")}


class MoveForm(Form):
    """Why a case should move to another stage."""

    marks: ClassVar[Marks] = {"reason-missing": "reason"}
    record_id = RecordIdField()
    reason = LinesField(N_("Why now"), [Answered(N_("Write why.")), at_most(REASON_AT_MOST)])


class ClosingForm(MoveForm):
    """Why a case should be closed; `confirmed` gets the criteria of the chosen reason."""

    marks: ClassVar[Marks] = {"reason-missing": "reason", "search-missing": "search"}
    confirmed = SeveralField(
        N_("Confirm each of these"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    search = LinesField(
        N_("When the child was last seen, and what was done to find them"), [at_most(REASON_AT_MOST)]
    )


class DecisionForm(Form):
    """The decision on another person's request."""

    marks: ClassVar[Marks] = {"reason-missing": "remark", "review-missing": "remark"}
    version = VersionField()
    verdict = OneOfField(
        N_("Decision"),
        [Answered(N_("Choose one."))],
        choices=choices_of(VERDICTS),
        default=None,
    )
    remark = LinesField(N_("In words"), [at_most(REASON_AT_MOST)])
