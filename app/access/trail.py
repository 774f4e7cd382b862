"""The audit trail for its readers: one page of it, the events a reader may count, and whether it is whole."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.access.scope import require
from app.audit import trail_pages as reading
from app.audit.checkpoints import CheckpointKey
from app.audit.seen_by import Way, way_of
from app.audit.trail_pages import (
    Circle,
    Names,
    Subject,
    TrailFilter,
    TrailLine,
    TrailPage,
)
from app.audit.verification import Damage, Signatures, verify_trail
from app.audit.visits import Visit, visits_of
from app.foundation.permissions import Permission
from app.foundation.roles import Flag
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.unit_of_work import UnitOfWork, Visibility
from models.case import Case
from models.child import Child

__all__ = [
    "Subject",
    "TrailFilter",
    "TrailLine",
    "TrailPage",
    "Visit",
    "Way",
    "Wholeness",
    "seen_events",
    "trail_page",
    "visits_of",
    "way_of",
    "wholeness_of",
]


@dataclass(frozen=True)
class Wholeness:
    """Whether the trail is whole, as every reader may know it: the kinds of damage, and the age of the newest head.

    Only `verify-audit`, at the machine, tells places and counts.
    """

    damages: tuple[Damage, ...]
    newest_signed_at: datetime | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong, as far as a page can tell."""
        return not self.damages


def trail_page(work: UnitOfWork, wanted: TrailFilter) -> TrailPage:
    """Return a page of the trail. Reading it is itself an event."""
    require(work, Permission.AUDIT_READ)
    page = reading.trail_page(work, wanted, circle=_circle(work), names=_names(work))
    if page.has_refused:
        work.record("trail.refused", visibility=Visibility.SYSTEM)
    # Not how many events were shown: a member's page includes closed ones, and everybody may read this event.
    work.record("trail.read", visibility=Visibility.SYSTEM)
    return page


def _names(work: UnitOfWork) -> Names:
    directory = directory_for(work)
    return Names(
        people={known.id: known.name for known in directory.people.values()},
        roles={known.id: known.role for known in directory.people.values()},
        bases={base.id: base.name for base in directory.bases_by_name()},
        sound_codes=lambda ids: _sound_codes(work, ids),
    )


def seen_events(work: UnitOfWork) -> ColumnElement[bool]:
    """Return the events that the person may see, and therefore count."""
    return reading.visible_events(work, _circle(work))


def _sound_codes(work: UnitOfWork, ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return kind and code of children and cases of the reader's base.

    Changed rows are left out, because a changed code would name another record. While a row was changed to say
    another base, events about it went into that base's trail; its readers are not told whose record it was.
    """
    children = work.session.scalars(select(Child).where(Child.id.in_(ids))).all()
    cases = work.session.scalars(select(Case).where(Case.id.in_(ids))).all()
    fits = board_fits(work, children) | board_fits(work, cases)
    rows = [("child", row) for row in children] + [("case", row) for row in cases]
    return {
        row.id: (kind, row.code)
        for kind, row in rows
        if fits[row.id] is not Fit.CHANGED and work.person.base_id in (None, row.base_id)
    }


def _circle(work: UnitOfWork) -> Circle:
    """Return the reader's standing in the circle. A flag alone opens nothing: only members admit members."""
    directory = directory_for(work)
    if not work.person.has_flag(Flag.SAFEGUARDING) or not directory.has_circle(CircleKind.SAFEGUARDING, None):
        return Circle.OUTSIDE
    circle = directory.circle(CircleKind.SAFEGUARDING, None)
    return Circle.MEMBER if work.person.id in directory.members(circle.id) else Circle.OUTSIDE


def wholeness_of(work: UnitOfWork, key: CheckpointKey) -> Wholeness:
    """Verify the trail, and return what a page may say of it: no numbers, which would count closed events too."""
    require(work, Permission.AUDIT_READ)
    verdict = verify_trail(
        work.session,
        key.installation_id,
        key.key.public,
        signatures=Signatures.NEWEST,
        store=work.store,
    )
    return Wholeness(verdict.damages, verdict.newest_signed_at)
