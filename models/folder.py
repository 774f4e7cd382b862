"""Records sealed under one key, and the versions of that key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, only_where, readable

OF_A_BASE = "child_id IS NULL AND case_id IS NULL AND shift_id IS NULL"


class Folder(Model):
    """One thing's records: what it is of decides, by policy, who is granted its key."""

    __tablename__ = "folder"
    __table_args__ = (
        # What a person made themselves, for those kinds that their makers hold.
        Index(None, "bound_by", "kind"),
        # The few folders that are a base's own; nearly all others are of a child, a case or a shift.
        Index("ix_folder_of_base", "base_id", "kind", **only_where(OF_A_BASE)),
    )

    id: Mapped[UUID] = readable(primary_key=True)
    kind: Mapped[str] = readable()
    base_id: Mapped[UUID | None] = readable(ForeignKey("base.id"))
    child_id: Mapped[UUID | None] = readable(index=True)
    case_id: Mapped[UUID | None] = readable(index=True)
    shift_id: Mapped[UUID | None] = readable(index=True)
    created_at: Mapped[datetime] = readable()
    created_by: Mapped[UUID] = readable()
    # Who said what the folder is of, and their signature: without it no assignment grants the folder.
    bound_by: Mapped[UUID] = readable()
    binding: Mapped[bytes] = key_material()
    # An HMAC of the same under the newest key version: only who holds the folder says what it is of.
    binding_mark: Mapped[bytes] = key_material()


class FolderKey(Model):
    """One version of a folder's key, named by a commitment and signed by who made it."""

    __tablename__ = "folder_key"

    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"), primary_key=True)
    version: Mapped[int] = readable(primary_key=True)
    key_id: Mapped[bytes] = key_material()
    made_by: Mapped[UUID] = readable()
    made_at: Mapped[datetime] = readable()
    # The newest statement of the key directory then: whoever lost a place since may still know this key.
    directory_seq: Mapped[int] = readable()
    # The audit event of its making.
    event_id: Mapped[UUID] = readable()
    signature: Mapped[bytes] = key_material()
    # An HMAC of it all under the version before, or under itself for the first: whoever made it held that one.
    chain: Mapped[bytes] = key_material()
    # How often it sealed; rotation is forced long before random nonces could repeat.
    sealings: Mapped[int] = readable(default=0)
