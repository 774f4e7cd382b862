"""The one row that says which organisation this database belongs to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, readable, sealed


class Installation(Model):
    """One organisation on one server."""

    __tablename__ = "installation"

    id: Mapped[UUID] = readable(primary_key=True)
    # The organisation's name, as printed on packets and cards.
    name: Mapped[str] = readable()
    # "practice" or "real", as in the data folder's own mark.
    kind: Mapped[str] = readable()
    locale: Mapped[str] = readable(default="en")
    created_at: Mapped[datetime] = readable()
    # When the recovery cards were typed back and set-up ended.
    set_up_at: Mapped[datetime | None] = readable()
    # HPKE suite for everything sealed from now on (1 or 2).
    hpke_suite: Mapped[int] = readable()
    # Random value that makes recovery-kit keys specific to this kit; renewed when the kit is used.
    kit_salt: Mapped[bytes | None] = key_material()
    # The secret of the `recovery` circle, sealed under the kit.
    recovery_sealed: Mapped[bytes | None] = key_material()
    # The key directory's root: public half, and the private half sealed in the folder named beside it.
    root_public: Mapped[bytes | None] = key_material()
    root_folder_id: Mapped[UUID | None] = readable()
    root_sealed: Mapped[bytes | None] = sealed()
    # The certificate that signs packets, and its private key sealed in the folder named beside it.
    signing_certificate: Mapped[bytes | None] = key_material()
    signing_folder_id: Mapped[UUID | None] = readable()
    signing_sealed: Mapped[bytes | None] = sealed()
