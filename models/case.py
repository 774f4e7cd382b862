"""Work for one child: stage, risk and dates are readable, everything said is sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Case(Versioned, Model):
    """One case. A child has at most one that is open."""

    __tablename__ = "case_file"
    __table_args__ = (Index(None, "closed_at", "base_id"),)

    id: Mapped[UUID] = readable(primary_key=True)
    code: Mapped[str] = readable(unique=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    child_id: Mapped[UUID] = readable(ForeignKey("child.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    opened_at: Mapped[datetime] = readable()
    opened_by: Mapped[UUID] = readable()
    # opened, prevention, rescue, restoration or closed; since when.
    stage: Mapped[str] = readable(index=True)
    stage_since: Mapped[datetime] = readable()
    # high, medium, low or none; empty until it was set.
    risk: Mapped[str | None] = readable(index=True)
    next_contact_on: Mapped[date | None] = readable()
    closed_at: Mapped[datetime | None] = readable()
    summary: Mapped[bytes] = sealed()


class RiskChange(Model):
    """One change of a case's risk, with its reason."""

    __tablename__ = "risk_change"

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    from_risk: Mapped[str | None] = readable()
    to_risk: Mapped[str] = readable()
    changed_by: Mapped[UUID] = readable()
    changed_at: Mapped[datetime] = readable()
    reason: Mapped[bytes] = sealed()
