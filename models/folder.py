"""Records sealed under one key, and the versions of that key."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, free, key_material, only_where, signed

_BINDING = "the binding, signed by its binder and marked under the newest key"
_KEY = "the key's own signature, and its chain"


OF_A_BASE = "child_id IS NULL AND case_id IS NULL AND shift_id IS NULL"


class Folder(Model):
    """The records of one thing, which decides, by policy, who gets the key; the first key names the folder's maker."""

    __tablename__ = "folder"
    __table_args__ = (
        Index("ix_folder_of_base", "base_id", "kind", **only_where(OF_A_BASE)),
        Index(None, "bound_by", "kind"),
    )

    id: Mapped[UUID] = signed(primary_key=True, by=_BINDING)
    kind: Mapped[str] = signed(by=_BINDING)
    base_id: Mapped[UUID | None] = signed(ForeignKey("base.id"), by=_BINDING)
    child_id: Mapped[UUID | None] = signed(index=True, by=_BINDING)
    case_id: Mapped[UUID | None] = signed(index=True, by=_BINDING)
    shift_id: Mapped[UUID | None] = signed(index=True, by=_BINDING)
    # Who said what the folder belongs to, and their signature: without it no assignment grants the folder.
    bound_by: Mapped[UUID] = signed(by=_BINDING)
    binding: Mapped[bytes] = key_material()
    # An HMAC of the same under the newest key version: only a holder of the folder can say what it belongs to.
    binding_mark: Mapped[bytes] = key_material()


class FolderKey(Model):
    """One version of a folder's key, named by a commitment and signed by its maker."""

    __tablename__ = "folder_key"

    folder_id: Mapped[UUID] = signed(ForeignKey("folder.id"), primary_key=True, by=_KEY)
    version: Mapped[int] = signed(primary_key=True, by=_KEY)
    key_id: Mapped[bytes] = key_material()
    made_by: Mapped[UUID] = signed(index=True, by=_KEY)
    # The newest statement of the key directory at that time: anybody who lost a place since may still know this key.
    directory_seq: Mapped[int] = signed(by=_KEY)
    # The audit event of its making.
    event_id: Mapped[UUID] = signed(by=_KEY)
    signature: Mapped[bytes] = key_material()
    # An HMAC of all of it under the previous version, or under itself for the first: its maker held that version.
    chain: Mapped[bytes] = key_material()
    # How many values it has sealed; rotation is forced long before random nonces could repeat.
    sealings: Mapped[int] = free(
        default=0,
        because="lowered, a key seals more often; a folder would have to be written for a century to reach 2^32",
    )
