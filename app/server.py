"""What this process knows from its start: the store, the clock, and the keys that are the server's own."""

from dataclasses import dataclass, field
from uuid import UUID

from app.audit.checkpoints import CheckpointKey
from app.database.store import Store
from app.foundation.clock import Clock
from app.foundation.settings import Settings
from app.unit_of_work import Locks
from app.vault.passwords import SHIPPED_COST, Argon2Cost
from app.vault.server_secret import ServerSecret


@dataclass(frozen=True)
class Server:
    """One running server. Only `settings`, `installation_id` and `kind` may be shown."""

    settings: Settings
    installation_id: UUID
    kind: str
    store: Store
    clock: Clock
    secret: ServerSecret
    argon2_cost: Argon2Cost = field(default=SHIPPED_COST)
    locks: Locks = Locks.ALL
    set_up_code: str = ""

    @property
    def is_practice(self) -> bool:
        """Whether the data folder is a practice organisation."""
        return self.kind == "practice"

    @property
    def checkpoint_key(self) -> CheckpointKey:
        """The key that signs heads of the audit trail."""
        return CheckpointKey(self.installation_id, self.secret.checkpoint_key())
