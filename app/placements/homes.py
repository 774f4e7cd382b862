"""Records where a child lives, in a folder of its own beside the case file."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from app.access.addresses import declare_address
from app.access.assigned import assigned_case
from app.access.scope import declare_scope, has, locked, own_base, scoped
from app.cases.reading import readable_case, refuse_second, refuse_stale, writable_case
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.keyring.case_standing import is_closed
from app.keyring.folders import OpenFolder, look_in, open_folders
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write, make_folder
from app.name_matching.normalise import clean_lines, clean_text
from app.placements.documents import Home, HomeSafety
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.folder import Folder
from models.placement import Placement

declare_scope(
    Placement,
    {Reach.BASE: own_base(Placement.base_id), Reach.ASSIGNED: assigned_case(Placement.case_id)},
)
declare_address("case_id", "placement_id", Placement.case_id)


@dataclass(frozen=True)
class PlacementDraft:
    """What is typed of a placement. `review_on` is when somebody looks whether it still holds."""

    home: Home
    from_on: date
    until_on: date | None = None
    review_on: date | None = None


@dataclass(frozen=True)
class PlacementView:
    """A placement as its readers see it; `home` is None when the record does not open."""

    id: UUID
    case_id: UUID
    home: Home | None
    from_on: date
    until_on: date | None
    review_on: date | None
    written_at: datetime
    written_by: str
    version: int
    is_now: bool
    days_late: int
    paper_days_late: int

    @property
    def is_safe(self) -> bool:
        """Whether the child is known to be safe there."""
        return self.home is not None and self.home.safety is HomeSafety.SAFE


@dataclass(frozen=True)
class PlacementPage:
    """Where the child lives now and lived before, the newest first."""

    case_id: UUID
    case_code: str
    may_write: bool
    now: tuple[PlacementView, ...]
    earlier: tuple[PlacementView, ...]


def record_placement(work: UnitOfWork, case_id: UUID, placement_id: UUID, draft: PlacementDraft) -> None:
    """Write down where the child lives from a day on; the home before ends on that day.

    Raises Refused, NotVisible, AlreadyDone, NotAllowedNow (`case-closed`, `from-ahead`, `until-before-from`,
    `before-the-home-before`).
    """
    case = writable_case(work, case_id)
    refuse_second(work, Placement, placement_id, author="written_by")
    _check(work, draft)
    folder = _folder(work, case)
    _end_those_before(work, case_id, draft, folder)
    placement = Placement(
        id=placement_id,
        case_id=case.id,
        base_id=case.base_id,
        folder_id=folder.id,
        from_on=draft.from_on,
        until_on=draft.until_on,
        review_on=_looked_at_on(draft),
        written_by=work.person.id,
        written_at=work.now,
    )
    folder.write(placement, _cleaned(draft.home))
    _record(work, "placement.recorded", case, placement)


def change_placement(
    work: UnitOfWork, case_id: UUID, placement_id: UUID, draft: PlacementDraft, *, version: int
) -> None:
    """Correct a placement or write its end. Raises as `record_placement` does, and Conflict."""
    case = writable_case(work, case_id)
    placement = _placement(work, case_id, placement_id, Permission.CASE_WRITE)
    refuse_stale(version, placement.version)
    _check(work, draft)
    folder = case_folder_to_write(work, FolderKind.PLACEMENTS, placement.folder_id, case)
    folder.write(placement, _cleaned(draft.home))
    placement.from_on, placement.until_on = draft.from_on, draft.until_on
    placement.review_on = _looked_at_on(draft)
    _record(work, "placement.changed", case, placement)


def read_placement(work: UnitOfWork, case_id: UUID, placement_id: UUID) -> PlacementView:
    """Return one placement. Raises NotVisible."""
    readable_case(work, case_id)
    return opened_placements(work, [_placement(work, case_id, placement_id, Permission.CASE_READ)])[0]


def placement_page(work: UnitOfWork, case_id: UUID) -> PlacementPage:
    """Return where the child lives and lived. Raises NotVisible."""
    case = readable_case(work, case_id)
    query = scoped(work, Placement, Permission.CASE_READ).where(Placement.case_id == case.id)
    rows = list(work.session.scalars(query.order_by(Placement.from_on.desc(), Placement.written_at.desc())))
    views = opened_placements(work, rows)
    return PlacementPage(
        case_id=case.id,
        case_code=case.code,
        may_write=not is_closed(work, case) and has(work, Permission.CASE_WRITE),
        now=tuple(view for view in views if view.is_now),
        earlier=tuple(view for view in views if not view.is_now),
    )


def current_placements(work: UnitOfWork, case_id: UUID) -> list[PlacementView]:
    """Return where the child lives now. The case was loaded through its permission."""
    today = local_day(work.now)
    query = scoped(work, Placement, Permission.CASE_READ).where(
        Placement.case_id == case_id,
        Placement.from_on <= today,
        or_(Placement.until_on.is_(None), Placement.until_on > today),
    )
    return opened_placements(work, list(work.session.scalars(query.order_by(Placement.from_on.desc()))))


def opened_placements(work: UnitOfWork, rows: list[Placement]) -> list[PlacementView]:
    """Open placements that were loaded through their permission."""
    folders = open_folders(work, [row.folder_id for row in rows])
    names = names_of_staff(work, [row.written_by for row in rows])
    today = local_day(work.now)
    return [_view(row, folders.get(row.folder_id), names.get(row.written_by, ""), today) for row in rows]


def _view(row: Placement, folder: OpenFolder | None, written_by: str, today: date) -> PlacementView:
    home = look_in(folder, row, Home).document
    is_now = row.from_on <= today and (row.until_on is None or row.until_on > today)
    paper_ends = home.document_ends_on if home else None
    return PlacementView(
        id=row.id,
        case_id=row.case_id,
        home=home,
        from_on=row.from_on,
        until_on=row.until_on,
        review_on=row.review_on,
        written_at=row.written_at,
        written_by=written_by,
        version=row.version,
        is_now=is_now,
        days_late=max(0, (today - row.review_on).days) if is_now and row.review_on else 0,
        paper_days_late=max(0, (today - paper_ends).days) if is_now and paper_ends else 0,
    )


def _folder(work: UnitOfWork, case: Case) -> FolderToWrite:
    """Return the case's placements folder, made with the first placement."""
    query = select(Folder.id).where(Folder.kind == FolderKind.PLACEMENTS.value, Folder.case_id == case.id)
    folder_id = work.session.scalars(query).one_or_none()
    if folder_id is not None:
        return case_folder_to_write(work, FolderKind.PLACEMENTS, folder_id, case)
    return make_folder(
        work, FolderKind.PLACEMENTS, base_id=case.base_id, child_id=case.child_id, case_id=case.id
    )


def _end_those_before(work: UnitOfWork, case_id: UUID, draft: PlacementDraft, folder: FolderToWrite) -> None:
    query = scoped(work, Placement, Permission.CASE_WRITE).where(
        Placement.case_id == case_id, Placement.until_on.is_(None)
    )
    for before in work.session.scalars(locked(query)):
        if draft.until_on is not None and draft.until_on <= before.from_on:
            continue
        if before.from_on > draft.from_on:
            raise NotAllowedNow("before-the-home-before")
        folder.write(before)
        before.until_on = draft.from_on


def _check(work: UnitOfWork, draft: PlacementDraft) -> None:
    if draft.from_on > local_day(work.now):
        raise NotAllowedNow("from-ahead")
    if draft.until_on is not None and draft.until_on < draft.from_on:
        raise NotAllowedNow("until-before-from")


def _looked_at_on(draft: PlacementDraft) -> date | None:
    """Return when the placement is looked at: before its paper ends at the latest."""
    days = [day for day in (draft.review_on, draft.home.document_ends_on) if day is not None]
    return min(days, default=None)


def _cleaned(home: Home) -> Home:
    return replace(
        home,
        how_known=clean_lines(home.how_known),
        carer=clean_text(home.carer),
        address=clean_lines(home.address),
        decided_by=clean_text(home.decided_by),
        document=clean_text(home.document),
        words=clean_lines(home.words),
    )


def _placement(work: UnitOfWork, case_id: UUID, placement_id: UUID, permission: Permission) -> Placement:
    query = scoped(work, Placement, permission).where(
        Placement.id == placement_id, Placement.case_id == case_id
    )
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotVisible("placement")
    return found


def _record(work: UnitOfWork, action: str, case: Case, placement: Placement) -> None:
    work.record(
        action,
        subjects=[case.id, case.child_id, placement.id],
        folders=[placement.folder_id],
        base_id=case.base_id,
    )
