"""An account: it can do nothing until its owner opens the invitation and makes their keys."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, derived, free, key_material, signed

_PERSON = "the person's statement in the key directory; before the first one it opens nothing"
_STATES = "whether the key directory knows the person, enabled, with the keys of the row"
_COST = "another cost derives other keys, and they open nothing"


class StaffMember(Versioned, Model):
    """One person who works with the organisation, and their sealed keys.

    What is believed of them is in the key directory (app.staff.account_facts).
    """

    __tablename__ = "staff_member"

    id: Mapped[UUID] = derived(primary_key=True, by="the key directory, which knows people by it")
    version: Mapped[int] = free(
        Integer,
        default=1,
        because="counts writes, so that two at once are told; it says nothing of the person",
    )
    username: Mapped[str] = free(
        unique=True,
        because="what somebody types to be found; keys open by their own password alone, so a swapped name only "
        "keeps people out",
    )
    display_name: Mapped[str] = signed(by=_PERSON)
    # Two or three characters that stand for this person on packets and captures.
    worker_code: Mapped[str] = signed(unique=True, by=_PERSON)
    role: Mapped[str] = signed(by=_PERSON)
    base_id: Mapped[UUID | None] = signed(ForeignKey("base.id"), by=_PERSON)
    # shell, awaiting, active or disabled.
    state: Mapped[str] = derived(by=_STATES)
    created_at: Mapped[datetime] = free(because="when the shell was typed; nothing follows from it")
    created_by: Mapped[UUID | None] = free(
        because="tells a form that was sent twice from another's; nothing follows from it"
    )
    # Volunteers' accounts end by themselves.
    ends_on: Mapped[date | None] = signed(by=_PERSON)
    locale: Mapped[str] = free(default="en", because="the language of the person's pages")
    theme: Mapped[str] = free(default="auto", because="the colours of the person's pages")
    # SHA-256 of the one-time invitation, and when it ends.
    invitation_hash: Mapped[bytes | None] = key_material(unique=True)
    invitation_ends_at: Mapped[datetime | None] = free(
        because="whoever opens an invitation makes keys that nobody seals to before six words were compared"
    )
    # Argon2id: salt and cost, and the SHA-256 of the login verifier.
    password_salt: Mapped[bytes | None] = key_material()
    password_memory_kib: Mapped[int | None] = free(because=_COST)
    password_passes: Mapped[int | None] = free(because=_COST)
    password_lanes: Mapped[int | None] = free(because=_COST)
    password_verifier: Mapped[bytes | None] = key_material()
    # Private keys, sealed once by the password and once by the recovery card.
    keys_by_password: Mapped[bytes | None] = key_material()
    card_salt: Mapped[bytes | None] = key_material()
    keys_by_card: Mapped[bytes | None] = key_material()
    # Public keys as the person made them; only the signed directory says whether they count.
    public_keys: Mapped[bytes | None] = key_material()
    key_version: Mapped[int] = derived(
        default=0, by="the person's last statement, from which the next is counted"
    )
    # New keys beside the old ones, until somebody admits them: everything above, in one value.
    waiting_keys: Mapped[bytes | None] = key_material()
    # Root fingerprint and last seen heads, sealed to the person.
    pins: Mapped[bytes | None] = key_material()
    admitted_at: Mapped[datetime | None] = derived(by="the time of the person's first statement")
    disabled_at: Mapped[datetime | None] = derived(by="the time of the statement that ended their keys")
