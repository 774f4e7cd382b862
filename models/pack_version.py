"""Which version of a pack of codes or questions was in use, by its digest."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.mapping import Model, free

_LOG = "a note of what was loaded, made once and not read back: packs come from the program itself"


class PackVersion(Model):
    """A base pack or instrument pack as it was loaded."""

    __tablename__ = "pack_version"

    id: Mapped[UUID] = free(primary_key=True, because=_LOG)
    kind: Mapped[str] = free(because=_LOG)
    pack_id: Mapped[str] = free(because=_LOG)
    pack_version: Mapped[int] = free(because=_LOG)
    sha256: Mapped[str] = free(because=_LOG)
    loaded_at: Mapped[datetime] = free(because=_LOG)

    __table_args__ = (UniqueConstraint("kind", "pack_id", "pack_version", "sha256"),)
