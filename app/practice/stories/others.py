"""Concerns that led to no case, and those that still wait for somebody today."""

from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.practice.story import Concern

CLOSED = (
    Concern(
        310, "field", Urgency.LOW, EvidenceBasis.SEEN,
        "Three children at the ferry steps after ten. Their mother sells corn ten metres away and had them in sight.",
        ((ConcernKind.STREET_WORKING_OR_LIVING, None),), "Ferry steps",
        acknowledged_after_hours=14, outcome="The mother is with them and goes home at eleven. Club invitation given.",
    ),
    Concern(
        262, "kunthea", Urgency.MEDIUM, EvidenceBasis.HEARD,
        "A neighbour heard shouting in the room over the tailor's on two evenings.",
        ((ConcernKind.EMOTIONAL_VIOLENCE, ConcernDegree.AT_RISK_OF),), "Lane of the tailors",
        source="A neighbour", acknowledged_after_hours=6,
        outcome="Visited twice: a quarrel between grown-up brothers. The children sleep at their aunt's.",
    ),
    Concern(
        233, "visal", Urgency.HIGH, EvidenceBasis.SEEN,
        "A boy of about eight with a burn on the hand. Says soup.",
        ((ConcernKind.PHYSICAL_VIOLENCE, ConcernDegree.AT_RISK_OF),), "Fountain",
        acknowledged_after_hours=1, outcome="Seen by a doctor with his mother; fits what both say. Bandage changed.",
    ),
    Concern(
        171, "theary", Urgency.LOW, EvidenceBasis.TOLD,
        "The club leader says two sisters miss every Friday.",
        ((ConcernKind.CHILD_LABOUR, ConcernDegree.AT_RISK_OF),), "Kids' club",
        source="Club leader", acknowledged_after_hours=30, outcome="They visit their father on Fridays.",
    ),
    Concern(
        133, "arun", Urgency.MEDIUM, EvidenceBasis.SEEN,
        "A visitor with a camera gives sweets to children at the night bus and asks them to pose.",
        ((ConcernKind.ONLINE_SEXUAL_EXPLOITATION, ConcernDegree.AT_RISK_OF),), "Night bus",
        "A visitor, about 30, red cap", acknowledged_after_hours=4,
        outcome="Spoken to by the tourist police and left. The families were told. Nothing more was seen since.",
    ),
    Concern(
        87, "piseth", Urgency.MEDIUM, EvidenceBasis.SEEN,
        "A girl of about thirteen carries her baby brother all evening and falls asleep standing.",
        ((ConcernKind.NEGLECT, ConcernDegree.AT_RISK_OF),), "Night market gate",
        acknowledged_after_hours=9, outcome="The mother's shift was changed. The baby is in day care.",
    ),
    Concern(
        52, "kunthea", Urgency.LOW, EvidenceBasis.HEARD,
        "Boys say the arcade will be closed by guards and they will sleep by the canal.",
        ((ConcernKind.STREET_WORKING_OR_LIVING, None),), "Arcade",
        acknowledged_after_hours=50, outcome="Night shelter opened for the rainy weeks.",
    ),
)  # fmt: skip

OPEN = (
    Concern(
        9, "visal", Urgency.MEDIUM, EvidenceBasis.TOLD,
        "A father says his daughter's employer has not let her come home for two holidays.",
        ((ConcernKind.WORST_FORMS_OF_CHILD_LABOUR, ConcernDegree.AT_RISK_OF),), "Fountain",
        source="The father", acknowledged_after_hours=20,
    ),
    Concern(
        1.4, "arun", Urgency.HIGH, EvidenceBasis.SEEN,
        "The woman with the silver motorbike is back and talks with two other girls.",
        ((ConcernKind.TRAFFICKING, ConcernDegree.AT_RISK_OF),), "Village road behind the market",
        "A woman about 40, silver motorbike", acknowledged_after_hours=None,
    ),
    Concern(
        0.25, "kunthea", Urgency.HIGH, EvidenceBasis.SEEN,
        "A man about 45 with a white motorbike spoke with children at the arcade. A box on the back, as described "
        "by the club.",
        ((ConcernKind.SEXUAL_EXPLOITATION, ConcernDegree.AT_RISK_OF),), "Arcade",
        "A man about 45, grey hair", acknowledged_after_hours=None,
    ),
    Concern(
        0.12, "theary", Urgency.LOW, EvidenceBasis.TOLD,
        "A teacher asks for a visit: a boy comes to school without breakfast.",
        ((ConcernKind.NEGLECT, ConcernDegree.AT_RISK_OF),), "School by the canal",
        source="A teacher", acknowledged_after_hours=None,
    ),
    Concern(
        0.004, "piseth", Urgency.NOW, EvidenceBasis.SEEN,
        "Dara's friend from the promenade went into the guesthouse with an adult none of us knows. We stay near.",
        ((ConcernKind.SEXUAL_EXPLOITATION, ConcernDegree.AT_RISK_OF),), "Guesthouse on the corner of the promenade",
        "An adult, about 50, hat", acknowledged_after_hours=None,
    ),
)  # fmt: skip
