"""Consent and assent: what may be shared with whom, what is withheld, sharing without consent, taking it back."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.case_records.history import record_history
from app.consent.known_consents import OF_WITHDRAWAL, consent_page, consents_page
from app.consent.recording import (
    ConsentInput,
    OverrideInput,
    approve_override,
    ask_to_override,
    withdraw_consent,
    write_consent,
)
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary import consent_bases, consent_forms, sharing_partners
from app.mistakes.marking import mark_mistaken
from app.unit_of_work import UnitOfWork
from forms.consents import ConsentForm, OverrideApprovalForm, OverrideForm, WithdrawalForm, offer_bases
from views.mistakes.pages import marking
from views.web.form_flow import save_new, save_step
from views.web.form_reading import read_form
from views.web.guard import GuardedBlueprint
from views.web.matching import document_from
from views.web.notices import redirect_done
from views.web.reasons import reason_words

bp = GuardedBlueprint("consents", __name__)
LIST = "consents.list_consents"
WORDS = {
    "kinds": sharing_partners.LABELS,
    "bases": consent_bases.LABELS,
    "ways": consent_forms.LABELS,
    "reason_words": reason_words,
}
"""The labels used by this topic's templates."""


@bp.guarded("/cases/<uuid:case_id>/consents/", requires=Permission.CONSENT_READ)
def list_consents(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show what may be shared with whom today, and every record about it."""
    return render_template("consents/list.html", page=consents_page(work, case_id), words=WORDS)


@bp.form("/cases/<uuid:case_id>/consents/new", requires=Permission.CONSENT_WRITE)
def new_consent(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Record a consent with its assent."""
    page = consents_page(work, case_id)
    form = read_form(work, ConsentForm, given_on=local_day(work.now))
    days = {local_day(work.now), form.given_on.data or local_day(work.now)}
    offer_bases(form, [basis for day in sorted(days, reverse=True) for basis in page.age.bases_on(day)])
    return save_new(
        form,
        lambda new_id: write_consent(work, case_id, _new_consent(form, new_id)),
        done="consent-recorded",
        leads_to=partial(redirect_done, LIST, case_id=case_id),
        shows=partial(render_template, "consents/new.html", page=page, form=form, words=WORDS),
    )


@bp.form("/cases/<uuid:case_id>/consents/override", requires=Permission.CONSENT_OVERRIDE)
def new_override(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Ask that something be shared without consent."""
    page = consents_page(work, case_id)
    form = read_form(work, OverrideForm)
    return save_new(
        form,
        lambda new_id: ask_to_override(work, case_id, document_from(form, OverrideInput, id=new_id)),
        done="override-asked",
        leads_to=partial(redirect_done, LIST, case_id=case_id),
        shows=partial(render_template, "consents/override.html", page=page, form=form, words=WORDS),
    )


@bp.guarded("/cases/<uuid:case_id>/consents/<uuid:consent_id>", requires=Permission.CONSENT_READ)
def show_consent(work: UnitOfWork, case_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Show one record."""
    page, record = consent_page(work, case_id, consent_id)
    return render_template("consents/show.html", page=page, record=record, words=WORDS)


@bp.form("/cases/<uuid:case_id>/consents/<uuid:consent_id>/withdraw", requires=Permission.CONSENT_WRITE)
def withdraw(work: UnitOfWork, case_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Record that a consent was taken back."""
    page, record = consent_page(work, case_id, consent_id)
    form = read_form(work, WithdrawalForm, version=record.version)
    by_whom, why = form.by_whom.data or "", form.why.data or ""
    return save_step(
        form,
        lambda version: withdraw_consent(work, consent_id, version=version, by_whom=by_whom, why=why),
        version=record.version,
        done="consent-withdrawn",
        leads_to=partial(redirect_done, LIST, case_id=case_id),
        shows=partial(
            render_template, "consents/withdraw.html", page=page, record=record, form=form, words=WORDS
        ),
    )


@bp.form(
    "/cases/<uuid:case_id>/consents/<uuid:consent_id>/withdrawal-mistake", requires=Permission.CONSENT_WRITE
)
def mark_withdrawal(work: UnitOfWork, case_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Say that nobody took a consent back: its withdrawal was written by mistake."""
    _page, record = consent_page(work, case_id, consent_id)
    history = record_history(work, record.case_id, consent_id)
    return marking(work, history, mark_mistaken, name=OF_WITHDRAWAL)


@bp.form("/cases/<uuid:case_id>/consents/<uuid:consent_id>/approve", requires=Permission.STAGE_APPROVE)
def approve(work: UnitOfWork, case_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Approve that something is shared without consent."""
    page, record = consent_page(work, case_id, consent_id)
    form = read_form(work, OverrideApprovalForm, version=record.version)
    return save_step(
        form,
        lambda version: approve_override(work, consent_id, version=version),
        version=record.version,
        done="override-approved",
        leads_to=partial(redirect_done, LIST, case_id=case_id),
        shows=partial(
            render_template, "consents/approve.html", page=page, record=record, form=form, words=WORDS
        ),
    )


def _new_consent(form: ConsentForm, new_id: UUID) -> ConsentInput:
    return document_from(form, ConsentInput, id=new_id)
