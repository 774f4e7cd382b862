"""Validators of what lies between bounds: their words name the value that does not."""

from typing import Any

from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.foundation.marking import N_, Worded
from forms.typed_times import naming

BEFORE_FIRST = N_("%(day)s is before the first day, %(first)s.")


class Between:
    """Validator: a number is not less than `least`, nor more than `most`; `message` names what was `typed`."""

    def __init__(self, least: int, most: int, message: str) -> None:
        self.least, self.most, self.message = least, most, message

    def __call__(self, _form: BaseForm, field: Any) -> None:
        """Refuse a number outside the bounds."""
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(naming(self.message, str(field.data)))


class NotBefore:
    """Validator: the last day of a span is not before its first day, which is another field of the form."""

    def __init__(self, first: str) -> None:
        self.first = first

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Refuse an end before the beginning."""
        began = form[self.first].data
        if began is not None and field.data is not None and field.data < began:
            raise ValidationError(Worded(BEFORE_FIRST, day=field.data, first=began))


class ShortCode:
    """Validator: what was typed is no longer than any code."""

    MOST = 30

    def __call__(self, _form: BaseForm, field: Any) -> None:
        """Refuse a sentence."""
        if len(field.data or "") > self.MOST:
            raise ValidationError(
                naming(N_("“%(typed)s” is longer than a code, such as PP-0012."), field.data)
            )
