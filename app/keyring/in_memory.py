"""Keeps what keys opened in the memory of one process, for as long as somebody uses it: never written anywhere."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock, Timer
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from app.database.store import Store
from app.foundation.clock import Clock, is_ahead
from app.foundation.errors import KeyRefused, NoKey
from app.keyring.folders import OpenFolder
from app.keyring.refusals import record_refusal
from app.unit_of_work import UnitOfWork

UNUSED_FOR = timedelta(minutes=15)
_SWEEP_EVERY_SECONDS = 60.0


class Kept(Protocol):
    """Something that is kept; `used_at` is None until it was used once."""

    used_at: datetime | None


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Kept)


def is_used(used_at: datetime, now: datetime) -> bool:
    """Tell whether it was used lately; a time in the future was told by a clock that was wrong."""
    return not is_ahead(used_at, now) and now - used_at < UNUSED_FOR


def holds_key(work: UnitOfWork, folder: OpenFolder) -> bool:
    """Open a folder's key with this person's own keychain, even if a colleague's has already filled the memory."""
    try:
        folder.record_keys()
    except (NoKey, KeyRefused) as error:
        record_refusal(work, folder.id, error)
        return False
    return True


class _Of(Generic[K, V]):
    """What is kept for one database."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.kept: dict[K, V] = {}
        self.lock = Lock()


class InMemory(Generic[K, V]):
    """One kind of thing that is kept. Declare each once, at module level.

    `make` begins one; `forget` is called when none is left, for what lower packages remembered of them. Whoever asks
    proves first, with their own keychain, that they hold the key; a colleague's use fills the memory for everybody.
    """

    def __init__(self, make: Callable[[K], V], *, forget: Callable[[], None]) -> None:
        self._make, self._forget = make, forget
        self._stores: WeakKeyDictionary[Store, _Of[K, V]] = WeakKeyDictionary()
        _DECLARED.append(self)

    def of(self, work: UnitOfWork, key: K) -> V:
        """Return what is kept under a key, begun when first asked for."""
        here = self._here(work)
        with here.lock:
            if key not in here.kept:
                here.kept[key] = self._make(key)
            return here.kept[key]

    def drop_unused(self, work: UnitOfWork) -> None:
        """Drop what nobody used for a quarter of an hour."""
        self._drop(self._here(work))

    def drop_unused_everywhere(self) -> None:
        """Drop it for every database of this process."""
        with _LOCK:
            everywhere = list(self._stores.values())
        for here in everywhere:
            self._drop(here)

    def held(self, store: Store) -> frozenset[K]:
        """Return the keys of what is in memory now."""
        here = self._stores.get(store)
        return frozenset(here.kept) if here else frozenset()

    def _here(self, work: UnitOfWork) -> _Of[K, V]:
        with _LOCK:
            here = self._stores.get(work.store)
            if here is None:
                _begin_sweeping()
                here = self._stores[work.store] = _Of(work.clock)
            return here

    def _drop(self, here: _Of[K, V]) -> None:
        with here.lock:
            now = here.clock.now()
            here.kept = {
                key: one for key, one in here.kept.items() if one.used_at is None or is_used(one.used_at, now)
            }
            is_empty = not here.kept
        if is_empty:
            self._forget()

    def is_anywhere(self) -> bool:
        """Tell whether any database of this process is still there. Call with the lock held."""
        return bool(self._stores)


_DECLARED: list[InMemory[Any, Any]] = []
_LOCK = Lock()
_SWEEPING: list[Timer] = []


def drop_all_unused() -> None:
    """Drop everything that nobody used lately; runs every minute while anything may be held."""
    for each in _DECLARED:
        each.drop_unused_everywhere()


def _begin_sweeping() -> None:
    if not _SWEEPING:
        timer = Timer(_SWEEP_EVERY_SECONDS, _sweep)
        timer.name, timer.daemon = "drop unused names", True
        _SWEEPING.append(timer)
        timer.start()


def _sweep() -> None:
    drop_all_unused()
    with _LOCK:
        _SWEEPING.clear()
        if any(each.is_anywhere() for each in _DECLARED):
            _begin_sweeping()
