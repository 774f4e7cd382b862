"""Asking for a move along the road, and deciding it."""

from typing import ClassVar

from wtforms import FieldList, Form, FormField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import evidence_bases
from forms.fields import (
    Answered,
    DayField,
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
from forms.safety_plans import ActionForm

REASON_AT_MOST, CODE_AT_MOST = 2000, 30

VERDICTS = {"approve": N_("Approve: the case moves now"), "refuse": N_("Refuse, and say why")}


class MoveForm(Form):
    """Why a case should move to another stage."""

    marks: ClassVar[Marks] = {"reason-missing": "reason"}
    record_id = RecordIdField()
    reason = LinesField(N_("Why now"), [Answered(N_("Write why.")), at_most(REASON_AT_MOST)])


class ClosingForm(MoveForm):
    """Why a case should be closed; `confirmed` gets the criteria of the chosen reason."""

    marks: ClassVar[Marks] = {
        "reason-missing": "reason",
        "search-missing": "search",
        "no-such-case": "duplicate_of",
    }
    duplicate_of = LineField(N_("Code of the other case"), [at_most(CODE_AT_MOST)])
    confirmed = SeveralField(
        N_("Confirm each of these"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    search = LinesField(
        N_("When the child was last seen, and what was done to find them"), [at_most(REASON_AT_MOST)]
    )


class DuplicateForm(ClosingForm):
    """Why a case should be closed that is there twice: by the code of the other one."""

    duplicate_of = LineField(
        N_("Code of the other case"), [Answered(N_("Write the other case's code.")), at_most(CODE_AT_MOST)]
    )


class DangerForm(MoveForm):
    """Why a child in danger must get to safety now, with what the case lacks for it.

    `concerns` gets those of the inbox that are about the child.
    """

    marks: ClassVar[Marks] = {
        "reason-missing": "reason",
        "needs-concern-linked": "suspicion",
        "no-words": "suspicion",
        "in-the-future": "seen_on",
        "needs-safety-plan": "actions.what",
        "plan-without-action": "actions.what",
        "plan-there-already": "actions.what",
        "review-not-ahead": "review_on",
        "too-far-ahead": "review_on",
        "too-long-ago": "seen_on",
    }
    concerns = SeveralField(N_("Concerns about this child"), choices=[])
    basis = OneOfField(
        N_("How it is known"),
        choices=choices_of(evidence_bases.LABELS),
        default=evidence_bases.EvidenceBasis.SEEN,
    )
    seen_on = DayField(N_("Day"), [Optional()], means=DayMeaning.HAPPENED)
    suspicion = LinesField(N_("What is suspected, or was said"), [at_most(REASON_AT_MOST)])
    actions = FieldList(FormField(ActionForm), N_("What is done"), min_entries=1, max_entries=12)
    review_on = DayField(N_("Look at it again on"), [Optional()], means=DayMeaning.PLAN_REVIEW)


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
