"""Numbered sheets of paper that show names or looks, and what became of each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, OnBoards, bound, derived, key_material, sealed

OF_SHEETS = ("profile", "emergency", "case", "shift", "club")
"""A sheet lies in the folder of what is printed on it: whoever may read that may read why it was printed.

The key sheet of a club names the club by that folder alone, which is the club's own.
"""


class PrintedSheet(OnBoards):
    """One numbered sheet: what is on it, who printed it, who carries it, and when it has to be back."""

    __tablename__ = "printed_sheet"
    __table_args__ = (Index(None, "base_id", "printed_at"), Index(None, "settled_at", "base_id"))
    lies_in = LiesIn(OF_SHEETS, base="base_id", child="child_id", case="case_id", shift="shift_id")

    id: Mapped[UUID] = bound(primary_key=True)
    # Printed on each of its pages, such as PP-S-0042.
    code: Mapped[str] = bound(unique=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    # A word of app.foundation.vocabulary.sheets.
    kind: Mapped[str] = bound()
    child_id: Mapped[UUID | None] = bound(ForeignKey("child.id"))
    case_id: Mapped[UUID | None] = bound(ForeignKey("case_file.id"))
    shift_id: Mapped[UUID | None] = bound(ForeignKey("shift.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Whether children's names stand on it, or only their looks.
    shows: Mapped[str] = bound()
    printed_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"), index=True)
    printed_at: Mapped[datetime] = bound()
    carried_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"), index=True)
    due_back_at: Mapped[datetime] = bound()
    # Only finds the sheets that are still out, or lost without an answer; the signed steps say what became of each.
    settled_at: Mapped[datetime | None] = derived(by="the signed steps about it")
    # The signature of whoever printed it, so that somebody who carries it without its key is told the truth.
    signature: Mapped[bytes | None] = key_material()
    purpose: Mapped[bytes] = sealed()


class SheetStep(InFolder):
    """What became of a sheet, in its folder, signed by whoever recorded it; rows are added and never changed."""

    __tablename__ = "sheet_step"
    __table_args__ = (Index(None, "sheet_id", "number", unique=True),)
    lies_in = LiesIn(OF_SHEETS)

    id: Mapped[UUID] = bound(primary_key=True)
    sheet_id: Mapped[UUID] = bound(ForeignKey("printed_sheet.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Counts the steps of one sheet from 1: a gap shows that one was removed.
    number: Mapped[int] = bound()
    # A word of app.foundation.vocabulary.sheets.
    step: Mapped[str] = bound()
    # The step that this one takes out; from then on that one is only shown.
    corrects_id: Mapped[UUID | None] = bound()
    recorded_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime] = bound()
    # The signature of whoever recorded it, over all of the above (app.sheets.vouching).
    signature: Mapped[bytes | None] = key_material()
    words: Mapped[bytes] = sealed()
