"""The fields of a packet, which ones leave by default, and how to remove a withheld field."""

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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
from app.packets.sources import SourcedT, digests_in, without_fields


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

    `key` is what `withhold` takes (`safety.child_area`, `children.2.guardian`, `chronology.` and the id of its record);
    `item` is the child's code, or the number of the entry or agreement, and None in sections that are not lists.
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
        ("questions", N_("Questions to the officer"), _KEEP),
        ("contact_phone", N_("Phone, day and night"), _ALWAYS),
        ("contact", N_("Whom to ask for"), _KEEP),
        ("issued_by", N_("Issued by"), _KEEP),
        ("organisation", N_("Organisation"), _KEEP),
        ("base", N_("Base"), _KEEP),
    ),
    Section.SAFETY: (
        # Where a child sleeps, and health, leave only when a person decides it.
        ("child_area", N_("Area where the child is"), _WITHHOLD),
        ("danger", N_("Danger"), _KEEP),
        ("who_has_access", N_("Who has access to the child"), _KEEP),
        ("next_contact", N_("Next likely contact"), _KEEP),
        ("medical_need", N_("Urgent medical need"), _WITHHOLD),
        ("safe_contact", N_("Safe way to make contact"), _KEEP),
        ("summary", N_("Summary by the organisation"), _KEEP),
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
        ("text", N_("What happened"), _ALWAYS),
        ("kind", N_("Account or the child's words"), _ALWAYS),
        ("translation", N_("Translation"), _KEEP),
        ("question", N_("Question asked"), _KEEP),
        ("asked", N_("Whether the child was asked"), _ALWAYS),
        ("demeanour", N_("How the child was"), _KEEP),
        ("how_known", N_("Seen, heard or told"), _ALWAYS),
        ("involved", N_("Who was involved"), _KEEP),
        # Bystanders, children among them, and witnesses who were not asked whether they may be named.
        ("present", N_("Who was present"), _WITHHOLD),
        ("told_by", N_("Who told it"), _WITHHOLD),
        ("happened", N_("When"), _KEEP),
        ("place", N_("Place"), _KEEP),
        ("worker_code", N_("Worker code"), _KEEP),
        ("recorded_at", N_("Recorded"), _KEEP),
        ("late_entry", N_("Late entry"), _ALWAYS),
        ("put_right", N_("Earlier versions"), _ALWAYS),
        ("changed_by", N_("Put right by"), _ALWAYS),
        ("left_out", N_("Words about others left out"), _ALWAYS),
        ("summary", N_("Summary by the organisation"), _KEEP),
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
    gone |= _without_their_record(contents, gone)
    agreements = _kept_items(contents.grounds.agreements, _numbered(Section.GROUNDS, contents), gone)
    return dataclasses.replace(
        contents,
        cover=_less(contents.cover, Section.COVER, gone),
        safety=_without(contents.safety, Section.SAFETY, gone),
        children=_kept_items(contents.children, _numbered(Section.CHILDREN, contents), gone),
        chronology=_kept_items(contents.chronology, entry_keys(contents), gone),
        grounds=dataclasses.replace(_without(contents.grounds, Section.GROUNDS, gone), agreements=agreements),
        withheld=tuple(key for key in listed if key in gone),
    )


def _without_their_record(contents: PacketContents, gone: Collection[str]) -> set[str]:
    """Return the summaries that would stand beside nothing of what they summarise."""
    of_safety = {name for name in _SUMMARISED if getattr(contents.safety, name) is not None}
    is_alone = all(f"{Section.SAFETY}.{name}" in gone for name in of_safety)
    return {f"{Section.SAFETY}.summary"} if contents.safety.summary is not None and is_alone else set()


_SUMMARISED = ("child_area", "danger", "medical_need", "safe_contact")
"""What a summary about immediate safety is a summary of."""


def entry_key(entry: ChronologyEntry, number: int) -> str:
    """Return the key of an entry: by its record, so that no switch moves to another entry when one is added."""
    return f"{Section.CHRONOLOGY}.{entry.record.hex if entry.record else number}"


def entry_keys(contents: PacketContents) -> list[str]:
    """Return the key of each entry of the chronology, as printed."""
    return [entry_key(entry, n) for n, entry in enumerate(contents.chronology, 1)]


def printed_numbers(shown: PacketContents) -> dict[str, str]:
    """Return, by its key, the number under which each entry that leaves is printed."""
    return {key: str(n) for n, key in enumerate(entry_keys(shown), 1)}


def _numbered(section: Section, contents: PacketContents) -> list[str]:
    items: Sequence[object] = (
        contents.children if section is Section.CHILDREN else contents.grounds.agreements
    )
    return [f"{section}.{n}" for n in range(1, len(items) + 1)]


def withheld_count(contents: PacketContents, section: Section) -> int:
    """Return how many details of a section were withheld: all that a recipient learns about them."""
    return sum(key.startswith(f"{section}.") for key in contents.withheld)


def _switches(contents: PacketContents) -> Iterator[FieldSwitch]:
    yield from _part_switches(contents.cover, Section.COVER)
    yield from _part_switches(contents.safety, Section.SAFETY)
    for n, child in enumerate(contents.children, 1):
        yield from _part_switches(child, Section.CHILDREN, prefix=f"{Section.CHILDREN}.{n}", item=child.code)
    for n, entry in enumerate(contents.chronology, 1):
        yield from _part_switches(entry, Section.CHRONOLOGY, prefix=entry_key(entry, n), item=str(n))
    for n, agreement in enumerate(contents.grounds.agreements, 1):
        yield from _part_switches(agreement, Section.GROUNDS, prefix=f"{Section.GROUNDS}.{n}", item=str(n))
    yield from _part_switches(contents.grounds, Section.GROUNDS)


def _part_switches(
    part: _Part, section: Section, *, prefix: str = "", item: str | None = None
) -> Iterator[FieldSwitch]:
    for field in FIELDS:
        if field.section is not section or field.default is Default.ALWAYS:
            continue
        whole_item = field.name == WHOLE and item is not None
        if whole_item or getattr(part, field.name or "-", None) is not None:
            key = prefix if field.name == WHOLE else f"{prefix or section.value}.{field.name}"
            yield FieldSwitch(key=key, section=section, item=item, label=field.label, default=field.default)


def _less(part: Any, prefix: str, gone: Collection[str]) -> Any:
    names = [field.name for field in dataclasses.fields(part) if f"{prefix}.{field.name}" in gone]
    return dataclasses.replace(part, **dict.fromkeys(names))


def _without(part: SourcedT, prefix: str, gone: Collection[str]) -> SourcedT:
    less: SourcedT = _less(part, prefix, gone)
    return without_fields(less, (name for name in digests_in(part) if f"{prefix}.{name}" in gone))


def _kept_items(
    items: tuple[SourcedT, ...], keys: Sequence[str], gone: Collection[str]
) -> tuple[SourcedT, ...]:
    return tuple(_without(item, key, gone) for key, item in zip(keys, items, strict=True) if key not in gone)
