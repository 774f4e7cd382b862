"""Acts as a person of the practice organisation in this process, by the services that the pages call."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.access.gate import abandon, finish
from app.factory import StartOptions, make_app, server_of
from app.foundation.clock import Clock
from app.foundation.errors import SignedOut
from app.foundation.settings import read_settings
from app.practice.building import PRACTICE
from app.practice.sign_ins import read_sign_ins
from app.server import Server
from app.sign_in.sessions import open_work, resume
from app.sign_in.signing_in import sign_in
from app.unit_of_work import Mode, UnitOfWork


@dataclass(frozen=True)
class Practice:
    """The practice organisation in a data folder, opened beside the server that may be running on it."""

    server: Server
    data: Path
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, role: str) -> str:
        """Return the session's token of who has the role, signed in when first asked."""
        if role not in self.tokens:
            self.tokens[role] = self._signed_in(role)
        return self.tokens[role]

    def _signed_in(self, role: str) -> str:
        person = next(each for each in read_sign_ins(self.data) if each.role == role)
        welcome = sign_in(
            self.server, person.username, person.password, device="measurement", address="127.0.0.1"
        )
        return welcome.token

    def resumed(self, token: str, mode: Mode) -> UnitOfWork:
        """Do what every request begins with: resume the session and begin a work."""
        with self.server.store.reading() as session:
            signed_in = resume(self.server, session, token)
        return open_work(self.server, signed_in, mode)

    @contextmanager
    def writing(self, role: str) -> Iterator[UnitOfWork]:
        """Write as who has the role; finished when the block ends, rolled back on an error."""
        try:
            work = self.resumed(self.token(role), Mode.WRITING)
        except SignedOut:
            # Growing takes longer than a session that no request keeps alive.
            self.tokens.pop(role)
            work = self.resumed(self.token(role), Mode.WRITING)
        try:
            yield work
            finish(work)
        finally:
            abandon(work)


@contextmanager
def practice_in(data: Path, clock: Clock | None = None) -> Iterator[Practice]:
    """Open the practice organisation until the block ends; without a clock of its own, by the machine's."""
    server = server_of(make_app(read_settings(data_folder=data), StartOptions(kind=PRACTICE, clock=clock)))
    try:
        yield Practice(server, data)
    finally:
        server.store.engine.dispose()
