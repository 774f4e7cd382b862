"""Packets: the list, a new one, its page, its words, its preview with the switches, and submitting it."""

from base64 import b64encode
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.copy_waits import CopyWait
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.drafting import (
    begin_packet,
    change_part,
    change_recipients,
    change_words,
    correct_packet,
    set_switches,
    take_in_news,
)
from app.packets.drafts import draft_page, new_packet_page, part_page
from app.packets.fields import Section
from app.packets.listing import packets_page
from app.packets.packet_page import packet_page
from app.packets.preview import preview_page
from app.packets.rendering import PdfLibraryMissing
from app.packets.scopes import visible_packet
from app.packets.submitting import submit_packet
from app.packets.wording import Language
from app.unit_of_work import UnitOfWork
from forms.fields import enum_of
from forms.packets import (
    ClosedCorrectionForm,
    CorrectionForm,
    NewPacketForm,
    PacketFilterForm,
    PartForm,
    RecipientsForm,
    StepForm,
    SwitchBox,
    switches_form,
    words_form,
)
from views.packets.blueprint import PAGE, WORDS, bp
from views.packets.form import (
    new_packet_from,
    offer_bodies,
    part_values,
    recipient_fields,
    switch_boxes,
    switches_kept,
    units_typed,
    word_boxes,
    word_values,
    words_typed,
)
from views.web.form_flow import pressed, save_edit, save_new
from views.web.form_reading import form_status, read_both, read_button, read_form, uuid_or_none, was_sent
from views.web.kept_filters import filters_stay
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from
from views.web.reasons import add_reasons


@bp.guarded("/packets/", requires=Permission.PACKET_READ)
@filters_stay
def list_packets(work: UnitOfWork) -> ResponseReturnValue:
    """List the packets this person reaches."""
    form = PacketFilterForm(request.args)
    state, waits = _chosen(form) if form.validate() else (None, None)
    case_id = uuid_or_none(request.args.get("case"))
    page = packets_page(work, state=state, waits=waits, case_id=case_id, page=page_number())
    ways = ways_from(page.page, has_more=page.has_more)
    return render_template("packets/list.html", page=page, form=form, ways=ways, words=WORDS)


@bp.form("/packets/new", requires=Permission.PACKET_DRAFT)
def new_packet(work: UnitOfWork) -> ResponseReturnValue:
    """Begin a packet from a case, which the address names."""
    case_id = uuid_or_none(request.args.get("case"))
    if case_id is None:
        raise NotVisible("case")
    page = new_packet_page(work, case_id)
    form = read_form(work, NewPacketForm)
    offer_bodies(form, page.pack)
    return save_new(
        form,
        lambda new_id: begin_packet(work, new_packet_from(form, new_id, case_id)),
        done="packet-drafted",
        leads_to=partial(redirect_done, PAGE, packet_id=form.record_id.data),
        shows=partial(render_template, "packets/new.html", page=page, form=form, words=WORDS),
    )


@bp.guarded("/packets/<uuid:packet_id>", requires=Permission.PACKET_READ)
def show_packet(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Show how far a packet has come, and what comes next."""
    page = packet_page(work, packet_id)
    return render_template("packets/show.html", page=page, correction=CorrectionForm(), words=WORDS)


@bp.form("/packets/<uuid:packet_id>/words", requires=Permission.PACKET_DRAFT)
def edit_words(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Change the words before they leave, or show both versions when somebody saved first."""
    page = draft_page(work, packet_id)
    boxes = word_boxes(page.contents)
    known = word_values(boxes, page.contents) | {"version": page.row_version}
    form, theirs = read_both(work, words_form(boxes), known)
    return save_edit(
        form,
        lambda version: change_words(
            work,
            packet_id,
            words_typed(form, page.contents),
            urgency=form.urgency.data,
            version=version,
        ),
        theirs=theirs,
        done="packet-changed",
        leads_to=partial(redirect_done, PAGE, packet_id=packet_id),
        shows=partial(render_template, "packets/words.html", page=page, form=form, boxes=boxes),
    )


@bp.guarded("/packets/<uuid:packet_id>/parts", requires=Permission.PACKET_DRAFT)
def list_parts(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Show what was taken from each record, to mask or summarise it."""
    return render_template("packets/parts_list.html", page=draft_page(work, packet_id), words=WORDS)


@bp.form("/packets/<uuid:packet_id>/part", requires=Permission.PACKET_DRAFT)
def edit_part(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Take names and places out of one part, which the address names, and summarise it."""
    key = request.args.get("part", Section.SAFETY.value)
    page, part = part_page(work, packet_id, key)
    form, theirs = read_both(work, PartForm, part_values(part) | {"version": page.row_version})
    return save_edit(
        form,
        lambda version: change_part(
            work,
            packet_id,
            key,
            (form.masked.data or "").splitlines(),
            form.summary.data or "",
            version=version,
        ),
        theirs=theirs,
        done="packet-changed",
        leads_to=partial(redirect_done, "packets.list_parts", packet_id=packet_id),
        shows=partial(render_template, "packets/part.html", page=page, part=part, form=form, words=WORDS),
    )


@bp.form("/packets/<uuid:packet_id>/recipients", requires=Permission.PACKET_DRAFT)
def edit_recipients(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Change a packet's recipients."""
    page = draft_page(work, packet_id)
    known = recipient_fields(page.recipients) | {"version": page.row_version}
    form, theirs = read_both(work, RecipientsForm, known, offer=lambda each: offer_bodies(each, page.pack))
    return save_edit(
        form,
        lambda version: change_recipients(
            work, packet_id, form.bodies.data or (), units_typed(form), version=version
        ),
        theirs=theirs,
        done="packet-changed",
        leads_to=partial(redirect_done, PAGE, packet_id=packet_id),
        shows=partial(render_template, "packets/recipients.html", page=page, form=form),
    )


@bp.guarded("/packets/<uuid:packet_id>/preview", requires=Permission.PACKET_READ)
def show_preview(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Show the pages as they will leave, and each field's switch beside them."""
    language = Language.KHMER if request.args.get("language") == Language.KHMER else Language.ENGLISH
    try:
        page = preview_page(work, packet_id, language=language, mark=request.args.get("copy", ""))
    except PdfLibraryMissing:
        raise NotAllowedNow("pdf-library-missing") from None
    images = [(image, b64encode(image.png).decode()) for image in page.pages]
    boxes = switch_boxes(page.switches, page.cautions)
    form = switches_form(boxes)(data={"version": page.row_version, **_kept(boxes)}) if boxes else None
    return render_template(
        "packets/preview.html", page=page, images=images, form=form, boxes=boxes, words=WORDS
    )


@bp.form("/packets/<uuid:packet_id>/switches", requires=Permission.PACKET_DRAFT)
def edit_switches(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Keep or withhold each field."""
    page = draft_page(work, packet_id)
    boxes = switch_boxes(page.switches, page.cautions)
    known: dict[str, Any] = {"version": page.row_version, **_kept(boxes)}
    form, theirs = read_both(work, switches_form(boxes), known)
    return save_edit(
        form,
        lambda version: set_switches(work, packet_id, switches_kept(form, boxes), version=version),
        theirs=theirs,
        done="packet-changed",
        leads_to=partial(redirect_done, "packets.show_preview", packet_id=packet_id),
        shows=partial(render_template, "packets/switches.html", page=page, form=form, boxes=boxes),
    )


@bp.guarded("/packets/<uuid:packet_id>/news", requires=Permission.PACKET_DRAFT, methods=("POST",))
def take_in(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Take in whatever the records say now."""
    found = take_in_news(work, packet_id, version=read_button(StepForm).version.data)
    nothing = "packet-no-news-open" if found.closed else "packet-no-news"
    return redirect_done(PAGE, "packet-news" if found.changed else nothing, packet_id=packet_id)


@bp.form("/packets/<uuid:packet_id>/submit", requires=Permission.PACKET_DRAFT)
def submit(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Freeze the packet and ask for its approvals."""
    page = packet_page(work, packet_id)
    form = read_form(work, StepForm, version=page.row_version)
    if was_sent(form):
        try:
            submit_packet(work, packet_id, version=form.version.data)
            return redirect_done(PAGE, "packet-submitted", packet_id=packet_id)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    return render_template("packets/submit.html", page=page, form=form, words=WORDS), form_status()


@bp.guarded("/packets/<uuid:packet_id>/correct", requires=Permission.PACKET_DRAFT, methods=("POST",))
def correct(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Begin a new version that names this one."""
    visible_packet(work, packet_id, Permission.PACKET_DRAFT)
    new_id = read_button(CorrectionForm).record_id.data
    done = pressed(lambda: correct_packet(work, packet_id, new_id), "packet-corrected")
    return redirect_done(PAGE, done, packet_id=new_id)


@bp.form("/packets/<uuid:packet_id>/correct-closed", requires=Permission.PACKET_DRAFT)
def correct_closed(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Begin a new version though the case is closed, with the supervisor's word."""
    page = packet_page(work, packet_id)
    form = read_form(work, ClosedCorrectionForm)
    return save_new(
        form,
        lambda new_id: correct_packet(work, packet_id, new_id, why_on_closed=form.why.data or ""),
        done="packet-corrected",
        leads_to=partial(redirect_done, PAGE, packet_id=form.record_id.data),
        shows=partial(render_template, "packets/correct_closed.html", page=page, form=form, words=WORDS),
    )


def _chosen(form: PacketFilterForm) -> tuple[PacketState | None, CopyWait | None]:
    return enum_of(PacketState, form.state.data), enum_of(CopyWait, form.waits.data)


def _kept(boxes: Sequence[SwitchBox]) -> dict[str, list[str]]:
    return {box.name: list(box.kept) for box in boxes}
