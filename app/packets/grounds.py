"""Asks the one consent gate for a packet, and words the grounds for sharing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from app.children.children import visible_child
from app.consent.deciding import KnownConsent
from app.consent.documents import ConsentTerms, Withholding
from app.consent.gate import sharing_ground
from app.foundation.local_time import local_day
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.sharing_partners import LABELS, SharedWith
from app.packets.contents import Agreement, AgreementKind, Answer, SharingGrounds
from app.packets.documents import Recipient
from app.packets.sources import sourced
from app.unit_of_work import UnitOfWork
from models.case import Case

_WITH_ASSENT = frozenset(
    {ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT, ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT}
)
_LAWFUL = {ConsentBasis.LEGAL_DUTY: "A legal duty", ConsentBasis.IMMINENT_HARM: "Imminent harm"}

NOT_TOLD = "not to be told"


@dataclass(frozen=True)
class PacketGround:
    """Whether this packet may go to these recipients, why not, and what it then says about it.

    `allowing` are all records that allow it today; `rests_on` is the one chosen for each kind of recipient. `standing`
    is section 11 as it would be if all of them were chosen; `withheld_at` is when it was last written that somebody
    must not be told.
    """

    grounds: SharingGrounds
    reasons: tuple[str, ...]
    rests_on: tuple[UUID, ...]
    allowing: frozenset[UUID]
    cautions: tuple[Withholding, ...]
    standing: SharingGrounds = field(default_factory=SharingGrounds)
    withheld_at: datetime | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether every recipient may be told."""
        return not self.reasons


def ground_of(work: UnitOfWork, case: Case, recipients: Sequence[Recipient]) -> PacketGround:
    """Ask the gate for each kind of recipient the packet goes to; if there is none yet, for police."""
    code = visible_child(work, case.child_id).code
    kinds = sorted({one.unit.kind for one in recipients}) or [SharedWith.POLICE]
    chosen: list[KnownConsent] = []
    standing: list[KnownConsent] = []
    reasons: list[str] = []
    allowing: set[UUID] = set()
    cautions: list[Withholding] = []
    withheld: list[Withholding] = []
    withheld_at: datetime | None = None
    for kind in kinds:
        names = [
            name
            for one in recipients
            if one.unit.kind is kind
            for name in (one.unit.name, one.unit.name_local)
        ]
        ground = sharing_ground(work, case.child_id, with_whom=kind, recipients=names)
        reasons += ground.verdict.reasons
        cautions += ground.verdict.cautions
        withheld += ground.verdict.withheld
        withheld_at = ground.verdict.withheld_at
        allowing |= set(ground.verdict.allowing)
        chosen += ground.records[:1]
        # Whoever of them must not be told gets no file; the consent stands for the others all the same.
        standing += ground.records or sharing_ground(work, case.child_id, with_whom=kind).records
    records, not_told = _each_once(chosen), _not_told(withheld)
    return PacketGround(
        grounds=_worded(code, records, not_told),
        reasons=tuple(dict.fromkeys(reasons)),
        rests_on=tuple(record.id for record in records),
        allowing=frozenset(allowing),
        cautions=tuple(dict.fromkeys(cautions)),
        standing=_worded(code, _each_once(standing), not_told),
        withheld_at=withheld_at,
    )


def _each_once(records: Sequence[KnownConsent]) -> list[KnownConsent]:
    return list({record.id: record for record in records}.values())


def _worded(code: str, records: Sequence[KnownConsent], not_told: str) -> SharingGrounds:
    """Return section 11. Its words are English, like all of a packet's own words."""
    agreements: list[Agreement] = []
    lawful: list[str] = []
    grounds = SharingGrounds()
    for record in records:
        terms = record.terms
        if terms is None:
            continue
        if terms.is_override:
            lawful.append(f"{code}: {_LAWFUL[terms.basis]}. {terms.reason}")
            if not_told:
                lawful.append(f"{code}: {not_told}")
            grounds = replace(grounds, lawful_reason="\n".join(lawful))
            grounds = sourced(grounds, "consent", record.id, "terms", ("lawful_reason",))
        else:
            agreements += [
                sourced(one, "consent", record.id, "terms") for one in _agreements(code, terms, not_told)
            ]
    if not agreements and not lawful:
        agreements = [Agreement(child_code=code, kind=AgreementKind.CONSENT, answer=Answer.NOT_ASKED)]
    return replace(grounds, agreements=tuple(agreements))


def _not_told(withheld: Sequence[Withholding]) -> str:
    """Return who must not hear of it, of whichever kind: the reader could tell them without knowing."""
    everyone = [item.who or LABELS[item.kind] for item in withheld]
    return f"{NOT_TOLD}: {'; '.join(dict.fromkeys(everyone))}" if everyone else ""


def _agreements(code: str, terms: ConsentTerms, not_told: str) -> list[Agreement]:
    limits = "; ".join(part for part in (terms.with_whom, not_told) if part)
    consent = Agreement(
        child_code=code,
        kind=AgreementKind.CONSENT,
        answer=Answer.GIVEN,
        given_by=terms.given_by or None,
        given_on=local_day(terms.given_at),
        limits=limits or None,
    )
    if terms.basis not in _WITH_ASSENT:
        return [consent]
    assent = Agreement(
        child_code=code,
        kind=AgreementKind.ASSENT,
        answer=Answer.GIVEN,
        given_by="the child",
        given_on=local_day(terms.given_at),
    )
    return [consent, assent]
