"""Who saw a child: every colleague who opened the child's records or was shown a line of them, for auditors."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import or_, select

from app.access.scope import require, scoped, visible
from app.audit.seen_by import SHEET_READ, Sighting, Way, sightings
from app.audit.trail_pages import Circle, visible_events
from app.foundation.access_rules import reach_of
from app.foundation.chronology import CodedRecord
from app.foundation.errors import NotVisible
from app.foundation.marking import N_
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission, Reach
from app.foundation.roles import Role
from app.foundation.typed_codes import codes_meant
from app.keyring.boards import board_fits
from app.keyring.directory import Directory
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.child import Child

__all__ = [
    "SeenBy",
    "SeenLine",
    "SeenPage",
    "Seer",
    "Sighting",
    "Way",
    "child_behind",
    "refuse_untraced",
    "seen_by",
    "traced_with_code",
    "traces_children",
]


@dataclass(frozen=True)
class SeenLine:
    """One way in which one colleague saw the child. `name` is empty for what was done without signing in."""

    name: str
    role: Role | None
    seen: Sighting


@dataclass(frozen=True)
class SeenBy:
    """Who saw a child in a time. `code` is empty, and there are no lines, if the child's row was changed outside."""

    child_id: UUID
    code: str
    is_changed: bool
    lines: tuple[SeenLine, ...]
    has_refused: bool
    is_cut: bool

    @property
    def people(self) -> int:
        """How many colleagues saw the child."""
        return len({line.seen.actor_id for line in self.lines})


@dataclass(frozen=True)
class Seer:
    """One colleague who saw the child, and every way in which they did, what was last first."""

    name: str
    role: Role | None
    lines: tuple[SeenLine, ...]

    @property
    def first(self) -> datetime:
        """When they first saw the child in this time."""
        return min(line.seen.first for line in self.lines)

    @property
    def last(self) -> datetime:
        """When they last did."""
        return max(line.seen.last for line in self.lines)


@dataclass(frozen=True)
class SeenPage(Numbered):
    """One page of the people on the screen; on paper every line of all of them stands."""

    people: tuple[Seer, ...]
    total: int
    page: int

    @property
    def shown_lines(self) -> Sized:
        """The people on this page."""
        return self.people

    @staticmethod
    def of(found: SeenBy, page: int) -> "SeenPage":
        """Return one page of who was found; the last one if there are fewer."""
        together = [tuple(lines) for _, lines in groupby(found.lines, lambda line: line.seen.actor_id)]
        people = tuple(Seer(lines[0].name, lines[0].role, lines) for lines in together)
        size, total = SeenPage.PAGE_SIZE, len(people)
        page = min(page, max(1, -(-total // size)))
        return SeenPage(people[(page - 1) * size : page * size], total, page)


def traces_children(work: UnitOfWork) -> bool:
    """Tell whether the person may read who saw a child at all; a technician's trail is about no child."""
    return reach_of(work.person, Permission.AUDIT_READ) in (Reach.BASE, Reach.ALL)


def refuse_untraced(work: UnitOfWork) -> None:
    """Raise NotVisible for somebody who may read no child's sheet."""
    if not traces_children(work):
        raise NotVisible("child")


def traced_with_code(work: UnitOfWork, typed: str) -> list[CodedRecord]:
    """Return the children, and the cases of children, with this code, of whom this person may read who saw them.

    There may be two: RVK12 is a child of the base RVK, or a case of the base RV.
    """
    codes = codes_meant(typed)
    if not codes:
        return []
    children = scoped(work, Child, Permission.AUDIT_READ).where(Child.code.in_(codes))
    of_cases = select(Case.child_id).where(Case.code.in_(codes))
    reached = scoped(work, Child, Permission.AUDIT_READ).where(Child.id.in_(of_cases))
    own = {child.id for child in work.session.scalars(reached)}
    cases = work.session.scalars(select(Case).where(Case.code.in_(codes), Case.child_id.in_(own)))
    found = [
        CodedRecord("child", N_("Child"), one.code, one.id, child_id=one.id)
        for one in work.session.scalars(children)
    ]
    return found + [CodedRecord("case", N_("Case"), one.code, one.id, child_id=one.child_id) for one in cases]


def child_behind(work: UnitOfWork, record_id: UUID) -> UUID | None:
    """Return the child that a record is, or that the case is about, if this person may read who saw the child."""
    of_case = select(Case.child_id).where(Case.id == record_id).scalar_subquery()
    children = scoped(work, Child, Permission.AUDIT_READ)
    found = work.session.scalars(children.where(or_(Child.id == record_id, Child.id == of_case))).first()
    return found.id if found else None


def seen_by(work: UnitOfWork, child_id: UUID, *, since: datetime, until: datetime) -> SeenBy:
    """Return who saw a child from `since` until before `until`. That somebody asked is itself in the trail.

    Events about our own people are never counted, not even for members of their circle: the sheet is printed and
    handed on. Raises NotVisible for a child of another base.
    """
    require(work, Permission.AUDIT_READ)
    child = visible(work, Child, child_id, Permission.AUDIT_READ)
    work.record(SHEET_READ, subjects=[child.id], base_id=child.base_id, page=work.page)
    if board_fits(work, [child])[child.id] is Fit.CHANGED:
        return SeenBy(child_id=child_id, code="", is_changed=True, lines=(), has_refused=False, is_cut=False)
    events = visible_events(work, Circle.OUTSIDE)
    found = sightings(work, [child.id], events, since=since, until=until)
    return SeenBy(
        child_id=child_id,
        code=child.code,
        is_changed=False,
        lines=tuple(_line(directory_for(work), one) for one in found.each),
        has_refused=found.has_refused,
        is_cut=found.is_cut,
    )


def _line(directory: Directory, seen: Sighting) -> SeenLine:
    known = directory.people.get(seen.actor_id) if seen.actor_id else None
    return SeenLine(known.name, known.role, seen) if known else SeenLine("", None, seen)
