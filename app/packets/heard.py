"""Reads what a child said for a packet: only while every row beside the same concern is there, and is what was written.

Each disclosure seals which others there were. Without a correction that was removed, the wrong words would stand again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.access.scope import scoped
from app.concerns.documents import ChildsWords
from app.concerns.part_marks import marks_of_parts
from app.concerns.scopes import disclosures_so_far
from app.foundation.permissions import Permission
from app.keyring.folders import Look, look_in, open_folders
from app.unit_of_work import UnitOfWork
from models.disclosure import Disclosure


@dataclass(frozen=True)
class Doubtful:
    """A record of which nobody can tell what it says: it, or what belongs to it, was changed outside Wayhome."""

    record_id: UUID


@dataclass(frozen=True)
class Heard:
    """The disclosures, which of them count, their words (None where they do not open), and those nobody can believe."""

    rows: list[Disclosure]
    counting: frozenset[UUID]
    said: Mapping[UUID, ChildsWords | None]
    doubtful: list[Doubtful]


def heard_beside(work: UnitOfWork, concern_ids: Sequence[UUID]) -> Heard:
    """Return what was heard beside these concerns, as far as this person may open it."""
    query = scoped(work, Disclosure, Permission.CONCERN_READ).where(Disclosure.concern_id.in_(concern_ids))
    stored = work.session.scalars(query).all()
    folders = open_folders(work, [row.folder_id for row in stored])
    looks = {row.id: look_in(folders.get(row.folder_id), row, ChildsWords) for row in stored}
    marks = marks_of_parts(work, stored)
    unsure = {row.concern_id for row in stored if looks[row.id].is_changed or marks[row.id].is_changed}
    unsure |= {concern_id for concern_id in concern_ids if _lacks_any(work, concern_id, stored, looks)}
    rows = [row for row in stored if row.concern_id not in unsure]
    return Heard(
        rows,
        frozenset(row.id for row in rows if not marks[row.id].is_marked),
        {row.id: looks[row.id].document for row in rows},
        [Doubtful(row.id) for row in stored if row.concern_id in unsure],
    )


def _lacks_any(
    work: UnitOfWork,
    concern_id: UUID,
    stored: Sequence[Disclosure],
    looks: Mapping[UUID, Look[ChildsWords]],
) -> bool:
    """Tell whether one that another seals beside it is gone. A copy for one child names none that it left behind."""
    opened = [looks[row.id].document for row in stored if row.concern_id == concern_id]
    named = {earlier for words in opened if words for earlier in words.earlier}
    return bool(named) and not named <= set(disclosures_so_far(work, concern_id))
