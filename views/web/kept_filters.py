"""Filters that stay: what a list was cut to is found again at the list's plain address, until it is cleared.

The cookie holds what the list's address held, for one session. Back needs none of this: a filter and a page number
stand in the address.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import wraps

from flask import Response, after_this_request, redirect, request
from flask.typing import ResponseReturnValue

from app.unit_of_work import UnitOfWork
from views.web.cookies import LISTS_COOKIE_BYTES, lists_cookie_name, set_lists
from views.web.guard import this_server
from views.web.paging import CLEAR, KEEP, NOT_A_FILTER, address_with

ListView = Callable[[UnitOfWork], ResponseReturnValue]
SPOKEN = "done"
"""The code of a notice, which is said once, wherever a step leads."""


def filters_stay(view: ListView) -> ListView:
    """Let a list's filter stay for the session.

    The filter's form sends `keep`. A plain address leads on to the one with the filter that was kept; `clear` forgets
    it. Neither asks the list for anything, so nobody was shown what they are not shown.
    """

    @wraps(view)
    def look(work: UnitOfWork) -> ResponseReturnValue:
        kept = _kept(work)
        if CLEAR in request.args:
            _keep(work, {path: asked for path, asked in kept.items() if path != request.path})
            return redirect(address_with([]))
        if KEEP in request.args:
            chosen = _chosen()
            others = {path: asked for path, asked in kept.items() if path != request.path}
            _keep(work, others | ({request.path: chosen} if chosen else {}))
        elif not set(request.args) - {SPOKEN} and kept.get(request.path):
            spoken = [(SPOKEN, code) for code in request.args.getlist(SPOKEN)]
            return redirect(address_with([*kept[request.path], *spoken]))
        return view(work)

    return look


def _chosen() -> list[tuple[str, str]]:
    """Return what is asked for in this address, without what was left empty."""
    asked = request.args.items(multi=True)
    return [(name, value) for name, value in asked if value and name not in NOT_A_FILTER]


def _kept(work: UnitOfWork) -> dict[str, list[tuple[str, str]]]:
    """Return the filters kept by this session; none from another one's cookie, or one that cannot be read."""
    sent = request.cookies.get(lists_cookie_name(this_server().settings), "")
    try:
        whose, found = json.loads(urlsafe_b64decode(sent.encode()))
        lists = {
            str(path): [
                (str(name), str(value)) for name, value in asked if value and name not in NOT_A_FILTER
            ]
            for path, asked in found.items()
        }
        # Whatever cannot stand in an address.
        json.dumps(lists, ensure_ascii=False).encode()
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return lists if whose == _whose(work) else {}


def _keep(work: UnitOfWork, lists: dict[str, list[tuple[str, str]]]) -> None:
    text = urlsafe_b64encode(json.dumps([_whose(work), lists]).encode()).decode() if lists else ""

    @after_this_request
    def store(response: Response) -> Response:
        if len(text) <= LISTS_COOKIE_BYTES:
            set_lists(response, text, this_server().settings)
        return response


def _whose(work: UnitOfWork) -> str:
    return str(work.session_id)
