"""Lists for whoever decides what does not leave: every mask with the words under it, and everything withheld."""

from dataclasses import dataclass

from app.packets.contents import PacketContents
from app.packets.fields import FIELDS, Section, field_switches, printed_numbers
from app.packets.marks import parts_of
from app.packets.values import value_of

_LABELS = {(field.section, field.name): field.label for field in FIELDS}


@dataclass(frozen=True)
class LeftOut:
    """One field that is withheld (`shown` is empty), or in which something is masked; `source` is all it says.

    `item` is the number of an entry as it is printed: an entry that does not leave has none.
    """

    section: Section
    item: str | None
    label: str
    shown: str
    source: str


def withheld_of(full: PacketContents, shown: PacketContents) -> tuple[LeftOut, ...]:
    """Return everything that is withheld of the full contents, in printed order, each entry once."""
    gone, numbers = frozenset(shown.withheld), printed_numbers(shown)
    left = []
    for switch in field_switches(full):
        key, whole = switch.key, switch.key.rsplit(".", 1)[0]
        if key in gone and not (key.count(".") > 1 and whole in gone):
            item = numbers.get(whole) if switch.section is Section.CHRONOLOGY else switch.item
            left.append(LeftOut(switch.section, item, switch.label, "", value_of(full, key)))
    return tuple(left)


def masked_of(full: PacketContents, shown: PacketContents) -> tuple[LeftOut, ...]:
    """Return every text in which something is masked, our summaries too: as it is printed, and as it was written."""
    printed, sources, numbers = parts_of(shown), parts_of(full), printed_numbers(shown)
    found = []
    for key in shown.masked:
        part, _, name = key.rpartition(".")
        if part in printed:
            section, leaves = printed[part]
            source = getattr(sources[part][1], name) if part in sources else None
            label = _LABELS[section, name]
            found.append(
                LeftOut(section, numbers.get(part), label, getattr(leaves, name) or "", source or "")
            )
    return tuple(found)
