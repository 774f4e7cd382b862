"""Who belongs to a family: somebody is written down, corrected, and leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.access.scope import scoped
from app.children.births import refuse_before_birth
from app.children.children import locked_child
from app.families.documents import MemberWords
from app.families.records import FamilyRecords
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.legal_authorities import LegalAuthority
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, open_folder
from app.unit_of_work import UnitOfWork
from models.household import Household
from models.household_member import HouseholdMember


def _protects(work: UnitOfWork, row: HouseholdMember) -> SecondReason | None:
    """Say that a second person decides that somebody who is feared, or not safe to contact, was a mistake."""
    words = open_folder(work, row.folder_id).read(row, MemberWords)
    return SecondReason.RELAXES_PROTECTION if words.is_feared or words.safe is ContactSafety.NO else None


MEMBERS = FamilyRecords(HouseholdMember, MemberWords, second=_protects)


@dataclass(frozen=True)
class MemberInput:
    """What is typed of one person of a family. `why` says why it changed, where somebody is protected less by it."""

    words: MemberWords
    child_id: UUID | None = None
    from_on: date | None = None
    until_on: date | None = None
    paper_until: date | None = None
    why: str = ""


@dataclass(frozen=True)
class LeavingInput:
    """When somebody left a family, and why."""

    until_on: date
    left_because: str = ""


def add_member(work: UnitOfWork, household_id: UUID, member_id: UUID, new: MemberInput) -> HouseholdMember:
    """Write down somebody who belongs to a family.

    Raises NotVisible, Refused, AlreadyDone, or NotAllowedNow with `family-closed`, `member-nameless`,
    `other-base-child`, `member-already`, `two-families`, `left-before-joined`, `in-the-future`, `too-long-ago`,
    `before-born`, `before-any-birth` or `paper-nameless`.
    """
    household, row = MEMBERS.begin(work, household_id, member_id)
    return store(work, household, row, new, "family_member.written")


def change_member(
    work: UnitOfWork, household_id: UUID, member_id: UUID, new: MemberInput, *, version: int
) -> HouseholdMember:
    """Correct what is said of somebody. Who they are stays: another child is another row.

    Raises as `add_member` does, Conflict, and NotAllowedNow with `fear-needs-why` when somebody is not feared any more,
    or safe to contact now, and nobody says why.
    """
    household, row, before = MEMBERS.edit(work, household_id, member_id, version)
    is_less = (before.is_feared and not new.words.is_feared) or (
        before.safe is ContactSafety.NO and new.words.safe is ContactSafety.YES
    )
    if is_less and not new.why.strip():
        raise NotAllowedNow("fear-needs-why")
    kept = replace(new, child_id=row.child_id)
    return store(work, household, row, kept, "family_member.changed")


def leave(
    work: UnitOfWork, household_id: UUID, member_id: UUID, leaving: LeavingInput, *, version: int
) -> None:
    """Write down that somebody left a family. Raises as `change_member` does, and AlreadyDone."""
    household, row, before = MEMBERS.edit(work, household_id, member_id, version)
    if row.until_on is not None:
        raise AlreadyDone(record_id=member_id)
    end(work, household, row, before, leaving)


def end(
    work: UnitOfWork,
    household: Household,
    row: HouseholdMember,
    before: MemberWords,
    leaving: LeavingInput,
) -> None:
    """Write the end of somebody's time in a family that is locked."""
    _check_days(work, row.child_id, row.from_on, leaving.until_on)
    row.until_on = leaving.until_on
    words = replace(before, left_because=leaving.left_because)
    MEMBERS.save(work, household, row, words, "family_member.left", about=[row.child_id])


def store(
    work: UnitOfWork, household: Household, row: HouseholdMember, new: MemberInput, event: str
) -> HouseholdMember:
    """Check and store what is said of somebody in a family that is locked."""
    words = cleaned(new.words)
    _check_days(work, new.child_id, new.from_on, new.until_on)
    _check_words(words, new)
    if new.child_id is not None:
        _check_child(work, household, row, new, new.child_id)
        words = replace(words, name="", code_elsewhere="", ask_whom="")
    row.child_id, row.from_on, row.until_on = new.child_id, new.from_on, new.until_on
    row.paper_until = new.paper_until if words.authority is LegalAuthority.BY_PAPER else None
    return MEMBERS.save(work, household, row, words, event, why=new.why, about=[new.child_id])


def rows_of_child(work: UnitOfWork, child_id: UUID) -> Sequence[HouseholdMember]:
    """Return every row of a child in a family this person may read, whatever it says, oldest first."""
    query = scoped(work, HouseholdMember, Permission.FAMILY_READ).where(HouseholdMember.child_id == child_id)
    return work.session.scalars(query.order_by(HouseholdMember.written_at, HouseholdMember.id)).all()


def counting(work: UnitOfWork, rows: Sequence[HouseholdMember]) -> list[HouseholdMember]:
    """Return the rows that are what was written and no mistake, without opening anything."""
    fits = board_fits(work, rows)
    return [row for row in rows if fits[row.id] is not Fit.CHANGED and row.mistake_id is None]


def belongs_on(row: HouseholdMember, day: date) -> bool:
    """Tell whether somebody belongs to the family on a day; the day on which they leave is the next family's."""
    return (row.from_on is None or row.from_on <= day) and (row.until_on is None or day < row.until_on)


def _check_words(words: MemberWords, new: MemberInput) -> None:
    if new.child_id is None and not (words.name or words.code_elsewhere):
        raise NotAllowedNow("member-nameless")
    if words.authority is LegalAuthority.BY_PAPER and not words.paper:
        raise NotAllowedNow("paper-nameless")
    if words.is_feared and words.safe is ContactSafety.YES:
        raise NotAllowedNow("feared-not-safe")


def _check_days(work: UnitOfWork, child_id: UUID | None, since: date | None, until: date | None) -> None:
    today = local_day(work.now)
    refuse_unlikely(DayMeaning.HAPPENED, since, today)
    refuse_unlikely(DayMeaning.HAPPENED, until, today)
    if since is not None and until is not None and until < since:
        raise NotAllowedNow("left-before-joined")
    for day in (since, until):
        if child_id is not None and day is not None:
            refuse_before_birth(work, child_id, day)


def _check_child(
    work: UnitOfWork, household: Household, row: HouseholdMember, new: MemberInput, child_id: UUID
) -> None:
    """Hold the child, so that two families at once wait for each other, and ask about a second family."""
    child = locked_child(work, child_id, Permission.PROFILE_READ)
    if child.base_id != household.base_id:
        raise NotAllowedNow("other-base-child")
    others = [each for each in counting(work, rows_of_child(work, child.id)) if each.id != row.id]
    at_once = [each for each in others if _overlap(each, new)]
    if any(each.household_id == household.id for each in at_once):
        raise NotAllowedNow("member-already")
    if at_once and not new.words.is_beside_others:
        raise NotAllowedNow("two-families")


def _overlap(row: HouseholdMember, new: MemberInput) -> bool:
    first, last = date.min, date.max
    return (row.from_on or first) < (new.until_on or last) and (new.from_on or first) < (row.until_on or last)
