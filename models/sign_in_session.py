"""A signed-in browser: the token's hash and the person's keys sealed under the token."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, derived, free, key_material, only_where, signed

_SEALED = "`keys_by_token`, where it is sealed beside the keys and read from"
_OWN = "`signature`: the person's own, over what their list of sessions shows"


class SignInSession(Model):
    """One session. Nothing here opens without the token in the cookie."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        Index("ix_sign_in_session_with_keys", "ends_at", **only_where("keys_by_token IS NOT NULL")),
    )

    id: Mapped[UUID] = signed(primary_key=True, by=_OWN)
    staff_id: Mapped[UUID] = signed(
        ForeignKey("staff_member.id"), index=True, by="`owner_mark`: an HMAC under the token's own key"
    )
    token_hash: Mapped[bytes] = key_material(unique=True)
    # The session's facts and the private keys, under the token's key; emptied when the session ends.
    keys_by_token: Mapped[bytes | None] = key_material()
    # Whose session it is, for a form that comes after its end: made with the token, which no row reveals.
    owner_mark: Mapped[bytes | None] = key_material()
    signature: Mapped[bytes | None] = key_material()
    created_at: Mapped[datetime] = signed(by=_OWN)
    last_seen_at: Mapped[datetime] = signed(by=_OWN)
    ends_at: Mapped[datetime] = derived(by=_SEALED)
    ended_at: Mapped[datetime | None] = free(
        because="set, it ends the session; cleared, it revives nothing, for the keys were erased"
    )
    # When the password was last given, for steps that ask for it again.
    proved_at: Mapped[datetime] = derived(by=_SEALED)
    # Shown in the sessions list: browser family and network address.
    device: Mapped[str] = signed(by=_OWN)
    address: Mapped[str] = signed(by=_OWN)
