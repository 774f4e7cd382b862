"""One request's work: who acts, with which keys, in which transaction, and what will be recorded of it."""

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
    """Which of the three locks hold. Anything but ALL exists only to test lock 3 on its own."""

    ALL = "all"
    KEYS_ONLY = "keys only"


class Visibility(StrEnum):
    """Who may see an event in the trail."""

    PROGRAMME = "programme"
    SYSTEM = "system"
    SAFEGUARDING = "safeguarding"


@dataclass(frozen=True)
class PendingEvent:
    """Something done in this work, waiting to be appended to the audit trail when the work ends."""

    id: UUID
    action: str
    visibility: Visibility
    base_id: UUID | None
    folders: tuple[UUID, ...]
    subjects: tuple[UUID, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    survives_rollback: bool = False
    """Whether the event is kept when the rest of the work is undone: refusals are."""


@dataclass(frozen=True)
class Opened:
    """What one work opened of one base, in order and each once."""

    folders: dict[UUID, None] = field(default_factory=dict)
    subjects: dict[UUID, None] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Remembered(Generic[T]):
    """Something a floor remembers while a transaction lasts: declared once, at the level of its module.

    `begin` gives what every transaction begins with, such as `dict`.
    """

    begin: Callable[[], T]


class UnitOfWork:
    """The arguments every service takes: session, person, keychain, clock, and the events to record.

    A work begins READING or WRITING. Work that must first do something slow begins READING and calls
    `begin_writing()` once; rows loaded before belong to the snapshot and must be loaded again. How it writes while
    others do is its `turn`.
    """

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
        # With it a proof of the password is sealed into the session; nothing else may ask for it.
        self.session_token = session_token
        self.event_id = uuid4()
        self.pending: list[PendingEvent] = []
        self.opened: dict[UUID | None, Opened] = {}
        self.opened_visibility = Visibility.PROGRAMME
        # What no transaction holds and must be put right when this work is not finished.
        self.on_rollback: list[Callable[[], object]] = []
        self._remembered: dict[Remembered[Any], Any] = {}
        self._session: Session | None = None
        self._transaction = ExitStack()

    @property
    def now(self) -> datetime:
        """This moment, UTC."""
        return self.clock.now()

    @property
    def session(self) -> Session:
        """The session of the current mode, opened at first use."""
        if self._session is None:
            if self.mode is Mode.WRITING:
                self._transaction.enter_context(self.store.turn_to_write())
                self._session = self._transaction.enter_context(self.store.writing_session())
                self.store.take_turn(self._session, self.turn)
            else:
                self._session = self._transaction.enter_context(self.store.reading_session())
        return self._session

    def remember(self, what: Remembered[T]) -> T:
        """Return what is remembered in this transaction under that declaration, begun when first asked for."""
        if what not in self._remembered:
            self._remembered[what] = what.begin()
        found: T = self._remembered[what]
        return found

    def forget(self, what: Remembered[Any]) -> None:
        """Forget it before the transaction ends, because the work itself has changed what it rests on."""
        self._remembered.pop(what, None)

    def end_transaction(self) -> None:
        """Close the session; whatever was not committed is rolled back, and what was opened is forgotten."""
        self._session = None
        self._remembered = {}
        self.keychain.forget_opened()
        self._transaction.close()

    def begin_writing(self) -> None:
        """Leave the snapshot and write from now on. Rows loaded before must be loaded again."""
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
        """Note an event for the audit trail; ids, codes and numbers only. Returns the event's id.

        The first event of a work has the id that grants made in it name. An event that `survives_rollback` is kept even
        when the work is undone.
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
        """Note that a folder of a base was opened, or which subjects a list showed.

        One event for each base, at the end of the work, names them all.
        """
        opened = self.opened.setdefault(base_id, Opened())
        if folder_id is not None:
            opened.folders[folder_id] = None
        opened.subjects.update(dict.fromkeys(subjects))
