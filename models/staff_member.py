"""An account: a shell until its owner opens the invitation and makes their keys."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, key_material, readable


class StaffMember(Versioned, Model):
    """One person who works with the organisation, and their sealed keys."""

    __tablename__ = "staff_member"

    id: Mapped[UUID] = readable(primary_key=True)
    username: Mapped[str] = readable(unique=True)
    display_name: Mapped[str] = readable()
    # Two or three characters that stand for this person on packets and captures.
    worker_code: Mapped[str] = readable(unique=True)
    role: Mapped[str] = readable()
    base_id: Mapped[UUID | None] = readable(ForeignKey("base.id"))
    # shell, invited, awaiting, active or disabled.
    state: Mapped[str] = readable()
    created_at: Mapped[datetime] = readable()
    created_by: Mapped[UUID | None] = readable()
    # Volunteers' accounts end by themselves.
    ends_on: Mapped[date | None] = readable()
    locale: Mapped[str] = readable(default="en")
    theme: Mapped[str] = readable(default="auto")
    # SHA-256 of the one-time invitation, and when it ends.
    invitation_hash: Mapped[bytes | None] = key_material(unique=True)
    invitation_ends_at: Mapped[datetime | None] = readable()
    # Argon2id: salt and cost, and the SHA-256 of the login verifier.
    password_salt: Mapped[bytes | None] = key_material()
    password_memory_kib: Mapped[int | None] = readable()
    password_passes: Mapped[int | None] = readable()
    password_lanes: Mapped[int | None] = readable()
    password_verifier: Mapped[bytes | None] = key_material()
    # Private keys, sealed once by the password and once by the recovery card.
    keys_by_password: Mapped[bytes | None] = key_material()
    card_salt: Mapped[bytes | None] = key_material()
    keys_by_card: Mapped[bytes | None] = key_material()
    # Public keys as the person made them; only the signed directory says whether they count.
    public_keys: Mapped[bytes | None] = key_material()
    key_version: Mapped[int] = readable(default=0)
    # Root fingerprint and last seen heads, sealed to the person.
    pins: Mapped[bytes | None] = key_material()
    admitted_at: Mapped[datetime | None] = readable()
    disabled_at: Mapped[datetime | None] = readable()
