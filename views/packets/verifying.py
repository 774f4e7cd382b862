"""Packets: asking whether a file is ours. The file itself is never uploaded."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.permissions import Permission
from app.packets.registry import NotVouched, RegistryEntry, registry_entry
from app.unit_of_work import UnitOfWork
from forms.packets import VerifyForm
from views.packets.blueprint import WORDS, bp
from views.web.form_reading import form_status, read_form, was_sent
from views.web.guard import Writes


@bp.form("/packets/verify", requires=Permission.PACKET_READ, writes=Writes.WHEN_READY)
def verify(work: UnitOfWork) -> ResponseReturnValue:
    """Take the SHA-256 that the browser worked out, or that was typed, and say what we know of the file."""
    form = read_form(work, VerifyForm)
    is_asked = was_sent(form)
    entry, is_vouched = _asked(work, form.sha256.data or "") if is_asked else (None, True)
    status = 200 if is_asked else form_status()
    return render_template(
        "packets/verify.html",
        form=form,
        is_asked=is_asked,
        is_vouched=is_vouched,
        entry=entry,
        words=WORDS,
    ), status


def _asked(work: UnitOfWork, sha256_hex: str) -> tuple[RegistryEntry | None, bool]:
    try:
        return registry_entry(work, sha256_hex), True
    except NotVouched:
        return None, False
