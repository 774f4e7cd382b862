"""A folder's key, sealed to a circle or to a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, readable


class Grant(Model):
    """One holder's copy of one version of one folder's key."""

    __tablename__ = "folder_grant"

    id: Mapped[UUID] = readable(primary_key=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"), index=True)
    key_version: Mapped[int] = readable()
    # circle or person, which one, and which version of their keys.
    holder_kind: Mapped[str] = readable()
    holder_id: Mapped[UUID] = readable(index=True)
    holder_version: Mapped[int] = readable()
    # "wrap" (under the circle's secret, by a member) or "hpke" (to a public key, signed by the granter).
    way: Mapped[str] = readable()
    key_sealed: Mapped[bytes] = key_material()
    granted_by: Mapped[UUID] = readable()
    granted_at: Mapped[datetime] = readable()
    event_id: Mapped[UUID] = readable()
    signature: Mapped[bytes | None] = key_material()
    # Grants that exist because of an assignment end with it.
    assignment_id: Mapped[UUID | None] = readable(index=True)

    __table_args__ = (UniqueConstraint("folder_id", "key_version", "holder_id", "holder_version"),)
