"""What somebody says about a record without holding its key, under their own signature."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, signed

SIGNATURE = "the signature beside it"


class SignedReceipt(Model):
    """Base of the tables of receipts; rows are added and never changed. The signature covers every other column."""

    __abstract__ = True

    id: Mapped[UUID] = signed(primary_key=True, by=SIGNATURE)
    about_table: Mapped[str] = signed(by=SIGNATURE)
    about_id: Mapped[UUID] = signed(index=True, by=SIGNATURE)
    # Counts the receipts about one record from 1: a gap shows that one was removed.
    number: Mapped[int] = signed(by=SIGNATURE)
    # What is said, such as acknowledged; the record's room has the list.
    kind: Mapped[str] = signed(by=SIGNATURE)
    signed_by: Mapped[UUID] = signed(by=SIGNATURE)
    signed_at: Mapped[datetime] = signed(index=True, by=SIGNATURE)
    base_id: Mapped[UUID | None] = signed(by=SIGNATURE)
    # JSON of the ids, codes and moments that belong to it, never of words.
    facts: Mapped[str] = signed(by=SIGNATURE)
    signature: Mapped[bytes] = key_material()


class Receipt(SignedReceipt):
    """One receipt about a concern or a shift."""

    __tablename__ = "receipt"

    signed_by: Mapped[UUID] = signed(ForeignKey("staff_member.id"), by=SIGNATURE)


class AllegationReceipt(SignedReceipt):
    """One receipt about an allegation, kept apart like the allegation itself, so that no list or count includes it.

    Who signs one need not have an account: the outside member has none.
    """

    __tablename__ = "allegation_receipt"
