"""How a child's scores move: first, previous and latest per domain, falls, and when to look again. Pure."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from app.instruments.loading import AssessmentPack

EARLY_ENOUGH = timedelta(days=45)
"""An assessment this long before its day counts for it; earlier ones are extra."""


@dataclass(frozen=True)
class Scored:
    """One assessment as progress sees it: when, and a score from 1 to 4 for each domain that was scored."""

    scored_on: date
    scores: dict[str, int]


@dataclass(frozen=True)
class DomainProgress:
    """One domain: its first, previous and latest score, oldest first, at most three, none twice."""

    domain: str
    scores: tuple[int, ...]
    has_fallen: bool
    wants_goal: bool

    @property
    def latest(self) -> int:
        """The newest score."""
        return self.scores[-1]


def progress_by_domain(pack: AssessmentPack, assessments: Sequence[Scored]) -> list[DomainProgress]:
    """Return the progress of each domain that was ever scored, in the pack's order. Never a total.

    `assessments` may come in any order. A fall counts from the previous score to the latest, by the pack's own
    measure (`flag_fall_of`); a latest score at or below `plan_at_or_below` wants a goal in the plan.
    """
    in_time = sorted(assessments, key=lambda scored: scored.scored_on)
    found = []
    for domain in pack.domains:
        scores = [scored.scores[domain.id] for scored in in_time if domain.id in scored.scores]
        if not scores:
            continue
        shown = (scores[0], *scores[1:][-2:])
        fallen = len(scores) > 1 and scores[-2] - scores[-1] >= pack.flag_fall_of
        found.append(DomainProgress(domain.id, shown, fallen, scores[-1] <= pack.plan_at_or_below))
    return found


def next_assessment_on(pack: AssessmentPack, intake_on: date, scored_on: Sequence[date]) -> date:
    """Return the day the next assessment is due, counted from intake by the pack's months.

    Each due day is met by an assessment on or after it, or at most 45 days before.
    """
    last = max(scored_on, default=None)
    if last is None:
        return intake_on
    for months in _months(pack):
        due = add_months(intake_on, months)
        if due > last + EARLY_ENOUGH:
            return due
    raise AssertionError("the months never end")


def _months(pack: AssessmentPack) -> Iterator[int]:
    yield from pack.due_months
    yield from count(pack.due_months[-1] + pack.then_every_months, pack.then_every_months)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the month's last day when it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
