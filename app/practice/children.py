"""The children of the practice organisation: about sixty, in families, each met first by somebody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from app.children.children import ChildInput, change_safe_contact, make_child
from app.children.documents import Age, ChildProfile, Guardian, SafeContact
from app.foundation.local_time import local_day
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.sexes import Sex
from app.practice.organisation import Practice
from app.practice.words.looks import LIKES, LOOKS, NEEDS
from app.practice.words.names import BOYS, FAMILIES, GIRLS, Name

PROVINCES = ("03", "05", "07", "10", "14", "20", "21")
"""Where families come from, by the area codes of the Cambodia pack: provinces along the Mekong and the south."""

CARERS = (
    GuardianRelation.MOTHER,
    GuardianRelation.MOTHER,
    GuardianRelation.MOTHER,
    GuardianRelation.GRANDMOTHER,
    GuardianRelation.GRANDMOTHER,
    GuardianRelation.FATHER,
    GuardianRelation.AUNT,
    GuardianRelation.OLDER_SISTER,
    GuardianRelation.NOT_KNOWN,
)

SAFE_CONTACT = (
    SafeContact(
        "Call the aunt's number before noon; say it is about the reading club.", "At home after dark."
    ),
    SafeContact("Meet at the drop-in centre only.", "A greeting on the promenade before the child greets."),
    SafeContact("Speak with the grandmother at the market stall.", "By telephone: others listen."),
)


@dataclass(frozen=True)
class Member:
    """One child of the practice organisation, from the plan on; `id` is theirs from the start."""

    id: UUID
    base: str
    known_at: datetime
    profile: ChildProfile
    rule: SafeContact | None = None


def make_families(
    chance: Random, base: str, wanted: int, *, from_: datetime, until: datetime, taken: set[str]
) -> list[Member]:
    """Make up as many children as wanted, in families of one to three, known from moments spread over the time.

    `taken` are names that somebody has; it grows with every child.
    """
    children: list[Member] = []
    while len(children) < wanted:
        family = chance.choice(FAMILIES)
        # Most were known when the year began; the others were met on the way.
        met_at = from_ + (until - from_) * max(0.0, chance.uniform(-0.6, 0.9))
        guardian = _guardian(chance, family)
        siblings = min(chance.choice((1, 1, 1, 2, 2, 3)), wanted - len(children))
        for younger in range(siblings):
            age = max(5, chance.randint(7, 16) - 2 * younger)
            children.append(_child(chance, base, family, guardian, age=age, met_at=met_at, taken=taken))
    return children


def _guardian(chance: Random, family: Name) -> Guardian:
    relation = chance.choice(CARERS)
    if relation is GuardianRelation.NOT_KNOWN:
        return Guardian()
    men = (GuardianRelation.FATHER, GuardianRelation.GRANDFATHER, GuardianRelation.UNCLE)
    given = chance.choice(BOYS if relation in men else GIRLS)
    safe = chance.choice((ContactSafety.YES, ContactSafety.YES, ContactSafety.NOT_KNOWN))
    return Guardian(f"{family.latin} {given.latin}", relation, safe)


def _child(
    chance: Random,
    base: str,
    family: Name,
    guardian: Guardian,
    *,
    age: int,
    met_at: datetime,
    taken: set[str],
) -> Member:
    sex = chance.choice((Sex.FEMALE, Sex.MALE))
    names = GIRLS if sex is Sex.FEMALE else BOYS
    given = chance.choice([name for name in names if f"{family.latin} {name.latin}" not in taken])
    taken.add(f"{family.latin} {given.latin}")
    estimate, basis = _age(chance, age, local_day(met_at))
    profile = ChildProfile(
        latin=f"{family.latin} {given.latin}",
        local=f"{family.khmer} {given.khmer}",
        nicknames=(given.short,) if chance.random() < 0.6 else (),
        age=estimate,
        sex=sex,
        languages=(Language.KHM,) if chance.random() < 0.9 else (Language.KHM, Language.VIE),
        origin_area=chance.choice(PROVINCES),
        appearance=chance.choice(LOOKS),
        needs=chance.choice(NEEDS),
        guardian=guardian,
        notes=chance.choice(LIKES),
    )
    if basis is AgeBasis.APPEARANCE and chance.random() < 0.3:
        # Some are known by what they are called alone.
        profile = ChildProfile(nicknames=(given.short,), age=estimate, sex=sex, appearance=profile.appearance)
    rule = chance.choice(SAFE_CONTACT) if chance.random() < 0.15 else None
    return Member(uuid4(), base, met_at, profile, rule)


def _age(chance: Random, years: int, day: date) -> tuple[Age, AgeBasis]:
    basis = chance.choice(
        (AgeBasis.SAID_BY_CHILD, AgeBasis.SAID_BY_CAREGIVER, AgeBasis.DOCUMENT, AgeBasis.APPEARANCE)
    )
    if basis is AgeBasis.DOCUMENT:
        born_on = day - timedelta(days=365 * years + chance.randint(10, 300))
        return Age(years, years, day, basis, born_on=born_on), basis
    width = 2 if basis is AgeBasis.APPEARANCE else 0
    return Age(years, years + width, day, basis), basis


def write_child(practice: Practice, child: Member, *, by: str) -> None:
    """Write a child down, and the safe-contact rule where there is one, as somebody of the child's base."""
    with practice.writing(by) as work:
        version = make_child(work, ChildInput(child.id, child.profile)).version
    if child.rule is not None:
        with practice.writing(by) as work:
            change_safe_contact(work, child.id, child.rule, version=version)
