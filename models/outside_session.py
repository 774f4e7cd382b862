"""The outside member's short session: the token's hash, and their keys sealed under the token."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, derived, key_material

_SEALED = "`keys_by_token`, where it is sealed beside the keys and read from"


class OutsideSession(Model):
    """One session of somebody without an account. Nothing here opens without the token in the cookie."""

    __tablename__ = "outside_session"

    id: Mapped[UUID] = derived(primary_key=True, by=_SEALED)
    token_hash: Mapped[bytes] = key_material(unique=True)
    # The keys, whose they are and when the session ends; the row is deleted when it ends.
    keys_by_token: Mapped[bytes] = key_material()
    ends_at: Mapped[datetime] = derived(by=_SEALED, index=True)
