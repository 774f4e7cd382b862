"""The name of each circle and what it opens, in words."""

from collections.abc import Mapping

from app.foundation.marking import N_
from app.keyring.policy import CircleKind

CIRCLE_LABELS: Mapping[CircleKind, str] = {
    CircleKind.STREET: N_("Street"),
    CircleKind.OFFICE: N_("Office"),
    CircleKind.SUPERVISION: N_("Supervision"),
    CircleKind.CLINICAL: N_("Clinical"),
    CircleKind.EMERGENCY: N_("Emergency"),
    CircleKind.DIRECTION: N_("Direction"),
    CircleKind.SAFEGUARDING: N_("Safeguarding"),
    CircleKind.RECOVERY: N_("Recovery"),
}

CIRCLE_OPENS: Mapping[CircleKind, str] = {
    CircleKind.STREET: N_("Children's profiles, names and safe-contact rules, and outreach routes."),
    CircleKind.OFFICE: N_(
        "Emergency sheets, shifts and encounters, and the notes of children without a case."
    ),
    CircleKind.SUPERVISION: N_("Concerns, disclosures, case files, placements and restoration plans."),
    CircleKind.CLINICAL: N_("Counselling notes."),
    CircleKind.EMERGENCY: N_("Emergency sheets, for the people on call."),
    CircleKind.DIRECTION: N_("The key directory's root, the packet signature, and packets."),
    CircleKind.SAFEGUARDING: N_("Allegations about our own people; closed to everyone else."),
    CircleKind.RECOVERY: N_("Every other circle; only the two cards of the recovery kit open it."),
}

CIRCLE_GAINS: Mapping[CircleKind, str] = {
    CircleKind.STREET: N_("Admit another colleague of that base first."),
    CircleKind.OFFICE: N_("Admit another caseworker or supervisor of that base first."),
    CircleKind.SUPERVISION: N_("Admit another supervisor of that base, or another director, first."),
    CircleKind.CLINICAL: N_("Name another counsellor of that base clinical lead first."),
    CircleKind.EMERGENCY: N_(
        "Name somebody else of that base on call first, or admit a caseworker or supervisor to it."
    ),
    CircleKind.DIRECTION: N_("Admit another director first."),
}
"""How a circle gets a second person, for somebody who cannot leave it because nobody else could open its content."""
