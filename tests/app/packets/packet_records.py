"""Records that a packet is taken from, without a database: made, corrected and erased in memory."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from app.packets.contents import (
    AgeRange,
    Asked,
    ChildFacts,
    ChronologyEntry,
    EntryKind,
    HowKnown,
    ImmediateSafety,
    Moment,
    PacketContents,
    Precision,
    SharingGrounds,
)
from app.packets.documents import PacketDraft
from app.packets.gathering import Gathered
from app.packets.grounds import PacketGround
from app.packets.happenings import Happenings, in_order
from app.packets.sources import sourced
from app.packets.taking import taken_in
from tests.app.packets.packet_samples import NOW, rich_packet

CHILD = UUID(int=1)
GROUND = PacketGround(SharingGrounds(), (), (), frozenset(), ())


def account(number: int, text: str, **fields: object) -> ChronologyEntry:
    """Return what an observation says, as it is taken into a packet."""
    at = NOW - timedelta(days=number)
    moment = Moment(at=at, precision=Precision.EXACT)
    entry = ChronologyEntry(text=text, how_known=HowKnown.SEEN, happened=moment, recorded_at=at)
    return sourced(replace(entry, **fields), "concern", UUID(int=number), "observation")  # type: ignore[arg-type]  # any of its fields


def said(number: int, text: str, translation: str) -> ChronologyEntry:
    """Return what a child said, as it is taken into a packet."""
    entry = replace(account(number, text), origin=(), kind=EntryKind.SAID, asked=Asked.UNASKED)
    return sourced(replace(entry, translation=translation), "disclosure", UUID(int=number), "words")


def child(name: str = "Sok Vannak", years: int = 10, **fields: object) -> ChildFacts:
    """Return what a profile says, as it is taken into a packet."""
    facts = ChildFacts(
        code="C-0117", name_romanised=name, age=AgeRange(youngest_years=years, oldest_years=years)
    )
    return sourced(replace(facts, **fields), "child", CHILD, "profile")  # type: ignore[arg-type]  # any of its fields


def safety(safe_contact: str | None = "Through the teacher", danger: str | None = "A man") -> ImmediateSafety:
    """Return what the emergency sheet and the rule say, as they are taken into a packet."""
    made = sourced(ImmediateSafety(danger=danger), "emergency_sheet", CHILD, "sheet", ("danger",))
    made = replace(made, safe_contact=safe_contact)
    return sourced(made, "child", CHILD, "safe_contact", ("safe_contact",))


def records(
    *entries: ChronologyEntry,
    child_facts: ChildFacts | None = None,
    of_safety: ImmediateSafety | None = None,
    closed: tuple[UUID, ...] = (),
) -> Gathered:
    """Return what all records say now."""
    return Gathered(child_facts or child(), of_safety or safety(), Happenings(in_order(entries), closed))


def draft_of(gathered: Gathered) -> PacketDraft:
    """Return a draft that was taken from these records."""
    cover = replace(rich_packet().cover, questions=None)
    contents = PacketContents(cover=cover, time_zone="Asia/Phnom_Penh")
    return taken_in(PacketDraft(contents, withheld=(), recipients=(), writers=()), gathered)
