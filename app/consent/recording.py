"""Records consents and overrides, withdraws them and approves overrides; nothing is ever deleted."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.access.scope import visible
from app.case_records.records import Closed
from app.children.births import refuse_before_birth
from app.consent.approvals import believed, signed_approval
from app.consent.documents import ConsentTerms, Withdrawal, Withholding
from app.consent.known_consents import CONSENTS, age_of, is_void
from app.consent.marked import WITHDRAWAL
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day, to_utc
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.consent_bases import OVERRIDES, ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.folders import open_folder
from app.mistakes.marking import counts_again
from app.mistakes.states import marks_of
from app.unit_of_work import UnitOfWork
from models.consent import Consent

CLOCKS_DIFFER = timedelta(minutes=1)
"""The clocks of phones and the server may differ by seconds."""

WITH_A_WITNESS = frozenset({ConsentForm.SPOKEN_WITNESSED, ConsentForm.THROUGH_INTERPRETER})
"""Forms that are worthless without the name of somebody who was there."""

OVERRIDE_ASKED = "consent.override_asked"
"""The event's name in the trail. Today finds waiting requests by it, because the request itself is sealed."""


@dataclass(frozen=True)
class ConsentInput:
    """What is typed for a consent. Without anyone in `shared_with` it only says who must not be told."""

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
class OverrideInput:
    """What is typed to ask that something be shared without consent."""

    id: UUID
    basis: ConsentBasis
    shared_with: tuple[SharedWith, ...]
    what: str
    reason: str
    with_whom: str = ""


def write_consent(work: UnitOfWork, case_id: UUID, new: ConsentInput) -> UUID:
    """Record what was agreed. Returns the record's id.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `basis-not-for-age`,
    `consent-from-suspect`, `giver-missing`, `witness-missing`, `share-missing`, `what-missing`, `why-missing`,
    `in-the-future`, `too-long-ago`, `before-born` or `before-any-birth`.
    """
    record = CONSENTS.begin(work, case_id, new.id)
    refuse_before_birth(work, record.case.child_id, new.given_on)
    age = age_of(work, record.case.child_id, record.case.base_id)
    if new.basis not in age.bases_on(new.given_on):
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
    record.save("recorded", terms, given_at=terms.given_at)
    return new.id


def ask_to_override(work: UnitOfWork, case_id: UUID, new: OverrideInput) -> UUID:
    """Ask that something be shared without consent; it allows nothing until somebody else approves.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `not-an-override`, `share-missing`,
    `what-missing` or `reason-missing`.
    """
    record = CONSENTS.begin(work, case_id, new.id)
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
    record.save("override_asked", terms, given_at=terms.given_at)
    return new.id


def approve_override(work: UnitOfWork, consent_id: UUID, *, version: int) -> None:
    """Approve that something is shared without consent, as a supervisor or director who did not ask for it.

    Raises Refused, NotVisible, Conflict, ChangedOutside, or NotAllowedNow with `case-closed`, `own-override`,
    `not-an-override`, `override-approved` or `consent-withdrawn`.
    """
    record = CONSENTS.edit(
        work, _case_of(work, consent_id), consent_id, version, writes=Permission.STAGE_APPROVE
    )
    folder = open_folder(work, record.row.folder_id)
    terms = believed(work, folder, consent_id, record.read())
    if not terms.is_override:
        raise NotAllowedNow("not-an-override")
    if terms.written_by == work.person.id:
        raise NotAllowedNow("own-override")
    if _is_withdrawn(work, record.row, terms):
        raise NotAllowedNow("consent-withdrawn")
    if terms.approval:
        raise NotAllowedNow("override-approved")
    approval = signed_approval(work, folder, consent_id, terms)
    record.save("override_approved", replace(terms, approval=approval), overridden_by=work.person.id)


def withdraw_consent(work: UnitOfWork, consent_id: UUID, *, version: int, by_whom: str, why: str) -> None:
    """Record that a consent or override was taken back; it then allows nothing. Works in a closed case too.

    Raises Refused, NotVisible, Conflict, ChangedOutside, or NotAllowedNow with `consent-withdrawn` or
    `giver-missing`.
    """
    record = CONSENTS.edit(work, _case_of(work, consent_id), consent_id, version, on_closed=Closed.TAKES)
    terms = believed(work, open_folder(work, record.row.folder_id), consent_id, record.read())
    if _is_withdrawn(work, record.row, terms):
        raise NotAllowedNow("consent-withdrawn")
    by_whom = clean_text(by_whom)
    if not by_whom:
        raise NotAllowedNow("giver-missing")
    # A withdrawal that was never meant gives way to one that is: its mark must not void this one.
    if terms.withdrawal:
        counts_again(work, CONSENTS.hold(work, consent_id, CONSENTS.writes), WITHDRAWAL, words=by_whom)
    withdrawal = Withdrawal(work.now, work.person.id, by_whom, clean_lines(why))
    record.save("withdrawn", replace(terms, withdrawal=withdrawal), withdrawn_at=work.now)


def _is_withdrawn(work: UnitOfWork, row: Consent, terms: ConsentTerms) -> bool:
    if not terms.withdrawal and not row.withdrawn_at:
        return False
    return not is_void(marks_of(work, [row], WITHDRAWAL)[row.id])


def _case_of(work: UnitOfWork, consent_id: UUID) -> UUID:
    """Return the case a consent lies in, which may be an earlier one of the same child. Raises NotVisible."""
    return visible(work, Consent, consent_id, CONSENTS.reads).case_id


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
    """Return when it was given, UTC; the start of the local day when the hour is not known."""
    refuse_unlikely(DayMeaning.DONE, on, local_day(work.now))
    moment = to_utc(datetime.combine(on, at or time(0)))
    if moment > work.now + CLOCKS_DIFFER:
        raise NotAllowedNow("in-the-future")
    return moment
