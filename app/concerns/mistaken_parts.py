"""A child's words, or something added to a concern, written by mistake: a second person decides, because others relied.

Such a row is never written again, so its mark alone says how it stands: if the mark is deleted, the row counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.access.addresses import declare_address
from app.access.scope import require, scoped, visible
from app.concerns.addition_views import ReadAddition, ReadDisclosure
from app.concerns.concern_page import ConcernPage, concern_page
from app.concerns.concern_status import told_of
from app.concerns.documents import Addition, ChildsWords
from app.concerns.handling import concern_folder, subjects_of
from app.concerns.part_marks import ADDED, PART, SAID
from app.concerns.scopes import locked_concern
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.folders import open_folder
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.unit_of_work import UnitOfWork
from models.concern import Concern, ConcernAddition
from models.disclosure import Disclosure
from models.folder import FolderKey
from models.mistake import MistakeMark

declare_address("part_id", "mark_id", MistakeMark.about_id)

Row = Disclosure | ConcernAddition


@dataclass(frozen=True)
class ConcernPart:
    """One child's words, or one thing that was added, with its concern. `name` is what marks know it by."""

    concern: ConcernPage
    name: str
    said: ReadDisclosure | None
    added: ReadAddition | None

    @property
    def read(self) -> ReadDisclosure | ReadAddition:
        """Whichever of the two it is."""
        found = self.said or self.added
        if found is None:
            raise ValueError("a part is one of the two")
        return found


def concern_part(work: UnitOfWork, record_id: UUID) -> ConcernPart:
    """Return a part of a concern for somebody who may read it.

    Raises NotVisible, NoKey, and ChangedOutside: of a changed one nobody can tell which concern it is beside.
    """
    row = _found(work, record_id, Permission.CONCERN_READ)
    open_folder(work, row.folder_id).check(row)
    page = concern_page(work, row.concern_id)
    said = next((each for each in page.disclosures if each.id == row.id), None)
    added = next((each for each in page.additions if each.id == row.id), None)
    return ConcernPart(page, SAID if said else ADDED, said, added)


def _found(work: UnitOfWork, record_id: UUID, permission: Permission) -> Row:
    tables: Sequence[type[Row]] = (Disclosure, ConcernAddition)
    for table in tables:
        query = scoped(work, table, permission).where(table.id == record_id)
        row = work.session.scalars(query).one_or_none()
        if row is not None:
            return row
    raise NotVisible("concern")


def _hold(work: UnitOfWork, record_id: UUID, permission: Permission) -> Held[Row]:
    """Load a part of a concern, and lock the concern, in whose folder the marks lie: its readers read why.

    Whoever added the part may have had no right to say where the part's own folder belongs. Raises NotVisible, NoKey,
    KeyRefused, ChangedOutside.
    """
    require(work, permission)
    row = _found(work, record_id, permission)
    concern = locked_concern(work, row.concern_id, permission)
    open_folder(work, row.folder_id).check(row)
    return Held(row, concern_folder(work, concern), concern.base_id, subjects=tuple(subjects_of(concern)))


def _heard_by(work: UnitOfWork, row: Disclosure) -> set[UUID]:
    """Return who heard the child and who wrote it down."""
    return {row.heard_by, work.session.get_one(FolderKey, (row.folder_id, 1)).made_by}


def _called(work: UnitOfWork, row: Row) -> Called:
    """Return the reference of its concern."""
    return Called(told_of(work, visible(work, Concern, row.concern_id, Permission.CONCERN_READ)).reference)


_PAGE = OwnPage("concern-part", Permission.CONCERN_READ, _called)

declare_markable(
    Disclosure,
    ChildsWords,
    writes=Permission.CONCERN_TRIAGE,
    hold=_hold,
    second=lambda _work, _row: SecondReason.RELAXES_PROTECTION,
    involved=_heard_by,
    part=PART,
    page=_PAGE,
)
declare_markable(
    ConcernAddition,
    Addition,
    writes=Permission.CONCERN_TRIAGE,
    hold=_hold,
    second=lambda _work, _row: SecondReason.RELAXES_PROTECTION,
    involved=lambda _work, row: {row.posted_by},
    part=PART,
    page=_PAGE,
)
