"""Which folder is granted to whom: the one table that every grant follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.permissions import Permission
from app.foundation.roles import Role


class CircleKind(StrEnum):
    """The circles there are: per base, or of the whole organisation."""

    STREET = "street"
    OFFICE = "office"
    SUPERVISION = "supervision"
    CLINICAL = "clinical"
    EMERGENCY = "emergency"
    DIRECTION = "direction"
    SAFEGUARDING = "safeguarding"
    RECOVERY = "recovery"


BASE_CIRCLES = (
    CircleKind.STREET,
    CircleKind.OFFICE,
    CircleKind.SUPERVISION,
    CircleKind.CLINICAL,
    CircleKind.EMERGENCY,
)


class Duty(StrEnum):
    """What a person is assigned to a case as."""

    CASEWORKER = "caseworker"
    COUNSELLOR = "counsellor"


DUTY_OF_ROLE: dict[Role, Duty] = {Role.CASEWORKER: Duty.CASEWORKER, Role.COUNSELLOR: Duty.COUNSELLOR}
"""What a person of that role may be assigned to a case as; assignments with another duty end."""


class FolderKind(StrEnum):
    """What a folder is of."""

    NAME_CARDS = "name_cards"
    ROUTES = "routes"
    FACTS = "facts"
    PROFILE = "profile"
    EMERGENCY = "emergency"
    SHIFT = "shift"
    ENCOUNTER = "encounter"
    CHILD_OFFICE = "child_office"
    CONCERN = "concern"
    ALLEGATION = "allegation"
    CASE = "case"
    PLACEMENTS = "placements"
    RESTORATION = "restoration"
    PACKET = "packet"
    ROOT = "root"
    SIGNING = "signing"


@dataclass(frozen=True)
class Holders:
    """Who is granted a folder: circles always; the assigned by duty; the shift's team; whoever made it."""

    circles: tuple[CircleKind, ...]
    duties: frozenset[Duty] = frozenset()
    with_team: bool = False
    with_maker: bool = False


_CASEWORKERS = frozenset({Duty.CASEWORKER})
_ASSIGNED = frozenset({Duty.CASEWORKER, Duty.COUNSELLOR})

POLICY: Mapping[FolderKind, Holders] = {
    FolderKind.NAME_CARDS: Holders((CircleKind.STREET,)),
    FolderKind.ROUTES: Holders((CircleKind.STREET,)),
    FolderKind.FACTS: Holders((CircleKind.OFFICE,)),
    FolderKind.PROFILE: Holders((CircleKind.STREET,)),
    FolderKind.EMERGENCY: Holders((CircleKind.OFFICE, CircleKind.EMERGENCY)),
    FolderKind.SHIFT: Holders((CircleKind.OFFICE,), with_team=True),
    FolderKind.ENCOUNTER: Holders((CircleKind.OFFICE,), with_team=True),
    FolderKind.CHILD_OFFICE: Holders((CircleKind.OFFICE,)),
    FolderKind.CONCERN: Holders((CircleKind.SUPERVISION,), duties=_ASSIGNED),
    FolderKind.ALLEGATION: Holders((CircleKind.SAFEGUARDING,)),
    FolderKind.CASE: Holders((CircleKind.SUPERVISION,), duties=_CASEWORKERS),
    FolderKind.PLACEMENTS: Holders((CircleKind.SUPERVISION,), duties=_CASEWORKERS),
    FolderKind.RESTORATION: Holders((CircleKind.SUPERVISION,), duties=_ASSIGNED),
    FolderKind.PACKET: Holders((CircleKind.SUPERVISION, CircleKind.DIRECTION), with_maker=True),
    FolderKind.ROOT: Holders((CircleKind.DIRECTION,)),
    FolderKind.SIGNING: Holders((CircleKind.DIRECTION,)),
}

MADE_WITH: Mapping[FolderKind, Permission] = {
    FolderKind.NAME_CARDS: Permission.BASE_MANAGE,
    FolderKind.ROUTES: Permission.BASE_MANAGE,
    FolderKind.FACTS: Permission.BASE_MANAGE,
    FolderKind.PROFILE: Permission.PROFILE_WRITE,
    FolderKind.EMERGENCY: Permission.EMERGENCY_WRITE,
    FolderKind.SHIFT: Permission.SHIFT_WRITE,
    FolderKind.ENCOUNTER: Permission.SHIFT_WRITE,
    FolderKind.CHILD_OFFICE: Permission.PROFILE_WRITE,
    FolderKind.CONCERN: Permission.CONCERN_POST,
    FolderKind.ALLEGATION: Permission.ALLEGATION_POST,
    FolderKind.CASE: Permission.CASE_OPEN,
    FolderKind.PLACEMENTS: Permission.CASE_WRITE,
    FolderKind.RESTORATION: Permission.RESTORATION_WRITE,
    FolderKind.PACKET: Permission.PACKET_DRAFT,
    FolderKind.ROOT: Permission.BASE_MANAGE,
    FolderKind.SIGNING: Permission.BASE_MANAGE,
}
"""What somebody must be allowed to make a folder of that kind, and to say what it is of."""

ORGANISATION_CIRCLES = frozenset({CircleKind.DIRECTION, CircleKind.SAFEGUARDING, CircleKind.RECOVERY})


def is_shared(kind: CircleKind) -> bool:
    """Tell whether every folder a circle is granted is granted to another circle too.

    Nothing shuts when nobody is left in such a circle: the emergency sheets of an empty `emergency` stay open to
    `office`, whose members give them again to whoever is on call next.
    """
    granted = [holders.circles for holders in POLICY.values() if kind in holders.circles]
    return bool(granted) and all(len(circles) > 1 for circles in granted)
