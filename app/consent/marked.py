"""When a second person decides that a consent, or its withdrawal, was written by mistake."""

from app.consent.documents import ConsentTerms
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.folders import open_folder
from app.unit_of_work import UnitOfWork
from models.consent import Consent

WITHDRAWAL = "withdrawal"
"""The part of a consent that says somebody took it back: it can be marked alone, and the consent then stands."""


def withholds(terms: ConsentTerms) -> bool:
    """Tell whether a record says that somebody is not to be told."""
    return bool(terms.withheld)


def why_second_to_mark(work: UnitOfWork, row: Consent) -> SecondReason | None:
    """Say so for a record that withholds: without it, more people might be told."""
    return SecondReason.RELAXES_PROTECTION if withholds(_terms(work, row)) else None


def why_second_to_count_again(work: UnitOfWork, row: Consent) -> SecondReason | None:
    """Say so for a record that allows something: with it, more people may be told."""
    terms = _terms(work, row)
    return SecondReason.RELAXES_PROTECTION if terms.shared_with or withholds(terms) else None


def always_second(_work: UnitOfWork, _row: Consent) -> SecondReason:
    """Say so whatever the record says: without its withdrawal, it allows something again."""
    return SecondReason.RELAXES_PROTECTION


def _terms(work: UnitOfWork, row: Consent) -> ConsentTerms:
    return open_folder(work, row.folder_id).read(row, ConsentTerms)
