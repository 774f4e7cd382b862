"""Saves something new: written, written already, or not yet because a rule of the work forbids it."""

from collections.abc import Callable

from wtforms import Form

from app.foundation.errors import AlreadyDone, NotAllowedNow
from views.web.reasons import add_reasons


def try_adding(form: Form, save: Callable[[], object], *, done: str) -> str | None:
    """Save what was typed and return the notice to show; None when the form comes back with its reasons."""
    try:
        save()
    except AlreadyDone:
        return "already-saved"
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
        return None
    return done
