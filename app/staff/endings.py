"""When somebody with the right signs in, ends what is over: expired duties, and places whose keys were ended.

When their days are over, acting directors can open nothing more. But they still know the keys of `direction`, and
only a director can renew those. Somebody who ended their own keys, because another person may know them, cannot vouch
for new versions of their circles. Until one begins, that other person can still open new records with the secrets
they took.

Both follow from signed statements and their dates. What a row says, or that it is missing, ends nothing here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from app.access.gate import abandon, finish, is_write_conflict
from app.database.store import Turn
from app.foundation.errors import WayhomeError
from app.foundation.roles import Flag
from app.keyring.adding_statements import acts_with_root
from app.keyring.known_directory import directory_for
from app.keyring.root import certifying_signer, root_signer
from app.server import Server
from app.sign_in.sessions import SignedIn, open_work, resume
from app.staff.circle_places import joined_circles, leave_circles
from app.staff.duties import move_circles, state_anew
from app.unit_of_work import Mode, UnitOfWork, Visibility


def end_what_is_over(server: Server, token: str) -> None:
    """Do this with the keys of a director or supervisor who has just signed in, each ending in its own work.

    If one ending fails, the person still gets in, and the other endings are still done.
    """
    with server.store.reading() as session:
        signed_in = resume(server, session, token)
    work = open_work(server, signed_in, Mode.READING)
    try:
        found = {ending: ending.find(work) for ending in ENDINGS}
    finally:
        abandon(work)
    for ending, people in found.items():
        for staff_id in people:
            _end(server, signed_in, ending, staff_id)


def _end(server: Server, signed_in: SignedIn, ending: "Ending", staff_id: UUID) -> None:
    work = open_work(server, signed_in, Mode.WRITING, turn=Turn.ALONE)
    try:
        # Somebody else may have done it since it was found.
        if staff_id in ending.find(work):
            ending.do(work, staff_id)
            finish(work, checkpoint_key=server.checkpoint_key)
    except Exception as error:
        # The duty's page still says that its days are over, and a director can remove it by hand there. If somebody
        # was quicker, leave it to them: this person is already signed in and must not sign in twice.
        if not isinstance(error, WayhomeError) and not is_write_conflict(error):
            raise
    finally:
        abandon(work)


def _run_out(work: UnitOfWork) -> list[UUID]:
    if not acts_with_root(work):
        return []
    people = directory_for(work).people.values()
    return [
        known.id
        for known in people
        if known.enabled and Flag.ACTING_DIRECTOR in known.flags and known.acts_no_more(work.now)
    ]


def _left_behind(work: UnitOfWork) -> list[UUID]:
    """Return the people whose keys ended while circles that the acting person certifies were not renewed."""
    return [
        known.id
        for known in directory_for(work).people.values()
        if not known.enabled and _circles_to_leave(work, known.id)
    ]


def _leave(work: UnitOfWork, staff_id: UUID) -> None:
    leave_circles(work, staff_id, _circles_to_leave(work, staff_id), signer=certifying_signer(work))


def _circles_to_leave(work: UnitOfWork, staff_id: UUID) -> list[UUID]:
    directory = directory_for(work)
    return [
        circle_id
        for circle_id in joined_circles(directory, staff_id)
        if directory.certifies(work.person.id, directory.circles[circle_id].base_id)
    ]


def _end_duty(work: UnitOfWork, staff_id: UUID) -> None:
    known = directory_for(work).person(staff_id)
    signer = root_signer(work)
    flags = known.flags - {Flag.ACTING_DIRECTOR}
    state_anew(work, replace(known, flags=flags, acting_until=None), signer=signer)
    move_circles(work, staff_id, signer=signer)
    work.record(
        "account.flags_changed",
        subjects=[staff_id],
        base_id=known.base_id,
        visibility=Visibility.SYSTEM,
        flags=",".join(sorted(flags)),
    )


@dataclass(frozen=True)
class Ending:
    """Something that ends by itself: `find` tells for whom it is due, and `do` ends it for one of them."""

    find: Callable[[UnitOfWork], list[UUID]]
    do: Callable[[UnitOfWork, UUID], None]


ENDINGS = (Ending(_run_out, _end_duty), Ending(_left_behind, _leave))
