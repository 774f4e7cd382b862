"""Reads answers: what each says, who has it, what was decided, or that it was changed outside: then it counts not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select

from app.absences.documents import Answered, Decided
from app.absences.resting import rests_until
from app.absences.scopes import ClubAbsence
from app.absences.signing import is_signed_answer, is_signed_decision
from app.access.scope import scoped
from app.foundation.permissions import Permission
from app.foundation.vocabulary.absence_answers import AbsenceAnswer, VisitDecision
from app.keyring.folders import Fit, OpenFolder, fit_in, folders_to_check, look_in, open_folders
from app.mistakes.states import is_marked
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork

REMEMBERED_FOR = timedelta(days=92)
"""How long a list looks back for answers: longer than any of them lets it rest."""


@dataclass(frozen=True)
class AnswerView:
    """One answer; `said` is None when it does not open. If it `is_changed` outside Wayhome, it counts for nothing.

    `decided` is what a caseworker said of a visit that is asked for; None until somebody has.
    """

    id: UUID
    club_id: UUID
    child_id: UUID
    said: Answered | None
    by: str
    at: datetime
    decided: Decided | None
    decider_id: UUID | None
    decider: str
    version: int
    is_changed: bool
    is_mistaken: bool

    @property
    def counts(self) -> bool:
        """Whether it may let the list rest."""
        return self.said is not None and not self.is_mistaken

    @property
    def kind(self) -> AbsenceAnswer | None:
        """What it answers, if it counts."""
        return self.said.kind if self.said is not None and self.counts else None

    @property
    def rests_until(self) -> date | None:
        """The last day on which nobody is asked again; a visit that nobody makes lets nothing rest."""
        if self.said is None or not self.counts or self.is_refused:
            return None
        return rests_until(self.said.kind, self.at)

    @property
    def waits_for_a_caseworker(self) -> bool:
        """Whether a visit is asked for, and nobody has decided."""
        return self.kind is AbsenceAnswer.VISIT and self.decided is None

    @property
    def is_refused(self) -> bool:
        """Whether a visit was asked for, and nobody goes now."""
        return self.decided is not None and self.decided.decision is VisitDecision.NOT_NOW

    @property
    def who_has_it(self) -> str:
        """Who looks after it: whoever goes on a visit, or else whoever answered."""
        goes = self.decided is not None and self.decided.decision is VisitDecision.GOES
        return self.decider if goes else self.by


def answers_of_children(work: UnitOfWork, child_ids: Iterable[UUID]) -> list[AnswerView]:
    """Return the answers about these children at the clubs this person reaches, newest first, of whatever age."""
    wanted = list(dict.fromkeys(child_ids))
    if not wanted:
        return []
    query = scoped(work, ClubAbsence, Permission.CLUB_READ).where(ClubAbsence.child_id.in_(wanted))
    return read_answers(work, work.session.scalars(_newest(query)).all())


def recent_answers(
    work: UnitOfWork,
    base_ids: Iterable[UUID],
    children: Collection[tuple[UUID, UUID]],
    *,
    verified: set[bytes],
) -> list[AnswerView]:
    """Return the answers of the last three months about these children, each with its club, newest first.

    Of the others only those are among them that were changed outside. `verified` remembers whose signature was checked.
    """
    query = scoped(work, ClubAbsence, Permission.CLUB_READ).where(
        ClubAbsence.base_id.in_(list(base_ids)), ClubAbsence.written_at >= work.now - REMEMBERED_FOR
    )
    rows = work.session.scalars(_newest(query)).all()
    # Nothing of those that are not shown is opened; their tags are checked, so that none is changed unnoticed.
    folders = folders_to_check(work, (row.folder_id for row in rows))
    shown = [
        row
        for row in rows
        if (row.club_id, row.child_id) in children or fit_in(folders.get(row.folder_id), row) is Fit.CHANGED
    ]
    return read_answers(work, shown, verified=verified)


def read_answers(
    work: UnitOfWork, rows: Sequence[ClubAbsence], *, verified: set[bytes] | None = None
) -> list[AnswerView]:
    """Open answers that were loaded through their scope, in the same order."""
    folders = open_folders(work, (row.folder_id for row in rows))
    names = names_of_staff(work, [id_ for row in rows for id_ in (row.written_by, row.decided_by)])
    known = set() if verified is None else verified
    return [_view(work, row, folders.get(row.folder_id), names, known) for row in rows]


def newest_by_child(views: Iterable[AnswerView]) -> dict[tuple[UUID, UUID], AnswerView]:
    """Return the newest answer that counts for each club and child."""
    found: dict[tuple[UUID, UUID], AnswerView] = {}
    for view in views:
        if view.counts:
            known = found.get((view.club_id, view.child_id))
            if known is None or known.at < view.at:
                found[view.club_id, view.child_id] = view
    return found


def _newest(query: Select[ClubAbsence]) -> Select[ClubAbsence]:
    return query.order_by(ClubAbsence.written_at.desc(), ClubAbsence.id)


def _view(
    work: UnitOfWork,
    row: ClubAbsence,
    folder: OpenFolder | None,
    names: dict[UUID, str],
    verified: set[bytes],
) -> AnswerView:
    look = look_in(folder, row, Answered)
    said, is_changed = look.document, look.is_changed
    decided = look_in(folder, row, Decided).document if row.decided_at is not None else None
    if folder is not None and said is not None and not _is_signed(work, folder, row, said, decided, verified):
        said, decided, is_changed = None, None, True
    return AnswerView(
        id=row.id,
        club_id=row.club_id,
        child_id=row.child_id,
        said=said,
        by="" if is_changed else names.get(row.written_by, ""),
        at=row.written_at,
        decided=decided,
        decider_id=row.decided_by if decided is not None else None,
        decider=names.get(row.decided_by, "") if decided is not None and row.decided_by else "",
        version=row.version,
        is_changed=is_changed,
        is_mistaken=is_marked(row) and not is_changed,
    )


def _is_signed(
    work: UnitOfWork,
    folder: OpenFolder,
    row: ClubAbsence,
    said: Answered,
    decided: Decided | None,
    verified: set[bytes],
) -> bool:
    """Tell whether whom a row names said what it says. The tag, which was checked, covers both documents."""
    tag = row.tag or b""
    if tag in verified:
        return True
    if not is_signed_answer(work, folder, row, said):
        return False
    if row.decided_at is not None and (decided is None or not is_signed_decision(work, folder, row, decided)):
        return False
    verified.add(tag)
    return True
