"""Asks for the password again before a weighty step, and leads back to it with what was typed kept."""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.local_paths import with_draft
from app.sign_in.drafts import rescue
from views.sign_in.pages import local_target
from views.web.cookies import token_cookie_name
from views.web.form_address import form_address
from views.web.guard import SAFE_METHODS, this_server


def ask_for_proof(_error: Exception) -> ResponseReturnValue:
    """Answer any step that needs fresh proof: the page that asks for the password, and then back."""
    return redirect(url_for("account.prove", next=_page_after()), code=303)


def _page_after() -> str:
    if request.method in SAFE_METHODS:
        return request.full_path.rstrip("?")
    if not _has_page(request.path):
        return local_target((request.referrer or "").removeprefix(request.host_url.rstrip("/")))
    token = request.cookies.get(token_cookie_name(this_server().settings), "")
    address = form_address()
    kept = rescue(this_server(), token, address, request.form)
    return with_draft(address, kept) if kept else address


def _has_page(path: str) -> bool:
    """Tell whether the address a form was sent to can also be opened."""
    return current_app.url_map.bind_to_environ(request.environ).test(path, method="GET")
