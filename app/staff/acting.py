"""Ends the duty of acting directors whose days are over, as soon as a director signs in.

By the clock they open nothing more; but they still know the keys of `direction`, and only a director renews those.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete

from app.access.gate import abandon, finish
from app.foundation.errors import WayhomeError
from app.foundation.roles import Flag
from app.keyring.known_directory import directory_for
from app.keyring.root import root_signer
from app.staff.duties import move_circles, state_anew
from app.staff.server import Server
from app.staff.sessions import open_work, resume
from app.unit_of_work import Mode, UnitOfWork, Visibility
from models.staff_flag import StaffFlag


def end_duties_run_out(server: Server, token: str) -> None:
    """Do it with the keys of a director who has just signed in. What cannot be done never keeps them out."""
    with server.store.reading() as session:
        signed_in = resume(server, session, token)
    work = open_work(server, signed_in, Mode.WRITING)
    try:
        for staff_id in _run_out(work):
            _end(work, staff_id)
        finish(work, checkpoint_key=server.checkpoint_key)
    except WayhomeError:
        # The duty's page goes on saying that its days are over; a director can take it away by hand there.
        return
    finally:
        abandon(work)


def _run_out(work: UnitOfWork) -> list[UUID]:
    people = directory_for(work).people.values()
    return [
        known.id
        for known in people
        if known.enabled and Flag.ACTING_DIRECTOR in known.flags and known.acts_no_more(work.now)
    ]


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
