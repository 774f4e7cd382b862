"""Closes an account at once."""

from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.keyring.admitting import remove_person
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer
from app.sign_in.sessions import end_all_sessions
from app.staff.account_facts import AccountState
from app.staff.case_places import end_case_places
from app.staff.circle_places import joined_circles, refuse_last_holder
from app.staff.members import account_in_charge_of, facts_of
from app.unit_of_work import UnitOfWork, Visibility


def disable(work: UnitOfWork, staff_id: UUID) -> None:
    """Close an account: sessions end, keys and grants are deleted, assignments end, circles are renewed.

    Raises Refused, or NotAllowedNow with `yourself`, `account-disabled`, `last-holder` or `director-only`.
    """
    member = account_in_charge_of(work, staff_id)
    if member.id == work.person.id:
        raise NotAllowedNow("yourself")
    directory = directory_for(work)
    known = directory.people.get(member.id)
    if facts_of(work, member).state is AccountState.DISABLED:
        # By the signed directory: otherwise, somebody who marks their own row as closed would keep every key.
        raise NotAllowedNow("account-disabled")
    if known is not None:
        refuse_last_holder(work, member.id, joined_circles(directory, member.id))
        end_case_places(work, member.id)
        remove_person(work, member.id, signer=certifying_signer(work))
    member.state = "disabled"
    member.disabled_at = work.now
    member.invitation_hash = None
    member.keys_by_password = None
    member.keys_by_card = None
    member.pins = None
    member.waiting_keys = None
    end_all_sessions(work.session, member.id, work.now)
    work.record("account.disabled", subjects=[staff_id], base_id=member.base_id, visibility=Visibility.SYSTEM)
