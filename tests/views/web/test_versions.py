"""Two editors of one record: nothing is overwritten unseen, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, Form, FormField

from app.foundation.errors import Conflict, NotAllowedNow
from forms.fields import LineField, OneOfField, SeveralField, VersionField, choices_of
from tests.support.organisation import Organisation
from views.web import form_flow
from views.web.form_flow import Saving, save_edit


class Note(Form):
    """A small form."""

    version = VersionField()
    place = LineField("Place")
    words = LineField("Words")
    spoken = SeveralField("Spoken", choices=choices_of({"khm": "Khmer", "vie": "Vietnamese"}))
    is_safe = BooleanField("Safe")


@pytest.fixture(autouse=True)
def request_of_ours(organisation: Organisation) -> Iterator[None]:
    """A request, because words are made in its language."""
    with organisation.app.test_request_context("/", method="POST"):
        yield


OPENED: dict[str, Any] = {"place": "market", "words": "first", "spoken": ["khm"], "is_safe": True}


def typed(**changes: object) -> Note:
    """Return the form as somebody sends it who opened OPENED at version 1 and changed something."""
    seen = Note(version=1, **OPENED).version._value()
    answers = OPENED | changes
    fields = {name: "y" if value is True else value for name, value in answers.items() if value is not False}
    return Note(MultiDict({"version": seen} | fields))


@pytest.fixture(autouse=True)
def nobody_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose change it was is told elsewhere (tests/access/test_own_edits.py); here nothing is stored."""
    for name in ("remember_edit", "edit_says_the_same", "is_own_edit"):
        monkeypatch.setattr(form_flow, name, lambda *_: False)
    monkeypatch.setattr(form_flow, "_work", lambda: None)


def refuse(_version: int) -> NoReturn:
    raise Conflict


def saving_of(form: Form, save: Callable[[int], object], theirs: Form) -> Saving | None:
    """Save as a page does, and return how it is shown again; None once it is saved."""
    shown: list[Saving] = []

    def shows(*, saving: Saving) -> str:
        shown.append(saving)
        return ""

    save_edit(form, save, theirs=theirs, leads_to=lambda done: done, shows=shows)
    return shown[0] if shown else None


def save_late(form: Note, **theirs: object) -> Saving | None:
    return saving_of(form, refuse, Note(data=OPENED | {"version": 2} | theirs))


def came_back(saving: Saving | None) -> Saving:
    assert saving is not None
    return saving


def test_what_can_be_saved_is_saved() -> None:
    form = typed(words="second")
    assert saving_of(form, lambda _version: None, Note(data=OPENED)) is None
    assert not form.errors


def test_where_both_changed_a_field_both_stand_beside_each_other_and_mine_is_kept() -> None:
    form = typed(words="mine")
    saving = came_back(save_late(form, words="theirs"))

    (version,) = saving.versions
    assert (version.label, version.theirs, version.mine) == ("Words", "theirs", "mine")
    assert saving.status == 409
    assert form.words.data == "mine"
    assert form.form_errors


def test_what_only_they_changed_is_taken_over() -> None:
    form = typed(words="mine")
    saving = came_back(save_late(form, words="theirs", place="bridge", spoken=["khm", "vie"], is_safe=False))

    assert [(one.label, one.is_untouched) for one in saving.versions] == [
        ("Place", True),
        ("Words", False),
        ("Spoken", True),
        ("Safe", True),
    ]
    assert (form.place.data, form.words.data, form.spoken.data) == ("bridge", "mine", ["khm", "vie"])
    assert saving.versions[2].theirs == "Khmer, Vietnamese"
    assert saving.versions[3].theirs == "No"


def test_the_form_can_then_be_sent_on_top_of_what_was_shown() -> None:
    form = typed(words="mine")
    save_late(form, words="theirs", place="bridge")

    assert form.version.data == 2
    again = Note(MultiDict({"version": form.version._value(), "words": "mine", "place": "bridge"}))
    assert again.version.data == 2
    # Sent again on top of theirs, only the words count as touched.
    theirs = Note(data={"words": "third", "place": "quay", "version": 3})
    later = came_back(saving_of(again, refuse, theirs))
    assert [(one.label, one.is_untouched) for one in later.versions] == [("Place", True), ("Words", False)]


def test_two_who_typed_the_same_or_who_touched_nothing_have_no_conflict() -> None:
    assert save_late(typed(words="same"), words="same") is None
    assert save_late(typed(), words="theirs") is None


def test_a_page_that_does_not_say_what_it_showed_counts_everything_as_typed() -> None:
    form = Note(MultiDict({"version": "1", "words": "first", "place": "market"}))
    saving = came_back(save_late(form, place="bridge", spoken=[], is_safe=False))

    assert [(one.mine, one.is_untouched) for one in saving.versions] == [("market", False)]
    assert form.place.data == "market"


def test_a_rule_of_the_work_comes_back_as_words() -> None:
    def forbid(_version: int) -> NoReturn:
        raise NotAllowedNow("child-nameless")

    form = typed()
    saving = came_back(saving_of(form, forbid, Note(data=OPENED)))
    assert saving.status == 422
    assert "what the child looks like" in form.form_errors[0]


def test_a_form_without_its_version_is_a_mistake_of_ours() -> None:
    class Bare(Form):
        words = LineField("Words")

    with pytest.raises(TypeError):
        saving_of(Bare(MultiDict({"words": "mine"})), refuse, Bare())


class Unit(Form):
    """One row of a form that has rows."""

    name = LineField("Name")
    kind = OneOfField("Kind", choices=choices_of({"police": "Police", "health": "Health"}), default="police")


class Units(Form):
    """A form with rows, of which two stand there from the start."""

    version = VersionField()
    units = FieldList(FormField(Unit), min_entries=2)


def test_rows_are_told_in_words_and_empty_ones_not_at_all() -> None:
    seen = Units(version=1).version._value()
    sent = {"version": seen, "units-0-name": "Post 7", "units-0-kind": "health", "units-1-kind": "police"}
    theirs = Units(data={"units": [{"name": "Post 8"}], "version": 2})
    saving = came_back(saving_of(Units(MultiDict(sent)), refuse, theirs))

    (version,) = saving.versions
    assert (version.theirs, version.mine) == ("Post 8, Police", "Post 7, Health")
