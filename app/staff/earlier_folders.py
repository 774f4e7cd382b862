"""Folders sealed to a circle before it had any members with keys: other holders seal them again."""

from uuid import UUID

from sqlalchemy import Select, func, select

from app.foundation.errors import KeyRefused, NoKey
from app.keyring import grants
from app.keyring.directory import KnownCircle
from app.keyring.folders import OpenFolder, open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import BASE_CIRCLES, POLICY, CircleKind
from app.keyring.refusals import record_refusal
from app.staff.own_folders import FOLDERS_A_STEP
from app.unit_of_work import UnitOfWork
from models.circle import CircleMembership
from models.folder import Folder
from models.grant import Grant


def other_circles(kind: CircleKind) -> tuple[CircleKind, ...]:
    """Return the circles that, by policy, hold folders which a circle of this kind holds too."""
    shared = [holders.circles for holders in POLICY.values() if kind in holders.circles]
    return tuple(dict.fromkeys(other for circles in shared for other in circles if other is not kind))


def count_earlier(work: UnitOfWork, person_id: UUID, circle: KnownCircle) -> int:
    """Return how many folders of the circle no version held by the person can open."""
    return work.session.scalar(select(func.count()).select_from(_shut(circle, person_id).subquery())) or 0


def give_earlier(work: UnitOfWork, person_id: UUID, circle: KnownCircle) -> int:
    """Seal a limited number of such folders to the circle's current version. Returns how many."""
    step = work.session.scalars(_shut(circle, person_id).limit(FOLDERS_A_STEP))
    return sum(_give(work, folder, circle) for folder in open_folders(work, step).values())


def _shut(circle: KnownCircle, person_id: UUID) -> Select[UUID]:
    held = select(CircleMembership.version).where(
        CircleMembership.circle_id == circle.id, CircleMembership.holder_id == person_id
    )
    of_circle = select(Grant.folder_id).where(Grant.holder_id == circle.id)
    open_to_them = select(Grant.folder_id).where(Grant.holder_id == circle.id, Grant.holder_version.in_(held))
    return (
        select(Folder.id).where(Folder.id.in_(of_circle), Folder.id.not_in(open_to_them)).order_by(Folder.id)
    )


def _give(work: UnitOfWork, folder: OpenFolder, circle: KnownCircle) -> int:
    elsewhere = circle.kind in BASE_CIRCLES and folder.row.base_id != circle.base_id
    if elsewhere or circle.kind not in POLICY[folder.kind].circles:
        error = KeyRefused("a circle is granted what the policy does not give it", folder=folder.id)
        record_refusal(work, folder.id, error)
        return 0
    try:
        record_keys = folder.record_keys()
    except (KeyRefused, NoKey) as error:
        record_refusal(work, folder.id, error)
        return 0
    for record_key in record_keys:
        grants.grant_to_circle(work, folder.row, record_key, directory_for(work).circles[circle.id])
    return 1
