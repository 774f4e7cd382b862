"""Folder keys that a person is due by place: cases assigned, shifts worked, packets made."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.foundation.errors import KeyRefused, NoKey
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.boards import board_fits
from app.keyring.directory import KnownPerson
from app.keyring.entitlement import READS_ENCOUNTERS
from app.keyring.folders import Fit, OpenFolder, open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import DUTY_OF_ROLE, POLICY, CircleKind, FolderKind
from app.keyring.refusals import record_refusal
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.folder import Folder, FolderKey
from models.grant import Grant

FOLDERS_A_STEP = 50
"""A step stays within 300 ms: one key opened and sealed anew takes some 4 ms, measured."""


class Place(StrEnum):
    """What makes a person due a folder."""

    CASE = "case"
    SHIFT = "shift"
    MADE = "made"


@dataclass(frozen=True)
class DueFolders:
    """Folders one place makes a person due. `through` are the circles whose members hold the same keys.

    `code` is the case's, empty otherwise. `where` says which folders, from the signed directory alone.
    """

    place: Place
    code: str
    base_id: UUID | None
    through: tuple[CircleKind, ...]
    where: ColumnElement[bool]
    assignment_id: UUID | None = None

    @property
    def key(self) -> str:
        """Name this place in a form."""
        return f"{self.place}:{self.assignment_id}" if self.assignment_id else self.place.value


def places_of(work: UnitOfWork, known: KnownPerson) -> Iterator[DueFolders]:
    """Yield every place of a person that makes them due folders."""
    yield from _cases(work, known)
    if known.role in READS_ENCOUNTERS:
        in_base = Folder.base_id == known.base_id if known.base_id else Folder.base_id.is_not(None)
        shifts = [shift for shift, team in directory_for(work).teams.items() if known.id in team]
        if shifts:
            team = _kinds(*(kind for kind, holders in POLICY.items() if holders.with_team))
            yield _due(
                Place.SHIFT, known, and_(team, in_base, Folder.shift_id.in_(shifts)), CircleKind.OFFICE
            )
        made = _kinds(*(kind for kind, holders in POLICY.items() if holders.with_maker))
        yield _due(
            Place.MADE,
            known,
            and_(made, in_base, *_made_by(known), *_where_makers_hold(work, known)),
            CircleKind.SUPERVISION,
            CircleKind.DIRECTION,
        )


def _made_by(known: KnownPerson) -> list[ColumnElement[bool]]:
    """Made and bound by the person; before anything is given, the folder's own key proves both."""
    first = select(FolderKey.folder_id).where(
        FolderKey.folder_id == Folder.id, FolderKey.version == 1, FolderKey.made_by == known.id
    )
    return [Folder.bound_by == known.id, first.correlate(Folder).exists()]


def _where_makers_hold(work: UnitOfWork, known: KnownPerson) -> list[ColumnElement[bool]]:
    """Whoever must be assigned to a case to make a folder in it holds it as long as they are."""
    if known.role not in DUTY_OF_ROLE:
        return []
    assigned = directory_for(work).on_cases_of.get(known.id, ())
    return [or_(Folder.case_id.is_(None), Folder.case_id.in_([each.case_id for each in assigned]))]


def _due(place: Place, known: KnownPerson, where: ColumnElement[bool], *through: CircleKind) -> DueFolders:
    return DueFolders(place, "", known.base_id, through, where)


def _cases(work: UnitOfWork, known: KnownPerson) -> Iterator[DueFolders]:
    assigned = directory_for(work).on_cases_of.get(known.id, ())
    rows = work.session.scalars(select(Case).where(Case.id.in_([each.case_id for each in assigned]))).all()
    fits = board_fits(work, rows)
    codes = {row.id: row.code for row in rows if fits[row.id] is not Fit.CHANGED}
    for each in assigned:
        kinds = _kinds(*(kind for kind, holders in POLICY.items() if each.duty in holders.duties))
        where = and_(kinds, Folder.case_id == each.case_id, Folder.base_id == each.base_id)
        code = codes.get(each.case_id, "")
        yield DueFolders(Place.CASE, code, each.base_id, (CircleKind.SUPERVISION,), where, each.id)


def _kinds(*kinds: FolderKind) -> ColumnElement[bool]:
    return Folder.kind.in_([kind.value for kind in kinds])


def count_lacking(work: UnitOfWork, known: KnownPerson, due: DueFolders) -> int:
    """Return how many of the folders the person holds no copy of, under the keys vouched for now."""
    return work.session.scalar(select(func.count()).select_from(_lacking(known, due).subquery())) or 0


def give_folders(work: UnitOfWork, known: KnownPerson, due: DueFolders) -> int:
    """Seal one step's worth of folder keys to a person with the acting person's keychain. Returns how many.

    A folder that does not open, or that nobody vouches for, is left out and recorded. Calling it again goes on
    where it stopped.
    """
    step = work.session.scalars(_lacking(known, due).limit(FOLDERS_A_STEP)).all()
    held = set(work.session.execute(_held(known, step)).all())
    opened = open_folders(work, step).values()
    given = 0
    with work.session.no_autoflush:
        for folder in opened:
            versions = {version for folder_id, version in held if folder_id == folder.id}
            given += _give(work, known, folder, due.assignment_id, versions)
    work.session.flush()
    return given


def _held(known: KnownPerson, folder_ids: Sequence[UUID]) -> Select[UUID, int]:
    return select(Grant.folder_id, Grant.key_version).where(
        Grant.folder_id.in_(folder_ids),
        Grant.holder_id == known.id,
        Grant.holder_version == known.key_version,
    )


def _lacking(known: KnownPerson, due: DueFolders) -> Select[UUID]:
    copy = select(Grant.id).where(
        Grant.folder_id == FolderKey.folder_id,
        Grant.key_version == FolderKey.version,
        Grant.holder_id == known.id,
        Grant.holder_version == known.key_version,
    )
    without = select(FolderKey.version).where(FolderKey.folder_id == Folder.id, ~copy.exists())
    return select(Folder.id).where(due.where, without.exists()).order_by(Folder.id)


def _give(
    work: UnitOfWork,
    known: KnownPerson,
    folder: OpenFolder,
    assignment_id: UUID | None,
    held: Collection[int],
) -> int:
    try:
        record_keys = folder.record_keys()
        bindings.check_binding(directory_for(work), folder.row, record_keys[-1])
    except (KeyRefused, NoKey) as error:
        record_refusal(work, folder.id, error)
        return 0
    for record_key in record_keys:
        if record_key.version not in held:
            grants.grant_to_person(work, folder.row, record_key, known.id, assignment_id=assignment_id)
    return 1
