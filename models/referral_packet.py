"""A packet for anti-trafficking police: its draft, its sealed snapshot, its approvals, its files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class ReferralPacket(Versioned, Model):
    """One version of one packet."""

    __tablename__ = "referral_packet"

    id: Mapped[UUID] = readable(primary_key=True)
    # Such as RV-P-0007; versions of one packet share it.
    number: Mapped[str] = readable(index=True)
    number_version: Mapped[int] = readable()
    replaces_id: Mapped[UUID | None] = readable(ForeignKey("referral_packet.id"))
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"), index=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    # draft, submitted, approved (by a supervisor), released (by a director) or withdrawn.
    state: Mapped[str] = readable(index=True)
    drafted_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    drafted_at: Mapped[datetime] = readable()
    submitted_at: Mapped[datetime | None] = readable()
    withdrawn_at: Mapped[datetime | None] = readable()
    # SHA-256 of the snapshot's canonical form: what every approval names.
    snapshot_hash: Mapped[str | None] = readable()
    draft: Mapped[bytes] = sealed()
    # The kept fields, and only those, frozen when it was submitted.
    snapshot: Mapped[bytes | None] = sealed(nullable=True)


class PacketApproval(Model):
    """One approval of one snapshot, by hash; an edit voids it."""

    __tablename__ = "packet_approval"

    id: Mapped[UUID] = readable(primary_key=True)
    packet_id: Mapped[UUID] = readable(ForeignKey("referral_packet.id"), index=True)
    snapshot_hash: Mapped[str] = readable()
    # supervisor or director, as the approver was then.
    approved_as: Mapped[str] = readable()
    approved_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    approved_at: Mapped[datetime] = readable()
    voided_at: Mapped[datetime | None] = readable()


class PacketRecipient(Model):
    """One unit that a packet goes to; never named on another unit's copy."""

    __tablename__ = "packet_recipient"

    id: Mapped[UUID] = readable(primary_key=True)
    packet_id: Mapped[UUID] = readable(ForeignKey("referral_packet.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    # Printed on every page of this recipient's copy.
    mark: Mapped[str] = readable()
    unit: Mapped[bytes] = sealed()


class PacketFile(Model):
    """The registry: one made file, known by the SHA-256 of its exact bytes."""

    __tablename__ = "packet_file"

    id: Mapped[UUID] = readable(primary_key=True)
    packet_id: Mapped[UUID] = readable(ForeignKey("referral_packet.id"), index=True)
    recipient_id: Mapped[UUID] = readable(ForeignKey("packet_recipient.id"))
    sha256: Mapped[str] = readable(unique=True)
    snapshot_hash: Mapped[str] = readable()
    template_version: Mapped[str] = readable()
    language: Mapped[str] = readable()
    pages: Mapped[int] = readable()
    exported_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    exported_at: Mapped[datetime] = readable()
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    reason: Mapped[bytes] = sealed()
