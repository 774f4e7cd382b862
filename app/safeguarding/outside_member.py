"""The outside board member for safeguarding: whom people call about our own, as a director recorded and signed it."""

from dataclasses import dataclass

from app.access.scope import require
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import ascii_digits, clean_text
from app.keyring.adding_statements import state
from app.keyring.directory import OutsideMember
from app.keyring.known_directory import directory_for
from app.keyring.root import root_signer
from app.keyring.safeguarding_acts import safeguarding_circle
from app.keyring.statements import Kind
from app.sign_in.signing_in import require_fresh_proof
from app.unit_of_work import UnitOfWork, Visibility
from app.vault import canonical, digests

MARK_BYTES = 3


@dataclass(frozen=True)
class OutsideMemberPage:
    """The member recorded now; empty until a director records one. `version` stands for both texts in a form."""

    name: str
    phone: str
    version: int


def outside_member(work: UnitOfWork) -> OutsideMember | None:
    """Return whom to call, as a director signed it; None until one is recorded. For everybody."""
    return directory_for(work).outside_member


def outside_has_card(work: UnitOfWork) -> bool:
    """Tell whether the outside member has a key of their own, opened by a card."""
    return directory_for(work).has_outside_key


def outside_member_page(work: UnitOfWork) -> OutsideMemberPage:
    """Return what a director may correct. Raises NotVisible for everyone else."""
    require(work, Permission.BASE_MANAGE)
    known = outside_member(work) or OutsideMember("", "")
    return OutsideMemberPage(known.name, known.phone, _mark(known))


def write_outside_member(work: UnitOfWork, name: str, phone: str, *, version: int) -> None:
    """State who the outside board member is and how to reach them. Directors only, with fresh proof.

    The root states it in the key directory. It is not kept in a row, because a swapped number would lead people who
    speak up to the wrong person. Raises Conflict, FreshProofNeeded, NotVisible, or NotAllowedNow with `name-missing`,
    `phone-missing`, or `outside-by-two` once there is a circle: then two of three replace the outside member.
    """
    require_fresh_proof(work)
    if outside_member_page(work).version != version:
        raise Conflict("outside member")
    new = OutsideMember(clean_text(name), ascii_digits(clean_text(phone)))
    if not new.name:
        raise NotAllowedNow("name-missing")
    if not new.phone:
        raise NotAllowedNow("phone-missing")
    directory = directory_for(work)
    if directory.outside_member is not None and safeguarding_circle(directory) is not None:
        raise NotAllowedNow("outside-by-two")
    state(work, Kind.OUTSIDE_MEMBER, {"name": new.name, "phone": new.phone}, signer=root_signer(work))
    work.record("safeguarding.outside_member_written", visibility=Visibility.SYSTEM)


def _mark(known: OutsideMember) -> int:
    return int.from_bytes(digests.sha256(canonical.encode(known.name, known.phone))[:MARK_BYTES], "big")
