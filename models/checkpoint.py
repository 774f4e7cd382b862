"""A head of the audit trail, signed by the server so that a copy elsewhere proves the past."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, readable


class Checkpoint(Model):
    """One signed head."""

    __tablename__ = "checkpoint"

    seq: Mapped[int] = readable(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = key_material()
    signed_at: Mapped[datetime] = readable()
    signature: Mapped[bytes] = key_material()
