"""Opening a case, its risk, who works on it, its notes, and the filter of the list."""

from typing import ClassVar

from wtforms import BooleanField, Form
from wtforms.validators import Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import evidence_bases, risks
from app.foundation.vocabulary.stages import LABELS as STAGE_LABELS
from forms.fields import (
    Answered,
    ChoiceField,
    DayField,
    HourField,
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

WORDS_AT_MOST = 4000
REASON_AT_MOST = 2000

NOBODY = N_("Nobody yet")
CHOOSE = N_("Choose")
WORK_DONE = N_("Work that was done")

ENDINGS = {
    "ended": N_("They work on it no more"),
    "begun_by_mistake": N_("They were put on it by mistake, and never worked on it"),
}
_OPEN_STAGES = {"opened": N_("Opened")} | {stage.value: label for stage, label in STAGE_LABELS.items()}


class OpenCaseForm(Form):
    """Why a case is opened, and how it begins. `worker` gets its choices from the base, `concerns` from the child."""

    marks: ClassVar[Marks] = {
        "not-assignable": "worker",
        "concern-of-another-child": "concerns",
        "concern-in-a-case": "concerns",
        "row-differs": "worker",
    }
    record_id = RecordIdField()
    child_id = UuidField()
    concern_id = UuidField()
    why = LinesField(
        N_("Why the case is opened"),
        [Answered(N_("Write why the case is opened.")), at_most(WORDS_AT_MOST)],
    )
    risk = OneOfField(N_("Risk"), choices=choices_of({**risks.LABELS, "": N_("To be set later")}), default="")
    worker = ChoiceField(N_("Who works on it"), choices=choices_of({}, blank=NOBODY), default="")
    concerns = SeveralField(N_("Concerns about this child"))


class WhyForm(Form):
    """Why a case was opened, put right, and why that is changed."""

    marks: ClassVar[Marks] = {"why-same": "why", "reason-missing": "reason"}
    version = VersionField()
    why = LinesField(
        N_("Why the case is opened"),
        [Answered(N_("Write why the case is opened.")), at_most(WORDS_AT_MOST)],
    )
    reason = LinesField(
        N_("Why it is changed"), [Answered(N_("Write why it is changed.")), at_most(REASON_AT_MOST)]
    )


class EndingForm(Form):
    """Whether somebody stops working on a case, or was never meant to."""

    ending = OneOfField(N_("Why"), choices=choices_of(ENDINGS), default="ended")


class RiskForm(Form):
    """The risk of a case and why."""

    marks: ClassVar[Marks] = {"risk-same": "risk"}
    version = VersionField()
    risk = OneOfField(
        N_("Risk"), [Answered(N_("Choose the risk."))], choices=choices_of(risks.LABELS), default=None
    )
    reason = LinesField(N_("Why"), [Answered(N_("Write why.")), at_most(REASON_AT_MOST)])


class AssignForm(Form):
    """The person to put on a case; the choices come from the base."""

    marks: ClassVar[Marks] = {
        "not-assignable": "worker",
        "row-differs": "worker",
    }
    worker = ChoiceField(
        N_("Who"), [Answered(N_("Choose somebody."))], choices=choices_of({}, blank=CHOOSE), default=""
    )


class NoteForm(Form):
    """A note: what happened, when, and how it is known."""

    marks: ClassVar[Marks] = {
        "in-the-future": "happened_at",
        "too-long-ago": "happened_on",
        "before-born": "happened_on",
        "before-any-birth": "happened_on",
    }
    record_id = RecordIdField()
    version = VersionField(default=0)
    happened_on = DayField(N_("Day"), [Answered(N_("Give the day."))], means=DayMeaning.HAPPENED)
    happened_at = HourField(N_("Time, if known"), [Optional()])
    basis = OneOfField(
        N_("How it is known"),
        [],
        choices=choices_of({**evidence_bases.LABELS, "": WORK_DONE}),
        default="",
    )
    account = LinesField(N_("What happened"), [Answered(N_("Write what happened.")), at_most(WORDS_AT_MOST)])
    met_child = BooleanField(N_("I met the child"))


class CaseFilterForm(Form):
    """The filter of the list of cases."""

    stage = ChoiceField(
        N_("Stage"), choices=choices_of(_OPEN_STAGES, blank=N_("All that are open")), default=""
    )
    risk = ChoiceField(N_("Risk"), choices=choices_of(risks.LABELS, blank=N_("Any")), default="")
    worker = ChoiceField(N_("Who works on it"), choices=choices_of({}, blank=N_("Anybody")), default="")
    base = ChoiceField(N_("Base"), choices=choices_of({}, blank=N_("All bases")), default="")
    timeliness = ChoiceField(
        N_("Due"),
        choices=choices_of({"overdue": N_("Only with something late")}, blank=N_("All")),
        default="",
    )
