"""The audit trail for readers: which page, which events are theirs to count, and whether it is whole."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.access.scope import require
from app.audit import trail_pages as reading
from app.audit.checkpoints import CheckpointKey
from app.audit.trail_pages import Circle, Names, TrailFilter, TrailPage, subject_by_code
from app.audit.verification import Damage, Signatures, verify_trail
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
    "TrailFilter",
    "TrailPage",
    "Wholeness",
    "seen_events",
    "subject_by_code",
    "trail_page",
    "wholeness_of",
]


@dataclass(frozen=True)
class Wholeness:
    """Whether the trail is whole, for everybody who may read it: which kinds of damage, and how new the newest head.

    Places and counts are told by `verify-audit` at the machine alone.
    """

    damages: tuple[Damage, ...]
    newest_signed_at: datetime | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong as far as can be told here."""
        return not self.damages


def trail_page(work: UnitOfWork, wanted: TrailFilter) -> TrailPage:
    """Return a page of the trail. Reading it is an event itself."""
    require(work, Permission.AUDIT_READ)
    directory = directory_for(work)
    people = {known.id: known.name for known in directory.people.values()}
    bases = {base.id: base.name for base in directory.bases_by_name()}
    names = Names(people, bases, lambda ids: _sound_codes(work, ids))
    page = reading.trail_page(work, wanted, circle=_circle(work), names=names)
    if page.has_refused:
        work.record("trail.refused", visibility=Visibility.SYSTEM)
    # Not how many events were shown: a member's page holds closed ones, and everybody may read of this one.
    work.record("trail.read", visibility=Visibility.SYSTEM)
    return page


def seen_events(work: UnitOfWork) -> ColumnElement[bool]:
    """Return which events the person may see, and so count."""
    return reading.visible_events(work, _circle(work))


def _sound_codes(work: UnitOfWork, ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return kind and code of children and cases of the reader's base.

    Not of those whose rows were changed: a code would name another. While a row said that it was of another base, what
    was done with it is in that base's trail; whose it was is nobody's there to know.
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
    """A flag alone opens nothing: a director may name anybody, and only members admit members."""
    directory = directory_for(work)
    if not work.person.has_flag(Flag.SAFEGUARDING) or not directory.has_circle(CircleKind.SAFEGUARDING, None):
        return Circle.OUTSIDE
    circle = directory.circle(CircleKind.SAFEGUARDING, None)
    return Circle.MEMBER if work.person.id in directory.members(circle.id) else Circle.OUTSIDE


def wholeness_of(work: UnitOfWork, key: CheckpointKey) -> Wholeness:
    """Prove the trail, and say of it what a page may: no number, for numbers count closed events too."""
    require(work, Permission.AUDIT_READ)
    verdict = verify_trail(
        work.session,
        key.installation_id,
        key.key.public,
        signatures=Signatures.NEWEST,
        store=work.store,
    )
    return Wholeness(verdict.damages, verdict.newest_signed_at)
