"""Leaving for a home visit with a time to be back, and coming back safely: as on a shift."""

from datetime import datetime, time
from uuid import UUID

from app.access.scope import require
from app.foundation.access_rules import reach_of
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission, Reach
from app.home_visits.loading import (
    VisitInHand,
    refuse_unless_planned,
    visit_in_hand,
)
from app.home_visits.scopes import locked_visit, visible_visit
from app.home_visits.standing import outing_of, say, visitors_of
from app.outreach.shift_status import ShiftStatus, Word
from app.outreach.shift_times import return_of
from app.outreach.shifts import Check
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit

_CHECKED = {
    Check.IN: "visit.out_again",
    Check.OUT: "visit.back",
    Check.NOT_OUT: "visit.out_again",
}


def leave(work: UnitOfWork, visit_id: UUID, due_back: time) -> datetime:
    """Say that the visitors leave now, and when they mean to be back: the next time it is that time of day.

    Whoever is not back by then is looked for. All of them are out from now on. Returns when they are due.

    Raises Refused for whoever neither goes nor supervises, NotVisible, AlreadyDone when they left, or NotAllowedNow
    with `visit-reported`, `written-by-mistake` or `back-late`.
    """
    hand = visit_in_hand(work, visit_id)
    require_going(work, hand.row)
    if hand.row.started_at is not None:
        raise AlreadyDone(record_id=visit_id)
    refuse_unless_planned(hand.row)
    due_back_at = return_of(work, hand.row.base_id, due_back, after=work.now)
    hand.row.started_at, hand.row.due_back_at = work.now, due_back_at
    hand.folder.write(hand.row)
    work.session.flush()
    for person_id in visitors_of(work, visit_id):
        say(work, hand.row, Word.CHECKED_IN, person=str(person_id))
    _record(work, "visit.left", hand)
    return due_back_at


def move_return(work: UnitOfWork, visit_id: UUID, due_back: time) -> datetime:
    """Say that the visitors come back at another time: the next time it is that time of day.

    Raises Refused, NotVisible, or NotAllowedNow with `visit-not-begun`, `visit-over` or `back-late`.
    """
    require(work, Permission.VISIT_WRITE)
    row = _locked_out(work, visit_id)
    if _status(work, row).ended_at is not None:
        raise NotAllowedNow("visit-over")
    moment = return_of(work, row.base_id, due_back, after=work.now)
    say(work, row, Word.RETURN, due=moment.isoformat())
    work.record("visit.return_moved", subjects=[visit_id, row.household_id], base_id=row.base_id)
    return moment


def check_visitor(work: UnitOfWork, visit_id: UUID, person_id: UUID, kind: Check) -> None:
    """Say that a visitor is safely back, or take that back: by themselves, by the others, or by a supervisor.

    With the last one back the visit's time out has ended; whoever is out again begins it anew. Nothing of the visit is
    opened for it: nobody must be kept from saying that somebody is back. Raises Refused, NotVisible, AlreadyDone, or
    NotAllowedNow with `visit-not-begun`.
    """
    require(work, Permission.VISIT_READ)
    row = _locked_out(work, visit_id)
    if person_id not in visitors_of(work, visit_id):
        raise NotVisible("home_visitor")
    status = _status(work, row)
    is_back = person_id in status.checked_out
    if is_back is (kind is Check.OUT):
        raise AlreadyDone(record_id=visit_id)
    word = Word.CHECKED_OUT if kind is Check.OUT else Word.CHECKED_IN
    after = say(work, row, word, person=str(person_id))
    if not after.still_out and after.ended_at is None:
        say(work, row, Word.ENDED)
    elif after.still_out and after.ended_at is not None:
        say(work, row, Word.GOES_ON)
    work.record(_CHECKED[kind], subjects=[visit_id, person_id, row.household_id], base_id=row.base_id)


def require_going(work: UnitOfWork, visit: HomeVisit) -> None:
    """Raise Refused for people who neither go on a visit nor supervise its base."""
    if not may_check(work, visit):
        raise Refused(Permission.VISIT_WRITE.value)


def may_check(work: UnitOfWork, visit: HomeVisit) -> bool:
    """Tell whether the person may say that the visitors left, or are back."""
    leads = reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE
    return work.person.id in visitors_of(work, visit.id) or (leads and visit.base_id == work.person.base_id)


def _locked_out(work: UnitOfWork, visit_id: UUID) -> HomeVisit:
    row = visible_visit(work, visit_id)
    require_going(work, row)
    row = locked_visit(work, visit_id, Permission.VISIT_READ)
    if row.started_at is None:
        raise NotAllowedNow("visit-not-begun")
    return row


def _status(work: UnitOfWork, row: HomeVisit) -> ShiftStatus:
    status = outing_of(work, row)
    if status is None:
        raise NotAllowedNow("visit-not-begun")
    return status


def _record(work: UnitOfWork, action: str, hand: VisitInHand) -> None:
    subjects = [*hand.subjects, *visitors_of(work, hand.row.id)]
    work.record(action, subjects=subjects, folders=[hand.folder.id], base_id=hand.row.base_id)
