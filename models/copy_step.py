"""What happened to a packet's copy: handed over, received, acted on, recalled; each signed by whoever recorded it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Tagged, bound, key_material, sealed
from models.referral_packet import OF_PACKET


class CopyStep(Tagged):
    """One step of one copy, in the packet's folder. Without its signature it counts for nothing.

    The table keeps the name it had when it held handovers only: its rows' tags and sealed cells are bound to that.
    """

    __tablename__ = "handover"
    lies_in = OF_PACKET
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    # The file that was handed over; nothing for a step of the copy as a whole.
    file_id: Mapped[UUID | None] = bound(ForeignKey("packet_file.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # When it happened.
    handed_at: Mapped[datetime] = bound()
    recorded_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime] = bound()
    # A word of app.foundation.vocabulary.copy_steps. Rows of before say neither step nor recipient.
    step: Mapped[str | None] = bound(since=2)
    recipient_id: Mapped[UUID | None] = bound(ForeignKey("packet_recipient.id"), since=2, index=True)
    # The step that this one puts right; from then on that one is only shown.
    corrects_id: Mapped[UUID | None] = bound(since=2, index=True)
    # The signature of whoever recorded it, over all of the above (app.packets.vouching).
    signature: Mapped[bytes | None] = key_material()
    receipt: Mapped[bytes] = sealed()
