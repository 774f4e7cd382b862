"""What a page says after a step was done: a closed list of codes, so that nothing personal is in an address."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.offers.words import Notice
from app.rooms import WORDS


def notice_of(code: str) -> Notice | None:
    """Return what to say for a code that came with an address; None when there is nothing to say."""
    return WORDS.notices.get(code)


def redirect_done(endpoint: str, done: str, **values: Any) -> ResponseReturnValue:
    """Redirect to a page that says what was done. `done` is the code of some room's notice."""
    if done not in WORDS.notices:
        raise KeyError(done)
    return redirect(url_for(endpoint, done=done, **values), code=303)
