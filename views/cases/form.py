"""Translates between the forms about cases and the cases room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, request
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from wtforms import SelectField

from app.cases.case_page import CasePage
from app.cases.colleagues import Colleague
from app.cases.creating import CaseInput
from app.cases.listing import CaseFilter, CaseList, Timeliness
from app.cases.notes import NoteInput, NoteView
from app.cases.stages import CaseStatus
from app.concerns.linking import LooseConcern
from app.foundation.local_time import local_day
from app.foundation.moments import as_typed
from app.foundation.roles import ROLE_LABELS
from app.foundation.vocabulary.closure_reasons import LABELS as CLOSURE_LABELS
from app.foundation.vocabulary.closure_reasons import MISTAKES
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.risks import Risk
from app.safety_plans.plans import Plans
from app.stage_moves.unmaking import closing_of
from app.unit_of_work import UnitOfWork
from forms.cases import NOBODY, CaseFilterForm, NoteForm, OpenCaseForm
from forms.fields import choices_of
from views.web.form_reading import uuid_or_none
from views.web.matching import document_from, fields_of, moment_from


@dataclass(frozen=True)
class ClosedWords:
    """Why a case is closed: the reason, the code of the case that was there already, and what was written."""

    label: str
    other: str
    words: str
    is_mistake: bool
    asked_at: datetime


def closed_words(work: UnitOfWork, case_id: UUID) -> ClosedWords | None:
    """Return why a case is closed; None while it is open, or when that record does not open."""
    move = closing_of(work, case_id)
    if move is None or move.reason is None:
        return None
    closure = move.reason.closure
    label = _(CLOSURE_LABELS[closure]) if closure else ""
    return ClosedWords(label, move.reason.duplicate_of, move.reason.words, closure in MISTAKES, move.asked_at)


def words_on_the_bench(
    page: CasePage, plans: Plans, closing: ClosedWords | None
) -> set[tuple[str, datetime]]:
    """Return what stands on the workbench in words of its own, so that its chronology does not say it once more."""
    found = {("case", page.opened_at)} if page.summary else set()
    if plans.current and plans.current.words:
        found.add(("safety-plan", plans.current.written_at))
    if closing:
        found.add(("stage-move", closing.asked_at))
    return found


def chosen_filter(form: CaseFilterForm) -> CaseFilter:
    """Read the filter; an unknown value counts as no choice."""
    chosen = form.data
    stage, risk = chosen["stage"] or "", chosen["risk"] or ""
    return CaseFilter(
        stage=CaseStatus(stage) if stage in list(CaseStatus) else None,
        risk=Risk(risk) if risk in list(Risk) else None,
        assigned_to=uuid_or_none(chosen["worker"]),
        timeliness=Timeliness.OVERDUE if chosen["timeliness"] == Timeliness.OVERDUE else Timeliness.ALL,
        base_id=uuid_or_none(chosen["base"]),
    )


def offer_filter(form: CaseFilterForm, page: CaseList) -> None:
    """Give the filter its workers and bases; people of one base, or who see only their own cases, need no choice."""
    if page.workers:
        form.worker.choices = choices_of({one.id: one.name for one in page.workers}, blank=_("Anybody"))
    else:
        del form.worker
    if page.bases:
        form.base.choices = choices_of(dict(page.bases), blank=_("All bases"))
    else:
        del form.base


def opened_for(form: OpenCaseForm) -> UUID:
    """Return the child to open a case for; an address without one is refused with 404."""
    found = uuid_or_none(form.child_id.data)
    if found is None:
        abort(404)
    return found


def new_case_from(form: OpenCaseForm, new_id: UUID) -> CaseInput:
    """Read a new case."""
    return document_from(form, CaseInput, id=new_id, worker_id=form.worker, taken_in=form.concerns)


def offer_concerns(form: OpenCaseForm, loose: Iterable[LooseConcern]) -> None:
    """Give the form the child's concerns that are in no case; on a first visit all of them are ticked."""
    offered = {
        str(one.id): f"{one.reference} · {format_date(local_day(one.posted_at), 'd MMM y')}" for one in loose
    }
    form.concerns.choices = choices_of(offered)
    if request.method == "GET" and "restore" not in request.args:
        form.concerns.data = list(offered)


def offer_workers(field: SelectField, workers: Iterable[Colleague], *, blank: str = NOBODY) -> None:
    """Give a field the people to choose from, each with their role and how many open cases they carry."""
    field.choices = choices_of({one.id: _with_load(one) for one in workers}, blank=_(blank))


def _with_load(one: Colleague) -> str:
    load = ngettext("%(num)s open case", "%(num)s open cases", one.open_cases)
    role = _(ROLE_LABELS[one.role])
    if one.is_over:
        return str(_("%(name)s, %(role)s: %(load)s, which is many", name=one.name, role=role, load=load))
    return str(_("%(name)s, %(role)s: %(load)s", name=one.name, role=role, load=load))


def fresh_note_form(work: UnitOfWork) -> dict[str, Any]:
    """Return what a new note's form begins with: today."""
    return {"happened_on": as_typed(work.now).on}


def note_from(form: NoteForm) -> NoteInput:
    """Read a note."""
    happened = moment_from(form.happened_on, form.happened_at)
    return document_from(form, NoteInput, words=form.account, happened=happened)


def note_fields(note: NoteView) -> dict[str, Any]:
    """Return what a form shows of a note."""
    typed, content = as_typed(note.happened_at), note.content
    known = {"version": note.version, "account": content.words if content else "", "happened_on": typed.on}
    return fields_of(content, happened_at=typed.at if content and content.is_time_known else None, **known)


def how_filter() -> EvidenceBasis | None:
    """Return the chronology's filter."""
    asked = request.args.get("how", "")
    return EvidenceBasis(asked) if asked in list(EvidenceBasis) else None
