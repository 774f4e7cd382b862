"""Tells where cases stand, by the moves stated in the key directory; the columns of their rows only help to select."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.foundation.case_statuses import CaseStatus
from app.keyring.known_directory import directory_for
from app.keyring.repeated_facts import declare_repeats
from app.unit_of_work import UnitOfWork
from models.case import Case


@dataclass(frozen=True)
class StatedCaseStatus:
    """Where a case stands, since when, and when it was closed."""

    status: CaseStatus
    since: datetime
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether the work in the case has ended."""
        return self.status is CaseStatus.CLOSED


def case_status_of(work: UnitOfWork, case: Case) -> StatedCaseStatus:
    """Return where the case stands: just opened, from its opening on, until a move of it was stated in its base."""
    moves = directory_for(work).moves_of(case.id, case.base_id)
    if not moves:
        return StatedCaseStatus(CaseStatus.OPENED, case.opened_at, None)
    last = moves[-1]
    return StatedCaseStatus(
        last.to, last.decided_at, last.decided_at if last.to is CaseStatus.CLOSED else None
    )


def is_closed(work: UnitOfWork, case: Case) -> bool:
    """Tell whether the work in the case has ended."""
    return case_status_of(work, case).is_closed


def with_status(work: UnitOfWork, cases: Iterable[Case], status: CaseStatus) -> list[Case]:
    """Return those of the cases that stand there, whatever their rows say: those were only looked up by their rows."""
    return [case for case in cases if case_status_of(work, case).status is status]


def those_open(work: UnitOfWork, cases: Iterable[Case]) -> list[Case]:
    """Return those of the cases that are not closed, in their order."""
    return [case for case in cases if not is_closed(work, case)]


def _misfits(work: UnitOfWork, cases: Sequence[Case]) -> list[Case]:
    """Return the cases whose row says that they stand elsewhere: lists that select by it leave them out."""
    return [case for case in cases if not _repeats(case, case_status_of(work, case))]


def _repeats(case: Case, stated: StatedCaseStatus) -> bool:
    said = (case.stage, case.stage_since, case.closed_at)
    return said == (stated.status.value, stated.since, stated.closed_at)


declare_repeats(Case, _misfits)
