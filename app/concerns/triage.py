"""What a supervisor does with a concern: acknowledge it, change its urgency, close it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from app.access.scope import require
from app.concerns.clocks import acknowledge_within, moved_due
from app.concerns.concern_status import Word, say, told_of, waits
from app.concerns.documents import Handling, UrgencyChange
from app.concerns.scopes import locked_concern, reads
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import OpenFolder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.unit_of_work import UnitOfWork
from models.allegation import Allegation
from models.concern import Concern


class Outcome(StrEnum):
    """Whether a step was done now or had been done before."""

    DONE = "done"
    WAS_DONE = "was done"


@dataclass(frozen=True)
class ChangeUrgency:
    """Another urgency and why; `version` is the concern's as the form showed it."""

    urgency: Urgency
    reason: str
    version: int


@dataclass(frozen=True)
class CloseConcern:
    """Why a concern is closed; `version` is the concern's as the form showed it."""

    reason: str
    version: int


def acknowledge(work: UnitOfWork, concern_id: UUID) -> Outcome:
    """Say that a person has it and acts: the clock stops, and the poster sees "received, acting".

    It asks for no version and opens nothing: an old page or a damaged record must not keep anyone from answering.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = locked_concern(work, concern_id, Permission.CONCERN_TRIAGE)
    if not waits(work, row):
        return Outcome.WAS_DONE
    say(work, row, Word.ACKNOWLEDGED)
    work.record("concern.acknowledged", subjects=subjects_of(row), base_id=row.base_id, urgency=row.urgency)
    return Outcome.DONE


def change_urgency(work: UnitOfWork, concern_id: UUID, change: ChangeUrgency) -> None:
    """Change the urgency for a reason; the clock is counted anew from posting.

    Raises Conflict; NotAllowedNow with `concern-closed`, `same-urgency` or `reason-missing`.
    """
    row, folder, reason = _to_handle(work, concern_id, change.reason, change.version)
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
    # Sealed before anything is set, so that the row is written, and its version counted up, once.
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
    """Close a concern with the reason; one that still waited is thereby acknowledged.

    Raises Conflict; NotAllowedNow with `concern-closed` or `reason-missing`.
    """
    row, folder, reason = _to_handle(work, concern_id, closing.reason, closing.version)
    handling = handling_of(folder, row)
    folder.write(row, replace(handling, closing_reasons=(*handling.closing_reasons, reason)))
    work.session.flush()
    say(work, row, Word.CLOSED)
    work.record("concern.closed", subjects=subjects_of(row), folders=[folder.id], base_id=row.base_id)


def note_added(work: UnitOfWork, row: Concern, what: str) -> None:
    """Sign that something was added: `words` or `disclosure`.

    What its poster adds, who cannot read it, nobody has received yet: the concern waits again.
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


def concern_folder(work: UnitOfWork, row: Concern) -> FolderToWrite:
    """Open the folder of a locked concern, to seal in it. Raises NoKey, KeyRefused."""
    return folder_to_write(
        work,
        FolderKind.CONCERN,
        row.folder_id,
        base_id=row.base_id,
        child_id=row.child_id,
        case_id=row.case_id,
    )


def handling_of(folder: OpenFolder, row: Concern) -> Handling:
    """Return how the concern was handled so far. Raises WillNotOpen rather than write over what was damaged."""
    return folder.read(row, Handling) if row.handling else Handling()


def reason_to_handle(work: UnitOfWork, row: Concern | Allegation, reason: str, version: int) -> str:
    """Return the reason for handling a locked concern or allegation, cleaned.

    Raises Conflict when it is not the version that the form showed; NotAllowedNow with `concern-closed` or
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


def _to_handle(
    work: UnitOfWork, concern_id: UUID, reason: str, version: int
) -> tuple[Concern, FolderToWrite, str]:
    require(work, Permission.CONCERN_TRIAGE)
    row = locked_concern(work, concern_id, Permission.CONCERN_TRIAGE)
    cleaned = reason_to_handle(work, row, reason, version)
    return row, concern_folder(work, row), cleaned


def subjects_of(row: Concern) -> list[UUID]:
    """Return whom an act on a concern is about: the concern, and its child and case as far as they are known."""
    return [id_ for id_ in (row.id, row.child_id, row.case_id) if id_ is not None]
