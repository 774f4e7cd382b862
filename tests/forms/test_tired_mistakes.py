"""Mistakes that tired people make in forms: each is asked about beside its field, or does no harm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from app.foundation.day_meanings import reading_on
from app.foundation.marking import Worded
from forms.accounts import DutiesForm
from forms.audit import TrailForm
from forms.bases import BaseDetailsForm
from forms.cases import NoteForm
from forms.child import ChildFilterForm, EditChildForm, NewChildForm
from forms.choices import SelectChoice
from forms.concern import AdditionForm, AllegationForm, ConcernForm, DisclosureForm
from forms.encounter import CorrectEncounterForm
from forms.fields import VersionField, is_shown
from forms.placements import PlacementForm
from forms.restoration import DomainText, assessment_form
from forms.safeguarding import SayMoreForm
from forms.shift import EndShiftForm, MoveMeetingForm, OpenShiftForm, PastShiftForm, ShiftFilterForm

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
CARED_FOR = {"guardian_name": "Chan", "guardian_relation": "grandmother", "guardian_safe": "yes"}
HOME = {
    "kind": "foster",
    "safety": "safe",
    "how_known": "visited on Monday",
    "from_on": date(2026, 9, 1),
    "document": "letter 12",
    "document_ends_on": date(2026, 12, 1),
}
SCORED: type[Form] = assessment_form([DomainText("home", "Home", ("one", "two", "three", "four"))])


@dataclass(frozen=True)
class Mistake:
    """A form as it was opened and what somebody did; `read` is what it reads.

    `asked` are the fields it asks about, and `says` are words of what it says there. Of a value that cannot be meant
    they name it; of one that does not fit another answer they name that answer.
    """

    does: str
    form: type[Form]
    typed: Mapping[str, Any]
    opened: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    says: str = ""
    read: Mapping[str, Any] = field(default_factory=dict)


MISTAKES = (
    Mistake(
        "another guardian, and what was said of the first one",
        EditChildForm,
        {"guardian_name": "Dara"},
        CARED_FOR,
        asked=("guardian_relation", "guardian_safe"),
        says="This was said of somebody else.",
    ),
    Mistake(
        "the same guardian spelled better",
        EditChildForm,
        {"guardian_name": "Chan Sok", "guardian_stays": "y"},
        CARED_FOR,
        read={"guardian_safe": "yes", "guardian_relation": "grandmother"},
    ),
    Mistake(
        "another relation, and contact that was safe with the first",
        EditChildForm,
        {"guardian_relation": "aunt"},
        CARED_FOR,
        asked=("guardian_safe",),
        says="This was said of somebody else.",
    ),
    Mistake(
        "no guardian any more, and safe all the same",
        EditChildForm,
        {"guardian_name": "", "guardian_relation": "not_known", "guardian_stays": "y"},
        CARED_FOR,
        read={"guardian_safe": "not_known"},
    ),
    Mistake(
        "nobody is safe to contact",
        NewChildForm,
        {"guardian_safe": "yes"},
        asked=("guardian_safe",),
        says="Say whom this is about: a name, or who that is to the child.",
    ),
    Mistake(
        "another province, and the village of the first",
        EditChildForm,
        {"origin_area": "17"},
        {"origin_area": "12", "origin": "by the temple"},
        asked=("origin",),
        says="This was said of another area.",
    ),
    Mistake(
        "a province added to a village",
        EditChildForm,
        {"origin_area": "17"},
        {"origin": "by the temple"},
        read={"origin": "by the temple"},
    ),
    Mistake(
        "a year of birth as an age",
        NewChildForm,
        {"age_low": "2017"},
        asked=("age_low",),
        says="“2017” is no age in years.",
    ),
    Mistake(
        "an age in words",
        NewChildForm,
        {"age_low": "about 9"},
        asked=("age_low",),
        says="“about 9” is not a number of years.",
    ),
    Mistake("an age in Khmer digits", NewChildForm, {"age_low": "៩"}, read={"age_low": 9}),
    Mistake(
        "a Buddhist year of birth",
        NewChildForm,
        {"born_on": "២៥៦០-០៣-០៩"},
        asked=("born_on",),
        says="2560 looks like a year of the Buddhist calendar.",
    ),
    Mistake(
        "a birthday that does not exist",
        NewChildForm,
        {"born_on": "2017-02-29"},
        asked=("born_on",),
        says="“2017-02-29” is not a day: that month has 28 days.",
    ),
    Mistake(
        "a day typed with full stops",
        NewChildForm,
        {"born_on": "2017.3.9"},
        read={"born_on": date(2017, 3, 9)},
    ),
    Mistake(
        "day and month changed about",
        NewChildForm,
        {"born_on": "9/3/2017"},
        asked=("born_on",),
        says="“9/3/2017” may be more than one day.",
    ),
    Mistake(
        "an age to filter by, in words",
        ChildFilterForm,
        {"age_from": "x"},
        asked=("age_from",),
        says="“x” is not a number of years.",
    ),
    Mistake(
        "a home that is not safe any more, known as when it was",
        PlacementForm,
        {"safety": "not_safe"},
        HOME,
        asked=("how_known",),
        says="This was said of the answer before.",
    ),
    Mistake(
        "a paper taken away, and until when it is valid",
        PlacementForm,
        {"document": ""},
        HOME,
        read={"document_ends_on": None},
    ),
    Mistake(
        "until when a paper is valid that nobody named",
        PlacementForm,
        {"document": "", "document_ends_on": "2027-01-01"},
        HOME,
        asked=("document_ends_on",),
        says="Write which paper this is, or take the day out.",
    ),
    Mistake(
        "an end of a duty that is not given",
        DutiesForm,
        {"acting_until": "2026-12-01"},
        asked=("acting_until",),
        says="Take the day out, or choose acting director above.",
    ),
    Mistake(
        "whom it is about, with No left before it",
        ConcernForm,
        {"about": "the guard", "is_our_own": "no"},
        asked=("about",),
        says="Take this out, or say Yes: it is about one of our own people.",
    ),
    Mistake(
        "whom they told, as a note",
        AdditionForm,
        {"told_whom": "the police"},
        asked=("told_whom",),
        says="Take this out, or choose above whom you told.",
    ),
    Mistake(
        "a question to a child who spoke unasked",
        DisclosureForm,
        {"prompting": "spontaneous", "question": "who?"},
        asked=("question",),
        says="Take the question out, or say that the child was asked.",
    ),
    Mistake(
        "who translated, and no translation",
        DisclosureForm,
        {"translated_by": "Maly"},
        asked=("translated_by",),
        says="Write the translation too, or take this out.",
    ),
    Mistake(
        "what was seen, and no score",
        SCORED,
        {"seen-home": "a bed of her own"},
        asked=("seen-home",),
        says="Choose the score too, or take this out.",
    ),
    Mistake(
        "other company, described as the first",
        CorrectEncounterForm,
        {"company": ["alone"]},
        {"company": ["known_adult"], "company_words": "says he is an uncle"},
        asked=("company_words",),
        says="This was said beside another answer.",
    ),
    Mistake(
        "a time after 24",
        OpenShiftForm,
        {"started": "25:00"},
        asked=("started",),
        says="“25:00” is not a time: hours go from 0 to 23.",
    ),
    Mistake("a time with a comma", OpenShiftForm, {"started": "21,40"}, read={"started": time(21, 40)}),
    Mistake("a time without a colon", OpenShiftForm, {"started": "២១៤០"}, read={"started": time(21, 40)}),
    Mistake(
        "a time of half a day",
        OpenShiftForm,
        {"started": "9:40 pm"},
        asked=("started",),
        says="“9:40 pm” may be more than one time.",
    ),
    Mistake(
        "a night of a Buddhist year",
        PastShiftForm,
        {"started_on": "2569-10-31"},
        asked=("started_on",),
        says="2569 looks like a year of the Buddhist calendar.",
    ),
    Mistake("a shift ended without the time", EndShiftForm, {"ended": ""}, read={"ended": None}),
    Mistake(
        "a list until before it begins",
        ShiftFilterForm,
        {"from_day": "2026-11-02", "to_day": "2026-10-01"},
        asked=("to_day",),
        says="2026-10-01 is before the first day, 2026-11-02.",
    ),
    Mistake(
        "a code with half a sentence around it",
        TrailForm,
        {"code": "the child RV-0012 whom we met by the ferry"},
        asked=("code",),
        says="“the child RV-0012 whom we met …” is longer than a code",
    ),
    Mistake(
        "a letter in a number",
        BaseDetailsForm,
        {"duty_number": "012 34O 678"},
        asked=("duty_number",),
        says="no “O”",
    ),
    Mistake(
        "a note of tomorrow",
        NoteForm,
        {"happened_on": "2026-11-03"},
        asked=("happened_on",),
        says="2026-11-03 lies in the future.",
    ),
)


def _sent(mistake: Mistake) -> Form:
    """Open the form, do what somebody did, and send it."""
    opened = mistake.form(data=dict(mistake.opened))
    said = MultiDict[str, str]()
    for each in opened:
        if isinstance(each, VersionField):
            said[each.name] = each._value()
        elif is_shown(each) and each.name not in mistake.typed and each.data not in (None, "", False, []):
            said.setlist(each.name, each.data if isinstance(each.data, list) else [str(each.data)])
    for name, value in mistake.typed.items():
        said.setlist(name, value if isinstance(value, list) else [value])
    return mistake.form(said)


def words_of(asked: Field) -> list[str]:
    """Return what stands beside a field, in English, with its values put in."""
    return [str(each) % each.values if isinstance(each, Worded) else str(each) for each in asked.errors]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.does)
def test_a_mistake_is_asked_about_or_does_no_harm(mistake: Mistake) -> None:
    with reading_on(NOW):
        form = _sent(mistake)
        for each in form:
            if hasattr(each, "choices") and each.name in (*mistake.asked, *mistake.read, *mistake.typed):
                each.choices = [*(each.choices or ()), SelectChoice(value="17", label="Siem Reap")]
        form.validate()

    wrong = {each.name for each in form if each.errors and each.name in {*mistake.asked, *mistake.typed}}
    assert wrong == set(mistake.asked)
    assert bool(mistake.says) is bool(mistake.asked)
    for name in mistake.asked:
        assert mistake.says in " ".join(words_of(form[name])), name
    for name, value in mistake.read.items():
        assert (form[name].data, list(form[name].errors)) == (value, []), name


def test_there_are_thirty_of_them() -> None:
    assert len(MISTAKES) >= 30


def test_ages_the_wrong_way_round_are_what_lies_between_them() -> None:
    form = ChildFilterForm(MultiDict({"age_from": "13", "age_to": "9"}))

    assert form.validate()
    assert form.ages == (9, 13)


@pytest.mark.parametrize(
    ("form", "hour"),
    [
        (ConcernForm, "seen_at"),
        (AllegationForm, "seen_at"),
        (SayMoreForm, "seen_at"),
        (AdditionForm, "happened_at"),
        (DisclosureForm, "heard_at"),
        (NoteForm, "happened_at"),
        (MoveMeetingForm, "met"),
    ],
)
def test_a_time_of_today_that_is_still_to_come_is_asked_about_beside_the_time(form: Any, hour: str) -> None:
    # A day that is still to come is refused by its own field.
    assert form.marks["in-the-future"] == hour
