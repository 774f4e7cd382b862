"""The acting person: the facts about a signed-in person that every package may know."""

from dataclasses import dataclass
from uuid import UUID

from app.foundation.roles import Flag, Role


@dataclass(frozen=True)
class Person:
    """A signed-in member of staff. `base_id` is None for directors, technicians and auditors."""

    id: UUID
    username: str
    display_name: str
    worker_code: str
    role: Role
    base_id: UUID | None
    flags: frozenset[Flag] = frozenset()

    def has_flag(self, flag: Flag) -> bool:
        """Tell whether the person has a duty in addition to the role."""
        return flag in self.flags
