"""A child that was written down by mistake, or twice: who may say so, and which record then counts."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select

from app.access.addresses import declare_address
from app.access.scope import has, scoped
from app.children.cards import write_card
from app.children.children import (
    card_of,
    editable_child,
    folder_of_child,
    locked_child,
    visible_child,
)
from app.children.codes import codes_of_children
from app.children.documents import ChildProfile
from app.children.finding import children_with_code
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.typed_codes import codes_meant
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.boards import board_fits
from app.keyring.case_status import is_closed
from app.keyring.folders import Fit
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.mistakes.marking import MarkInput, mark_mistaken
from app.mistakes.states import COUNTS, MarkState, MarkView, is_marked, marks_of
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.child import Child
from models.mistake import MistakeMark

declare_address("child_id", "mark_id", MistakeMark.about_id)
CHILD = str(Child.__tablename__)
ALONE_FOR = timedelta(hours=24)
"""For so long whoever wrote a child down puts that right alone, if nobody has built on it."""


@dataclass(frozen=True)
class OtherRecord:
    """Another record of the same child; the code is empty for one that was changed outside Wayhome."""

    id: UUID
    code: str


@dataclass(frozen=True)
class Sameness:
    """How it stands with a child's record: its marks, the record that counts in its place, and those it stands for.

    `own_ask` is what this person asked for and nobody has decided. `asked_same` is the record that is waited about.
    """

    marks: MarkState = COUNTS
    same_as: OtherRecord | None = None
    asked_same: OtherRecord | None = None
    others: tuple[OtherRecord, ...] = ()
    own_ask: MarkView | None = None

    @property
    def codes_of_others(self) -> dict[UUID, str]:
        """The codes of those it stands for, by id."""
        return {other.id: other.code for other in self.others}


def sameness_of(work: UnitOfWork, row: Child) -> Sameness:
    """Return that of a child that was loaded through its permission, and is what was written."""
    marks = marks_of(work, [row])[row.id]
    waiting = marks.waiting.same_as if marks.waiting else None
    twins = _written_as(work, row.id)
    known = codes_of_children(work, [id_ for id_ in (row.same_as_id, waiting, *twins) if id_])

    def other(id_: UUID | None) -> OtherRecord | None:
        return OtherRecord(id_, known[id_]) if id_ in known else None

    return Sameness(
        marks,
        same_as=other(row.same_as_id) if marks.is_marked else None,
        asked_same=other(waiting),
        others=tuple(found for id_ in twins if (found := other(id_))),
        own_ask=marks.own_ask(work.person.id),
    )


def mark_child(work: UnitOfWork, name: str, child_id: UUID, new: MarkInput) -> MarkOutcome:
    """Mark a child's record as written by mistake, or as another record of a child who is known (`new.same_as`).

    Raises as `mark_mistaken` does, and NotAllowedNow: `same-as-itself`; `same-as-mistaken` for a record that counts for
    nothing itself; `same-as-elsewhere` for one of another base; `rule-first` if only this one has a contact rule;
    `has-other-records` while others are said to be this child.
    """
    if new.same_as is not None:
        _refuse_unlike(work, visible_child(work, child_id), new.same_as)
    return mark_mistaken(work, name, child_id, new)


def child_meant(work: UnitOfWork, typed: str) -> UUID | None:
    """Return the child whose code was typed; None where nothing was. Raises NotAllowedNow (`no-such-child`)."""
    if not typed.strip():
        return None
    found = children_with_code(work, codes_meant(typed))
    if len(found) != 1:
        raise NotAllowedNow("no-such-child")
    return found[0]


def _written_as(work: UnitOfWork, child_id: UUID) -> list[UUID]:
    """Return the records that are marked as this child's, oldest first; those changed outside say nothing."""
    query = scoped(work, Child, Permission.PROFILE_READ).where(Child.same_as_id == child_id)
    rows = work.session.scalars(query.order_by(Child.created_at)).all()
    fits = board_fits(work, rows)
    return [row.id for row in rows if is_marked(row) and fits[row.id] is Fit.FITS]


def _refuse_unlike(work: UnitOfWork, row: Child, same_as: UUID) -> None:
    if same_as == row.id:
        raise NotAllowedNow("same-as-itself")
    counts = editable_child(work, same_as)
    if counts.row.base_id != row.base_id:
        raise NotAllowedNow("same-as-elsewhere")
    if is_marked(counts.row):
        raise NotAllowedNow("same-as-mistaken")
    if counts.rule.is_empty and not editable_child(work, row.id).rule.is_empty:
        raise NotAllowedNow("rule-first")


def _hold(work: UnitOfWork, child_id: UUID, permission: Permission) -> Held[Child]:
    row = locked_child(work, child_id, permission)
    if not is_marked(row):
        if _written_as(work, row.id):
            raise NotAllowedNow("has-other-records")
        # Whoever may not read cases is not told that there is one: a second person is, who decides then.
        if has(work, Permission.CASE_OPEN) and _has_open_case(work, row):
            raise NotAllowedNow("child-has-case")
    folder = folder_of_child(work, row)
    folder.check(row)
    return Held(row, folder, row.base_id, subjects=(row.id,))


def _has_open_case(work: UnitOfWork, row: Child) -> bool:
    cases = work.session.scalars(select(Case).where(Case.child_id == row.id)).all()
    return any(not is_closed(work, case) for case in cases)


def _second(work: UnitOfWork, row: Child) -> SecondReason | None:
    """Nobody else is asked only by whoever wrote the child down lately, before anything was built on it."""
    is_own = row.created_by == work.person.id and row.created_at > work.now - ALONE_FOR
    is_plain = row.version == 1 and row.safe_contact is None
    if is_own and is_plain and not work.session.scalar(select(exists().where(Case.child_id == row.id))):
        return None
    return SecondReason.KNOWN_TO_OTHERS


def _follow(work: UnitOfWork, held: Held[Child]) -> None:
    """Have the card say that nobody chooses this child any more, or that they do again; say whose record it is."""
    row, mark = held.row, marks_of(work, [held.row])[held.row.id].mark
    same_as = mark.same_as if mark else None
    if same_as is not None:
        _refuse_unlike(work, row, same_as)
    row.same_as_id = same_as
    held.folder.write(row)
    work.session.flush()
    opened = editable_child(work, row.id)
    write_card(work, row, card_of(row, opened.profile, opened.rule))


declare_markable(
    Child,
    ChildProfile,
    writes=Permission.PROFILE_WRITE,
    hold=_hold,
    second=_second,
    second_back=lambda _work, _row: SecondReason.KNOWN_TO_OTHERS,
    involved=lambda _work, row: {row.created_by},
    follow=_follow,
    page=OwnPage("child", Permission.PROFILE_READ, lambda _work, row: Called(row.code)),
)
