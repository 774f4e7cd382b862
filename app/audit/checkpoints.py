"""Signs heads of the trail with the server's key, so that a copy kept elsewhere proves the past.

A head is named by its hash and its time, never by its number (decision 0011). From two numbers anybody could tell how
many events lie between the heads, including those about our own people.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.vault import canonical
from app.vault.signing import BadSignature, SigningKey, VerifyKey, sign, verify
from models.audit_event import AuditEvent
from models.checkpoint import Checkpoint

TIME_BETWEEN = timedelta(minutes=5)
LABEL = "audit checkpoint"
FORM = "wayhome-checkpoint 2"
NUMBERED_FORM = "wayhome-checkpoint 1"
"""Heads signed before decision 0011; they still count."""
NO_NUMBER = 0
LOOKED_AT = 100
"""How many heads are tried when looking for one to hand out, so that inserted rows cost little."""


@dataclass(frozen=True)
class CheckpointKey:
    """The server's signing key, and the organisation it signs for."""

    installation_id: UUID
    key: SigningKey


def checkpoint_if_due(
    session: Session, seq: int, head: bytes, *, key: CheckpointKey, now: datetime
) -> Checkpoint | None:
    """Sign the head when five minutes have passed since the last signed one.

    By time only: a head signed after a number of events would count them. Call it for events that are open to others,
    so that no head is signed at the moment of a closed one.
    """
    newest_first = select(Checkpoint.signed_at).order_by(Checkpoint.seq.desc())
    last = session.scalars(newest_first.limit(1)).one_or_none()
    # A time in the future was written by somebody else, and does not delay a head.
    if last is not None and timedelta() <= now - last < TIME_BETWEEN:
        return None
    message = message_of(key.installation_id, head, now)
    checkpoint = Checkpoint(seq=seq, hash=head, signed_at=now, signature=sign(key.key, LABEL, message))
    session.add(checkpoint)
    return checkpoint


def message_of(installation_id: UUID, head: bytes, signed_at: datetime) -> bytes:
    """Return what a checkpoint's signature covers.

    It leaves the number out: with the public key, anybody could try numbers until the signature fits.
    """
    return canonical.encode(installation_id, head, signed_at.isoformat())


def _numbered_message_of(installation_id: UUID, checkpoint: Checkpoint) -> bytes:
    return canonical.encode(
        installation_id, checkpoint.seq, checkpoint.hash, checkpoint.signed_at.isoformat()
    )


def check(checkpoint: Checkpoint, installation_id: UUID, public: VerifyKey) -> None:
    """Raise BadSignature unless this server signed the checkpoint, in the current form or the older numbered one."""
    message = message_of(installation_id, checkpoint.hash, checkpoint.signed_at)
    try:
        verify(public, LABEL, message, checkpoint.signature)
    except BadSignature:
        verify(public, LABEL, _numbered_message_of(installation_id, checkpoint), checkpoint.signature)


def newest(session: Session, installation_id: UUID, public: VerifyKey) -> Checkpoint | None:
    """Return the newest signed head that can be handed out, or None.

    Skips rows that are not in the trail, or that this server did not sign without a number. Otherwise an old head
    that somebody moved to the top would be handed out as the newest.
    """
    stands = and_(AuditEvent.seq == Checkpoint.seq, AuditEvent.hash == Checkpoint.hash)
    query = select(Checkpoint).join(AuditEvent, stands).order_by(Checkpoint.seq.desc())
    # Closed, because PostgreSQL keeps a cursor open while rows are left to fetch.
    with closing(session.scalars(query.limit(LOOKED_AT).execution_options(yield_per=10))) as found:
        for checkpoint in found:
            message = message_of(installation_id, checkpoint.hash, checkpoint.signed_at)
            try:
                verify(public, LABEL, message, checkpoint.signature)
            except BadSignature:
                continue
            return checkpoint
    return None


def as_text(checkpoint: Checkpoint, installation_id: UUID) -> str:
    """Return a checkpoint as lines that can leave the machine on a stick, by mail or as a printed code."""
    return "\n".join(
        (
            FORM,
            f"organisation {installation_id}",
            f"head {checkpoint.hash.hex()}",
            f"signed {checkpoint.signed_at.isoformat()}",
            f"signature {checkpoint.signature.hex()}",
            "",
        )
    )


def from_text(text: str) -> tuple[UUID, Checkpoint]:
    """Read what `as_text` wrote, in the current or the numbered form. Raises ValueError for anything else.

    If the text names no number, the checkpoint has NO_NUMBER: its place is found by its hash.
    """
    lines = [line.split(" ", 1) for line in text.strip().splitlines()]
    fields = {line[0]: line[1] for line in lines if len(line) == 2}
    numbered = text.startswith(NUMBERED_FORM)
    try:
        return UUID(fields["organisation"]), Checkpoint(
            seq=int(fields["event"]) if numbered else NO_NUMBER,
            hash=bytes.fromhex(fields["head"]),
            signed_at=datetime.fromisoformat(fields["signed"]),
            signature=bytes.fromhex(fields["signature"]),
        )
    except KeyError as error:
        raise ValueError("not a checkpoint") from error
