"""The outside member's private keys, sealed under the card they were given."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, free, key_material, signed

_STATED = "the statement of the key directory that gives the outside member these keys"


class OutsideCard(Model):
    """One outside member's card. Only the one whose keys the directory states lets anybody in."""

    __tablename__ = "outside_card"

    id: Mapped[UUID] = signed(primary_key=True, by=_STATED)
    card_salt: Mapped[bytes] = key_material()
    keys_by_card: Mapped[bytes] = key_material()
    # Empty until the outside member has replaced the card that a member of the circle printed for them.
    replaced_at: Mapped[datetime | None] = free(
        because="cleared, a further new card is printed at the next visit; it opens nothing for anybody else"
    )
