"""Translates between the forms of moves and the room."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_babel import format_date

from app.concerns.linking import LooseConcern
from app.concerns.observing import Observed
from app.foundation.local_time import local_day
from app.foundation.moments import MomentInput, as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.safety_plans.documents import PlanAction, PlanWords
from app.stage_moves.in_danger import DangerInput
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of, is_blank
from forms.stage_moves import DangerForm
from views.web.form_reading import uuid_or_none
from views.web.matching import document_from


def fresh_danger_form(work: UnitOfWork) -> dict[str, Any]:
    """Return what the form begins with: seen today, to be looked at again tomorrow."""
    today = as_typed(work.now).on
    return {"seen_on": today, "review_on": today + timedelta(days=1)}


def offer_concerns(form: DangerForm, loose: Iterable[LooseConcern]) -> None:
    """Give the form the concerns of the inbox about the child."""
    form.concerns.choices = choices_of(
        {
            str(one.id): f"{one.reference} · {format_date(local_day(one.posted_at), 'd MMM y')}"
            for one in loose
        }
    )


def danger_from(form: DangerForm, new_id: UUID) -> DangerInput:
    """Read the request; what was left empty is not written."""
    chosen = (uuid_or_none(each) for each in form.concerns.data or ())
    return DangerInput(
        id=new_id,
        words=form.reason.data or "",
        suspicion=_suspicion(form),
        concerns=tuple(each for each in chosen if each is not None),
        plan=_plan(form),
        review_on=form.review_on.data,
    )


def _suspicion(form: DangerForm) -> Observed | None:
    if not form.suspicion.data or form.seen_on.data is None:
        return None
    basis = EvidenceBasis(form.basis.data or EvidenceBasis.SEEN)
    return Observed(basis, form.suspicion.data, MomentInput(form.seen_on.data, None))


def _plan(form: DangerForm) -> PlanWords | None:
    actions = tuple(document_from(row.form, PlanAction) for row in form.actions if not is_blank(row.form))
    return PlanWords(actions, why=form.reason.data or "") if actions else None
