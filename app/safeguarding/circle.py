"""The safeguarding circle: made in its first member's session, extended by its members, closed to everyone else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.foundation.access_rules import reach_of
from app.foundation.errors import NoKey, NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.roles import Flag
from app.keyring import circles
from app.keyring.account_ends import account_is_over
from app.keyring.adding_statements import own_signer
from app.keyring.directory import KnownCircle, KnownPerson
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.safeguarding_acts import Act, ActKind, is_agreed, living_members, safeguarding_circle
from app.staff.admission import own_digits, own_six_words
from app.staff.circle_places import living_holders
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import Locks, UnitOfWork, Visibility
from app.vault.person_keys import is_read_from
from models.staff_member import StaffMember


@dataclass(frozen=True)
class SafeguardingPage:
    """The circle as the people named for it see it.

    `named` are people who have the flag but were not admitted, or not since they got new keys; they read `own_words`
    or `own_digits` out to a member. `gone` are people who knew the current secret and are out: closed accounts, ended
    keys, people no longer named. While there are any, the circle waits for a member to renew it.
    """

    is_open: bool
    is_member: bool
    members: tuple[Colleague, ...]
    named: tuple[Colleague, ...]
    gone: tuple[Colleague, ...]
    own_words: tuple[str, ...]
    own_digits: tuple[str, ...]
    is_begun: bool
    may_take_up: bool
    has_outside_key: bool

    @property
    def needs_second(self) -> bool:
        """Whether one lost password would make the circle unreadable."""
        return len(self.members) < circles.LIVING_HOLDERS_WANTED


def readers_of_allegations(work: UnitOfWork) -> list[UUID]:
    """Return who can read an allegation sealed now: members with the flag and the secret, whose account is in use."""
    directory = directory_for(work)
    circle, today = safeguarding_circle(directory), local_day(work.now)
    if circle is None:
        return []
    holders = living_holders(work, circle.id, circle.current_version)
    return [id_ for id_ in holders if _is_in_use(directory.people[id_], today)]


def _is_in_use(known: KnownPerson, today: date) -> bool:
    return Flag.SAFEGUARDING in known.flags and not account_is_over(known.ends_on, today)


def is_member(work: UnitOfWork) -> bool:
    """Tell whether the person has the flag and was admitted: the flag alone shows nothing, not even a count."""
    flagged = reach_of(work.person, Permission.ALLEGATION_READ) is not None
    return flagged and work.person.id in readers_of_allegations(work)


def name_nobody(work: UnitOfWork) -> None:
    """Leave out of the trail who does this work, and hide it from everyone outside the circle."""
    close_trail(work)
    work.is_unnamed = True


def close_trail(work: UnitOfWork) -> None:
    """Hide everything this work records from everyone outside the circle."""
    work.opened_visibility = Visibility.SAFEGUARDING


def require_member(work: UnitOfWork) -> None:
    """Raise NotVisible for everyone outside the circle; in tests of lock 3, only keys decide."""
    close_trail(work)
    if work.locks is not Locks.KEYS_ONLY and not is_member(work):
        raise NotVisible("allegation")


def is_outside_member(work: UnitOfWork) -> bool:
    """Tell whether the acting person is the outside member, in a session of their own with their own key."""
    outside = directory_for(work).outside_member
    known = outside.as_known() if outside else None
    own = work.keychain.private.public
    return known is not None and known.id == work.person.id and known.keys == own


def require_reader(work: UnitOfWork) -> None:
    """Raise NotVisible for everyone but members of the circle and the outside member."""
    close_trail(work)
    if not is_outside_member(work):
        require_member(work)


def open_circle(work: UnitOfWork) -> None:
    """Make the circle with the acting person as its first member, or begin it anew when two of three agreed to that.

    What was sealed before it began anew stays with `recovery`. Raises NotVisible without the flag; NotAllowedNow with
    `safeguarding-open` while there is a member, or `two-of-three`.
    """
    _require_flag(work)
    directory, me, signer = directory_for(work), work.person.id, own_signer(work)
    circle = safeguarding_circle(directory)
    if living_members(directory):
        raise NotAllowedNow("safeguarding-open")
    if circle is not None and not is_agreed(directory, Act(ActKind.TAKE_UP, person=me), work.now):
        raise NotAllowedNow("two-of-three")
    if circle is None:
        circle = circles.make_circle(work, CircleKind.SAFEGUARDING, None, members=[me], signer=signer)
    else:
        circles.keep_only(work, circle.id, [me], signer=signer)
    _record(work, "safeguarding.opened", circle.id, me)


def admit_to_safeguarding(work: UnitOfWork, person_id: UUID, typed: str) -> None:
    """Admit a person named for safeguarding, after comparing the six words they read from their own screen.

    A director can name anyone, and vouches for everyone's keys. Members therefore compare for themselves, and do so
    again when somebody comes back with new keys. Raises NotVisible for people who are not members; NotAllowedNow with
    `not-named`, `words-differ`; KeyRefused.
    """
    require_member(work)
    circle, directory = safeguarding_circle(directory_for(work)), directory_for(work)
    if circle is None:
        raise NotVisible("circle")
    known = directory.person(person_id)
    if Flag.SAFEGUARDING not in known.flags:
        raise NotAllowedNow("not-named")
    if person_id in readers_of_allegations(work):
        return
    if not is_read_from(typed, known.keys.fingerprint()):
        raise NotAllowedNow("words-differ")
    renew_if_left(work)
    signer = own_signer(work)
    try:
        circles.add_member(work, circle.id, person_id, signer=signer)
    except NoKey:
        # A member who restarted the circle cannot open its older versions, and cannot give what they do not have.
        members = [*living_members(directory_for(work)), person_id]
        circles.begin_version(work, circle.id, members, signer=signer)
    _record(work, "safeguarding.admitted", circle.id, person_id)


def renew_circle(work: UnitOfWork) -> None:
    """Begin a new version without those who are out, so that nothing more is sealed under a secret they knew.

    Raises NotVisible for people who are not members.
    """
    require_member(work)
    renew_if_left(work)


def renew_if_left(work: UnitOfWork) -> None:
    """Renew the circle when somebody is out and a member acts; nobody else may state anything about it."""
    staying = living_members(directory_for(work))
    circle = safeguarding_circle(directory_for(work))
    if circle is None or work.person.id not in staying or not _gone(work, circle):
        return
    circles.keep_only(work, circle.id, staying, signer=own_signer(work))
    _record(work, "safeguarding.renewed", circle.id, work.person.id)


def waits_for_renewal(work: UnitOfWork) -> UUID | None:
    """Return the circle's id, to members, when a member must renew it; None otherwise and for everyone else."""
    circle = safeguarding_circle(directory_for(work))
    if circle is None or not is_member(work) or not _gone(work, circle):
        return None
    return circle.id


def _gone(work: UnitOfWork, circle: KnownCircle) -> list[UUID]:
    directory = directory_for(work)
    living = living_members(directory)
    version = circle.current_version
    stated = {holder for c, v, holder in directory.memberships if (c, v) == (circle.id, version)}
    known = {*(stated & directory.people.keys()), *directory.fallen_from(circle.id)}
    return sorted(known - set(living))


def safeguarding_page(work: UnitOfWork) -> SafeguardingPage:
    """Return the circle for somebody who has the flag. Raises NotVisible for anyone else."""
    _require_flag(work)
    directory = directory_for(work)
    circle, members = safeguarding_circle(directory), readers_of_allegations(work)
    gone = _gone(work, circle) if circle and members else []
    named = _named(work, members)
    people = colleagues(work, [*members, *named, *gone])
    joined = work.person.id in members
    return SafeguardingPage(
        is_open=bool(members),
        is_member=joined,
        members=_by_name(people, members),
        named=_by_name(people, named),
        gone=_by_name(people, gone),
        own_words=() if joined else own_six_words(work),
        own_digits=() if joined else own_digits(work),
        is_begun=circle is not None,
        may_take_up=is_agreed(directory, Act(ActKind.TAKE_UP, person=work.person.id), work.now),
        has_outside_key=directory.has_outside_key,
    )


def _named(work: UnitOfWork, members: list[UUID]) -> list[UUID]:
    """Return people who have the flag, are not members, and were admitted with their current keys."""
    flagged = [
        known.id
        for known in directory_for(work).people.values()
        if known.enabled and Flag.SAFEGUARDING in known.flags and known.id not in members
    ]
    active = select(StaffMember.id).where(StaffMember.id.in_(flagged), StaffMember.state == "active")
    return list(work.session.scalars(active))


def _require_flag(work: UnitOfWork) -> None:
    if reach_of(work.person, Permission.ALLEGATION_READ) is None:
        raise NotVisible("circle")


def _by_name(people: dict[UUID, Colleague], ids: list[UUID]) -> tuple[Colleague, ...]:
    return tuple(sorted((people[id_] for id_ in ids if id_ in people), key=lambda each: each.name))


def _record(work: UnitOfWork, action: str, circle_id: UUID, person_id: UUID) -> None:
    work.record(action, subjects=[circle_id, person_id], visibility=Visibility.SAFEGUARDING)
