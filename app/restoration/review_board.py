"""The supervisor's review: each child's first, previous and latest scores per domain, the worst first; no total."""

from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.access.scope import require, scoped
from app.bases.known import known_bases
from app.foundation.case_statuses import CaseStatus
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.review_looks import ReviewLook
from app.keyring.case_status import with_status
from app.restoration.assessments import restoration_pack
from app.restoration.review_lines import ReviewLine, review_lines
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case


@dataclass(frozen=True)
class BoardFilter:
    """What the review is cut down to; None and ALL for no cut. `domain`: low or fallen in that part of life."""

    base_id: UUID | None = None
    worker_id: UUID | None = None
    domain: str = ""
    look: ReviewLook = ReviewLook.ALL

    def fits(self, line: ReviewLine) -> bool:
        """Tell whether a child is shown."""
        return (
            self.base_id in (None, line.base_id)
            and (self.worker_id is None or self.worker_id in line.worker_ids)
            and (not self.domain or _is_weak_in(line, self.domain))
            and _LOOKS[self.look](line)
        )


def _is_weak_in(line: ReviewLine, domain: str) -> bool:
    found = line.domains.get(domain)
    return found is not None and (found.progress.wants_goal or found.progress.has_fallen)


_LOOKS: Mapping[ReviewLook, Callable[[ReviewLine], bool]] = {
    ReviewLook.ALL: lambda _line: True,
    ReviewLook.LOW: lambda line: bool(line.low),
    ReviewLook.FELL: lambda line: bool(line.falls),
    ReviewLook.ASSESSMENT_LATE: lambda line: line.is_assessment_overdue,
    ReviewLook.NOT_SEEN: lambda line: line.is_unseen or line.is_contact_late,
    ReviewLook.RETURNED: lambda line: line.waiting is not None,
    ReviewLook.TO_REVIEW: lambda line: line.is_review_due,
}


@dataclass(frozen=True)
class Counts:
    """How many children there are, and how many of them need what, whatever the filter shows."""

    children: int
    low: int
    slipping: int
    overdue: int
    unseen: int
    returned: int
    to_review: int
    steady: int


@dataclass(frozen=True)
class ReviewPage(Numbered):
    """One page of the review, and what its filter offers; people of one base need no choice of bases."""

    PAGE_SIZE: ClassVar[int] = 25
    lines: tuple[ReviewLine, ...]
    total: int
    page: int
    counts: Counts
    chosen: BoardFilter
    domains: tuple[tuple[str, str], ...]
    workers: tuple[tuple[UUID, str], ...]
    bases: tuple[tuple[UUID, str], ...]

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


@dataclass(frozen=True)
class WorkerLines:
    """One worker's children in restoration, by code: what is to be done, and no scores."""

    id: UUID
    name: str
    lines: tuple[ReviewLine, ...]


def review_page(
    work: UnitOfWork, *, locale: str, chosen: BoardFilter | None = None, page: int = 1
) -> ReviewPage:
    """Return one page of the review of the children in restoration whom the person supervises; the last one at most."""
    chosen = chosen or BoardFilter()
    lines = all_lines(work, locale=locale)
    shown = [line for line in lines if chosen.fits(line)]
    page = min(page, max(1, -(-len(shown) // ReviewPage.PAGE_SIZE)))
    first = (page - 1) * ReviewPage.PAGE_SIZE
    pack = restoration_pack()
    return ReviewPage(
        lines=tuple(shown[first : first + ReviewPage.PAGE_SIZE]),
        total=len(shown),
        page=page,
        counts=_counts(lines),
        chosen=chosen,
        domains=tuple((domain.id, domain.title.in_locale(locale)) for domain in pack.domains),
        workers=_workers(work, lines),
        bases=() if work.person.base_id else tuple((base.id, base.name) for base in known_bases(work)),
    )


def whole_review(work: UnitOfWork, *, locale: str) -> tuple[Counts, list[ReviewLine]]:
    """Return the line of every child in restoration whom the person supervises, for paper."""
    lines = all_lines(work, locale=locale)
    return _counts(lines), lines


def all_lines(work: UnitOfWork, *, locale: str) -> list[ReviewLine]:
    """Return a line for each child in restoration whom the person supervises, the worst first."""
    require(work, Permission.RESTORATION_REVIEW)
    query = scoped(work, Case, Permission.RESTORATION_REVIEW).where(
        Case.stage == CaseStatus.RESTORATION.value, Case.closed_at.is_(None)
    )
    found = with_status(work, work.session.scalars(query.order_by(Case.code)), CaseStatus.RESTORATION)
    return review_lines(work, found, locale=locale)


def work_of_each(work: UnitOfWork, *, locale: str) -> list[WorkerLines]:
    """Return the children of each worker, workers by name and children by code: work, and no ranking."""
    lines = sorted(all_lines(work, locale=locale), key=lambda line: line.case_code)
    return [
        WorkerLines(id_, name, tuple(line for line in lines if id_ in line.worker_ids))
        for id_, name in _workers(work, lines)
    ]


def _workers(work: UnitOfWork, lines: list[ReviewLine]) -> tuple[tuple[UUID, str], ...]:
    names = names_of_staff(work, {id_ for line in lines for id_ in line.worker_ids})
    return tuple(sorted(names.items(), key=lambda pair: pair[1]))


def _counts(lines: list[ReviewLine]) -> Counts:
    return Counts(
        children=len(lines),
        low=sum(bool(line.low) for line in lines),
        slipping=sum(bool(line.falls) for line in lines),
        overdue=sum(line.is_assessment_overdue for line in lines),
        unseen=sum(line.is_unseen or line.is_contact_late for line in lines),
        returned=sum(line.waiting is not None for line in lines),
        to_review=sum(line.is_review_due for line in lines),
        steady=sum(line.may_go_together for line in lines),
    )
