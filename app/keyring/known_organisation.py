"""What the root states of the organisation: its name, whether it is for practice, and its packet certificate."""

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class KnownOrganisation:
    """The organisation, from its signed statement. `certificate` (DER) is the one that packets are signed with."""

    name: str
    kind: str
    certificate: bytes

    def to_fields(self) -> dict[str, Any]:
        """Return the body of the statement."""
        return {"name": self.name, "kind": self.kind, "certificate": self.certificate.hex()}

    @classmethod
    def from_fields(cls, body: dict[str, Any]) -> Self:
        """Read the body of a statement."""
        return cls(str(body["name"]), str(body["kind"]), bytes.fromhex(body["certificate"]))
