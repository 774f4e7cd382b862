"""Opens the consents about a child, and tells the state of each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from app.access.addresses import declare_address
from app.access.scope import has
from app.audit.trail_pages import first_told, subjects_of_action, told_about
from app.bases.known import pack_of_base
from app.bases.pack import ConsentBand, Pack
from app.case_records.loading import readable_case
from app.case_records.records import CaseRecords, Closed
from app.children.cards import open_cards
from app.children.documents import Age
from app.consent.approvals import believed
from app.consent.bands import bases_at, counts, youngest_on
from app.consent.deciding import FitsAge, KnownConsent, SharingVerdict, decide
from app.consent.documents import ConsentTerms, Withholding
from app.consent.marked import (
    WITHDRAWAL,
    always_second,
    why_second_to_count_again,
    why_second_to_mark,
    withholds,
)
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.case_status import is_closed
from app.keyring.folders import OpenFolder, look_in, open_folder, open_folders
from app.keyring.policy import FolderKind
from app.mistakes.markables import Held, declare_markable, name_of
from app.mistakes.states import COUNTS, MarkState, marks_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.consent import Consent

CONSENTS = CaseRecords(
    Consent,
    ConsentTerms,
    FolderKind.CASE,
    reads=Permission.CONSENT_READ,
    writes=Permission.CONSENT_WRITE,
    on_closed=Closed.REFUSES,
    event="consent",
    also={Permission.STAGE_APPROVE},
    second=why_second_to_mark,
    second_back=why_second_to_count_again,
    involved=lambda _work, consent: {consent.overridden_by} - {None},
)
declare_address("case_id", "consent_id", Consent.child_id, of=Case.child_id)


def _hold_withdrawn(work: UnitOfWork, consent_id: UUID, permission: Permission) -> Held[Consent]:
    held = CONSENTS.hold(work, consent_id, permission)
    if _recorder_of_withdrawal(work, held.row) is None:
        raise NotAllowedNow("not-withdrawn")
    return held


def _recorder_of_withdrawal(work: UnitOfWork, row: Consent) -> UUID | None:
    withdrawal = open_folder(work, row.folder_id).read(row, ConsentTerms).withdrawal
    return withdrawal.recorded_by if withdrawal else None


OF_WITHDRAWAL = name_of(Consent, WITHDRAWAL)
"""What marks call the withdrawal of a consent."""
declare_markable(
    Consent,
    ConsentTerms,
    part=WITHDRAWAL,
    writes=CONSENTS.writes,
    hold=_hold_withdrawn,
    second=always_second,
    involved=lambda work, consent: {consent.written_by, _recorder_of_withdrawal(work, consent)} - {None},
)

WITHDRAWN = "consent.withdrawn"
MADE = ("consent.recorded", "consent.override_asked")
"""Events of the trail: a record was withdrawn, and one was made."""

NOBODY_KNOWS_WHEN = datetime.max.replace(tzinfo=UTC)
"""The time of a record whose row and trail do not tell it: after every approval."""


class ConsentState(StrEnum):
    """What a record is worth today.

    NOT_GIVEN only withholds; OUTGROWN does not fit the child's age; MISTAKEN was written by mistake.
    """

    STANDING = "standing"
    NOT_GIVEN = "not_given"
    WAITING = "waiting"
    OUTGROWN = "outgrown"
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"
    MISTAKEN = "mistaken"


@dataclass(frozen=True)
class ChildsAge:
    """What the gate knows about a child's age, and the pack whose age bands apply."""

    pack: Pack
    age: Age | None
    today: date

    @property
    def years_now(self) -> int | None:
        """The youngest the child may be today; None when no age is known."""
        return youngest_on(self.age, self.today)

    @property
    def band(self) -> ConsentBand:
        """Today's age band; the youngest band when no age is known."""
        return self.pack.consent_band(self.years_now)

    def fits(self, terms: ConsentTerms) -> bool:
        """Tell whether the people who gave a consent were the right ones to give it.

        Nobody knows when one was given whose day is yet to come: it lends the child no later age.
        """
        given_on = local_day(terms.given_at)
        then = youngest_on(self.age, given_on) if given_on <= self.today else None
        return counts(self.pack, terms.basis, years_then=then, years_now=self.years_now)

    def bases_on(self, day: date) -> tuple[ConsentBasis, ...]:
        """Return whose consent counted on a day."""
        return bases_at(self.pack, youngest_on(self.age, day))


@dataclass(frozen=True)
class ConsentView:
    """One record as its readers see it; `known.terms` is None when it does not open.

    `marks` says whether it was written by mistake, `withdrawal` whether its withdrawal was. `case_id` is the case it
    was written in, which may be an earlier one of the same child.
    """

    known: KnownConsent
    case_id: UUID
    marks: MarkState
    withdrawal: MarkState
    version: int
    state: ConsentState
    written_by: str
    withdrawn_by: str
    approved_by: str
    may_approve: bool

    @property
    def id(self) -> UUID:
        """The record's id."""
        return self.known.id


@dataclass(frozen=True)
class ConsentsPage:
    """Everything recorded about sharing one child's story, and what may be shared with whom today."""

    case_id: UUID
    case_code: str
    child_id: UUID
    is_open: bool
    records: tuple[ConsentView, ...]
    verdicts: tuple[tuple[SharedWith, SharingVerdict], ...]
    age: ChildsAge
    writes: bool
    may_mark: bool
    lost: int
    """How many records were deleted outside Wayhome."""

    @property
    def withheld(self) -> tuple[Withholding, ...]:
        """Everyone who must not be told, by the records in force."""
        return tuple(
            item
            for record in self.records
            if record.known.terms and not record.known.is_withdrawn and not record.known.is_mistaken
            for item in record.known.terms.withheld
        )

    def withheld_from(self, record: ConsentView) -> tuple[Withholding, ...]:
        """Return the people who must not be told, among those whom a record would allow to be told."""
        kinds = record.known.terms.shared_with if record.known.terms else ()
        return tuple(item for item in self.withheld if item.kind in kinds)


def consents_page(work: UnitOfWork, case_id: UUID) -> ConsentsPage:
    """Return the page of a case's child. Raises NotVisible."""
    case = readable_case(work, case_id, CONSENTS.reads)
    rows = consent_rows(work, case.child_id)
    known = known_consents(work, rows)
    lost = lost_consents(work, case.child_id, known)
    age = age_of(work, case.child_id, case.base_id)
    return ConsentsPage(
        case_id=case.id,
        case_code=case.code,
        child_id=case.child_id,
        is_open=not is_closed(work, case),
        records=tuple(_views(work, rows, known, age)),
        verdicts=tuple(
            (kind, decide([*known, *lost], with_whom=kind, fits_age=age.fits)) for kind in SharedWith
        ),
        age=age,
        writes=has(work, Permission.CONSENT_WRITE) and not is_closed(work, case),
        may_mark=has(work, Permission.CONSENT_WRITE),
        lost=len(lost),
    )


def consent_page(work: UnitOfWork, case_id: UUID, consent_id: UUID) -> tuple[ConsentsPage, ConsentView]:
    """Return one record with the page it is on. Raises NotVisible."""
    page = consents_page(work, case_id)
    found = [record for record in page.records if record.id == consent_id]
    if not found:
        raise NotVisible("consent")
    return page, found[0]


def consent_rows(work: UnitOfWork, child_id: UUID) -> list[Consent]:
    """Return the rows about a child that this person reaches, newest first."""
    query = CONSENTS.reached(work).where(Consent.child_id == child_id)
    return list(work.session.scalars(query.order_by(Consent.written_at.desc(), Consent.id)))


def known_consents(work: UnitOfWork, rows: list[Consent]) -> list[KnownConsent]:
    """Open the rows together. A row that was changed outside, or whose key is missing here, has no terms."""
    folders = open_folders(work, [row.folder_id for row in rows])
    withdrawn = subjects_of_action(work, WITHDRAWN, (row.id for row in rows))
    marks, voided = marks_of(work, rows), marks_of(work, rows, WITHDRAWAL)
    return [
        _with_marks(
            _known(work, row, folders.get(row.folder_id), was_withdrawn=row.id in withdrawn),
            marks[row.id],
            voided[row.id],
        )
        for row in rows
    ]


def lost_consents(work: UnitOfWork, child_id: UUID, known: Iterable[KnownConsent]) -> list[KnownConsent]:
    """Return the records about a child that the trail tells of and the database no longer has, as changed ones.

    One of them may have said that somebody must not be told.
    """
    told = told_about(work, MADE, child_id)
    missing = told.keys() - {record.id for record in known}
    return [
        KnownConsent(id_, told[id_], None, is_changed=True)
        for id_ in sorted(missing)
        if work.session.get(Consent, id_) is None
    ]


def _known(work: UnitOfWork, row: Consent, folder: OpenFolder | None, *, was_withdrawn: bool) -> KnownConsent:
    look = look_in(folder, row, ConsentTerms)
    terms = look.document
    # A whole older row fits its tag. The trail tells that it was withdrawn since.
    is_older = was_withdrawn and terms is not None and terms.withdrawal is None
    if look.is_changed or is_older:
        return KnownConsent(row.id, first_told(work, row.id) or NOBODY_KNOWS_WHEN, None, is_changed=True)
    if folder is not None and terms is not None:
        terms = believed(work, folder, row.id, terms)
    return KnownConsent(row.id, row.written_at, terms, row.withdrawn_at, row.overridden_by)


def _with_marks(known: KnownConsent, marks: MarkState, voided: MarkState) -> KnownConsent:
    """Return a record as its marks say. Where they relax a protection, a second person must have signed."""
    if marks.is_changed and not known.is_changed:
        return KnownConsent(known.id, known.written_at, None, is_changed=True)
    if known.terms is None:
        return known
    is_mistaken = marks.mark is not None and (marks.mark.by_second or not withholds(known.terms))
    return replace(known, is_mistaken=is_mistaken, never_withdrawn=is_void(voided))


def is_void(withdrawal: MarkState) -> bool:
    """Tell whether a withdrawal was written by mistake, as a second person signed."""
    return withdrawal.mark is not None and withdrawal.mark.by_second


def age_of(work: UnitOfWork, child_id: UUID, base_id: UUID) -> ChildsAge:
    """Return the child's age from the name card; a card that does not open counts as no age known."""
    card = open_cards(work, [child_id]).get(child_id)
    age = card.facts.age if card and card.facts else None
    return ChildsAge(pack_of_base(work, base_id), age, local_day(work.now))


def _views(
    work: UnitOfWork, rows: list[Consent], known: list[KnownConsent], age: ChildsAge
) -> list[ConsentView]:
    names = _who(work, rows, known)
    marks, voided = marks_of(work, rows), marks_of(work, rows, WITHDRAWAL)
    approves = has(work, Permission.STAGE_APPROVE)
    return [
        ConsentView(
            known=record,
            case_id=row.case_id,
            marks=COUNTS if record.is_changed else marks[row.id],
            withdrawal=COUNTS if record.is_changed else voided[row.id],
            version=row.version,
            state=state_of(record, fits_age=age.fits),
            written_by="" if record.is_changed else names.get(row.written_by, ""),
            withdrawn_by=names.get(_withdrawn_by(record), ""),
            approved_by=names.get(record.overridden_by, ""),
            may_approve=approves and not record.is_changed and row.written_by != work.person.id,
        )
        for row, record in zip(rows, known, strict=True)
    ]


def state_of(record: KnownConsent, *, fits_age: FitsAge) -> ConsentState:
    """Return what a record is worth today."""
    terms = record.terms
    if record.is_mistaken:
        return ConsentState.MISTAKEN
    if record.is_withdrawn:
        return ConsentState.WITHDRAWN
    if terms is None:
        return ConsentState.UNREADABLE
    if terms.is_override:
        return ConsentState.STANDING if record.is_approved else ConsentState.WAITING
    if not terms.shared_with:
        return ConsentState.NOT_GIVEN
    return ConsentState.STANDING if fits_age(terms) else ConsentState.OUTGROWN


def _withdrawn_by(record: KnownConsent) -> UUID | None:
    withdrawal = record.terms.withdrawal if record.terms else None
    return withdrawal.recorded_by if withdrawal else None


def _who(work: UnitOfWork, rows: list[Consent], known: list[KnownConsent]) -> dict[UUID | None, str]:
    wanted = [row.written_by for row in rows] + [row.overridden_by for row in rows]
    names = names_of_staff(work, wanted + [_withdrawn_by(record) for record in known])
    return dict(names.items())
