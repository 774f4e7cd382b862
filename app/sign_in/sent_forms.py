"""Remembers for a day what somebody's saved forms said, in digests that nobody else can make.

A form is remembered in the same transaction that saves it. So whoever sends it again, because the answer was lost or
the server stopped between saving and answering, is told that it was saved.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.unit_of_work import UnitOfWork
from app.vault.digests import hmac_sha256, same
from models.sent_form import SentForm

KEPT_FOR = timedelta(hours=24)
"""As long as a rescued form."""


def remember_form(work: UnitOfWork, about: bytes, said: bytes) -> None:
    """Remember that this person saved a form about something, and what it said; undone with the work."""
    form_id = _id_of(work, about)
    known = work.session.get(SentForm, form_id)
    if known is None:
        work.session.add(SentForm(id=form_id, said=_digest(work, b"said", said), sent_at=work.now))


def said_the_same(work: UnitOfWork, about: bytes, said: bytes) -> bool:
    """Tell whether this person's form about it was saved with these words; False also when that is not known."""
    known = work.session.get(SentForm, _id_of(work, about))
    return known is not None and same(known.said, _digest(work, b"said", said))


def was_sent(work: UnitOfWork, about: bytes) -> bool:
    """Tell whether this person saved a form about it, in whatever words; False also when that is not known."""
    return work.session.get(SentForm, _id_of(work, about)) is not None


def forget_old_forms(session: Session, now: datetime) -> None:
    """Delete what was remembered for longer than a day."""
    session.execute(delete(SentForm).where(SentForm.sent_at < now - KEPT_FOR))


def _id_of(work: UnitOfWork, about: bytes) -> UUID:
    return UUID(bytes=_digest(work, b"about", about)[:16])


def _digest(work: UnitOfWork, what: bytes, text: bytes) -> bytes:
    return hmac_sha256(work.keychain.own_secret, b"sent form, " + what + b": " + text)
