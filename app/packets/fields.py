"""The fields of a packet, which ones leave by default, and how to remove a withheld field."""

import dataclasses
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from app.foundation.errors import WayhomeError
from app.foundation.marking import N_
from app.packets.contents import (
    Agreement,
    ChildFacts,
    ChronologyEntry,
    Cover,
    ImmediateSafety,
    PacketContents,
    SharingGrounds,
)


class UnknownPacketField(WayhomeError):
    """A key names no field that has a value and a switch here. Likely cause: a form older than the draft."""

    code = "unknown-packet-field"


class Section(StrEnum):
    """The sections of a packet, in the order they are printed."""

    COVER = "cover"
    SAFETY = "safety"
    CHILDREN = "children"
    CHRONOLOGY = "chronology"
    GROUNDS = "grounds"


class Default(StrEnum):
    """What happens to a field when nobody touches its switch. ALWAYS has no switch."""

    ALWAYS = "always"
    KEEP = "keep"
    WITHHOLD = "withhold"


@dataclass(frozen=True, kw_only=True)
class PacketField:
    """One kind of field: `name` is the attribute, or WHOLE for a whole child, entry or agreement."""

    section: Section
    name: str
    label: str
    default: Default


@dataclass(frozen=True, kw_only=True)
class FieldSwitch:
    """One switch of the preview form: a field that has a value in these contents.

    `key` is what `withhold` takes (`safety.child_area`, `children.2.guardian`, `chronology.14`); `item` is
    the child's code, or the number of the entry or agreement, and None in sections that are not lists.
    """

    key: str
    section: Section
    item: str | None
    label: str
    default: Default


WHOLE = ""

SECTION_LABELS = {
    Section.COVER: N_("Cover"),
    Section.SAFETY: N_("Immediate safety"),
    Section.CHILDREN: N_("Children"),
    Section.CHRONOLOGY: N_("Chronology"),
    Section.GROUNDS: N_("Consent and assent, or the lawful reason"),
}

_ALWAYS, _KEEP, _WITHHOLD = Default.ALWAYS, Default.KEEP, Default.WITHHOLD

_ROWS: dict[Section, tuple[tuple[str, str, Default], ...]] = {
    Section.COVER: (
        ("packet_number", N_("Packet number"), _ALWAYS),
        ("version", N_("Version"), _ALWAYS),
        ("urgency", N_("Urgency"), _ALWAYS),
        ("replaces", N_("Replaces"), _ALWAYS),
        ("recipient_unit", N_("Recipient unit"), _ALWAYS),
        ("request", N_("What we ask"), _ALWAYS),
        ("contact_phone", N_("Phone, day and night"), _ALWAYS),
        ("contact", N_("Whom to ask for"), _KEEP),
        ("issued_by", N_("Issued by"), _KEEP),
        ("organisation", N_("Organisation"), _KEEP),
        ("base", N_("Base"), _KEEP),
    ),
    Section.SAFETY: (
        ("child_area", N_("Area where the child is"), _KEEP),
        ("who_has_access", N_("Who has access to the child"), _KEEP),
        ("next_contact", N_("Next likely contact"), _KEEP),
        ("medical_need", N_("Urgent medical need"), _KEEP),
        ("safe_contact", N_("Safe way to make contact"), _KEEP),
    ),
    Section.CHILDREN: (
        (WHOLE, N_("This child, everything"), _KEEP),
        ("code", N_("Code"), _ALWAYS),
        ("name_romanised", N_("Name in Latin letters"), _KEEP),
        ("name_local", N_("Name in local script"), _KEEP),
        ("age", N_("Age"), _KEEP),
        ("age_basis", N_("How the age is known"), _KEEP),
        ("sex", N_("Sex"), _KEEP),
        ("language", N_("Language"), _KEEP),
        # Health data is left out by default; a person decides to keep a disability that matters to the officer.
        ("disability", N_("Disability"), _WITHHOLD),
        ("appearance", N_("Appearance"), _KEEP),
        ("guardian", N_("Guardian"), _KEEP),
        ("guardian_safety", N_("Whether the guardian is safe"), _KEEP),
    ),
    Section.CHRONOLOGY: (
        (WHOLE, N_("This entry, everything"), _KEEP),
        ("text", N_("What"), _ALWAYS),
        ("how_known", N_("Seen, heard or told"), _ALWAYS),
        ("happened", N_("When"), _KEEP),
        ("place", N_("Place"), _KEEP),
        ("worker_code", N_("Worker code"), _KEEP),
        ("recorded_at", N_("Recorded"), _KEEP),
        ("late_entry", N_("Late entry"), _ALWAYS),
    ),
    Section.GROUNDS: (
        (WHOLE, N_("This answer, everything"), _KEEP),
        ("child_code", N_("Child"), _ALWAYS),
        ("kind", N_("Consent or assent"), _ALWAYS),
        ("answer", N_("Answer"), _ALWAYS),
        ("given_by", N_("Given by"), _KEEP),
        ("given_on", N_("Date"), _KEEP),
        ("limits", N_("Limits"), _KEEP),
        ("lawful_reason", N_("Lawful reason for sharing without consent"), _KEEP),
    ),
}

FIELDS: tuple[PacketField, ...] = tuple(
    PacketField(section=section, name=name, label=label, default=default)
    for section, rows in _ROWS.items()
    for name, label, default in rows
)

_Part = Cover | ImmediateSafety | ChildFacts | ChronologyEntry | Agreement | SharingGrounds
PartT = TypeVar("PartT", Cover, ImmediateSafety, ChildFacts, ChronologyEntry, Agreement, SharingGrounds)


def field_switches(contents: PacketContents) -> tuple[FieldSwitch, ...]:
    """List the preview form's switches: every field with a value that may be withheld, in printed order."""
    return tuple(_switches(contents))


def withheld_by_default(contents: PacketContents) -> frozenset[str]:
    """Return the keys that are withheld when nobody touches a switch."""
    return frozenset(switch.key for switch in _switches(contents) if switch.default is Default.WITHHOLD)


def withhold(contents: PacketContents, keys: Collection[str]) -> PacketContents:
    """Return the contents without the named fields; `withheld` then names those fields without their values.

    The agreements of a child who is withheld as a whole are removed too. Keys refer to the contents as given, so call
    this once, on the full contents. Raises UnknownPacketField for a key that `field_switches` does not list.
    """
    listed = [switch.key for switch in _switches(contents)]
    unknown = sorted(set(keys) - set(listed))
    if unknown or contents.withheld:
        raise UnknownPacketField(keys=unknown, already_withheld=bool(contents.withheld))
    gone = frozenset(keys)
    hidden_children = {
        child.code for n, child in enumerate(contents.children, 1) if f"{Section.CHILDREN}.{n}" in gone
    }
    gone |= {
        f"{Section.GROUNDS}.{n}"
        for n, agreement in enumerate(contents.grounds.agreements, 1)
        if agreement.child_code in hidden_children
    }
    agreements = _kept_items(contents.grounds.agreements, Section.GROUNDS, gone)
    return dataclasses.replace(
        contents,
        cover=_without(contents.cover, Section.COVER, gone),
        safety=_without(contents.safety, Section.SAFETY, gone),
        children=_kept_items(contents.children, Section.CHILDREN, gone),
        chronology=_kept_items(contents.chronology, Section.CHRONOLOGY, gone),
        grounds=dataclasses.replace(_without(contents.grounds, Section.GROUNDS, gone), agreements=agreements),
        withheld=tuple(key for key in listed if key in gone),
    )


def withheld_count(contents: PacketContents, section: Section) -> int:
    """Return how many details of a section were withheld: all that a recipient learns about them."""
    return sum(key.startswith(f"{section}.") for key in contents.withheld)


def _switches(contents: PacketContents) -> Iterator[FieldSwitch]:
    yield from _part_switches(contents.cover, Section.COVER)
    yield from _part_switches(contents.safety, Section.SAFETY)
    for n, child in enumerate(contents.children, 1):
        yield from _part_switches(child, Section.CHILDREN, number=n, item=child.code)
    for n, entry in enumerate(contents.chronology, 1):
        yield from _part_switches(entry, Section.CHRONOLOGY, number=n, item=str(n))
    for n, agreement in enumerate(contents.grounds.agreements, 1):
        yield from _part_switches(agreement, Section.GROUNDS, number=n, item=str(n))
    yield from _part_switches(contents.grounds, Section.GROUNDS)


def _part_switches(
    part: _Part, section: Section, *, number: int | None = None, item: str | None = None
) -> Iterator[FieldSwitch]:
    prefix = section.value if number is None else f"{section}.{number}"
    for field in FIELDS:
        if field.section is not section or field.default is Default.ALWAYS:
            continue
        whole_item = field.name == WHOLE and number is not None
        if whole_item or getattr(part, field.name or "-", None) is not None:
            key = prefix if field.name == WHOLE else f"{prefix}.{field.name}"
            yield FieldSwitch(key=key, section=section, item=item, label=field.label, default=field.default)


def _without(part: PartT, prefix: str, gone: frozenset[str]) -> PartT:
    names = [field.name for field in dataclasses.fields(part) if f"{prefix}.{field.name}" in gone]
    changes: dict[str, Any] = dict.fromkeys(names)
    return dataclasses.replace(part, **changes)


def _kept_items(items: tuple[PartT, ...], section: Section, gone: frozenset[str]) -> tuple[PartT, ...]:
    return tuple(
        _without(item, f"{section}.{n}", gone)
        for n, item in enumerate(items, 1)
        if f"{section}.{n}" not in gone
    )
