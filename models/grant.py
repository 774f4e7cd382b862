"""A folder's key, sealed to a circle or to a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.mapping import Model, derived, key_material, signed

_SEALED = "the context its key is sealed in, and its signature"
_SIGNED = "its signature; of a copy wrapped under a circle's secret it says nothing"


class Grant(Model):
    """One holder's copy of one version of one folder's key."""

    __tablename__ = "folder_grant"

    id: Mapped[UUID] = signed(primary_key=True, by=_SIGNED)
    folder_id: Mapped[UUID] = signed(ForeignKey("folder.id"), index=True, by=_SEALED)
    key_version: Mapped[int] = signed(by=_SEALED)
    # circle or person, its id, and the version of its keys.
    holder_kind: Mapped[str] = signed(by=_SEALED)
    holder_id: Mapped[UUID] = signed(index=True, by=_SEALED)
    holder_version: Mapped[int] = signed(by=_SEALED)
    # "wrap" (under the circle's secret, by a member) or "hpke" (to a public key, signed by the granter).
    way: Mapped[str] = derived(by="which of the two opens it: the other does not")
    key_sealed: Mapped[bytes] = key_material()
    granted_by: Mapped[UUID] = signed(by=_SIGNED)
    granted_at: Mapped[datetime] = signed(by=_SIGNED)
    event_id: Mapped[UUID] = signed(by=_SIGNED)
    signature: Mapped[bytes | None] = key_material()
    # A grant that comes from an assignment ends with it: one that was kept or put back does not open.
    assignment_id: Mapped[UUID | None] = signed(index=True, by=_SIGNED)

    __table_args__ = (UniqueConstraint("folder_id", "key_version", "holder_id", "holder_version"),)
