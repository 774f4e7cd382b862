"""Why a step cannot be done now: services raise codes, people read sentences beside the field they are about."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, FieldList, Form, FormField

from app.foundation.errors import NotAllowedNow
from app.rooms import WORDS
from forms.fields import Marks, is_blank


def reason_words(code: str) -> str:
    """Return the sentence for a reason, to be translated at the edge. Raises KeyError for an unknown one."""
    return WORDS.reasons[code]


def add_reasons(form: Form, refusal: NotAllowedNow) -> None:
    """Put each reason beside the field it is about, as the form's `marks` say, or above the form."""
    marks: Marks = getattr(form, "marks", {})
    for reason in refusal.reasons:
        fields = _marked(form, marks.get(reason, ""))
        for field in fields:
            field.errors = [*field.errors, reason_words(reason)]
        for rows in form:
            if isinstance(rows, FieldList):
                # A list gathers the errors of its rows only when it is validated.
                rows.errors = [row.errors for row in rows if row.errors]
        if not fields and not _stands_beside(form, reason_words(reason)):
            form.form_errors.append(reason_words(reason))


def _stands_beside(form: Form, words: str) -> bool:
    """Tell whether a reason was put beside the field of a row already, which only the view could tell."""
    lists = [rows for rows in form if isinstance(rows, FieldList)]
    rows = [row for each in lists for row in each if isinstance(row, FormField)]
    return any(words in part.errors for row in rows for part in row.form)


def _marked(form: Form, name: str) -> Sequence[Field]:
    """Return the fields that a mark names: `reason`, or `actions.what`, which is a part of rows."""
    rows, _, part = name.partition(".")
    if not part or rows not in form:
        return [form[name]] if name in form else []
    found = form[rows]
    return _of_rows(found, part) if isinstance(found, FieldList) else []


def _of_rows(rows: "FieldList[Any]", part: str) -> Sequence[Field]:
    """Return a part of the rows that may be meant: where its box is ticked or it is empty; or else the first."""
    parts = [row.form[part] for row in rows if not is_blank(row.form)]
    likely = [each for each in parts if each.data is True or (each.data is not False and not each.data)]
    first = [row.form[part] for row in rows][:1]
    return likely or parts[:1] or first
