"""Failed attempts, counted per account and per address."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, free

_GONE = "whoever writes here could as well delete the row; what a password opens is guarded by Argon2id"


class SignInAttempt(Model):
    """One failed attempt to sign in or to use a card or code."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[UUID] = free(primary_key=True, because=_GONE)
    # What is counted ("account:", "address:", ...) and a keyed hash, so that a password typed into the name field is
    # not stored.
    counter: Mapped[str] = free(index=True, because=_GONE)
    failed_at: Mapped[datetime] = free(index=True, because=_GONE)
