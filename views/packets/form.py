"""Turns packets into forms, and forms into what the services take."""

from collections.abc import Sequence
from textwrap import shorten
from uuid import UUID

from flask_babel import gettext as _

from app.bases.pack import Pack
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets.contents import PacketContents
from app.packets.documents import Recipient
from app.packets.drafting import PacketInput
from app.packets.editing import Length, WordField, word_fields
from app.packets.exporting import ExportOrder
from app.packets.fields import SECTION_LABELS
from app.packets.handovers import HandoverInput
from app.packets.preview import SwitchGroup
from app.packets.recipients import UnitInput
from app.packets.wording import Language
from forms.packets import (
    ExportForm,
    HandoverForm,
    NewPacketForm,
    RecipientsForm,
    SwitchBox,
    SwitchesForm,
    WordBox,
    WordsForm,
    bodies_to_choose,
)
from views.web.language import page_language
from views.web.matching import document_from

PART_NAME_SHOWN = 48
"""Letters of an entry that stand for it where its switches are folded away."""


def offer_bodies(form: NewPacketForm | RecipientsForm, pack: Pack) -> None:
    """Offer the bodies of the base's country, in the page's language."""
    locale = page_language()
    form.bodies.choices = bodies_to_choose({body.id: body.label.in_locale(locale) for body in pack.bodies})


def new_packet_from(form: NewPacketForm, new_id: UUID, case_id: UUID) -> PacketInput:
    """Return what was typed to begin a packet."""
    return document_from(
        form, PacketInput, id=new_id, case_id=case_id, body_ids=form.bodies, typed_units=units_typed(form)
    )


def units_typed(form: NewPacketForm | RecipientsForm) -> tuple[UnitInput, ...]:
    """Return the units that were typed."""
    return tuple(
        UnitInput(row.form.name.data, SharedWith(row.form.kind.data))
        for row in form.units
        if row.form.name.data
    )


def recipient_fields(recipients: Sequence[Recipient]) -> dict[str, object]:
    """Return what the recipients form shows of those chosen so far."""
    typed = [one.unit for one in recipients if not one.unit.body_id]
    return {
        "bodies": [one.unit.body_id for one in recipients if one.unit.body_id],
        "units": [{"name": unit.name, "kind": unit.kind.value} for unit in typed],
    }


def word_boxes(contents: PacketContents) -> list[WordBox]:
    """Return a box for each text of a packet."""
    return [
        WordBox(
            name=_field_name(word.key),
            heading=str(_(SECTION_LABELS[word.section])),
            label=_label(word),
            value=word.value,
            is_long=word.length is Length.LINES,
            is_required=word.is_required,
        )
        for word in word_fields(contents)
    ]


def word_values(boxes: Sequence[WordBox], contents: PacketContents) -> dict[str, object]:
    """Return what the words form shows of a packet."""
    return {"urgency": contents.cover.urgency.value, **{box.name: box.value for box in boxes}}


def words_typed(form: WordsForm, contents: PacketContents) -> dict[str, str]:
    """Return the texts that were typed, by key."""
    return {word.key: form[_field_name(word.key)].data or "" for word in word_fields(contents)}


def switch_boxes(groups: Sequence[SwitchGroup]) -> list[SwitchBox]:
    """Return the switches of each part, named in the page's language, with what each stands for."""
    return [
        SwitchBox(
            name=group.name,
            label=_part_name(group),
            labels={
                switch.key: f"{_(switch.label)}: {switch.value}" if switch.value else _(switch.label)
                for switch in group.switches
            },
            kept=[switch.key for switch in group.switches if switch.is_kept],
            leaving=group.leaving,
        )
        for group in groups
    ]


def switches_kept(form: SwitchesForm, boxes: Sequence[SwitchBox]) -> list[str]:
    """Return the keys whose switch is on."""
    return [key for box in boxes for key in form[box.name].data or ()]


def order_from(form: ExportForm, packet_id: UUID, recipient_id: UUID) -> ExportOrder:
    """Return which file is asked for."""
    return ExportOrder(
        id=form.record_id.data,
        packet_id=packet_id,
        recipient_id=recipient_id,
        language=Language(form.language.data),
        reason=form.why.data or "",
        version=form.version.data,
    )


def handover_from(form: HandoverForm, new_id: UUID, file_id: UUID) -> HandoverInput:
    """Return what was typed of a handover."""
    return document_from(
        form, HandoverInput, id=new_id, file_id=file_id, on=form.handed_on, at=form.handed_at
    )


def _field_name(key: str) -> str:
    return key.replace(".", "__")


def _label(word: WordField) -> str:
    return _(word.label) if word.item is None else f"{word.item} · {_(word.label)}"


def _part_name(group: SwitchGroup) -> str:
    """Return what a part is called: its section, and which child, entry or answer with the first words of it."""
    section = str(_(SECTION_LABELS[group.section]))
    if group.item is None:
        return section
    first_words = shorten(group.switches[0].value, PART_NAME_SHOWN, placeholder="…")
    return f"{section} · {group.item}" + (f": {first_words}" if first_words else "")
