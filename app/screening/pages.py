"""Builds the pages of screenings: those of a child, one of them, and what the forms about one need."""

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.scope import has, require, scoped
from app.bases.known import known_base
from app.children.children import visible_child
from app.children.names import ChildName, names_of
from app.concerns.of_meeting import Told, told_by_id
from app.foundation.errors import ChangedOutside, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.instruments.loading import Item, ScreeningPack, Section
from app.mistakes.earlier import Earlier, earlier_versions
from app.mistakes.states import MarkState, MarkView, marks_of
from app.screening.documents import Given, ScreeningSheet
from app.screening.lists import list_in_force, list_of
from app.screening.mistaken import may_mark
from app.screening.scopes import reads_all_of, visible_screening
from app.screening.screening_views import ScreeningView, open_screenings
from app.unit_of_work import UnitOfWork
from models.screening import Screening


@dataclass(frozen=True)
class ItemLine:
    """One item: what was answered now, and at the last screening; None where it was not asked."""

    item: Item
    now: Given | None
    last: Given | None

    @property
    def differs(self) -> bool:
        """Whether it was answered differently last time."""
        return (self.now.answer if self.now else "") != (self.last.answer if self.last else "")


@dataclass(frozen=True)
class SectionLines:
    """The items of one section."""

    section: Section
    lines: tuple[ItemLine, ...]

    @property
    def answered(self) -> tuple[ItemLine, ...]:
        """The items that were answered."""
        return tuple(line for line in self.lines if line.now is not None)


@dataclass(frozen=True)
class ScreeningsPage(Numbered):
    """One page of a child's screenings, the newest first.

    `next_on` is by when the child is screened again; None for whoever does not read all of them, or while there is
    none. `reads_all` tells whether the person would read every screening of the child.
    """

    child_id: UUID
    code: str
    name: ChildName | None
    views: tuple[ScreeningView, ...]
    total: int
    page: int
    next_on: date | None
    reads_all: bool
    may_post: bool
    today: date

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.views


@dataclass(frozen=True)
class ScreeningPage:
    """One screening. `pack` is the list it was answered with, None for one that is here no more.

    `is_other_list`: that list says something else now than when it was answered. `last` is the screening before it,
    of those the person reads. `told` are the concerns it
    raised that count.
    """

    view: ScreeningView
    code: str
    name: ChildName | None
    pack: ScreeningPack | None
    is_other_list: bool
    sections: tuple[SectionLines, ...]
    last: ScreeningView | None
    told: tuple[Told, ...]
    duty_number: str
    marks: MarkState
    own_ask: MarkView | None
    may_correct: bool
    may_mark: bool
    may_raise: bool
    was_changed: bool

    @property
    def asks_for_concern(self) -> bool:
        """Whether something that cannot wait has no concern that counts: the one it raised was taken out."""
        return self.view.alerts and not self.told and not self.view.is_mistaken

    @property
    def changes(self) -> tuple[ItemLine, ...]:
        """The items that were answered differently at the last screening."""
        if self.last is None or self.last.sheet is None or self.view.sheet is None:
            return ()
        return tuple(line for each in self.sections for line in each.lines if line.differs)

    @property
    def clocks(self) -> Mapping[str, datetime]:
        """Until when a rule's medical help can work at most, counted from the screening, by the rule's id."""
        return {
            met.rule.id: self.view.held_at + timedelta(hours=met.rule.clock_hours)
            for met in self.view.rules
            if met.rule.clock_hours is not None
        }


@dataclass(frozen=True)
class WritingPage:
    """What the form of a screening shows: the child with the contact rule, and the list to answer."""

    child_id: UUID
    code: str
    name: ChildName | None
    pack: ScreeningPack
    view: ScreeningView | None = None


@dataclass(frozen=True)
class ScreeningBefore:
    """What a screening said before."""

    view: ScreeningView
    code: str
    pack: ScreeningPack | None
    sheets: tuple[Earlier[ScreeningSheet], ...]


def screenings_of_child(work: UnitOfWork, child_id: UUID, *, page: int = 1) -> ScreeningsPage:
    """Return one page of a child's screenings. Raises NotVisible, ChangedOutside."""
    require(work, Permission.SCREENING_READ)
    child = visible_child(work, child_id)
    query = _of_child(work, child_id)
    in_order = query.order_by(Screening.held_at.desc(), Screening.id)
    offset = (page - 1) * ScreeningsPage.PAGE_SIZE
    rows = work.session.scalars(in_order.offset(offset).limit(ScreeningsPage.PAGE_SIZE)).all()
    reads_all = reads_all_of(work, child_id)
    work.note_opened(child.folder_id, child_id, base_id=child.base_id)
    return ScreeningsPage(
        child_id=child_id,
        code=child.code,
        name=names_of(work, [child_id]).get(child_id),
        views=tuple(open_screenings(work, rows)),
        total=work.session.scalar(select(func.count()).select_from(query.subquery())) or 0,
        page=page,
        next_on=_next_on(work, child_id) if reads_all else None,
        reads_all=reads_all,
        may_post=has(work, Permission.SCREENING_POST) and child.mistake_id is None,
        today=local_day(work.now),
    )


def screening_page(work: UnitOfWork, screening_id: UUID) -> ScreeningPage:
    """Return one screening. Raises NotVisible, ChangedOutside."""
    row = visible_screening(work, screening_id)
    view = open_screenings(work, [row])[0]
    child = visible_child(work, row.child_id)
    pack, last = _list_of(view), last_before(work, view)
    marks = marks_of(work, [row])[row.id]
    sound = not view.is_changed and view.sheet is not None
    return ScreeningPage(
        view=view,
        code=child.code,
        name=names_of(work, [child.id]).get(child.id),
        pack=pack,
        is_other_list=bool(pack and view.sheet and pack.sha256 != view.sheet.pack_sha256),
        sections=section_lines(pack, view.sheet, last.sheet if last else None),
        last=last,
        told=told_by_id(work, view.sheet.concerns if view.sheet else ()),
        duty_number=known_base(work, child.base_id).duty_number,
        marks=marks,
        own_ask=marks.own_ask(work.person.id),
        may_correct=sound and not view.is_mistaken and pack is not None and _may_write(work, row),
        may_mark=not view.is_changed and may_mark(work, row),
        may_raise=has(work, Permission.CONCERN_POST),
        was_changed=sound and bool(earlier_versions(work, row, ScreeningSheet)),
    )


def section_lines(
    pack: ScreeningPack | None, now: ScreeningSheet | None, last: ScreeningSheet | None
) -> tuple[SectionLines, ...]:
    """Return every item of a list, section by section, with what was answered now and last time."""
    if pack is None or now is None:
        return ()
    given = {each.item: each for each in now.given}
    before = {each.item: each for each in last.given} if last else {}
    return tuple(
        SectionLines(
            section,
            tuple(ItemLine(item, given.get(item.id), before.get(item.id)) for item in section.items),
        )
        for section in pack.sections
    )


def writing_page(work: UnitOfWork, child_id: UUID, screening_id: UUID | None = None) -> WritingPage:
    """Return what the form of a screening shows.

    Raises NotVisible, Refused, ChangedOutside, or NotAllowedNow with `list-gone`.
    """
    require(work, Permission.SCREENING_POST if screening_id is None else Permission.SCREENING_WRITE)
    child = visible_child(work, child_id)
    view = None
    if screening_id is not None:
        row = visible_screening(work, screening_id, Permission.SCREENING_WRITE)
        view = open_screenings(work, [row])[0]
        if view.is_changed:
            raise ChangedOutside("a screening that is not what was written", screening=row.id)
    pack = list_in_force() if view is None else list_of(view.pack_id, view.pack_version)
    if pack is None:
        raise NotAllowedNow("list-gone")
    work.note_opened(child.folder_id, child_id, base_id=child.base_id)
    return WritingPage(
        child_id=child_id,
        code=child.code,
        name=names_of(work, [child_id]).get(child_id),
        pack=pack,
        view=view,
    )


def screening_before(work: UnitOfWork, screening_id: UUID) -> ScreeningBefore:
    """Return what a screening said before. Raises NotVisible, ChangedOutside."""
    row = visible_screening(work, screening_id)
    view = open_screenings(work, [row])[0]
    child = visible_child(work, row.child_id)
    sheets = () if view.is_changed else earlier_versions(work, row, ScreeningSheet)
    return ScreeningBefore(view, child.code, _list_of(view), sheets)


def last_before(work: UnitOfWork, view: ScreeningView) -> ScreeningView | None:
    """Return the newest screening of the child before this one that counts, among those the person reads."""
    if view.is_changed:
        return None
    query = _of_child(work, view.child_id).where(
        Screening.held_at < view.held_at, Screening.mistake_id.is_(None), Screening.id != view.id
    )
    rows = work.session.scalars(query.order_by(Screening.held_at.desc(), Screening.id).limit(3)).all()
    return next((each for each in open_screenings(work, rows) if not each.is_changed), None)


def _list_of(view: ScreeningView) -> ScreeningPack | None:
    return None if view.is_changed else list_of(view.pack_id, view.pack_version)


def _of_child(work: UnitOfWork, child_id: UUID) -> Select[Screening]:
    return scoped(work, Screening, Permission.SCREENING_READ).where(Screening.child_id == child_id)


def _next_on(work: UnitOfWork, child_id: UUID) -> date | None:
    query = _of_child(work, child_id).where(Screening.mistake_id.is_(None))
    rows: Sequence[Screening] = work.session.scalars(
        query.order_by(Screening.held_at.desc(), Screening.id).limit(3)
    ).all()
    return next((each.next_on for each in open_screenings(work, rows) if not each.is_changed), None)


def _may_write(work: UnitOfWork, row: Screening) -> bool:
    query = scoped(work, Screening, Permission.SCREENING_WRITE).where(Screening.id == row.id)
    return work.session.scalars(query).first() is not None
