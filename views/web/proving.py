"""Asks for the password again before an important step, then leads back to it with what was typed."""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.local_paths import with_draft, with_notice
from app.sign_in.drafts import rescue
from views.sign_in.pages import local_target
from views.web.cookies import token_cookie_name
from views.web.form_address import form_address
from views.web.guard import SAFE_METHODS, this_server

NOT_DONE_YET = "proof-given"
"""The notice on the page that the proof leads back to: whatever was pressed must be pressed again."""


def ask_for_proof(_error: Exception) -> ResponseReturnValue:
    """Answer any step that needs a fresh proof: show the page that asks for the password, then lead back."""
    return redirect(url_for("account.prove", next=_page_after()), code=303)


def _page_after() -> str:
    if request.method in SAFE_METHODS:
        return request.full_path.rstrip("?")
    if not _has_page(request.path):
        came_from = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
        return with_notice(local_target(came_from), NOT_DONE_YET)
    token = request.cookies.get(token_cookie_name(this_server().settings), "")
    address = form_address()
    kept = rescue(this_server(), token, address, request.form)
    return with_notice(with_draft(address, kept) if kept else address, NOT_DONE_YET)


def _has_page(path: str) -> bool:
    """Tell whether the address a form was sent to can also be opened."""
    return current_app.url_map.bind_to_environ(request.environ).test(path, method="GET")
