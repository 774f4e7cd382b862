"""What a colleague holds, as a room tells of it before their account is closed, and how it is handed over."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Taker:
    """Somebody who could take it, by name."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Held:
    """One thing that somebody holds: what it is, in a marked label, and its code. `kind` and `page_id` name its page.

    `takers` could take it; with none it is not handed over here, and `stays` says in a marked label what becomes of
    it. `otherwise` says what happens if nobody takes it; empty where somebody must. `default` is chosen first.
    """

    kind: str
    record_id: UUID
    page_id: UUID
    title: str
    code: str
    detail: str = ""
    takers: tuple[Taker, ...] = ()
    default: UUID | None = None
    otherwise: str = ""
    stays: str = ""

    @property
    def key(self) -> str:
        """What tells it from everything else that the person holds."""
        return f"{self.kind}-{self.record_id.hex}"


HandOver = Callable[[UnitOfWork, Held, UUID | None], None]
"""How a room gives something to somebody, or leaves it to nobody. Raises NotAllowedNow with the reason why not."""
