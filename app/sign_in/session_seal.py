"""A session's facts, sealed with the person's keys under its token: no column extends it or proves anything.

Putting an older value back only makes a session older: its last proof and last use are then further in the past. What
ended comes back with its whole older row no more either: the generation is compared with the person's statement
(`generations`), and a session that was ended by itself is remembered (`ended_sessions`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.foundation.clock import is_ahead
from app.foundation.errors import WillNotOpen
from app.vault import canonical, digests
from app.vault.derivation import derive_key
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import Secret
from app.vault.session_tokens import token_key
from app.vault.signing import BadSignature, VerifyKey, sign, verify
from models.sign_in_session import SignInSession

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
_LABEL = "sign-in session"
_OWNER_KEY = "session token: owner"


@dataclass(frozen=True)
class SessionFacts:
    """When a session was begun and last used, when the password was last given in it, and its generation. UTC."""

    made_at: datetime
    seen_at: datetime
    proved_at: datetime
    generation: int

    @property
    def ends_at(self) -> datetime:
        """When the session ends, however much it is used."""
        return self.made_at + ABSOLUTE

    def lives(self, now: datetime) -> bool:
        """Tell whether the session lasts. One that was begun or used in the future has ended.

        The clock was wrong then, and nobody knows how long ago that was.
        """
        if is_ahead(self.made_at, now) or is_ahead(self.seen_at, now):
            return False
        return now < self.ends_at and now - self.seen_at < IDLE

    def proved_by(self, now: datetime) -> datetime:
        """Return when the password was last given; a proof in the future counts as none, as if it were of long ago."""
        return self.made_at - ABSOLUTE if is_ahead(self.proved_at, now) else self.proved_at


def seal_session(
    row: SignInSession,
    token: Secret,
    private: PersonPrivateKeys,
    facts: SessionFacts,
    *,
    installation_id: UUID,
) -> None:
    """Seal a session's facts and the person's keys under its token; its columns repeat them, signed by the person.

    The signature is for their list of sessions, because one session cannot open another.
    """
    moments = (facts.made_at, facts.seen_at, facts.proved_at)
    told = (moment.isoformat() for moment in moments)
    plaintext = canonical.encode(private.to_bytes(), *told, facts.generation)
    row.keys_by_token = seal_value(token_key(token), _context(row, installation_id), plaintext)
    row.ends_at, row.last_seen_at, row.proved_at = facts.ends_at, facts.seen_at, facts.proved_at
    row.signature = sign(private.sign, _LABEL, _shown(row, installation_id))


def open_session(
    row: SignInSession, token: Secret, *, installation_id: UUID
) -> tuple[PersonPrivateKeys, SessionFacts]:
    """Open what `seal_session` sealed. Raises WillNotOpen when the session has ended or is another person's."""
    if row.keys_by_token is None:
        raise WillNotOpen("no keys are kept here")
    plaintext = open_value(token_key(token), _context(row, installation_id), row.keys_by_token)
    match canonical.decode(plaintext):
        case (bytes(private), str(made), str(seen), str(proved), int(generation)):
            made_at, seen_at, proved_at = map(datetime.fromisoformat, (made, seen, proved))
            facts = SessionFacts(made_at, seen_at, proved_at, generation)
            return PersonPrivateKeys.from_bytes(private), facts
        case _:
            raise WillNotOpen("a session is not in its form")


def say_whose(row: SignInSession, token: Secret, *, installation_id: UUID) -> None:
    """Mark, with the token, whose session it is."""
    row.owner_mark = _owner_mark(row, token, installation_id)


def is_theirs(row: SignInSession, token: Secret, *, installation_id: UUID) -> bool:
    """Tell whether the person who began the session with this token is the one the row names."""
    return row.owner_mark is not None and digests.same(
        row.owner_mark, _owner_mark(row, token, installation_id)
    )


def is_as_written(row: SignInSession, own: VerifyKey, *, installation_id: UUID) -> bool:
    """Tell whether the row shows what its person last signed."""
    if row.signature is None:
        return False
    try:
        verify(own, _LABEL, _shown(row, installation_id), row.signature)
    except BadSignature:
        return False
    return True


def _context(row: SignInSession, installation_id: UUID) -> bytes:
    return canonical.encode("session", installation_id, row.id, row.staff_id)


def _owner_mark(row: SignInSession, token: Secret, installation_id: UUID) -> bytes:
    key = derive_key(token, _OWNER_KEY)
    return digests.hmac_sha256(key, canonical.encode(installation_id, row.id, row.staff_id))


def _shown(row: SignInSession, installation_id: UUID) -> bytes:
    return canonical.encode(
        installation_id,
        row.id,
        row.staff_id,
        row.token_hash,
        row.created_at.isoformat(),
        row.ends_at.isoformat(),
        row.last_seen_at.isoformat(),
        row.proved_at.isoformat(),
        row.device,
        row.address,
    )
