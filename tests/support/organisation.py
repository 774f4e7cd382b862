"""A whole organisation for tests, made by the services the views call: two bases and the named cast."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from app.access.gate import abandon, finish
from app.bases.making import BaseInput, make_base
from app.factory import StartOptions, make_app, server_of
from app.foundation.clock import MovableClock
from app.foundation.roles import Flag, Role
from app.foundation.settings import Engine, Settings
from app.recovery.kit import confirm_cards
from app.server import Server
from app.set_up.organisation import FirstDirectorInput, set_up_organisation
from app.sign_in.sessions import SignedIn, open_work, resume
from app.sign_in.signing_in import sign_in
from app.staff.accounts import AccountInput, accept_invitation, admit, disable, make_shell, own_six_words
from app.staff.duties import change_flags
from app.unit_of_work import Locks, Mode, UnitOfWork
from app.vault.cards import KitCard
from app.vault.passwords import Argon2Cost
from tests.support.remembered import CompiledTemplates
from tests.support.same_app import copied_app

CHEAP_ARGON2 = Argon2Cost(memory_kib=64, passes=1, lanes=1)
TEMPLATES = CompiledTemplates()
PASSWORD = "lantern river market umbrella {name}"
RIVERSIDE = UUID("00000000-0000-4000-8000-0000000000a1")
HILLSIDE = UUID("00000000-0000-4000-8000-0000000000a2")

CAST: dict[str, tuple[Role, UUID | None]] = {
    "field": (Role.FIELD, RIVERSIDE),
    "field2": (Role.FIELD, RIVERSIDE),
    "caseworker": (Role.CASEWORKER, RIVERSIDE),
    "othercaseworker": (Role.CASEWORKER, RIVERSIDE),
    "counsellor": (Role.COUNSELLOR, RIVERSIDE),
    "supervisor": (Role.SUPERVISOR, RIVERSIDE),
    "supervisor2": (Role.SUPERVISOR, RIVERSIDE),
    "director2": (Role.DIRECTOR, None),
    "technician": (Role.TECHNICIAN, None),
    "auditor": (Role.AUDITOR, None),
    "otherfield": (Role.FIELD, HILLSIDE),
    "othersupervisor": (Role.SUPERVISOR, HILLSIDE),
    "disabled": (Role.CASEWORKER, RIVERSIDE),
}
"""The named cast beside `director`, who set the organisation up. `caseworker` is the one to be assigned."""


def password_of(name: str) -> str:
    """Return a cast member's password."""
    return PASSWORD.format(name=name)


@dataclass
class Organisation:
    """A running organisation: the application, its clock, and the ids of the cast."""

    app: Flask
    clock: MovableClock
    ids: dict[str, UUID]
    kit_cards: tuple[KitCard, KitCard] | None = None
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def server(self) -> Server:
        """What the process knows."""
        return server_of(self.app)

    def token(self, name: str) -> str:
        """Return a session token of a cast member, signing in when there is none that still lives."""
        self._session_of(name)
        return self.tokens[name]

    def open(self, name: str, mode: Mode = Mode.WRITING) -> UnitOfWork:
        """Open a unit of work in a cast member's name, with their own keychain."""
        return open_work(self.server, self._session_of(name), mode)

    def _session_of(self, name: str) -> SignedIn:
        if name in self.tokens:
            # Whatever ended it, a new session is begun.
            with suppress(Exception):
                return self._resumed(name)
        self.tokens[name] = sign_in(self.server, name, password_of(name), device="test", address=name).token
        return self._resumed(name)

    def _resumed(self, name: str) -> SignedIn:
        with self.server.store.reading() as session:
            return resume(self.server, session, self.tokens[name])

    @contextmanager
    def writing(self, name: str) -> Iterator[UnitOfWork]:
        """Do something as a cast member; finished when the block ends, rolled back on an error."""
        work = self.open(name, Mode.WRITING)
        try:
            yield work
            finish(work)
        finally:
            abandon(work)

    @contextmanager
    def reading(self, name: str) -> Iterator[UnitOfWork]:
        """Read something as a cast member; what was opened is recorded."""
        work = self.open(name, Mode.READING)
        try:
            yield work
            finish(work)
        finally:
            abandon(work)

    def client(self, name: str | None = None) -> FlaskClient:
        """Return a browser without scripts, signed in as a cast member if one is named."""
        client = self.app.test_client()
        if name is not None:
            client.set_cookie("wayhome", self.token(name))
        return client

    def with_locks(self, locks: Locks) -> "Organisation":
        """Return the same organisation with other locks, for testing lock 3 alone."""
        app = _opened(self.server.settings, self.clock, locks)
        return Organisation(app, self.clock, self.ids, self.kit_cards, self.tokens)


def _opened(settings: Settings, clock: MovableClock, locks: Locks = Locks.ALL) -> Flask:
    app = make_app(settings, StartOptions(clock=clock, argon2_cost=CHEAP_ARGON2, locks=locks))
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


def reopened(settings: Settings, ids: dict[str, UUID], moment: str) -> Organisation:
    """Open a built organisation in another process, its clock at a moment (ISO 8601)."""
    clock = MovableClock(datetime.fromisoformat(moment))
    return Organisation(_opened(settings, clock), clock, ids)


def build_organisation(settings: Settings) -> Organisation:
    """Build the cast from nothing, through set-up, invitations and admissions."""
    clock = MovableClock()
    app = _opened(settings, clock)
    server = server_of(app)
    made = set_up_organisation(
        server, FirstDirectorInput("Wayhome Tests", "Dara Director", "director", password_of("director"))
    )
    confirm_cards(made.work, *made.kit_cards)
    make_base(
        made.work, BaseInput(RIVERSIDE, "Riverside", "RV", "cambodia", "Asia/Phnom_Penh", "012 000 111")
    )
    make_base(made.work, BaseInput(HILLSIDE, "Hillside", "HL", "cambodia", "Asia/Phnom_Penh"))
    director_id = made.work.person.id
    finish(made.work)
    organisation = Organisation(app, clock, {"director": director_id}, made.kit_cards)
    for name, (role, base_id) in CAST.items():
        organisation.ids[name] = add_person(organisation, name, role, base_id)
    with organisation.writing("director") as work:
        disable(work, organisation.ids["disabled"])
    return organisation


def add_person(
    organisation: Organisation,
    name: str,
    role: Role,
    base_id: UUID | None,
    *,
    by: str = "director",
    ends_on: date | None = None,
) -> UUID:
    """Invite, set the password, compare the six words and admit."""
    new = AccountInput(uuid4(), name, f"{name.title()} Person", role, base_id, ends_on)
    with organisation.writing(by) as work:
        code = make_shell(work, new)
    accept_invitation(organisation.server, code, password_of(name))
    with organisation.reading(name) as work:
        words = " ".join(own_six_words(work))
    with organisation.writing(by) as work:
        admit(work, new.id, words)
    organisation.clock.move(timedelta(seconds=1))
    return new.id


def add_volunteer(organisation: Organisation) -> UUID:
    """Admit a volunteer of the riverside base, called `volunteer`, for some months."""
    ends_on = organisation.clock.now().date() + timedelta(days=90)
    id_ = organisation.ids["volunteer"] = add_person(
        organisation, "volunteer", Role.VOLUNTEER, RIVERSIDE, ends_on=ends_on
    )
    return id_


def give_duty(organisation: Organisation, name: str, duty: Flag) -> None:
    """Give a cast member a duty; their next session has it. An acting director has it for a month."""
    until = organisation.clock.now() + timedelta(days=30) if duty is Flag.ACTING_DIRECTOR else None
    with organisation.writing("director") as work:
        change_flags(work, organisation.ids[name], frozenset({duty}), acting_until=until)
    organisation.tokens.pop(name, None)


def copy_of(template: Organisation, folder: Path, *, postgresql_url: str | None = None) -> Organisation:
    """Return a fresh copy of a built organisation in another folder: milliseconds instead of seconds.

    One on PostgreSQL is told where the copy of its database lies.
    """
    clock = MovableClock(template.clock.moment)
    app = copied_app(template.app, folder, clock, postgresql_url=postgresql_url)
    return Organisation(app, clock, dict(template.ids), template.kit_cards, dict(template.tokens))


def settings_in(folder: Path, engine: Engine = Engine.SQLITE) -> Settings:
    """Return settings of an organisation that lives in a test's own folder."""
    return Settings(folder / "data", engine, None, folder / "data.key", None)
