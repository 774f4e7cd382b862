"""The words of pages about regulars who stay away, and the translation between their forms and the room."""

from app.absences.answers import AnswerInput
from app.absences.today import missed_words
from app.absences.visits import VisitInput
from app.foundation.vocabulary import absence_answers
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from forms.absences import AnswerForm, VisitForm
from views.web.matching import document_from

WORDS = {
    "answers": absence_answers.LABELS,
    "decisions": absence_answers.DECISIONS,
    "rests_for": {kind: span.days for kind, span in absence_answers.RESTS_FOR.items()},
    "missed": missed_words,
}
DONE = {
    AbsenceAnswer.VISIT: "visit-asked",
    AbsenceAnswer.SWEEP: "sweep-answered",
}
"""The notice after an answer, where it is not the usual one."""


def answer_from(form: AnswerForm) -> AnswerInput:
    """Read an answer."""
    return document_from(form, AnswerInput)


def visit_from(form: VisitForm) -> VisitInput:
    """Read a decision about a visit."""
    return document_from(form, VisitInput)


def done_by(form: AnswerForm) -> str:
    """Return the notice to show after an answer of this kind."""
    kind = form.kind.data or ""
    return DONE.get(AbsenceAnswer(kind), "absence-answered") if kind in list(AbsenceAnswer) else ""
