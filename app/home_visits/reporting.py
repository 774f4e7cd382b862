"""Writes down how a home visit went, and corrects that; what follows from it is derived."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from app.bases.known import zone_of
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.local_time import in_zone, local_day
from app.foundation.moments import MomentInput, known_moment
from app.foundation.vocabulary.seen_hows import SeenHow
from app.foundation.vocabulary.visit_colours import VisitColour
from app.foundation.vocabulary.visit_failures import VisitFailure
from app.foundation.vocabulary.visit_parts import VisitPart
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.checklist import colour_of, next_visit_after
from app.home_visits.documents import Checked, ChildSeen, VisitReport
from app.home_visits.following import settle
from app.home_visits.loading import VisitInHand, visit_in_hand
from app.home_visits.standing import visitors_of
from app.mistakes.earlier import keep_earlier
from app.outreach.night_times import next_at
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReportInput:
    """What is typed about a visit that was made. None for `next_on`: the day that follows from the colour."""

    made: MomentInput
    seen: tuple[ChildSeen, ...]
    checks: tuple[Checked, ...]
    left: time | None = None
    present: str = ""
    changes: str = ""
    dangers: str = ""
    words: str = ""
    next_on: date | None = None
    next_why: str = ""


@dataclass(frozen=True)
class VainInput:
    """What is typed about a visit that was tried in vain: why, and what comes next, by when."""

    made: MomentInput
    failure: VisitFailure
    next_on: date
    words: str = ""
    next_step: str = ""


def write_report(work: UnitOfWork, visit_id: UUID, typed: ReportInput, *, version: int) -> None:
    """Write down what was found, or correct it; what stood there before is kept.

    Something red asks for a concern from then on. Raises Refused, NotVisible, Conflict for a stale version, so for a
    report that is sent twice, ChangedOutside, or NotAllowedNow with `children-unsaid`, `why-not-alone`,
    `checks-missing`, `left-ahead`, `next-why-missing`, `next-past`, `written-by-mistake` or what a moment or a day
    that cannot be meant raises.
    """
    hand = _hand(work, visit_id, version)
    _check_seen(hand.children, typed.seen)
    if [each.part for each in typed.checks] != list(VisitPart):
        raise NotAllowedNow("checks-missing")
    made_at, left_at = _times(work, hand, typed.made, typed.left)
    colour = colour_of(typed.checks)
    if colour is None:
        raise NotAllowedNow("checks-missing")
    derived_on = next_visit_after(_day(work, hand, made_at), colour)
    next_on = typed.next_on or derived_on
    why = _check_next(work, hand, next_on, derived_on, typed)
    report = VisitReport(
        seen=typed.seen,
        checks=typed.checks,
        left_at=left_at,
        present=typed.present,
        changes=typed.changes,
        dangers=typed.dangers,
        words=typed.words,
        next_why=why,
        no_concern=hand.report.no_concern if hand.report and colour is VisitColour.RED else "",
    )
    _store(work, hand, report, VisitState.MADE, made_at, next_on, colour)


def write_in_vain(work: UnitOfWork, visit_id: UUID, typed: VainInput, *, version: int) -> None:
    """Write down that a visit was tried in vain, or correct that.

    Raises as `write_report` does, with `next-step-missing`.
    """
    hand = _hand(work, visit_id, version)
    made_at, _left = _times(work, hand, typed.made, None)
    if not typed.next_step.strip():
        raise NotAllowedNow("next-step-missing")
    _refuse_past(work, hand, typed.next_on)
    report = VisitReport(failure=typed.failure, words=typed.words, next_step=typed.next_step)
    _store(work, hand, report, VisitState.IN_VAIN, made_at, typed.next_on, None)


def _hand(work: UnitOfWork, visit_id: UUID, version: int) -> VisitInHand:
    return visit_in_hand(work, visit_id, version=version)


def _store(
    work: UnitOfWork,
    hand: VisitInHand,
    report: VisitReport,
    state: VisitState,
    made_at: datetime,
    next_on: date | None,
    colour: VisitColour | None,
) -> None:
    row, is_first = hand.row, hand.report is None
    report = cleaned(report)
    facts = (row.state, row.made_at, row.next_visit_on)
    if hand.report == report and facts == (state.value, made_at, next_on):
        raise AlreadyDone(record_id=row.id)
    if not is_first:
        keep_earlier(work, hand.folder, row, VisitReport, named=hand.children)
    row.state, row.made_at, row.next_visit_on = state.value, made_at, next_on
    row.reported_by, row.reported_at = row.reported_by or work.person.id, row.reported_at or work.now
    asks = colour is VisitColour.RED and row.concern_id is None and not report.no_concern
    row.asks_since = (row.asks_since or work.now) if asks else None
    with work.session.no_autoflush:
        hand.folder.write(row, report)
    work.session.flush()
    settle(work, row.household_id)
    verb = "visit.reported" if is_first else "visit.corrected"
    subjects = [*hand.subjects, *visitors_of(work, row.id)]
    work.record(verb, subjects=subjects, folders=[hand.folder.id], base_id=row.base_id, version=row.version)


def keep_answer(work: UnitOfWork, hand: VisitInHand, no_concern: str) -> None:
    """Store why nothing red of a visit needs a concern, in its report."""
    if hand.report is None:
        raise NotAllowedNow("visit-not-reported")
    keep_earlier(work, hand.folder, hand.row, VisitReport, named=hand.children)
    hand.row.asks_since = None
    with work.session.no_autoflush:
        hand.folder.write(hand.row, replace(hand.report, no_concern=no_concern))
    work.session.flush()


def _check_seen(children: Iterable[UUID], seen: Sequence[ChildSeen]) -> None:
    if sorted(each.child_id for each in seen) != sorted(children):
        raise NotAllowedNow("children-unsaid")
    if any(each.how is not SeenHow.ALONE and not each.why.strip() for each in seen):
        raise NotAllowedNow("why-not-alone")


def _times(
    work: UnitOfWork, hand: VisitInHand, made: MomentInput, left: time | None
) -> tuple[datetime, datetime | None]:
    with in_zone(zone_of(work, hand.row.base_id)):
        made_at = known_moment(made, now=work.now, meaning=DayMeaning.DONE).at
        left_at = next_at(left, after=made_at) if left is not None else None
    if left_at is not None and left_at > work.now:
        raise NotAllowedNow("left-ahead")
    return made_at, left_at


def _day(work: UnitOfWork, hand: VisitInHand, moment: datetime) -> date:
    with in_zone(zone_of(work, hand.row.base_id)):
        return local_day(moment)


def _check_next(
    work: UnitOfWork, hand: VisitInHand, next_on: date, derived_on: date, typed: ReportInput
) -> str:
    """Return why the next visit is on another day than follows from the colour; nothing where it is not."""
    if next_on == derived_on:
        return ""
    _refuse_past(work, hand, next_on)
    if not typed.next_why.strip():
        raise NotAllowedNow("next-why-missing")
    return typed.next_why


def _refuse_past(work: UnitOfWork, hand: VisitInHand, next_on: date | None) -> None:
    """Refuse a day of the next visit that had passed already when that was first said."""
    if next_on is None or next_on == hand.row.next_visit_on:
        return
    refuse_unlikely(DayMeaning.REVIEW, next_on, _day(work, hand, work.now))
    if next_on < _day(work, hand, work.now):
        raise NotAllowedNow("next-past")
