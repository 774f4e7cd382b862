"""What could take the safeguarding circle over needs two of three: a member, the outside member, both kit cards."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.foundation.errors import FreshProofNeeded, NotAllowedNow
from app.foundation.roles import Flag
from app.keyring.known_directory import directory_for
from app.keyring.safeguarding_acts import (
    Act,
    ActKind,
    ChangeKind,
    living_members,
)
from app.recovery.typed_cards import CardRefused
from app.safeguarding.agreeing import agree_as_member, agree_with_cards, mark_of_act, who_reads
from app.safeguarding.circle import is_member, open_circle, readers_of_allegations
from app.safeguarding.outside_card import make_outside_card
from app.safeguarding.outside_pages import agree_as_outside, outside_page
from app.safeguarding.outside_session import NotTheOutsideMember, enter
from app.safeguarding.pages import allegation_list, allegation_page
from app.safeguarding.today import due_items
from app.set_up.steps import make_new_cards
from app.staff.accounts import disable
from app.staff.duties import change_flags
from app.unit_of_work import Mode
from tests.support.concerns import (
    OUTSIDE,
    allege,
    as_outside,
    kit_words,
    name_for_safeguarding,
    own_card,
    safeguarding_circle,
    un_naming,
)
from tests.support.organisation import Organisation

MEMBERS = ("auditor", "supervisor")


@pytest.fixture
def with_circle(organisation: Organisation) -> Organisation:
    """An organisation with a safeguarding circle of the auditor and a supervisor."""
    safeguarding_circle(organisation, *MEMBERS)
    return organisation


def by_member(organisation: Organisation, act: Act, name: str = "auditor") -> None:
    """Let a member agree, who has just signed in."""
    organisation.tokens.pop(name, None)
    with organisation.writing(name) as work:
        agree_as_member(work, mark_of_act(act))


def by_cards(organisation: Organisation, act: Act, name: str = "field") -> None:
    """Let whoever keeps the two cards type them, in anybody's session."""
    organisation.tokens.pop(name, None)
    with organisation.writing(name) as work:
        agree_with_cards(work, mark_of_act(act), *kit_words(organisation))


def by_outside(organisation: Organisation, act: Act, words: str) -> None:
    """Let the outside member agree at their own page."""
    with as_outside(organisation, words) as work:
        agree_as_outside(work, mark_of_act(act))


def members_now(organisation: Organisation) -> list[UUID]:
    """Return who is a member, as anybody sees it."""
    with organisation.reading("field") as work:
        return living_members(directory_for(work))


@pytest.mark.parametrize("pair", ["member and outside", "member and cards", "outside and cards"])
def test_two_of_three_end_a_membership(with_circle: Organisation, pair: str) -> None:
    words, act = own_card(with_circle), un_naming(with_circle, "supervisor")
    if "member" in pair:
        by_member(with_circle, act)
    if "outside" in pair:
        by_outside(with_circle, act, words)
    assert with_circle.ids["supervisor"] in members_now(with_circle) or "cards" not in pair
    if "cards" in pair:
        by_cards(with_circle, act)

    assert members_now(with_circle) == [with_circle.ids["auditor"]]
    with with_circle.reading("supervisor") as work:
        assert not is_member(work)
        assert not work.person.has_flag(Flag.SAFEGUARDING)
    with with_circle.reading("field") as work:
        assert who_reads(work).changes[0].change.what is ChangeKind.UN_NAMED
    with with_circle.reading("supervisor") as work:
        assert who_reads(work).was_member


@pytest.mark.parametrize("alone", ["a member", "the outside member", "both cards"])
def test_one_of_three_alone_ends_none(with_circle: Organisation, alone: str) -> None:
    words, act = own_card(with_circle), un_naming(with_circle, "supervisor")
    if alone == "a member":
        by_member(with_circle, act)
    elif alone == "the outside member":
        by_outside(with_circle, act, words)
    else:
        by_cards(with_circle, act)

    assert with_circle.ids["supervisor"] in members_now(with_circle)
    with with_circle.reading("field") as work:
        (proposal,) = who_reads(work).under_way
    assert len(proposal.agreed) == 1


def test_members_count_once_however_many_agree(organisation: Organisation) -> None:
    safeguarding_circle(organisation, *MEMBERS, "counsellor")
    act = un_naming(organisation, "supervisor")
    by_member(organisation, act)

    with pytest.raises(NotAllowedNow, match="agreed-before"):
        by_member(organisation, act, "counsellor")

    assert organisation.ids["supervisor"] in members_now(organisation)


def test_nobody_counts_in_what_is_about_themselves(with_circle: Organisation) -> None:
    act = un_naming(with_circle, "supervisor")

    with pytest.raises(NotAllowedNow, match="not-to-agree"):
        by_member(with_circle, act, "supervisor")
    by_cards(with_circle, act)

    assert with_circle.ids["supervisor"] in members_now(with_circle)


def test_an_accused_sole_member_goes_by_the_outside_member_and_both_cards(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "director2")
    words, act = own_card(organisation, "director2"), un_naming(organisation, "director2")
    by_outside(organisation, act, words)
    by_cards(organisation, act)
    assert members_now(organisation) == []

    posted = allege(organisation)

    with as_outside(organisation, words, Mode.READING) as work:
        assert [line.id for line in outside_page(work).sent] == [posted.id]
        assert allegation_page(work, posted.id).account is not None
    with organisation.reading("director2") as work:
        assert readers_of_allegations(work) == []


@pytest.mark.parametrize("name", ["director", "technician", "field", "supervisor2"])
def test_nobody_else_agrees_to_anything(with_circle: Organisation, name: str) -> None:
    act = un_naming(with_circle, "supervisor")
    with pytest.raises(NotAllowedNow, match="not-to-agree"):
        by_member(with_circle, act, name)


def test_agreeing_wants_the_password_again(with_circle: Organisation) -> None:
    with_circle.token("auditor")
    with_circle.clock.move(timedelta(minutes=6))
    with with_circle.writing("auditor") as work, pytest.raises(FreshProofNeeded):
        agree_as_member(work, mark_of_act(un_naming(with_circle, "supervisor")))


def test_both_cards_alone_are_enough_after_fourteen_days_notice(with_circle: Organisation) -> None:
    act = un_naming(with_circle, "supervisor")
    by_cards(with_circle, act)
    with with_circle.reading("supervisor") as work:
        (proposal,) = who_reads(work).under_way
        assert proposal.notice_ends is not None

    with_circle.clock.move(timedelta(days=13, hours=23))
    with pytest.raises(NotAllowedNow, match="agreed-before"):
        by_cards(with_circle, act)
    assert with_circle.ids["supervisor"] in members_now(with_circle)
    with_circle.clock.move(timedelta(hours=2))
    by_cards(with_circle, act)

    assert with_circle.ids["supervisor"] not in members_now(with_circle)


def test_what_two_of_three_refuse_both_cards_alone_do_not_do(with_circle: Organisation) -> None:
    words, act = own_card(with_circle), un_naming(with_circle, "supervisor")
    by_cards(with_circle, act)
    by_member(with_circle, act.refusal())
    by_outside(with_circle, act.refusal(), words)

    with_circle.clock.move(timedelta(days=15))
    with pytest.raises(NotAllowedNow, match="agreed-before"):
        by_cards(with_circle, act)

    assert with_circle.ids["supervisor"] in members_now(with_circle)


def test_what_was_agreed_to_long_ago_counts_no_more(with_circle: Organisation) -> None:
    words, act = own_card(with_circle), un_naming(with_circle, "supervisor")
    by_member(with_circle, act)
    with_circle.clock.move(timedelta(days=31))

    by_outside(with_circle, act, words)

    assert with_circle.ids["supervisor"] in members_now(with_circle)


def closed(organisation: Organisation) -> None:
    """Close every member's account: their memberships are suspended, and nobody is named in their place."""
    for name in MEMBERS:
        with organisation.writing("director") as work:
            disable(work, organisation.ids[name])


def test_closed_accounts_leave_the_circle_to_the_outside_member(with_circle: Organisation) -> None:
    words = own_card(with_circle)
    closed(with_circle)
    name_for_safeguarding(with_circle, "supervisor2")
    with with_circle.writing("supervisor2") as work, pytest.raises(NotAllowedNow, match="two-of-three"):
        open_circle(work)

    posted = allege(with_circle)

    with as_outside(with_circle, words, Mode.READING) as work:
        assert allegation_page(work, posted.id).account is not None


@pytest.mark.parametrize("way", ["outside and cards", "cards after their notice"])
def test_the_circle_is_taken_up_anew_as_two_of_three_agree(with_circle: Organisation, way: str) -> None:
    words = own_card(with_circle)
    before = allege(with_circle)
    closed(with_circle)
    name_for_safeguarding(with_circle, "supervisor2")
    act = Act(ActKind.TAKE_UP, person=with_circle.ids["supervisor2"])
    by_cards(with_circle, act)
    if way == "outside and cards":
        by_outside(with_circle, act, words)
    else:
        with_circle.clock.move(timedelta(days=14))

    with with_circle.writing("supervisor2") as work:
        open_circle(work)

    after = allege(with_circle)
    with with_circle.reading("supervisor2") as work:
        assert allegation_page(work, after.id).account is not None
        assert allegation_page(work, before.id).account is None
        assert who_reads(work).changes[0].change.what is ChangeKind.BEGUN_ANEW


def test_whoever_did_not_take_it_up_does_not_with_anothers_agreement(with_circle: Organisation) -> None:
    words = own_card(with_circle)
    closed(with_circle)
    name_for_safeguarding(with_circle, "supervisor2", "counsellor")
    act = Act(ActKind.TAKE_UP, person=with_circle.ids["supervisor2"])
    by_cards(with_circle, act)
    by_outside(with_circle, act, words)

    with with_circle.writing("counsellor") as work, pytest.raises(NotAllowedNow, match="two-of-three"):
        open_circle(work)


def test_new_cards_of_a_director_do_not_count_before_two_of_three_agreed(with_circle: Organisation) -> None:
    """Otherwise a director could make new cards, and be two of three with a friend in the circle."""
    words, act = own_card(with_circle), un_naming(with_circle, "supervisor")
    with_circle.tokens.pop("director", None)
    with with_circle.writing("director") as work:
        cards = make_new_cards(with_circle.server, work)
    typed = [" ".join(card.words) for card in cards]

    with with_circle.writing("director") as work, pytest.raises(CardRefused):
        agree_with_cards(work, mark_of_act(act), *typed)

    with with_circle.reading("field") as work:
        offered = directory_for(work).kit_offered
    assert offered is not None
    count = Act(ActKind.KIT, key=offered[0])
    by_member(with_circle, count)
    by_outside(with_circle, count, words)
    with with_circle.writing("director") as work:
        agree_with_cards(work, mark_of_act(act), *typed)
    with pytest.raises(CardRefused):
        by_cards(with_circle, act)


def test_the_outside_member_is_replaced_by_a_member_and_both_cards(with_circle: Organisation) -> None:
    words = own_card(with_circle)
    with_circle.tokens.pop("auditor", None)
    with with_circle.writing("auditor") as work:
        card = make_outside_card(work, "Keo Sophal", "012 555 020", *kit_words(with_circle))
    assert card is not None

    with pytest.raises(NotTheOutsideMember):
        enter(with_circle.server, words, address="outside")
    entered = enter(with_circle.server, " ".join(card.words), address="outside")
    assert entered.card is not None
    with with_circle.reading("field") as work:
        assert who_reads(work).outside is not None
        assert [each.change.what for each in who_reads(work).changes[:2]] == [
            ChangeKind.OUTSIDE_CARD,
            ChangeKind.OUTSIDE_WRITTEN,
        ]


def test_the_outside_member_does_not_count_in_being_replaced(with_circle: Organisation) -> None:
    words = own_card(with_circle)
    act = Act(ActKind.OUTSIDE, name="Keo Sophal", phone="012 555 020")
    with_circle.tokens.pop("field", None)
    with with_circle.writing("field") as work:
        assert make_outside_card(work, act.name, act.phone, *kit_words(with_circle)) is None

    with pytest.raises(NotAllowedNow, match="not-to-agree"):
        by_outside(with_circle, act, words)
    with with_circle.reading("field") as work:
        outside = directory_for(work).outside_member
    assert outside is not None
    assert outside.name == OUTSIDE[0]
    by_member(with_circle, act)
    with with_circle.reading("field") as work:
        outside = directory_for(work).outside_member
    assert outside is not None
    assert (outside.name, outside.keys) == ("Keo Sophal", None)


def test_a_director_who_only_names_somebody_may_un_name_them_again(with_circle: Organisation) -> None:
    name_for_safeguarding(with_circle, "supervisor2")

    with with_circle.writing("director") as work:
        change_flags(work, with_circle.ids["supervisor2"], frozenset())

    with with_circle.reading("supervisor2") as work:
        assert not work.person.has_flag(Flag.SAFEGUARDING)


def titles(organisation: Organisation, name: str) -> list[str]:
    """Return what Today tells somebody about changes of the circle."""
    with organisation.reading(name) as work:
        return [item.title for item in due_items(work) if item.kind == "safeguarding-change"]


def test_members_are_given_notice_and_former_members_hear_that_it_changed(with_circle: Organisation) -> None:
    assert titles(with_circle, "supervisor") == []
    act = un_naming(with_circle, "supervisor")
    by_cards(with_circle, act)
    for name in MEMBERS:
        assert "under way" in titles(with_circle, name)[0]
    with with_circle.reading("field") as work:
        assert allegation_list(work).is_change_under_way
    by_member(with_circle, act)

    assert "not in the safeguarding circle any more" in titles(with_circle, "supervisor")[0]
    assert titles(with_circle, "auditor") == titles(with_circle, "field") == []
