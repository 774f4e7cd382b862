"""The books of receipts about concerns and allegations: what a receipt may say, and who may say it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.foundation.permissions import Permission
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.directory import Directory
from app.keyring.receipts import Book, Said, declare_book
from app.unit_of_work import Visibility
from models.allegation import Allegation
from models.concern import Concern
from models.receipt import AllegationReceipt, Receipt


class Word(StrEnum):
    """What a receipt may say about a concern or an allegation. The codes are stored."""

    POSTED = "posted"
    ACKNOWLEDGED = "acknowledged"
    ADDED = "added"
    """A reader added something; nothing waits for that."""
    CALLED = "called"
    """Its poster added something that nobody has received yet: it waits again."""
    URGENCY = "urgency"
    CLOSED = "closed"
    REOPENED = "reopened"
    """It was closed by mistake: it waits again, and its clock starts anew."""
    MISTAKEN = "mistaken"
    """It was written by mistake, and two people say so: nothing waits for it."""
    COUNTS = "counts"
    """It counts after all: it waits again, and its clock starts anew."""
    STEP = "step"
    """Another next step, or another time for it."""
    HANDED = "handed"
    """A colleague has it now."""
    GIVEN_BACK = "given_back"
    """It was taken wrongly and nobody has it: it waits again, and its clocks go on as they were."""
    ANSWERED = "answered"
    """One line to its poster."""
    UNSAID = "unsaid"
    """A line to its poster was written by mistake; they read it again, struck through."""
    HEARD = "heard"
    """Its poster has read what they were told."""


def _may_triage(_directory: Directory, said: Said, first: Said | None) -> bool:
    of_its_base = first is not None and first.base_id == said.base_id
    return of_its_base and said.may_in_base(Permission.CONCERN_TRIAGE)


def _may_post(_directory: Directory, said: Said, first: Said | None) -> bool:
    return said.number == 1 and first is None and said.may(Permission.CONCERN_POST)


def _may_call(_directory: Directory, said: Said, first: Said | None) -> bool:
    return first is not None and (first.by, first.base_id) == (said.by, said.base_id)


def _may_add(_directory: Directory, said: Said, first: Said | None) -> bool:
    of_its_base = first is not None and first.base_id == said.base_id
    return of_its_base and (said.may(Permission.CONCERN_WRITE) or said.may(Permission.CONCERN_POST))


CONCERNS = declare_book(
    Book(
        Concern,
        Receipt,
        {
            Word.POSTED: _may_post,
            Word.ACKNOWLEDGED: _may_triage,
            Word.ADDED: _may_add,
            Word.CALLED: _may_call,
            Word.URGENCY: _may_triage,
            Word.CLOSED: _may_triage,
            Word.REOPENED: _may_triage,
            Word.MISTAKEN: _may_triage,
            Word.COUNTS: _may_triage,
            Word.STEP: _may_triage,
            Word.HANDED: _may_triage,
            Word.GIVEN_BACK: _may_triage,
            Word.ANSWERED: _may_triage,
            Word.UNSAID: _may_triage,
            Word.HEARD: _may_call,
        },
        begins=Word.POSTED,
    )
)


def _may_allege(_directory: Directory, said: Said, first: Said | None) -> bool:
    may = said.is_of_its_poster or said.has(Permission.ALLEGATION_POST)
    return said.number == 1 and first is None and may


def _is_its_poster(_directory: Directory, said: Said, first: Said | None) -> bool:
    return said.is_of_its_poster and first is not None and first.is_of_its_poster


def _is_member(directory: Directory, said: Said, first: Said | None) -> bool:
    is_named, then = said.has(Permission.ALLEGATION_READ), directory.then
    was_in = said.by in then.safeguarding_members(said.at) or then.was_outside_member(said.by, said.at)
    return first is not None and is_named and was_in


ALLEGATIONS = declare_book(
    Book(
        Allegation,
        AllegationReceipt,
        {
            Word.POSTED: _may_allege,
            Word.CALLED: _is_its_poster,
            Word.ACKNOWLEDGED: _is_member,
            Word.URGENCY: _is_member,
            Word.CLOSED: _is_member,
            Word.REOPENED: _is_member,
        },
        Visibility.SAFEGUARDING,
        begins=Word.POSTED,
        is_unnamed=True,
    )
)


def book_of(row: Concern | Allegation) -> Book:
    """Return the book that holds the receipts about a row."""
    return CONCERNS if isinstance(row, Concern) else ALLEGATIONS


def facts_of_posting(
    reference: str,
    urgency: Urgency,
    due_at: datetime,
    *,
    folder_id: UUID,
    child_id: UUID | None = None,
    encounter_id: UUID | None = None,
    copy_of: UUID | None = None,
) -> dict[str, str]:
    """Return what the poster signs: everything that is shown to people who cannot open it."""
    facts = {"reference": reference, "urgency": urgency.value, "due": due_at.isoformat()}
    links = {"folder": folder_id, "child": child_id, "encounter": encounter_id, "copy_of": copy_of}
    return facts | {name: str(id_) for name, id_ in links.items() if id_ is not None}
