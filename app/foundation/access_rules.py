"""Reads the access matrix for one person: whether a permission reaches at all, and how far."""

from typing import Protocol

from app.foundation.people import Person
from app.foundation.permissions import FLAG_GRANTS, MATRIX, SHOWS, Permission, Reach
from app.foundation.roles import Flag, Role

_WIDEST_LAST = (Reach.OWN, Reach.ASSIGNED, Reach.SYSTEM, Reach.BASE, Reach.ALL)


class RoleBearer(Protocol):
    """Anybody with a role and duties: the acting person, or somebody as they were in the past."""

    @property
    def role(self) -> Role:
        """Their one role."""

    @property
    def flags(self) -> frozenset[Flag]:
        """Their duties."""


def reach_of(person: RoleBearer, permission: Permission) -> Reach | None:
    """Return how far the permission reaches for this person, or None when they do not have it."""
    found = [MATRIX[permission].get(person.role)]
    found += [FLAG_GRANTS.get(flag, {}).get(permission) for flag in person.flags]
    reaches = [reach for reach in found if reach is not None]
    return max(reaches, key=_WIDEST_LAST.index) if reaches else None


def may_see(person: Person, permission: Permission) -> bool:
    """Tell whether the object of the permission is visible to the person at all (403 rather than 404)."""
    shown_by = SHOWS.get(permission)
    return shown_by is not None and reach_of(person, shown_by) is not None
