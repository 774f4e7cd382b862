"""Saying that a record was written by mistake, taking that back, and deciding it as a second person."""

from typing import ClassVar

from wtforms import Form

from app.foundation.marking import N_
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
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

REASON_AT_MOST = 2000
DECISIONS = {
    MarkOutcome.AGREED: N_("I looked at it, and agree"),
    MarkOutcome.REFUSED: N_("I do not agree; it stays as it is"),
}


class MarkForm(Form):
    """Why a record was written by mistake, or why its mark is taken back."""

    marks: ClassVar[Marks] = {
        "reason-missing": "reason",
        "marked-already": "reason",
        "not-marked": "reason",
        "mark-waits": "reason",
    }
    record_id = RecordIdField()
    reason = LinesField(N_("Why"), [Answered(N_("Write the reason.")), at_most(REASON_AT_MOST)])


class MarkChildForm(MarkForm):
    """The same of a child's record: it may be that of a child who is known by another code."""

    marks: ClassVar[Marks] = {
        **MarkForm.marks,
        "no-such-child": "same_as",
        "same-as-itself": "same_as",
        "same-as-mistaken": "same_as",
        "same-as-elsewhere": "same_as",
        "rule-first": "same_as",
    }
    same_as = LineField(N_("Code of the record that stays"), [at_most(40)])


class MoveRecordForm(Form):
    """To which case a note or a task belongs, and why it was in another."""

    marks: ClassVar[Marks] = {
        "no-such-case": "code",
        "same-case": "code",
        "before-born": "code",
        "before-any-birth": "code",
        "reason-missing": "reason",
    }
    record_id = RecordIdField()
    code = LineField(N_("Code of the right case"), [Answered(N_("Write the code.")), at_most(40)])
    reason = LinesField(N_("Why"), [Answered(N_("Write the reason.")), at_most(REASON_AT_MOST)])


class MarkDecisionForm(Form):
    """The second person's decision."""

    marks: ClassVar[Marks] = {
        "reason-missing": "remark",
        "own-mark": "outcome",
        "involved-in-mark": "outcome",
    }
    version = VersionField()
    outcome = OneOfField(
        N_("Decision"), [Answered(N_("Choose one."))], choices=choices_of(DECISIONS), default=None
    )
    remark = LinesField(N_("In words"), [at_most(REASON_AT_MOST)])
