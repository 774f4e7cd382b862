"""Which circles and people each kind of folder is granted to: the one table that every grant follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.permissions import Permission
from app.foundation.roles import Role


class CircleKind(StrEnum):
    """The kinds of circle: one per base, or one for the whole organisation."""

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
    """The duty a person is assigned to a case with."""

    CASEWORKER = "caseworker"
    COUNSELLOR = "counsellor"


DUTY_OF_ROLE: dict[Role, Duty] = {Role.CASEWORKER: Duty.CASEWORKER, Role.COUNSELLOR: Duty.COUNSELLOR}
"""The duties a person of that role may have on a case; assignments with another duty end."""


class FolderKind(StrEnum):
    """What kind of records a folder holds."""

    NAME_CARDS = "name_cards"
    ROUTES = "routes"
    FACTS = "facts"
    PROFILE = "profile"
    EMERGENCY = "emergency"
    SHIFT = "shift"
    ENCOUNTER = "encounter"
    HOME_VISIT = "home_visit"
    SCREENING = "screening"
    CHILD_OFFICE = "child_office"
    CONCERN = "concern"
    ALLEGATION = "allegation"
    CASE = "case"
    PLACEMENTS = "placements"
    RESTORATION = "restoration"
    HOUSEHOLD = "household"
    HIDDEN_ADDRESS = "hidden_address"
    PACKET = "packet"
    CLUB = "club"
    GROUP_SESSION = "group_session"
    ROOT = "root"
    SIGNING = "signing"


@dataclass(frozen=True)
class Holders:
    """Who is granted a folder: always the circles; also the assigned, by duty; the shift's team; its maker.

    `with_outside` adds the outside member for safeguarding, who has a key of their own and no account; `with_leaders`
    those who lead its club.
    """

    circles: tuple[CircleKind, ...]
    duties: frozenset[Duty] = frozenset()
    with_team: bool = False
    with_maker: bool = False
    with_outside: bool = False
    with_leaders: bool = False


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
    # The office has the assigned caseworker among it.
    FolderKind.HOME_VISIT: Holders((CircleKind.OFFICE,), with_team=True),
    # The office has the assigned caseworker among it, also one who is assigned later than it was asked.
    FolderKind.SCREENING: Holders((CircleKind.OFFICE,), duties=frozenset({Duty.COUNSELLOR}), with_maker=True),
    FolderKind.CHILD_OFFICE: Holders((CircleKind.OFFICE,)),
    FolderKind.CONCERN: Holders((CircleKind.SUPERVISION,), duties=_ASSIGNED),
    FolderKind.ALLEGATION: Holders((CircleKind.SAFEGUARDING,), with_outside=True),
    FolderKind.CASE: Holders((CircleKind.SUPERVISION,), duties=_CASEWORKERS),
    FolderKind.PLACEMENTS: Holders((CircleKind.SUPERVISION,), duties=_CASEWORKERS),
    FolderKind.RESTORATION: Holders((CircleKind.SUPERVISION,), duties=_ASSIGNED),
    FolderKind.HOUSEHOLD: Holders((CircleKind.OFFICE,)),
    # Whoever was told the address finds the door; without a case there is nobody else who has to.
    FolderKind.HIDDEN_ADDRESS: Holders((CircleKind.SUPERVISION,), duties=_CASEWORKERS, with_maker=True),
    FolderKind.PACKET: Holders((CircleKind.SUPERVISION, CircleKind.DIRECTION), with_maker=True),
    FolderKind.CLUB: Holders((CircleKind.OFFICE,), with_leaders=True),
    # Its leaders are a team, as those of a home visit are.
    FolderKind.GROUP_SESSION: Holders((CircleKind.OFFICE,), with_team=True),
    FolderKind.ROOT: Holders((CircleKind.DIRECTION,)),
    FolderKind.SIGNING: Holders((CircleKind.DIRECTION,)),
}

OF_LISTS = frozenset({FolderKind.NAME_CARDS, FolderKind.ROUTES, FolderKind.FACTS})
"""The folders of a whole base, which lists are made of: whoever opens one was shown lines, and no record."""

MADE_WITH: Mapping[FolderKind, Permission] = {
    FolderKind.NAME_CARDS: Permission.BASE_MANAGE,
    FolderKind.ROUTES: Permission.BASE_MANAGE,
    FolderKind.FACTS: Permission.BASE_MANAGE,
    FolderKind.PROFILE: Permission.PROFILE_WRITE,
    FolderKind.EMERGENCY: Permission.EMERGENCY_WRITE,
    FolderKind.SHIFT: Permission.SHIFT_WRITE,
    FolderKind.ENCOUNTER: Permission.SHIFT_WRITE,
    FolderKind.HOME_VISIT: Permission.VISIT_WRITE,
    FolderKind.SCREENING: Permission.SCREENING_POST,
    FolderKind.CHILD_OFFICE: Permission.PROFILE_WRITE,
    FolderKind.CONCERN: Permission.CONCERN_POST,
    FolderKind.ALLEGATION: Permission.ALLEGATION_POST,
    FolderKind.CASE: Permission.CASE_OPEN,
    FolderKind.PLACEMENTS: Permission.CASE_WRITE,
    FolderKind.RESTORATION: Permission.RESTORATION_WRITE,
    FolderKind.HOUSEHOLD: Permission.FAMILY_WRITE,
    FolderKind.HIDDEN_ADDRESS: Permission.FAMILY_WRITE,
    FolderKind.PACKET: Permission.PACKET_DRAFT,
    FolderKind.CLUB: Permission.CLUB_MANAGE,
    FolderKind.GROUP_SESSION: Permission.GROUP_WRITE,
    FolderKind.ROOT: Permission.BASE_MANAGE,
    FolderKind.SIGNING: Permission.BASE_MANAGE,
}
"""The permission needed to make a folder of that kind, and to say what it belongs to."""

ORGANISATION_CIRCLES = frozenset({CircleKind.DIRECTION, CircleKind.SAFEGUARDING, CircleKind.RECOVERY})


def is_shared(kind: CircleKind) -> bool:
    """Tell whether every folder granted to a circle is also granted to another circle.

    Then nothing becomes unreadable when the circle is empty. The emergency sheets of an empty `emergency` stay open
    to `office`, whose members give them to the next person on call.
    """
    granted = [holders.circles for holders in POLICY.values() if kind in holders.circles]
    return bool(granted) and all(len(circles) > 1 for circles in granted)
