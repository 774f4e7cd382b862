"""A head of the audit trail, signed by the server so that a copy elsewhere proves the past."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from models.mapping import Model, derived, key_material, signed


class Checkpoint(Model):
    """One signed head."""

    __tablename__ = "checkpoint"

    seq: Mapped[int] = derived(
        primary_key=True, autoincrement=False, by="the event whose hash is the signed one"
    )
    hash: Mapped[bytes] = key_material()
    signed_at: Mapped[datetime] = signed(by="`signature`: the server's own, over hash and time")
    signature: Mapped[bytes] = key_material()
