"""The safeguarding circle: made in its first member's session, grown by its members, closed to everyone else."""

from dataclasses import dataclass
from uuid import UUID

from app.concerns.colleagues import Colleague, colleagues
from app.foundation.access_rules import reach_of
from app.foundation.errors import NoKey, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.foundation.roles import Flag
from app.keyring import circles
from app.keyring.directory import KnownCircle
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.stating import own_signer
from app.staff.admission import own_six_words
from app.unit_of_work import Locks, UnitOfWork, Visibility
from app.vault.person_keys import six_words
from app.vault.words import completed, typed_words


@dataclass(frozen=True)
class SafeguardingPage:
    """The circle as those named for it see it.

    `named` are people who carry the flag and were not admitted; they read `own_words` out to a member.
    """

    is_open: bool
    is_member: bool
    members: tuple[Colleague, ...]
    named: tuple[Colleague, ...]
    own_words: tuple[str, ...]

    @property
    def needs_second(self) -> bool:
        """Whether one lost password would close the circle."""
        return len(self.members) < circles.LIVING_HOLDERS_WANTED


def readers_of_allegations(work: UnitOfWork) -> list[UUID]:
    """Return who can read an allegation sealed now: living members who still carry the flag."""
    circle = _circle(work)
    if circle is None:
        return []
    directory = directory_for(work)
    members = directory.members(circle.id)
    return sorted(id_ for id_ in members if Flag.SAFEGUARDING in directory.people[id_].flags)


def is_member(work: UnitOfWork) -> bool:
    """Tell whether the person carries the flag and was admitted: a flag alone shows nothing, not even a count."""
    flagged = reach_of(work.person, Permission.ALLEGATION_READ) is not None
    return flagged and work.person.id in readers_of_allegations(work)


def close_trail(work: UnitOfWork) -> None:
    """Keep everything this work records from everyone outside the circle."""
    work.opened_visibility = Visibility.SAFEGUARDING


def require_member(work: UnitOfWork) -> None:
    """Raise NotVisible for everyone outside the circle; lock 3 alone decides where only keys are tested."""
    close_trail(work)
    if work.locks is not Locks.KEYS_ONLY and not is_member(work):
        raise NotVisible("allegation")


def open_circle(work: UnitOfWork) -> None:
    """Make the circle with the acting person as its first member, or take it up when nobody living is left in it.

    In that case what was sealed before stays with `recovery`. Raises NotVisible without the flag; NotAllowedNow
    with `safeguarding-open` when there is a member.
    """
    _require_flag(work)
    circle = _circle(work)
    if circle is not None and directory_for(work).members(circle.id):
        raise NotAllowedNow("safeguarding-open")
    me, signer = work.person.id, own_signer(work)
    if circle is None:
        circle = circles.make_circle(work, CircleKind.SAFEGUARDING, None, members=[me], signer=signer)
    else:
        circles.begin_version(work, circle.id, [me], signer=signer)
    _record(work, "safeguarding.opened", circle.id, me)


def admit_to_safeguarding(work: UnitOfWork, person_id: UUID, typed: str) -> None:
    """Admit a person named for safeguarding, after comparing the six words they read from their own screen.

    A director can name anyone, and vouches for everyone's keys; so members compare for themselves. Raises
    NotVisible for who is no member; NotAllowedNow with `not-named`, `words-differ`; KeyRefused.
    """
    require_member(work)
    circle, directory = _circle(work), directory_for(work)
    if circle is None:
        raise NotVisible("circle")
    known = directory.person(person_id)
    if Flag.SAFEGUARDING not in known.flags:
        raise NotAllowedNow("not-named")
    if person_id in directory.members(circle.id):
        return
    if tuple(completed(word) for word in typed_words(typed)) != six_words(known.keys.fingerprint()):
        raise NotAllowedNow("words-differ")
    signer = own_signer(work)
    try:
        circles.add_member(work, circle.id, person_id, signer=signer)
    except NoKey:
        # A member who took the circle up cannot open its older versions, and cannot give what they do not have.
        # They come first in the new version, because from then on only its members may admit the others.
        me = work.person.id
        members = [me, *(id_ for id_ in directory.members(circle.id) if id_ != me), person_id]
        circles.begin_version(work, circle.id, members, signer=signer)
    _record(work, "safeguarding.admitted", circle.id, person_id)


def safeguarding_page(work: UnitOfWork) -> SafeguardingPage:
    """Return the circle for somebody who carries the flag. Raises NotVisible for anyone else."""
    _require_flag(work)
    circle, directory = _circle(work), directory_for(work)
    members = directory.members(circle.id) if circle else []
    named = [
        known.id
        for known in directory.people.values()
        if known.enabled and Flag.SAFEGUARDING in known.flags and known.id not in members
    ]
    people = colleagues(work, [*members, *named])
    joined = work.person.id in members
    return SafeguardingPage(
        is_open=bool(members),
        is_member=joined,
        members=_by_name(people, members),
        named=_by_name(people, named),
        own_words=() if joined else own_six_words(work),
    )


def _require_flag(work: UnitOfWork) -> None:
    if reach_of(work.person, Permission.ALLEGATION_READ) is None:
        raise NotVisible("circle")


def _circle(work: UnitOfWork) -> KnownCircle | None:
    directory = directory_for(work)
    if not directory.has_circle(CircleKind.SAFEGUARDING, None):
        return None
    return directory.circle(CircleKind.SAFEGUARDING, None)


def _by_name(people: dict[UUID, Colleague], ids: list[UUID]) -> tuple[Colleague, ...]:
    return tuple(sorted((people[id_] for id_ in ids if id_ in people), key=lambda each: each.name))


def _record(work: UnitOfWork, action: str, circle_id: UUID, person_id: UUID) -> None:
    work.record(action, subjects=[circle_id, person_id], visibility=Visibility.SAFEGUARDING)
