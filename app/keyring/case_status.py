"""Tells the status of cases from the moves in the key directory; the columns of their rows only help to select."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.foundation.case_statuses import CaseStatus
from app.keyring.known_directory import directory_for
from app.keyring.repeated_facts import declare_repeats
from app.keyring.stated_facts import StatedMove, standing
from app.unit_of_work import UnitOfWork
from models.case import Case


@dataclass(frozen=True)
class StatedCaseStatus:
    """A case's stage, since when, and when it was closed."""

    status: CaseStatus
    since: datetime
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether the work in the case has ended."""
        return self.status is CaseStatus.CLOSED


def case_status_of(work: UnitOfWork, case: Case) -> StatedCaseStatus:
    """Return the case's status: newly opened, until a move was stated in its base.

    A move that was taken back as a mistake counts for nothing: the case is since as long where it stands.
    """
    moves = standing_moves(work, case)
    if not moves:
        return StatedCaseStatus(CaseStatus.OPENED, case.opened_at, None)
    last = moves[-1]
    return StatedCaseStatus(
        last.to, last.decided_at, last.decided_at if last.to is CaseStatus.CLOSED else None
    )


def standing_moves(work: UnitOfWork, case: Case) -> list[StatedMove]:
    """Return the stated moves of the case that still count, oldest first: one that was taken back does not."""
    return standing(directory_for(work).moves_of(case.id, case.base_id))


def way_back(work: UnitOfWork, case: Case) -> CaseStatus | None:
    """Return where a case goes if its last move was a mistake; None if an ordinary move leads there, or none does."""
    return directory_for(work).way_back(case.id, case.base_id)


def is_closed(work: UnitOfWork, case: Case) -> bool:
    """Tell whether the work in the case has ended."""
    return case_status_of(work, case).is_closed


def with_status(work: UnitOfWork, cases: Iterable[Case], status: CaseStatus) -> list[Case]:
    """Return those of the cases that have that status, whatever their rows say: the rows only selected candidates."""
    return [case for case in cases if case_status_of(work, case).status is status]


def those_open(work: UnitOfWork, cases: Iterable[Case]) -> list[Case]:
    """Return those of the cases that are not closed, in order."""
    return [case for case in cases if not is_closed(work, case)]


def _misfits(work: UnitOfWork, cases: Sequence[Case]) -> list[Case]:
    """Return the cases whose row has a different status: lists that select by the row miss them."""
    return [case for case in cases if not _repeats(case, case_status_of(work, case))]


def _repeats(case: Case, stated: StatedCaseStatus) -> bool:
    said = (case.stage, case.stage_since, case.closed_at)
    return said == (stated.status.value, stated.since, stated.closed_at)


declare_repeats(Case, _misfits)
