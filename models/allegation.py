"""Something said about one of our own people; a table of its own, so that no list counts it by mistake."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, Versioned, bound, derived, sealed

RECEIPTS = "the receipts about it"


class Allegation(Versioned, InFolder):
    """One allegation, open to the `safeguarding` circle alone."""

    __tablename__ = "allegation"
    lies_in = LiesIn(("allegation",))

    id: Mapped[UUID] = bound(primary_key=True)
    reference: Mapped[str] = bound(unique=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    posted_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    posted_at: Mapped[datetime] = bound()
    urgency: Mapped[str] = bound()
    # From here on only to find and sort rows: what is shown is the receipts.
    due_at: Mapped[datetime] = derived(by=RECEIPTS)
    # waiting, acknowledged or closed.
    state: Mapped[str] = derived(by=RECEIPTS)
    acknowledged_at: Mapped[datetime | None] = derived(by=RECEIPTS)
    acknowledged_by: Mapped[UUID | None] = derived(by=RECEIPTS)
    closed_at: Mapped[datetime | None] = derived(by=RECEIPTS)
    account: Mapped[bytes] = sealed()
    handling: Mapped[bytes | None] = sealed(nullable=True)
