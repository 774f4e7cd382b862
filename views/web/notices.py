"""What a page says after a step was done: codes from a closed list, so that an address holds nothing personal."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.offers.words import Notice
from app.rooms import WORDS


def notice_of(code: str) -> Notice | None:
    """Return what to say for a code from an address; None when there is nothing to say."""
    return WORDS.notices.get(code)


def redirect_done(endpoint: str, done: str, **values: Any) -> ResponseReturnValue:
    """Redirect to a page that says what was done. `done` is the code of a room's notice."""
    if done not in WORDS.notices:
        raise KeyError(done)
    return redirect(url_for(endpoint, done=done, **values), code=303)
