"""Forms and documents meet by the names of their fields, and nothing is forgotten on the way."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, Form, FormField

from app.foundation.day_meanings import DayMeaning
from forms.fields import ChoiceField, DayField, LineField, SeveralField, choices_of
from forms.ids import UuidField
from views.web.matching import document_from, fields_of


class Kind(StrEnum):
    """What a visit was for."""

    SCHOOL = "school"
    HEALTH = "health"


@dataclass(frozen=True)
class Step:
    """A row."""

    what: str
    is_done: bool = False


@dataclass(frozen=True)
class Visit:
    """A document with a field of each kind."""

    kind: Kind
    second: Kind | None
    words: str
    visited_on: date
    next_on: date | None
    of: UUID | None
    topics: tuple[Kind, ...]
    steps: tuple[Step, ...]
    is_known: bool


KINDS = choices_of({Kind.SCHOOL: "School", Kind.HEALTH: "Health"}, blank="Choose")


class StepForm(Form):
    """A row."""

    what = LineField("What")
    is_done = BooleanField("Done")


class VisitForm(Form):
    """The form of a visit."""

    kind = ChoiceField("Kind", choices=KINDS)
    second = ChoiceField("Second", choices=KINDS)
    words = LineField("Words")
    visited_on = DayField("Day", means=DayMeaning.DONE)
    next_on = DayField("Next", means=DayMeaning.PLANNED)
    of = UuidField()
    topics = SeveralField("Topics", choices=KINDS)
    steps = FieldList(FormField(StepForm), min_entries=2)
    is_known = BooleanField("Known")


VISIT = Visit(
    kind=Kind.SCHOOL,
    second=None,
    words="sat by the window",
    visited_on=date(2026, 11, 2),
    next_on=None,
    of=uuid4(),
    topics=(Kind.HEALTH, Kind.SCHOOL),
    steps=(Step("ask the teacher", is_done=True),),
    is_known=True,
)


def sent(shown: Form) -> Form:
    """Return a form as a browser sends it back untouched."""
    values: MultiDict[str, str] = MultiDict()

    def take(fields: Form) -> None:
        for field in fields:
            if isinstance(field, FieldList):
                for row in field:
                    take(row.form)
            elif isinstance(field.data, list):
                values.setlist(field.name, field.data)
            elif field.data is not False:
                values[field.name] = "y" if field.data is True else str(field.data or "")

    take(shown)
    return type(shown)(values)


def test_what_a_form_was_filled_from_comes_back_out_of_it() -> None:
    form = sent(VisitForm(data=fields_of(VISIT)))
    assert form.validate()
    assert document_from(form, Visit) == VISIT


def test_empty_answers_are_nothing_and_empty_rows_are_left_out() -> None:
    form = VisitForm(MultiDict({"kind": "health", "visited_on": "2026-11-02", "steps-0-what": " "}))
    found = document_from(form, Visit)
    assert (found.second, found.words, found.next_on, found.of) == (None, "", None, None)
    assert (found.topics, found.steps, found.is_known) == ((), (), False)


def test_a_field_of_another_name_is_given_and_so_is_what_no_form_says() -> None:
    form = VisitForm(data=fields_of(VISIT))
    of = uuid4()
    found = document_from(form, Visit, next_on=form.visited_on, of=of)
    assert (found.next_on, found.of) == (VISIT.visited_on, of)


def test_a_field_that_nothing_is_said_of_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match=r"StepForm says nothing of Visit\.kind"):
        document_from(StepForm(), Visit)


def test_what_must_be_there_is_not_made_up() -> None:
    form = VisitForm(MultiDict({"kind": "health"}))
    with pytest.raises(ValueError, match="not checked"):
        document_from(form, Visit)


def test_of_a_document_that_does_not_open_nothing_is_shown_and_what_is_given_comes_last() -> None:
    assert fields_of(None, Step("ask"), what="look") == {"what": "look", "is_done": False}
