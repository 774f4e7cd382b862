"""Hidden values that a page writes into its form: the id of something it showed, or a word of its own."""

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
        """Read the id that came back."""
        text = valuelist[0] if valuelist else ""
        try:
            self.data = UUID(text) if text else None
        except ValueError:
            self.data = None
            raise ValueError(OLD_PAGE) from None


class CarriedField(Field):
    """A word that the page wrote into its form: an address to continue to, or a digest of what was shown.

    The reader compares it with what it may be, so an invalid one simply matches nothing.
    """

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the word that came back; if the form did not carry it, what the page says is kept."""
        if valuelist:
            self.data = writable(valuelist[0])
