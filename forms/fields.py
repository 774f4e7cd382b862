"""The fields of forms: texts, numbers and dates in any digits, choices, and hidden values."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.form import BaseForm
from wtforms.utils import unset_value
from wtforms.validators import Length, StopValidation, ValidationError
from wtforms.widgets import HiddenInput, TextInput

from app.foundation.day_meanings import DayMeaning, day_of_reading, fault_of
from app.foundation.hidden_characters import SIGN, without_hidden
from app.foundation.marking import N_, Worded
from forms.choices import SelectChoice
from forms.typed_times import (
    BUDDHIST_ERA,
    BUDDHIST_YEAR,
    TAKE_DAY,
    TAKE_TIME,
    Reading,
    ReadingsMixin,
    naming,
    plain,
    typed_day,
    typed_hour,
    whole_number,
)

Choices = Iterable[SelectChoice | tuple[str, str]]
"""Answers to choose from: value and label, in order."""

Marks = Mapping[str, str]
"""Which field of a form a reason is about, by the reason's code: it is shown beside that field, and not above the
form."""

TOO_LONG = N_("That is too long. Shorten it.")
NOT_OFFERED = N_("Choose one of the answers offered.")
OLD_PAGE = N_("This page is out of date. Reload it and try again.")
NOT_WRITABLE = N_("There is a character here that cannot be saved, shown as \ufffd. Take it out.")

NOT_IN_A_NUMBER = N_("A number has digits, spaces, brackets, dashes and +, and no “%(letter)s”.")
NO_SUCH_CODE = N_("There is no such code among what you can see. Look at each letter and digit.")

LARGEST_VERSION = 2**63 - 1
"""A version may also be a mark of a few bytes that stands for several facts of a record."""
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""U+0000, which PostgreSQL stores in no text, and lone surrogates, which no encoding can write."""


def at_most(characters: int) -> Length:
    """Limit a text's length, in characters; the field's counter reads it from here too."""
    return Length(max=characters, message=TOO_LONG)


def choices_of(labels: Mapping[Any, str], *, blank: str | None = None) -> list[SelectChoice]:
    """Return a vocabulary's labels as a field's choices; `blank` puts an empty answer first."""
    first = [] if blank is None else [SelectChoice(value="", label=blank)]
    return first + [SelectChoice(value=str(code), label=label) for code, label in labels.items()]


def _choices(pairs: Choices) -> list[SelectChoice]:
    return [
        pair if isinstance(pair, SelectChoice) else SelectChoice(value=pair[0], label=pair[1])
        for pair in pairs
    ]


class Answered:
    """Validator: something was typed. It uses our own message and not the browser's."""

    field_flags: Mapping[str, Any] = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: object, field: Any) -> None:
        """Stop at an empty answer."""
        if field.errors:
            raise StopValidation
        if field.data is None or not str(field.data).strip():
            raise StopValidation(self.message)


class _ReadOnceMixin:
    """An unreadable value is refused once, in its own words; the other validators have nothing to check."""

    process_errors: Sequence[str]

    def pre_validate(self, _form: object) -> None:
        """Stop at an answer that could not be read."""
        if self.process_errors:
            raise StopValidation


class _WordsMixin(_ReadOnceMixin):
    """Words, without surrounding space and without anything hidden: this is where text comes in.

    A character that nobody sees is dropped; one that means nothing is refused, with a sign in its place.
    """

    data: str | None

    def process_data(self, value: Any) -> None:
        """Take what is stored; words stored before hidden characters were dropped are shown without them."""
        self.data = without_hidden(value) if isinstance(value, str) else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; browsers differ in the line ends they send."""
        typed = valuelist[0].replace("\r\n", "\n") if valuelist else ""
        self.data = without_hidden(writable(typed)).strip()
        if self.data.count(SIGN) > typed.count(SIGN):
            raise ValueError(NOT_WRITABLE)


class LineField(_WordsMixin, StringField):
    """One line of text."""


class LinesField(_WordsMixin, TextAreaField):
    """Several lines of text."""


def writable(text: str) -> str:
    """Return a text in which a sign replaces each character that no column can store."""
    return _UNWRITABLE.sub(SIGN, text)


class WholeNumberField(_ReadOnceMixin, IntegerField):
    """A whole number in any script's digits, or nothing. `wrong` is said of anything else, which it names."""

    # A number box accepts no Khmer digits, so this is a text box that asks a phone for its digit keyboard.
    widget = TextInput()

    def __init__(self, label: str, validators: Iterable[Any] = (), *, wrong: str, **options: Any) -> None:
        options["render_kw"] = {"inputmode": "numeric", "autocomplete": "off"} | options.get("render_kw", {})
        super().__init__(label, list(validators), **options)
        self.wrong = wrong

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; Python understands the digits of every script."""
        text = plain(valuelist[0]) if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = whole_number(text)
            except ValueError:
                raise ValueError(naming(self.wrong, text)) from None


class DayField(ReadingsMixin, _ReadOnceMixin, DateField):
    """A date as year-month-day in any script's digits, or nothing. `means` says what the day is, and so its bounds.

    A day beyond them is refused. One that was stored by mistake is shown with the same words as soon as its form opens.
    `readings` are days that may have been meant.
    """

    def __init__(
        self, label: str = "", validators: Iterable[Any] = (), *, means: DayMeaning, **options: Any
    ) -> None:
        super().__init__(label, list(validators), **options)
        self.means = means

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read what was sent, or take what is stored."""
        super().process(formdata, data, extra_filters)
        if formdata is None and isinstance(self.data, date):
            self.errors = self._faults(self.data)

    def _faults(self, day: date) -> list[str]:
        fault = fault_of(self.means, day, day_of_reading())
        return [fault] if fault else []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed or picked, or the reading that was pressed."""
        self.raw_data, self.data = self.said(valuelist), None
        text = plain(self.raw_data[0]) if self.raw_data else ""
        if not text:
            return
        typed = typed_day(text)
        if typed.day is not None and not self._faults(typed.day):
            self.data = typed.day
            return
        meant = [day for day in typed.others if not self._faults(day)]
        self.readings = tuple(Reading(day.isoformat(), Worded(TAKE_DAY, day=day)) for day in meant)
        if typed.is_buddhist and meant:
            raise ValueError(Worded(BUDDHIST_YEAR, year=str(meant[0].year + BUDDHIST_ERA)))
        raise ValueError(*self._faults(typed.day) if typed.day is not None else [naming(typed.fault, text)])


class HourField(ReadingsMixin, _ReadOnceMixin, TimeField):
    """A time of day as hours:minutes in any script's digits, or nothing; `readings` are what may have been meant."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed or picked, or the reading that was pressed."""
        self.raw_data, self.data = self.said(valuelist), None
        text = plain(self.raw_data[0]) if self.raw_data else ""
        if not text:
            return
        typed = typed_hour(text)
        self.data = typed.time
        if typed.time is None:
            shown = [f"{each:%H:%M}" for each in typed.others]
            self.readings = tuple(Reading(each, Worded(TAKE_TIME, time=each)) for each in shown)
            raise ValueError(naming(typed.fault, text))


class PhoneField(LineField):
    """A number that somebody answers: digits of any script, spaces, brackets, dashes and a plus."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; dashes of every kind become one kind."""
        super().process_formdata(valuelist)
        number = "".join("-" if unicodedata.category(each) == "Pd" else each for each in self.data or "")
        self.data = unicodedata.normalize("NFKC", number)
        wrong = next((each for each in self.data if not (each.isdecimal() or each in "+() -")), None)
        if wrong is not None:
            raise ValueError(Worded(NOT_IN_A_NUMBER, letter=wrong))


class ChoiceField(SelectField):
    """One of several answers, from a drop-down list."""

    def __init__(
        self, label: str = "", validators: Iterable[Any] = (), *, choices: Choices = (), **options: Any
    ) -> None:
        super().__init__(label, list(validators), choices=_choices(choices), **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was chosen."""
        super().process_formdata([writable(each) for each in valuelist])

    def pre_validate(self, _form: object) -> None:
        """Refuse an answer that was not offered."""
        if self.validate_choice and not any(self.data == value for value, *_ in self.iter_choices()):
            raise ValidationError(NOT_OFFERED)


class OneOfField(RadioField):
    """One of a few answers, all visible."""

    def __init__(
        self, label: str = "", validators: Iterable[Any] = (), *, choices: Choices = (), **options: Any
    ) -> None:
        super().__init__(label, list(validators), choices=_choices(choices), **options)

    def pre_validate(self, _form: object) -> None:
        """Refuse an answer that was not offered; a missing answer is left to a validator."""
        if self.data is not None and not any(self.data == value for value, *_ in self.iter_choices()):
            raise ValidationError(NOT_OFFERED)


class SeveralField(SelectMultipleField):
    """Any number of the answers."""

    def __init__(
        self, label: str = "", validators: Iterable[Any] = (), *, choices: Choices = (), **options: Any
    ) -> None:
        super().__init__(label, list(validators), choices=_choices(choices), **options)

    def pre_validate(self, _form: object) -> None:
        """Refuse an answer that was not offered."""
        offered = {value for value, *_ in self.iter_choices()}
        if not set(self.data or ()) <= offered:
            raise ValidationError(NOT_OFFERED)


class _UnseenField(Field):
    """A hidden value that travels with the form."""

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class RecordIdField(_UnseenField):
    """The id of a new record, made when its form is shown: sending the form twice makes one record."""

    def __init__(self, label: str = "", validators: Iterable[Any] = (), **options: Any) -> None:
        options.setdefault("default", uuid4)
        super().__init__(label, list(validators), **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the id that came back."""
        try:
            self.data = UUID(valuelist[0])
        except (ValueError, IndexError):
            self.data = None
            raise ValueError(OLD_PAGE) from None


class VersionField(_UnseenField):
    """The version of the record that the form was opened with, so that a stale form overwrites nothing.

    It also carries a digest of each field's value at that time. After a conflict, this shows which fields the person
    changed. A version alone is accepted too.
    """

    seen: Mapping[str, str] | None = None

    def __init__(self, label: str = "", validators: Iterable[Any] = (), **options: Any) -> None:
        super().__init__(label, list(validators), **options)
        self._siblings: Iterable[Field] = options.get("_form") or ()

    def process_data(self, value: Any) -> None:
        """Take the record's version; the digests of its fields are added when the form is drawn."""
        self.data, self.seen = value, None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read version and digests that came back."""
        told, _, rest = (valuelist[0] if valuelist else "").partition(":")
        self.seen = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
        try:
            self.data = self._read(told)
        except ValueError:
            self.data = None
            raise ValueError(OLD_PAGE) from None

    def _read(self, told: str) -> Any:
        version = whole_number(told, largest=LARGEST_VERSION)
        if version < 0:
            raise ValueError("no version is below 0")
        return version

    def _value(self) -> str:
        seen = digests_of(self._siblings) if self.seen is None else self.seen
        return f"{self.data or 0}:" + ",".join(f"{name}={digest}" for name, digest in seen.items())


class ReplacesField(VersionField):
    """The id of the record that a new one replaces, or none: like a version, it reveals a stale form."""

    def _read(self, told: str) -> UUID | None:
        return UUID(told) if told not in ("", "0") else None


def digests_of(form: Iterable[Field]) -> dict[str, str]:
    """Return, by name, a short digest of each visible field of a form."""
    return {field.name: digest_of(field.data) for field in form if is_shown(field)}


def is_shown(field: Field) -> bool:
    """Tell whether a field is visible, and not a hidden value."""
    return getattr(field.widget, "input_type", "") != "hidden"


def is_blank(row: BaseForm) -> bool:
    """Tell whether a row of a form is blank: everything in it is empty or unchanged."""
    return all(
        part.data is False or part.data in (None, "", [], part.default) for part in row if is_shown(part)
    )


def is_nothing(field: Field) -> bool:
    """Tell whether a field says nothing: it is empty, or has the answer of a new form."""
    return field.data is False or field.data in (None, "", [], field.default)


def digest_of(said: Any) -> str:
    """Return a short digest of what a field says."""
    plain = None if said in ("", []) else said
    return sha256(json.dumps(plain, default=str, sort_keys=True).encode()).hexdigest()[:8]


def enum_of(kind: type[StrEnum], code: str | None, *, otherwise: Any = None) -> Any:
    """Return the member that a checked answer names, or `otherwise` for an empty one."""
    return kind(code) if code else otherwise
