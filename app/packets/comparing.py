"""Compares what a packet says with what its records say now, field by field, before and after.

A packet is never rewritten behind anybody's back: what differs is shown wherever somebody decides, and stops the
packet until it is taken in, taken out, or left as it is for a reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.concerns.wholes import BesideWholes
from app.foundation.errors import ChangedOutside, NoKey, NotVisible, WillNotOpen
from app.packets.changes import Change, ChangeKind
from app.packets.consents_compared import compared_grounds
from app.packets.contents import ChronologyEntry, PacketContents
from app.packets.documents import Refusal
from app.packets.fields import Section, printed_numbers
from app.packets.gathering import Gathered, gather
from app.packets.grounds import PacketGround
from app.packets.loading import OpenPacket, frozen_contents
from app.packets.marks import is_masked_form
from app.packets.snapshots import full_contents, kept_contents
from app.packets.sources import digest_of
from app.packets.values import Told, printed, told_in
from app.stage_moves.unmaking import was_a_mistake
from app.unit_of_work import Mode, Remembered, UnitOfWork

IDENTITY = frozenset(
    {
        (Section.CHILDREN, "name_romanised"),
        (Section.CHILDREN, "name_local"),
        (Section.CHILDREN, "age"),
        (Section.CHILDREN, "age_basis"),
        (Section.CHILDREN, "sex"),
        (Section.CHILDREN, "guardian"),
        (Section.CHILDREN, "guardian_safety"),
        (Section.SAFETY, "safe_contact"),
    }
)
"""Who the child is, and how to reach them without harm."""


@dataclass(frozen=True)
class Comparison:
    """All differences. `closed` counts records about the child that do not open for this person.

    `names_sources` is False for a packet of format 1; `is_readable` is False when the child's own record does not
    open. `is_of_mistake`: its case was closed because it should never have been opened. `wholes` is what stands beside
    the concerns about several children that it tells a part of, and is settled there. `is_changed`: a record about the
    child was changed or removed outside Wayhome, whether or not the packet tells it.
    """

    changes: tuple[Change, ...]
    closed: int = 0
    is_readable: bool = True
    names_sources: bool = True
    is_of_mistake: bool = False
    wholes: BesideWholes = field(default_factory=BesideWholes)
    is_changed: bool = False

    @property
    def is_nothing_new(self) -> bool:
        """Whether the records say exactly what the packet says, as far as anybody can tell."""
        is_whole = self.is_readable and self.names_sources and not self.is_of_mistake
        return not self.changes and not self.closed and is_whole and self.wholes == BesideWholes()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the codes of the reasons why nobody can approve or export it now, or why copies are to be recalled."""
        if self.is_of_mistake:
            return ("packet-case-mistaken",)
        if not self.names_sources:
            return ("packet-without-sources",)
        if self.is_changed or not self.is_readable:
            return ("packet-source-changed" if self.is_changed else "packet-source-gone",)
        stopping = [change for change in self.changes if change.stops]
        codes = {
            "packet-whole-waits": self.wholes.is_waiting,
            "packet-whole-corrected": self.wholes.is_corrected,
            "packet-grounds-changed": any(one.section is Section.GROUNDS for one in stopping),
            "packet-source-gone": any(one.kind is ChangeKind.GONE or not one.after for one in stopping),
            "packet-mask-outdated": any(one.is_masked for one in stopping),
            "packet-identity-changed": any(one.is_identity for one in stopping),
            "packet-records-changed": bool(stopping),
        }
        return tuple(code for code, is_so in codes.items() if is_so)[:1]

    @property
    def why_not_submit(self) -> tuple[str, ...]:
        """Return the reasons that a writer has to settle: what an approver may decide does not stop them."""
        stopping = tuple(one for one in self.changes if one.stops and not one.may_be_refused)
        return replace(self, changes=stopping).reasons

    def settled_by(self, refusals: Collection[Refusal]) -> "Comparison":
        """Return the same with each refusal beside the change it was given for."""
        given = {(one.key, one.digest): one for one in refusals}
        changes = (replace(one, refusal=given.get((one.key, one.digest))) for one in self.changes)
        return replace(self, changes=tuple(changes))


_BESIDE_TEXT = ("translation", "question")

NOTHING_CHANGED = Comparison(())
"""Of a packet that nobody decides about any more."""


def compared(work: UnitOfWork, packet: OpenPacket, ground: PacketGround) -> Comparison:
    """Compare a packet with its records as this person may open them: the snapshot if there is one, else the draft."""
    found = _compared(work, packet, ground)
    return replace(found, is_of_mistake=was_a_mistake(work, packet.case))


def _compared(work: UnitOfWork, packet: OpenPacket, ground: PacketGround) -> Comparison:
    gathered = _gathered(work, packet)
    if gathered is None:
        return Comparison((), is_readable=False)
    draft = packet.draft
    now = gathered.taken_into(replace(draft.contents, grounds=ground.grounds))
    if packet.snapshot is None:
        found = differences(full_contents(draft, ground), now, shown=kept_contents(draft, ground))
        return Comparison(found, len(gathered.closed), wholes=gathered.wholes, is_changed=gathered.is_changed)
    shown = frozen_contents(packet.snapshot)
    if not shown.names_sources:
        return Comparison((), len(gathered.closed), names_sources=False)
    found = (
        *differences(draft.contents, now, shown=shown),
        *compared_grounds(shown, ground, frozen_at=packet.row.submitted_at),
    )
    comparison = Comparison(
        found, len(gathered.closed), wholes=gathered.wholes, is_changed=gathered.is_changed
    )
    return comparison.settled_by(packet.refusals)


def differences(full: PacketContents, now: PacketContents, *, shown: PacketContents) -> tuple[Change, ...]:
    """Return every field of which `now` says something else than the packet.

    `shown` is what leaves of it, and counts for every field it has; `full` is what the draft holds, also of what is
    withheld. `full` and `now` have the same cover.
    """
    printed_ones, before, after = told_in(shown), told_in(full), told_in(now)
    for key, told in printed_ones.items():
        is_masked = key in shown.masked and key in before
        if not (is_masked and is_masked_form(str(told.value), str(before[key].value))):
            before[key] = told
    numbers = printed_numbers(shown)
    changes = [
        _change(key, before.get(key), after.get(key), shown=shown, numbers=numbers)
        for key in dict.fromkeys([*before, *after])
        if key not in before or key not in after or before[key].value != after[key].value
    ]
    return _with_whole_entries(changes, full, now, shown)


_GATHERED: Remembered[dict[UUID, Gathered | None]] = Remembered(dict)
"""What was gathered of each case in one snapshot: a page compares a packet for each of its recipients."""


def _gathered(work: UnitOfWork, packet: OpenPacket) -> Gathered | None:
    known = work.remember(_GATHERED)
    if packet.case.id not in known or work.mode is Mode.WRITING:
        known[packet.case.id] = _gathered_now(work, packet)
    return known[packet.case.id]


def _gathered_now(work: UnitOfWork, packet: OpenPacket) -> Gathered | None:
    try:
        return gather(work, packet.case)
    except (NotVisible, NoKey, ChangedOutside, WillNotOpen):
        return None


def _change(
    key: str,
    before: Told | None,
    after: Told | None,
    *,
    shown: PacketContents,
    numbers: Mapping[str, str],
) -> Change:
    """Return one difference; an entry is named by the number under which it is printed."""
    told: Any = after or before
    whole, zone = key.rsplit(".", 1)[0], shown.time_zone
    return Change(
        key=key,
        section=told.section,
        item=numbers.get(whole) if told.section is Section.CHRONOLOGY else told.item,
        label=told.label,
        before=printed(before.value, zone) if before else "",
        after=printed(after.value, zone) if after else "",
        kind=ChangeKind.CHANGED,
        digest=digest_of(after.value) if after else "",
        is_identity=(told.section, told.name) in IDENTITY,
        is_kept=key not in shown.withheld and whole not in shown.withheld,
        is_masked=key in shown.masked,
    )


def _with_whole_entries(
    changes: list[Change], full: PacketContents, now: PacketContents, shown: PacketContents
) -> tuple[Change, ...]:
    """Put one line for an entry that is new or gone in the place of its fields."""
    there = {one.record.hex for one in (*full.chronology, *shown.chronology) if one.record}
    entries = {
        one.record.hex: one for all_of in (full, shown, now) for one in all_of.chronology if one.record
    }
    here = {one.record.hex for one in now.chronology if one.record}
    fields = {change.key: change for change in changes}
    found: dict[str, Change] = {}
    for change in changes:
        record = change.key.split(".")[1] if change.section is Section.CHRONOLOGY else ""
        is_new, is_gone = record in here - there, record in there - here
        if not (is_new or is_gone):
            found[change.key] = change
        elif change.key.endswith(".text"):
            kind = ChangeKind.NEW if is_new else ChangeKind.GONE
            key = change.key.removesuffix(".text")
            item = None if is_new else change.item
            whole = _whole(change, fields, key)
            source = _source(entries[record], now.time_zone)
            found[key] = replace(whole, key=key, kind=kind, item=item, is_masked=False, source=source)
    return tuple(found.values())


def _whole(text: Change, fields: Mapping[str, Change], key: str) -> Change:
    """Return the line of a whole entry with what else it says in words.

    A translation that was put right stands beside the same words of the child, and is all that differs.
    """
    parts = [text, *filter(None, (fields.get(f"{key}.{name}") for name in _BESIDE_TEXT))]
    before, after = (
        " · ".join(filter(None, said)) for said in zip(*((p.before, p.after) for p in parts), strict=True)
    )
    return replace(text, before=before, after=after)


def _source(entry: ChronologyEntry, zone: str) -> str:
    said = (entry.happened, entry.how_known)
    return ", ".join(filter(None, (printed(one, zone) for one in said)))
