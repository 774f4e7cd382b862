"""What the second person sees: what waits for them, and one mark with what it would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.foundation.errors import ChangedOutside, NoKey, NotVisible
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, look_in, open_folders
from app.mistakes.markables import MARKABLE, Called, Markable, name_of
from app.mistakes.marking import may_decide
from app.mistakes.states import MarkView, views_of
from app.mistakes.waiting import SHOWN_AT_MOST, waiting_rows
from app.unit_of_work import UnitOfWork
from models.mistake import MistakeMark


@dataclass(frozen=True)
class MarkPage:
    """One mark, where its record is, and whether this person may decide it: whoever has no part in the record.

    `name` is that of the table, or of the part of its rows, that the mark is about. `kind` leads to the record's page.
    Of a record with a page of its own, `called` tells which one it is and `words` what it says, to people who read it.
    """

    mark: MarkView
    name: str
    kind: str
    case_id: UUID | None
    case_code: str
    may_decide: bool
    called: Called
    words: str


@dataclass(frozen=True)
class MarksWaiting:
    """What others asked for and nobody has decided, longest wait first, and how many were changed outside Wayhome.

    `has_more`: there are others that began to wait later, which are not listed yet.
    """

    pages: tuple[MarkPage, ...]
    changed: int
    has_more: bool


def marks_waiting(work: UnitOfWork) -> MarksWaiting:
    """Return what waits for a second person."""
    found = waiting_rows(work, at_most=SHOWN_AT_MOST + 1)
    rows = found[:SHOWN_AT_MOST]
    pages = _pages(work, rows)
    return MarksWaiting(pages, len(rows) - len(pages), has_more=len(found) > len(rows))


def mark_page(work: UnitOfWork, mark_id: UUID) -> MarkPage:
    """Return one mark. Raises NotVisible, and ChangedOutside when it is not what was asked for."""
    query = scoped(work, MistakeMark, Permission.MISTAKE_DECIDE).where(MistakeMark.id == mark_id)
    rows = work.session.scalars(query).all()
    if not rows:
        raise NotVisible("mistake_mark")
    for page in _pages(work, rows):
        return page
    raise ChangedOutside("a mark that is not what was asked for", mark=mark_id)


def _pages(work: UnitOfWork, rows: Sequence[MistakeMark]) -> tuple[MarkPage, ...]:
    fits = board_fits(work, rows)
    acts = {row.id: row for row in rows if fits[row.id] is Fit.FITS}
    views = views_of(work, acts.values())
    codes = codes_of_cases(work, [row.case_id for row in acts.values() if row.case_id])
    read = _read(work, list(acts.values()))
    return tuple(_page(work, acts[view.id], view, codes, read.get(view.about_id)) for view in views)


def _page(
    work: UnitOfWork,
    act: MistakeMark,
    view: MarkView,
    codes: dict[UUID, str],
    read: tuple[Called, str] | None,
) -> MarkPage:
    own = MARKABLE[act.about_table].page
    called, words = read or (Called(), "")
    return MarkPage(
        mark=view,
        name=act.about_table,
        kind=own.kind if own else "",
        case_id=act.case_id,
        case_code=codes[act.case_id] if act.case_id else "",
        may_decide=_is_uninvolved(work, act),
        called=called,
        words=words,
    )


def _read(work: UnitOfWork, acts: Sequence[MistakeMark]) -> dict[UUID, tuple[Called, str]]:
    """Return what tells each record with a page of its own, and what it says, as far as this person reads it."""
    rows = [(markable, row) for markable in MARKABLE.values() for row in _rows(work, markable, acts)]
    folders = open_folders(work, {row.folder_id for _markable, row in rows})
    found = {}
    for markable, row in rows:
        look = look_in(folders.get(row.folder_id), row, markable.document)
        if markable.page is not None and look.fit is Fit.FITS:
            found[row.id] = markable.page.called(work, row), str(getattr(look.document, "words", ""))
    return found


def _rows(work: UnitOfWork, markable: Markable[Any], acts: Sequence[MistakeMark]) -> Sequence[Any]:
    name = name_of(markable.table, markable.part)
    ids = {act.about_id for act in acts if act.about_table == name}
    if markable.page is None or not ids or not has(work, markable.page.reads):
        return ()
    return work.session.scalars(
        scoped(work, markable.table, markable.page.reads).where(markable.table.id.in_(ids))
    ).all()


def _is_uninvolved(work: UnitOfWork, act: MistakeMark) -> bool:
    markable = MARKABLE[act.about_table]
    row = work.session.scalars(select(markable.table).where(markable.table.id == act.about_id)).one_or_none()
    try:
        return row is not None and may_decide(work, markable, row, asker_id=act.asked_by)
    except (NoKey, ChangedOutside):
        return False
