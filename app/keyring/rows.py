"""Makes sure that a tagged row is stored only through its folder, and makes its tag as it is stored."""

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from app.database.store import KEPT
from app.keyring.tags import BOARD_LABEL, make_tag
from models.mapping import OnBoards, Tagged

if TYPE_CHECKING:
    from app.keyring.writing import FolderToWrite

_WRITTEN = "rows written through their folders"


class NotThroughItsFolder(TypeError):
    """A room changed a row without writing it through its folder: a programming error that any test finds."""


class Written:
    """How a row was last written: through which folder, and under which boards' key if boards show it."""

    def __init__(self, folder: "FolderToWrite", board: "FolderToWrite | None") -> None:
        self.folder = folder
        self.board = board


def note_written(session: Session, row: Tagged, written: Written) -> None:
    """Remember, until the session ends, which folder the row is written through."""
    rows: WeakKeyDictionary[Tagged, Written] = session.info.setdefault(_WRITTEN, WeakKeyDictionary())
    rows[row] = written


@event.listens_for(Session, "before_flush")
def _tag_rows(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if not session.info.get(KEPT):
        return
    written: WeakKeyDictionary[Tagged, Written] = session.info.get(_WRITTEN, WeakKeyDictionary())
    for row in [*session.new, *session.dirty]:
        if isinstance(row, Tagged) and session.is_modified(row):
            how = written.get(row)
            if how is None:
                raise NotThroughItsFolder(f"{type(row).__name__} was not written through its folder")
            _tag(session, row, how)


@event.listens_for(Session, "do_orm_execute")
def _refuse_changes_in_bulk(state: ORMExecuteState) -> None:
    if not state.session.info.get(KEPT) or not (state.is_update or state.is_insert):
        return
    mapper = state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, Tagged):
        raise NotThroughItsFolder(f"{mapper.class_.__name__} is changed row by row, through its folder")


def _tag(session: Session, row: Any, how: Written) -> None:
    version = _version_to_be(session, row)
    key, folder_id, installation_id = how.folder.key_of_tags()
    row.tag = make_tag(installation_id, row, folder_id, key, row_version=version)
    if isinstance(row, OnBoards):
        row.board_tag = _board_tag(row, how, version)


def _board_tag(row: Any, how: Written, version: int) -> bytes | None:
    """Return the tag for boards; None for a writer without their key, so that boards check the row's own folder."""
    if how.board is None:
        return None
    key, folder_id, installation_id = how.board.key_of_tags()
    return make_tag(installation_id, row, folder_id, key, row_version=version, label=BOARD_LABEL)


def _version_to_be(session: Session, row: Any) -> int:
    """Return the version the row will be stored with: the mapper increments it with every change."""
    if inspect(type(row)).version_id_col is None:
        return 0
    return 1 if row in session.new else int(row.version) + 1
