"""Packets: choosing what the first page tells, and writing Khmer beside the originals."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.packets.contents import ChronologyEntry
from app.packets.drafts import draft_page
from app.packets.first_pages import FirstPage, choose_headline, first_page, write_khmer
from app.packets.headlines import shortened
from app.packets.passages import Original, why_not_beside
from app.unit_of_work import UnitOfWork
from forms.packet_pages import FirstPageForm, KhmerForm, headline_choices, khmer_form
from views.packets.blueprint import PAGE, WORDS, bp
from views.packets.saying import said
from views.web.form_flow import save_edit
from views.web.form_reading import read_both, uuid_or_none
from views.web.notices import redirect_done
from views.web.reasons import reason_words


@bp.form("/packets/<uuid:packet_id>/first-page", requires=Permission.PACKET_DRAFT)
def edit_first_page(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Choose the entry that the first page tells."""
    page, first = draft_page(work, packet_id), first_page(work, packet_id)
    known = {"version": page.row_version, "headline": str(first.chosen or "")}
    form, theirs = read_both(work, FirstPageForm, known, offer=lambda each: _offer(each, first))
    return save_edit(
        form,
        lambda version: choose_headline(work, packet_id, uuid_or_none(form.headline.data), version=version),
        theirs=theirs,
        done="packet-changed",
        leads_to=partial(redirect_done, PAGE, packet_id=packet_id),
        shows=partial(
            render_template, "packets/first_page.html", page=page, first=first, form=form, words=WORDS
        ),
    )


@bp.form("/packets/<uuid:packet_id>/khmer", requires=Permission.PACKET_DRAFT)
def edit_khmer(work: UnitOfWork, packet_id: UUID) -> ResponseReturnValue:
    """Write Khmer texts beside the originals that leave."""
    page, first = draft_page(work, packet_id), first_page(work, packet_id)
    originals = {f"text_{one.digest}": one for one in first.originals}
    known = {"version": page.row_version, **{name: one.khmer for name, one in originals.items()}}
    form, theirs = read_both(work, _khmer_form(originals), known)
    return save_edit(
        form,
        lambda version: write_khmer(
            work,
            packet_id,
            {one.digest: form[name].data or "" for name, one in originals.items()},
            version=version,
        ),
        theirs=theirs,
        done="packet-changed",
        leads_to=partial(redirect_done, PAGE, packet_id=packet_id),
        shows=partial(render_template, "packets/khmer.html", page=page, originals=originals, form=form),
    )


def _khmer_form(originals: Mapping[str, Original]) -> type[KhmerForm]:
    return khmer_form({name: (_label(one), partial(_why_not, one)) for name, one in originals.items()})


def _why_not(original: Original, text: str) -> str:
    code = why_not_beside(original, text)
    return reason_words(code) if code else ""


def _offer(form: FirstPageForm, first: FirstPage) -> None:
    entries = {
        str(entry.record): f"{number}. {_first_words(entry)}"
        for number, entry in enumerate(first.entries, start=1)
        if entry.record is not None
    }
    form.headline.choices = headline_choices(entries)


def _first_words(entry: ChronologyEntry) -> str:
    """Return what the first page would tell of an entry, or that it is too long to be told there."""
    too_long = N_(
        "It is too long for the first page, and no sentence ends early enough. A shorter summary would be printed here."
    )
    return shortened(entry.summary or said(entry.text, N_("What happened"))) or str(_(too_long))


def _label(one: Original) -> str:
    if one.item is None:
        return str(_(one.label))
    if one.item.isdecimal():
        return str(_("Entry %(number)s: %(field)s", number=one.item, field=_(one.label)))
    return f"{one.item} · {_(one.label)}"
