"""Packets: what became of a copy: handed over, received, acted on, asked back; and putting such a record right."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotVisible
from app.foundation.local_time import local_day, to_typed
from app.foundation.permissions import Permission
from app.foundation.vocabulary.copy_steps import StepKind
from app.packets.copy_steps import StepInput, record_step
from app.packets.files import CopyView, FileLine, StepLine
from app.packets.packet_page import PacketPage, packet_page
from app.unit_of_work import UnitOfWork
from forms.packet_copies import (
    HandoverForm,
    OutcomeForm,
    RecallEndForm,
    RecallForm,
    ReceiptForm,
    StepMistakeForm,
    StepOfCopyForm,
)
from views.packets.blueprint import PAGE, WORDS, bp
from views.web.form_flow import save_new
from views.web.form_reading import read_form
from views.web.matching import document_from
from views.web.notices import redirect_done

_FORMS: Mapping[StepKind, type[StepOfCopyForm]] = {
    StepKind.HANDED_OVER: HandoverForm,
    StepKind.RECEIVED: ReceiptForm,
    StepKind.OUTCOME: OutcomeForm,
    StepKind.RECALL_ASKED: RecallForm,
    StepKind.RETURNED: RecallEndForm,
    StepKind.DESTROYED: RecallEndForm,
    StepKind.NOT_RETURNED: RecallEndForm,
}


@bp.form("/packets/<uuid:packet_id>/handover/<uuid:file_id>", requires=Permission.PACKET_READ)
def hand_over(work: UnitOfWork, packet_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Record a handover, and the receipt if there is one already."""
    page = packet_page(work, packet_id)
    for copy in page.copies:
        for file in copy.files:
            if file.id == file_id:
                return _recorded(work, page, copy, StepKind.HANDED_OVER, file=file)
    raise NotVisible("packet_file")


@bp.form("/packets/<uuid:packet_id>/copies/<uuid:recipient_id>/receipt", requires=Permission.PACKET_READ)
def receive(work: UnitOfWork, packet_id: UUID, recipient_id: UUID) -> ResponseReturnValue:
    """Record a receipt that came later."""
    page, copy = _shown(work, packet_id, recipient_id)
    return _recorded(work, page, copy, StepKind.RECEIVED)


@bp.form("/packets/<uuid:packet_id>/copies/<uuid:recipient_id>/outcome", requires=Permission.PACKET_READ)
def tell_outcome(work: UnitOfWork, packet_id: UUID, recipient_id: UUID) -> ResponseReturnValue:
    """Record what the unit did."""
    page, copy = _shown(work, packet_id, recipient_id)
    return _recorded(work, page, copy, StepKind.OUTCOME)


@bp.form("/packets/<uuid:packet_id>/copies/<uuid:recipient_id>/recall", requires=Permission.PACKET_APPROVE)
def recall(work: UnitOfWork, packet_id: UUID, recipient_id: UUID) -> ResponseReturnValue:
    """Record that a copy was asked back; whoever checks it reads so from then on."""
    page, copy = _shown(work, packet_id, recipient_id)
    return _recorded(work, page, copy, StepKind.RECALL_ASKED)


@bp.form("/packets/<uuid:packet_id>/copies/<uuid:recipient_id>/recall-end", requires=Permission.PACKET_READ)
def end_recall(work: UnitOfWork, packet_id: UUID, recipient_id: UUID) -> ResponseReturnValue:
    """Record what became of a copy that was asked back."""
    page, copy = _shown(work, packet_id, recipient_id)
    return _recorded(work, page, copy, StepKind.RETURNED)


@bp.form(
    "/packets/<uuid:packet_id>/copies/<uuid:recipient_id>/steps/<uuid:step_id>",
    requires=Permission.PACKET_READ,
)
def correct_step(work: UnitOfWork, packet_id: UUID, recipient_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Put right what was recorded of a copy; what stood there stays readable."""
    page, copy, step = _signed(work, packet_id, recipient_id, step_id)
    return _recorded(work, page, copy, step.kind, corrects=step)


@bp.form(
    "/packets/<uuid:packet_id>/copies/<uuid:recipient_id>/steps/<uuid:step_id>/mistake",
    requires=Permission.PACKET_READ,
)
def take_out_step(
    work: UnitOfWork, packet_id: UUID, recipient_id: UUID, step_id: UUID
) -> ResponseReturnValue:
    """Say that what was recorded of a copy was written by mistake: it counts for nothing, and stays readable."""
    page, copy, step = _signed(work, packet_id, recipient_id, step_id)
    form, kind = read_form(work, StepMistakeForm), StepKind.MISTAKE
    said = partial(StepInput, step=kind, on=local_day(work.now), corrects_id=step.id)
    return save_new(
        form,
        lambda new_id: record_step(
            work, packet_id, recipient_id, said(id=new_id, remark=form.remark.data or "")
        ),
        done="packet-step-taken-out",
        leads_to=partial(redirect_done, PAGE, packet_id=packet_id),
        shows=partial(_draw, page=page, copy=copy, kind=kind, about=step, form=form),
    )


def _draw(**names: Any) -> str:
    return render_template(
        "packets/copy_step.html", words=WORDS, **({"file": None, "corrects": None, "about": None} | names)
    )


def _recorded(
    work: UnitOfWork,
    page: PacketPage,
    copy: CopyView,
    kind: StepKind,
    *,
    file: FileLine | None = None,
    corrects: StepLine | None = None,
) -> ResponseReturnValue:
    shown = _known(corrects) if corrects else {"handed_on": local_day(work.now)}
    form = read_form(work, _FORMS[kind], **shown)
    return save_new(
        form,
        lambda new_id: record_step(
            work, page.id, copy.recipient.id, _step(form, new_id, kind, file=file, corrects=corrects)
        ),
        done="packet-step-corrected" if corrects else _DONE[kind],
        leads_to=partial(redirect_done, PAGE, packet_id=page.id),
        shows=partial(_draw, page=page, copy=copy, kind=kind, file=file, corrects=corrects, form=form),
    )


_DONE = {
    StepKind.HANDED_OVER: "packet-handed-over",
    StepKind.RECEIVED: "packet-received",
    StepKind.OUTCOME: "packet-outcome",
    StepKind.RECALL_ASKED: "packet-recall-asked",
    StepKind.RETURNED: "packet-recall-ended",
}


def _step(
    form: StepOfCopyForm, new_id: UUID, kind: StepKind, *, file: FileLine | None, corrects: StepLine | None
) -> StepInput:
    absent: dict[str, Any] = {name: "" for name in _TYPED if name not in form}
    if "step" not in form:
        absent["step"] = kind
    return document_from(
        form,
        StepInput,
        id=new_id,
        on=form.handed_on,
        at=form.handed_at,
        file_id=corrects.file_id if corrects else file.id if file else None,
        corrects_id=corrects.id if corrects else None,
        **absent,
    )


_TYPED = ("officer", "unit", "stamp_number", "remark")


def _known(step: StepLine) -> dict[str, Any]:
    """Return what the form of a correction shows of the step as it stands."""
    words = step.words
    at = to_typed(step.happened_at).time() if step.is_hour_known else None
    known: dict[str, Any] = {name: getattr(words, name) if words else "" for name in _TYPED}
    return known | {"handed_on": local_day(step.happened_at), "handed_at": at, "step": step.kind.value}


def _shown(work: UnitOfWork, packet_id: UUID, recipient_id: UUID) -> tuple[PacketPage, CopyView]:
    page = packet_page(work, packet_id)
    for copy in page.copies:
        if copy.recipient.id == recipient_id and copy.files:
            return page, copy
    raise NotVisible("packet_recipient")


def _signed(
    work: UnitOfWork, packet_id: UUID, recipient_id: UUID, step_id: UUID
) -> tuple[PacketPage, CopyView, StepLine]:
    page, copy = _shown(work, packet_id, recipient_id)
    for step in copy.steps:
        if step.id == step_id and step.is_signed:
            return page, copy, step
    raise NotVisible("handover")
