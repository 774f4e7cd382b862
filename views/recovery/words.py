"""What is said of a recovery card that was not accepted."""

from flask_babel import gettext as _
from wtforms import Form

from app.recovery.typed_cards import CardFault, CardRefused


def put_beside_field(form: Form, refusal: CardRefused) -> None:
    """Put what is wrong with a typed card beside the field it was typed into."""
    field = form[refusal.field.value]
    field.errors = [*field.errors, fault_words(refusal)]


def fault_words(refusal: CardRefused) -> str:
    """Return what is wrong with a typed card, and what to do, in the page's language."""
    match refusal.fault:
        case CardFault.UNKNOWN_WORD:
            words = _("Word %(number)s is not on the list. Look at it again.", number=refusal.word_number)
        case CardFault.WORD_COUNT:
            words = _("This is not the number of words the card has. Look for one left out or typed twice.")
        case CardFault.CHECKSUM:
            words = _(
                "Every word is on the list, but together they are not the card: one is another or out of place."
            )
        case CardFault.UNREADABLE_CODE:
            words = _("The scanned code is not whole. Scan it again, or type the words.")
        case CardFault.SAME_CARD_TWICE:
            words = _("This is the same card twice. The other card is needed too.")
        case CardFault.OTHER_KIT:
            words = _("These two cards are of different kits. Compare the kit numbers printed on them.")
        case CardFault.OLDER_KIT:
            words = _(
                "These cards belong together, but newer ones replaced them. They open nothing any more."
            )
    return str(words)
