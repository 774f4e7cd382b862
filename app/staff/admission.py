"""Admission: somebody in charge compares six words with the person, and vouches for their keys."""

from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.foundation.roles import Role
from app.keyring import circles
from app.keyring.admitting import admit_to_circles, state_person
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer
from app.keyring.stating import Signer
from app.staff.circle_places import joined_circles, leave_circles
from app.staff.members import account_in_charge_of, flags_of
from app.unit_of_work import UnitOfWork, Visibility
from app.vault.person_keys import PersonPublicKeys, six_words
from app.vault.words import completed, typed_words
from models.staff_member import StaffMember


def own_six_words(work: UnitOfWork) -> tuple[str, ...]:
    """Return the words the person reads to whoever admits them: from their own keys, not from a row."""
    return six_words(work.keychain.private.public.fingerprint())


def admit(work: UnitOfWork, staff_id: UUID, typed: str) -> list[UUID]:
    """Admit a waiting person after comparing the six words they read from their screen.

    Signs their statement and seals to them every circle they are due. Somebody who was admitted before with
    other keys first leaves their circles, so that nothing new is sealed to the old keys. Returns the circles
    that somebody else must give. Raises Refused, or NotAllowedNow with `words-differ`, `not-waiting` or
    `director-only`.
    """
    member = account_in_charge_of(work, staff_id)
    if member.state != "awaiting" or member.public_keys is None:
        raise NotAllowedNow("not-waiting")
    keys = PersonPublicKeys.from_bytes(member.public_keys)
    if tuple(completed(word) for word in typed_words(typed)) != six_words(keys.fingerprint()):
        work.record("admission.words_differ", subjects=[staff_id], visibility=Visibility.SYSTEM, stands=True)
        raise NotAllowedNow("words-differ")
    signer = certifying_signer(work)
    alone = _leave_with_old_keys(work, member.id, keys, signer=signer)
    state_person(
        work,
        member.id,
        keys,
        key_version=member.key_version,
        role=Role(member.role),
        base_id=member.base_id,
        flags=flags_of(work.session, member.id, now=work.now),
        signer=signer,
    )
    member.state = "active"
    member.admitted_at = work.now
    for circle_id in alone:
        circles.begin_version(work, circle_id, [member.id], signer=signer)
    pending = admit_to_circles(work, member.id, signer=signer)
    _note_admitted(work, member)
    return pending


def _leave_with_old_keys(
    work: UnitOfWork, person_id: UUID, keys: PersonPublicKeys, *, signer: Signer
) -> list[UUID]:
    directory = directory_for(work)
    known = directory.people.get(person_id)
    if known is None or known.keys == keys:
        return []
    return leave_circles(work, person_id, joined_circles(directory, person_id), signer=signer)


def _note_admitted(work: UnitOfWork, member: StaffMember) -> None:
    work.record(
        "account.admitted", subjects=[member.id], base_id=member.base_id, visibility=Visibility.SYSTEM
    )
