"""Gathers from the case what a packet may say: the child, what keeps the child safe now, and what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.bases.known import pack_of_base
from app.bases.pack import Pack
from app.children.ages import age_on
from app.children.children import SeenChild, see_child, visible_child
from app.children.documents import Age, ChildProfile, EmergencyWords, Guardian
from app.children.emergency import see_sheet
from app.foundation.errors import NoKey, NotVisible
from app.foundation.local_time import local_day
from app.foundation.vocabulary import guardian_relations, languages
from app.foundation.vocabulary.age_bases import AgeBasis as KnownBasis
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.sexes import Sex as KnownSex
from app.packets.contents import (
    AgeBasis,
    AgeRange,
    ChildFacts,
    GuardianSafety,
    ImmediateSafety,
    Sex,
)
from app.packets.happenings import Happenings, happenings_of
from app.safety_plans.plans import current_plan
from app.unit_of_work import UnitOfWork
from models.case import Case

_AGE_BASES: Mapping[KnownBasis, AgeBasis] = {
    KnownBasis.DOCUMENT: AgeBasis.DOCUMENT,
    KnownBasis.SAID_BY_CAREGIVER: AgeBasis.FAMILY_SAYS,
    KnownBasis.SAID_BY_CHILD: AgeBasis.CHILD_SAYS,
    KnownBasis.ANIMAL_YEAR: AgeBasis.WORKER_ESTIMATE,
    KnownBasis.APPEARANCE: AgeBasis.WORKER_ESTIMATE,
    KnownBasis.NOT_KNOWN: AgeBasis.NOT_RECORDED,
}
_SEXES: Mapping[KnownSex, Sex | None] = {
    KnownSex.FEMALE: Sex.FEMALE,
    KnownSex.MALE: Sex.MALE,
    KnownSex.ANOTHER: Sex.OTHER,
    KnownSex.NOT_KNOWN: None,
}
_SAFETIES: Mapping[ContactSafety, GuardianSafety] = {
    ContactSafety.YES: GuardianSafety.SAFE,
    ContactSafety.NO: GuardianSafety.NOT_SAFE,
    ContactSafety.NOT_KNOWN: GuardianSafety.NOT_KNOWN,
}


@dataclass(frozen=True)
class Gathered:
    """The facts of one case. `closed` counts records that did not open and are therefore missing here."""

    child: ChildFacts
    safety: ImmediateSafety
    happenings: Happenings

    @property
    def closed(self) -> int:
        """How many records about the child this person could not open."""
        return self.happenings.closed


@dataclass(frozen=True)
class SafetyHints:
    """What other records say about the child's safety, to help write section 2; none of it leaves by itself."""

    sheet: EmergencyWords | None
    warning_signs: str
    plan_actions: tuple[str, ...]


def gather(work: UnitOfWork, case: Case) -> Gathered:
    """Gather the facts of a case that was loaded through its permission. Raises NotVisible, NoKey."""
    pack = pack_of(work, case.base_id)
    visible_child(work, case.child_id)  # raises for one whose row was changed: nothing of it goes out
    seen = see_child(work, case.child_id)
    sheet = _sheet(work, case.child_id)
    return Gathered(
        child=_child(seen, local_day(work.now)),
        safety=ImmediateSafety(
            medical_need=(sheet.medical if sheet else "") or None, safe_contact=_rule(seen)
        ),
        happenings=happenings_of(work, case, pack),
    )


def safety_hints(work: UnitOfWork, case: Case) -> SafetyHints:
    """Return what the emergency sheet and the current safety plan say, to help the packet's writer."""
    plan = current_plan(work, case.id)
    words = plan.words if plan else None
    return SafetyHints(
        sheet=_sheet(work, case.child_id),
        warning_signs=words.warning_signs if words else "",
        plan_actions=tuple(f"{one.who}: {one.what}" for one in words.actions) if words else (),
    )


def pack_of(work: UnitOfWork, base_id: UUID) -> Pack:
    """Return the country pack of a base."""
    return pack_of_base(work, base_id)


def _sheet(work: UnitOfWork, child_id: UUID) -> EmergencyWords | None:
    try:
        return see_sheet(work, child_id).words
    except (NoKey, NotVisible):
        return None


def _child(seen: SeenChild, today: date) -> ChildFacts:
    profile = seen.profile or ChildProfile()
    years = _years(profile.age, today)
    guardian = profile.guardian
    return ChildFacts(
        code=seen.row.code,
        name_romanised=profile.latin or None,
        name_local=profile.local or None,
        age=years,
        age_basis=_AGE_BASES[profile.age.basis] if profile.age and years else None,
        sex=_SEXES[profile.sex],
        # Labels are English: the packet does not depend on the drafter's language.
        language=", ".join(languages.LABELS[code] for code in profile.languages) or None,
        disability=profile.needs or None,
        appearance=profile.appearance or None,
        guardian=_guardian(guardian) or None,
        guardian_safety=_SAFETIES[guardian.safe] if guardian.is_known else None,
    )


def _years(age: Age | None, today: date) -> AgeRange | None:
    now = age_on(age, today)
    return AgeRange(youngest_years=now.low, oldest_years=now.high) if now else None


def _guardian(guardian: Guardian) -> str:
    relation = (
        ""
        if guardian.relation is GuardianRelation.NOT_KNOWN
        else guardian_relations.LABELS[guardian.relation]
    )
    return ", ".join(part for part in (relation, guardian.name) if part)


def _rule(seen: SeenChild) -> str | None:
    if seen.rule is None or seen.rule.is_empty:
        return None
    never = seen.rule.never
    if never and not never.casefold().startswith(("never", "do not", "don't")):
        never = f"Never: {never}"
    return "\n".join(part for part in (seen.rule.how, never) if part)
