"""Remembers for a day what somebody's saved forms said, in digests that nobody else can make.

A form is remembered in the same transaction that saves it. So whoever sends it again, because the answer was lost or
the server stopped between saving and answering, is told that it was saved.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from app.foundation.clock import SET_BACK, is_ahead
from app.unit_of_work import UnitOfWork
from app.vault.digests import hmac_sha256, same
from models.sent_form import SentForm

KEPT_FOR = timedelta(hours=24)
"""As long as a rescued form."""


def remember_form(work: UnitOfWork, about: bytes, said: bytes) -> None:
    """Remember that this person saved a form about something, and what it said; undone with the work."""
    form_id = _id_of(work, about)
    if _known(work, form_id) is None:
        form = SentForm(id=form_id, said=_digest(work, b"said", said), sent_at=work.now)
        work.session.merge(form)


def said_the_same(work: UnitOfWork, about: bytes, said: bytes) -> bool:
    """Tell whether this person's form about it was saved with these words; False also when that is not known."""
    known = _known(work, _id_of(work, about))
    return known is not None and same(known.said, _digest(work, b"said", said))


def was_sent(work: UnitOfWork, about: bytes) -> bool:
    """Tell whether this person saved a form about it, in whatever words; False also when that is not known."""
    return _known(work, _id_of(work, about)) is not None


def forget_old_forms(session: Session, now: datetime) -> None:
    """Delete what was remembered for longer than a day, and what a clock that was ahead would keep for years."""
    is_old = or_(SentForm.sent_at < now - KEPT_FOR, SentForm.sent_at > now + SET_BACK)
    session.execute(delete(SentForm).where(is_old))


def _known(work: UnitOfWork, form_id: UUID) -> SentForm | None:
    """Return what is remembered; nothing of what lies in the future: nobody knows when it was sent."""
    known = work.session.get(SentForm, form_id)
    return None if known is None or is_ahead(known.sent_at, work.now) else known


def _id_of(work: UnitOfWork, about: bytes) -> UUID:
    return UUID(bytes=_digest(work, b"about", about)[:16])


def _digest(work: UnitOfWork, what: bytes, text: bytes) -> bytes:
    return hmac_sha256(work.keychain.own_secret, b"sent form, " + what + b": " + text)
