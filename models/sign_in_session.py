"""A signed-in browser: the token's hash and the person's keys sealed under the token."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, only_where, readable


class SignInSession(Model):
    """One session. Without the token in the cookie nothing here opens."""

    __tablename__ = "sign_in_session"
    # The sessions whose keys are still there, to erase those in time.
    __table_args__ = (
        Index("ix_sign_in_session_with_keys", "ends_at", **only_where("keys_by_token IS NOT NULL")),
    )

    id: Mapped[UUID] = readable(primary_key=True)
    staff_id: Mapped[UUID] = readable(ForeignKey("staff_member.id"), index=True)
    token_hash: Mapped[bytes] = key_material(unique=True)
    # Private keys under the token's key; emptied when the session ends.
    keys_by_token: Mapped[bytes | None] = key_material()
    created_at: Mapped[datetime] = readable()
    last_seen_at: Mapped[datetime] = readable()
    ends_at: Mapped[datetime] = readable()
    ended_at: Mapped[datetime | None] = readable()
    # When the password was last given, for steps that ask for it again.
    proved_at: Mapped[datetime] = readable()
    # Shown in the sessions list: browser family and network address.
    device: Mapped[str] = readable()
    address: Mapped[str] = readable()
