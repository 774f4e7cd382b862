"""The id of something that a page showed, sent back with a form."""

from typing import Any
from uuid import UUID

from wtforms import Field
from wtforms.widgets import HiddenInput

from forms.fields import OLD_PAGE


class UuidField(Field):
    """The id of something that was shown, or nothing."""

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the id back."""
        text = valuelist[0] if valuelist else ""
        try:
            self.data = UUID(text) if text else None
        except ValueError:
            self.data = None
            raise ValueError(OLD_PAGE) from None
