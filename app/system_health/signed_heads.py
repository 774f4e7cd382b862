"""The newest signed head of the audit trail, to take off the machine."""

from dataclasses import dataclass
from datetime import datetime

from app.audit import checkpoints
from app.audit.checkpoints import CheckpointKey
from app.unit_of_work import UnitOfWork, Visibility

TAKEN = "checkpoint.taken"
"""The event of a head that somebody took away."""


@dataclass(frozen=True)
class SignedHead:
    """A head of the trail as it leaves the machine: `text` is the file's content."""

    signed_at: datetime
    text: str

    @property
    def file_name(self) -> str:
        """A name that sorts by age and says nothing about the organisation."""
        return f"wayhome-checkpoint-{self.signed_at:%Y%m%dT%H%M%SZ}.txt"


def newest_head(work: UnitOfWork, key: CheckpointKey) -> SignedHead | None:
    """Return the newest signed head; None before the first was signed."""
    checkpoint = checkpoints.newest(work.session, key.installation_id, key.key.public)
    if checkpoint is None:
        return None
    return SignedHead(checkpoint.signed_at, checkpoints.as_text(checkpoint, key.installation_id))


def take_head(work: UnitOfWork, key: CheckpointKey) -> SignedHead | None:
    """Return the newest signed head for taking away; None before the first was signed.

    The request is recorded, and with that event a new head is signed if one is due. The next person who asks gets
    that one.
    """
    head = newest_head(work, key)
    work.record(TAKEN, visibility=Visibility.SYSTEM)
    return head
