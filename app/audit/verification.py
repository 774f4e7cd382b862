"""Verifies the trail from its first link, and tells gap, edit, fork and truncation apart."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.audit.chain import START, head_of
from app.audit.checkpoints import check, newest
from app.audit.walking import Damage, Finding, StepBack, Walked, walk
from app.database.store import Store
from app.vault.signing import BadSignature, VerifyKey
from models.audit_event import AuditEvent
from models.checkpoint import Checkpoint

__all__ = ["Damage", "Finding", "KeptHead", "Signatures", "Verdict", "verify_trail"]


@dataclass(frozen=True)
class KeptHead:
    """A head that was kept elsewhere: its hash, and when it was signed."""

    hash: bytes
    signed_at: datetime


class Signatures(StrEnum):
    """Which signed heads have their signatures verified. All heads are compared with the trail either way."""

    ALL = "all"
    NEWEST = "newest"
    """A valid newer head proves everything before it; an older signature adds nothing."""


@dataclass(frozen=True)
class Verdict:
    """What was proved: `events` links from the first, and `checkpoints` signed heads on the way.

    `newest_checkpoint` and `farthest_kept` are the numbers of the last events confirmed by a signed head stored here,
    and by one kept elsewhere; 0 for none. The numbers count closed events too, so no page shows them.
    """

    events: int
    checkpoints: int
    newest_checkpoint: int
    newest_signed_at: datetime | None
    farthest_kept: int
    findings: tuple[Finding, ...]
    steps_back: tuple[StepBack, ...] = ()
    """Where the server's clock was set back: no damage, but the times before each are not to be relied on."""
    last_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong as far as the walk can tell."""
        return not self.findings

    @property
    def damages(self) -> tuple[Damage, ...]:
        """The kinds of damage found, each once, without their places."""
        return tuple(damage for damage in Damage if damage in {each.damage for each in self.findings})


def verify_trail(
    session: Session,
    installation_id: UUID,
    checkpoint_key: VerifyKey,
    *,
    kept: tuple[KeptHead, ...] = (),
    signatures: Signatures = Signatures.ALL,
    store: Store | None = None,
) -> Verdict:
    """Verify the whole trail, and that heads `kept` elsewhere are in it.

    With a store, rows that this process has already proved are read and compared byte by byte, and not hashed again.
    """
    walked = walk(session, store)
    places = {each: _place_of(session, each.hash) for each in kept}
    last_signed = newest(session, installation_id, checkpoint_key)
    checkpoints = session.scalar(select(func.count()).select_from(Checkpoint)) or 0
    findings = [
        *walked.findings,
        *_head_findings(session, walked),
        *_misplaced(session, walked, installation_id, checkpoint_key),
        *_bad_signatures(session, installation_id, checkpoint_key, signatures),
        *(_missing(walked, each.signed_at) for each, place in places.items() if place is None),
    ]
    return Verdict(
        events=walked.links,
        checkpoints=checkpoints,
        newest_checkpoint=last_signed.seq if last_signed else 0,
        newest_signed_at=last_signed.signed_at if last_signed else None,
        farthest_kept=max((place for place in places.values() if place is not None), default=0),
        findings=tuple(dict.fromkeys(findings)),
        steps_back=walked.steps_back,
        last_at=walked.last_at,
    )


def _head_findings(session: Session, walked: Walked) -> list[Finding]:
    seq, head = head_of(session)
    if seq > walked.last_seq:
        return [Finding(Damage.TRUNCATION, seq)]
    return [] if (seq, head) == (walked.last_seq, walked.last_hash) else [Finding(Damage.EDIT, seq)]


def _place_of(session: Session, head: bytes) -> int | None:
    if head == START:
        return 0
    return session.scalars(select(AuditEvent.seq).where(AuditEvent.hash == head)).first()


def _misplaced(session: Session, walked: Walked, installation_id: UUID, key: VerifyKey) -> list[Finding]:
    """Return the signed heads whose hash is not that of the event they are stored beside."""
    query = (
        select(Checkpoint).outerjoin(AuditEvent, AuditEvent.seq == Checkpoint.seq).order_by(Checkpoint.seq)
    )
    findings = []
    for checkpoint in session.scalars(
        query.where(or_(AuditEvent.seq.is_(None), AuditEvent.hash != Checkpoint.hash))
    ):
        is_ours = _holds(checkpoint, installation_id, key)
        if not is_ours or _place_of(session, checkpoint.hash) is not None:
            findings.append(Finding(Damage.BAD_CHECKPOINT, signed_at=checkpoint.signed_at))
        else:
            findings.append(_missing(walked, checkpoint.signed_at))
    return findings


def _bad_signatures(
    session: Session, installation_id: UUID, key: VerifyKey, signatures: Signatures
) -> list[Finding]:
    query = select(Checkpoint).order_by(Checkpoint.seq.desc())
    if signatures is Signatures.NEWEST:
        query = query.limit(1)
    return [
        Finding(Damage.BAD_CHECKPOINT, signed_at=checkpoint.signed_at)
        for checkpoint in session.scalars(query)
        if not _holds(checkpoint, installation_id, key)
    ]


def _holds(checkpoint: Checkpoint, installation_id: UUID, key: VerifyKey) -> bool:
    try:
        check(checkpoint, installation_id, key)
    except BadSignature:
        return False
    return True


def _missing(walked: Walked, signed_at: datetime) -> Finding:
    """Say what happened to a signed head that is not in the trail.

    A head is signed at the moment of its event. A trail that ends before that moment was cut off; one that goes on
    after it was rewritten.
    """
    cut_off = walked.last_at is None or walked.last_at < signed_at
    return Finding(Damage.TRUNCATION if cut_off else Damage.FORK, signed_at=signed_at)
