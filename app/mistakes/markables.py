"""The tables whose rows can be marked as written by mistake, and what each room says of them.

A room declares its table once. From then on the mechanism knows who may ask, who is involved, and when a second
person decides.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from app.foundation.permissions import Permission
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.writing import FolderToWrite
from app.unit_of_work import UnitOfWork
from models.mapping import InFolder

R = TypeVar("R", bound=InFolder)


@dataclass(frozen=True)
class Held(Generic[R]):
    """A row that was loaded through a permission to be changed, locked, and the folder it lies in.

    `subjects` are what the trail names beside the row: its case and child, as far as it has them.
    """

    row: R
    folder: FolderToWrite
    base_id: UUID
    case_id: UUID | None = None
    subjects: tuple[UUID, ...] = ()


Hold = Callable[[UnitOfWork, UUID, Permission], Held[Any]]
"""Loads a row by its id and a permission, locked, and checks that it is what was written. Raises as editing it does."""

Second = Callable[[UnitOfWork, Any], SecondReason | None]
"""Tells of a row why a second person must decide about it, or None. It must not trust readable copies alone."""

Involved = Callable[[UnitOfWork, Any], Iterable[UUID]]
"""Tells whom a row is by or about: none of them decides about it."""

Follow = Callable[[UnitOfWork, Held[Any]], None]
"""Brings what was derived from a row in line, after the row began or ceased to count. It stores what it changes."""

Stays = Callable[[Held[Any]], str]
"""Tells why the mark of a row is never taken back, such as "moved-away"; "" where it may be."""


@dataclass(frozen=True)
class Called:
    """What tells a row from others of its kind: its reference, or when it was."""

    reference: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class OwnPage:
    """The page a row has of its own: the kind of record that leads there, who may read it, and what tells the row."""

    kind: str
    reads: Permission
    called: Callable[[UnitOfWork, Any], Called]


@dataclass(frozen=True)
class Markable(Generic[R]):
    """What a room says of one table.

    `writes` is the permission that asking takes. `document` is the type of the row's main sealed document. With a
    `part`, the mark is about that part of a row alone, such as the withdrawal of a consent; the row itself counts.
    Then the room asks for the part's state; if the mark is deleted, the part stands again. `page` is the row's own, if
    it has one.
    """

    table: type[R]
    document: type[Any]
    writes: Permission
    hold: Hold
    second: Second
    second_back: Second
    involved: Involved
    follow: Follow
    part: str = ""
    page: OwnPage | None = None
    stays: Stays = lambda _held: ""


MARKABLE: dict[str, Markable[Any]] = {}
"""Every declared table and part, by `name_of`."""

_RELIANCES: list[Second] = []


def nothing_follows(_work: UnitOfWork, _held: Held[Any]) -> None:
    """Say that nothing stored was derived from a row: whatever counts rows asks each time."""


def never_second(_work: UnitOfWork, _row: Any) -> None:
    """Say that a row alone never asks for a second person; it may still have been relied on."""


def nobody(_work: UnitOfWork, _row: Any) -> tuple[UUID, ...]:
    """Say that a row is by or about nobody but whom its author column names."""
    return ()


def declare_markable(
    table: type[R],
    document: type[Any],
    *,
    writes: Permission,
    hold: Hold,
    involved: Involved,
    second: Second = never_second,
    second_back: Second | None = None,
    follow: Follow = nothing_follows,
    part: str = "",
    page: OwnPage | None = None,
    stays: Stays = lambda _held: "",
) -> None:
    """Declare a table whose rows can be marked, or a `part` of them.

    `second_back` says when a second person decides that a marked row counts again; left out, it is as for the mark.
    `stays` names the reason why a row's mark can never be taken back.
    """
    name = name_of(table, part)
    MARKABLE[name] = Markable(
        table, document, writes, hold, second, second_back or second, involved, follow, part, page, stays
    )


def name_of(table: type[InFolder], part: str = "") -> str:
    """Return the name that marks know a table by, or a part of its rows."""
    return f"{table.__tablename__} {part}".rstrip()


def declare_reliance(relied: Second) -> None:
    """Declare one way in which rows of any table are relied on: a stage that was reached, a packet that left."""
    _RELIANCES.append(relied)


def why_second(work: UnitOfWork, row: InFolder, says: Second) -> SecondReason | None:
    """Tell why a second person must decide about a row: what its room says, else what has relied on it."""
    return next((why for each in (says, *_RELIANCES) if (why := each(work, row)) is not None), None)
