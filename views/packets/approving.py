"""Packets: approving one, and sending one back."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.approving import approve_packet
from app.packets.drafting import return_to_writer
from app.packets.packet_page import PacketPage, packet_page
from app.unit_of_work import UnitOfWork
from forms.packets import ExportForm, ReasonForm, StepForm
from views.packets.blueprint import PAGE, WORDS, bp
from views.web.form_reading import form_status, read_form, was_sent
from views.web.notices import redirect_done
from views.web.reasons import add_reasons


@bp.form("/packets/<uuid:packet_id>/approve", requires=Permission.PACKET_APPROVE)
def approve(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Approve exactly what was frozen."""
    page = packet_page(work, packet_id)
    form = read_form(work, StepForm, version=page.row_version, digest=page.digest)
    if was_sent(form):
        try:
            digest = form.digest.data or ""
            state = approve_packet(work, packet_id, digest=digest, version=form.version.data)
            done = "packet-released" if state is PacketState.RELEASED else "packet-approved"
            return redirect_done(PAGE, done, packet_id=packet_id)
        except (NotAllowedNow, Conflict) as refusal:
            come_back(form, refusal, page)
            form.digest.process_data(page.digest)
    return render_template("packets/approve.html", page=page, form=form, words=WORDS), form_status()


@bp.form("/packets/<uuid:packet_id>/return", requires=Permission.PACKET_APPROVE)
def send_back(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Send a packet back to its writer, with the reason."""
    page = packet_page(work, packet_id)
    form = read_form(work, ReasonForm, version=page.row_version)
    if was_sent(form):
        try:
            return_to_writer(work, packet_id, why=form.why.data or "", version=form.version.data)
            return redirect_done(PAGE, "packet-returned", packet_id=packet_id)
        except (NotAllowedNow, Conflict) as refusal:
            come_back(form, refusal, page)
    return render_template("packets/send_back.html", page=page, form=form, words=WORDS), form_status()


def come_back(
    form: StepForm | ReasonForm | ExportForm, refusal: NotAllowedNow | Conflict, page: PacketPage
) -> None:
    """Show a step's form again; after a colleague's change it is sent on top of what is shown now."""
    if isinstance(refusal, Conflict):
        form.version.process_data(page.row_version)
        refusal = NotAllowedNow("packet-changed")
    add_reasons(form, refusal)
