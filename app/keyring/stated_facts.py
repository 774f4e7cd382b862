"""Facts that are read from statements in the key directory and never from a row: moves of cases, and bases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.foundation.case_statuses import CaseStatus, takes_back
from app.vault import canonical
from app.vault.signing import BadSignature, SigningKey, VerifyKey, sign, verify

REQUEST_LABEL: Final = "request for a move"


@dataclass(frozen=True)
class AskedMove:
    """What a person signs to ask for a move. The approver's statement includes that signature."""

    id: UUID
    case_id: UUID
    base_id: UUID
    from_status: CaseStatus
    to: CaseStatus

    def sign(self, installation_id: UUID, key: SigningKey) -> bytes:
        """Sign the request as oneself."""
        return sign(key, REQUEST_LABEL, self._message(installation_id))

    def is_signed(self, installation_id: UUID, keys: tuple[VerifyKey, ...], signature: bytes) -> bool:
        """Tell whether the request was signed with one of these keys."""
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
    """An approved move, by whom and when. A case's status follows from these alone."""

    id: UUID
    case_id: UUID
    base_id: UUID
    from_status: CaseStatus
    to: CaseStatus
    asked_by: UUID
    decided_by: UUID | None
    decided_at: datetime


def standing(moves: Iterable[StatedMove]) -> list[StatedMove]:
    """Return the moves of one case that still count, in their order: one that was taken back as a mistake does not."""
    counting: list[StatedMove] = []
    for made in moves:
        if takes_back(made.from_status, made.to):
            counting.pop()
        else:
            counting.append(made)
    return counting


@dataclass(frozen=True)
class KnownBase:
    """What a base says of itself. `duty_number` is an office phone line, "" if there is none."""

    id: UUID
    name: str
    prefix: str
    pack_id: str
    pack_version: int
    timezone: str
    duty_number: str
    since: datetime
