"""Why a step cannot be done now: services raise codes, people read sentences beside the field they are about."""

from wtforms import Form

from app.foundation.errors import NotAllowedNow
from app.rooms import WORDS
from forms.fields import Marks


def reason_words(code: str) -> str:
    """Return the sentence for a reason, to be translated at the edge. Raises KeyError for an unknown one."""
    return WORDS.reasons[code]


def add_reasons(form: Form, refusal: NotAllowedNow) -> None:
    """Put each reason beside the field it is about, as the form's `marks` say, or above the form."""
    marks: Marks = getattr(form, "marks", {})
    for reason in refusal.reasons:
        name = marks.get(reason, "")
        if name in form:
            form[name].errors = [*form[name].errors, reason_words(reason)]
        else:
            form.form_errors.append(reason_words(reason))
