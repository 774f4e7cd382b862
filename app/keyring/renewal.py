"""Tells when a folder's key must be replaced by a new one, from the signed directory alone.

No row decides it: somebody who lost a place could clear a row, and go on reading what is written afterwards.
"""

from collections.abc import Iterator
from uuid import UUID

from app.keyring.directory import Directory
from app.keyring.entitlement import may_hold
from app.keyring.policy import ORGANISATION_CIRCLES, POLICY, FolderKind
from models.folder import Folder, FolderKey

SEALINGS_OF_A_KEY = 1 << 24
"""Random 96-bit nonces stay safe far beyond this; the wide margin is deliberate (NIST SP 800-38D, 8.3)."""


def is_to_renew(directory: Directory, folder: Folder, key: FolderKey, *, writer_id: UUID) -> bool:
    """Tell whether a new key version must come before the next value that `writer_id` seals.

    It must if somebody lost a place after the key was made, if the key's maker may not hold the folder and would know
    the key, if that maker's own keys have ended since, or if the key has sealed many values, long before their number
    becomes unsafe.
    """
    if key.sealings >= SEALINGS_OF_A_KEY:
        return True
    if any(directory.lost_at.get(place, 0) > key.directory_seq for place in _places(directory, folder, key)):
        return True
    return key.made_by != writer_id and not may_hold(directory, folder, key.made_by)


def _places(directory: Directory, folder: Folder, key: FolderKey) -> Iterator[UUID]:
    """Yield everything whose change may leave somebody with a key: circles, case, shift, people, and the maker."""
    holders = POLICY[FolderKind(folder.kind)]
    yield key.made_by
    for kind in holders.circles:
        base_id = None if kind in ORGANISATION_CIRCLES else folder.base_id
        yield directory.circle(kind, base_id).id
    if holders.with_maker:
        yield folder.bound_by
    if folder.case_id is not None:
        yield folder.case_id
        yield from directory.once_assigned(folder.case_id, folder.base_id)
    if holders.with_leaders:
        yield folder.id
        yield from (each.staff_id for each in directory.leadings.ever(folder.id, folder.base_id))
    if folder.shift_id is not None:
        yield folder.shift_id
        yield from directory.teams.get(folder.shift_id, ())
