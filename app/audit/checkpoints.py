"""Signs heads of the trail with the server's key, so that a copy kept elsewhere proves the past."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.vault import canonical
from app.vault.signing import BadSignature, SigningKey, VerifyKey, sign, verify
from models.checkpoint import Checkpoint

EVENTS_BETWEEN = 1000
TIME_BETWEEN = timedelta(minutes=5)
LABEL = "audit checkpoint"


@dataclass(frozen=True)
class CheckpointKey:
    """The server's signing key, and the organisation it signs for."""

    installation_id: UUID
    key: SigningKey


def checkpoint_if_due(
    session: Session, seq: int, head: bytes, *, key: CheckpointKey, now: datetime
) -> Checkpoint | None:
    """Sign the head when 1,000 events or five minutes have passed since the last signed one."""
    newest_first = select(Checkpoint.seq, Checkpoint.signed_at).order_by(Checkpoint.seq.desc())
    last = session.execute(newest_first.limit(1)).one_or_none()
    if last is not None and seq - last.seq < EVENTS_BETWEEN and now - last.signed_at < TIME_BETWEEN:
        return None
    return _sign(session, seq, head, key=key, now=now)


def _sign(session: Session, seq: int, head: bytes, *, key: CheckpointKey, now: datetime) -> Checkpoint:
    message = message_of(key.installation_id, seq, head, now)
    checkpoint = Checkpoint(seq=seq, hash=head, signed_at=now, signature=sign(key.key, LABEL, message))
    session.add(checkpoint)
    return checkpoint


def message_of(installation_id: UUID, seq: int, head: bytes, signed_at: datetime) -> bytes:
    """Return what a checkpoint's signature covers."""
    return canonical.encode(installation_id, seq, head, signed_at.isoformat())


def check(checkpoint: Checkpoint, installation_id: UUID, public: VerifyKey) -> None:
    """Raise BadSignature unless this server signed the checkpoint."""
    message = message_of(installation_id, checkpoint.seq, checkpoint.hash, checkpoint.signed_at)
    if not _holds(public.raw, message, checkpoint.signature):
        raise BadSignature(LABEL)


@lru_cache(maxsize=8_192)
def _holds(public: bytes, message: bytes, signature: bytes) -> bool:
    # The same bytes never change their mind, so whoever proves the trail again pays for the new heads only.
    try:
        verify(VerifyKey(public), LABEL, message, signature)
    except BadSignature:
        return False
    return True


def newest(session: Session) -> Checkpoint | None:
    """Return the newest signed head."""
    seq = session.scalar(select(func.max(Checkpoint.seq)))
    return session.get(Checkpoint, seq) if seq is not None else None


def as_text(checkpoint: Checkpoint, installation_id: UUID) -> str:
    """Return a checkpoint as lines that can leave the machine on a stick, by mail or as a printed code."""
    return "\n".join(
        (
            "wayhome-checkpoint 1",
            f"organisation {installation_id}",
            f"event {checkpoint.seq}",
            f"head {checkpoint.hash.hex()}",
            f"signed {checkpoint.signed_at.isoformat()}",
            f"signature {checkpoint.signature.hex()}",
            "",
        )
    )


def from_text(text: str) -> tuple[UUID, Checkpoint]:
    """Read what `as_text` wrote. Raises ValueError for anything else."""
    lines = [line.split(" ", 1) for line in text.strip().splitlines()]
    fields = {line[0]: line[1] for line in lines if len(line) == 2}
    try:
        return UUID(fields["organisation"]), Checkpoint(
            seq=int(fields["event"]),
            hash=bytes.fromhex(fields["head"]),
            signed_at=datetime.fromisoformat(fields["signed"]),
            signature=bytes.fromhex(fields["signature"]),
        )
    except KeyError as error:
        raise ValueError("not a checkpoint") from error
