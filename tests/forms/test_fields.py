"""What every form is made of: any digits, our own words, ids and versions that travel with a form."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form
from wtforms.validators import NumberRange, Optional

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import Worded
from forms.bounds import NotBefore
from forms.fields import (
    NOT_OFFERED,
    NOT_WRITABLE,
    OLD_PAGE,
    TOO_LONG,
    Answered,
    ChoiceField,
    DayField,
    HourField,
    LineField,
    LinesField,
    OneOfField,
    RecordIdField,
    SeveralField,
    VersionField,
    WholeNumberField,
    at_most,
    choices_of,
    digests_of,
)

CHOICES = choices_of({"a": "First", "b": "Second"})


class Everything(Form):
    """One field of each kind."""

    record_id = RecordIdField()
    version = VersionField()
    name = LineField("Name", [Answered("Write a name."), at_most(10)])
    words = LinesField("Words")
    years = WholeNumberField("Years", [Optional(), NumberRange(0, 99)], wrong="Whole years.")
    day = DayField("Day", [Optional()], means=DayMeaning.SEARCHED)
    hour = HourField("Hour", [Optional()])
    one = ChoiceField("One", choices=[("", "None"), *CHOICES], default="")
    other = OneOfField("Other", choices=CHOICES)
    several = SeveralField("Several", choices=CHOICES)
    yes = BooleanField("Yes")


def sent(**fields: str | list[str]) -> Everything:
    usual: dict[str, str | list[str]] = {"record_id": str(uuid4()), "version": "1", "name": "Maly"}
    return Everything(MultiDict(usual | fields))


def errors_of(field: str, value: str) -> list[str]:
    form = sent(**{field: value})
    form.validate()
    return [str(error) for error in form.errors.get(field, [])]


@pytest.mark.parametrize(("typed", "years"), [("9", 9), (" ៩ ", 9), ("១០", 10), ("०", 0), ("", None)])
def test_whole_numbers_are_read_in_any_digits(typed: str, years: int | None) -> None:
    form = sent(years=typed)
    assert form.validate()
    assert form.years.data == years


@pytest.mark.parametrize("typed", ["nine", "9.5", "9 10", "<b>9</b>", "9" * 5000])
def test_what_is_no_number_is_refused_in_our_words(typed: str) -> None:
    assert errors_of("years", typed) == ["Whole years."]


def test_dates_and_times_are_read_in_any_digits() -> None:
    form = sent(day="២០២៦-០៣-០៩", hour="២១:៤០")
    assert form.validate()
    assert (form.day.data, form.hour.data) == (date(2026, 3, 9), time(21, 40))
    assert sent(day="", hour="").day.data is None


@pytest.mark.parametrize("typed", [str(2**31), str(2**63), str(10**30), f"-{10**30}", "NaN"])
def test_a_number_that_no_column_holds_is_refused_in_our_words(typed: str) -> None:
    assert errors_of("years", typed) == ["Whole years."]


@pytest.mark.parametrize("typed", [f"{10**30}-01-01", f"2026-{10**30}-01", "0000-01-01"])
def test_a_date_of_endless_digits_is_no_date(typed: str) -> None:
    assert "year-month-day" in errors_of("day", typed)[0]


@pytest.mark.parametrize("typed", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_year_that_nobody_means_is_refused(typed: str) -> None:
    assert errors_of("day", typed) == ["Look at the year: it must be between 1900 and 2199."]


class Home(Form):
    """A day that has been, a day to come, and a span."""

    born_on = DayField("Born", [Optional()], means=DayMeaning.BORN)
    review_on = DayField("Look again", [Optional()], means=DayMeaning.REVIEW)
    since = DayField("From", [Optional()], means=DayMeaning.SEARCHED)
    until = DayField("Until", [Optional(), NotBefore("since")], means=DayMeaning.SEARCHED)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("born_on", "2999-01-01", "%(day)s has not come yet."),
        ("born_on", "1901-01-01", "%(day)s is too long ago. Look at the year."),
        ("review_on", "9999-12-31", "Look at it again within a year. Choose an earlier day."),
        ("review_on", "២១៩៩-១២-៣១", "Look at it again within a year. Choose an earlier day."),
    ],
)
def test_a_day_is_refused_beside_its_field_by_what_it_means(field: str, typed: str, said: str) -> None:
    form = Home(MultiDict({field: typed}))
    assert not form.validate()
    assert form.errors == {field: [said]}
    assert typed in str(form[field]()), "what was typed stays, to be corrected"


def test_a_stored_day_that_nobody_means_opens_and_says_so() -> None:
    form = Home(data={"born_on": date(2016, 3, 1), "review_on": date(9999, 12, 31)})
    assert "9999-12-31" in str(form.review_on())
    assert form.errors == {"review_on": ["Look at it again within a year. Choose an earlier day."]}


def test_a_span_does_not_end_before_it_begins() -> None:
    form = Home(MultiDict({"since": "2026-11-02", "until": "2026-11-01"}))
    assert not form.validate()
    (said,) = form.until.errors
    assert isinstance(said, Worded)
    assert str(said) % said.values == "2026-11-01 is before the first day, 2026-11-02."
    assert Home(MultiDict({"since": "2026-11-02", "until": "2026-11-02"})).validate()
    assert Home(MultiDict({"since": "", "until": "2026-11-02"})).validate()


def test_a_time_of_endless_digits_is_no_time() -> None:
    assert "hours:minutes" in errors_of("hour", f"{10**30}:00")[0]


@pytest.mark.parametrize("sign", ["\0", chr(0xD800), chr(0xDFFF)])
@pytest.mark.parametrize("field", ["name", "words"])
def test_what_no_column_keeps_is_refused_and_shown_in_its_place(field: str, sign: str) -> None:
    form = sent(**{field: f"one{sign}two"})
    assert not form.validate()
    assert form.errors[field] == [NOT_WRITABLE]
    assert form[field].data == "one\ufffdtwo"
    assert sent(**{field: "one\ufffdtwo"}).validate()


HIDDEN = "\u2060\ufeff\ufe0f\U000e0041\U000e0042\u202e\u00ad\u3164"


@pytest.mark.parametrize("field", ["name", "words"])
def test_what_nobody_sees_does_not_come_in(field: str) -> None:
    form = sent(**{field: f"one{HIDDEN}two"})
    assert form.validate()
    assert form[field].data == "onetwo"
    assert errors_of("name", HIDDEN) == ["Write a name."]


@pytest.mark.parametrize("field", ["name", "words"])
@pytest.mark.parametrize("sign", ["\ue000", "\U00100000", "\ufdd0"])
def test_what_means_nothing_is_refused_and_shown_in_its_place(field: str, sign: str) -> None:
    form = sent(**{field: f"one{sign}two"})
    assert not form.validate()
    assert form.errors[field] == [NOT_WRITABLE]
    assert form[field].data == "one\ufffdtwo"


def test_words_stored_with_something_hidden_are_no_change_of_whoever_opens_them() -> None:
    shown = Everything(name=f"Ma{HIDDEN}ly", words="one")
    assert shown.name.data == "Maly"
    assert digests_of(shown)["name"] == digests_of(Everything(name="Maly"))["name"]


@pytest.mark.parametrize("version", ["abc", "", "-1", "1.5", str(10**30), "1e3", "\0"])
def test_a_broken_version_asks_to_reload(version: str) -> None:
    assert errors_of("version", version) == [OLD_PAGE]


@pytest.mark.parametrize("typed", ["9 March", "2026-13-01", "2026-02-30", "2026-03", "-1-1-1", "x-y-z"])
def test_what_is_no_date_is_refused_in_our_words(typed: str) -> None:
    assert "year-month-day" in errors_of("day", typed)[0]


@pytest.mark.parametrize("typed", ["9", "25:00", "9:61", "nine:ten"])
def test_what_is_no_time_is_refused_in_our_words(typed: str) -> None:
    assert "hours:minutes" in errors_of("hour", typed)[0]


def test_texts_lose_the_space_around_them_and_browsers_line_ends() -> None:
    form = sent(name="  Maly ", words=" one\r\ntwo\r\n")
    assert (form.name.data, form.words.data) == ("Maly", "one\ntwo")


def test_an_empty_answer_and_one_that_is_too_long_are_refused_in_our_words() -> None:
    assert errors_of("name", "   ") == ["Write a name."]
    assert errors_of("name", "x" * 11) == [TOO_LONG]
    assert errors_of("name", "x" * 10) == []


@pytest.mark.parametrize("field", ["one", "other", "several"])
def test_an_answer_that_was_not_offered_is_refused(field: str) -> None:
    assert errors_of(field, "z") == [NOT_OFFERED]
    assert errors_of(field, "a") == []


def test_every_form_that_is_shown_has_a_new_id_and_takes_it_back() -> None:
    first, second = Everything(), Everything()
    assert isinstance(first.record_id.data, UUID)
    assert first.record_id.data != second.record_id.data
    assert sent(record_id=str(first.record_id.data)).record_id.data == first.record_id.data
    assert str(first.record_id.data) in str(first.record_id())


@pytest.mark.parametrize("field", ["record_id", "version"])
def test_an_id_or_version_that_is_none_asks_to_reload(field: str) -> None:
    assert errors_of(field, "<script>") == [OLD_PAGE]
    assert errors_of(field, "") == [OLD_PAGE]


def test_a_form_tells_which_of_its_fields_were_touched() -> None:
    shown = Everything(
        version=3, name="Maly", words="one\ntwo", years=0, day=date(2026, 3, 9), several=["a"], yes=True
    )
    untouched = MultiDict(
        {
            "record_id": str(uuid4()),
            "version": shown.version._value(),
            "name": "Maly",
            "words": "one\r\ntwo",
            "years": "0",
            "day": "2026-03-09",
            "one": "",
            "several": ["a"],
            "yes": "y",
        }
    )
    back = Everything(untouched)
    assert back.validate()
    assert back.version.data == 3
    assert back.version.seen == digests_of(back)

    changed = untouched.copy()
    changed["years"] = ""
    changed.setlist("several", ["a", "b"])
    touched = Everything(changed)
    now = digests_of(touched)
    assert {name for name in now if now[name] != (touched.version.seen or {})[name]} == {"years", "several"}


def test_a_version_alone_is_taken_too_and_a_returned_form_keeps_what_was_seen() -> None:
    assert sent(version="7").version.data == 7
    assert sent(version="7").version.seen == {}
    opened = Everything(version=7, name="Maly").version._value()
    assert sent(version=opened, name="Other").version._value() == opened


def test_nothing_a_form_carries_unseen_is_noted_as_shown() -> None:
    assert {"record_id", "version"}.isdisjoint(digests_of(Everything()))
