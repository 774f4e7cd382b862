"""The one gate that must be passed before anything about a child leaves Wayhome."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.children.children import visible_child
from app.consent.deciding import KnownConsent, SharingVerdict, decide
from app.consent.known_consents import age_of, consent_rows, known_consents, lost_consents
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SharingGround:
    """The verdict, and the records it is based on, with their words."""

    verdict: SharingVerdict
    records: tuple[KnownConsent, ...]


def sharing_of(
    work: UnitOfWork, child_id: UUID, *, with_whom: SharedWith, recipients: Sequence[str] = ()
) -> SharingVerdict:
    """Return whether a child's story may be shared with that kind of recipient, and on what basis.

    `recipients` are the names of those who would be told. The answer uses the records this person reaches; a person
    who reaches none gets "not allowed". Raises NotVisible for a child that they may not see.
    """
    return sharing_ground(work, child_id, with_whom=with_whom, recipients=recipients).verdict


def sharing_ground(
    work: UnitOfWork, child_id: UUID, *, with_whom: SharedWith, recipients: Sequence[str] = ()
) -> SharingGround:
    """Return the same verdict with the records in force, newest first, for people who must state the grounds."""
    child = visible_child(work, child_id)
    known = known_consents(work, consent_rows(work, child.id))
    known += lost_consents(work, child.id, known)
    age = age_of(work, child.id, child.base_id)
    verdict = decide(known, with_whom=with_whom, recipients=recipients, fits_age=age.fits)
    by_id = {record.id: record for record in known}
    return SharingGround(verdict, tuple(by_id[record_id] for record_id in verdict.allowing))
