"""Between the forms about cases and what the cases' room works with."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, current_app, request, url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from wtforms import SelectField

from app.access.scope import has
from app.cases.case_page import CasePage
from app.cases.colleagues import Colleague
from app.cases.creating import CaseInput
from app.cases.listing import CaseFilter, CaseList, Timeliness
from app.cases.notes import NoteInput, NoteView
from app.cases.stages import CaseStatus
from app.concerns.linking import LooseConcern
from app.foundation.local_time import local_day
from app.foundation.moments import as_typed
from app.foundation.permissions import Permission
from app.foundation.roles import ROLE_LABELS
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.risks import Risk
from app.unit_of_work import UnitOfWork
from forms.cases import NOBODY, CaseFilterForm, NoteForm, OpenCaseForm
from forms.fields import choices_of
from views.web.form_reading import uuid_or_none
from views.web.matching import document_from, fields_of, moment_from


@dataclass(frozen=True)
class OtherPage:
    """A page about the same case in another room."""

    label: str
    url: str


def chosen_filter(form: CaseFilterForm) -> CaseFilter:
    """Read the filter; what is not one of the answers counts as not chosen."""
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
    """Give the filter its workers and bases; people of one base, and those who see only their own, need no choice."""
    if page.workers:
        form.worker.choices = choices_of({one.id: one.name for one in page.workers}, blank=_("Anybody"))
    else:
        del form.worker
    if page.bases:
        form.base.choices = choices_of(dict(page.bases), blank=_("All bases"))
    else:
        del form.base


def opened_for(form: OpenCaseForm) -> UUID:
    """Return the child a case is opened for; an address without one is refused with 404."""
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
    """Return what the chronology is cut to."""
    asked = request.args.get("how", "")
    return EvidenceBasis(asked) if asked in list(EvidenceBasis) else None


def other_pages(work: UnitOfWork, page: CasePage) -> list[OtherPage]:
    """Return the pages other rooms have about a case, as far as they exist and this person may open them."""
    offered: list[tuple[str, str, Permission, dict[str, Any]]] = [
        (_("Restoration"), "restoration.show_restoration", Permission.RESTORATION_READ, {"case_id": page.id}),
        (_("Consent"), "consents.list_consents", Permission.CONSENT_READ, {"case_id": page.id}),
        (
            _("Emergency sheet"),
            "emergency.show_sheet",
            Permission.EMERGENCY_READ,
            {"child_id": page.child_id},
        ),
    ]
    if page.is_open:
        offered.append(
            (_("Prepare a packet"), "packets.new_packet", Permission.PACKET_DRAFT, {"case": page.id})
        )
    return [
        OtherPage(label, url_for(endpoint, **values))
        for label, endpoint, permission, values in offered
        if endpoint in current_app.view_functions and has(work, permission)
    ]
