"""Leads from a concern to the form for our own people, and from there back: only the child and the time come along.

Nothing is handed over: what stands in one book was sealed to its readers, and the other has others. So it is written
anew, by whoever means it.
"""

from datetime import date, datetime, time
from typing import Any

from flask import request, url_for

from app.concerns.concern_page import ConcernPage
from app.foundation.moments import as_typed
from app.foundation.typed_codes import codes_meant
from app.safeguarding.pages import AllegationPage
from forms.concern import AllegationForm


def our_own_url(page: ConcernPage) -> str:
    """Return the address of the form for our own people, for somebody who reads a concern."""
    code, seen = page.child.code if page.child else "", page.observation
    when = _when(seen.seen_at, is_time_known=seen.is_time_known) if seen else {}
    return url_for("allegations.post_allegation", written=page.delivery.reference, code=code or None, **when)


def concern_url(page: AllegationPage) -> str:
    """Return the address of the form of a concern, for a member who reads that something is about nobody of ours."""
    seen = page.account.observation if page.account else None
    when = _when(seen.seen_at, is_time_known=seen.is_time_known) if seen else {}
    return url_for("concerns.post_concern", child=page.child.id if page.child else None, **when)


def time_brought() -> dict[str, Any]:
    """Return the day and the time that came along in the address; nothing for what nobody could mean."""
    try:
        day = date.fromisoformat(request.args.get("on", ""))
        at = request.args.get("at", "")
        return {"seen_on": day, "seen_at": time.fromisoformat(at) if at else None}
    except ValueError:
        return {}


def show_code_brought(form: AllegationForm) -> str:
    """Put the child's code that came along where it would be typed; return the concern that it came from, or "".

    Nothing is opened for it. The trail would tell who had the form of an allegation before them.
    """
    code, written = request.args.get("code", ""), request.args.get("written", "")
    if request.method == "GET" and "restore" not in request.args and codes_meant(code):
        form.look_for.data = codes_meant(code)[0]
    return codes_meant(written)[0] if codes_meant(written) else ""


def _when(moment: datetime, *, is_time_known: bool) -> dict[str, Any]:
    typed = as_typed(moment)
    at = {"at": f"{typed.at:%H:%M}"} if is_time_known and typed.at else {}
    return {"on": typed.on.isoformat(), **at}
