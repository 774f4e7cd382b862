"""Fictional packets for the packet tests: two children, twenty-five entries, both scripts."""

from datetime import UTC, date, datetime, timedelta

from app.packets.contents import (
    AgeBasis,
    AgeRange,
    Agreement,
    AgreementKind,
    Answer,
    ChildFacts,
    ChronologyEntry,
    Cover,
    GuardianSafety,
    HowKnown,
    ImmediateSafety,
    Moment,
    PacketContents,
    Precision,
    Sex,
    SharingGrounds,
    Urgency,
)

NOW = datetime(2026, 11, 20, 14, 40, tzinfo=UTC)

_ACCOUNTS = (
    "A man in a white cap bought noodles for both boys and asked where they sleep.",
    "បុរសពាក់មួកសម្នាក់បានទិញមីឲ្យក្មេងប្រុសទាំងពីរ ហើយសួរថាពួកគេគេងនៅឯណា។",
    "The older boy said: “Ming Srey brings us there when the man telephones.” Asked: “Can you tell me more?”",
    "The younger boy was not at the club for the third week. The teacher had not seen him either.",
    "A tuk-tuk driver told our team that the same man waits by the night market on Fridays.",
)
_PLACES = (
    "Riverside, near the night market",
    "Kids' club, Tonle Bassac",
    "ក្បែរផ្សាររាត្រី",
    None,
    "By telephone",
)
_HOW = (HowKnown.SEEN, HowKnown.HEARD, HowKnown.TOLD, HowKnown.SEEN, HowKnown.TOLD)
_PRECISION = (Precision.EXACT, Precision.ABOUT, Precision.DAY, Precision.EXACT, Precision.MONTH)


def chronology(entries: int) -> tuple[ChronologyEntry, ...]:
    """Return that many entries, of every kind, oldest first."""
    made = []
    for n in range(entries):
        kind = n % len(_ACCOUNTS)
        happened = NOW - timedelta(days=3 * (entries - n), minutes=7 * n)
        made.append(
            ChronologyEntry(
                text=_ACCOUNTS[kind],
                how_known=_HOW[kind],
                happened=None if n == 11 else Moment(at=happened, precision=_PRECISION[kind]),
                place=_PLACES[kind],
                worker_code=f"W-{10 + kind}",
                recorded_at=happened + timedelta(days=2 if kind == 3 else 0, minutes=25),
                late_entry=kind == 3,
            )
        )
    return tuple(made)


def rich_packet(*, entries: int = 25) -> PacketContents:
    """Return a packet with a value in every field."""
    return PacketContents(
        cover=_COVER,
        time_zone="Asia/Phnom_Penh",
        safety=_SAFETY,
        children=(_VANNAK, _DARA),
        chronology=chronology(entries),
        grounds=_GROUNDS,
    )


_COVER = Cover(
    packet_number="WH-PP-2026-0042",
    version=2,
    urgency=Urgency.NOW,
    replaces="WH-PP-2026-0042 version 1",
    recipient_unit="Anti-Human Trafficking and Juvenile Protection Office, Phnom Penh Municipal Police",
    request="Please check tonight, before 22:00, whether two boys are in the guesthouse by the night market, "
    "and bring them to safety. Our worker can be there to stay with them.",
    contact="Duty supervisor (S-04)",
    contact_phone="+855 12 000 042",
    issued_by="S-04, acting for the director",
    organisation="Wayhome Practice Organisation",
    base="Phnom Penh base",
)

_SAFETY = ImmediateSafety(
    child_area="Riverside, between the night market and Street 104, Daun Penh",
    who_has_access="A man in a white cap (alleged), about 50, and a woman the boys call Ming Srey",
    next_contact="Tonight, about 21:30, when the man is expected at the night market (told by the older boy)",
    medical_need="The younger boy has asthma and has no inhaler with him. មានជំងឺហឺត",
    safe_contact="Only through our duty supervisor. Do not telephone the family: the woman answers.",
)

_VANNAK = ChildFacts(
    code="C-0117",
    name_romanised="Sok Vannak (practice)",
    name_local="សុខ វណ្ណៈ",
    age=AgeRange(youngest_years=10, oldest_years=12),
    age_basis=AgeBasis.WORKER_ESTIMATE,
    sex=Sex.MALE,
    language="Khmer",
    disability="Does not hear on the left side; speak to him from the right",
    appearance="About 135 cm, thin, short hair, small scar over the right eyebrow; blue football shirt",
    guardian="Grandmother, in Prey Veng",
    guardian_safety=GuardianSafety.SAFE,
)

_DARA = ChildFacts(
    code="C-0118",
    name_romanised="Sok Dara (practice)",
    name_local="សុខ តារា",
    age=AgeRange(youngest_years=8, oldest_years=8),
    age_basis=AgeBasis.FAMILY_SAYS,
    sex=Sex.MALE,
    language="Khmer; understands some Vietnamese",
    appearance="About 120 cm, round face, missing front tooth; red shirt, no shoes",
    guardian="The woman called Ming Srey says that she is his aunt",
    guardian_safety=GuardianSafety.NOT_KNOWN,
)

_GROUNDS = SharingGrounds(
    agreements=(
        Agreement(
            child_code="C-0117",
            kind=AgreementKind.CONSENT,
            answer=Answer.GIVEN,
            given_by="Grandmother, by telephone",
            given_on=date(2026, 11, 19),
            limits="Police only; not to be told to the neighbours",
        ),
        Agreement(
            child_code="C-0117",
            kind=AgreementKind.ASSENT,
            answer=Answer.GIVEN,
            given_by="Himself",
            given_on=date(2026, 11, 18),
        ),
        Agreement(child_code="C-0118", kind=AgreementKind.CONSENT, answer=Answer.NOT_ASKED),
    ),
    lawful_reason="C-0118: nobody with legal authority could be reached, and waiting would put him in danger "
    "(policy of the practice organisation, section 4, best interests of the child).",
)
