"""Turns packets into forms, and forms into what the services take."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from uuid import UUID

from flask_babel import gettext as _

from app.bases.pack import Pack
from app.foundation.marking import N_
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets.approving import PagesSeen
from app.packets.cautions import Caution
from app.packets.contents import PacketContents
from app.packets.document import PacketForm
from app.packets.documents import Recipient
from app.packets.drafting import PacketInput
from app.packets.editing import Length, word_fields
from app.packets.exporting import ExportOrder, OpenedWith
from app.packets.fields import SECTION_LABELS
from app.packets.length import MOST_PAGES
from app.packets.parts import PartView
from app.packets.preview import SwitchGroup, SwitchView
from app.packets.recipients import UnitInput
from app.packets.wording import Language
from forms.packets import (
    ApproveForm,
    ExportForm,
    NewPacketForm,
    RecipientsForm,
    SwitchBox,
    SwitchesForm,
    WordBox,
    WordsForm,
    bodies_to_choose,
)
from views.packets.saying import said
from views.web.language import page_language
from views.web.matching import document_from

CAUTIONS: Mapping[Caution, str] = {
    Caution.NOTE: N_("held back at first: a note may be an opinion"),
    Caution.SLEEPING_PLACE: N_("held back at first: it may tell where a child sleeps"),
    Caution.HEALTH: N_("held back at first: it may tell of health"),
    Caution.NAMES_A_CHILD: N_("held back at first: it names another child"),
    Caution.REPORT: N_("held back at first: who else was told is rarely the unit's to know"),
}

VALUE_SHOWN = 90
"""How many letters of a value stand beside its switch: enough to recognise it."""

PART_NAME_SHOWN = 48
"""How many letters of an entry stand for it where its switches are collapsed."""


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
    """Return the typed units."""
    return tuple(
        UnitInput(row.form.name.data, SharedWith(row.form.kind.data))
        for row in form.units
        if row.form.name.data
    )


def recipient_fields(recipients: Sequence[Recipient]) -> dict[str, object]:
    """Return what the recipients form shows of the current recipients."""
    typed = [one.unit for one in recipients if not one.unit.body_id]
    return {
        "bodies": [one.unit.body_id for one in recipients if one.unit.body_id],
        "units": [{"name": unit.name, "kind": unit.kind.value} for unit in typed],
    }


def word_boxes(contents: PacketContents) -> list[WordBox]:
    """Return a box for each of a packet's own texts."""
    return [
        WordBox(_field_name(word.key), word.label, word.value, is_long=word.length is Length.LINES)
        for word in word_fields(contents)
    ]


def word_values(boxes: Sequence[WordBox], contents: PacketContents) -> dict[str, object]:
    """Return what the words form shows of a packet."""
    return {"urgency": contents.cover.urgency.value, **{box.name: box.value for box in boxes}}


def words_typed(form: WordsForm, contents: PacketContents) -> dict[str, str]:
    """Return the typed texts, by key."""
    return {word.key: form[_field_name(word.key)].data or "" for word in word_fields(contents)}


def part_values(part: PartView) -> dict[str, object]:
    """Return what the form of one part shows."""
    return {"masked": "\n".join(part.masked), "summary": part.summary}


def pages_read(form: ApproveForm) -> PagesSeen:
    """Return which pages were shown, and which of them the approver says they have read."""
    offered = {int(value) for value, *_rest in form.read.iter_choices()}
    return PagesSeen(
        pages=len(offered),
        signature=form.shown.data or "",
        read=frozenset(int(number) for number in form.read.data or ()),
    )


def pages_carried(form: ApproveForm) -> int:
    """Return how many pages the form says were shown; the signature that it carries tells whether they were."""
    carried = str(form.pages.data or "")
    return min(int(carried), MOST_PAGES * 2) if carried.isdecimal() else 0


def switch_boxes(groups: Sequence[SwitchGroup], cautions: Mapping[str, str]) -> list[SwitchBox]:
    """Return the switches of each part, named in the page's language, each with its value and why it is held back."""
    return [
        SwitchBox(
            name=group.name,
            label=_part_name(group),
            labels={
                switch.key: _switch_label(switch, cautions.get(switch.key, "")) for switch in group.switches
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
    """Return the requested file."""
    return ExportOrder(
        id=form.record_id.data,
        packet_id=packet_id,
        recipient_id=recipient_id,
        language=Language(form.language.data),
        reason=form.why.data or "",
        version=form.version.data,
        form=PacketForm(form.form.data),
        opened_with=OpenedWith(form.opened_with.data),
    )


def _field_name(key: str) -> str:
    return key.replace(".", "__")


def _switch_label(switch: SwitchView, caution: str) -> str:
    label, value = str(_(switch.label)), " ".join(said(switch.value, switch.label).split())
    if len(value) > VALUE_SHOWN:
        value = f"{value[:VALUE_SHOWN].rstrip()}…"
    name = str(_("%(what)s: %(said)s", what=label, said=value)) if value else label
    return f"{name} ({_(CAUTIONS[Caution(caution)])})" if caution else name


def _part_name(group: SwitchGroup) -> str:
    """Return a part's name: its section, and which child, entry or answer, with its first words."""
    section = str(_(SECTION_LABELS[group.section]))
    if group.item is None:
        return section
    first = group.switches[0]
    first_words = shorten(said(first.value, first.label), PART_NAME_SHOWN, placeholder="…")
    part = f"{section} · {group.item}"
    return str(_("%(what)s: %(said)s", what=part, said=first_words)) if first_words else part
