"""One statement of the key directory: its form, its chain and its signature."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from app.foundation.errors import KeyRefused
from app.vault import canonical, digests
from app.vault.signing import BadSignature, SigningKey, VerifyKey, sign, verify
from models.directory_statement import DirectoryStatement

LABEL = "directory statement"

FORM = 2
"""The form of statements made now. Those of form 1 do not name theirs."""


class Kind(StrEnum):
    """The kinds of statement."""

    ROOT = "root"
    ORGANISATION = "organisation"
    PERSON = "person"
    DISABLED = "disabled"
    CIRCLE = "circle"
    MEMBER = "member"
    MEMBER_ENDED = "member_ended"
    ASSIGNMENT = "assignment"
    ASSIGNMENT_ENDED = "assignment_ended"
    TEAM = "team"
    LEADER = "leader"
    """Somebody leads a kids' club, perhaps until a day."""
    LEADER_ENDED = "leader_ended"
    OUTSIDE_MEMBER = "outside_member"
    AGREED = "agreed"
    """One of the three agrees to something about the safeguarding circle."""
    KIT = "kit"
    STAGE = "stage"
    BASE = "base"
    SESSIONS_ENDED = "sessions_ended"


@dataclass(frozen=True)
class Statement:
    """A statement that was read or is about to be written."""

    seq: int
    kind: Kind
    body: str
    signer_id: UUID | None
    stated_at: datetime
    signature: bytes
    hash: bytes

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The body as a mapping."""
        fields = json.loads(self.body)
        if not isinstance(fields, dict):
            raise KeyRefused("a statement is not in its form", seq=self.seq)
        return fields

    @property
    def form(self) -> int:
        """The form it is written in, which decides by which rules it is judged."""
        return int(self.fields.get("form", 1))

    def check_link(self, installation_id: UUID, *, seq: int, previous: bytes) -> None:
        """Raise KeyRefused unless this is exactly the next link of that chain."""
        expected = _hash(self._message(installation_id, previous), self.signature)
        if self.seq != seq or not digests.same(self.hash, expected):
            raise KeyRefused("the key directory's chain is broken", seq=seq)

    def check_signature(self, installation_id: UUID, *, previous: bytes, keys: tuple[VerifyKey, ...]) -> None:
        """Raise KeyRefused unless one of the signer's keys signed it at that place in the chain."""
        message = self._message(installation_id, previous)
        for key in keys:
            try:
                verify(key, LABEL, message, self.signature)
            except BadSignature:
                continue
            return
        raise KeyRefused("a statement's signature does not hold", seq=self.seq)

    def _message(self, installation_id: UUID, previous: bytes) -> bytes:
        return _message(
            installation_id, self.seq, previous, self.kind, self.body, self.signer_id, self.stated_at
        )

    def to_row(self) -> DirectoryStatement:
        """Return the row to store."""
        return DirectoryStatement(
            seq=self.seq,
            kind=self.kind.value,
            body=self.body,
            signer_id=self.signer_id,
            signature=self.signature,
            hash=self.hash,
            stated_at=self.stated_at,
        )

    @classmethod
    def from_row(cls, row: DirectoryStatement) -> "Statement":
        """Read a row without checking it yet. Raises KeyRefused for an unknown kind."""
        try:
            kind = Kind(row.kind)
        except ValueError:
            raise KeyRefused("a statement of an unknown kind", seq=row.seq) from None
        return cls(row.seq, kind, row.body, row.signer_id, row.stated_at, row.signature, row.hash)


def make_statement(
    installation_id: UUID,
    *,
    seq: int,
    previous: bytes,
    kind: Kind,
    fields: dict[str, Any],
    signer_id: UUID | None,
    key: SigningKey,
    now: datetime,
) -> Statement:
    """Sign the next statement of the chain. `signer_id` is None when the key is the root's."""
    body = json.dumps(fields | {"form": FORM}, sort_keys=True, separators=(",", ":"))
    message = _message(installation_id, seq, previous, kind, body, signer_id, now)
    signature = sign(key, LABEL, message)
    return Statement(seq, kind, body, signer_id, now, signature, _hash(message, signature))


def _message(
    installation_id: UUID,
    seq: int,
    previous: bytes,
    kind: Kind,
    body: str,
    signer_id: UUID | None,
    stated_at: datetime,
) -> bytes:
    return canonical.encode(
        installation_id, seq, previous, kind.value, body, signer_id, stated_at.isoformat()
    )


def _hash(message: bytes, signature: bytes) -> bytes:
    return digests.sha256(canonical.encode(message, signature))
