"""Whether a signed-in person may continue: what the key directory, their pins and their row say of their keys."""

from enum import StrEnum

from app.keyring.directory import Directory
from app.sign_in.pins import compare_pins
from app.sign_in.waiting_keys import holder_of
from app.vault.person_keys import PersonPrivateKeys
from models.staff_member import StaffMember


class AdmissionStatus(StrEnum):
    """Whether a signed-in person may continue, or see only their own account."""

    ADMITTED = "admitted"
    AWAITING = "awaiting"
    """Nobody has compared the six words yet."""
    KEYS_DIFFER = "keys differ"
    """The directory vouches for other keys than this person holds: a row was changed, or their keys are old."""
    ROOT_DIFFERS = "root differs"
    """The directory has another root than at the last visit: everything that vouches for anyone was replaced."""
    DIRECTORY_DIFFERS = "directory differs"
    """The directory is shorter than at the last visit, or different, and the person has not yet said that the matter
    is cleared up. Somebody who has lost a place since would count again, and nothing may be sealed to them
    unnoticed."""


def admission_status(
    directory: Directory, member: StaffMember, private: PersonPrivateKeys
) -> AdmissionStatus:
    """Return the status of somebody whose session holds these keys."""
    pins = compare_pins(member, private, directory)
    if pins.may_be_another_root:
        return AdmissionStatus.ROOT_DIFFERS
    if pins.is_another_directory:
        return AdmissionStatus.DIRECTORY_DIFFERS
    known = directory.people.get(member.id)
    if known is not None and known.enabled and known.keys == private.public:
        return AdmissionStatus.ADMITTED
    # Somebody who made new keys is waiting with them; keys that are neither the stated ones nor the row's are old.
    holder = holder_of(member, private.public)
    is_waiting = holder.public_keys == private.public.to_bytes()
    if holder is not member and known is not None and member.public_keys != known.keys.to_bytes():
        # Beside keys that wait, the row keeps the stated ones.
        is_waiting = False
    return AdmissionStatus.AWAITING if is_waiting else AdmissionStatus.KEYS_DIFFER
