"""What three people saw and heard at a club, each on another day, before anybody knew what it meant together."""

from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.practice.story import Concern

_AT_RISK = ((ConcernKind.SEXUAL_EXPLOITATION, ConcernDegree.AT_RISK_OF),)

AT_THE_CLUB = (
    Concern(
        days=39,
        by="kunthea",
        urgency=Urgency.MEDIUM,
        basis=EvidenceBasis.SEEN,
        words="A man stood across from the club from the beginning to the end, the second week now. No child of the "
        "club is his. When I greeted him he said that he waits for a friend.",
        place="Kids' club, across from the back gate",
        involved="A man about 45, grey hair, white motorbike with a box",
        acknowledged_after_hours=20,
    ),
    Concern(
        days=32,
        by="visal",
        urgency=Urgency.MEDIUM,
        basis=EvidenceBasis.SEEN,
        words="Two boys came with new caps and telephone credit. They said that a man outside gives such things to "
        "those who help him. He gave nothing while I stood at the gate.",
        coded=_AT_RISK,
        place="Kids' club, back gate",
        involved="A man with a white motorbike, as the boys say",
        present="Two boys of the club, about 12",
        acknowledged_after_hours=6,
    ),
    Concern(
        days=26,
        by="field",
        urgency=Urgency.HIGH,
        basis=EvidenceBasis.HEARD,
        words="While we put the mats away, one boy said to the other: it is our secret with him, if you tell he will "
        "not come any more. I asked nothing. Both were quiet when they saw me.",
        coded=_AT_RISK,
        place="Kids' club, the store room",
        present="Two boys of the club, about 12",
        acknowledged_after_hours=2,
    ),
)
