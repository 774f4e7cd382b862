"""The delivery of a packet's file to a person, and their receipt."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Tagged, bound, sealed
from models.referral_packet import OF_PACKET


class Handover(Tagged):
    """One handover of one file, in the packet's folder."""

    __tablename__ = "handover"
    lies_in = OF_PACKET

    id: Mapped[UUID] = bound(primary_key=True)
    file_id: Mapped[UUID] = bound(ForeignKey("packet_file.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    handed_at: Mapped[datetime] = bound()
    recorded_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime] = bound()
    receipt: Mapped[bytes] = sealed()
