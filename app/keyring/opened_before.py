"""Reopens, without a private key's slow work, what a private key opened before.

A person who was granted a folder by people outside their circle must open each copy of its key with a private key.
That takes longer than everything else, and it is the same copies at every look. The result is therefore kept, sealed
under a secret that only the same holders can open, like a copy wrapped for them. Every check of the grant is still
made.
"""

import threading
from collections import OrderedDict
from uuid import UUID
from weakref import WeakKeyDictionary

from app.database.store import Store
from app.unit_of_work import Remembered, UnitOfWork
from app.vault import canonical, digests, hpke
from app.vault.sealing import ValueSealer
from app.vault.secrets import SymmetricKey

_REMEMBERED = 10_000
"""How many keys are kept, at some 250 bytes each: enough for a few hundred pages."""


class _Kept:
    """What was opened in one store, by the digest of its sealed form; the least recently used go first."""

    def __init__(self) -> None:
        self._sealed: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, name: bytes) -> bytes | None:
        with self._lock:
            if name in self._sealed:
                self._sealed.move_to_end(name)
            return self._sealed.get(name)

    def keep(self, name: bytes, sealed: bytes) -> None:
        with self._lock:
            self._sealed[name] = sealed
            if len(self._sealed) > _REMEMBERED:
                self._sealed.popitem(last=False)


_KEPT: "WeakKeyDictionary[Store, _Kept]" = WeakKeyDictionary()

_SEALERS: Remembered[dict[tuple[UUID, int], ValueSealer]] = Remembered(dict)
"""The holders' prepared secrets, by id and version."""


def open_once(
    work: UnitOfWork,
    holder: tuple[UUID, int],
    secret: SymmetricKey,
    private: hpke.PrivateKey,
    context: bytes,
    sealed: bytes,
) -> bytes:
    """Return what was sealed to the holder, opened with their private key unless the result is already known.

    `secret` is one that only the holder has; `holder` is their id and the version of their keys. Raises WillNotOpen
    as the private key does.
    """
    sealers = work.remember(_SEALERS)
    if holder not in sealers:
        sealers[holder] = ValueSealer(secret)
    kept = _KEPT.setdefault(work.store, _Kept())
    name = digests.sha256(canonical.encode("opened before", *holder, context, sealed))
    found = kept.find(name)
    if found is not None:
        return sealers[holder].open(name, found)
    opened = hpke.open_with(private, context, sealed)
    kept.keep(name, sealers[holder].seal(name, opened))
    return opened
