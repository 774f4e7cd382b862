"""The families of two of the stories: a grandmother and her granddaughter, and a mother who asks for help."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4, uuid5

from app.families.addresses import AddressInput, write_address
from app.families.beginning import TakenAlong, begin_family
from app.families.documents import AddressWords, HouseholdProfile, MemberWords, SupportWords, WishWords
from app.families.households import HouseholdInput
from app.families.members import MemberInput, add_member
from app.families.supports import SupportInput, add_support
from app.families.wishes import OutcomeInput, WishInput, take_back_wish, write_wish
from app.foundation.local_time import local_day
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.family_roles import FamilyRole
from app.foundation.vocabulary.family_supports import SupportKind
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.legal_authorities import LegalAuthority
from app.foundation.vocabulary.offers_made import OfferMade
from app.foundation.vocabulary.support_states import SupportState
from app.practice.cases import Road
from app.practice.organisation import Practice

AFTER_OPENING = timedelta(hours=2)


@dataclass(frozen=True)
class Asked:
    """That a parent asked for a place for the child, and took it back: on which days of the story, in which words."""

    days: float
    words: WishWords
    taken_back_days: float
    taken_back: str


@dataclass(frozen=True)
class Family:
    """A family: what we call it, who cares for the child, who else belongs to it, what helps."""

    name: str
    needs: str
    where: str
    carer: MemberWords
    others: tuple[MemberWords, ...] = ()
    support: tuple[SupportWords, ...] = ()
    asked: Asked | None = None


FAMILIES: Mapping[str, Family] = {
    "sreypov": Family(
        "Noun, at the flower mat",
        "Rent in the rainy months.",
        "Second lane behind the temple, the room with the green shutters.",
        MemberWords(
            FamilyRole.GRANDMOTHER,
            "Noun Sokha",
            ContactSafety.YES,
            "At the flower mat from four in the afternoon.",
            LegalAuthority.BY_PAPER,
            "Letter of the commune, 14/2026",
        ),
        support=(
            SupportWords(
                SupportKind.LIVELIHOOD,
                SupportState.UNDER_WAY,
                "I want to sell in the daytime, so that she sleeps.",
                "A small loan for a stall; the savings group helps with the accounts.",
            ),
        ),
    ),
    "samnang": Family(
        "Ros, by the pump",
        "Work for the mother, and somebody for the small sister on Tuesdays.",
        "Behind the water pump, the house on stilts with the blue ladder.",
        MemberWords(
            FamilyRole.MOTHER,
            "Ros Chenda",
            ContactSafety.YES,
            "She calls us on Tuesdays before the group. Nobody calls her at night.",
            LegalAuthority.PARENT,
        ),
        others=(MemberWords(FamilyRole.CHILD, "Ros Sreyneang, about 5"),),
        support=(
            SupportWords(
                SupportKind.DETOX,
                SupportState.UNDER_WAY,
                "I want to stop for good, and I want to do it here, with them.",
                "The group on Tuesdays; a nurse goes along to the health centre.",
            ),
            SupportWords(
                SupportKind.OWN_GOAL, SupportState.WANTED, "My own sewing machine before the next new year."
            ),
        ),
        asked=Asked(
            183,
            WishWords(
                "I love him. Until I am well he should sleep where nobody drinks. Find him a good family.",
                "Rice and rent for two months, and the group for parents. She said yes to both.",
                "Her older sister in Takeo would take both children for the school holidays.",
                OfferMade.NO,
            ),
            97,
            "I am well enough. He stays with me, and his aunt comes at weekends.",
        ),
    ),
}


def note_family(road: Road) -> None:
    """Write the family of a story into the diary, if it has one."""
    family = FAMILIES.get(road.story.key)
    if family is None:
        return
    household_id, carer_id = uuid4(), uuid4()
    began = road.at(road.story.opened) + AFTER_OPENING
    road.year.at(began, partial(_begin, road, family, household_id, carer_id))
    if family.asked is not None:
        wish_id, asked = uuid4(), family.asked
        road.year.at(road.at(asked.days), partial(_ask, road, asked, (household_id, carer_id, wish_id)))
        road.year.at(road.at(asked.taken_back_days), partial(_take_back, road, asked, household_id, wish_id))


def _begin(road: Road, family: Family, household_id: UUID, carer_id: UUID) -> None:
    practice, child_id = road.practice, road.child.id
    with practice.writing(road.story.worker) as work:
        profile = HouseholdProfile(family.name, (Language.KHM,), family.needs)
        begin_family(work, household_id, HouseholdInput(profile), TakenAlong(child_id))
        add_member(work, household_id, carer_id, MemberInput(family.carer))
        for other in family.others:
            add_member(work, household_id, uuid4(), MemberInput(other))
        write_address(work, household_id, AddressInput(AddressWords(family.where)), version=0)
    _help(practice, road.story.worker, family, household_id, carer_id)


def _help(practice: Practice, worker: str, family: Family, household_id: UUID, carer_id: UUID) -> None:
    with practice.writing(worker) as work:
        today = local_day(work.now)
        for words in family.support:
            add_support(work, household_id, uuid4(), SupportInput(words, today, None, carer_id))


def _ask(road: Road, asked: Asked, ids: tuple[UUID, UUID, UUID]) -> None:
    household_id, carer_id, wish_id = ids
    with road.practice.writing(road.story.worker) as work:
        child_row = uuid5(household_id, str(road.child.id))
        new = WishInput(asked.words, carer_id, child_row, local_day(work.now))
        write_wish(work, household_id, wish_id, new)


def _take_back(road: Road, asked: Asked, household_id: UUID, wish_id: UUID) -> None:
    with road.practice.writing(road.story.worker) as work:
        outcome = OutcomeInput(local_day(work.now), asked.taken_back)
        take_back_wish(work, household_id, wish_id, outcome, version=1)
