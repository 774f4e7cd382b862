"""The organisation while it is being made: its people with their own keychains, its bases, its clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from app.access.gate import abandon, finish
from app.foundation.clock import MovableClock
from app.foundation.errors import WayhomeError
from app.server import Server
from app.sign_in.sessions import SignedIn, end_session, open_work, resume
from app.sign_in.signing_in import sign_in
from app.unit_of_work import Mode, UnitOfWork

SEED = 1
DEVICE = "practice"


@dataclass
class Practice:
    """Everything the builders share. `ids` are staff ids by user name, `bases` base ids by code prefix."""

    server: Server
    clock: MovableClock
    ids: dict[str, UUID] = field(default_factory=dict)
    bases: dict[str, UUID] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    kit_cards: tuple[str, str] = ("", "")
    """Both cards of the recovery kit as their codes read, until the outside member has a card."""
    left_out: list[WayhomeError] = field(default_factory=list)
    """What this machine could not do, such as drawing a PDF; the caller of the building reports it."""
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - made-up data, the same every time
    _signed_in: dict[str, SignedIn] = field(default_factory=dict)

    def sign_in(self, username: str) -> None:
        """Sign a person in with their password, as the sign-in page does, and keep their keychain."""
        welcome = sign_in(self.server, username, self.passwords[username], device=DEVICE, address="127.0.0.1")
        with self.server.store.reading() as session:
            self._signed_in[username] = resume(self.server, session, welcome.token)

    def sign_in_anew(self, username: str) -> None:
        """End the person's session and begin another."""
        before = self._signed_in.get(username)
        if before is not None:
            with self.writing(username) as work:
                end_session(work, before.session_id)
        self.sign_in(username)

    @contextmanager
    def writing(self, username: str) -> Iterator[UnitOfWork]:
        """Do something as that person; kept when the block ends, undone on an error."""
        yield from self._work(username, Mode.WRITING)

    @contextmanager
    def reading(self, username: str) -> Iterator[UnitOfWork]:
        """Read something as that person; what was opened is recorded."""
        yield from self._work(username, Mode.READING)

    def _work(self, username: str, mode: Mode) -> Iterator[UnitOfWork]:
        if username not in self._signed_in:
            self.sign_in(username)
        work = open_work(self.server, self._signed_in[username], mode)
        try:
            yield work
            self.finish(work)
        finally:
            abandon(work)

    def finish(self, work: UnitOfWork) -> None:
        """End a work that succeeded, as every request ends."""
        finish(work, checkpoint_key=self.server.checkpoint_key)
