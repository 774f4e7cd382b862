"""Packets: making a file, downloading it once, and withdrawing a packet."""

from uuid import UUID

from flask import current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.packets.document import Translation
from app.packets.downloads import OneTimeDownloads, WaitingFile
from app.packets.drawing import DrawingStopped
from app.packets.exporting import ExportedFile, export_packet
from app.packets.packet_page import packet_page
from app.packets.rendering import PdfLibraryMissing
from app.packets.template_reviews import translation_of
from app.packets.withdrawing import withdraw_packet
from app.packets.wording import Language
from app.unit_of_work import UnitOfWork
from forms.packets import DownloadForm, ExportForm, ReasonForm
from views.packets.approving import come_back
from views.packets.blueprint import PAGE, WORDS, bp
from views.packets.form import order_from
from views.web.form_reading import forget_restored, form_status, read_form, was_sent
from views.web.guard import Writes, this_server
from views.web.notices import redirect_done
from views.web.reasons import add_reasons


@bp.form(
    "/packets/<uuid:packet_id>/export/<uuid:recipient_id>",
    requires=Permission.PACKET_EXPORT,
    writes=Writes.WHEN_READY,
)
def export(work: UnitOfWork, packet_id: UUID, recipient_id: UUID) -> ResponseReturnValue:
    """Make one recipient's file; asks for the password first."""
    page = packet_page(work, packet_id)
    recipient = next((one for one in page.recipients if one.id == recipient_id), None)
    if recipient is None:
        raise NotVisible("packet_recipient")
    form = read_form(work, ExportForm, version=page.row_version)
    is_draft = translation_of(work, Language.KHMER) is Translation.DRAFT
    if was_sent(form):
        try:
            return _exported(work, export_packet(work, order_from(form, packet_id, recipient_id)), packet_id)
        except AlreadyDone:
            return redirect_done(PAGE, "packet-exported-before", packet_id=packet_id)
        except (PdfLibraryMissing, DrawingStopped) as error:
            add_reasons(form, NotAllowedNow(WHY_NOT_DRAWN[type(error)]))
        except (NotAllowedNow, Conflict) as refusal:
            come_back(form, refusal, page)
    return render_template(
        "packets/export.html", page=page, recipient=recipient, form=form, is_draft=is_draft, words=WORDS
    ), form_status()


WHY_NOT_DRAWN: dict[type[Exception], str] = {
    PdfLibraryMissing: "pdf-library-missing",
    DrawingStopped: "packet-drawing-stopped",
}


def _exported(work: UnitOfWork, made: ExportedFile, packet_id: UUID) -> ResponseReturnValue:
    """Show the words once; the file waits in memory for this session. The work commits before this page leaves."""
    forget_restored(work)
    token = _downloads().keep(
        WaitingFile(made.content, made.file_name, packet_id, made.file_id, work.session_id, work.now)
    )
    work.on_rollback.append(lambda: _downloads().forget(token))
    form = DownloadForm(token=token)
    return render_template("packets/exported.html", made=made, packet_id=packet_id, form=form, words=WORDS)


@bp.guarded(
    "/packets/download", requires=Permission.PACKET_DOWNLOAD, methods=("POST",), writes=Writes.WHEN_READY
)
def download(work: UnitOfWork) -> ResponseReturnValue:
    """Hand out a finished file, once, to the session it was made in."""
    form = read_form(work, DownloadForm)
    token = form.token.data or ""
    file = _downloads().take(token, session_id=work.session_id)
    if file is None:
        taken = _downloads().was_taken(token, session_id=work.session_id)
        raise NotAllowedNow("packet-file-taken" if taken else "packet-download-gone")
    work.on_rollback.append(lambda: _downloads().give_back(token, file))
    work.record("packet.downloaded", subjects=[file.file_id, file.packet_id])
    response = make_response(file.content)
    response.headers["Content-Type"] = "application/pdf"
    # The name contains only letters, digits and dashes.
    response.headers["Content-Disposition"] = f'attachment; filename="{file.file_name}"'
    return response


@bp.form("/packets/<uuid:packet_id>/withdraw", requires=Permission.PACKET_WITHDRAW)
def withdraw(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Withdraw a packet; the page lists everybody who holds a copy of it."""
    page = packet_page(work, packet_id)
    form = read_form(work, ReasonForm, version=page.row_version)
    if was_sent(form):
        try:
            withdraw_packet(work, packet_id, why=form.why.data or "", version=form.version.data)
            return redirect_done(PAGE, "packet-withdrawn", packet_id=packet_id)
        except (NotAllowedNow, Conflict) as refusal:
            come_back(form, refusal, page)
    return render_template("packets/withdraw.html", page=page, form=form, words=WORDS), form_status()


def _downloads() -> OneTimeDownloads:
    """Return this process's waiting files, made when first used."""
    made = OneTimeDownloads(this_server().clock.now)
    kept: OneTimeDownloads = current_app.extensions.setdefault("packet-downloads", made)
    return kept
