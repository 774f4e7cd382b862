"""What needs two of three to agree about the safeguarding circle, and who has agreed so far.

The three are a member of the circle (however many agree, they count once), the outside member with their own key, and
the two cards of the recovery kit together. Nobody counts in what concerns themselves. The cards alone are enough 14
days after they gave notice, unless two of the three refuse meanwhile. Neither a director nor the root is one of them.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from app.foundation.roles import Flag
from app.keyring.policy import CircleKind

if TYPE_CHECKING:
    from app.keyring.directory import Directory, KnownCircle

WANTED = 2
NOTICE = timedelta(days=14)
"""How long the two cards alone must have given notice."""
AGREED_FOR = timedelta(days=30)
"""How long an agreement counts, so that nothing agreed to long ago comes true by surprise."""


class Voucher(StrEnum):
    """The three who may agree."""

    MEMBER = "member"
    OUTSIDE = "outside"
    KIT = "kit"


class ActKind(StrEnum):
    """What they may agree to. The codes are stored."""

    UN_NAME = "un_name"
    """A member is one no more."""
    TAKE_UP = "take_up"
    """Somebody who is named begins the circle anew while it has no member."""
    OUTSIDE = "outside"
    """Somebody else becomes the outside member, without a key so far."""
    CARD = "card"
    """The outside member gets a key, opened by a card."""
    KIT = "kit"
    """The cards of a new recovery kit count from now on."""


_ABOUT_OUTSIDE = frozenset({ActKind.OUTSIDE, ActKind.CARD})


@dataclass(frozen=True)
class Act:
    """One thing to agree to. `person` is whom it concerns, `key` the public key it is about, in hex.

    A refusal is agreed to like the act itself; it keeps the two cards alone from doing it.
    """

    kind: ActKind
    person: UUID | None = None
    name: str = ""
    phone: str = ""
    key: str = ""
    is_refusal: bool = False

    def refusal(self) -> "Act":
        """Return the act that refuses this one."""
        return replace(self, is_refusal=True)

    def to_fields(self) -> dict[str, Any]:
        """Return its part of a statement."""
        fields: dict[str, Any] = {"act": self.kind.value, "refusal": self.is_refusal}
        if self.person is not None:
            fields["person"] = str(self.person)
        return fields | {
            name: text
            for name, text in (("name", self.name), ("phone", self.phone), ("key", self.key))
            if text
        }

    @classmethod
    def from_fields(cls, body: dict[str, Any]) -> Self:
        """Read what `to_fields` wrote."""
        return cls(
            kind=ActKind(body["act"]),
            person=UUID(body["person"]) if "person" in body else None,
            name=str(body.get("name", "")),
            phone=str(body.get("phone", "")),
            key=str(body.get("key", "")),
            is_refusal=bool(body["refusal"]),
        )


@dataclass(frozen=True)
class Agreement:
    """One of the three agreed. `who` is the id of a person, or the kit's public key in hex."""

    by: Voucher
    who: str
    at: datetime


class ChangeKind(StrEnum):
    """What happened to the circle, as everybody may know."""

    BEGUN = "begun"
    BEGUN_ANEW = "begun anew"
    ADMITTED = "admitted"
    SUSPENDED = "suspended"
    UN_NAMED = "un-named"
    OUTSIDE_WRITTEN = "outside written"
    OUTSIDE_CARD = "outside card"
    KIT_COUNTS = "kit counts"


@dataclass(frozen=True)
class CircleChange:
    """One change of who is in the circle or beside it, and when.

    `person` is None when it is about the outside member or the kit.
    """

    what: ChangeKind
    at: datetime
    person: UUID | None = None
    name: str = ""


def safeguarding_circle(directory: "Directory") -> "KnownCircle | None":
    """Return the circle, None until its first member begins it."""
    if not directory.has_circle(CircleKind.SAFEGUARDING, None):
        return None
    return directory.circle(CircleKind.SAFEGUARDING, None)


def living_members(directory: "Directory") -> list[UUID]:
    """Return the members whose accounts and keys are in use, and who are named: they act for the circle."""
    circle = safeguarding_circle(directory)
    if circle is None:
        return []
    return sorted(
        id_ for id_ in directory.members(circle.id) if Flag.SAFEGUARDING in directory.people[id_].flags
    )


def is_held(directory: "Directory", person_id: UUID) -> bool:
    """Tell whether somebody who is named is a member, or was one whose membership is suspended.

    Nobody alone un-names them. A new key of the circle changes nothing of that: it would tell that a member acted.
    """
    circle, known = safeguarding_circle(directory), directory.people.get(person_id)
    if circle is None or known is None or Flag.SAFEGUARDING not in known.flags:
        return False
    places = ((circle.id, version, person_id) for version in circle.versions)
    return any(place in directory.memberships or place in directory.fallen for place in places)


def kit_in_force(directory: "Directory", now: datetime) -> str:
    """Return the public key, in hex, of the kit whose cards count; "" while none is known.

    Where a circle is older than this rule, nobody may be left who could say that a kit counts. Then it does 14 days
    after it was made, for everybody to see.
    """
    if directory.kit or directory.kit_offered is None:
        return directory.kit
    key, offered_at = directory.kit_offered
    nobody_is_left = not living_members(directory) and not directory.has_outside_key
    return key if nobody_is_left and now - offered_at >= NOTICE else ""


def may_agree(directory: "Directory", act: Act, by: Voucher, who: str, *, now: datetime) -> bool:
    """Tell whether one of the three stands as that now, and is not the one concerned."""
    if by is Voucher.MEMBER:
        return who != str(act.person) and who in map(str, living_members(directory))
    if by is Voucher.OUTSIDE:
        outside = directory.outside_member
        is_theirs = outside is not None and outside.keys is not None and who == str(outside.id)
        return is_theirs and act.kind not in _ABOUT_OUTSIDE
    return who != "" and who == kit_in_force(directory, now)


def agreed_by(directory: "Directory", act: Act, now: datetime) -> dict[Voucher, datetime]:
    """Return which of the three agreed to it, since when; only those who still may, and only recently."""
    found: dict[Voucher, datetime] = {}
    for each in directory.agreements.get(act, ()):
        is_recent = timedelta(0) <= now - each.at <= AGREED_FOR
        if is_recent and may_agree(directory, act, each.by, each.who, now=now):
            found[each.by] = min(each.at, found.get(each.by, each.at))
    return found


def notice_ends(directory: "Directory", act: Act, now: datetime) -> datetime | None:
    """Return when the two cards alone are enough, if they gave notice and two of the three did not refuse it."""
    given = agreed_by(directory, act, now).get(Voucher.KIT)
    if given is None or act.is_refusal or len(agreed_by(directory, act.refusal(), now)) >= WANTED:
        return None
    return given + NOTICE


def is_agreed(directory: "Directory", act: Act, now: datetime) -> bool:
    """Tell whether two of three agreed, or the cards alone after their notice.

    The first kit that counts beside a circle older than this rule needs one of the others, because there is no
    earlier kit to ask.
    """
    wanted = 1 if act.kind is ActKind.KIT and not directory.kit else WANTED
    if len(agreed_by(directory, act, now)) >= wanted:
        return True
    ends = notice_ends(directory, act, now)
    return ends is not None and now >= ends


def makes_sense(directory: "Directory", act: Act) -> bool:
    """Tell whether an act can be agreed to as things stand."""
    match act.kind:
        case ActKind.UN_NAME:
            return act.person is not None and is_held(directory, act.person)
        case ActKind.TAKE_UP:
            known = directory.people.get(act.person) if act.person else None
            is_named = known is not None and known.enabled and Flag.SAFEGUARDING in known.flags
            has_circle = safeguarding_circle(directory) is not None
            return is_named and has_circle and not living_members(directory)
        case ActKind.OUTSIDE:
            return bool(act.name and act.phone)
        case ActKind.CARD:
            return act.person is not None and act.key != "" and directory.outside_member is not None
        case ActKind.KIT:
            return directory.kit_offered is not None and act.key == directory.kit_offered[0] != directory.kit


def acts_under_way(directory: "Directory", now: datetime) -> list[Act]:
    """Return what at least one of the three has agreed to and is not done yet; refusals are told with their act."""
    return [
        act
        for act in directory.agreements
        if not act.is_refusal and makes_sense(directory, act) and agreed_by(directory, act, now)
    ]
