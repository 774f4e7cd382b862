"""What a parent asks for and what helps: help first, in their own words, and theirs to take back."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.families.chronology import ASKED, TAKEN_BACK, chronology_entries
from app.families.documents import SupportWords, WishWords
from app.families.supports import SupportInput, add_support, change_support
from app.families.today import LOOK_AGAIN, due_families
from app.families.wishes import OutcomeInput, WishInput, change_wish, decide_wish, take_back_wish, write_wish
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible
from app.foundation.vocabulary.family_supports import SupportKind
from app.foundation.vocabulary.offers_made import OfferMade
from app.foundation.vocabulary.support_states import SupportState
from tests.support.cases import today
from tests.support.children import add_child
from tests.support.families import DAY, family, member, mother, page_of
from tests.support.organisation import Organisation

SAID = WishWords("Find my boy a safe family.", "Food and a room; she wants to think.", "Her aunt was asked.")


class Ground:
    """A family with a young mother and her son."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.child_id = add_child(organisation)
        self.id = family(organisation, child_id=self.child_id)
        self.mother = member(organisation, self.id, mother())
        self.son = page_of(organisation, self.id).children[0].id

    def wish(self, words: WishWords = SAID) -> WishInput:
        """Return what the mother asks for, today."""
        return WishInput(words, self.mother, self.son, today(self.organisation))

    def written(self) -> UUID:
        """Write down what she asks for."""
        wish_id = uuid4()
        with self.organisation.writing("caseworker") as work:
            write_wish(work, self.id, wish_id, self.wish())
        return wish_id


@pytest.fixture
def ground(organisation: Organisation) -> Ground:
    """A family with a young mother and her son."""
    return Ground(organisation)


def test_help_to_keep_the_child_comes_first(ground: Ground) -> None:
    for words, code in (
        (replace(SAID, first_help=" "), "help-comes-first"),
        (WishWords(""), "wish-wordless"),
    ):
        with pytest.raises(NotAllowedNow, match=code), ground.organisation.writing("caseworker") as work:
            write_wish(work, ground.id, uuid4(), ground.wish(words))


def test_it_is_asked_for_a_child_of_the_family(ground: Ground) -> None:
    same = replace(ground.wish(), child_member_id=ground.mother)
    other = replace(ground.wish(), member_id=ground.son, child_member_id=ground.mother)
    for new, code in ((same, "wish-of-oneself"), (other, "wish-not-for-child")):
        with pytest.raises(NotAllowedNow, match=code), ground.organisation.writing("caseworker") as work:
            write_wish(work, ground.id, uuid4(), new)
    elsewhere = family(ground.organisation, name="Prak")
    with pytest.raises(NotVisible), ground.organisation.writing("caseworker") as work:
        write_wish(work, elsewhere, uuid4(), ground.wish())


def test_the_parent_takes_it_back_and_then_it_stays_as_it_was_written(ground: Ground) -> None:
    wish_id, day = ground.written(), today(ground.organisation)
    early = OutcomeInput(day - DAY, "no")
    with (
        pytest.raises(NotAllowedNow, match="outcome-early"),
        ground.organisation.writing("caseworker") as work,
    ):
        take_back_wish(work, ground.id, wish_id, early, version=1)
    with ground.organisation.writing("caseworker") as work:
        take_back_wish(work, ground.id, wish_id, OutcomeInput(day, "I keep him."), version=1)
    with pytest.raises(AlreadyDone), ground.organisation.writing("caseworker") as work:
        take_back_wish(work, ground.id, wish_id, OutcomeInput(day, "I keep him."), version=2)
    with (
        pytest.raises(NotAllowedNow, match="wish-taken-back"),
        ground.organisation.writing("supervisor") as work,
    ):
        decide_wish(work, ground.id, wish_id, OutcomeInput(day, "The office agreed."), version=2)
    with (
        pytest.raises(NotAllowedNow, match="wish-settled"),
        ground.organisation.writing("caseworker") as work,
    ):
        change_wish(work, ground.id, wish_id, ground.wish(), version=2)
    (view,) = page_of(ground.organisation, ground.id).wishes
    assert not view.stands
    assert view.words is not None
    assert (view.words.said, view.words.taken_back) == (SAID.said, "I keep him.")


def test_once_an_authority_decided_it_is_not_taken_back(ground: Ground) -> None:
    wish_id, day = ground.written(), today(ground.organisation)
    with (
        pytest.raises(NotAllowedNow, match="reason-missing"),
        ground.organisation.writing("caseworker") as work,
    ):
        decide_wish(work, ground.id, wish_id, OutcomeInput(day, " "), version=1)
    with ground.organisation.writing("caseworker") as work:
        decide_wish(work, ground.id, wish_id, OutcomeInput(day, "The office: he stays."), version=1)
    with (
        pytest.raises(NotAllowedNow, match="wish-decided"),
        ground.organisation.writing("caseworker") as work,
    ):
        take_back_wish(work, ground.id, wish_id, OutcomeInput(day, "I keep him."), version=2)


def test_it_stands_on_the_childs_road_for_the_office_alone(ground: Ground) -> None:
    wish_id = ground.written()
    with ground.organisation.writing("caseworker") as work:
        day = today(ground.organisation)
        take_back_wish(work, ground.id, wish_id, OutcomeInput(day, "I keep him."), version=1)
    with ground.organisation.reading("supervisor") as work:
        told = {entry.title: entry.text for entry in chronology_entries(work, ground.child_id)}
    assert (told[ASKED], told[TAKEN_BACK]) == (SAID.said, "I keep him.")
    with ground.organisation.reading("counsellor") as work:
        assert chronology_entries(work, ground.child_id) == []


def test_an_offer_is_kept_as_it_was_said(ground: Ground) -> None:
    with ground.organisation.writing("caseworker") as work:
        words = replace(SAID, offered=OfferMade.YES)
        write_wish(work, ground.id, uuid4(), ground.wish(words))
    (view,) = page_of(ground.organisation, ground.id).wishes
    assert view.words is not None
    assert view.words.offered is OfferMade.YES


def test_a_goal_of_her_own_is_looked_at_again_until_it_is_reached(ground: Ground) -> None:
    day, support_id = today(ground.organisation), uuid4()
    words = SupportWords(SupportKind.OWN_GOAL, SupportState.WANTED, "A stall of my own.")
    goal = SupportInput(words, day, day, ground.mother)
    with ground.organisation.writing("caseworker") as work:
        add_support(work, ground.id, support_id, goal)
    with ground.organisation.reading("caseworker") as work:
        assert [item.title for item in due_families(work, until=day)] == [LOOK_AGAIN]
    reached = replace(goal, words=replace(words, state=SupportState.REACHED))
    with ground.organisation.writing("caseworker") as work:
        change_support(work, ground.id, support_id, reached, version=1)
    with ground.organisation.reading("caseworker") as work:
        assert due_families(work, until=day) == []
    with pytest.raises(Conflict), ground.organisation.writing("supervisor") as work:
        change_support(work, ground.id, support_id, goal, version=1)


def test_support_says_something_and_is_for_somebody_of_the_family(ground: Ground) -> None:
    day = today(ground.organisation)
    empty = SupportInput(SupportWords(SupportKind.FOOD, SupportState.WANTED), day)
    with (
        pytest.raises(NotAllowedNow, match="support-wordless"),
        ground.organisation.writing("caseworker") as work,
    ):
        add_support(work, ground.id, uuid4(), empty)
    words = SupportWords(SupportKind.FOOD, SupportState.WANTED, "Rice.")
    with pytest.raises(NotVisible), ground.organisation.writing("caseworker") as work:
        add_support(work, ground.id, uuid4(), SupportInput(words, day, None, uuid4()))
    with (
        pytest.raises(NotAllowedNow, match="in-the-future"),
        ground.organisation.writing("caseworker") as work,
    ):
        add_support(work, ground.id, uuid4(), SupportInput(words, day + DAY))
