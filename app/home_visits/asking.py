"""What was red at a home visit asks for a concern, until one is raised or somebody says why none is needed."""

from uuid import UUID

from app.access.scope import has
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.home_visits.loading import visit_in_hand
from app.home_visits.reporting import keep_answer
from app.unit_of_work import UnitOfWork


def concern_raised(work: UnitOfWork, visit_id: UUID, concern_id: UUID) -> None:
    """Note that a concern was raised from a visit; what was red is answered by that. The words stay sealed in it.

    Raises Refused, NotVisible, ChangedOutside; NotAllowedNow (`visit-not-reported`, `written-by-mistake`).
    """
    hand = visit_in_hand(work, visit_id)
    if hand.report is None:
        raise NotAllowedNow("visit-not-reported")
    hand.row.concern_id, hand.row.asks_since = concern_id, None
    hand.folder.write(hand.row)
    work.session.flush()
    subjects = [*hand.subjects, concern_id]
    work.record("visit.concern_raised", subjects=subjects, folders=[hand.folder.id], base_id=hand.row.base_id)


def may_answer(work: UnitOfWork) -> bool:
    """Tell whether the person may write in the visits that they read."""
    return has(work, Permission.VISIT_WRITE)


def no_concern_needed(work: UnitOfWork, visit_id: UUID, why: str, *, version: int) -> None:
    """Say why nothing red of a visit needs a concern: it is written beside what was found, with who said it.

    Raises Refused, NotVisible, Conflict, AlreadyDone when nothing asks any more, or NotAllowedNow (`reason-missing`,
    `visit-not-reported`, `written-by-mistake`).
    """
    hand = visit_in_hand(work, visit_id, version=version)
    if hand.row.asks_since is None:
        raise AlreadyDone(record_id=visit_id)
    words = clean_lines(why)
    if not words:
        raise NotAllowedNow("reason-missing")
    keep_answer(work, hand, words)
    work.record(
        "visit.no_concern",
        subjects=hand.subjects,
        folders=[hand.folder.id],
        base_id=hand.row.base_id,
        version=hand.row.version,
    )
