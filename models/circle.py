"""A named group of people who share a versioned key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.mapping import Model, free, key_material, signed

_STATED = "the circle's statements in the key directory"
_UNUSED = "it is shown nowhere and decides nothing"


class Circle(Model):
    """One circle, of a base or of the whole organisation. The directory says what it is, and its newest version."""

    __tablename__ = "circle"

    id: Mapped[UUID] = signed(primary_key=True, by=_STATED)
    # street, office, supervision, clinical, emergency, direction, safeguarding or recovery.
    kind: Mapped[str] = signed(by=_STATED)
    base_id: Mapped[UUID | None] = signed(ForeignKey("base.id"), by=_STATED)

    __table_args__ = (UniqueConstraint("kind", "base_id"),)


class CircleVersion(Model):
    """One version of a circle's keys; the private half is sealed under the circle's own secret."""

    __tablename__ = "circle_version"

    circle_id: Mapped[UUID] = signed(ForeignKey("circle.id"), primary_key=True, by=_STATED)
    version: Mapped[int] = signed(primary_key=True, by=_STATED)
    private_sealed: Mapped[bytes] = key_material()
    made_at: Mapped[datetime] = free(because=_UNUSED)


class CircleMembership(Model):
    """The secret of one version of a circle, sealed to one holder: a person, or the recovery circle."""

    __tablename__ = "circle_membership"

    circle_id: Mapped[UUID] = signed(ForeignKey("circle.id"), primary_key=True, by=_STATED)
    version: Mapped[int] = signed(primary_key=True, by=_STATED)
    holder_id: Mapped[UUID] = signed(primary_key=True, index=True, by=_STATED)
    # person or circle.
    holder_kind: Mapped[str] = signed(by=_STATED)
    secret_sealed: Mapped[bytes] = key_material()
    added_at: Mapped[datetime] = free(because=_UNUSED)
