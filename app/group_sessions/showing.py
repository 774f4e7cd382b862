"""Writes down what children chose to show in a healing arts session; artwork is a reference, and only with consent."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.bases.known import pack_of_base
from app.children.cards import open_cards
from app.consent.bands import bases_at, youngest_on
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.group_sessions import GroupKind, GroupState
from app.group_sessions.documents import GroupShown, ShownByChild
from app.group_sessions.loading import session_in_hand
from app.mistakes.earlier import keep_earlier
from app.unit_of_work import UnitOfWork

WITH_CHILD = (
    ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT,
    ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT,
    ConsentBasis.CHILD,
    ConsentBasis.CHILD_AND_CAREGIVER,
    ConsentBasis.ADULT,
)
"""The answers in which the child agrees: nobody else alone may say where a child's artwork lies."""


def write_shown(work: UnitOfWork, group_id: UUID, lines: Sequence[ShownByChild], *, version: int) -> None:
    """Write what the children who came chose to show, or correct it; what stood there before is kept.

    Raises Refused, NotVisible, ChangedOutside, Conflict, AlreadyDone; NotAllowedNow with `not-healing-arts`,
    `not-held-yet`, `shown-by-others` for a child who did not come or stands there twice, `artwork-consent` for a
    reference without a dated answer, `artwork-consent-age` for an answer that does not fit the child's age on that
    day, or what a day that cannot be meant raises.
    """
    hand = session_in_hand(work, group_id, version=version)
    if hand.kind is not GroupKind.ARTS:
        raise NotAllowedNow("not-healing-arts")
    if hand.report is None or hand.row.state != GroupState.HELD:
        raise NotAllowedNow("not-held-yet")
    ids = [line.child_id for line in lines]
    if len(set(ids)) != len(ids) or not set(ids) <= hand.report.children:
        raise NotAllowedNow("shown-by-others")
    said = cleaned(GroupShown(tuple(line for line in lines if line.words.strip() or line.reference.strip())))
    for line in said.lines:
        _check(work, line, base_id=hand.row.base_id)
    if (hand.shown or GroupShown()) == said:
        raise AlreadyDone(record_id=group_id)
    if hand.shown is not None:
        keep_earlier(work, hand.folder, hand.row, GroupShown, named=hand.children)
    with work.session.no_autoflush:
        hand.folder.write(hand.row, said)
    work.session.flush()
    subjects = [group_id, *(line.child_id for line in said.lines)]
    row = hand.row
    work.record(
        "group.shown", subjects=subjects, folders=[hand.folder.id], base_id=row.base_id, version=row.version
    )


def bases_for(work: UnitOfWork, child_id: UUID, base_id: UUID, day: date) -> tuple[ConsentBasis, ...]:
    """Return whose answer counts for a child of that age on a day, as the pack of the base says, with the child's."""
    card = open_cards(work, [child_id]).get(child_id)
    age = card.facts.age if card is not None and card.facts is not None else None
    asked = bases_at(pack_of_base(work, base_id), youngest_on(age, day))
    return tuple(basis for basis in asked if basis in WITH_CHILD)


def _check(work: UnitOfWork, line: ShownByChild, *, base_id: UUID) -> None:
    if not line.reference:
        return
    if line.basis is None or line.agreed_on is None:
        raise NotAllowedNow("artwork-consent")
    refuse_unlikely(DayMeaning.DONE, line.agreed_on, local_day(work.now))
    if line.basis not in bases_for(work, line.child_id, base_id, line.agreed_on):
        raise NotAllowedNow("artwork-consent-age")
