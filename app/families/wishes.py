"""A parent asks us to find a place for a child: dated, in their words, and theirs to take back until it is decided."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.families.documents import WishWords
from app.families.members import MEMBERS
from app.families.records import FamilyRecords
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.foundation.vocabulary.family_roles import FamilyRole
from app.unit_of_work import UnitOfWork
from models.household import Household
from models.parent_wish import ParentWish

WISHES = FamilyRecords(ParentWish, WishWords)


@dataclass(frozen=True)
class WishInput:
    """What a parent asked for: who, for which child, when, in which words, and what help came first."""

    words: WishWords
    member_id: UUID
    child_member_id: UUID
    asked_on: date


@dataclass(frozen=True)
class OutcomeInput:
    """On which day it was taken back, or an authority decided; and how, or what."""

    on: date
    words: str


def write_wish(work: UnitOfWork, household_id: UUID, wish_id: UUID, new: WishInput) -> ParentWish:
    """Write down that a parent asked us to find a place for a child.

    Raises NotVisible, Refused, AlreadyDone, or NotAllowedNow with `family-closed`, `wish-of-oneself`, `wish-wordless`,
    `help-comes-first`, `in-the-future` or `too-long-ago`.
    """
    household, row = WISHES.begin(work, household_id, wish_id)
    return _store(work, household, row, new, "parent_wish.written")


def change_wish(
    work: UnitOfWork, household_id: UUID, wish_id: UUID, new: WishInput, *, version: int
) -> ParentWish:
    """Correct it while it stands. Raises as `write_wish` does, Conflict, and NotAllowedNow with `wish-settled`."""
    household, row, before = WISHES.edit(work, household_id, wish_id, version)
    _refuse_settled(row)
    kept = replace(new, words=replace(new.words, taken_back=before.taken_back, decided=before.decided))
    return _store(work, household, row, kept, "parent_wish.changed")


def take_back_wish(
    work: UnitOfWork, household_id: UUID, wish_id: UUID, outcome: OutcomeInput, *, version: int
) -> None:
    """Write down that the parent took the wish back: always possible until an authority has decided.

    Raises Conflict, AlreadyDone, or NotAllowedNow with `wish-decided`, `outcome-early`, `in-the-future`.
    """
    household, row, before = WISHES.edit(work, household_id, wish_id, version)
    if row.taken_back_on is not None:
        raise AlreadyDone(record_id=wish_id)
    if row.decided_on is not None:
        raise NotAllowedNow("wish-decided")
    _check_outcome(work, row, outcome)
    row.taken_back_on = outcome.on
    _save(work, household, row, replace(before, taken_back=outcome.words), "parent_wish.taken_back")


def decide_wish(
    work: UnitOfWork, household_id: UUID, wish_id: UUID, outcome: OutcomeInput, *, version: int
) -> None:
    """Write down that an authority decided, and which: from then on only the authority can change it.

    Raises Conflict, AlreadyDone, or NotAllowedNow with `wish-taken-back`, `reason-missing`, `outcome-early`,
    `in-the-future`.
    """
    household, row, before = WISHES.edit(work, household_id, wish_id, version)
    if row.decided_on is not None:
        raise AlreadyDone(record_id=wish_id)
    if row.taken_back_on is not None:
        raise NotAllowedNow("wish-taken-back")
    if not outcome.words.strip():
        raise NotAllowedNow("reason-missing")
    _check_outcome(work, row, outcome)
    row.decided_on = outcome.on
    _save(work, household, row, replace(before, decided=outcome.words), "parent_wish.decided")


def _store(work: UnitOfWork, household: Household, row: ParentWish, new: WishInput, event: str) -> ParentWish:
    words = cleaned(new.words)
    if not words.said:
        raise NotAllowedNow("wish-wordless")
    if not words.first_help:
        raise NotAllowedNow("help-comes-first")
    refuse_unlikely(DayMeaning.HAPPENED, new.asked_on, local_day(work.now))
    _check_people(work, household, new)
    row.member_id, row.child_member_id, row.asked_on = new.member_id, new.child_member_id, new.asked_on
    return _save(work, household, row, words, event)


def _save(
    work: UnitOfWork, household: Household, row: ParentWish, words: WishWords, event: str
) -> ParentWish:
    # Its day is set already: a query would store it before its folder is told.
    with work.session.no_autoflush:
        child = MEMBERS.one(work, household.id, row.child_member_id).row
    return WISHES.save(work, household, row, words, event, about=[child.child_id])


def _check_people(work: UnitOfWork, household: Household, new: WishInput) -> None:
    parent = MEMBERS.one(work, household.id, new.member_id)
    child = MEMBERS.one(work, household.id, new.child_member_id)
    if parent.marks.is_marked or child.marks.is_marked:
        raise NotVisible("household_member")
    if new.member_id == new.child_member_id:
        raise NotAllowedNow("wish-of-oneself")
    if child.document is None or child.document.role is not FamilyRole.CHILD:
        raise NotAllowedNow("wish-not-for-child")


def _check_outcome(work: UnitOfWork, row: ParentWish, outcome: OutcomeInput) -> None:
    refuse_unlikely(DayMeaning.HAPPENED, outcome.on, local_day(work.now))
    if outcome.on < row.asked_on:
        raise NotAllowedNow("outcome-early")


def _refuse_settled(row: ParentWish) -> None:
    if row.taken_back_on is not None or row.decided_on is not None:
        raise NotAllowedNow("wish-settled")
