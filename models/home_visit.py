"""A visit to a family at home: planned, made, or tried in vain."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, Model, OnBoards, Tagged, Versioned, bound, derived, sealed

TEAMS = "the key directory: teams"


class HomeVisit(Markable, Versioned, OnBoards):
    """One visit, in a folder of its own that the office and its visitors hold; what was found there is sealed.

    Who goes is stated in the key directory under the visit's id, as the team of a shift is under the shift's.
    """

    __tablename__ = "home_visit"
    __table_args__ = (
        Index(None, "household_id", "planned_on"),
        Index(None, "household_id", "made_at"),
        Index(None, "base_id", "state", "planned_on"),
        Index(None, "base_id", "due_again_on"),
        Index(None, "base_id", "asks_since"),
        Index(None, "ended_at", "started_at", "base_id"),
    )
    lies_in = LiesIn(("home_visit",), base="base_id", shift="id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    household_id: Mapped[UUID] = bound(ForeignKey("household.id"))
    # The case of a child of the family, where the visit is made for one.
    case_id: Mapped[UUID | None] = bound(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"), index=True)
    written_at: Mapped[datetime] = bound(index=True)
    planned_on: Mapped[date] = bound()
    # planned, made or in_vain.
    state: Mapped[str] = bound()
    # When the visitors left for it, and when they meant to be back; a later return is a receipt.
    started_at: Mapped[datetime | None] = bound(index=True)
    due_back_at: Mapped[datetime | None] = bound()
    # Only finds the visits whose visitors are not back; the receipt says that they are.
    ended_at: Mapped[datetime | None] = derived(by="the receipts about it")
    # When they were at the door, whether somebody was there or not; and who wrote that down, when.
    made_at: Mapped[datetime | None] = bound(index=True)
    reported_by: Mapped[UUID | None] = bound(ForeignKey("staff_member.id"))
    reported_at: Mapped[datetime | None] = bound(index=True)
    next_visit_on: Mapped[date | None] = bound()
    # The same, while no later visit was reported and none is planned: only finds the families to be visited again.
    due_again_on: Mapped[date | None] = derived(index=True, by="the visits to the family")
    # Since when something red asks for a concern; empty once one is raised, or a reason is given why not.
    asks_since: Mapped[datetime | None] = bound()
    concern_id: Mapped[UUID | None] = bound()
    plan: Mapped[bytes] = sealed()
    report: Mapped[bytes | None] = sealed(nullable=True)


class HomeVisitChild(Tagged):
    """One child of the family whom a visit is to; it lies in the visit's folder."""

    __tablename__ = "home_visit_child"
    lies_in = LiesIn(("home_visit",), through="visit_id")

    id: Mapped[UUID] = bound(primary_key=True)
    visit_id: Mapped[UUID] = bound(ForeignKey("home_visit.id"), index=True)
    child_id: Mapped[UUID] = bound(ForeignKey("child.id"), index=True)


class HomeVisitor(Model):
    """Which visits are whose, only to find them: the key directory says who goes, and is read for that."""

    __tablename__ = "home_visitor"

    visit_id: Mapped[UUID] = derived(ForeignKey("home_visit.id"), primary_key=True, by=TEAMS)
    staff_id: Mapped[UUID] = derived(ForeignKey("staff_member.id"), primary_key=True, index=True, by=TEAMS)
