"""Agreeing to what nobody alone may do to the safeguarding circle: un-name, take up anew, replace the outside member.

Two of three agree (`app.keyring.safeguarding_acts`). What two agreed to is so from that moment on. This page is for
everybody, so that nothing about the circle changes unseen: its members, former members, and whoever may write to it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import require
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.roles import Flag
from app.keyring.adding_statements import Signer, own_signer, state
from app.keyring.directory import Directory, OutsideMember
from app.keyring.known_directory import directory_for
from app.keyring.safeguarding_acts import (
    Act,
    ActKind,
    CircleChange,
    Voucher,
    acts_under_way,
    agreed_by,
    is_agreed,
    kit_in_force,
    living_members,
    makes_sense,
    may_agree,
    notice_ends,
    safeguarding_circle,
)
from app.keyring.statements import Kind
from app.recovery.typed_cards import CardFault, CardField, CardRefused, read_kit_cards, refused
from app.safeguarding.circle import is_member, readers_of_allegations
from app.sign_in.signing_in import require_fresh_proof
from app.unit_of_work import UnitOfWork, Visibility
from app.vault import canonical, digests
from app.vault.cards import CardMistyped, RecoveryKit
from app.vault.signing import SigningKey

MARK_BYTES = 12


@dataclass(frozen=True)
class Proposal:
    """Something that may be agreed to: who agreed so far, and when the two cards alone would be enough.

    `mark` names it in a form. `person` is the name of whom it concerns, or the outside member's.
    """

    mark: str
    act: Act
    person: str
    agreed: tuple[Voucher, ...]
    refused: tuple[Voucher, ...]
    notice_ends: datetime | None

    @property
    def is_under_way(self) -> bool:
        """Whether one of the three has agreed already."""
        return bool(self.agreed)


@dataclass(frozen=True)
class Change:
    """Something that happened to the circle, with the name of whom it was about."""

    change: CircleChange
    name: str


@dataclass(frozen=True)
class WhoReads:
    """Who reads what is said about our own people, what changed, and what may be agreed to; for everybody."""

    readers: tuple[str, ...]
    outside: OutsideMember | None
    is_begun: bool
    is_member: bool
    was_member: bool
    knows_kit: bool
    changes: tuple[Change, ...]
    proposals: tuple[Proposal, ...]

    @property
    def under_way(self) -> tuple[Proposal, ...]:
        """What one of the three agreed to already."""
        return tuple(each for each in self.proposals if each.is_under_way)


def who_reads(work: UnitOfWork) -> WhoReads:
    """Return who reads, what changed, newest first, and what may be agreed to."""
    require(work, Permission.ALLEGATION_POST)
    directory = directory_for(work)
    readers = [directory.people[id_].name for id_ in readers_of_allegations(work)]
    changes = reversed(directory.circle_changes)
    return WhoReads(
        readers=tuple(sorted(readers)),
        outside=directory.outside_member,
        is_begun=safeguarding_circle(directory) is not None,
        is_member=is_member(work),
        was_member=_was_member(directory, work.person.id),
        knows_kit=bool(kit_in_force(directory, work.now)),
        changes=tuple(Change(each, each.name or _name(directory, each.person)) for each in changes),
        proposals=proposals(work),
    )


def proposals(work: UnitOfWork) -> tuple[Proposal, ...]:
    """Return everything that makes sense to agree to now, what is under way first."""
    directory = directory_for(work)
    acts = [*acts_under_way(directory, work.now), *_thinkable(directory)]
    listed = [_proposal(work, act) for act in dict.fromkeys(acts)]
    return tuple(sorted(listed, key=lambda each: not each.is_under_way))


def agree_as_member(work: UnitOfWork, mark: str) -> Act:
    """Agree as a member of the circle, with fresh proof. All members together count once.

    Raises NotVisible, FreshProofNeeded, or NotAllowedNow with `not-to-agree`: not a member, or the one concerned.
    """
    require(work, Permission.ALLEGATION_POST)
    require_fresh_proof(work)
    return agree(work, find_act(work, mark), Voucher.MEMBER, own_signer(work))


def agree_with_cards(work: UnitOfWork, mark: str, text_a: str, text_b: str) -> Act:
    """Agree with both cards of the recovery kit, typed in anybody's session. Raises CardRefused, NotAllowedNow."""
    require(work, Permission.ALLEGATION_POST)
    require_fresh_proof(work)
    return agree(work, find_act(work, mark), Voucher.KIT, kit_signer(work, text_a, text_b))


def agree(work: UnitOfWork, act: Act, by: Voucher, signer: Signer) -> Act:
    """State that one of the three agrees. Raises NotAllowedNow with `not-to-agree` or `agreed-before`."""
    directory, now = directory_for(work), work.now
    who = kit_in_force(directory, now) if by is Voucher.KIT else str(signer.id)
    if not may_agree(directory, act, by, who, now=now) or not makes_sense(directory, act):
        raise NotAllowedNow("not-to-agree")
    if by in agreed_by(directory, act, now) and not is_agreed(directory, act, now):
        raise NotAllowedNow("agreed-before")
    state(work, Kind.AGREED, act.to_fields() | {"by": by.value}, signer=signer)
    circle = safeguarding_circle(directory)
    work.record(
        "safeguarding.agreed",
        subjects=[circle.id] if circle else [],
        visibility=Visibility.SAFEGUARDING,
        what=act.kind.value,
        given=by.value,
    )
    return act


def kit_signer(work: UnitOfWork, text_a: str, text_b: str) -> Signer:
    """Return the signer that both cards together make. Raises CardRefused for cards that do not count."""
    try:
        key: SigningKey = RecoveryKit.join(*read_kit_cards(text_a, text_b)).signing_key()
    except CardMistyped as slip:
        raise refused(CardField.CARD_B, slip) from None
    if key.public.raw.hex() != kit_in_force(directory_for(work), work.now):
        raise CardRefused(CardField.CARD_B, CardFault.OLDER_KIT)
    return Signer(None, key)


def find_act(work: UnitOfWork, mark: str) -> Act:
    """Return the act a form names. Raises NotAllowedNow with `not-to-agree` when it makes no sense any more."""
    for each in proposals(work):
        for act in (each.act, each.act.refusal()):
            if mark_of_act(act) == mark:
                return act
    raise NotAllowedNow("not-to-agree")


def mark_of_act(act: Act) -> str:
    """Return the short name of an act in a form."""
    parts = [f"{name}={value}" for name, value in sorted(act.to_fields().items())]
    return digests.sha256(canonical.encode(*parts)).hex()[: 2 * MARK_BYTES]


def _thinkable(directory: Directory) -> list[Act]:
    acts = [Act(ActKind.UN_NAME, person=id_) for id_ in living_members(directory)]
    acts += [
        Act(ActKind.TAKE_UP, person=known.id)
        for known in directory.people.values()
        if known.enabled and Flag.SAFEGUARDING in known.flags
    ]
    if directory.kit_offered is not None:
        acts.append(Act(ActKind.KIT, key=directory.kit_offered[0]))
    return [act for act in acts if makes_sense(directory, act)]


def _proposal(work: UnitOfWork, act: Act) -> Proposal:
    directory = directory_for(work)
    outside = directory.outside_member.name if directory.outside_member else ""
    name = act.name or (outside if act.kind is ActKind.CARD else _name(directory, act.person))
    return Proposal(
        mark=mark_of_act(act),
        act=act,
        person=name,
        agreed=tuple(sorted(agreed_by(directory, act, work.now))),
        refused=tuple(sorted(agreed_by(directory, act.refusal(), work.now))),
        notice_ends=notice_ends(directory, act, work.now),
    )


def _was_member(directory: Directory, person_id: UUID) -> bool:
    was_in = any(change.person == person_id for change in directory.circle_changes)
    return was_in and person_id not in living_members(directory)


def _name(directory: Directory, person_id: UUID | None) -> str:
    known = directory.people.get(person_id) if person_id else None
    return known.name if known else ""
