"""Admission: a person in charge compares six words with the newcomer, and vouches for their keys."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.roles import Flag, Role
from app.keyring import circles
from app.keyring.adding_statements import Signer
from app.keyring.admitting import admit_to_circles, state_person
from app.keyring.directory import KnownPerson
from app.keyring.folders import forget_open_folders
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer
from app.sign_in.sessions import end_sessions_of_other_keys
from app.sign_in.waiting_keys import put_in_force, waiting_keys_of
from app.staff.account_facts import AccountState, keys_to_admit
from app.staff.circle_places import joined_circles, leave_circles
from app.staff.members import account, account_in_charge_of, facts_of
from app.staff.own_keys import delete_what_was_sealed
from app.staff.worker_codes import code_to_state
from app.unit_of_work import UnitOfWork, Visibility
from app.vault.person_keys import PersonPublicKeys, digit_groups, is_read_from, six_words
from models.staff_member import StaffMember


def own_six_words(work: UnitOfWork) -> tuple[str, ...]:
    """Return the words the person reads to their admitter: derived from their own keys, not from a row."""
    return six_words(work.keychain.private.public.fingerprint())


def own_digits(work: UnitOfWork) -> tuple[str, ...]:
    """Return the digits that may be read instead of the words."""
    return digit_groups(work.keychain.private.public.fingerprint())


@dataclass(frozen=True)
class Terms:
    """What an admission states about a person besides their keys, and the last day of their account, if it has one."""

    role: Role
    base_id: UUID | None
    flags: frozenset[Flag]
    ends_on: date | None
    name: str

    def as_text(self) -> str:
        """Write the terms for a form to carry, so that exactly what was shown is signed."""
        duties = ",".join(sorted(self.flags))
        return f"{self.role}/{self.base_id or ''}/{duties}/{self.ends_on or ''}/{self.name}"

    @classmethod
    def from_text(cls, text: str) -> "Terms":
        """Read what `as_text` wrote. Raises ValueError for anything else."""
        role, base, duties, day, name = text.split("/", 4)
        flags = frozenset(Flag(duty) for duty in duties.split(",") if duty)
        ends_on = date.fromisoformat(day) if day else None
        return cls(Role(role), UUID(base) if base else None, flags, ends_on, name)


def admission_terms(work: UnitOfWork, staff_id: UUID) -> Terms:
    """Return what admitting somebody now would state. Raises NotVisible."""
    return _terms(work, account(work, staff_id))


def _terms(work: UnitOfWork, member: StaffMember) -> Terms:
    """At first admission, from the row, which is shown, without duties; later, from the signed directory alone."""
    known = directory_for(work).people.get(member.id)
    if known is None:
        return Terms(Role(member.role), member.base_id, frozenset(), member.ends_on, member.display_name)
    ended = frozenset({Flag.ACTING_DIRECTOR}) if known.acts_no_more(work.now) else frozenset()
    return Terms(known.role, known.base_id, known.flags - ended, facts_of(work, member).ends_on, known.name)


def admit(work: UnitOfWork, staff_id: UUID, typed: str, *, shown: str | None = None) -> list[UUID]:
    """Admit a waiting person after comparing the six words they read from their screen.

    Signs their statement and seals to them every circle they are due. Somebody who was admitted before with other
    keys first leaves their circles, so that nothing new is sealed to the old keys, which end now with the sessions
    begun with them. Returns the circles that somebody else must give. `shown` are the terms the page showed, as text:
    otherwise, somebody who can write to the database could change the row after it was shown. Raises Refused,
    Conflict when the terms have changed, or NotAllowedNow with `words-differ`, `not-waiting` or `director-only`.
    """
    member, keys = _waiting(work, staff_id)
    terms = _terms(work, member)
    _refuse_other_terms(work, member, terms, shown)
    if not is_read_from(typed, keys.fingerprint()):
        _record_refusal(work, "admission.words_differ", staff_id)
        raise NotAllowedNow("words-differ")
    signer = certifying_signer(work)
    before = directory_for(work).people.get(member.id)
    alone = _leave_with_old_keys(work, member.id, keys, signer=signer)
    state_person(
        work,
        member.id,
        keys,
        key_version=_key_version(before, keys),
        role=terms.role,
        base_id=terms.base_id,
        flags=terms.flags,
        name=terms.name,
        signer=signer,
        worker_code=code_to_state(work.session, directory_for(work), member),
        ends_on=terms.ends_on,
        acting_until=before.acting_until if before else None,
    )
    _put_new_keys_in_force(work, member, keys)
    _bring_row_in_step(work, member, terms)
    member.state, member.admitted_at = "active", work.now
    for circle_id in alone:
        circles.begin_version(work, circle_id, [member.id], signer=signer)
    pending = admit_to_circles(work, member.id, signer=signer)
    _note_admitted(work, member)
    return pending


def _waiting(work: UnitOfWork, staff_id: UUID) -> tuple[StaffMember, PersonPublicKeys]:
    """Return the person waiting to be admitted, with the keys to vouch for."""
    member = account_in_charge_of(work, staff_id)
    keys = keys_to_admit(member)
    if facts_of(work, member).state is not AccountState.AWAITING or keys is None:
        raise NotAllowedNow("not-waiting")
    return member, keys


def _refuse_other_terms(work: UnitOfWork, member: StaffMember, terms: Terms, shown: str | None) -> None:
    if shown is not None and shown != terms.as_text():
        _record_refusal(work, "admission.terms_differ", member.id)
        raise Conflict(staff=member.id)


def _record_refusal(work: UnitOfWork, action: str, staff_id: UUID) -> None:
    work.record(action, subjects=[staff_id], visibility=Visibility.SYSTEM, survives_rollback=True)


def _bring_row_in_step(work: UnitOfWork, member: StaffMember, terms: Terms) -> None:
    """Set the row to what was signed: lists use it to find and sort people."""
    known = directory_for(work).person(member.id)
    member.role, member.base_id, member.display_name = terms.role.value, terms.base_id, terms.name
    member.ends_on, member.key_version = terms.ends_on, known.key_version
    member.worker_code = known.worker_code or member.worker_code


def _key_version(before: KnownPerson | None, keys: PersonPublicKeys) -> int:
    """Return the keys' number from earlier statements: a row's number could pass new keys off as the old ones."""
    if before is None:
        return 1
    return before.key_version if before.keys == keys else before.key_version + 1


def _leave_with_old_keys(
    work: UnitOfWork, person_id: UUID, keys: PersonPublicKeys, *, signer: Signer
) -> list[UUID]:
    directory = directory_for(work)
    known = directory.people.get(person_id)
    if known is None or known.keys == keys:
        return []
    return leave_circles(work, person_id, joined_circles(directory, person_id), signer=signer)


def _put_new_keys_in_force(work: UnitOfWork, member: StaffMember, keys: PersonPublicKeys) -> None:
    """Let keys that waited beside the old ones take their place; what the old ones opened is deleted with them."""
    waiting = waiting_keys_of(member)
    if waiting is None:
        return
    delete_what_was_sealed(work.session, member.id)
    forget_open_folders(work)
    put_in_force(member, waiting)
    end_sessions_of_other_keys(
        work.session, member.id, keys.sign, installation_id=work.installation_id, now=work.now
    )


def _note_admitted(work: UnitOfWork, member: StaffMember) -> None:
    work.record(
        "account.admitted", subjects=[member.id], base_id=member.base_id, visibility=Visibility.SYSTEM
    )
