"""Holds a finished file in memory until it is downloaded once; it is never written anywhere."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Final
from uuid import UUID

from app.foundation.clock import is_within

KEPT: Final = timedelta(minutes=10)
MOST_FILES: Final = 16
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True)
class WaitingFile:
    """A file that waits to be downloaded by the session it was made in."""

    content: bytes = field(repr=False)
    file_name: str
    packet_id: UUID
    file_id: UUID
    session_id: UUID | None
    made_at: datetime


class OneTimeDownloads:
    """The waiting files of one process. Each is handed out once, to its own session, within ten minutes."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._waiting: dict[str, WaitingFile] = {}
        self._taken: dict[str, WaitingFile] = {}

    def keep(self, file: WaitingFile) -> str:
        """Hold a file and return the token that fetches it; when too many are waiting, the oldest is dropped."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._lock:
            self._forget_old()
            while len(self._waiting) >= MOST_FILES:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[token] = file
        return token

    def take(self, token: str, *, session_id: UUID | None) -> WaitingFile | None:
        """Return the file and forget it; None when it was fetched, is too old, or is another session's."""
        with self._lock:
            self._forget_old()
            file = self._waiting.get(token)
            if file is None or file.session_id is None or file.session_id != session_id:
                return None
            del self._waiting[token]
            self._taken[token] = replace(file, content=b"")
            return file

    def give_back(self, token: str, file: WaitingFile) -> None:
        """Put a fetched file back that could not be handed out."""
        with self._lock:
            self._taken.pop(token, None)
            self._waiting[token] = file

    def forget(self, token: str) -> None:
        """Drop a file that was not registered after all."""
        with self._lock:
            self._waiting.pop(token, None)

    def was_taken(self, token: str, *, session_id: UUID | None) -> bool:
        """Tell whether this session fetched the file a short time ago, so that a second press is told so."""
        with self._lock:
            self._forget_old()
            file = self._taken.get(token)
            return file is not None and file.session_id == session_id

    def __len__(self) -> int:
        """The number of waiting files."""
        with self._lock:
            self._forget_old()
            return len(self._waiting)

    def _forget_old(self) -> None:
        now = self._now()
        for files in (self._waiting, self._taken):
            for token in [token for token, file in files.items() if not is_within(KEPT, file.made_at, now)]:
                del files[token]
