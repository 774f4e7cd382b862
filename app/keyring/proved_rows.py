"""Remembers which rows a folder's key has proved, so that a list opens keys once and not at every look.

It remembers a digest of everything the proof depended on: the reader, how far the key directory had come, the row
with its tags, and the folder and its keys as they are stored. If any of these differs, the proof does not apply. A
row that somebody changed is therefore checked again, and so is every row once anybody gains or loses a place. No key
is stored.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, select, type_coerce
from sqlalchemy.types import NullType

from app.database.store import Store
from app.keyring.folders_to_check import Board, are_boards
from app.keyring.known_directory import directory_for
from app.keyring.tags import content_of
from app.unit_of_work import Mode, Remembered, UnitOfWork
from app.vault import canonical, digests
from models.folder import Folder, FolderKey
from models.mapping import InFolder, OnBoards

_REMEMBERED = 20_000
"""How many proofs are kept, at some 150 bytes each: enough for a few hundred lists."""

_FOLDER, _KEY = Folder.metadata.tables["folder"].c, Folder.metadata.tables["folder_key"].c
_CELLS = [
    type_coerce(column, NullType()).label(f"{column.table.name}_{column.name}_as_kept")
    for column in (*_FOLDER, *_KEY)
    if column is not _KEY.sealings
]

_BOARDS_AS_KEPT: Remembered[dict[Board, bytes]] = Remembered(dict)
"""The folders of bases' boards, by kind and base, as the database stores them; empty where there is none."""


class _Proofs:
    """The digests of one store; the least recently used go first. Threads share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, None] = OrderedDict()
        self._lock = threading.Lock()

    def have(self, proof: bytes) -> bool:
        with self._lock:
            if proof not in self._kept:
                return False
            self._kept.move_to_end(proof)
            return True

    def keep(self, proof: bytes) -> None:
        with self._lock:
            self._kept[proof] = None
            if len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)


_PROOFS: "WeakKeyDictionary[Store, _Proofs]" = WeakKeyDictionary()


def proofs_by_folder(work: UnitOfWork, rows: Sequence[InFolder]) -> dict[UUID, bytes]:
    """Return, by row id, the digest to remember when the key of the row's own folder proves it.

    Returns nothing in a work that writes, because writers read and check afresh.
    """
    if work.mode is Mode.WRITING or not rows:
        return {}
    of_these = FolderKey.folder_id.in_({row.folder_id for row in rows})
    kept = {folder_id: cells for folder_id, _, _, cells in _as_kept(work, of_these)}
    return _proofs_of(work, [(row, kept[row.folder_id], None) for row in rows if row.folder_id in kept])


def proofs_by_board(work: UnitOfWork, rows: Sequence[OnBoards], boards: set[Board]) -> dict[UUID, bytes]:
    """Return the same for the keys of those boards, for rows tagged for one of them."""
    if work.mode is Mode.WRITING or not boards:
        return {}
    kept = work.remember(_BOARDS_AS_KEPT)
    if not boards <= kept.keys():
        kept.update(dict.fromkeys(boards, b""))
        kept.update(
            {(kind, base_id): cells for _, kind, base_id, cells in _as_kept(work, are_boards(boards))}
        )
    tagged = [(row, kept.get((row.board_folder, row.base_id)), row.board_tag) for row in rows]
    return _proofs_of(work, [(row, cells, tag) for row, cells, tag in tagged if cells and tag])


def was_proved(work: UnitOfWork, proof: bytes | None) -> bool:
    """Tell whether this was proved before."""
    return proof is not None and _proofs(work).have(proof)


def note_proved(work: UnitOfWork, proof: bytes | None) -> None:
    """Remember that it was proved."""
    if proof is not None:
        _proofs(work).keep(proof)


def _proofs(work: UnitOfWork) -> _Proofs:
    return _PROOFS.setdefault(work.store, _Proofs())


def _proofs_of(work: UnitOfWork, rows: Sequence[tuple[InFolder, bytes, bytes | None]]) -> dict[UUID, bytes]:
    directory = directory_for(work)
    asked = canonical.encode(work.person.id, directory.seq, directory.head)
    return {
        row.id: digests.sha256(
            canonical.encode(asked, content_of(work.installation_id, row), folder_as_kept, board_tag)
        )
        for row, folder_as_kept, board_tag in rows
    }


def _as_kept(work: UnitOfWork, which: ColumnElement[bool]) -> list[tuple[UUID, str, Any, bytes]]:
    """Return the id, kind and base of folders, with their rows and their keys' rows as the database stores them."""
    query = (
        select(_FOLDER.id, _FOLDER.kind, _FOLDER.base_id, *_CELLS)
        .join_from(_FOLDER.id.table, _KEY.folder_id.table, _FOLDER.id == _KEY.folder_id)
        .where(which)
        .order_by(_KEY.version)
    )
    found: dict[UUID, tuple[UUID, str, Any, bytes]] = {}
    for folder_id, kind, base_id, *cells in work.session.execute(query):
        before = found[folder_id][-1] if folder_id in found else b""
        found[folder_id] = (folder_id, kind, base_id, before + canonical.encode(*cells))
    return list(found.values())
