"""The queue in which passwords wait to be derived: one at a time, few waiting, and the rest are told to come back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from app.foundation.errors import QueueFull

AT_ONCE: Final = 1
"""One and not the two that were designed: two derivations with several lanes wait for each other forever inside OpenSSL
(decision 0010). Each takes 64 MiB of memory."""
MOST_WAITING: Final = 4
"""Fewer than the server has threads, so that a burst of sign-ins leaves some for everybody's pages."""
COME_BACK_AFTER_SECONDS: Final = 2


class DerivationQueue:
    """Lets `at_once` derivations run and at most `waiting` wait for them."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = MOST_WAITING) -> None:
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.Semaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn. Raises QueueFull at once when enough are waiting already."""
        if not self._places.acquire(blocking=False):
            raise QueueFull(retry_after_seconds=COME_BACK_AFTER_SECONDS)
        try:
            with self._turns:
                yield
        finally:
            self._places.release()
