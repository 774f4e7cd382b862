"""Writes down how a group session went, or that it was not held, and corrects that."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.vocabulary.club_sessions import CancelReason
from app.foundation.vocabulary.group_sessions import GroupState
from app.group_sessions.documents import Answers, Came, GroupReport
from app.group_sessions.loading import GroupInHand, keep_children, session_in_hand
from app.group_sessions.picking import children_meant
from app.group_sessions.planning import refuse_ahead
from app.mistakes.earlier import keep_earlier
from app.unit_of_work import UnitOfWork

MOST_ADULTS = 999


@dataclass(frozen=True)
class AdultsInput:
    """How many adults came, and how many gave each answer before and after; None where nobody was asked."""

    women: int = 0
    men: int = 0
    not_said: int = 0
    before: Answers | None = None
    after: Answers | None = None
    materials: str = ""
    words: str = ""


@dataclass(frozen=True)
class ChildrenInput:
    """Which children came; `codes` names those who came without having been expected."""

    came: tuple[UUID, ...] = ()
    codes: str = ""
    materials: str = ""
    words: str = ""


def report_adults(work: UnitOfWork, group_id: UUID, typed: AdultsInput, *, version: int) -> None:
    """Write how many adults came and what they answered, or correct it; nobody is named.

    Raises Refused, NotVisible, ChangedOutside, Conflict, AlreadyDone; NotAllowedNow with `group-ahead`,
    `group-not-for-adults`, `before-too-many` or `after-too-many` for more answers than people, `too-many-adults`, or
    `written-by-mistake`.
    """
    hand = session_in_hand(work, group_id, version=version)
    if not hand.kind.is_for_adults:
        raise NotAllowedNow("group-not-for-adults")
    refuse_ahead(work, hand.row.begins_at)
    report = GroupReport(
        women=typed.women,
        men=typed.men,
        not_said=typed.not_said,
        before=typed.before,
        after=typed.after,
        materials=typed.materials,
        words=typed.words,
    )
    _check_counts(report)
    _store(work, hand, report, GroupState.HELD)


def report_children(work: UnitOfWork, group_id: UUID, typed: ChildrenInput, *, version: int) -> None:
    """Write which children came, or correct it. Whoever is added after it was first written is marked as late.

    A child who came without having been expected was offered it by coming. Raises as `report_adults`, with
    `group-not-for-children`, `came-unoffered` for a child of neither list, what `children_meant` raises, and
    `shown-stays` for a child of whom something is written that they chose to show.
    """
    hand = session_in_hand(work, group_id, version=version)
    if hand.kind.is_for_adults:
        raise NotAllowedNow("group-not-for-children")
    refuse_ahead(work, hand.row.begins_at)
    if not set(typed.came) <= set(hand.children):
        raise NotAllowedNow("came-unoffered")
    base_id = hand.row.base_id
    came = children_meant(work, typed.came, typed.codes, base_id=base_id, known=hand.children)
    _refuse_lost_words(hand, came)
    report = GroupReport(came=_came(work, hand, came), materials=typed.materials, words=typed.words)
    _store(work, hand, report, GroupState.HELD, also=came)


def cancel_session(
    work: UnitOfWork, group_id: UUID, reason: CancelReason, words: str = "", *, version: int
) -> None:
    """Say that a session was not held, or will not be, and why.

    Raises as `report_adults`, and NotAllowedNow with `people-came` when somebody is written there.
    """
    hand = session_in_hand(work, group_id, version=version)
    if hand.report is not None and (hand.report.came or hand.report.adults):
        raise NotAllowedNow("people-came")
    _store(work, hand, GroupReport(reason=reason.value, words=words), GroupState.CANCELLED)


def _check_counts(report: GroupReport) -> None:
    if report.adults > MOST_ADULTS or min(report.women, report.men, report.not_said) < 0:
        raise NotAllowedNow("too-many-adults")
    for answers, code in ((report.before, "before-too-many"), (report.after, "after-too-many")):
        if answers is None:
            continue
        if answers.total > report.adults or min(answers.yes, answers.unsure, answers.no) < 0:
            raise NotAllowedNow(code)


def _came(work: UnitOfWork, hand: GroupInHand, children: Iterable[UUID]) -> tuple[Came, ...]:
    """Keep what was written of each child before; those who are new are late, if it was written before."""
    before = {each.child_id: each for each in hand.report.came} if hand.report else {}
    late = hand.report is not None and hand.row.state == GroupState.HELD
    return tuple(
        before.get(id_) or Came(id_, work.person.id, work.now, late, unexpected=id_ not in hand.children)
        for id_ in children
    )


def _refuse_lost_words(hand: GroupInHand, came: Iterable[UUID]) -> None:
    shown = {line.child_id for line in hand.shown.lines} if hand.shown else set()
    if not shown <= set(came):
        raise NotAllowedNow("shown-stays")


def _offered(hand: GroupInHand, came: Iterable[UUID]) -> list[UUID]:
    """Return to whom the session was offered besides those who came: not whoever was written as come by mistake."""
    unexpected = {each.child_id for each in hand.report.came if each.unexpected} if hand.report else set()
    return [id_ for id_ in hand.children if id_ not in unexpected - set(came)]


def _store(
    work: UnitOfWork,
    hand: GroupInHand,
    report: GroupReport,
    state: GroupState,
    *,
    also: Iterable[UUID] = (),
) -> None:
    row, report, is_first = hand.row, cleaned(report), hand.report is None
    also = tuple(also)
    if (hand.report, row.state) == (report, state.value):
        raise AlreadyDone(record_id=row.id)
    if not is_first:
        keep_earlier(work, hand.folder, row, GroupReport, named=hand.children)
    row.state = state.value
    row.reported_by, row.reported_at = row.reported_by or work.person.id, row.reported_at or work.now
    with work.session.no_autoflush:
        hand.folder.write(row, report)
    work.session.flush()
    children = tuple(dict.fromkeys((*_offered(hand, also), *also)))
    keep_children(work, row, hand.folder, children)
    verb = "group.cancelled" if state is GroupState.CANCELLED else "group.reported"
    work.record(
        verb if is_first or state is GroupState.CANCELLED else "group.corrected",
        subjects=[row.id, *children],
        folders=[hand.folder.id],
        base_id=row.base_id,
        version=row.version,
    )
