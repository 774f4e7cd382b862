"""Approvals of sharing without consent count only as their approver signed them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.consent.documents import ConsentTerms, OverrideApproval
from app.foundation.clock import is_ahead
from app.foundation.roles import Role
from app.keyring.documents import to_bytes
from app.keyring.folders import OpenFolder
from app.keyring.signed_words import are_words_of, once_stood_as, sign_words
from app.unit_of_work import UnitOfWork
from app.vault.digests import sha256

_LABEL = "override approval"


def signed_approval(
    work: UnitOfWork, folder: OpenFolder, consent_id: UUID, terms: ConsentTerms
) -> OverrideApproval:
    """Return the acting person's approval of an override as it is now, with their signature."""
    words = _words(consent_id, terms, work.now)
    return OverrideApproval(work.person.id, work.now, sign_words(work, folder, _LABEL, *words))


def believed(work: UnitOfWork, folder: OpenFolder, consent_id: UUID, terms: ConsentTerms) -> ConsentTerms:
    """Return the terms without an approval that no supervisor or director signed.

    Anybody assigned to the case holds its key, and could seal an approval in anybody's name. One that was given by a
    clock that was ahead is not believed either: it would stand after every "must not be told" that was written since.
    """
    given = terms.approval
    if given is None:
        return terms
    if is_ahead(given.at, work.now):
        return replace(terms, approval=None)
    words = _words(consent_id, terms, given.at)
    stood = any(once_stood_as(work, folder, given.by, role) for role in (Role.SUPERVISOR, Role.DIRECTOR))
    if stood and are_words_of(work, folder, _LABEL, *words, by=given.by, signature=given.signature):
        return terms
    return replace(terms, approval=None)


def _words(consent_id: UUID, terms: ConsentTerms, at: datetime) -> tuple[UUID | bytes | str, ...]:
    """Name the override and everything it asks for: a different request needs another approval.

    A new field in the terms would change these words. Add a second label with it, so that this one stays valid for
    earlier approvals.
    """
    asked = sha256(to_bytes(replace(terms, approval=None, withdrawal=None)))
    return consent_id, asked, at.isoformat()
