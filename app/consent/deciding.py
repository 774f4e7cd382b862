"""Decides, from what is recorded, whether something about a child may be shared; no database, no keys."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.consent.documents import ConsentTerms, Withholding
from app.foundation.vocabulary.sharing_partners import SharedWith


class Way(StrEnum):
    """What a share is based on."""

    CONSENT = "consent"
    OVERRIDE = "override"


@dataclass(frozen=True)
class KnownConsent:
    """One record as the gate sees it; `terms` is None when it does not open.

    `withdrawn_at` and `overridden_by` are readable copies, in its row, of what the terms say. If the record
    `is_changed` outside Wayhome, nothing is known except when the trail first names it: it counts as not withdrawn,
    and as withholding.
    """

    id: UUID
    written_at: datetime
    terms: ConsentTerms | None
    withdrawn_at: datetime | None = None
    overridden_by: UUID | None = None
    is_changed: bool = False
    is_mistaken: bool = False
    """Written by mistake: it allows nothing and withholds nothing."""
    never_withdrawn: bool = False
    """Nobody took it back: the withdrawal was written by mistake, as a second person signed."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether the row or the terms say that it was taken back: either is enough."""
        if self.never_withdrawn:
            return False
        return self.withdrawn_at is not None or (self.terms is not None and self.terms.withdrawal is not None)

    @property
    def is_approved(self) -> bool:
        """Whether somebody other than its writer approved an override, according to both row and terms."""
        if self.terms is None or self.terms.approval is None:
            return False
        approver = self.terms.approval.by
        return approver == self.overridden_by and approver != self.terms.written_by


@dataclass(frozen=True)
class SharingVerdict:
    """Whether something may be shared: the record it is based on, or why not.

    `allowing` are all records that allow it, the one given last first. `cautions` are those who must not be told
    although their kind as a whole may be; the person sharing reads them. `withheld` is everyone who must not be told,
    of any kind, and `withheld_at` when the last of that was written.
    """

    allowed_by: UUID | None
    way: Way | None = None
    allowing: tuple[UUID, ...] = ()
    reasons: tuple[str, ...] = ()
    cautions: tuple[Withholding, ...] = ()
    withheld: tuple[Withholding, ...] = ()
    withheld_at: datetime | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether something may be shared."""
        return self.allowed_by is not None


FitsAge = Callable[[ConsentTerms], bool]


def decide(
    records: Sequence[KnownConsent],
    *,
    with_whom: SharedWith,
    recipients: Sequence[str] = (),
    fits_age: FitsAge,
) -> SharingVerdict:
    """Return whether sharing with that kind of recipient is allowed.

    A withdrawn record allows nothing. One that was written by mistake is as if it were not there. Of those that allow
    it, the one that was given last counts, on whatever day it was written down. A withholding overrules every consent,
    and every override approved before it was written; an override approved later was approved in spite of it. A record
    that does not open may hold a withholding, and is treated as one. `recipients` are the names of those who would be
    told.
    """
    records = [record for record in records if not record.is_mistaken]
    not_withdrawn = [record for record in records if not record.is_withdrawn]
    withheld_at = [record.written_at for record in not_withdrawn if _withholds(record, with_whom, recipients)]
    consents = [] if withheld_at else [r for r in not_withdrawn if _consents(r, with_whom, fits_age)]
    overrides = [r for r in not_withdrawn if _overrides(r, with_whom, after=max(withheld_at, default=None))]
    withheld = tuple(item for record in not_withdrawn if record.terms for item in record.terms.withheld)
    cautions = tuple(item for item in withheld if item.kind is with_whom and item.who)
    last = max((record.written_at for record in not_withdrawn if _tells_nobody(record)), default=None)
    found = [*_given_last_first(consents), *_given_last_first(overrides)]
    if found:
        way = Way.CONSENT if consents else Way.OVERRIDE
        allowing = tuple(record.id for record in found)
        return SharingVerdict(found[0].id, way, allowing, (), cautions, withheld, last)
    reasons = _why_not(records, with_whom, recipients, fits_age)
    return SharingVerdict(None, reasons=reasons, cautions=cautions, withheld=withheld, withheld_at=last)


def _tells_nobody(record: KnownConsent) -> bool:
    return record.terms is not None and bool(record.terms.withheld)


def _consents(record: KnownConsent, with_whom: SharedWith, fits_age: FitsAge) -> bool:
    terms = record.terms
    if terms is None or terms.is_override or not terms.not_a_suspect:
        return False
    return with_whom in terms.shared_with and fits_age(terms)


def _overrides(record: KnownConsent, with_whom: SharedWith, *, after: datetime | None) -> bool:
    terms = record.terms
    if terms is None or terms.approval is None or not terms.is_override or not record.is_approved:
        return False
    return with_whom in terms.shared_with and (after is None or terms.approval.at > after)


def _withholds(record: KnownConsent, with_whom: SharedWith, recipients: Sequence[str]) -> bool:
    if record.terms is None:
        return True
    return any(
        item.kind is with_whom and (not item.who or _is_one_of(item.who, recipients))
        for item in record.terms.withheld
    )


def _is_one_of(who: str, recipients: Sequence[str]) -> bool:
    """Tell whether one name contains the other, comparing letters only: better to share too little than too much."""
    wanted = _letters(who)
    return any(wanted in name or name in wanted for name in map(_letters, recipients) if name)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _given_last_first(records: Iterable[KnownConsent]) -> list[KnownConsent]:
    return sorted(records, key=_given, reverse=True)


def _given(record: KnownConsent) -> tuple[datetime, datetime, UUID]:
    given_at = record.terms.given_at if record.terms else record.written_at
    return given_at, record.written_at, record.id


def _why_not(
    records: Sequence[KnownConsent], with_whom: SharedWith, recipients: Sequence[str], fits_age: FitsAge
) -> tuple[str, ...]:
    """Return every reason, the most important first; `consent-missing` when nothing was ever asked or given."""
    found = {
        "consent-withheld": any(
            record.terms and not record.is_withdrawn and _withholds(record, with_whom, recipients)
            for record in records
        ),
        "consent-unreadable": any(record.terms is None and not record.is_withdrawn for record in records),
        "override-waiting": any(_waits(record, with_whom) for record in records),
        "consent-not-for-age": any(_is_outgrown(record, with_whom, fits_age) for record in records),
        "consent-withdrawn": any(
            record.is_withdrawn and record.terms and with_whom in record.terms.shared_with
            for record in records
        ),
    }
    return tuple(reason for reason, applies in found.items() if applies) or ("consent-missing",)


def _waits(record: KnownConsent, with_whom: SharedWith) -> bool:
    terms = record.terms
    if terms is None or record.is_withdrawn or record.is_approved:
        return False
    return terms.is_override and with_whom in terms.shared_with


def _is_outgrown(record: KnownConsent, with_whom: SharedWith, fits_age: FitsAge) -> bool:
    terms = record.terms
    if terms is None or record.is_withdrawn or terms.is_override:
        return False
    return with_whom in terms.shared_with and not fits_age(terms)
