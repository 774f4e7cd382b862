"""A family splits, or somebody joins another one: both families say so, on the same day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from app.access.scope import require, scoped
from app.case_records.loading import raise_if_already_saved
from app.families.documents import HouseholdProfile, MemberWords
from app.families.households import HouseholdInput, begin_household
from app.families.members import MEMBERS, LeavingInput, MemberInput, end, store
from app.families.records import refuse_closed
from app.families.scopes import locked_household, visible_household
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.foundation.typed_codes import codes_meant
from app.unit_of_work import UnitOfWork
from models.household import Household
from models.household_member import HouseholdMember


@dataclass(frozen=True)
class MovingInput:
    """Who moves to which family, on which day, and why.

    `to_code` is the code of a family that is there; without it a new one begins, called `new_name`.
    """

    member_ids: Sequence[UUID]
    on: date
    to_code: str = ""
    new_name: str = ""
    why: str = ""


def move_members(work: UnitOfWork, household_id: UUID, move_id: UUID, moving: MovingInput) -> UUID:
    """Write down that people of one family belong to another from a day on. Returns that other family's id.

    `move_id` is the id its form was given; a new family gets it. Raises NotVisible, Refused, AlreadyDone, or
    NotAllowedNow with `nobody-moves`, `no-such-family`, `same-family`, `family-nameless`, `left-already`, and as
    `add_member` does.
    """
    require(work, Permission.FAMILY_WRITE)
    here = visible_household(work, household_id, Permission.FAMILY_WRITE)
    if not moving.member_ids:
        raise NotAllowedNow("nobody-moves")
    there_id = _family_with(work, moving.to_code, here) if moving.to_code.strip() else None
    _refuse_second_press(work, moving, move_id)
    # Always in the same order, so that two people who move others to and fro do not wait for each other.
    for id_ in sorted(filter(None, (household_id, there_id)), key=str):
        refuse_closed(locked_household(work, id_, Permission.FAMILY_WRITE))
    if there_id is None:
        profile = HouseholdProfile(moving.new_name)
        there_id = begin_household(work, move_id, HouseholdInput(profile, here.base_id)).id
    there = locked_household(work, there_id, Permission.FAMILY_WRITE)
    for member_id in moving.member_ids:
        _move(work, here, there, member_id, move_id, moving)
    return there_id


def _move(
    work: UnitOfWork,
    here: Household,
    there: Household,
    member_id: UUID,
    move_id: UUID,
    moving: MovingInput,
) -> None:
    row = MEMBERS.locked_row(work, here.id, member_id)
    words = MEMBERS.one(work, here.id, member_id).document
    if row.until_on is not None or row.mistake_id is not None or words is None:
        raise NotAllowedNow("left-already")
    end(work, here, row, words, LeavingInput(moving.on, moving.why))
    joined = HouseholdMember(
        id=_joined_id(move_id, member_id),
        household_id=there.id,
        base_id=there.base_id,
        folder_id=there.folder_id,
        came_from=row.id,
        written_by=work.person.id,
        written_at=work.now,
    )
    store(work, there, joined, _as_known(row, words, moving), "family_member.joined")


def _as_known(row: HouseholdMember, words: MemberWords, moving: MovingInput) -> MemberInput:
    """Return what is known of somebody, to be said in the family they join: also who fears them."""
    said = replace(words, left_because="")
    return MemberInput(said, row.child_id, moving.on, None, row.paper_until)


def _joined_id(move_id: UUID, member_id: UUID) -> UUID:
    return uuid5(move_id, str(member_id))


def _refuse_second_press(work: UnitOfWork, moving: MovingInput, move_id: UUID) -> None:
    first = _joined_id(move_id, moving.member_ids[0])
    raise_if_already_saved(work, HouseholdMember, first, author="written_by")


def _family_with(work: UnitOfWork, typed: str, here: Household) -> UUID:
    query = scoped(work, Household, Permission.FAMILY_WRITE).where(
        Household.code.in_(codes_meant(typed)), Household.base_id == here.base_id
    )
    found = work.session.scalars(query).all()
    if not found:
        raise NotAllowedNow("no-such-family")
    if found[0].id == here.id:
        raise NotAllowedNow("same-family")
    try:
        return visible_household(work, found[0].id, Permission.FAMILY_WRITE).id
    except NotVisible:
        raise NotAllowedNow("no-such-family") from None
