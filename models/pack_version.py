"""Which version of a pack of codes or questions was in use, by its digest."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.mapping import Model, readable


class PackVersion(Model):
    """A base pack or instrument pack as it was loaded."""

    __tablename__ = "pack_version"

    id: Mapped[UUID] = readable(primary_key=True)
    kind: Mapped[str] = readable()
    pack_id: Mapped[str] = readable()
    pack_version: Mapped[int] = readable()
    sha256: Mapped[str] = readable()
    loaded_at: Mapped[datetime] = readable()

    __table_args__ = (UniqueConstraint("kind", "pack_id", "pack_version", "sha256"),)
