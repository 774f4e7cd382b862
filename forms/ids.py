"""What a page wrote into its form unseen, sent back with it: the id of something it showed, or a word of its own."""

from typing import Any
from uuid import UUID

from wtforms import Field
from wtforms.widgets import HiddenInput

from forms.fields import OLD_PAGE, writable


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


class CarriedField(Field):
    """A word the page wrote into its form: an address to go on to, a digest of what was shown.

    Whoever reads it compares it with what it may be, so a broken one is simply none of those.
    """

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the word back; a form that did not carry it keeps what the page says."""
        if valuelist:
            self.data = writable(valuelist[0])
