"""A mapping that grows for years and is copied for every statement: copying costs only as much as is new in it."""

from collections.abc import Iterator, MutableMapping
from typing import Final, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")

NEW_AT_MOST = 256
"""How many entries are carried from copy to copy before they are merged into the old ones."""


class _Gone:
    """Marks an old entry that was removed."""


_GONE: Final = _Gone()


class Layered(MutableMapping[K, V]):
    """Old entries are shared by all copies and never changed; new entries belong to each copy."""

    def __init__(self) -> None:
        self._old: dict[K, V] = {}
        self._new: dict[K, V | _Gone] = {}

    def __copy__(self) -> "Layered[K, V]":
        """Return a copy that can be changed without affecting this one."""
        twin: Layered[K, V] = Layered()
        twin._old, twin._new = self._old, dict(self._new)
        if len(twin._new) > NEW_AT_MOST:
            twin._lay_down()
        return twin

    def _lay_down(self) -> None:
        """Merge the new entries into the old, in order."""
        # Copied whole and then changed: going through it key by key took nine times as long with 100,000 entries.
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
        """Set a value, replacing any old one; its key comes last."""
        self._new.pop(key, None)
        self._new[key] = value

    def __delitem__(self, key: K) -> None:
        """Remove a value. Raises KeyError."""
        self[key]
        self._new[key] = _GONE

    def __iter__(self) -> Iterator[K]:
        """Yield every key in the order in which the values were last set."""
        yield from (key for key in self._old if key not in self._new)
        yield from (key for key, value in self._new.items() if value is not _GONE)

    def __reversed__(self) -> Iterator[K]:
        """Yield every key, the one set last first."""
        yield from (key for key, value in reversed(self._new.items()) if value is not _GONE)
        yield from (key for key in reversed(self._old) if key not in self._new)

    def __len__(self) -> int:
        """Count the keys, one by one."""
        return sum(1 for _ in self)
