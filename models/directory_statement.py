"""One link of the key directory's chain: who has which keys, roles and places."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped

from models.mapping import Model, chained, key_material


class DirectoryStatement(Model):
    """A signed statement, chained to the one before."""

    __tablename__ = "directory_statement"

    seq: Mapped[int] = chained(primary_key=True, autoincrement=False)
    kind: Mapped[str] = chained()
    # Canonical JSON of ids, roles, versions and public keys; no words about anybody.
    body: Mapped[str] = key_material(Text)
    # The person who signed, or None when the root itself did.
    signer_id: Mapped[UUID | None] = chained()
    signature: Mapped[bytes] = key_material()
    hash: Mapped[bytes] = key_material()
    stated_at: Mapped[datetime] = chained()
