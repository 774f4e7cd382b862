"""Makes clubs and changes what they are: name, weekly plan, capacity, where they meet, and that one closes."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.access.scope import locked_row, require
from app.bases.known import pack_of_base
from app.bases.numbers import Series, locked_base, next_number
from app.clubs.documents import Change, ClubPlace, ClubPlan, Weekly
from app.clubs.scopes import visible_club
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.club_kinds import ClubKind
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write, make_folder
from app.mistakes.earlier import keep_earlier
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.kids_club import KidsClub

MOST_A_WEEK = 7


@dataclass(frozen=True)
class ClubInput:
    """What is typed of a club: name, where it meets, its weekly plan, for how many children, and what it is."""

    name: str
    place: str
    area: str = ""
    weekly: tuple[Weekly, ...] = ()
    capacity: int | None = None
    kind: ClubKind = ClubKind.CLUB


def make_club(work: UnitOfWork, club_id: UUID, typed: ClubInput, *, base_id: UUID | None = None) -> UUID:
    """Make a club with a code such as PP-L-0007. None for `base_id` is the person's own base.

    Raises Refused, NotVisible for a base out of reach, AlreadyDone for a form sent twice, or NotAllowedNow with
    `club-name-missing`, `place-missing`, `unknown-area` or `club-times`.
    """
    require(work, Permission.CLUB_MANAGE)
    earlier = work.session.get(KidsClub, club_id)
    if earlier is not None:
        if earlier.made_by != work.person.id:
            raise Refused(Permission.CLUB_MANAGE.value)
        raise AlreadyDone(record_id=club_id)
    base = locked_base(work, base_id or work.person.base_id, Permission.CLUB_MANAGE)
    plan = _cleaned(work, base.id, typed, ClubPlan(""))
    folder = make_folder(work, FolderKind.CLUB, base_id=base.id)
    club = KidsClub(
        id=club_id,
        code=next_number(work, base, Series.CLUB, KidsClub.code),
        base_id=base.id,
        folder_id=folder.id,
        made_by=work.person.id,
        made_at=work.now,
        closed_on=None,
    )
    folder.write(club, plan)
    work.session.flush()
    work.record("club.made", subjects=[club.id], folders=[folder.id], base_id=base.id)
    return club.id


def change_club(work: UnitOfWork, club_id: UUID, typed: ClubInput, *, version: int) -> None:
    """Change or correct what a club is; another place is a correction of where it meets now, and no move.

    Raises as `make_club`, and Conflict, ChangedOutside, `written-by-mistake`.
    """
    club, folder, plan = edited(work, club_id, version)
    _save(work, club, folder, _cleaned(work, club.base_id, typed, plan), "club.changed")


def move_club(work: UnitOfWork, club_id: UUID, place: ClubPlace, *, version: int) -> None:
    """Say that the club meets elsewhere since a day, or will; where it met before stays told.

    Raises as `change_club`, with `moved-before` for a day before the last move.
    """
    club, folder, plan = edited(work, club_id, version)
    where, before = _clean_place(work, club.base_id, place), plan.places[-1].since if plan.places else None
    if where.since is None or (before is not None and where.since <= before):
        raise NotAllowedNow("moved-before")
    _save(work, club, folder, replace(plan, places=(*plan.places, where)), "club.moved")


def close_club(work: UnitOfWork, club_id: UUID, *, on: date, words: str, version: int) -> None:
    """Say that a club meets no more since a day, and why.

    Raises as `change_club`, with `club-closed` or `reason-missing`.
    """
    club, folder, plan = edited(work, club_id, version)
    if club.closed_on is not None:
        raise NotAllowedNow("club-closed")
    why = clean_lines(words)
    if not why:
        raise NotAllowedNow("reason-missing")
    club.closed_on = on
    _save(work, club, folder, replace(plan, closing=why), "club.closed")


def open_club_again(work: UnitOfWork, club_id: UUID) -> None:
    """Say that a club meets again. Raises as `change_club`, or AlreadyDone when it never closed."""
    club, folder, plan = edited(work, club_id, None)
    if club.closed_on is None:
        raise AlreadyDone(record_id=club_id)
    club.closed_on = None
    _save(work, club, folder, replace(plan, closing=""), "club.opened_again")


def edited(work: UnitOfWork, club_id: UUID, version: int | None) -> tuple[KidsClub, FolderToWrite, ClubPlan]:
    """Load a club to change it, locked. Raises Refused, NotVisible, Conflict, ChangedOutside, `written-by-mistake`."""
    club = locked_club(work, club_id, Permission.CLUB_MANAGE)
    if version is not None and club.version != version:
        raise Conflict(record=club_id, version=club.version)
    if is_marked(club):
        raise NotAllowedNow("written-by-mistake")
    folder = club_folder(work, club)
    return club, folder, folder.read(club, ClubPlan)


def locked_club(work: UnitOfWork, club_id: UUID, permission: Permission) -> KidsClub:
    """Load a club through a permission and lock it until this work ends. Raises Refused, NotVisible."""
    require(work, permission)
    visible_club(work, club_id, permission)
    return locked_row(work, KidsClub, club_id, permission)


def club_folder(work: UnitOfWork, club: KidsClub) -> FolderToWrite:
    """Open a club's folder, to write in it. Raises NoKey, KeyRefused."""
    return folder_to_write(work, FolderKind.CLUB, club.folder_id, base_id=club.base_id)


def _save(work: UnitOfWork, club: KidsClub, folder: FolderToWrite, plan: ClubPlan, event: str) -> None:
    keep_earlier(work, folder, club, ClubPlan)
    folder.write(club, replace(plan, last_change=Change(work.person.id, work.now)))
    work.session.flush()
    work.record(event, subjects=[club.id], folders=[folder.id], base_id=club.base_id, version=club.version)


def _cleaned(work: UnitOfWork, base_id: UUID, typed: ClubInput, before: ClubPlan) -> ClubPlan:
    name = clean_text(typed.name)
    if not name:
        raise NotAllowedNow("club-name-missing")
    since = before.places[-1].since if before.places else None
    place = _clean_place(work, base_id, ClubPlace(typed.place, typed.area, since))
    if any(each.begins == each.ends for each in typed.weekly):
        raise NotAllowedNow("club-times")
    weekly = sorted(set(typed.weekly), key=lambda each: (each.weekday, each.begins))[:MOST_A_WEEK]
    return replace(
        before,
        name=name,
        places=(*before.places[:-1], place),
        weekly=tuple(weekly),
        capacity=typed.capacity,
        kind=typed.kind,
    )


def _clean_place(work: UnitOfWork, base_id: UUID, place: ClubPlace) -> ClubPlace:
    words = clean_text(place.words)
    if not words:
        raise NotAllowedNow("place-missing")
    if place.area and place.area not in pack_of_base(work, base_id).areas:
        raise NotAllowedNow("unknown-area")
    return replace(place, words=words)
