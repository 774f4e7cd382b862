"""The blueprint that every page of referral packets belongs to, and what its templates say."""

from app.foundation.vocabulary import packet_states, sharing_partners, urgencies
from app.packets.fields import SECTION_LABELS
from forms.packets import LANGUAGES
from views.web.guard import GuardedBlueprint
from views.web.reasons import reason_words

bp = GuardedBlueprint("packets", __name__)
PAGE = "packets.show_packet"
WORDS = {
    "states": packet_states.LABELS,
    "urgencies": urgencies.LABELS,
    "kinds": sharing_partners.LABELS,
    "sections": SECTION_LABELS,
    "languages": LANGUAGES,
    "reason_words": reason_words,
}
"""The labels that the templates of this topic say."""
