"""Remembers what a form said that was saved, so that a second Save is known to say the same or something else."""

import secrets
from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from uuid import UUID

from flask import current_app, request

from app.staff.drafts import NEVER_KEPT, OF_A_BUTTON
from views.cookies import token_cookie_name

MOST_KEPT = 10_000
"""Forms that are remembered, the newest; at 16 bytes and an id each a few megabytes."""
NOT_WHAT_IT_SAYS = NEVER_KEPT | {"record_id", "version", "replaces", "add"}
"""Fields that a page writes into its form anew whenever it is shown."""


class SentForms:
    """Digests of sent forms by the id of record or step, under a key that ends with the process; no word is kept."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._digests: OrderedDict[UUID, bytes] = OrderedDict()
        self._lock = Lock()

    def remember(self, record_id: UUID) -> None:
        """Keep what the form of this request says."""
        with self._lock:
            self._digests[record_id] = self._digest()
            while len(self._digests) > MOST_KEPT:
                self._digests.popitem(last=False)

    def says_the_same(self, record_id: UUID) -> bool:
        """Tell whether the form of this request says what made the record; False too when that is not known."""
        with self._lock:
            return self._digests.get(record_id) == self._digest()

    def says_otherwise(self, record_id: UUID) -> bool:
        """Tell whether it is known what was saved, and this form says something else."""
        with self._lock:
            return record_id in self._digests and self._digests[record_id] != self._digest()

    def step_id(self, version: int) -> UUID:
        """Return what a step of this request is remembered by: whose browser took it, where, and from which version."""
        token = request.cookies.get(token_cookie_name(current_app.extensions["wayhome"].settings), "")
        said = repr((token, request.path, version)).encode()
        return UUID(bytes=blake2b(said, key=self._key, digest_size=16).digest())

    def _digest(self) -> bytes:
        said = sorted(
            (name, value.replace("\r\n", "\n").strip())
            for name, value in request.form.items(multi=True)
            if name not in NOT_WHAT_IT_SAYS and not name.startswith(OF_A_BUTTON)
        )
        return blake2b(repr(said).encode(), key=self._key, digest_size=16).digest()


def sent_forms() -> SentForms:
    """Return what this process remembers."""
    found: SentForms = current_app.extensions.setdefault("wayhome-sent-forms", SentForms())
    return found
