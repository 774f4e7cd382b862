"""Ends a colleague's keys at once, because somebody else may know them, and invites the person anew."""

from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.keyring.admitting import remove_person
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer
from app.sign_in.sessions import end_all_sessions
from app.staff.circle_places import joined_circles, refuse_last_holder
from app.staff.invitations import invite
from app.staff.members import account_in_charge_of
from app.unit_of_work import UnitOfWork
from models.staff_member import StaffMember

_OF_THE_KEYS = (
    "public_keys",
    "password_salt",
    "password_verifier",
    "keys_by_password",
    "card_salt",
    "keys_by_card",
    "pins",
    "waiting_keys",
)


def end_keys(work: UnitOfWork, staff_id: UUID) -> str:
    """End somebody's keys, grants and sessions now, renew their circles, and return a one-time invitation.

    Their assignments stay. Once new keys are admitted, colleagues give again what the old ones opened. Somebody who
    only lost password and card is invited again instead, which ends nothing before that. Raises Refused, or
    NotAllowedNow with `yourself-invite`, `not-active`, `last-holder` or `director-only`.
    """
    member = account_in_charge_of(work, staff_id)
    if member.id == work.person.id:
        raise NotAllowedNow("yourself-invite")
    directory = directory_for(work)
    known = directory.people.get(staff_id)
    if known is None or not known.enabled:
        raise NotAllowedNow("not-active")
    refuse_last_holder(work, staff_id, joined_circles(directory, staff_id))
    remove_person(work, staff_id, signer=certifying_signer(work))
    forget_keys(member)
    member.state = "shell"
    end_all_sessions(work.session, staff_id, work.now)
    return invite(work, member, "account.keys_ended")


def forget_keys(member: StaffMember) -> None:
    """Delete everything that an account keeps of its owner's keys."""
    for name in _OF_THE_KEYS:
        setattr(member, name, None)
