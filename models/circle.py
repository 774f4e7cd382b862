"""A named group of people who share a versioned key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, readable


class Circle(Model):
    """One circle, of a base or of the whole organisation."""

    __tablename__ = "circle"

    id: Mapped[UUID] = readable(primary_key=True)
    # street, office, supervision, clinical, emergency, direction, safeguarding or recovery.
    kind: Mapped[str] = readable()
    base_id: Mapped[UUID | None] = readable(ForeignKey("base.id"))
    # The version new folders are sealed to.
    current_version: Mapped[int] = readable()

    __table_args__ = (UniqueConstraint("kind", "base_id"),)


class CircleVersion(Model):
    """One version of a circle's keys; the private half is sealed under the circle's own secret."""

    __tablename__ = "circle_version"

    circle_id: Mapped[UUID] = readable(ForeignKey("circle.id"), primary_key=True)
    version: Mapped[int] = readable(primary_key=True)
    private_sealed: Mapped[bytes] = key_material()
    made_at: Mapped[datetime] = readable()


class CircleMembership(Model):
    """The circle's secret of one version, sealed to one holder: a person, or the recovery circle."""

    __tablename__ = "circle_membership"

    circle_id: Mapped[UUID] = readable(ForeignKey("circle.id"), primary_key=True)
    version: Mapped[int] = readable(primary_key=True)
    holder_id: Mapped[UUID] = readable(primary_key=True, index=True)
    # person or circle.
    holder_kind: Mapped[str] = readable()
    secret_sealed: Mapped[bytes] = key_material()
    added_at: Mapped[datetime] = readable()
