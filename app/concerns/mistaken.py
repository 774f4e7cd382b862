"""A concern written by mistake, such as one posted twice: a clock would stop, so a second, uninvolved person decides.

Whoever posted it cannot open it, and so cannot mark it; they add to it, and whoever handles it marks it. It stays
readable, its clock stops once both agree, and its poster reads that it was a mistake. If they add to it after that, it
waits again.
"""

from uuid import UUID

from app.access.addresses import declare_address
from app.access.scope import require
from app.concerns.books import Word
from app.concerns.clocks import acknowledge_within
from app.concerns.concern_status import say, told_of
from app.concerns.documents import Observation
from app.concerns.handling import concern_folder, subjects_of
from app.concerns.scopes import locked_concern
from app.foundation.permissions import Permission
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.folders import look_in, open_folders
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.mistake import MistakeMark

declare_address("concern_id", "mark_id", MistakeMark.about_id)
CONCERN = str(Concern.__tablename__)


def _hold(work: UnitOfWork, concern_id: UUID, permission: Permission) -> Held[Concern]:
    require(work, permission)
    row = locked_concern(work, concern_id, permission)
    folder = concern_folder(work, row)
    folder.check(row)
    return Held(row, folder, row.base_id, subjects=tuple(subjects_of(row)))


def _involved(work: UnitOfWork, row: Concern) -> set[UUID]:
    """Return who posted it: of one that was made for one of several children, who posted the whole too."""
    folders = open_folders(work, [row.folder_id])
    seen = look_in(folders.get(row.folder_id), row, Observation).document
    return {row.posted_by, *({seen.first.by} if seen and seen.first else ())}


def _follow(work: UnitOfWork, held: Held[Concern]) -> None:
    """Stop its clock, or start it anew if it counts again."""
    row = held.row
    if is_marked(row):
        say(work, row, Word.MISTAKEN)
        return
    within = acknowledge_within(work, row.base_id, told_of(work, row).urgency)
    say(work, row, Word.COUNTS, due=(work.now + within).isoformat())


declare_markable(
    Concern,
    Observation,
    writes=Permission.CONCERN_TRIAGE,
    hold=_hold,
    second=lambda _work, _row: SecondReason.STOPS_CLOCK,
    # That it counts again relaxes nothing; it asks for a second person because the mark did.
    involved=_involved,
    follow=_follow,
    page=OwnPage("concern", Permission.CONCERN_READ, lambda _work, row: Called(row.reference)),
)
