"""What the outside member sees: what was sent to them, and what they may agree to."""

from dataclasses import dataclass

from sqlalchemy import select

from app.access.scope import scoped
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.keyring.adding_statements import own_signer
from app.keyring.directory import OutsideMember
from app.keyring.known_directory import directory_for
from app.keyring.safeguarding_acts import Act, Voucher
from app.safeguarding.agreeing import Change, Proposal, WhoReads, agree, find_act, who_reads
from app.safeguarding.circle import is_outside_member, require_reader
from app.safeguarding.pages import AllegationLine, lines_of
from app.unit_of_work import UnitOfWork, Visibility
from models.allegation import Allegation
from models.grant import Grant

SHOWN = 200
"""How many of the newest are listed."""


@dataclass(frozen=True)
class OutsidePage:
    """What was sent to the outside member, newest first, and who reads besides them."""

    outside: OutsideMember
    sent: tuple[AllegationLine, ...]
    who: WhoReads

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What may be agreed to."""
        return self.who.proposals

    @property
    def changes(self) -> tuple[Change, ...]:
        """What happened to the circle, newest first."""
        return self.who.changes


def outside_page(work: UnitOfWork) -> OutsidePage:
    """Return what was sent to the outside member. Raises NotVisible for everyone else."""
    outside = _require_outside(work)
    given = select(Grant.folder_id).where(Grant.holder_id == work.person.id)
    sent = scoped(work, Allegation, Permission.ALLEGATION_READ).where(Allegation.folder_id.in_(given))
    rows = work.session.scalars(sent.order_by(Allegation.posted_at.desc()).limit(SHOWN)).all()
    if rows:
        subjects = [row.id for row in rows]
        work.record("allegation.listed", subjects=subjects, visibility=Visibility.SAFEGUARDING)
    return OutsidePage(outside, lines_of(work, rows), who_reads(work))


def agree_as_outside(work: UnitOfWork, mark: str) -> Act:
    """Agree as the outside member. Raises NotVisible, or NotAllowedNow as `agree` does."""
    _require_outside(work)
    return agree(work, find_act(work, mark), Voucher.OUTSIDE, own_signer(work))


def _require_outside(work: UnitOfWork) -> OutsideMember:
    require_reader(work)
    outside = directory_for(work).outside_member
    if outside is None or not is_outside_member(work):
        raise NotVisible("outside member")
    return outside
