"""The safeguarding circle is made in its first member's session, and only its members let others in."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.foundation.errors import KeyRefused, NoKey, NotAllowedNow, NotVisible
from app.foundation.roles import Flag
from app.keyring.adding_statements import own_signer
from app.keyring.admitting import state_person
from app.keyring.circles import add_member, begin_version
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.root import certifying_signer
from app.keyring.safeguarding_acts import Act, ActKind
from app.safeguarding.agreeing import agree_with_cards, mark_of_act
from app.safeguarding.allegations import acknowledge_allegation
from app.safeguarding.circle import (
    admit_to_safeguarding,
    is_member,
    open_circle,
    readers_of_allegations,
    renew_circle,
    safeguarding_page,
    waits_for_renewal,
)
from app.safeguarding.outside_pages import agree_as_outside
from app.safeguarding.pages import allegation_page
from app.staff.accounts import disable
from app.vault.person_keys import PersonPrivateKeys
from models.allegation import Allegation
from models.circle import CircleMembership
from models.grant import Grant
from tests.support.concerns import (
    allege,
    as_outside,
    kit_words,
    let_take_up,
    name_for_safeguarding,
    own_card,
    safeguarding_circle,
    un_name,
)
from tests.support.organisation import Organisation
from tests.support.staff import admit_again, renew, renew_own, six_words_of


def admit_by_words(organisation: Organisation, name: str, *, by: str) -> None:
    """Let a member admit a cast member who reads out their own words."""
    words = six_words_of(organisation, name)
    with organisation.writing(by) as work:
        admit_to_safeguarding(work, organisation.ids[name], words)


def opens(organisation: Organisation, name: str, allegation_id: UUID) -> bool:
    """Tell whether a cast member reads an allegation."""
    with organisation.reading(name) as work:
        return allegation_page(work, allegation_id).account is not None


def version_sealed_to(organisation: Organisation, allegation_id: UUID) -> int:
    """Return the version of the circle that an allegation's key was given to."""
    with organisation.server.store.reading() as session:
        folder_id = session.get_one(Allegation, allegation_id).folder_id
        versions = session.scalars(select(Grant.holder_version).where(Grant.folder_id == folder_id))
        return versions.one()


@pytest.mark.parametrize("name", ["director", "supervisor", "technician", "field", "auditor"])
def test_nobody_opens_it_without_being_named(organisation: Organisation, name: str) -> None:
    with organisation.writing(name) as work, pytest.raises(NotVisible):
        open_circle(work)
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        safeguarding_page(work)


def test_the_first_who_is_named_opens_it_and_is_its_member(organisation: Organisation) -> None:
    name_for_safeguarding(organisation, "auditor")

    with organisation.writing("auditor") as work:
        open_circle(work)

    with organisation.reading("auditor") as work:
        page = safeguarding_page(work)
        assert is_member(work)
    assert (page.is_open, page.is_member, page.needs_second) == (True, True, True)
    assert [member.id for member in page.members] == [organisation.ids["auditor"]]


def test_a_second_who_is_named_cannot_open_another(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    name_for_safeguarding(organisation, "director")

    with organisation.writing("director") as work, pytest.raises(NotAllowedNow, match="safeguarding-open"):
        open_circle(work)


def test_a_member_admits_who_was_named_by_the_words_from_their_screen(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    posted = allege(organisation)
    name_for_safeguarding(organisation, "supervisor")
    words = six_words_of(organisation, "supervisor")

    with organisation.writing("auditor") as work:
        admit_to_safeguarding(work, organisation.ids["supervisor"], f" {words.upper()} ")

    with organisation.reading("supervisor") as work:
        assert allegation_page(work, posted.id).account is not None
        page = safeguarding_page(work)
    assert (len(page.members), page.named, page.needs_second) == (2, (), False)


def test_other_words_admit_nobody(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    name_for_safeguarding(organisation, "supervisor")
    words = six_words_of(organisation, "supervisor2")

    with organisation.writing("auditor") as work, pytest.raises(NotAllowedNow, match="words-differ"):
        admit_to_safeguarding(work, organisation.ids["supervisor"], words)


def test_nobody_is_admitted_who_was_not_named(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    words = six_words_of(organisation, "field")

    with organisation.writing("auditor") as work, pytest.raises(NotAllowedNow, match="not-named"):
        admit_to_safeguarding(work, organisation.ids["field"], words)


@pytest.mark.parametrize("name", ["supervisor", "director"])
def test_who_is_only_named_admits_nobody(organisation: Organisation, name: str) -> None:
    safeguarding_circle(organisation, "auditor")
    name_for_safeguarding(organisation, name)
    words = six_words_of(organisation, name)

    with organisation.writing(name) as work, pytest.raises(NotVisible):
        admit_to_safeguarding(work, organisation.ids[name], words)


@pytest.mark.parametrize("signs", ["as the root", "in their own name"])
def test_a_director_does_not_get_in_past_the_members(organisation: Organisation, signs: str) -> None:
    safeguarding_circle(organisation, "auditor")
    name_for_safeguarding(organisation, "director")

    with organisation.writing("director") as work, pytest.raises((KeyRefused, NoKey)):
        circle = directory_for(work).circle(CircleKind.SAFEGUARDING, None)
        signer = certifying_signer(work) if signs == "as the root" else own_signer(work)
        add_member(work, circle.id, organisation.ids["director"], signer=signer)


def test_who_loses_the_flag_reads_no_more(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor")
    posted = allege(organisation)
    un_name(organisation, "supervisor", member="auditor")

    with organisation.reading("supervisor") as work:
        assert not is_member(work)
        with pytest.raises(NotVisible):
            allegation_page(work, posted.id)
        assert readers_of_allegations(work) == [organisation.ids["auditor"]]


def test_when_its_last_member_has_gone_one_who_is_named_takes_it_up(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    before, card = allege(organisation), own_card(organisation)
    with organisation.writing("director") as work:
        disable(work, organisation.ids["auditor"])
    name_for_safeguarding(organisation, "supervisor", "supervisor2")

    let_take_up(organisation, "supervisor", words=card)
    after = allege(organisation)
    words = six_words_of(organisation, "supervisor2")
    with organisation.writing("supervisor") as work:
        admit_to_safeguarding(work, organisation.ids["supervisor2"], words)
    later = allege(organisation)

    for name, opened in (("supervisor", [False, True, True]), ("supervisor2", [False, False, True])):
        with organisation.reading(name) as work:
            pages = [allegation_page(work, posted.id) for posted in (before, after, later)]
        assert [page.account is not None for page in pages] == opened


def test_being_named_is_a_duty_beside_the_role(organisation: Organisation) -> None:
    name_for_safeguarding(organisation, "field")

    with organisation.reading("field") as work:
        assert work.person.has_flag(Flag.SAFEGUARDING)
        page = safeguarding_page(work)
    assert (page.is_open, page.is_member, len(page.own_words)) == (False, False, 6)


@pytest.mark.parametrize("renewing", ["by an invitation", "by themselves"])
def test_a_member_with_new_keys_comes_back_by_their_words(organisation: Organisation, renewing: str) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor")
    before = allege(organisation)
    (renew if renewing == "by an invitation" else renew_own)(organisation, "supervisor")
    admit_again(organisation, "supervisor")
    with organisation.reading("supervisor") as work:
        page = safeguarding_page(work)
        assert (is_member(work), page.is_member, len(page.own_words)) == (False, False, 6)
    with organisation.reading("auditor") as work:
        page = safeguarding_page(work)
    assert [each.id for each in page.named] == [organisation.ids["supervisor"]]
    assert [each.id for each in page.gone] == [organisation.ids["supervisor"]]
    assert page.needs_second

    admit_by_words(organisation, "supervisor", by="auditor")
    after = allege(organisation)

    assert opens(organisation, "supervisor", before.id)
    assert opens(organisation, "supervisor", after.id)
    with organisation.reading("auditor") as work:
        page = safeguarding_page(work)
    assert (page.named, page.gone, page.needs_second) == ((), (), False)


def test_new_keys_that_a_director_vouches_for_are_not_sealed_to_before_a_member_compared_them(
    organisation: Organisation,
) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor", "field")
    renew(organisation, "supervisor")
    admit_again(organisation, "supervisor")

    with organisation.writing("auditor") as work:
        renew_circle(work)
        circle = directory_for(work).circle(CircleKind.SAFEGUARDING, None)
        supervisor = organisation.ids["supervisor"]
        assert (circle.id, circle.current_version, supervisor) not in directory_for(work).memberships
        assert work.session.get(CircleMembership, (circle.id, circle.current_version, supervisor)) is None


def test_a_closed_account_is_out_of_the_circle_at_once(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor", "field2")
    supervisor = organisation.ids["supervisor"]
    with organisation.writing("director") as work:
        disable(work, supervisor)

    with organisation.reading("auditor") as work:
        circle = directory_for(work).circle(CircleKind.SAFEGUARDING, None)
        assert supervisor not in {holder for _, _, holder in directory_for(work).memberships}
        assert supervisor not in readers_of_allegations(work)
        assert waits_for_renewal(work) == circle.id
        page = safeguarding_page(work)
    assert [each.id for each in page.gone] == [supervisor]
    assert len(page.members) == 2
    with organisation.server.store.reading() as session:
        held = select(CircleMembership).where(CircleMembership.holder_id == supervisor)
        assert session.scalars(held).all() == []
    for name in ("director", "field", "auditor"):
        with organisation.reading(name) as work:
            assert (waits_for_renewal(work) is not None) == (name == "auditor")


def test_what_a_member_does_next_gives_the_circle_a_new_key(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor", "field2")
    before = allege(organisation)
    with organisation.writing("director") as work:
        disable(work, organisation.ids["supervisor"])
    with organisation.reading("auditor") as work:
        version = directory_for(work).circle(CircleKind.SAFEGUARDING, None).current_version

    with organisation.writing("field2") as work:
        acknowledge_allegation(work, before.id)
    after = allege(organisation)

    assert version_sealed_to(organisation, before.id) == version
    assert version_sealed_to(organisation, after.id) == version + 1
    for name in ("auditor", "field2"):
        assert opens(organisation, name, before.id)
        assert opens(organisation, name, after.id)
        with organisation.reading(name) as work:
            assert (safeguarding_page(work).gone, waits_for_renewal(work)) == ((), None)


def test_renewing_twice_makes_one_new_key(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor")
    with organisation.writing("director") as work:
        disable(work, organisation.ids["supervisor"])
    for _ in range(2):
        with organisation.writing("auditor") as work:
            renew_circle(work)

    with organisation.reading("auditor") as work:
        assert directory_for(work).circle(CircleKind.SAFEGUARDING, None).current_version == 2
        assert safeguarding_page(work).needs_second


@pytest.mark.parametrize("name", ["director", "supervisor", "technician", "field"])
def test_nobody_but_a_member_renews_it(organisation: Organisation, name: str) -> None:
    safeguarding_circle(organisation, "auditor")

    with organisation.writing(name) as work, pytest.raises(NotVisible):
        renew_circle(work)


def test_who_is_no_longer_named_gets_no_new_key_either(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor", "field2")
    un_name(organisation, "supervisor", member="auditor")

    with organisation.writing("auditor") as work:
        assert [each.id for each in safeguarding_page(work).gone] == [organisation.ids["supervisor"]]
        renew_circle(work)
        memberships = directory_for(work).memberships
    circle_id = next(c.id for c in directory_for(work).circles.values() if c.kind is CircleKind.SAFEGUARDING)
    assert organisation.ids["supervisor"] not in {h for c, _, h in memberships if c == circle_id}


def test_when_its_only_member_is_no_longer_named_another_takes_it_up(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    card = own_card(organisation)
    mark = mark_of_act(Act(ActKind.UN_NAME, person=organisation.ids["auditor"]))
    with as_outside(organisation, card) as work:
        agree_as_outside(work, mark)
    with organisation.writing("field") as work:
        agree_with_cards(work, mark, *kit_words(organisation))
    name_for_safeguarding(organisation, "supervisor")

    let_take_up(organisation, "supervisor", words=card)

    after = allege(organisation)
    assert opens(organisation, "supervisor", after.id)


@pytest.mark.parametrize("place", range(3))
def test_whoever_begins_a_version_is_sealed_to_first(organisation: Organisation, place: int) -> None:
    names = ["auditor", "supervisor", "field2"]
    safeguarding_circle(organisation, *names)
    members = [organisation.ids[name] for name in names[place:] + names[:place]]

    with organisation.writing("supervisor") as work:
        circle = directory_for(work).circle(CircleKind.SAFEGUARDING, None)
        begin_version(work, circle.id, members, signer=own_signer(work))
        assert sorted(directory_for(work).members(circle.id)) == sorted(members)


def test_who_is_no_member_any_more_begins_no_version(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor")
    un_name(organisation, "supervisor", member="auditor")

    with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
        circle = directory_for(work).circle(CircleKind.SAFEGUARDING, None)
        begin_version(work, circle.id, [organisation.ids["supervisor"]], signer=own_signer(work))


def test_keys_swapped_by_a_director_read_nothing_and_are_sealed_nothing(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor")
    swapped, supervisor = PersonPrivateKeys.generate().public, organisation.ids["supervisor"]
    with organisation.writing("director") as work:
        known = directory_for(work).person(supervisor)
        state_person(
            work,
            supervisor,
            swapped,
            key_version=known.key_version + 1,
            role=known.role,
            base_id=known.base_id,
            flags=known.flags,
            name=known.name,
            signer=certifying_signer(work),
        )

    with organisation.writing("auditor") as work:
        circle = directory_for(work).circle(CircleKind.SAFEGUARDING, None)
        assert readers_of_allegations(work) == [organisation.ids["auditor"]]
        assert directory_for(work).members(circle.id) == [organisation.ids["auditor"]]
        renew_circle(work)
        newest = directory_for(work).circles[circle.id].current_version
        assert work.session.get(CircleMembership, (circle.id, newest, supervisor)) is None
