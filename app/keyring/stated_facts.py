"""Facts that are stated in the key directory and read from there, never from a row: moves of cases, and bases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.foundation.case_statuses import CaseStatus
from app.vault import canonical
from app.vault.signing import BadSignature, SigningKey, VerifyKey, sign, verify

REQUEST_LABEL: Final = "request for a move"


@dataclass(frozen=True)
class AskedMove:
    """What somebody signs who asks for a move. Whoever approves it states it with that signature in it."""

    id: UUID
    case_id: UUID
    base_id: UUID
    from_status: CaseStatus
    to: CaseStatus

    def sign(self, installation_id: UUID, key: SigningKey) -> bytes:
        """Ask for it in one's own name."""
        return sign(key, REQUEST_LABEL, self._message(installation_id))

    def is_signed(self, installation_id: UUID, keys: tuple[VerifyKey, ...], signature: bytes) -> bool:
        """Tell whether it was asked for with one of these keys."""
        for key in keys:
            try:
                verify(key, REQUEST_LABEL, self._message(installation_id), signature)
            except BadSignature:
                continue
            return True
        return False

    def _message(self, installation_id: UUID) -> bytes:
        return canonical.encode(
            installation_id, self.id, self.case_id, self.base_id, self.from_status.value, self.to.value
        )


@dataclass(frozen=True)
class StatedMove:
    """A move that was approved, by whom and when. Where a case stands follows from these alone."""

    id: UUID
    case_id: UUID
    base_id: UUID
    from_status: CaseStatus
    to: CaseStatus
    asked_by: UUID
    decided_by: UUID | None
    decided_at: datetime


@dataclass(frozen=True)
class KnownBase:
    """What a base says of itself. `duty_number` is an office line, "" while there is none."""

    id: UUID
    name: str
    prefix: str
    pack_id: str
    pack_version: int
    timezone: str
    duty_number: str
    since: datetime
