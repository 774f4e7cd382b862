"""Takes the register of a session, all marks at once, and saves more marks of one or corrects them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy import select

from app.access.scope import require
from app.children.cards import open_cards
from app.children.children import ChildInput, make_child, was_made
from app.clubs.documents import Change, FromPaper, Register
from app.clubs.making import club_folder
from app.clubs.merging import NOTHING_MORE, Said, Saving, merged, merged_words
from app.clubs.session_rows import (
    Slot,
    begun_session,
    check_slot,
    club_to_write_in,
    session_at,
    session_to_write,
)
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.club_sessions import SessionState
from app.keyring.writing import FolderToWrite
from app.mistakes.earlier import earlier_document, keep_earlier
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubChild, ClubSession, KidsClub

MOST_CHILDREN = 400


@dataclass(frozen=True)
class RegisterInput:
    """What a form says of a session: who came, of the children it has `shown`, and what else of each.

    `version` is the session's when the form was opened, 0 for one that was not written. `settled` are the children
    about whom somebody decides between two sides. `new` are children to make a profile for, who came as well, and
    `of_new` what else is said of each of whom `came` says nothing. `was_held`: somebody says that a session which was
    cancelled was held after all. `taken_by`: who took it on paper; with `is_paper` it is typed from there now, without
    it that name is corrected.
    """

    version: int
    came: Mapping[UUID, Said]
    shown: Collection[UUID]
    settled: frozenset[UUID] = frozenset()
    new: tuple[ChildInput, ...] = ()
    of_new: Said = NOTHING_MORE
    expected: int | None = None
    words: str = ""
    was_held: bool = False
    taken_by: str = ""
    is_paper: bool = False


def take_register(work: UnitOfWork, club_id: UUID, slot: Slot, typed: RegisterInput) -> UUID:
    """Save the register of a session, all marks at once. Returns the session's id.

    Whatever somebody else saved meanwhile is merged, child by child (`merging`), and nothing is overwritten. Raises
    Refused, NotVisible, ChangedOutside, AlreadyDone when all of it stands there already; NotAllowedNow as `check_slot`,
    with `session-cancelled` to be asked about marks for one that was cancelled, `not-of-this-base` for a child of
    another base, `too-many-children`, or `taken-by-missing` for paper that nobody took.
    """
    require(work, Permission.CLUB_WRITE)
    club = club_to_write_in(work, club_id)
    folder = club_folder(work, club)
    folder.check(club)
    row = session_at(work, club, slot.begins_at)
    if row is not None:
        return _saved(work, club, folder, row, typed, before=folder.read(row, Register))
    check_slot(work, club, slot)
    return _saved(work, club, folder, begun_session(work, club, slot), typed, before=None)


def change_register(work: UnitOfWork, session_id: UUID, typed: RegisterInput) -> UUID:
    """Save more marks of a session, or correct them: they are marked as late. Raises as `take_register`."""
    require(work, Permission.CLUB_WRITE)
    club, row = session_to_write(work, session_id)
    folder = club_folder(work, club)
    return _saved(work, club, folder, row, typed, before=folder.read(row, Register))


def _saved(
    work: UnitOfWork,
    club: KidsClub,
    folder: FolderToWrite,
    row: ClubSession,
    typed: RegisterInput,
    *,
    before: Register | None,
) -> UUID:
    is_cancelled = before is not None and row.state == SessionState.CANCELLED
    if is_cancelled and not typed.was_held:
        raise NotAllowedNow("session-cancelled")
    if typed.is_paper and not clean_text(typed.taken_by):
        raise NotAllowedNow("taken-by-missing")
    stored = Register() if before is None or is_cancelled else before
    base = _base_of(work, folder, row, typed.version, stored) if before is not None else Register()
    said = _merged(work, club, typed, base, stored)
    if before is not None and not is_cancelled and said == stored:
        raise AlreadyDone(record_id=row.id)
    if before is not None:
        keep_earlier(work, folder, row, Register)
    row.state = SessionState.HELD.value
    if typed.is_paper:
        paper = FromPaper(clean_text(typed.taken_by), work.person.id, work.now)
        said = replace(said, papers=(*said.papers, paper))
    folder.write(row, replace(said, last_change=Change(work.person.id, work.now)))
    work.session.flush()
    _know_children(work, folder, club, said.came)
    work.record(
        _event(typed, is_new=before is None),
        subjects=[row.id, club.id, *_touched(said, stored)],
        folders=[folder.id],
        base_id=club.base_id,
        version=row.version,
    )
    return row.id


def _event(typed: RegisterInput, *, is_new: bool) -> str:
    if typed.is_paper:
        return "club.register_typed"
    return "club.register_taken" if is_new else "club.register_changed"


def _merged(
    work: UnitOfWork, club: KidsClub, typed: RegisterInput, base: Register, stored: Register
) -> Register:
    """Return the register to store: what stands there, what the form was opened with, and what it says now."""
    made = _make_children(work, club, typed.new)
    came = dict.fromkeys(made, typed.of_new) | {id_: _cleaned(said) for id_, said in typed.came.items()}
    # Whoever opened the form before anything was written takes the register too, side by side with whoever was first.
    saving = Saving(
        work.person.id,
        work.now,
        is_first=typed.version == 0,
        settled=typed.settled,
        is_paper=typed.is_paper,
    )
    marks = merged(base.marks, stored.marks, came, {*typed.shown, *made}, saving)
    _check_children(work, club, [mark.child_id for mark in marks if mark.child_id not in stored.by_child])
    return replace(
        stored,
        marks=marks,
        expected=typed.expected if typed.expected != base.expected else stored.expected,
        words=merged_words(base.words, stored.words, clean_lines(typed.words)),
        reason="",
        papers=_papers(typed, base, stored),
    )


def _papers(typed: RegisterInput, base: Register, stored: Register) -> tuple[FromPaper, ...]:
    """Return the papers of a register, with the name corrected of whoever took the last one that the form showed."""
    taken_by = clean_text(typed.taken_by)
    if typed.is_paper or not (taken_by and base.papers) or taken_by == base.papers[-1].taken_by:
        return stored.papers
    at = len(base.papers) - 1
    if stored.papers[at : at + 1] != base.papers[-1:]:
        return stored.papers
    return (*stored.papers[:at], replace(stored.papers[at], taken_by=taken_by), *stored.papers[at + 1 :])


def _touched(said: Register, stored: Register) -> list[UUID]:
    """Return the children of whom the register says something else now."""
    both = {*said.by_child, *stored.by_child}
    return sorted(id_ for id_ in both if said.by_child.get(id_) != stored.by_child.get(id_))


def _base_of(
    work: UnitOfWork, folder: FolderToWrite, row: ClubSession, version: int, stored: Register
) -> Register:
    """Return what the form was opened with. Nothing, for a form that was opened before anything was written."""
    if version == row.version:
        return stored
    return earlier_document(work, folder, row, Register, number=version) or Register()


def _cleaned(said: Said) -> Said:
    return replace(
        said,
        came_with=clean_text(said.came_with),
        fetched_by=clean_text(said.fetched_by),
        lesson=clean_text(said.lesson),
    )


def _make_children(work: UnitOfWork, club: KidsClub, new: Iterable[ChildInput]) -> list[UUID]:
    """Make the profiles of new children; those that this person made by sending the form before are there already."""
    made = []
    for each in new:
        if not was_made(work, each.id):
            make_child(work, replace(each, base_id=club.base_id))
        made.append(each.id)
    return made


def _check_children(work: UnitOfWork, club: KidsClub, added: list[UUID]) -> None:
    if len(added) > MOST_CHILDREN:
        raise NotAllowedNow("too-many-children-here")
    cards = open_cards(work, added)
    if any(id_ not in cards or cards[id_].base_id != club.base_id or cards[id_].is_changed for id_ in added):
        raise NotAllowedNow("not-of-this-base")


def _know_children(work: UnitOfWork, folder: FolderToWrite, club: KidsClub, came: Collection[UUID]) -> None:
    query = select(ClubChild.child_id).where(ClubChild.club_id == club.id, ClubChild.child_id.in_(came))
    known = set(work.session.scalars(query))
    for child_id in sorted(set(came) - known):
        row = ClubChild(
            id=uuid4(),
            club_id=club.id,
            child_id=child_id,
            base_id=club.base_id,
            folder_id=folder.id,
            added_by=work.person.id,
            added_at=work.now,
        )
        folder.write(row)
    work.session.flush()
