"""The one row that says which organisation this database belongs to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, derived, free, key_material, sealed, signed

_BY_ROOT = "the root's statement of the organisation in the key directory"


class Installation(Model):
    """One organisation on one server."""

    __tablename__ = "installation"

    id: Mapped[UUID] = derived(
        primary_key=True, by="the data folder's mark; every binding and statement names it as well"
    )
    # The organisation's name, as printed on packets and cards.
    name: Mapped[str] = signed(by=_BY_ROOT)
    # "practice" or "real", as in the data folder's own mark.
    kind: Mapped[str] = derived(by="the data folder's mark: with another word here the server does not start")
    created_at: Mapped[datetime] = free(because="when the database was made; nothing follows from it")
    # When the recovery cards were typed back, which ended set-up.
    set_up_at: Mapped[datetime | None] = derived(
        by="the kit's events in the trail, by which pages warn; here it only leads through set-up"
    )
    # HPKE suite for everything sealed from now on (1 or 2).
    hpke_suite: Mapped[int] = free(
        because="a suite weaker than the one this version ships with is never used"
    )
    # Random value that makes recovery-kit keys specific to this kit; renewed when the kit is used.
    kit_salt: Mapped[bytes | None] = key_material()
    # The secret of the `recovery` circle, sealed under the kit.
    recovery_sealed: Mapped[bytes | None] = key_material()
    # The key directory's root: its public half, and its private half sealed in the folder named beside it.
    root_public: Mapped[bytes | None] = key_material()
    root_folder_id: Mapped[UUID | None] = derived(
        by="the key that opens there, which must be the root of the key directory"
    )
    root_sealed: Mapped[bytes | None] = sealed()
    # The certificate that signs packets, and its private key sealed in the folder named beside it.
    signing_certificate: Mapped[bytes | None] = key_material()
    signing_folder_id: Mapped[UUID | None] = derived(
        by="the key that opens there, which must be of the certificate that the root stated"
    )
    signing_sealed: Mapped[bytes | None] = sealed()
