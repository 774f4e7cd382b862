"""Referral packets: beginning one, its words, its switches, its recipients, and every step until a file is made."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import FieldList, Form, FormField
from wtforms.validators import Regexp
from wtforms.widgets import CheckboxInput

from app.foundation.marking import N_
from app.foundation.vocabulary import copy_waits, packet_states, sharing_partners, urgencies
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.foundation.vocabulary.urgencies import Urgency
from forms.choices import SelectChoice
from forms.fields import (
    Answered,
    ChoiceField,
    LineField,
    LinesField,
    Marks,
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
LANGUAGES = {"en": N_("English"), "km": N_("Khmer")}
PACKET_FORMS = {
    "file": N_("A file, read on a screen"),
    "print": N_("A numbered print on paper, with room for their stamp"),
}
OPENED_WITH = {
    "words": N_("Seven short English words"),
    "digits": N_("Five groups of four digits, for an officer who reads no English"),
}


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

    marks: ClassVar[Marks] = {
        "packet-unknown-body": "bodies",
        "packet-too-many-recipients": "bodies",
    }
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

    marks: ClassVar[Marks] = {
        "packet-unknown-body": "bodies",
        "packet-too-many-recipients": "bodies",
    }
    version = VersionField()
    bodies = TickedField(N_("Who it goes to"), choices=[])
    units = FieldList(FormField(UnitForm), min_entries=UNITS_SHOWN, max_entries=10)


class StepForm(Form):
    """A step that is confirmed and needs no words; `digest` identifies what was shown."""

    version = VersionField()
    digest = CarriedField()


class ReasonForm(Form):
    """A step that needs a reason."""

    marks: ClassVar[Marks] = {
        "reason-missing": "why",
    }
    version = VersionField()
    why = LinesField(N_("Why"), [Answered(N_("Write the reason.")), at_most(TEXT)])


class CorrectionForm(Form):
    """Beginning a new version."""

    record_id = RecordIdField()


class ClosedCorrectionForm(Form):
    """Beginning a new version though the case is closed."""

    marks: ClassVar[Marks] = {"reason-missing": "why"}
    record_id = RecordIdField()
    why = LinesField(N_("Why it has to be corrected now"), [Answered(N_("Write the reason.")), at_most(TEXT)])


class ExportForm(Form):
    """Making a file for one recipient."""

    marks: ClassVar[Marks] = {
        "reason-missing": "why",
    }
    record_id = RecordIdField()
    version = VersionField()
    language = OneOfField(
        N_("Language"),
        [Answered(N_("Choose the language."))],
        choices=choices_of(LANGUAGES),
        default="en",
    )
    form = OneOfField(
        N_("What it is for"),
        [Answered(N_("Choose what it is for."))],
        choices=choices_of(PACKET_FORMS),
        default="file",
    )
    opened_with = OneOfField(
        N_("What opens it"),
        [Answered(N_("Choose what opens it."))],
        choices=choices_of(OPENED_WITH),
        default="words",
    )
    why = LinesField(N_("Why it is handed over now"), [Answered(N_("Write the reason.")), at_most(TEXT)])


class DownloadForm(Form):
    """Downloading the finished file."""

    token = CarriedField()


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
    waits = ChoiceField(
        N_("A copy"), choices=choices_of(copy_waits.LABELS, blank=N_("all of them")), default=""
    )


@dataclass(frozen=True)
class WordBox:
    """One of the packet's own texts. `name` is the field's name in the form."""

    name: str
    label: str
    value: str
    is_long: bool = False


@dataclass(frozen=True)
class SwitchBox:
    """The switches of one part: label by key, the kept keys, and how many fields then leave."""

    name: str
    label: str
    labels: Mapping[str, str]
    kept: Sequence[str]
    leaving: int


class ApproveForm(StepForm):
    """Approving what was frozen: how many pages were shown, signed, and which of them were read."""

    pages = CarriedField()
    shown = CarriedField()
    read = TickedField(N_("Pages you have read"), choices=[])


class PartForm(Form):
    """What is taken out of one part of a packet, and our own words beside it."""

    marks: ClassVar[Marks] = {
        "packet-mask-not-found": "masked",
        "packet-mask-too-many": "masked",
        "packet-mask-too-short": "masked",
        "packet-mask-too-long": "masked",
        "packet-mask-ordinary": "masked",
    }
    version = VersionField()
    masked = LinesField(N_("Names and places to take out, one on each line"), [at_most(TEXT)])
    summary = LinesField(N_("Summary by the organisation"), [at_most(TEXT)])


class WordsForm(Form):
    """The packet's own words; `words_form` adds a box for each."""

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
    field = LinesField if box.is_long else LineField
    return field(box.label, [at_most(ACCOUNT if box.is_long else WORDS_LINE)])


def offer_pages(form: ApproveForm, pages: int) -> None:
    """Offer each of so many pages to be said read."""
    form.read.choices = choices_of({str(number): str(number) for number in range(1, pages + 1)})
