"""What each event of the audit trail is called on screen."""

from flask_babel import gettext

from app.rooms import WORDS


def action_words(action: str) -> str:
    """Return an event's words, or its code while it has none."""
    return gettext(WORDS.events[action]) if action in WORDS.events else action
