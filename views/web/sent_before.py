"""Remembers what each saved form said, to tell whether a second Save says the same or something else."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from uuid import UUID

from flask import Flask, current_app, request

from app.sign_in.drafts import NEVER_KEPT, OF_A_BUTTON
from app.unit_of_work import UnitOfWork
from views.web.cookies import token_cookie_name

_EXTENSION = "wayhome-sent-forms"
MOST_KEPT = 10_000
"""How many forms are remembered, the newest ones; at some 200 bytes each, a few megabytes."""
NOT_WHAT_IT_SAYS = NEVER_KEPT | {"record_id", "version", "replaces", "add", "considered", "another"}
"""Fields that a page writes into its form afresh whenever it is shown."""


@dataclass
class _Said:
    """What a form said, and how many finished or running works say so: of two presses at once, one may be undone."""

    digest: bytes
    works: int = 0


class SentForms:
    """Digests of what forms said, under a key that lasts as long as the process; no word is kept.

    The digest of a new record's form is kept under the record's id. That of a step is kept under the browser that
    took it, the address, and the version.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._said: OrderedDict[UUID, _Said] = OrderedDict()
        self._lock = Lock()

    def remember(self, work: UnitOfWork, record_id: UUID) -> None:
        """Remember what the form of this request says of a new record, unless the work is undone for certain."""
        self._keep(work, record_id, self._digest())

    def says_the_same(self, record_id: UUID) -> bool:
        """Tell whether the form of this request says what made the record; False also when that is not known."""
        with self._lock:
            said = self._said.get(record_id)
        return said is not None and said.digest == self._digest()

    def remember_step(self, work: UnitOfWork, version: int) -> None:
        """Remember that the step of this request was taken with these words, unless the work is undone."""
        self._keep(work, self._step_id(version), b"")

    def was_taken(self, version: int) -> bool:
        """Tell whether this browser took the step from that version, in the words of this request."""
        with self._lock:
            return self._step_id(version) in self._said

    def _keep(self, work: UnitOfWork, key: UUID, digest: bytes) -> None:
        # At once, because a second press may be waiting for this very work to end.
        with self._lock:
            said = self._said.setdefault(key, _Said(digest))
            if said.digest != digest:
                # Two at once say something else, and one of them is about to be undone: better asked than told wrongly.
                return
            said.works += 1
            while len(self._said) > MOST_KEPT:
                self._said.popitem(last=False)
        work.on_rollback.append(lambda: self._forget(work, key, said))

    def _forget(self, work: UnitOfWork, key: UUID, said: _Said) -> None:
        if work.is_outcome_unknown:
            return  # it may be saved: sent again, it is to be known
        with self._lock:
            said.works -= 1
            if said.works == 0 and self._said.get(key) is said:
                del self._said[key]

    def _step_id(self, version: int) -> UUID:
        token = request.cookies.get(token_cookie_name(current_app.extensions["wayhome"].settings), "")
        said = repr((token, request.path, version, self._digest())).encode()
        return UUID(bytes=blake2b(said, key=self._key, digest_size=16).digest())

    def _digest(self) -> bytes:
        said = sorted(
            (name, value.replace("\r\n", "\n").strip())
            for name, value in request.form.items(multi=True)
            if name not in NOT_WHAT_IT_SAYS and not name.startswith(OF_A_BUTTON)
        )
        return blake2b(repr(said).encode(), key=self._key, digest_size=16).digest()


def sent_forms() -> SentForms:
    """Return the forms that this process remembers."""
    found: SentForms = current_app.extensions[_EXTENSION]
    return found


def remember_sent_forms(app: Flask) -> None:
    """Start remembering; called once for the application."""
    app.extensions[_EXTENSION] = SentForms()
