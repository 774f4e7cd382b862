"""Goals, assessments and the supervisor's sign-off."""

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.foundation.marking import N_
from forms.choices import SelectChoice
from forms.fields import RecordIdField, VersionField

SHORT, LONG = 200, 4000
TOO_LONG = N_("That is too long; shorten it.")
STEPS_SHOWN, STEPS_AT_MOST = 2, 12
SCORE, SEEN = "score-", "seen-"


class GoalStepForm(Form):
    """One step towards a goal; an empty one is left out."""

    words = StringField(N_("What"), [Length(max=SHORT, message=TOO_LONG)])
    who = StringField(N_("Who"), [Length(max=SHORT, message=TOO_LONG)])
    is_done = BooleanField(N_("Done"))


class GoalForm(Form):
    """A goal; `domain` gets its choices from the pack."""

    record_id = RecordIdField()
    version = VersionField()
    aim = TextAreaField(
        N_("What the child works towards"),
        [InputRequired(N_("Write what the child works towards.")), Length(max=LONG, message=TOO_LONG)],
    )
    childs_words = TextAreaField(N_("In the child's own words"), [Length(max=LONG, message=TOO_LONG)])
    domain = SelectField(N_("Part of life"), validate_choice=True)
    due_on = DateField(N_("To look at again on"), [Optional()])
    steps = FieldList(FormField(GoalStepForm), min_entries=STEPS_SHOWN, max_entries=STEPS_AT_MOST)


class GoalEndForm(Form):
    """Why a goal is dropped."""

    version = VersionField()
    why = TextAreaField(
        N_("Why"), [InputRequired(N_("Write the reason.")), Length(max=LONG, message=TOO_LONG)]
    )


class AssessmentForm(Form):
    """An assessment; `assessment_form` adds a score and a note for each domain of the pack."""

    record_id = RecordIdField()
    scored_on = DateField(N_("Day"), [InputRequired(N_("Give the day, such as 2026-11-20."))])
    scored_against = StringField(
        N_("Home the scores are held against"), [Length(max=SHORT, message=TOO_LONG)]
    )
    childs_words = TextAreaField(N_("In the child's own words"), [Length(max=LONG, message=TOO_LONG)])

    def scores(self) -> list[tuple[str, int, str]]:
        """Return what was scored: domain, score from 1 to 4, what was seen."""
        domains = [name.removeprefix(SCORE) for name in self._fields if name.startswith(SCORE)]
        return [
            (domain, int(self[SCORE + domain].data), self[SEEN + domain].data or "")
            for domain in domains
            if self[SCORE + domain].data
        ]

    def pairs(self) -> list[tuple[Field, Field]]:
        """Return the score and the note of each domain, in the pack's order."""
        domains = [name.removeprefix(SCORE) for name in self._fields if name.startswith(SCORE)]
        return [(self[SCORE + domain], self[SEEN + domain]) for domain in domains]


@dataclass(frozen=True)
class DomainText:
    """A domain as the form shows it: its title, and a sentence for each score from 1 up."""

    id: str
    title: str
    anchors: tuple[str, ...]


def assessment_form(domains: Sequence[DomainText]) -> type[AssessmentForm]:
    """Return the form for a version of the pack, in the page's language."""
    fields: dict[str, object] = {}
    for domain in domains:
        choices = [
            SelectChoice(value=str(score), label=f"{score} · {words}")
            for score, words in enumerate(domain.anchors, start=1)
        ]
        fields[SCORE + domain.id] = RadioField(domain.title, [Optional()], choices=choices)
        fields[SEEN + domain.id] = TextAreaField(N_("What you saw"), [Length(max=LONG, message=TOO_LONG)])
    return type("PackAssessmentForm", (AssessmentForm,), fields)


class ReviewForm(Form):
    """The sign-off of one child."""

    record_id = RecordIdField()
    remark = TextAreaField(N_("For those who work with the child"), [Length(max=LONG, message=TOO_LONG)])
    next_review_on = DateField(N_("Look again on"), [InputRequired(N_("Give the day of the next review."))])


def domain_choices(domains: Sequence[DomainText]) -> list[SelectChoice]:
    """Return the parts of life a goal may belong to; none is a choice too."""
    return [
        SelectChoice(value="", label=N_("none in particular")),
        *(SelectChoice(value=domain.id, label=domain.title) for domain in domains),
    ]
