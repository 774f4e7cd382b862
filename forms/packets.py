"""Referral packets: beginning one, its words, its switches, its recipients, and every step until it is handed over."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import FieldList, Form, FormField
from wtforms.validators import Optional, Regexp
from wtforms.widgets import CheckboxInput

from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.vocabulary import packet_states, sharing_partners, urgencies
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.foundation.vocabulary.urgencies import Urgency
from forms.choices import SelectChoice
from forms.fields import (
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
    at_most,
    choices_of,
)
from forms.ids import CarriedField

LINE, WORDS_LINE, TEXT, ACCOUNT = 200, 400, 2000, 8000
UNITS_SHOWN = 2
LANGUAGES = {"en": N_("English"), "km": N_("Khmer, draft translation: cannot be handed over")}


class TickedField(SeveralField):
    """Any number of the answers, each with a box to tick."""

    option_widget = CheckboxInput()


class UnitForm(Form):
    """A unit that is not in the list; an empty one is left out."""

    name = LineField(N_("Another unit"), [at_most(LINE)])
    kind = ChoiceField(
        N_("What it is"), choices=choices_of(sharing_partners.LABELS), default=SharedWith.POLICE.value
    )


class NewPacketForm(Form):
    """Beginning a packet; the view offers the bodies of the base's pack."""

    record_id = RecordIdField()
    urgency = OneOfField(
        N_("How fast we ask them to act"),
        [Answered(N_("Choose how fast."))],
        choices=choices_of(urgencies.LABELS),
        default=Urgency.HIGH.value,
    )
    request = LinesField(
        N_("What we ask"), [Answered(N_("Write what you ask the unit to do.")), at_most(TEXT)]
    )
    bodies = TickedField(N_("Who it goes to"), choices=[])
    units = FieldList(FormField(UnitForm), min_entries=UNITS_SHOWN, max_entries=UNITS_SHOWN)


class RecipientsForm(Form):
    """The recipients of a packet."""

    version = VersionField()
    bodies = TickedField(N_("Who it goes to"), choices=[])
    units = FieldList(FormField(UnitForm), min_entries=UNITS_SHOWN, max_entries=10)


class StepForm(Form):
    """A step that is confirmed and needs no words; `digest` identifies what was shown."""

    version = VersionField()
    digest = CarriedField()


class ReasonForm(Form):
    """A step that needs a reason."""

    version = VersionField()
    why = LinesField(N_("Why"), [Answered(N_("Write the reason.")), at_most(TEXT)])


class CorrectionForm(Form):
    """Beginning a new version."""

    record_id = RecordIdField()


class ExportForm(Form):
    """Making a file for one recipient."""

    record_id = RecordIdField()
    version = VersionField()
    language = OneOfField(
        N_("Language"),
        [Answered(N_("Choose the language."))],
        choices=choices_of(LANGUAGES),
        default="en",
    )
    why = LinesField(N_("Why it is handed over now"), [Answered(N_("Write the reason.")), at_most(TEXT)])


class DownloadForm(Form):
    """Downloading the finished file."""

    token = CarriedField()


class HandoverForm(Form):
    """A handover and its receipt."""

    record_id = RecordIdField()
    officer = LineField(N_("Officer: name and rank"), [Answered(N_("Write who took it.")), at_most(LINE)])
    unit = LineField(N_("Unit"), [Answered(N_("Write the officer's unit.")), at_most(LINE)])
    handed_on = DayField(
        N_("Day"), [Answered(N_("Give the day, such as 2026-03-09."))], means=DayMeaning.DONE
    )
    handed_at = HourField(N_("Time, if known"), [Optional()])
    stamp_number = LineField(N_("Stamp number"), [at_most(LINE)])
    remark = LinesField(N_("Remark"), [at_most(TEXT)])


class VerifyForm(Form):
    """The SHA-256 of a file."""

    sha256 = LineField(
        N_("SHA-256 of the file"),
        [
            Answered(N_("Choose the file, or paste its SHA-256.")),
            Regexp(
                re.compile(r"\A[0-9a-fA-F]{64}\Z"), message=N_("A SHA-256 has 64 digits and letters a to f.")
            ),
        ],
    )


class PacketFilterForm(Form):
    """The filter above the list."""

    state = ChoiceField(
        N_("State"), choices=choices_of(packet_states.LABELS, blank=N_("all of them")), default=""
    )


@dataclass(frozen=True)
class WordBox:
    """One editable text of a packet, under the heading of its section. `name` is the field's name in the form."""

    name: str
    heading: str
    label: str
    value: str
    is_long: bool = False
    is_required: bool = False


@dataclass(frozen=True)
class SwitchBox:
    """The switches of one part: label by key, the kept keys, and how many fields then leave."""

    name: str
    label: str
    labels: Mapping[str, str]
    kept: Sequence[str]
    leaving: int


class WordsForm(Form):
    """The words of a packet; `words_form` adds a box for each."""

    version = VersionField()
    urgency = OneOfField(
        N_("How fast we ask them to act"),
        [Answered(N_("Choose how fast."))],
        choices=choices_of(urgencies.LABELS),
    )


class SwitchesForm(Form):
    """The switches of a packet; `switches_form` adds a group for each part."""

    version = VersionField()


def bodies_to_choose(labels: Mapping[str, str]) -> list[SelectChoice]:
    """Return the bodies of a country as choices."""
    return choices_of(labels)


def words_form(boxes: Iterable[WordBox]) -> type[WordsForm]:
    """Return a form with a box for each text."""
    return type("PacketWordsForm", (WordsForm,), {box.name: _box(box) for box in boxes})


def switches_form(boxes: Iterable[SwitchBox]) -> type[SwitchesForm]:
    """Return a form with a group of switches for each part."""
    groups = {box.name: TickedField(box.label, choices=choices_of(box.labels)) for box in boxes}
    return type("PacketSwitchesForm", (SwitchesForm,), groups)


def _box(box: WordBox) -> Any:
    validators: list[Any] = [at_most(ACCOUNT if box.is_long else WORDS_LINE)]
    if box.is_required:
        validators.insert(0, Answered(N_("Write it, or switch the whole entry off on the preview.")))
    return LinesField(box.label, validators) if box.is_long else LineField(box.label, validators)
