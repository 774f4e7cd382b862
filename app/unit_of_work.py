"""One request's work: the acting person, their keys, the transaction, and the events to record."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.database.store import Store, Turn
from app.foundation.clock import Clock
from app.foundation.people import Person
from app.vault.keychain import Keychain
from app.vault.secrets import Secret

T = TypeVar("T")


class Mode(StrEnum):
    """Whether the work reads a snapshot or writes."""

    READING = "reading"
    WRITING = "writing"


class Locks(StrEnum):
    """Which of the three locks are enforced. Tests of lock 3 use anything other than ALL; nothing else does."""

    ALL = "all"
    KEYS_ONLY = "keys only"


class Visibility(StrEnum):
    """Who may see an event in the trail."""

    PROGRAMME = "programme"
    SYSTEM = "system"
    SAFEGUARDING = "safeguarding"


@dataclass(frozen=True)
class PendingEvent:
    """Something done in this work, to be appended to the audit trail when the work ends."""

    id: UUID
    action: str
    visibility: Visibility
    base_id: UUID | None
    folders: tuple[UUID, ...]
    subjects: tuple[UUID, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    survives_rollback: bool = False
    """Whether the event is kept when the rest of the work is rolled back. Refusals are kept."""


@dataclass(frozen=True)
class Noted:
    """What one work opened, or listed, of one base, in order and without repeats."""

    folders: dict[UUID, None] = field(default_factory=dict)
    subjects: dict[UUID, None] = field(default_factory=dict)

    def add(self, folder_id: UUID | None, subjects: Iterable[UUID]) -> None:
        """Add a folder, if one is named, and subjects."""
        if folder_id is not None:
            self.folders[folder_id] = None
        self.subjects.update(dict.fromkeys(subjects))


@dataclass(frozen=True, eq=False)
class Remembered(Generic[T]):
    """A value that a lower package caches for the length of a transaction. Declare each one once, at module level.

    `begin` makes its initial value, such as `dict`.
    """

    begin: Callable[[], T]


class UnitOfWork:
    """What every service takes as its first argument: session, person, keychain, clock, and the events to record.

    A work begins READING or WRITING. Work that must first do something slow begins READING and calls
    `begin_writing()` once. Rows loaded before that call belong to the snapshot and must be loaded again. `turn` says
    how the work writes while others write.
    """

    page: str = ""
    """Which page was asked for, by its name in the code; empty for what no browser asked for."""
    shows_lines_only: bool = False
    """Whether the page is made of lines alone, such as Today: what it opens for a line is listed, not opened."""

    def __init__(
        self,
        store: Store,
        person: Person,
        keychain: Keychain,
        *,
        installation_id: UUID,
        clock: Clock,
        mode: Mode,
        turn: Turn = Turn.BESIDE_OTHERS,
        locks: Locks = Locks.ALL,
        proved_at: datetime | None = None,
        session_id: UUID | None = None,
        session_token: Secret | None = None,
    ) -> None:
        self.store = store
        self.person = person
        self.keychain = keychain
        self.installation_id = installation_id
        self.clock = clock
        self.mode = mode
        self.turn = turn
        self.locks = locks
        self.proved_at = proved_at
        self.session_id = session_id
        # A proof of the password is sealed into the session with this key; nothing else may ask for it.
        self.session_token = session_token
        self.event_id = uuid4()
        self.pending: list[PendingEvent] = []
        self.opened: dict[UUID | None, Noted] = {}
        self.listed: dict[UUID | None, Noted] = {}
        self.opened_visibility = Visibility.PROGRAMME
        # Whether the trail leaves out who did this: whoever writes to safeguarding stands in no table.
        self.is_unnamed = False
        # How to undo what no transaction holds, when this work is not finished.
        self.on_rollback: list[Callable[[], object]] = []
        self._remembered: dict[Remembered[Any], Any] = {}
        self._session: Session | None = None
        self._transaction = ExitStack()

    @property
    def now(self) -> datetime:
        """The current moment, UTC."""
        return self.clock.now()

    @property
    def session(self) -> Session:
        """The session of the current mode, opened when first used."""
        if self._session is None:
            if self.mode is Mode.WRITING:
                self._transaction.enter_context(self.store.turn_to_write())
                self._session = self._transaction.enter_context(self.store.writing_session())
                self.store.take_turn(self._session, self.turn)
            else:
                self._session = self._transaction.enter_context(self.store.reading_session())
        return self._session

    def remember(self, what: Remembered[T]) -> T:
        """Return the value cached in this transaction under that declaration, making it when first asked for."""
        if what not in self._remembered:
            self._remembered[what] = what.begin()
        found: T = self._remembered[what]
        return found

    def forget(self, what: Remembered[Any]) -> None:
        """Drop a cached value before the transaction ends, because the work changed what the value was made from."""
        self._remembered.pop(what, None)

    def end_transaction(self) -> None:
        """Close the session. What was not committed is rolled back, and opened folders are forgotten."""
        self._session = None
        self._remembered = {}
        self.keychain.forget_opened()
        self._transaction.close()

    def begin_writing(self) -> None:
        """Leave the snapshot and start writing. Rows loaded before must be loaded again."""
        self.end_transaction()
        self.mode = Mode.WRITING

    def record(
        self,
        action: str,
        *,
        subjects: Iterable[UUID] = (),
        folders: Iterable[UUID] = (),
        base_id: UUID | None = None,
        visibility: Visibility = Visibility.PROGRAMME,
        survives_rollback: bool = False,
        **facts: str | int | None,
    ) -> UUID:
        """Note an event for the audit trail, with ids, codes and numbers only. Returns the event's id.

        The first event of a work has the id that the work's grants name. An event that `survives_rollback` is kept
        even when the work is undone.
        """
        event_id = self.event_id if not self.pending else uuid4()
        self.pending.append(
            PendingEvent(
                id=event_id,
                action=action,
                visibility=visibility,
                base_id=base_id or self.person.base_id,
                folders=tuple(folders),
                subjects=tuple(subjects),
                facts=dict(facts),
                survives_rollback=survives_rollback,
            )
        )
        return event_id

    def note_opened(self, folder_id: UUID | None, *subjects: UUID, base_id: UUID | None) -> None:
        """Note that a record of a base was opened: its own words, not only its line in a list.

        At the end of the work one event for each base names them all.
        """
        noted = self.listed if self.shows_lines_only else self.opened
        noted.setdefault(base_id, Noted()).add(folder_id, subjects)

    def note_listed(self, folder_id: UUID | None, *subjects: UUID, base_id: UUID | None) -> None:
        """Note which subjects a list of a base showed: a name, a code, a line, and nothing else of them.

        At the end of the work one event for each base names those that were not opened as well.
        """
        self.listed.setdefault(base_id, Noted()).add(folder_id, subjects)
