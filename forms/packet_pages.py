"""Pages of a packet: what the first one tells, and Khmer texts beside the originals."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from wtforms import Form
from wtforms.validators import ValidationError

from app.foundation.marking import N_
from forms.fields import LinesField, Marks, OneOfField, VersionField, at_most, choices_of

TEXT = 8000
BY_ITSELF = N_("The packet chooses: the newest entry that names who was involved")


class FirstPageForm(Form):
    """Which entry the first page tells; the view offers those that leave."""

    marks: ClassVar[Marks] = {"packet-no-headline": "headline"}
    version = VersionField()
    headline = OneOfField(N_("What the first page tells"), choices=())


class KhmerForm(Form):
    """Khmer texts; `khmer_form` adds one for each original."""

    version = VersionField()


class Beside:
    """Validator: a text may stand beside its original; `why_not` returns the words that say why it may not, or ""."""

    def __init__(self, why_not: Callable[[str], str]) -> None:
        self.why_not = why_not

    def __call__(self, _form: object, field: Any) -> None:
        """Refuse a text that may not."""
        if words := self.why_not(field.data or ""):
            raise ValidationError(words)


def khmer_form(originals: Mapping[str, tuple[str, Callable[[str], str]]]) -> type[KhmerForm]:
    """Return a form with a text for each original, by the field's name: its label, and why a text is not one."""
    fields = {
        name: LinesField(label, [at_most(TEXT), Beside(why_not)])
        for name, (label, why_not) in originals.items()
    }
    return type("PacketKhmerForm", (KhmerForm,), fields)


def headline_choices(entries: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the entries as choices, after the one that leaves it to the packet."""
    return [(value, label) for value, label, *_rest in choices_of({"": BY_ITSELF, **entries})]
