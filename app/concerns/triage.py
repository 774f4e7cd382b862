"""What a supervisor does with a concern: acknowledges it, changes its urgency, closes it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from app.access.scope import require
from app.concerns.books import Word
from app.concerns.clocks import acknowledge_within, moved_due
from app.concerns.concern_status import ConcernStatus, say, told_of, waits
from app.concerns.documents import Handling, Reopening, UrgencyChange
from app.concerns.handling import concern_folder, handling_of, subjects_of
from app.concerns.scopes import handled_concern, locked_concern, reads
from app.concerns.taking import say_received
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.writing import FolderToWrite
from app.unit_of_work import UnitOfWork
from models.allegation import Allegation
from models.concern import Concern


class Outcome(StrEnum):
    """Whether a step was done now or had been done before."""

    DONE = "done"
    WAS_DONE = "was done"


@dataclass(frozen=True)
class ChangeUrgency:
    """Another urgency and the reason; `version` is the concern's as the form showed it."""

    urgency: Urgency
    reason: str
    version: int


@dataclass(frozen=True)
class ReopenConcern:
    """Why the closing of a concern was a mistake; `version` is the concern's as the form showed it."""

    reason: str
    version: int


@dataclass(frozen=True)
class CloseConcern:
    """Why a concern is closed; `version` is the concern's as the form showed it."""

    reason: str
    version: int


def acknowledge(work: UnitOfWork, concern_id: UUID) -> Outcome:
    """Say that the person has received it and will act: the clock stops, and the poster reads who has it.

    The clock of the next step begins with the usual step, which may be changed at once. It needs no version and opens
    nothing, so that neither an old page nor a damaged record keeps anyone from answering.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = locked_concern(work, concern_id, Permission.CONCERN_TRIAGE)
    if not waits(work, row):
        return Outcome.WAS_DONE
    say_received(work, row)
    work.record("concern.acknowledged", subjects=subjects_of(row), base_id=row.base_id, urgency=row.urgency)
    return Outcome.DONE


def change_urgency(work: UnitOfWork, concern_id: UUID, change: ChangeUrgency) -> None:
    """Change the urgency for a reason; the clock is counted again from the time of posting.

    Raises Conflict; NotAllowedNow with `concern-closed`, `same-urgency` or `reason-missing`.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = handled_concern(work, concern_id)
    folder, reason = _to_handle(work, row, change.reason, change.version)
    status = told_of(work, row)
    before = status.urgency
    if before is change.urgency:
        raise NotAllowedNow("same-urgency")
    due_at = moved_due(
        status.due_at,
        posted_at=status.posted_at,
        before=acknowledge_within(work, row.base_id, before),
        after=acknowledge_within(work, row.base_id, change.urgency),
        called_again=status.has_waited_since is not None,
    )
    handling = handling_of(folder, row)
    changed = UrgencyChange(before, change.urgency, work.person.id, work.now, reason)
    # Sealed before anything is set, so that the row is written, and its version incremented, only once.
    folder.write(row, replace(handling, urgency_changes=(*handling.urgency_changes, changed)))
    row.urgency = change.urgency.value
    work.session.flush()
    say(work, row, Word.URGENCY, urgency=row.urgency, due=due_at.isoformat())
    work.record(
        "concern.urgency_changed",
        subjects=subjects_of(row),
        folders=[folder.id],
        base_id=row.base_id,
        before=before.value,
        after=change.urgency.value,
    )


def close_concern(work: UnitOfWork, concern_id: UUID, closing: CloseConcern) -> None:
    """Close a concern with the reason; closing one that was waiting also acknowledges it.

    Raises Conflict; NotAllowedNow with `concern-closed` or `reason-missing`.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = locked_concern(work, concern_id, Permission.CONCERN_TRIAGE)
    folder, reason = _to_handle(work, row, closing.reason, closing.version)
    handling, was_waiting = handling_of(folder, row), told_of(work, row).waits
    folder.write(row, replace(handling, closing_reasons=(*handling.closing_reasons, reason)))
    work.session.flush()
    # A poster who never read that anybody has it reads at least that it was looked into.
    say(work, row, Word.CLOSED, **({"news": "closed"} if was_waiting else {}))
    work.record("concern.closed", subjects=subjects_of(row), folders=[folder.id], base_id=row.base_id)


def reopen_concern(work: UnitOfWork, concern_id: UUID, opening: ReopenConcern) -> None:
    """Take back a closing that was a mistake: the concern waits again, and its clock starts anew, now.

    What was written when it was closed stays, as taken back. Raises Conflict; NotAllowedNow with `concern-open` or
    `reason-missing`.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = handled_concern(work, concern_id)
    status = told_of(work, row)
    reason = reason_to_reopen(status, opening)
    folder = concern_folder(work, row)
    folder.write(row, reopened(work, handling_of(folder, row), reason))
    work.session.flush()
    due_at = work.now + acknowledge_within(work, row.base_id, status.urgency)
    say(work, row, Word.REOPENED, due=due_at.isoformat())
    work.record("concern.reopened", subjects=subjects_of(row), folders=[folder.id], base_id=row.base_id)


def reason_to_reopen(status: ConcernStatus, opening: ReopenConcern) -> str:
    """Return why the closing of a concern or an allegation was a mistake, cleaned.

    Raises Conflict when it is no longer the version that the form showed; NotAllowedNow with `concern-open` or
    `reason-missing`.
    """
    if status.version != opening.version:
        raise Conflict(record=status.id)
    if status.state is not ConcernState.CLOSED:
        raise NotAllowedNow("concern-open")
    reason = clean_lines(opening.reason)
    if not reason:
        raise NotAllowedNow("reason-missing")
    return reason


def reopened(work: UnitOfWork, handling: Handling, reason: str) -> Handling:
    """Return how it was handled, with its last closing taken back by this person now."""
    back = Reopening(len(handling.closing_reasons) - 1, work.person.id, work.now, reason)
    return replace(handling, reopenings=(*handling.reopenings, back))


def note_added(work: UnitOfWork, row: Concern, what: str) -> None:
    """Sign that something was added: `words` or `disclosure`.

    If the poster, who cannot read the concern, adds something, nobody has received that yet: the concern waits again.
    """
    work.session.refresh(row, with_for_update=True)
    if reads(work, row.id):
        say(work, row, Word.ADDED, what=what)
        return
    status = told_of(work, row)
    within = acknowledge_within(work, row.base_id, status.urgency)
    say(work, row, Word.CALLED, what=what, due=(work.now + within).isoformat())
    if status.state is not ConcernState.WAITING:
        work.record("concern.called_again", subjects=subjects_of(row), base_id=row.base_id)


def reason_to_handle(work: UnitOfWork, row: Concern | Allegation, reason: str, version: int) -> str:
    """Return the reason for handling a locked concern or allegation, cleaned.

    Raises Conflict when it is no longer the version that the form showed; NotAllowedNow with `concern-closed` or
    `reason-missing`.
    """
    status = told_of(work, row)
    if status.version != version:
        raise Conflict(record=row.id)
    if status.state is ConcernState.CLOSED:
        raise NotAllowedNow("concern-closed")
    cleaned = clean_lines(reason)
    if not cleaned:
        raise NotAllowedNow("reason-missing")
    return cleaned


def _to_handle(work: UnitOfWork, row: Concern, reason: str, version: int) -> tuple[FolderToWrite, str]:
    cleaned = reason_to_handle(work, row, reason, version)
    return concern_folder(work, row), cleaned
