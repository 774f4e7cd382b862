"""Writes down consents and overrides, takes them back and approves them; nothing is ever deleted."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm.exc import StaleDataError

from app.access.scope import locked, require, scoped, visible
from app.consent.approvals import believed, signed_approval
from app.consent.documents import ConsentTerms, Withdrawal, Withholding
from app.consent.reading import age_of, readable_case
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.local_time import HOME_ZONE, local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.consent_bases import OVERRIDES, ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.case_standing import is_closed
from app.keyring.folders import OpenFolder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write, folder_to_write
from app.name_matching.normalise import clean_lines, clean_text
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.consent import Consent

CLOCKS_DIFFER = timedelta(minutes=1)
"""Phones and the server do not agree to the second."""

WITH_A_WITNESS = frozenset({ConsentForm.SPOKEN_WITNESSED, ConsentForm.THROUGH_INTERPRETER})
"""Forms that are worth nothing without the name of somebody who was there."""

OVERRIDE_ASKED = "consent.override_asked"
"""What the trail calls it; Today finds by it what waits, because the request itself is sealed."""


@dataclass(frozen=True)
class NewConsent:
    """What is typed of a consent. Without anyone in `shared_with` it only says who is not to be told."""

    id: UUID
    basis: ConsentBasis
    given_on: date
    given_by: str
    form: ConsentForm
    given_at: time | None = None
    shared_with: tuple[SharedWith, ...] = ()
    what: str = ""
    with_whom: str = ""
    witness: str = ""
    withheld: tuple[Withholding, ...] = ()
    non_identifiable_reporting: bool = False
    not_a_suspect: bool = False


@dataclass(frozen=True)
class NewOverride:
    """What is typed to ask that something be shared without consent."""

    id: UUID
    basis: ConsentBasis
    shared_with: tuple[SharedWith, ...]
    what: str
    reason: str
    with_whom: str = ""


def write_consent(work: UnitOfWork, case_id: UUID, new: NewConsent) -> UUID:
    """Write down what was agreed. Returns the record's id.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `basis-not-for-age`,
    `consent-from-suspect`, `giver-missing`, `witness-missing`, `share-missing`, `what-missing`, `why-missing`,
    `in-the-future` or `too-long-ago`.
    """
    case = _writable_case(work, case_id, new.id)
    if new.basis not in age_of(work, case.child_id, case.base_id).bases_on(new.given_on):
        raise NotAllowedNow("basis-not-for-age")
    terms = ConsentTerms(
        basis=new.basis,
        given_at=_moment(work, new.given_on, new.given_at),
        is_time_known=new.given_at is not None,
        written_by=work.person.id,
        shared_with=tuple(dict.fromkeys(new.shared_with)),
        what=clean_lines(new.what),
        with_whom=clean_text(new.with_whom),
        given_by=clean_text(new.given_by),
        form=new.form,
        witness=clean_text(new.witness),
        withheld=tuple(
            replace(item, who=clean_text(item.who), why=clean_lines(item.why)) for item in new.withheld
        ),
        non_identifiable_reporting=new.non_identifiable_reporting,
        not_a_suspect=new.not_a_suspect,
    )
    _refuse_incomplete(terms)
    return _keep(work, case, new.id, terms, "consent.recorded")


def ask_to_override(work: UnitOfWork, case_id: UUID, new: NewOverride) -> UUID:
    """Ask that something be shared without consent; it allows nothing until somebody else approves.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `not-an-override`, `share-missing`,
    `what-missing` or `reason-missing`.
    """
    case = _writable_case(work, case_id, new.id)
    if new.basis not in OVERRIDES:
        raise NotAllowedNow("not-an-override")
    terms = ConsentTerms(
        basis=new.basis,
        given_at=work.now,
        is_time_known=True,
        written_by=work.person.id,
        shared_with=tuple(dict.fromkeys(new.shared_with)),
        what=clean_lines(new.what),
        with_whom=clean_text(new.with_whom),
        reason=clean_lines(new.reason),
    )
    missing = [
        code
        for code, value in (
            ("share-missing", terms.shared_with),
            ("what-missing", terms.what),
            ("reason-missing", terms.reason),
        )
        if not value
    ]
    if missing:
        raise NotAllowedNow(*missing)
    return _keep(work, case, new.id, terms, OVERRIDE_ASKED)


def approve_override(work: UnitOfWork, consent_id: UUID, *, version: int) -> None:
    """Approve, as a supervisor or director who did not ask for it, that something is shared without consent.

    Raises Refused, NotVisible, Conflict, or NotAllowedNow with `own-override`, `not-an-override`,
    `override-approved` or `consent-withdrawn`.
    """
    row, folder, terms = _opened(work, consent_id, Permission.STAGE_APPROVE, version)
    if not terms.is_override:
        raise NotAllowedNow("not-an-override")
    if terms.written_by == work.person.id:
        raise NotAllowedNow("own-override")
    if terms.withdrawal or row.withdrawn_at:
        raise NotAllowedNow("consent-withdrawn")
    if terms.approval:
        raise NotAllowedNow("override-approved")
    approval = signed_approval(work, folder, row.id, terms)
    row.terms = folder.seal(replace(terms, approval=approval), row.id)
    row.overridden_by = work.person.id
    _save(work, row, folder, "consent.override_approved")


def withdraw_consent(work: UnitOfWork, consent_id: UUID, *, version: int, by_whom: str, why: str) -> None:
    """Record that a consent or override was taken back; from now on it allows nothing.

    Raises Refused, NotVisible, Conflict, or NotAllowedNow with `consent-withdrawn` or `giver-missing`.
    """
    row, folder, terms = _opened(work, consent_id, Permission.CONSENT_WRITE, version)
    if terms.withdrawal or row.withdrawn_at:
        raise NotAllowedNow("consent-withdrawn")
    by_whom = clean_text(by_whom)
    if not by_whom:
        raise NotAllowedNow("giver-missing")
    withdrawal = Withdrawal(work.now, work.person.id, by_whom, clean_lines(why))
    row.terms = folder.seal(replace(terms, withdrawal=withdrawal), row.id)
    row.withdrawn_at = work.now
    _save(work, row, folder, "consent.withdrawn")


def _refuse_incomplete(terms: ConsentTerms) -> None:
    wanted = {
        "consent-from-suspect": terms.not_a_suspect,
        "giver-missing": terms.given_by,
        "witness-missing": terms.witness or terms.form not in WITH_A_WITNESS,
        "share-missing": terms.shared_with or terms.withheld,
        "what-missing": terms.what or not terms.shared_with,
        "why-missing": all(item.why for item in terms.withheld),
    }
    missing = [code for code, is_there in wanted.items() if not is_there]
    if missing:
        raise NotAllowedNow(*missing)


def _moment(work: UnitOfWork, on: date, at: time | None) -> datetime:
    """Return when it was given, UTC; the start of the day there when the hour is not known."""
    if on.year < work.now.year - 100:
        raise NotAllowedNow("too-long-ago")
    moment = datetime.combine(on, at or time(0), tzinfo=HOME_ZONE).astimezone(UTC)
    if on > local_day(work.now) or moment > work.now + CLOCKS_DIFFER:
        raise NotAllowedNow("in-the-future")
    return moment


def _writable_case(work: UnitOfWork, case_id: UUID, record_id: UUID) -> Case:
    readable_case(work, case_id)
    require(work, Permission.CONSENT_WRITE)
    # Held until the work ends: the same form sent twice at once waits here and then finds its record.
    query = scoped(work, Case, Permission.CONSENT_WRITE).where(Case.id == case_id)
    case = work.session.scalars(locked(query)).one()
    there = work.session.get(Consent, record_id)
    if there is not None:
        if there.written_by != work.person.id or there.case_id != case_id:
            raise Refused(Permission.CONSENT_WRITE.value)
        raise AlreadyDone(record_id=record_id)
    if is_closed(work, case):
        raise NotAllowedNow("case-closed")
    return case


def _keep(work: UnitOfWork, case: Case, record_id: UUID, terms: ConsentTerms, action: str) -> UUID:
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    row = Consent(
        id=record_id,
        child_id=case.child_id,
        case_id=case.id,
        base_id=case.base_id,
        folder_id=folder.id,
        given_at=terms.given_at,
        written_by=work.person.id,
        written_at=work.now,
        terms=folder.seal(terms, record_id),
    )
    work.session.add(row)
    _save(work, row, folder, action)
    return record_id


def _opened(
    work: UnitOfWork, consent_id: UUID, permission: Permission, version: int
) -> tuple[Consent, FolderToWrite, ConsentTerms]:
    visible(work, Consent, consent_id, Permission.CONSENT_READ)
    require(work, permission)
    row = work.session.scalars(
        locked(scoped(work, Consent, permission).where(Consent.id == consent_id))
    ).one()
    if row.version != version:
        raise Conflict(record=consent_id, version=row.version)
    folder = folder_to_write(
        work,
        FolderKind.CASE,
        row.folder_id,
        base_id=row.base_id,
        child_id=row.child_id,
        case_id=row.case_id,
    )
    return row, folder, believed(work, folder, row.id, folder.open(ConsentTerms, row.id, row.terms))


def _save(work: UnitOfWork, row: Consent, folder: OpenFolder, action: str) -> None:
    try:
        work.session.flush()
    except StaleDataError:
        raise Conflict(record=row.id) from None
    work.record(
        action, subjects=[row.id, row.case_id, row.child_id], folders=[folder.id], base_id=row.base_id
    )
