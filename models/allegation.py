"""Something said about one of our own people, in a table of its own so that no list counts it by mistake."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, Versioned, bound, derived, sealed

RECEIPTS = "the receipts about it"


class Allegation(Versioned, InFolder):
    """One allegation, open only to the `safeguarding` circle."""

    __tablename__ = "allegation"
    lies_in = LiesIn(("allegation",))
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    reference: Mapped[str] = bound(unique=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Only in rows from before posters were sealed inside; empty since.
    posted_by: Mapped[UUID | None] = bound(ForeignKey("staff_member.id"))
    # The public key, in hex, of the secret receipt with which its poster comes back. It names nobody.
    receipt_key: Mapped[str | None] = bound(unique=True, since=2)
    posted_at: Mapped[datetime] = bound()
    urgency: Mapped[str] = bound()
    # The columns from here on only find and sort rows; the receipts are what is shown.
    due_at: Mapped[datetime] = derived(by=RECEIPTS)
    # waiting, acknowledged or closed.
    state: Mapped[str] = derived(by=RECEIPTS)
    acknowledged_at: Mapped[datetime | None] = derived(by=RECEIPTS)
    acknowledged_by: Mapped[UUID | None] = derived(by=RECEIPTS)
    closed_at: Mapped[datetime | None] = derived(by=RECEIPTS)
    account: Mapped[bytes] = sealed()
    handling: Mapped[bytes | None] = sealed(nullable=True)
