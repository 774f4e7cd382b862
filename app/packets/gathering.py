"""Gathers from the case what a packet may say: the child, what keeps the child safe now, and what happened."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from uuid import UUID

from app.bases.known import pack_of_base
from app.bases.pack import Pack
from app.children.ages import age_on
from app.children.children import SeenChild, see_child, visible_child
from app.children.documents import Age, ChildProfile, EmergencyWords, Guardian
from app.children.emergency import see_sheet
from app.concerns.wholes import BesideWholes
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
    PacketContents,
    Sex,
)
from app.packets.happenings import Happenings, happenings_of
from app.packets.sources import sourced
from app.unit_of_work import UnitOfWork
from models.case import Case

_AGE_BASES: Mapping[KnownBasis, AgeBasis] = {
    KnownBasis.DOCUMENT: AgeBasis.DOCUMENT,
    KnownBasis.SAID_BY_CAREGIVER: AgeBasis.FAMILY_SAYS,
    KnownBasis.SAID_BY_CHILD: AgeBasis.CHILD_SAYS,
    KnownBasis.ANIMAL_YEAR: AgeBasis.ANIMAL_YEAR,
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

_FORBIDS = re.compile(
    r"(?:never|not|no|nobody|nothing|do not|don['’]t|must not|mustn['’]t|cannot|can['’]t)\b|កុំ|ហាម|មិន",
    flags=re.IGNORECASE,
)
"""Words with which a rule says by itself that something must not be done: a second "never" would turn it round."""


@dataclass(frozen=True)
class Gathered:
    """What the records of one case say now, each field with its source.

    `closed` are the records about the child that this person reaches and cannot open: they are missing here.
    """

    child: ChildFacts
    safety: ImmediateSafety
    happenings: Happenings

    @property
    def closed(self) -> tuple[UUID, ...]:
        """The records about the child that did not open for this person."""
        return self.happenings.closed

    @property
    def wholes(self) -> BesideWholes:
        """What stands beside the concerns about several children that the child's own were made from."""
        return self.happenings.wholes

    @property
    def is_changed(self) -> bool:
        """Whether any of those was changed or removed outside Wayhome."""
        return bool(self.happenings.changed)

    def taken_into(self, contents: PacketContents) -> PacketContents:
        """Return the contents with everything that records say as they say it now."""
        return replace(contents, safety=self.safety, children=(self.child,), chronology=self.happenings.known)


def gather(work: UnitOfWork, case: Case) -> Gathered:
    """Gather the facts of a case that was loaded through its permission. Raises NotVisible, NoKey."""
    pack = pack_of(work, case.base_id)
    visible_child(work, case.child_id)  # raises for one whose row was changed: nothing of it goes out
    seen = see_child(work, case.child_id)
    sheet, happenings = _sheet(work, case.child_id), happenings_of(work, case, pack)
    if not isinstance(sheet, EmergencyWords):
        happenings = replace(
            happenings,
            closed=(*happenings.closed, case.child_id),
            changed=(*happenings.changed, *([case.child_id] if sheet is Unread.CHANGED else [])),
        )
    return Gathered(
        child=_child(seen, local_day(work.now)),
        safety=_safety(seen, sheet if isinstance(sheet, EmergencyWords) else EmergencyWords()),
        happenings=happenings,
    )


def pack_of(work: UnitOfWork, base_id: UUID) -> Pack:
    """Return the country pack of a base."""
    return pack_of_base(work, base_id)


class Unread(Enum):
    """Why an emergency sheet was not read: it does not open for this person, or it was changed outside Wayhome."""

    CLOSED = auto()
    CHANGED = auto()


def _sheet(work: UnitOfWork, child_id: UUID) -> EmergencyWords | Unread:
    """Return what the sheet says, which is nothing while there is none."""
    try:
        return see_sheet(work, child_id).words or Unread.CHANGED
    except (NoKey, NotVisible):
        return Unread.CLOSED


def _safety(seen: SeenChild, words: EmergencyWords) -> ImmediateSafety:
    safety = ImmediateSafety(
        child_area=words.where_now or None,
        danger=words.danger or None,
        medical_need=words.medical or None,
        safe_contact=_rule(seen),
    )
    of_sheet = ("child_area", "danger", "medical_need")
    safety = sourced(safety, "emergency_sheet", seen.row.id, "sheet", of_sheet)
    return sourced(safety, "child", seen.row.id, "safe_contact", ("safe_contact",))


def _child(seen: SeenChild, today: date) -> ChildFacts:
    profile = seen.profile or ChildProfile()
    years = _years(profile.age, today)
    guardian = profile.guardian
    facts = ChildFacts(
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
    return sourced(facts, "child", seen.row.id, "profile")


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
    if never and not _FORBIDS.match(never):
        never = f"Never: {never}"
    return "\n".join(part for part in (seen.rule.how, never) if part)
