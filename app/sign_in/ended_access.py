"""Keeps what somebody was writing when their access to the record ended: for them, and for whoever answers for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.clock import SET_BACK
from app.foundation.errors import NotVisible
from app.foundation.roles import Role
from app.keyring.known_directory import verified_directory
from app.server import Server
from app.sign_in.drafts import (
    MOST_KEPT,
    OF_ITS_KEEPING,
    Fields,
    KeptWords,
    fields_worth_keeping,
    is_kept_at,
    kept_words,
    seal_to,
    words_in,
)
from app.unit_of_work import UnitOfWork
from app.vault.keychain import Keychain
from models.audit_event import AuditEvent, AuditSubject
from models.case import Case
from models.child import Child
from models.encounter import Encounter
from models.shift import Shift
from models.unsent_draft import UnsentDraft

OPENED_WITHIN = timedelta(hours=24)
"""Who had the record open this long ago may have been writing about it. Nobody else's words are kept."""
_BY = f"{OF_ITS_KEEPING}by"
_UNSEEN = frozenset({_BY, "record_id", "version", "replaces", "digest", "receipt", "considered"})
_RESERVED = MOST_KEPT // 2
"""Copies of other people's words never take more of the places that somebody has for their own."""
_READ_BY_SUPERVISION = {"case_id": Case, "child_id": Child, "shift_id": Shift, "encounter_id": Encounter}
"""The records whose every word the supervisors of their base may read, by the name of their id in an address."""


@dataclass(frozen=True)
class EndedForm:
    """What is kept of a form: who wrote it, on which page, and what stood in it by name, without ids and versions."""

    id: UUID
    by: UUID
    path: str
    kept_at: datetime
    ends_at: datetime
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WordsKept:
    """Where words were kept: the writer's own copy, and whether supervision has one as well."""

    draft_id: UUID
    has_supervision: bool


def keep_of_ended(
    server: Server, staff_id: UUID, path: str, form: Mapping[str, str], *, ids: Mapping[str, UUID]
) -> WordsKept | None:
    """Seal a form that its writer may not save any more to them and to the supervisors of the record's base.

    `ids` are those of its address, by name. Nothing is kept of a record that they did not have open before: an address
    somebody guessed tells them nothing, and nobody gets words that way.
    """
    fields = fields_worth_keeping(form) | {_BY: [str(staff_id)]}
    with server.store.writing() as session:
        if ids and not _had_open(session, staff_id, ids.values(), server.clock.now()):
            return None
        own = seal_to(server, session, staff_id, path, fields)
        if own is None:
            return None
        copies = [
            seal_to(server, session, other, path, fields)
            for other in _supervision(server, session, ids)
            if other != staff_id and _has_room(session, other, server.clock.now())
        ]
        return WordsKept(own, any(copies))


def written_by(words: KeptWords) -> UUID | None:
    """Return who wrote a form that was kept because their access ended; None for any other."""
    return _by(words.fields)


def is_kept_for(server: Server, keychain: Keychain, draft_id: UUID, *, path: str) -> bool:
    """Tell whether a form is kept for the holder of a keychain, from the page with that address."""
    with server.store.reading() as session:
        row = session.get(UnsentDraft, draft_id)
        words = words_in(row, keychain, server.installation_id) if row is not None else None
        return words is not None and words.path == path


def ended_form(work: UnitOfWork, draft_id: UUID) -> EndedForm:
    """Return what the acting person keeps of a form, whoever wrote it. Raises NotVisible."""
    row = work.session.get(UnsentDraft, draft_id)
    words = kept_words(work, draft_id)
    if row is None or words is None:
        raise NotVisible("unsent_draft")
    return EndedForm(
        id=row.id,
        by=_by(words.fields) or work.person.id,
        path=words.path,
        kept_at=row.kept_at,
        ends_at=row.ends_at,
        said=said_in(words.fields),
    )


def said_in(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Return what stood in a form, each with its field's name: no ids, no versions, and nothing empty."""
    said = (
        (name, value.strip()) for name, values in fields.items() if name not in _UNSEEN for value in values
    )
    return tuple((name, value) for name, value in said if value and not _is_id(value))


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _by(fields: Fields) -> UUID | None:
    return UUID(fields[_BY][0]) if _BY in fields else None


def _had_open(session: Session, staff_id: UUID, ids: Iterable[UUID], now: datetime) -> bool:
    query = (
        select(AuditEvent.seq)
        .join(AuditSubject, AuditSubject.seq == AuditEvent.seq)
        .where(
            AuditSubject.subject_id.in_(list(ids)),
            AuditEvent.actor_id == staff_id,
            AuditEvent.at > now - OPENED_WITHIN,
            AuditEvent.at <= now + SET_BACK,
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def _supervision(server: Server, session: Session, ids: Mapping[str, UUID]) -> list[UUID]:
    """Return who supervises the base of the record that the address names first, if supervision reads all of it."""
    name = next(iter(ids), "")
    table = _READ_BY_SUPERVISION.get(name)
    row = session.get(table, ids[name]) if table is not None else None
    if row is None:
        return []
    people = verified_directory(server.store, session, server.installation_id).people.values()
    return [
        known.id
        for known in people
        if known.enabled and known.role is Role.SUPERVISOR and known.base_id == row.base_id
    ]


def _has_room(session: Session, staff_id: UUID, now: datetime) -> bool:
    own = (
        select(func.count()).select_from(UnsentDraft).where(UnsentDraft.staff_id == staff_id, is_kept_at(now))
    )
    return (session.scalar(own) or 0) < _RESERVED
