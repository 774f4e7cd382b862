"""Work for one child: stage, risk and dates are readable, everything said is sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import (
    InFolder,
    LiesIn,
    Markable,
    OnBoards,
    Versioned,
    bound,
    derived,
    only_where,
    sealed,
)

OPEN = "closed_at IS NULL"
_LISTED = ("risk", "next_contact_on", "code")
_MOVES = "the moves of the case that were stated in the key directory"


class Case(Versioned, OnBoards):
    """One case. A child has at most one open case. Its status is stated in the key directory, not written here."""

    __tablename__ = "case_file"
    __table_args__ = (
        Index(None, "closed_at", "base_id"),
        # In the order of the list of cases: of one base or of all, open ones or those at one stage.
        Index("ix_case_file_open_of_base", "base_id", *_LISTED, **only_where(OPEN)),
        Index("ix_case_file_open", *_LISTED, **only_where(OPEN)),
        Index(None, "base_id", "stage", *_LISTED),
        Index(None, "stage", *_LISTED),
        # For Today's question which children must be met.
        Index("ix_case_file_to_meet_of_base", "base_id", "next_contact_on", **only_where(OPEN)),
        Index("ix_case_file_to_meet", "next_contact_on", **only_where(OPEN)),
    )
    lies_in = LiesIn(("case",), base="base_id", child="child_id", case="id")

    id: Mapped[UUID] = bound(primary_key=True)
    code: Mapped[str] = bound(unique=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    child_id: Mapped[UUID] = bound(ForeignKey("child.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    opened_at: Mapped[datetime] = bound()
    opened_by: Mapped[UUID] = bound()
    # opened, prevention, rescue, restoration or closed, and since when. Only to select by: app.keyring.case_status
    # decides.
    stage: Mapped[str] = derived(index=True, by=_MOVES)
    stage_since: Mapped[datetime] = derived(by=_MOVES)
    # high, medium, low or none; empty until it is first set.
    risk: Mapped[str | None] = bound(index=True)
    next_contact_on: Mapped[date | None] = bound()
    closed_at: Mapped[datetime | None] = derived(by=_MOVES)
    summary: Mapped[bytes] = sealed()


class RiskChange(Markable, InFolder):
    """One change of a case's risk, with its reason."""

    __tablename__ = "risk_change"
    lies_in = LiesIn(("case",), case="case_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    case_id: Mapped[UUID] = bound(ForeignKey("case_file.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    from_risk: Mapped[str | None] = bound()
    to_risk: Mapped[str] = bound()
    changed_by: Mapped[UUID] = bound()
    changed_at: Mapped[datetime] = bound()
    reason: Mapped[bytes] = sealed()
