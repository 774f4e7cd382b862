"""A day or a time that does not exist is said to be that, and what may have been meant is one press away."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.foundation.day_meanings import DayMeaning, reading_on
from app.foundation.marking import Worded
from forms.fields import DayField, HourField, PhoneField, WholeNumberField

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


class TypedForm(Form):
    born_on = DayField("", means=DayMeaning.BORN)
    searched = DayField("", means=DayMeaning.SEARCHED)
    hour = HourField("")
    age = WholeNumberField("", wrong="no number")
    phone = PhoneField("")


def typed(name: str, *values: str, taken: str = "") -> Any:
    """Return the field as it is after somebody typed, and perhaps pressed the button of a reading."""
    pressed = [(f"{name}-taken", taken)] if taken else []
    with reading_on(NOW):
        form = TypedForm(MultiDict([*((name, value) for value in values), *pressed]))
        form.validate()
    return form[name]


def said(field: Any) -> str:
    """Return the first error of a field, with its values."""
    error = field.errors[0]
    return str(error) % error.values if isinstance(error, Worded) else str(error)


@pytest.mark.parametrize(
    ("value", "words", "readings"),
    [
        ("2026-02-31", "“2026-02-31” is not a day: that month has 28 days", []),
        ("2024-02-30", "month has 29 days", []),
        ("2026-13-01", "no month 13", []),
        ("២០២៦-០២-៣១", "“២០២៦-០២-៣១” is not a day", []),
        ("2569-03-09", "2569 looks like a year of the Buddhist calendar", ["2026-03-09"]),
        ("២៥៦០-០៣-០៩", "2560 looks like a year of the Buddhist", ["2017-03-09"]),
        ("2567-02-29", "2567 looks like a year of the Buddhist", ["2024-02-29"]),
        ("2568-02-29", "has not come yet", []),
        ("26-03-09", "year with four digits", ["2026-03-09", "2009-03-26"]),
        ("28-11-25", "year with four digits", ["2025-11-28"]),
        ("202-03-09", "year with four digits", []),
        ("9/3/2017", "year-month-day", ["2017-03-09", "2017-09-03"]),
        ("9.3.2560", "year-month-day", ["2017-03-09", "2017-09-03"]),
        ("31/12/2017", "year-month-day", ["2017-12-31"]),
        ("31/02/2026", "not a day: that month has 28 days", []),
        ("02/31/2026", "not a day: that month has 28 days", []),
        ("30/02/2567", "not a day: that month has 29 days", []),
        ("31/13/2017", "no month 13", []),
        ("2026-12-24", "has not come yet", []),
        ("yesterday", "“yesterday” is not a day", []),
        ("0-1-1", "year-month-day", ["2000-01-01"]),
    ],
)
def test_a_day_that_cannot_be_says_why_and_what_may_be_meant(
    value: str, words: str, readings: list[str]
) -> None:
    field = typed("born_on", value)

    assert field.data is None
    assert words in said(field)
    assert [one.value for one in field.readings] == readings


def test_a_reading_that_is_pressed_is_what_was_typed() -> None:
    field = typed("born_on", "2569-03-09", taken="2026-03-09")

    assert (field.data, list(field.errors)) == (date(2026, 3, 9), [])
    assert typed("born_on", "2569-03-09", "2026-03-09").data is None


@pytest.mark.parametrize(
    "value",
    [
        *("2017-03-09", "2017/3/9", "2017 03 09", "២០១៧-០៣-០៩", "2017\u201303\u201309", "2017.3.9"),
        "2017-03-09\u200b",
        "\u200b2017\u2060-03-09",
        "២០១៧\u200b-០៣-០៩",
        "２０１７－０３－０９",
        "２０１７／３／９",
    ],
)
def test_a_day_is_read_whatever_stands_between(value: str) -> None:
    assert typed("born_on", value).data == date(2017, 3, 9)


def test_a_filter_asks_about_a_buddhist_year_too() -> None:
    assert [one.value for one in typed("searched", "2569-03-09").readings] == ["2026-03-09"]


@pytest.mark.parametrize(
    ("value", "words", "readings"),
    [
        ("25:00", "not a time: hours go from 0 to 23", []),
        ("24:00", "not a time: hours go from 0 to 23", ["00:00"]),
        ("21:75", "not a time: minutes go from 0 to 59", []),
        ("៩:៧៥", "not a time: minutes go from 0 to 59", []),
        ("9:40 pm", "hours:minutes", ["21:40"]),
        ("12:10 am", "hours:minutes", ["00:10"]),
        ("10 pm", "hours:minutes", ["22:00"]),
        ("10pm", "hours:minutes", ["22:00"]),
        ("10 p.m.", "hours:minutes", ["22:00"]),
        ("12am", "hours:minutes", ["00:00"]),
        ("22h", "hours:minutes", ["22:00"]),
        ("24 h", "not a time: hours go from 0 to 23", ["00:00"]),
        ("25h", "not a time: hours go from 0 to 23", []),
        ("22 pm", "hours:minutes", []),
        ("late", "“late” is not a time", []),
        ("x" * 99, f"“{'x' * 30}…” is not a time", []),
        ("-1:30", "hours:minutes", []),
    ],
)
def test_a_time_that_cannot_be_says_why_and_what_may_be_meant(
    value: str, words: str, readings: list[str]
) -> None:
    field = typed("hour", value)

    assert field.data is None
    assert words in said(field)
    assert [one.value for one in field.readings] == readings


@pytest.mark.parametrize(
    "value",
    [
        *("21:40", "២១:៤០", "21.40", "21h40", "2140", " 21:40 ", "21:40:00"),
        "21:40\u200b",
        "２１：４０",
        "២១\u200b:៤០",
    ],
)
def test_a_time_is_read_as_people_write_it(value: str) -> None:
    assert typed("hour", value).data == time(21, 40)


@pytest.mark.parametrize("value", ["12\u200b", "\u200d12", "１２", "១\u200b២", "\ufeff12 "])
def test_a_pasted_age_is_read(value: str) -> None:
    assert typed("age", value).data == 12


def test_a_number_with_a_letter_names_the_letter() -> None:
    assert "“x”" in said(typed("phone", "012 34x 678"))
    assert typed("phone", "+855\u201312 (៣៤៥) ６７８").data == "+855-12 (៣៤៥) 678"
