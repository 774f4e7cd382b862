"""Goals, assessments and the supervisor's sign-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from wtforms import BooleanField, Field, FieldList, Form, FormField
from wtforms.validators import InputRequired, Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary.review_looks import LABELS as LOOK_LABELS
from forms.choices import SelectChoice
from forms.fields import (
    ChoiceField,
    DayField,
    LineField,
    LinesField,
    Marks,
    OneOfField,
    RecordIdField,
    VersionField,
    at_most,
    choices_of,
)
from forms.following import OnlyWith

SHORT, LONG = 200, 4000
STEPS_SHOWN, STEPS_AT_MOST = 2, 12
SCORE, SEEN = "score-", "seen-"


class GoalStepForm(Form):
    """One step towards a goal; an empty one is left out."""

    words = LineField(N_("What"), [at_most(SHORT)])
    who = LineField(N_("Who"), [at_most(SHORT)])
    is_done = BooleanField(N_("Done"))


class GoalForm(Form):
    """A goal; `domain` gets its choices from the pack."""

    marks: ClassVar[Marks] = {
        "no-aim": "aim",
        "unknown-domain": "domain",
        "too-long-ago": "due_on",
        "too-far-ahead": "due_on",
    }
    record_id = RecordIdField()
    version = VersionField()
    aim = LinesField(
        N_("What the child works towards"),
        [InputRequired(N_("Write what the child works towards.")), at_most(LONG)],
    )
    childs_words = LinesField(N_("In the child's own words"), [at_most(LONG)])
    domain = ChoiceField(N_("Part of life"))
    due_on = DayField(N_("To look at again on"), [Optional()], means=DayMeaning.GOAL)
    steps = FieldList(FormField(GoalStepForm), min_entries=STEPS_SHOWN, max_entries=STEPS_AT_MOST)


class GoalStateForm(Form):
    """A button that says a goal is reached, or open again."""

    version = VersionField()


class GoalEndForm(Form):
    """Why a goal is dropped."""

    marks: ClassVar[Marks] = {"reason-missing": "why"}
    version = VersionField()
    why = LinesField(N_("Why"), [InputRequired(N_("Write the reason.")), at_most(LONG)])


class AssessmentForm(Form):
    """An assessment; `assessment_form` adds a score and a note for each domain of the pack."""

    marks: ClassVar[Marks] = {
        "future-date": "scored_on",
        "in-the-future": "scored_on",
        "too-long-ago": "scored_on",
        "before-born": "scored_on",
        "before-any-birth": "scored_on",
    }
    record_id = RecordIdField()
    scored_on = DayField(
        N_("Day"), [InputRequired(N_("Give the day, such as 2026-11-20."))], means=DayMeaning.DONE
    )
    scored_against = LineField(N_("Home the scores are held against"), [at_most(SHORT)])
    childs_words = LinesField(N_("In the child's own words"), [at_most(LONG)])

    def scores(self) -> list[tuple[str, int, str]]:
        """Return what was scored: domain, score from 1 to 4, and what was seen."""
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
        fields[SCORE + domain.id] = OneOfField(domain.title, [Optional()], choices=choices)
        seen_for = OnlyWith(SCORE + domain.id, message=N_("Choose the score too, or take this out."))
        fields[SEEN + domain.id] = LinesField(N_("What you saw"), [at_most(LONG), seen_for])
    fields["marks"] = {**AssessmentForm.marks, "no-scores": next(iter(fields))}
    return type("PackAssessmentForm", (AssessmentForm,), fields)


class ReturnForm(Form):
    """Why an assessment is to be scored again, and by when."""

    marks: ClassVar[Marks] = {
        "reason-missing": "why",
        "own-return": "why",
        "returned-already": "why",
        "counts-no-more": "why",
        "return-due-past": "due_on",
        "too-long-ago": "due_on",
        "too-far-ahead": "due_on",
    }
    record_id = RecordIdField()
    why = LinesField(
        N_("What should be looked at again"), [InputRequired(N_("Write the reason.")), at_most(LONG)]
    )
    due_on = DayField(N_("Scored again by"), [InputRequired(N_("Give the day."))], means=DayMeaning.PLANNED)


class BoardFilterForm(Form):
    """The filter of the review; the choices come with the page."""

    base = ChoiceField(N_("Base"), choices=[("", N_("All"))], default="")
    worker = ChoiceField(N_("Who works on it"), choices=[("", N_("All"))], default="")
    domain = ChoiceField(N_("Low or fallen in"), choices=[("", N_("Any part of life"))], default="")
    look = ChoiceField(N_("What to look at"), choices=choices_of(LOOK_LABELS), default="")


class ReviewForm(Form):
    """The sign-off of one child."""

    marks: ClassVar[Marks] = {
        "next-review-past": "next_review_on",
        "too-long-ago": "next_review_on",
        "too-far-ahead": "next_review_on",
    }
    record_id = RecordIdField()
    remark = LinesField(N_("For those who work with the child"), [at_most(LONG)])
    promised = LinesField(N_("Promised until the next review"), [at_most(LONG)])
    next_review_on = DayField(
        N_("Look again on"),
        [InputRequired(N_("Give the day of the next review."))],
        means=DayMeaning.REVIEW,
    )


def domain_choices(domains: Sequence[DomainText]) -> list[SelectChoice]:
    """Return the domains a goal may belong to; "none" is a choice too."""
    return [
        SelectChoice(value="", label=N_("none in particular")),
        *(SelectChoice(value=domain.id, label=domain.title) for domain in domains),
    ]
