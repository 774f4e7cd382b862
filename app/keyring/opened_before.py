"""Opens again, without a private key's slow work, what a private key opened before.

Whoever is granted a folder by people outside their circle opens each copy of its key with a private key, which takes
longer than all the rest of it, and opens the same copies at every look. What came out is kept sealed under a secret
that only the same holders open, as a copy wrapped for them would be; nobody is spared any check of the grant.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID
from weakref import WeakKeyDictionary

from app.database.store import Store
from app.unit_of_work import Remembered, UnitOfWork
from app.vault import canonical, digests, hpke
from app.vault.sealing import ValueSealer
from app.vault.secrets import SymmetricKey

_REMEMBERED = 10_000
"""How many keys, of some 250 bytes each: those of a few hundred pages."""


class _Kept:
    """What was opened in one store, by the digest of what was sealed; the ones used last are kept longest."""

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
"""The holders' secrets made ready, by id and version."""


def open_once(
    work: UnitOfWork,
    holder: tuple[UUID, int],
    secret: SymmetricKey,
    private: Callable[[], hpke.PrivateKey],
    context: bytes,
    sealed: bytes,
) -> bytes:
    """Return what was sealed to the holder, opened with their private key when it is not known yet.

    `secret` is one that nobody but the holder has; `holder` is their id and the version of their keys. Raises
    WillNotOpen as the private key does.
    """
    sealers = work.remember(_SEALERS)
    if holder not in sealers:
        sealers[holder] = ValueSealer(secret)
    kept = _KEPT.setdefault(work.store, _Kept())
    name = digests.sha256(canonical.encode("opened before", *holder, context, sealed))
    found = kept.find(name)
    if found is not None:
        return sealers[holder].open(name, found)
    opened = hpke.open_with(private(), context, sealed)
    kept.keep(name, sealers[holder].seal(name, opened))
    return opened
