"""A packet for anti-trafficking police: its draft, its sealed snapshot, its approvals, its files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, OnBoards, Tagged, Versioned, bound, key_material, sealed

OF_PACKET = LiesIn(("packet",))
"""A packet's parts lie in the packet's folder, and say nothing about base, child or case themselves."""


class ReferralPacket(Versioned, OnBoards):
    """One version of one packet."""

    __tablename__ = "referral_packet"
    __table_args__ = (Index(None, "base_id", "drafted_at"), Index(None, "drafted_at", "id"))
    lies_in = LiesIn(("packet",), base="base_id", case="case_id")

    id: Mapped[UUID] = bound(primary_key=True)
    # Such as RV-P-0007; versions of one packet share it.
    number: Mapped[str] = bound(index=True)
    number_version: Mapped[int] = bound()
    replaces_id: Mapped[UUID | None] = bound(ForeignKey("referral_packet.id"))
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    case_id: Mapped[UUID] = bound(ForeignKey("case_file.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # draft, submitted, approved (by a supervisor), released (by a director) or withdrawn. Opening a packet relies on
    # the signed approvals; lists rely on this.
    state: Mapped[str] = bound(index=True)
    drafted_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    drafted_at: Mapped[datetime] = bound()
    submitted_at: Mapped[datetime | None] = bound()
    withdrawn_at: Mapped[datetime | None] = bound()
    withdrawn_by: Mapped[UUID | None] = bound()
    # The person who took it back signs this, so that somebody with a file is told without any keys.
    withdrawal_signature: Mapped[bytes | None] = key_material()
    # SHA-256 of the snapshot's canonical form: every approval names it.
    snapshot_hash: Mapped[str | None] = bound()
    # The director who released it signs that too: from then on an older version is replaced.
    released_by: Mapped[UUID | None] = bound()
    release_signature: Mapped[bytes | None] = key_material()
    draft: Mapped[bytes] = sealed()
    # The kept fields only, frozen when it was submitted.
    snapshot: Mapped[bytes | None] = sealed(nullable=True)


class PacketApproval(Tagged):
    """One approval of one snapshot, by hash; an edit makes it void. It is also in the sealed snapshot."""

    __tablename__ = "packet_approval"
    lies_in = LiesIn(("packet",), through="packet_id")

    id: Mapped[UUID] = bound(primary_key=True)
    packet_id: Mapped[UUID] = bound(ForeignKey("referral_packet.id"), index=True)
    snapshot_hash: Mapped[str] = bound()
    # supervisor or director, as the approver was then.
    approved_as: Mapped[str] = bound()
    approved_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    approved_at: Mapped[datetime] = bound()
    voided_at: Mapped[datetime | None] = bound()


class PacketRecipient(Tagged):
    """One unit that a packet goes to; never named on another unit's copy."""

    __tablename__ = "packet_recipient"
    lies_in = OF_PACKET

    id: Mapped[UUID] = bound(primary_key=True)
    packet_id: Mapped[UUID] = bound(ForeignKey("referral_packet.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Printed on every page of this recipient's copy.
    mark: Mapped[str] = bound()
    unit: Mapped[bytes] = sealed()


class PacketFile(Tagged):
    """The registry: one exported file, known by the SHA-256 of its exact bytes. It counts only with its signature."""

    __tablename__ = "packet_file"
    lies_in = OF_PACKET
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    packet_id: Mapped[UUID] = bound(ForeignKey("referral_packet.id"), index=True)
    recipient_id: Mapped[UUID] = bound(ForeignKey("packet_recipient.id"))
    sha256: Mapped[str] = bound(unique=True)
    snapshot_hash: Mapped[str] = bound()
    template_version: Mapped[str] = bound()
    language: Mapped[str] = bound()
    pages: Mapped[int] = bound()
    exported_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    exported_at: Mapped[datetime] = bound()
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Which print on paper of this copy it is, from 1; nothing for a file that is read on a screen.
    print_number: Mapped[int | None] = bound(since=2)
    # draft or reviewed, as its pages say; nothing for English.
    translation: Mapped[str | None] = bound(since=2)
    # The exporter's signature over all of it, with the packet's number and version and the recipient's mark
    # (app.packets.vouching): readers without a key of the packet check this.
    signature: Mapped[bytes | None] = key_material()
    reason: Mapped[bytes] = sealed()
