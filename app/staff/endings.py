"""Ends what is over as soon as somebody signs in who may: duties by the clock, and places whose keys were ended.

By the clock an acting director opens nothing more; but they still know the keys of `direction`, and only a director
renews those. Whoever ended their own keys, because somebody else may know them, vouches for no new version of their
circles: until one begins, the other goes on opening with the secrets they took what is written.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, select

from app.access.gate import abandon, finish, was_overtaken
from app.foundation.errors import WayhomeError
from app.foundation.roles import Flag
from app.keyring.admitting import remove_person
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer, root_signer
from app.keyring.stating import acts_with_root
from app.staff.case_places import end_case_places
from app.staff.circle_places import joined_circles, leave_circles
from app.staff.duties import move_circles, state_anew
from app.staff.server import Server
from app.staff.sessions import open_work, resume
from app.unit_of_work import Mode, UnitOfWork, Visibility
from models.staff_flag import StaffFlag
from models.staff_member import StaffMember


def end_what_is_over(server: Server, token: str) -> None:
    """Do it with the keys of a director or supervisor who has just signed in.

    What cannot be done never keeps them out.
    """
    with server.store.reading() as session:
        signed_in = resume(server, session, token)
    work = open_work(server, signed_in, Mode.WRITING)
    try:
        if acts_with_root(work):
            for staff_id in _run_out(work):
                _end(work, staff_id)
            for staff_id in _without_account(work):
                _remove(work, staff_id)
        for staff_id, circle_ids in _left_behind(work).items():
            leave_circles(work, staff_id, circle_ids, signer=certifying_signer(work))
        finish(work, checkpoint_key=server.checkpoint_key)
    except Exception as error:
        # The duty's page goes on saying that its days are over; a director can take it away by hand there. Whoever
        # was overtaken leaves it to the quicker one: they are signed in already, and must not be so twice.
        if not isinstance(error, WayhomeError) and not was_overtaken(error):
            raise
    finally:
        abandon(work)


def _run_out(work: UnitOfWork) -> list[UUID]:
    people = directory_for(work).people.values()
    return [
        known.id
        for known in people
        if known.enabled and Flag.ACTING_DIRECTOR in known.flags and known.acts_no_more(work.now)
    ]


def _without_account(work: UnitOfWork) -> list[UUID]:
    """Return who is vouched for and has no account any more: Wayhome deletes none, so nobody could close it."""
    rows = set(work.session.scalars(select(StaffMember.id)))
    return [
        known.id for known in directory_for(work).people.values() if known.enabled and known.id not in rows
    ]


def _remove(work: UnitOfWork, staff_id: UUID) -> None:
    signer, known = root_signer(work), directory_for(work).person(staff_id)
    end_case_places(work, staff_id)
    leave_circles(work, staff_id, joined_circles(directory_for(work), staff_id), signer=signer)
    remove_person(work, staff_id, signer=signer)
    work.record("account.disabled", subjects=[staff_id], base_id=known.base_id, visibility=Visibility.SYSTEM)


def _left_behind(work: UnitOfWork) -> dict[UUID, list[UUID]]:
    """Return whose keys ended while their circles go on, each with the circles the acting person certifies."""
    directory = directory_for(work)
    found: dict[UUID, list[UUID]] = {}
    for known in directory.people.values():
        if not known.enabled:
            joined = joined_circles(directory, known.id)
            mine = [
                id_ for id_ in joined if directory.certifies(work.person.id, directory.circles[id_].base_id)
            ]
            if mine:
                found[known.id] = mine
    return found


def _end(work: UnitOfWork, staff_id: UUID) -> None:
    known = directory_for(work).person(staff_id)
    signer = root_signer(work)
    flags = known.flags - {Flag.ACTING_DIRECTOR}
    state_anew(work, replace(known, flags=flags, acting_until=None), signer=signer)
    acting = (StaffFlag.staff_id == staff_id, StaffFlag.flag == Flag.ACTING_DIRECTOR.value)
    work.session.execute(delete(StaffFlag).where(*acting))
    move_circles(work, staff_id, signer=signer)
    work.record(
        "account.flags_changed",
        subjects=[staff_id],
        base_id=known.base_id,
        visibility=Visibility.SYSTEM,
        flags=",".join(sorted(flags)),
    )
