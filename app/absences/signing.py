"""What the maker of an answer, and whoever decides about a visit, sign: every word, and the child and club it is of."""

from datetime import date, datetime
from uuid import UUID

from app.absences.documents import Answered, Decided
from app.keyring.folders import OpenFolder
from app.keyring.signed_words import are_words_of, sign_words
from app.unit_of_work import UnitOfWork
from models.club_absence import ClubAbsence

ANSWER = "club absence"
DECISION = "club absence, visit"
"""The labels of the two."""


def sign_answer(work: UnitOfWork, folder: OpenFolder, row: ClubAbsence, said: Answered) -> str:
    """Sign an answer as the acting person. Returns the signature in hex."""
    return sign_words(work, folder, ANSWER, *_answer(row, said, said.signed.at))


def sign_decision(work: UnitOfWork, folder: OpenFolder, row: ClubAbsence, said: Decided) -> str:
    """Sign what is decided about a visit as the acting person. Returns the signature in hex."""
    return sign_words(work, folder, DECISION, *_decision(row, said, said.signed.at))


def is_signed_answer(work: UnitOfWork, folder: OpenFolder, row: ClubAbsence, said: Answered) -> bool:
    """Tell whether whoever the answer names said exactly that."""
    words, signed = _answer(row, said, said.signed.at), said.signed
    return are_words_of(work, folder, ANSWER, *words, by=signed.by, signature=signed.signature)


def is_signed_decision(work: UnitOfWork, folder: OpenFolder, row: ClubAbsence, said: Decided) -> bool:
    """Tell whether whoever the decision names decided exactly that."""
    words, signed = _decision(row, said, said.signed.at), said.signed
    is_theirs = row.decided_by == signed.by and row.decided_at == signed.at
    return is_theirs and are_words_of(
        work, folder, DECISION, *words, by=signed.by, signature=signed.signature
    )


def _answer(row: ClubAbsence, said: Answered, at: datetime) -> tuple[UUID | str, ...]:
    of = (row.id, row.club_id, row.child_id, at.isoformat())
    return (*of, said.kind.value, said.whom, said.where, _day(said.day), said.words)


def _decision(row: ClubAbsence, said: Decided, at: datetime) -> tuple[UUID | str, ...]:
    of = (row.id, row.club_id, row.child_id, at.isoformat())
    return (*of, said.decision.value, _day(said.day), said.words)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
