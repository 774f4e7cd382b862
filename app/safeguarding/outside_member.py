"""The outside board member for safeguarding: whom people call about our own, as a director wrote and signed it."""

from dataclasses import dataclass

from app.access.scope import require
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import ascii_digits, clean_text
from app.keyring.adding_statements import state
from app.keyring.directory import OutsideMember
from app.keyring.known_directory import directory_for
from app.keyring.root import root_signer
from app.keyring.statements import Kind
from app.sign_in.signing_in import require_fresh_proof
from app.unit_of_work import UnitOfWork, Visibility
from app.vault import canonical, digests

MARK_BYTES = 3


@dataclass(frozen=True)
class OutsideMemberPage:
    """Who is written down now; empty before a director wrote anyone. `version` stands for both words in a form."""

    name: str
    phone: str
    version: int


def outside_member(work: UnitOfWork) -> OutsideMember | None:
    """Return whom to call, as a director signed it; None before anyone was written down. For everybody."""
    return directory_for(work).outside_member


def outside_member_page(work: UnitOfWork) -> OutsideMemberPage:
    """Return what a director may correct. Raises NotVisible for everyone else."""
    require(work, Permission.BASE_MANAGE)
    known = outside_member(work) or OutsideMember("", "")
    return OutsideMemberPage(known.name, known.phone, _mark(known))


def write_outside_member(work: UnitOfWork, name: str, phone: str, *, version: int) -> None:
    """State who the outside board member is and where they answer. Directors only, with fresh proof.

    It is stated by the root in the key directory and not kept in a row: a swapped number would lead whoever speaks
    up to the wrong person. Raises Conflict, FreshProofNeeded, NotVisible, or NotAllowedNow with `name-missing` or
    `phone-missing`.
    """
    require_fresh_proof(work)
    if outside_member_page(work).version != version:
        raise Conflict("outside member")
    new = OutsideMember(clean_text(name), ascii_digits(clean_text(phone)))
    if not new.name:
        raise NotAllowedNow("name-missing")
    if not new.phone:
        raise NotAllowedNow("phone-missing")
    state(work, Kind.OUTSIDE_MEMBER, {"name": new.name, "phone": new.phone}, signer=root_signer(work))
    work.record("safeguarding.outside_member_written", visibility=Visibility.SYSTEM)


def _mark(known: OutsideMember) -> int:
    return int.from_bytes(digests.sha256(canonical.encode(known.name, known.phone))[:MARK_BYTES], "big")
