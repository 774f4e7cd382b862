"""What helps a family: support for a parent, and goals of the parent's own, each in their own words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.families.documents import SupportWords
from app.families.members import MEMBERS
from app.families.records import FamilyRecords
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.unit_of_work import UnitOfWork
from models.family_support import FamilySupport
from models.household import Household

SUPPORTS = FamilyRecords(FamilySupport, SupportWords)


@dataclass(frozen=True)
class SupportInput:
    """What is typed of one need or goal. `member_id` is whom it is for; None for the whole family."""

    words: SupportWords
    said_on: date
    look_on: date | None = None
    member_id: UUID | None = None


def add_support(work: UnitOfWork, household_id: UUID, support_id: UUID, new: SupportInput) -> FamilySupport:
    """Write down what a family needs or a parent wants to reach.

    Raises NotVisible, Refused, AlreadyDone, or NotAllowedNow with `family-closed`, `support-wordless`,
    `in-the-future`, `too-long-ago` or `too-far-ahead`.
    """
    household, row = SUPPORTS.begin(work, household_id, support_id)
    return _store(work, household, row, new, "family_support.written")


def change_support(
    work: UnitOfWork, household_id: UUID, support_id: UUID, new: SupportInput, *, version: int
) -> FamilySupport:
    """Write how far it is, or correct it; what it said before is kept. Raises as `add_support` does, and Conflict."""
    household, row, _before = SUPPORTS.edit(work, household_id, support_id, version)
    return _store(work, household, row, new, "family_support.changed")


def _store(
    work: UnitOfWork, household: Household, row: FamilySupport, new: SupportInput, event: str
) -> FamilySupport:
    words, today = cleaned(new.words), local_day(work.now)
    if not words.own_words and not words.done:
        raise NotAllowedNow("support-wordless")
    refuse_unlikely(DayMeaning.HAPPENED, new.said_on, today)
    refuse_unlikely(DayMeaning.GOAL, new.look_on, today)
    child_id = _child_of(work, household, new.member_id)
    row.member_id, row.said_on = new.member_id, new.said_on
    row.look_on = None if words.state.is_over else new.look_on
    return SUPPORTS.save(work, household, row, words, event, about=[child_id])


def _child_of(work: UnitOfWork, household: Household, member_id: UUID | None) -> UUID | None:
    """Return the record of the child it is for, if it is one. Raises NotVisible for somebody of another family."""
    if member_id is None:
        return None
    found = MEMBERS.one(work, household.id, member_id)
    if found.marks.is_marked:
        raise NotVisible("household_member")
    return found.row.child_id
