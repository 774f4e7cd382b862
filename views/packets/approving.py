"""Packets: approving one, and sending one back."""

from base64 import b64encode
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.approving import approve_packet, show_pages
from app.packets.drafting import return_to_writer
from app.packets.packet_page import PacketPage, packet_page
from app.packets.preview import PreviewPage, every_page
from app.packets.refusing import refuse_change
from app.packets.rendering import PdfLibraryMissing
from app.unit_of_work import UnitOfWork
from forms.packets import ApproveForm, ExportForm, ReasonForm, StepForm, offer_pages
from views.packets.blueprint import PAGE, WORDS, bp
from views.packets.form import pages_carried, pages_read
from views.web.form_reading import form_status, read_form, was_sent
from views.web.guard import Writes
from views.web.notices import redirect_done
from views.web.reasons import add_reasons


@bp.form("/packets/<uuid:packet_id>/approve", requires=Permission.PACKET_APPROVE, writes=Writes.WHEN_READY)
def approve(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Approve exactly what was frozen, with every page of it on the screen, also after one was left out."""
    page = packet_page(work, packet_id)
    form = read_form(work, ApproveForm, version=page.row_version, digest=page.digest)
    offer_pages(form, pages_carried(form))
    is_unread = was_sent(form) and _leaves_pages_out(page, form)
    if is_unread:
        add_reasons(form, NotAllowedNow("packet-pages-not-seen"))
    elif was_sent(form):
        try:
            state = _approved(work, packet_id, form)
            done = "packet-released" if state is PacketState.RELEASED else "packet-approved"
            return redirect_done(PAGE, done, packet_id=packet_id)
        except (NotAllowedNow, Conflict) as refusal:
            come_back(form, refusal, page)
    drawn = _shown(work, page, form) if is_unread or request.method != "POST" else None
    images = [(image, b64encode(image.png).decode()) for image in drawn.pages] if drawn else []
    given = {"images": images, "text": drawn.text if drawn else "", "words": WORDS}
    return render_template("packets/approve.html", page=page, form=form, **given), form_status()


def _approved(work: UnitOfWork, packet_id: UUID, form: ApproveForm) -> PacketState:
    digest, version = form.digest.data or "", form.version.data
    work.begin_writing()
    return approve_packet(work, packet_id, digest=digest, seen=pages_read(form), version=version)


def _leaves_pages_out(page: PacketPage, form: ApproveForm) -> bool:
    """Tell whether not every page of what is frozen still was said to be read: its pages are drawn again."""
    return form.digest.data == page.digest and not pages_read(form).is_every_page


def _shown(work: UnitOfWork, page: PacketPage, form: ApproveForm) -> PreviewPage | None:
    """Draw every page of what was frozen, and sign that they go onto this person's screen; None when they cannot."""
    if not page.rights.approves or page.comparison.reasons or page.digest is None:
        return None
    try:
        drawn = every_page(work, page.id)
    except PdfLibraryMissing:
        add_reasons(form, NotAllowedNow("pdf-library-missing"))
        return None
    if drawn.why_no_pages:
        add_reasons(form, NotAllowedNow(drawn.why_no_pages))
        return None
    count = len(drawn.pages)
    offer_pages(form, count)
    form.pages.process_data(count)
    form.shown.process_data(show_pages(work, page.id, count, digest=page.digest))
    form.version.process_data(page.row_version)
    form.digest.process_data(page.digest)
    return drawn


@bp.form("/packets/<uuid:packet_id>/refuse", requires=Permission.PACKET_APPROVE)
def refuse(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Leave a packet as it is in one field, which the address names, for a reason."""
    page, mark = packet_page(work, packet_id), request.args.get("change", "")
    change = next((one for one in page.comparison.changes if one.mark == mark), None)
    form = read_form(work, ReasonForm, version=page.row_version)
    if was_sent(form):
        try:
            refuse_change(work, packet_id, mark, why=form.why.data or "", version=form.version.data)
            return redirect_done(PAGE, "packet-refused", packet_id=packet_id)
        except (NotAllowedNow, Conflict) as refusal:
            come_back(form, refusal, page)
    return render_template(
        "packets/refuse.html", page=page, change=change, form=form, words=WORDS
    ), form_status()


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
    """Show a step's form again; after a colleague's change it is sent for what is shown now."""
    if isinstance(refusal, Conflict):
        form.version.process_data(page.row_version)
        refusal = NotAllowedNow("packet-changed")
    add_reasons(form, refusal)
