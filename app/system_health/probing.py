"""Tells whether records can be written at this moment, by writing something that means nothing."""

import time
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.database.room import FULL, require_room
from app.database.store import Store
from app.foundation.errors import Busy, Damaged, DatabaseTrouble, NoSpace
from app.foundation.settings import Settings

REMEMBERED_SECONDS = 5
"""How long an answer holds: anybody may ask, and each look writes to the disk."""


class Health(StrEnum):
    """What is the matter, as the health page says it."""

    READY = "ready"
    BUSY = "busy"
    NO_SPACE = "no space"
    DAMAGED = "the database is damaged"
    UNREACHABLE = "the database does not answer"


@dataclass
class Probe:
    """Looks for itself, at most once in a while, and one at a time; between, it says what it found."""

    store: Store
    settings: Settings
    _found: Health = Health.READY
    _looked_at: float = float("-inf")
    _looking: Lock = field(default_factory=Lock)

    def health(self) -> Health:
        """Return what is the matter now, or was when it was last looked at."""
        if time.monotonic() - self._looked_at < REMEMBERED_SECONDS or not self._looking.acquire(
            blocking=False
        ):
            return self._found
        try:
            self._found = self._look()
            self._looked_at = time.monotonic()
        finally:
            self._looking.release()
        return self._found

    def _look(self) -> Health:
        try:
            require_room(self.settings.data_folder)
            self.store.write_nothing()
        except NoSpace:
            return Health.NO_SPACE
        except (Busy, PoolTimeout):
            return Health.BUSY
        except Damaged:
            return Health.DAMAGED
        except (DatabaseTrouble, DBAPIError):
            return Health.UNREACHABLE
        except OSError as error:
            return Health.NO_SPACE if error.errno in FULL else Health.UNREACHABLE
        return Health.DAMAGED if self.store.is_damaged else Health.READY
