"""A mapping that grows for years and is copied for every statement: a copy costs what is new in it, not what is old."""

from collections.abc import Iterator, MutableMapping
from typing import Final, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")

NEW_AT_MOST = 256
"""How much is carried from copy to copy before it is laid down with the old."""


class _Gone:
    """Stands where something old was taken away."""


_GONE: Final = _Gone()


class Layered(MutableMapping[K, V]):
    """What is old is shared with every copy and never changed; what is new is each copy's own."""

    def __init__(self) -> None:
        self._old: dict[K, V] = {}
        self._new: dict[K, V | _Gone] = {}

    def __copy__(self) -> "Layered[K, V]":
        """Return a copy that can be written to without anyone else seeing it."""
        twin: Layered[K, V] = Layered()
        twin._old, twin._new = self._old, dict(self._new)
        if len(twin._new) > NEW_AT_MOST:
            twin._lay_down()
        return twin

    def _lay_down(self) -> None:
        """Put the new with the old, in its order."""
        # Copied whole and then changed: to go through all of it key by key took nine times as long with 100,000.
        self._old = dict(self._old)
        for key, value in self._new.items():
            self._old.pop(key, None)
            if value is not _GONE:
                self._old[key] = cast(V, value)
        self._new = {}

    def __getitem__(self, key: K) -> V:
        """Return the value. Raises KeyError."""
        value = self._new[key] if key in self._new else self._old[key]
        if value is _GONE:
            raise KeyError(key)
        return cast(V, value)

    def __setitem__(self, key: K, value: V) -> None:
        """Put a new value over the old; it comes last."""
        self._new.pop(key, None)
        self._new[key] = value

    def __delitem__(self, key: K) -> None:
        """Take a value away. Raises KeyError."""
        self[key]
        self._new[key] = _GONE

    def __iter__(self) -> Iterator[K]:
        """Yield every key in the order in which the values were last put there."""
        yield from (key for key in self._old if key not in self._new)
        yield from (key for key, value in self._new.items() if value is not _GONE)

    def __reversed__(self) -> Iterator[K]:
        """Yield every key, what was put there last first."""
        yield from (key for key, value in reversed(self._new.items()) if value is not _GONE)
        yield from (key for key in reversed(self._old) if key not in self._new)

    def __len__(self) -> int:
        """Count the keys, one by one."""
        return sum(1 for _ in self)
