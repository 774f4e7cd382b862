"""Failed attempts, counted per account and per address."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, readable


class SignInAttempt(Model):
    """One failed attempt to sign in or to use a card or code."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[UUID] = readable(primary_key=True)
    # What is counted ("account:", "address:", ...) and a keyed hash, so that mistyped passwords in the name
    # field are not kept.
    counter: Mapped[str] = readable(index=True)
    failed_at: Mapped[datetime] = readable(index=True)
