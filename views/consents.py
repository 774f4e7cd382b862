"""Consent and assent: what may be shared with whom, what is withheld, sharing without consent, taking it back."""

from datetime import date
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.consent.documents import Withholding
from app.consent.reading import consent_page, consents_page
from app.consent.recording import (
    NewConsent,
    NewOverride,
    approve_override,
    ask_to_override,
    withdraw_consent,
    write_consent,
)
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary import consent_bases, consent_forms, sharing_partners
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm as GivenForm
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.unit_of_work import UnitOfWork
from forms.consents import ConsentForm, OverrideApprovalForm, OverrideForm, WithdrawalForm, offer_bases
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.web.reading import read_form, was_sent
from views.web.reasons import add_reasons, reason_words
from views.web.saving import forget_restored, form_status

bp = GuardedBlueprint("consents", __name__)
BOTH = ("GET", "POST")
LIST = "consents.list_consents"
WORDS = {
    "kinds": sharing_partners.LABELS,
    "bases": consent_bases.LABELS,
    "ways": consent_forms.LABELS,
    "reason_words": reason_words,
}
"""The labels that the templates of this topic say."""


@bp.guarded("/cases/<uuid:case_id>/consents/", requires=Permission.CONSENT_READ)
def list_consents(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show what may be shared with whom today, and every record about it."""
    return render_template("consents/list.html", page=consents_page(work, case_id), words=WORDS)


@bp.guarded("/cases/<uuid:case_id>/consents/new", requires=Permission.CONSENT_WRITE, methods=BOTH)
def new_consent(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write down a consent with its assent."""
    page = consents_page(work, case_id)
    form = read_form(work, ConsentForm, given_on=local_day(work.now))
    days = {local_day(work.now), form.given_on.data or local_day(work.now)}
    offer_bases(form, [basis for day in sorted(days, reverse=True) for basis in page.age.bases_on(day)])
    if was_sent(form):
        try:
            write_consent(work, case_id, _new_consent(form))
            forget_restored(work)
            return redirect_done(LIST, "consent-recorded", case_id=case_id)
        except AlreadyDone:
            return redirect_done(LIST, "already-saved", case_id=case_id)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    return render_template("consents/new.html", page=page, form=form, words=WORDS), form_status()


@bp.guarded("/cases/<uuid:case_id>/consents/override", requires=Permission.CONSENT_WRITE, methods=BOTH)
def new_override(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Ask that something be shared without consent."""
    page = consents_page(work, case_id)
    form = read_form(work, OverrideForm)
    if was_sent(form):
        try:
            ask_to_override(work, case_id, _new_override(form))
            forget_restored(work)
            return redirect_done(LIST, "override-asked", case_id=case_id)
        except AlreadyDone:
            return redirect_done(LIST, "already-saved", case_id=case_id)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    return render_template("consents/override.html", page=page, form=form, words=WORDS), form_status()


@bp.guarded("/cases/<uuid:case_id>/consents/<uuid:consent_id>", requires=Permission.CONSENT_READ)
def show_consent(work: UnitOfWork, case_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Show one record."""
    page, record = consent_page(work, case_id, consent_id)
    return render_template("consents/show.html", page=page, record=record, words=WORDS)


@bp.guarded(
    "/cases/<uuid:case_id>/consents/<uuid:consent_id>/withdraw",
    requires=Permission.CONSENT_WRITE,
    methods=BOTH,
)
def withdraw(work: UnitOfWork, case_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Record that a consent was taken back."""
    page, record = consent_page(work, case_id, consent_id)
    form = read_form(work, WithdrawalForm, version=record.version)
    if was_sent(form):
        by_whom, why = form.by_whom.data or "", form.why.data or ""
        try:
            withdraw_consent(work, consent_id, version=form.version.data, by_whom=by_whom, why=why)
            forget_restored(work)
            return redirect_done(LIST, "consent-withdrawn", case_id=case_id)
        except (NotAllowedNow, Conflict) as refusal:
            _come_back(form, refusal, record.version)
    return render_template(
        "consents/withdraw.html", page=page, record=record, form=form, words=WORDS
    ), form_status()


@bp.guarded(
    "/cases/<uuid:case_id>/consents/<uuid:consent_id>/approve",
    requires=Permission.STAGE_APPROVE,
    methods=BOTH,
)
def approve(work: UnitOfWork, case_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Approve that something is shared without consent."""
    page, record = consent_page(work, case_id, consent_id)
    form = read_form(work, OverrideApprovalForm, version=record.version)
    if was_sent(form):
        try:
            approve_override(work, consent_id, version=form.version.data)
            return redirect_done(LIST, "override-approved", case_id=case_id)
        except (NotAllowedNow, Conflict) as refusal:
            _come_back(form, refusal, record.version)
    return render_template(
        "consents/approve.html", page=page, record=record, form=form, words=WORDS
    ), form_status()


def _come_back(
    form: WithdrawalForm | OverrideApprovalForm, refusal: NotAllowedNow | Conflict, version: int
) -> None:
    """Show the form again; after a colleague's change it is sent on top of what is shown now."""
    if isinstance(refusal, Conflict):
        form.version.process_data(version)
        refusal = NotAllowedNow("consent-changed")
    add_reasons(form, refusal)


def _new_consent(form: ConsentForm) -> NewConsent:
    withheld = tuple(
        Withholding(SharedWith(row.form.kind.data), row.form.who.data or "", row.form.why.data or "")
        for row in form.withheld
        if row.form.kind.data
    )
    return NewConsent(
        id=form.record_id.data,
        basis=ConsentBasis(form.basis.data),
        given_on=form.given_on.data or date.min,
        given_by=form.given_by.data or "",
        form=GivenForm(form.form.data),
        given_at=form.given_at.data,
        shared_with=tuple(map(SharedWith, form.shared_with.data or ())),
        what=form.what.data or "",
        with_whom=form.with_whom.data or "",
        witness=form.witness.data or "",
        withheld=withheld,
        non_identifiable_reporting=form.non_identifiable_reporting.data,
        not_a_suspect=form.not_a_suspect.data,
    )


def _new_override(form: OverrideForm) -> NewOverride:
    return NewOverride(
        id=form.record_id.data,
        basis=ConsentBasis(form.basis.data),
        shared_with=tuple(map(SharedWith, form.shared_with.data or ())),
        what=form.what.data or "",
        reason=form.reason.data or "",
        with_whom=form.with_whom.data or "",
    )
