"""What a person is told, and can do, when the heads they saw last time are gone."""

from app.foundation.errors import NotAllowedNow
from app.keyring.known_directory import directory_for
from app.sign_in.pins import PinBroken, PinState, compare_pins, write_pins
from app.unit_of_work import UnitOfWork, Visibility
from models.staff_member import StaffMember


def what_is_broken(work: UnitOfWork) -> tuple[PinBroken, ...]:
    """Compare once more what the person saw last time with what is here now; empty when everything agrees."""
    return _state(work).broken_with_trail(work.session)


def _state(work: UnitOfWork) -> PinState:
    member = work.session.get_one(StaffMember, work.person.id)
    return compare_pins(member, work.keychain.private, directory_for(work))


def accept_what_is_here(work: UnitOfWork) -> None:
    """Remember the current heads, after somebody has found out why the old ones are gone, such as a restored backup.

    Another root is never accepted: it vouches for everybody, and nothing here could distinguish a stranger's root
    from ours. Missing pins and pins that do not open are not accepted either, because they cannot show that the root
    is still ours. New keys, and comparing six words again, bring the person back. Raises
    NotAllowedNow with `root-differs`.
    """
    state = _state(work)
    if state.may_be_another_root:
        raise NotAllowedNow("root-differs")
    broken = state.broken_with_trail(work.session)
    member = work.session.get_one(StaffMember, work.person.id)
    write_pins(work.session, member, work.keychain.private, directory_for(work))
    work.record(
        "heads.accepted",
        subjects=[work.person.id],
        visibility=Visibility.SYSTEM,
        broken=",".join(broken) or None,
    )
