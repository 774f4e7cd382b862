"""What a session is, sealed with the person's keys under its token: no column ends it later or proves anything.

An older value put back makes a session older: its last proof and its last use lie further behind. One that was ended
comes back only with the whole of its older row, until it would have idled out.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.foundation.errors import WillNotOpen
from app.vault import canonical, digests
from app.vault.derivation import derive_key
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import Secret
from app.vault.session_tokens import token_key
from app.vault.signing import BadSignature, VerifyKey, sign, verify
from models.sign_in_session import SignInSession

_LABEL = "sign-in session"
_OWNER_KEY = "session token: owner"


@dataclass(frozen=True)
class SessionFacts:
    """When a session ends, was last used, and when the password was last given in it. UTC."""

    ends_at: datetime
    seen_at: datetime
    proved_at: datetime


def seal_session(
    row: SignInSession,
    token: Secret,
    private: PersonPrivateKeys,
    facts: SessionFacts,
    *,
    installation_id: UUID,
) -> None:
    """Seal a session's facts and the person's keys under its token; its columns repeat them, signed by the person.

    The signature is for their list of sessions: one session opens nothing of another.
    """
    moments = (facts.ends_at, facts.seen_at, facts.proved_at)
    plaintext = canonical.encode(private.to_bytes(), *(moment.isoformat() for moment in moments))
    row.keys_by_token = seal_value(token_key(token), _context(row, installation_id), plaintext)
    row.ends_at, row.last_seen_at, row.proved_at = moments
    row.signature = sign(private.sign, _LABEL, _shown(row, installation_id))


def open_session(
    row: SignInSession, token: Secret, *, installation_id: UUID
) -> tuple[PersonPrivateKeys, SessionFacts]:
    """Open what `seal_session` sealed. Raises WillNotOpen when the session has ended or is another person's."""
    if row.keys_by_token is None:
        raise WillNotOpen("no keys are kept here")
    plaintext = open_value(token_key(token), _context(row, installation_id), row.keys_by_token)
    match canonical.decode(plaintext):
        case (bytes(private), str(ends), str(seen), str(proved)):
            facts = SessionFacts(*(datetime.fromisoformat(each) for each in (ends, seen, proved)))
            return PersonPrivateKeys.from_bytes(private), facts
        case _:
            raise WillNotOpen("a session is not in its form")


def say_whose(row: SignInSession, token: Secret, *, installation_id: UUID) -> None:
    """Mark by the token whose session it is."""
    row.owner_mark = _owner_mark(row, token, installation_id)


def is_theirs(row: SignInSession, token: Secret, *, installation_id: UUID) -> bool:
    """Tell whether whoever began the session with this token is whom the row names."""
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
