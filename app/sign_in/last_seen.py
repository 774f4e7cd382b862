"""What a person is told, and can do, when the heads they saw last time are no longer here."""

from app.foundation.errors import NotAllowedNow
from app.keyring.known_directory import directory_for
from app.sign_in.pins import PinBroken, PinState, compare_pins, write_pins
from app.sign_in.signing_in import require_fresh_proof
from app.unit_of_work import UnitOfWork, Visibility
from models.staff_member import StaffMember


def what_is_broken(work: UnitOfWork) -> tuple[PinBroken, ...]:
    """Compare once more what the person saw last time with what is here now; empty when all of it stands."""
    return _state(work).broken_with_trail(work.session)


def _state(work: UnitOfWork) -> PinState:
    member = work.session.get_one(StaffMember, work.person.id)
    return compare_pins(member, work.keychain.private, directory_for(work))


def accept_what_is_here(work: UnitOfWork) -> None:
    """Remember the heads of now, after somebody found out why the old ones are gone, such as a restored backup.

    Another root is never accepted: it vouches for everybody, and nothing here could tell a stranger's from ours.
    Nor are pins that are gone or do not open, which cannot say that the root is still ours: new keys and six words
    compared anew bring the person back.
    Raises FreshProofNeeded, or NotAllowedNow with `root-differs`.
    """
    require_fresh_proof(work)
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
