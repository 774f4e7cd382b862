"""Remembers what every application of a test process would otherwise work out anew, from the same sources."""

import pickle
from collections.abc import Callable
from hashlib import sha256
from types import CodeType
from typing import ClassVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.keyring import known_directory
from app.keyring.directory import Directory
from models.directory_statement import DirectoryStatement


class CompiledTemplates(BytecodeCache):
    """Templates compiled once a process, by their name and a checksum of what they say."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what was compiled from the same words before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


Builder = Callable[..., tuple[str, str]]


class RememberedRule(Rule):
    """A rule whose writer of addresses is made once a process for each way an address may be written.

    Werkzeug writes, compiles and runs a small program for each, which knows nothing but the rule's parts.
    """

    _builders: ClassVar[dict[tuple[str, tuple[tuple[bool, str], ...], bool], Builder]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = self.rule, tuple(self._trace), append_unknown
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


Extend = Callable[[Directory, Session], Directory]


class RememberedDirectories:
    """Verifies a directory from its first statement once a process for every list of statements there is.

    Copies of one organisation hold the same list, to the byte; a list in which anything was changed is another, and is
    verified. What is added to a directory that is known already is verified each time.
    """

    def __init__(self, extend: Extend) -> None:
        self._extend = extend
        self._verified: dict[bytes, Directory] = {}

    def install(self) -> None:
        """Verify in the house's place from now on."""
        known_directory._extended = self

    def __call__(self, known: Directory, session: Session) -> Directory:
        """Return the directory with every newer statement that holds."""
        if known.seq:
            return self._extend(known, session)
        listed = select(*DirectoryStatement.__table__.columns).order_by(DirectoryStatement.seq)
        rows = [tuple(row) for row in session.connection().execute(listed)]
        key = sha256(pickle.dumps((known.installation_id, rows))).digest()
        if key not in self._verified:
            self._verified[key] = self._extend(known, session)
        return self._verified[key].fork()


REMEMBERED = RememberedDirectories(known_directory._extended)
"""What this test process has verified."""
