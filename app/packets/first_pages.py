"""What the first page tells, and what stands in Khmer beside the originals, as a writer of the packet chooses."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.packets.contents import ChronologyEntry
from app.packets.documents import PacketDraft
from app.packets.drafting import change_draft
from app.packets.grounds import ground_of
from app.packets.headlines import Headline, entry_of, headline_of
from app.packets.loading import open_packet
from app.packets.mask_words import masked_names
from app.packets.passages import Original, originals_in, translated
from app.packets.snapshots import kept_contents
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FirstPage:
    """The kept entries that the first page can tell, what it tells now, and whether somebody chose that."""

    entries: tuple[ChronologyEntry, ...]
    told: Headline | None
    chosen: UUID | None
    originals: tuple[Original, ...]
    time_zone: str


def first_page(work: UnitOfWork, packet_id: UUID) -> FirstPage:
    """Return what is chosen and translated of a draft. Raises NotVisible, Refused, NoKey, WillNotOpen."""
    packet = open_packet(work, packet_id, Permission.PACKET_DRAFT)
    kept = kept_contents(packet.draft, ground_of(work, packet.case, packet.draft.recipients))
    return FirstPage(
        entries=kept.chronology,
        told=headline_of(kept),
        chosen=packet.draft.headline,
        originals=originals_in(kept, masked_names(packet.draft)),
        time_zone=kept.time_zone,
    )


def choose_headline(work: UnitOfWork, packet_id: UUID, record: UUID | None, *, version: int) -> None:
    """Choose the entry that the first page tells, by its record; None leaves it to the packet.

    Raises Conflict, or NotAllowedNow with `packet-no-headline`, or as `change_draft`.
    """
    packet = open_packet(work, packet_id, Permission.PACKET_DRAFT)
    kept = kept_contents(packet.draft, ground_of(work, packet.case, packet.draft.recipients))
    if record is not None and entry_of(kept, record) is None:
        raise NotAllowedNow("packet-no-headline")
    change_draft(work, packet_id, lambda draft: replace(draft, headline=record), version=version)


def write_khmer(work: UnitOfWork, packet_id: UUID, typed: dict[str, str], *, version: int) -> None:
    """Write Khmer texts beside the originals, by the digest of each original.

    Raises Conflict, or NotAllowedNow with `packet-not-khmer`, `packet-khmer-unmasks`, or as `change_draft`.
    """
    packet = open_packet(work, packet_id, Permission.PACKET_DRAFT)
    ground = ground_of(work, packet.case, packet.draft.recipients)

    def edit(draft: PacketDraft) -> PacketDraft:
        return translated(draft, kept_contents(draft, ground), typed, by=work.person.worker_code)

    change_draft(work, packet_id, edit, version=version)
