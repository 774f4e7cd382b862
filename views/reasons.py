"""Why a step cannot be done now, in words: services raise codes, people read sentences."""

from app.rooms import WORDS


def reason_words(code: str) -> str:
    """Return the sentence for a reason, to be translated at the edge. Raises KeyError for an unknown one."""
    return WORDS.reasons[code]
