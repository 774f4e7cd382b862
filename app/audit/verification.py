"""Walks the trail from its first link and says what that proves, telling gap, edit, fork and truncation apart."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.chain import START, hash_of, head_of
from app.audit.checkpoints import check
from app.vault.signing import BadSignature, VerifyKey
from models.audit_event import AuditEvent
from models.checkpoint import Checkpoint


class Damage(StrEnum):
    """How a trail can be wrong."""

    GAP = "gap"
    """A link is missing in the middle."""
    EDIT = "edit"
    """A link says something else than what was hashed."""
    FORK = "fork"
    """A signed or remembered head names another event at that place."""
    TRUNCATION = "truncation"
    """The trail ends before a head that was signed or remembered."""
    BAD_CHECKPOINT = "bad checkpoint"
    """A signed head whose signature does not hold."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong, at one link."""

    damage: Damage
    seq: int


@dataclass(frozen=True)
class Verdict:
    """What the walk proved: `events` links from the first, and `checkpoints` signed heads on the way."""

    events: int
    checkpoints: int
    newest_checkpoint: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong as far as the walk can tell."""
        return not self.findings


def verify_trail(
    session: Session,
    installation_id: UUID,
    checkpoint_key: VerifyKey,
    *,
    remembered: tuple[tuple[int, bytes], ...] = (),
) -> Verdict:
    """Verify the whole trail. `remembered` are heads kept elsewhere: (seq, hash) pairs."""
    findings, hashes = _walk(session, {seq for seq, _ in remembered} | _checkpoint_seqs(session))
    head_seq, head_hash = head_of(session)
    last = max(hashes, default=0)
    events = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    if head_seq > last:
        findings.append(Finding(Damage.TRUNCATION, head_seq))
    elif head_seq < last or hashes.get(head_seq, START) != head_hash:
        findings.append(Finding(Damage.EDIT, head_seq))
    checkpoints = session.scalars(select(Checkpoint).order_by(Checkpoint.seq)).all()
    for checkpoint in checkpoints:
        try:
            check(checkpoint, installation_id, checkpoint_key)
        except BadSignature:
            findings.append(Finding(Damage.BAD_CHECKPOINT, checkpoint.seq))
            continue
        findings += compare_head(hashes, last, checkpoint.seq, checkpoint.hash)
    for seq, head in remembered:
        findings += compare_head(hashes, last, seq, head)
    return Verdict(
        events=events,
        checkpoints=len(checkpoints),
        newest_checkpoint=checkpoints[-1].seq if checkpoints else 0,
        findings=tuple(dict.fromkeys(findings)),
    )


def compare_head(hashes: dict[int, bytes], last: int, seq: int, head: bytes) -> list[Finding]:
    """Compare a head kept elsewhere with the trail: nothing, a fork, or a truncation."""
    if seq > last:
        return [Finding(Damage.TRUNCATION, seq)]
    return [] if hashes.get(seq) == head else [Finding(Damage.FORK, seq)]


def _checkpoint_seqs(session: Session) -> set[int]:
    return set(session.scalars(select(Checkpoint.seq)))


def _walk(session: Session, wanted: set[int]) -> tuple[list[Finding], dict[int, bytes]]:
    """Return what is wrong link by link, and the hashes at the wanted links and at the last."""
    findings: list[Finding] = []
    hashes: dict[int, bytes] = {}
    previous, expected = START, 1
    # Columns, not objects: a trail has millions of links, and nothing of one is needed after the next.
    query = select(*AuditEvent.__table__.columns).order_by(AuditEvent.seq)
    row = None
    for row in session.execute(query.execution_options(yield_per=1000)):
        if row.seq != expected:
            findings.append(Finding(Damage.GAP, expected))
        elif hash_of(row, previous) != row.hash:
            findings.append(Finding(Damage.EDIT, row.seq))
        previous, expected = row.hash, row.seq + 1
        if row.seq in wanted:
            hashes[row.seq] = row.hash
    if row is not None:
        hashes[row.seq] = row.hash
    return findings, hashes
