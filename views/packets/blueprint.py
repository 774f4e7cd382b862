"""The blueprint that every page of referral packets belongs to, and what its templates say."""

from app.foundation.vocabulary import copy_steps, copy_waits, packet_states, sharing_partners, urgencies
from app.packets.fields import SECTION_LABELS
from forms.packets import LANGUAGES
from views.packets.form import CAUTIONS
from views.packets.saying import said, source_said
from views.web.guard import GuardedBlueprint
from views.web.reasons import reason_words

bp = GuardedBlueprint("packets", __name__)
PAGE = "packets.show_packet"
WORDS = {
    "states": packet_states.LABELS,
    "steps": copy_steps.LABELS,
    "waits": copy_waits.LABELS,
    "urgencies": urgencies.LABELS,
    "kinds": sharing_partners.LABELS,
    "sections": SECTION_LABELS,
    "languages": LANGUAGES,
    "reason_words": reason_words,
    "cautions": CAUTIONS,
    "said": said,
    "source_said": source_said,
}
"""The labels used by this topic's templates."""
