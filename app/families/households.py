"""Begins families, changes what is said of them, closes them and takes them up again."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.access.scope import require
from app.bases.numbers import Series, locked_base, next_number
from app.case_records.loading import raise_if_already_saved
from app.families.documents import HouseholdProfile
from app.families.scopes import household_folder, locked_household, visible_household
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, WillNotOpen
from app.foundation.permissions import Permission
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from app.mistakes.earlier import keep_earlier
from app.unit_of_work import UnitOfWork
from models.household import Household


@dataclass(frozen=True)
class HouseholdInput:
    """What is typed of a family. `base_id` is only asked of somebody who could mean several bases."""

    profile: HouseholdProfile
    base_id: UUID | None = None


def begin_household(work: UnitOfWork, household_id: UUID, new: HouseholdInput) -> Household:
    """Begin a family with a code such as RV-F-0012.

    Raises AlreadyDone for the same form sent twice, Refused when the id is somebody else's, NotVisible for a base out
    of reach, NotAllowedNow with `family-nameless`.
    """
    require(work, Permission.FAMILY_WRITE)
    base = locked_base(work, new.base_id or work.person.base_id, Permission.PROFILE_WRITE)
    raise_if_already_saved(work, Household, household_id, author="opened_by")
    profile = _checked(new.profile)
    folder = make_folder(work, FolderKind.HOUSEHOLD, base_id=base.id)
    household = Household(
        id=household_id,
        code=next_number(work, base, Series.FAMILY, Household.code),
        base_id=base.id,
        folder_id=folder.id,
        opened_by=work.person.id,
        opened_at=work.now,
    )
    folder.write(household, profile)
    work.session.flush()
    work.record("family.begun", subjects=[household_id], folders=[folder.id], base_id=base.id)
    return household


def change_household(
    work: UnitOfWork, household_id: UUID, profile: HouseholdProfile, *, version: int
) -> Household:
    """Change what is said of a family. Raises Conflict for a stale version, NotVisible, Refused, WillNotOpen."""
    household = locked_household(work, household_id, Permission.FAMILY_WRITE)
    _refuse_stale(household, version)
    before = _profile(work, household)
    _write(work, household, replace(_checked(profile), closed_why=before.closed_why), "changed")
    return household


def close_household(work: UnitOfWork, household_id: UUID, why: str, *, version: int) -> None:
    """Close a family that is none any more, or that nobody works with; it stays readable, and can be taken up again.

    Raises Conflict, AlreadyDone, NotAllowedNow with `reason-missing`.
    """
    household = locked_household(work, household_id, Permission.FAMILY_WRITE)
    if household.closed_at is not None:
        raise AlreadyDone(record_id=household_id)
    _refuse_stale(household, version)
    if not why.strip():
        raise NotAllowedNow("reason-missing")
    profile = replace(_profile(work, household), closed_why=why)
    household.closed_at = work.now
    _write(work, household, profile, "closed")


def take_up_again(work: UnitOfWork, household_id: UUID) -> None:
    """Work with a closed family again. Raises AlreadyDone."""
    household = locked_household(work, household_id, Permission.FAMILY_WRITE)
    if household.closed_at is None:
        raise AlreadyDone(record_id=household_id)
    profile = replace(_profile(work, household), closed_why="")
    household.closed_at = None
    _write(work, household, profile, "taken_up")


@dataclass(frozen=True)
class HouseholdRead:
    """A family to be changed, whole."""

    id: UUID
    code: str
    base_id: UUID
    version: int
    is_closed: bool
    profile: HouseholdProfile


def readable_household(work: UnitOfWork, household_id: UUID) -> HouseholdRead:
    """Open a family for somebody who changes it. Raises NotVisible, Refused, WillNotOpen, ChangedOutside."""
    row = visible_household(work, household_id, Permission.FAMILY_WRITE)
    profile = _profile(work, row)
    work.note_opened(row.folder_id, row.id, base_id=row.base_id)
    return HouseholdRead(row.id, row.code, row.base_id, row.version, row.closed_at is not None, profile)


def _profile(work: UnitOfWork, household: Household) -> HouseholdProfile:
    look = open_folder(work, household.folder_id).look(household, HouseholdProfile)
    if look.document is None:
        raise WillNotOpen("a family was changed outside", household=household.id)
    return look.document


def _write(work: UnitOfWork, household: Household, profile: HouseholdProfile, verb: str) -> None:
    with work.session.no_autoflush:
        folder = household_folder(work, household)
        keep_earlier(work, folder, household, HouseholdProfile)
        folder.write(household, cleaned(profile))
    work.session.flush()
    work.record(
        f"family.{verb}",
        subjects=[household.id],
        folders=[folder.id],
        base_id=household.base_id,
        version=household.version,
    )


def _checked(profile: HouseholdProfile) -> HouseholdProfile:
    checked = cleaned(profile)
    if not checked.name:
        raise NotAllowedNow("family-nameless")
    return checked


def _refuse_stale(household: Household, version: int) -> None:
    if household.version != version:
        raise Conflict(record=household.id, version=household.version)
