"""Keeps what a record said before it is changed, and shows that to whoever may read the record."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Select, inspect, select
from sqlalchemy.types import TypeEngine

from app.foundation.errors import NoKey, WillNotOpen
from app.foundation.text_cleaning import clean_lines
from app.keyring.documents import SEALED_DOCUMENTS, from_bytes, to_bytes
from app.keyring.folders import Fit, look_in, open_folders
from app.keyring.tags import row_id_of, stored_values, table_name
from app.keyring.writing import FolderToWrite
from app.mistakes.documents import EarlierWords
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.earlier_version import EarlierVersion
from models.mapping import Tagged, UtcDateTime

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")

_STAYS = frozenset(
    {"id", "base_id", "case_id", "child_id", "folder_id", "written_by", "written_at", "version", "mistake_id"}
)
"""Columns that a correction never changes, or whose change is told elsewhere."""


@dataclass(frozen=True)
class Earlier(Generic[D]):
    """What a record said until somebody changed it; `document` is None where its key was missing.

    `facts` are the row's readable columns by name. A version that was changed outside says nothing but that.
    """

    document: D | None
    facts: Mapping[str, Any]
    why: str
    replaced_by: str
    replaced_at: datetime
    is_changed: bool = False
    named: tuple[UUID | None, ...] = ()
    """The records that it or rows beside it named, None for one without a record; empty where nobody kept them."""


def keep_earlier(
    work: UnitOfWork,
    folder: FolderToWrite,
    row: Tagged,
    document: type[Any],
    *,
    why: str = "",
    named: Iterable[UUID | None] = (),
) -> None:
    """Keep what a stored row says, before it is written through its folder with something else.

    `named` are the records that it or rows beside it name, such as the children of a meeting, None for one without.
    Call it at any time before `folder.write(row, ...)`: what was set on the row since it was loaded does not count.
    Raises ChangedOutside, KeyRefused.
    """
    folder.check(row)
    values, table = stored_values(row), table_name(row)
    earlier = EarlierVersion(
        id=uuid4(),
        about_table=table,
        about_id=row_id_of(row),
        number=values("version") or 0,
        base_id=_base_of(row, folder),
        folder_id=folder.id,
        replaced_by=work.person.id,
        replaced_at=work.now,
    )
    facts = json.dumps({name: _plain(values(name)) for name in _names(row)}, sort_keys=True)
    _, column = SEALED_DOCUMENTS[document]
    said, ids = _document_of(folder, row, document), tuple(str(each or "") for each in named)
    folder.write(earlier, EarlierWords(said, facts, clean_lines(why), column, ids))


def earlier_versions(work: UnitOfWork, row: Tagged, document: type[D]) -> tuple[Earlier[D], ...]:
    """Return what a row said before in the column of a document, newest first.

    The row was loaded through its permission.
    """
    query = select(EarlierVersion).where(
        EarlierVersion.about_table == table_name(row), EarlierVersion.about_id == row_id_of(row)
    )
    return tuple(said for _id, said in _opened(work, query, type(row), document))


def earlier_in_folder(
    work: UnitOfWork, folder_id: UUID, table: type[Tagged], document: type[D]
) -> dict[UUID, list[Earlier[D]]]:
    """Return what the rows of a table that lie in one folder said before, by their ids, newest first.

    So is told what rows said that are there no more. A row in the folder was loaded through its permission.
    """
    query = select(EarlierVersion).where(
        EarlierVersion.folder_id == folder_id, EarlierVersion.about_table == table.__tablename__
    )
    found: dict[UUID, list[Earlier[D]]] = {}
    for row_id, said in _opened(work, query, table, document):
        found.setdefault(row_id, []).append(said)
    return found


def _opened(
    work: UnitOfWork, query: Select[EarlierVersion], table: type[Tagged], document: type[D]
) -> list[tuple[UUID, Earlier[D]]]:
    """Return what rows of a table said in the column of a document, newest first, each with its row's id."""
    kept = list(
        work.session.scalars(query.order_by(EarlierVersion.number.desc(), EarlierVersion.replaced_at.desc()))
    )
    folders = open_folders(work, {each.folder_id for each in kept})
    names = names_of_staff(work, [each.replaced_by for each in kept])
    looks = [(each, look_in(folders.get(each.folder_id), each, EarlierWords)) for each in kept]
    _, column = SEALED_DOCUMENTS[document]
    return [
        (each.about_id, _view(table, document, each, look, names))
        for each, look in looks
        if look.document is None or look.document.column == column
    ]


def earlier_document(
    work: UnitOfWork, folder: FolderToWrite, row: Tagged, document: type[D], *, number: int
) -> D | None:
    """Return what a row said in its version of that number, for merging what was written since; None if not kept.

    Raises ChangedOutside.
    """
    _, column = SEALED_DOCUMENTS[document]
    query = select(EarlierVersion).where(
        EarlierVersion.about_table == table_name(row),
        EarlierVersion.about_id == row_id_of(row),
        EarlierVersion.number == number,
    )
    for kept in work.session.scalars(query.order_by(EarlierVersion.replaced_at)):
        words = folder.read(kept, EarlierWords)
        if words.column == column and words.document:
            return from_bytes(document, words.document.encode())
    return None


def _view(
    table: type[Tagged], document: type[D], kept: EarlierVersion, look: Any, names: Mapping[UUID, str]
) -> Earlier[D]:
    if look.fit is Fit.CHANGED:
        return Earlier(None, {}, "", "", kept.replaced_at, is_changed=True)
    by, words = names.get(kept.replaced_by, ""), look.document
    if words is None:
        return Earlier(None, {}, "", by, kept.replaced_at)
    said = from_bytes(document, words.document.encode()) if words.document else None
    named = tuple(UUID(each) if each else None for each in words.named)
    return Earlier(said, _facts(table, words.facts), words.why, by, kept.replaced_at, named=named)


def carry_earlier(
    work: UnitOfWork, away: FolderToWrite, to: FolderToWrite, row: Tagged, moved_id: UUID
) -> None:
    """Carry what a row said before to the folder that its words moved to, and leave nothing of it in the old one."""
    query = select(EarlierVersion).where(
        EarlierVersion.about_table == table_name(row), EarlierVersion.about_id == row_id_of(row)
    )
    for kept in work.session.scalars(query).all():
        words = away.read(kept, EarlierWords)
        carried = EarlierVersion(
            id=uuid4(),
            about_table=kept.about_table,
            about_id=moved_id,
            number=kept.number,
            base_id=_base_of(row, to),
            folder_id=to.id,
            replaced_by=kept.replaced_by,
            replaced_at=kept.replaced_at,
        )
        to.write(carried, words)
        away.write(kept, EarlierWords())


def facts_of(row: Tagged) -> dict[str, Any]:
    """Return the same facts of a row as it stands now."""
    values = stored_values(row)
    return {name: values(name) for name in _names(row)}


def _document_of(folder: FolderToWrite, row: Tagged, document: type[Any]) -> str:
    table, column = SEALED_DOCUMENTS[document]
    cell = stored_values(row)(column)
    if cell is None:
        return ""
    try:
        opened = folder.open_bytes(cell, table=table, column=column, row_id=row_id_of(row))
        # In the newest shape, so that a step between shapes never meets what it did not expect.
        return to_bytes(from_bytes(document, opened)).decode()
    except (NoKey, WillNotOpen):
        return ""


def _names(row: Tagged) -> list[str]:
    bound = (each for each in inspect(type(row)).column_attrs if each.columns[0].info.get("held") == "bound")
    return sorted(each.key for each in bound if each.key not in _STAYS)


def _base_of(row: Tagged, folder: FolderToWrite) -> UUID:
    found: UUID | None = getattr(row, "base_id", None) or folder.row.base_id
    if found is None:
        raise TypeError(f"{type(row).__name__} lies in no base")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _facts(table: type[Tagged], text: str) -> dict[str, Any]:
    columns = inspect(table).column_attrs
    kinds = {each.key: _kind_of(each.columns[0].type) for each in columns}
    plain = json.loads(text)
    return {name: _read(kinds[name], value) for name, value in plain.items() if name in kinds}


def _kind_of(column: TypeEngine[Any]) -> type[Any]:
    return datetime if isinstance(column, UtcDateTime) else column.python_type


def _read(kind: type[Any], value: Any) -> Any:
    if value is None:
        return None
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    return UUID(value) if kind is UUID else value
