"""The audit trail for readers: which page, whether it is whole, and a signed head to take away."""

from app.access.scope import require
from app.audit import reading
from app.audit.checkpoints import CheckpointKey, as_text, newest
from app.audit.reading import Circle, TrailFilter, TrailPage, subject_by_code
from app.audit.verification import Verdict, verify_trail
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.foundation.roles import Flag
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.unit_of_work import UnitOfWork, Visibility

__all__ = ["TrailFilter", "TrailPage", "checkpoint_text", "subject_by_code", "trail_page", "verdict_of"]


def trail_page(work: UnitOfWork, wanted: TrailFilter) -> TrailPage:
    """Return a page of the trail. Reading it is an event itself."""
    require(work, Permission.AUDIT_READ)
    page = reading.trail_page(work, wanted, circle=_circle(work))
    work.record("trail.read", visibility=Visibility.SYSTEM, events=len(page.lines))
    return page


def _circle(work: UnitOfWork) -> Circle:
    """A flag alone opens nothing: a director may name anybody, and only members admit members."""
    directory = directory_for(work)
    if not work.person.has_flag(Flag.SAFEGUARDING) or not directory.has_circle(CircleKind.SAFEGUARDING, None):
        return Circle.OUTSIDE
    circle = directory.circle(CircleKind.SAFEGUARDING, None)
    return Circle.MEMBER if work.person.id in directory.members(circle.id) else Circle.OUTSIDE


def verdict_of(work: UnitOfWork, key: CheckpointKey) -> Verdict:
    """Walk the whole trail."""
    require(work, Permission.AUDIT_READ)
    return verify_trail(work.session, key.installation_id, key.key.public)


def checkpoint_text(work: UnitOfWork) -> tuple[str, str]:
    """Return a file name and the newest signed head. Raises NotVisible before the first one."""
    require(work, Permission.AUDIT_READ)
    checkpoint = newest(work.session)
    if checkpoint is None:
        raise NotVisible("checkpoint")
    work.record("checkpoint.taken", visibility=Visibility.SYSTEM, seq=checkpoint.seq)
    return f"wayhome-checkpoint-{checkpoint.seq}.txt", as_text(checkpoint, work.installation_id)
