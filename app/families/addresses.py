"""Where a family lives: in the family's folder, or hidden from all but those who must find the door."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.access.proven_cases import first_open
from app.access.scope import locked, scoped
from app.families.documents import AddressWords
from app.families.members import MEMBERS, counting
from app.families.records import refuse_closed
from app.families.scopes import household_folder, locked_household, visible_household
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import Conflict, NoKey, NotAllowedNow, WillNotOpen
from app.foundation.permissions import Permission
from app.keyring.folders import open_folders
from app.keyring.misplaced_rows import looks_in
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write, make_folder
from app.mistakes.earlier import Earlier, carry_earlier, earlier_versions, keep_earlier
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.household import Household, HouseholdAddress


@dataclass(frozen=True)
class AddressInput:
    """What is typed of where a family lives, and whether it is to stay hidden."""

    words: AddressWords
    is_hidden: bool = False


@dataclass(frozen=True)
class AddressView:
    """Where a family lives. `words` is None for somebody who was not given a hidden address.

    While nothing is written, `version` is 0. If it `is_changed` outside Wayhome, nothing of it is shown.
    """

    version: int = 0
    words: AddressWords | None = None
    is_hidden: bool = False
    is_changed: bool = False
    written_by: str = ""
    earlier: tuple[Earlier[AddressWords], ...] = ()

    @property
    def is_kept_from_reader(self) -> bool:
        """Whether there is an address that this person does not read."""
        return self.version > 0 and self.words is None and not self.is_changed


def address_of(work: UnitOfWork, household: Household) -> AddressView:
    """Return where a family lives, as far as this person reads it. The family was loaded through its permission."""
    row = _row(work, household.id, Permission.FAMILY_READ)
    if row is None:
        return AddressView()
    look = looks_in(work, open_folders(work, [row.folder_id]), [row], AddressWords)[row.id]
    if look.is_changed:
        return AddressView(row.version, is_changed=True)
    by = names_of_staff(work, [row.written_by]).get(row.written_by, "")
    hidden = row.folder_id != household.folder_id
    earlier = earlier_versions(work, row, AddressWords) if look.document else ()
    return AddressView(row.version, look.document, hidden, written_by=by, earlier=earlier)


def write_address(work: UnitOfWork, household_id: UUID, new: AddressInput, *, version: int) -> None:
    """Write where a family lives, or that this is to stay hidden from now on, or no longer.

    `version` is the one the form was opened with, 0 for the first. What it said before goes along, so that nobody
    reads a hidden address in what was said earlier. Raises NotVisible, Refused, Conflict, NoKey for somebody to whom
    it is hidden, or NotAllowedNow with `hidden-needs-why` or `family-closed`.
    """
    household = locked_household(work, household_id, Permission.FAMILY_WRITE)
    refuse_closed(household)
    words = cleaned(new.words)
    if new.is_hidden and not words.why_hidden:
        raise NotAllowedNow("hidden-needs-why")
    row = _row(work, household_id, Permission.FAMILY_WRITE)
    if (row.version if row is not None else 0) != version:
        raise Conflict(record=household_id, version=row.version if row is not None else 0)
    if row is None:
        _first(work, household, _new_folder(work, household, hidden=new.is_hidden), words)
    elif (row.folder_id != household.folder_id) is new.is_hidden:
        folder = _folder_of(work, household, row)
        keep_earlier(work, folder, row, AddressWords)
        folder.write(row, words)
    else:
        _carry(work, household, row, words, hidden=new.is_hidden)
    work.session.flush()
    work.record("family.address", subjects=[household.id], base_id=household.base_id)


def _first(work: UnitOfWork, household: Household, folder: FolderToWrite, words: AddressWords) -> UUID:
    row = HouseholdAddress(
        id=uuid4(),
        household_id=household.id,
        base_id=household.base_id,
        child_id=folder.row.child_id,
        case_id=folder.row.case_id,
        folder_id=folder.id,
        written_by=work.person.id,
        written_at=work.now,
    )
    folder.write(row, words)
    work.session.flush()
    return row.id


def _carry(
    work: UnitOfWork, household: Household, row: HouseholdAddress, words: AddressWords, *, hidden: bool
) -> None:
    """Write the address in the other kind of folder, with all it said before, and leave nothing of it behind."""
    away, to = _folder_of(work, household, row), _new_folder(work, household, hidden=hidden)
    keep_earlier(work, away, row, AddressWords)
    work.session.flush()
    row.replaced_at = work.now
    away.write(row, AddressWords())
    work.session.flush()
    new_id = _first(work, household, to, words)
    carry_earlier(work, away, to, row, new_id)


def _new_folder(work: UnitOfWork, household: Household, *, hidden: bool) -> FolderToWrite:
    if not hidden:
        return household_folder(work, household)
    case = _case_of_a_child(work, household)
    return make_folder(
        work,
        FolderKind.HIDDEN_ADDRESS,
        base_id=household.base_id,
        child_id=case.child_id if case else None,
        case_id=case.id if case else None,
    )


def _folder_of(work: UnitOfWork, household: Household, row: HouseholdAddress) -> FolderToWrite:
    if row.folder_id == household.folder_id:
        return household_folder(work, household)
    return folder_to_write(
        work,
        FolderKind.HIDDEN_ADDRESS,
        row.folder_id,
        base_id=row.base_id,
        child_id=row.child_id,
        case_id=row.case_id,
    )


def _case_of_a_child(work: UnitOfWork, household: Household) -> Case | None:
    """Return the oldest open case of a child of the family: whoever is assigned to it is told the address."""
    rows = work.session.scalars(MEMBERS.of_household(work, household.id)).all()
    children = [row.child_id for row in counting(work, rows) if row.child_id and row.until_on is None]
    if not children:
        return None
    query = scoped(work, Case, Permission.CASE_READ).where(
        Case.child_id.in_(children), Case.closed_at.is_(None)
    )
    return first_open(work, work.session.scalars(query.order_by(Case.opened_at, Case.id)))


def _row(work: UnitOfWork, household_id: UUID, permission: Permission) -> HouseholdAddress | None:
    query = scoped(work, HouseholdAddress, permission).where(
        HouseholdAddress.household_id == household_id, HouseholdAddress.replaced_at.is_(None)
    )
    if permission is Permission.FAMILY_WRITE:
        query = locked(query)
    return work.session.scalars(query.order_by(HouseholdAddress.written_at.desc())).first()


def readable_address(work: UnitOfWork, household_id: UUID) -> AddressView:
    """Return where a family lives, to be changed. Raises NotVisible, NoKey, WillNotOpen."""
    found = address_of(work, visible_household(work, household_id, Permission.FAMILY_WRITE))
    if found.is_changed:
        raise WillNotOpen("an address was changed outside", household=household_id)
    if found.is_kept_from_reader:
        raise NoKey("a hidden address")
    return found
