"""Answers that follow from others: none outlives the answer it came from, and none is taken along unseen.

Both are validators of the answer that follows. What a form was opened with is known by the digests its version carries.
"""

from collections.abc import Collection
from typing import Any

from wtforms import BooleanField, Field
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.foundation.marking import N_
from forms.fields import VersionField, digest_of, is_nothing

ANYTHING: Collection[str] = ()
"""For an answer that follows from any answer at all."""


class OnlyWith:
    """Validator: an answer means something only beside another one.

    If the other answer is gone, this one goes with it, unless somebody has just typed it: then the form asks.
    """

    def __init__(self, other: str, answers: Collection[str] = ANYTHING, *, message: str) -> None:
        self.other, self.answers, self.message = other, answers, message

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Take the answer away with the one it belongs to, or ask."""
        if is_nothing(field) or self.other not in form or self._is_given(form[self.other]):
            return
        if not is_untouched(form, field):
            raise ValidationError(self.message)
        field.data = field.default() if callable(field.default) else field.default

    def _is_given(self, other: Any) -> bool:
        said = other.data if isinstance(other.data, list) else [other.data]
        return bool(set(said) & set(self.answers)) if self.answers else not is_nothing(other)


class SaidOf:
    """Validator: an answer was given about what another field said, and that has changed since.

    `stays` is the box to tick if it is still true.
    """

    def __init__(self, *others: str, stays: str, message: str) -> None:
        self.others, self.stays, self.message = others, stays, message

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Ask about an answer that nobody touched, if what it was about is another now."""
        if is_nothing(field) or form[self.stays].data or not is_untouched(form, field):
            return
        if any(_was_another(form, form[other]) for other in self.others):
            raise ValidationError(self.message)


def stays_field() -> BooleanField:
    """Return the box that says: what stands here is still true."""
    return BooleanField(N_("This is still true"))


def _opened_with(form: BaseForm) -> dict[str, str]:
    version = next((field for field in form if isinstance(field, VersionField)), None)
    return dict(version.seen or {}) if version is not None else {}


def is_untouched(form: BaseForm, field: Field) -> bool:
    """Tell whether a field says what it said when the form was opened."""
    return _opened_with(form).get(field.short_name) == digest_of(field.data)


def _was_another(form: BaseForm, other: Field) -> bool:
    """Tell whether a field said something when the form was opened, and says something else now."""
    before = _opened_with(form).get(other.short_name)
    if before is None or before == digest_of(other.data):
        return False
    return before not in (digest_of(None), digest_of(other.default))
