"""Who belongs to a family: days, births, two families at one time, who is feared, who decides by law."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.children.documents import Age
from app.families.chronology import JOINED, LEFT, chronology_entries
from app.families.documents import MemberWords
from app.families.members import LeavingInput, MemberInput, add_member, change_member, leave
from app.families.of_child import families_of_child
from app.families.today import PAPER_ENDS, due_families
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.family_roles import FamilyRole
from app.foundation.vocabulary.legal_authorities import LegalAuthority
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.mistakes.marking import MarkInput, SecondDecision, decide_mark, mark_mistaken
from models.household_member import HouseholdMember
from tests.support.cases import today
from tests.support.children import add_child
from tests.support.families import DAY, family, member, mother, page_of
from tests.support.opened_cases import case_of
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.tampering import put

CHILD = MemberWords(FamilyRole.CHILD)
UNCLE = MemberWords(FamilyRole.UNCLE, "Chea Vuthy", is_feared=True, feared_because="The girl hides from him.")


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child of the first base."""
    return add_child(organisation)


@pytest.fixture
def household_id(organisation: Organisation) -> UUID:
    """A family in which nobody is written down yet."""
    return family(organisation)


def refused(organisation: Organisation, household_id: UUID, code: str, new: MemberInput) -> None:
    """Check that a caseworker is told why somebody cannot be written down so."""
    with pytest.raises(NotAllowedNow, match=code), organisation.writing("caseworker") as work:
        add_member(work, household_id, uuid4(), new)


def test_days_that_cannot_be_are_refused(organisation: Organisation, household_id: UUID) -> None:
    day = today(organisation)
    refused(organisation, household_id, "in-the-future", MemberInput(mother(), None, day + DAY))
    refused(organisation, household_id, "in-the-future", MemberInput(mother(), None, day, day + DAY))
    refused(organisation, household_id, "left-before-joined", MemberInput(mother(), None, day, day - DAY))
    refused(organisation, household_id, "too-long-ago", MemberInput(mother(), None, date(1901, 1, 1)))


def test_a_child_joins_no_family_before_it_was_born(organisation: Organisation, household_id: UUID) -> None:
    day = today(organisation)
    born = Age(3, 3, day, AgeBasis.DOCUMENT, born_on=day - timedelta(days=3 * 366))
    child_id = add_child(organisation, age=born)
    early = MemberInput(CHILD, child_id, day - timedelta(days=4 * 366))
    refused(organisation, household_id, "before-born", early)


def test_nobody_is_written_down_without_a_name_or_a_record(
    organisation: Organisation, household_id: UUID
) -> None:
    refused(organisation, household_id, "member-nameless", MemberInput(mother("")))


def test_a_child_of_another_base_is_no_member_here_and_only_its_code_and_a_colleague_are_told(
    organisation: Organisation, household_id: UUID, child_id: UUID
) -> None:
    far = add_child(organisation, by="director", base_id=HILLSIDE)
    with pytest.raises(NotVisible), organisation.writing("caseworker") as work:
        add_member(work, household_id, uuid4(), MemberInput(CHILD, far))
    with pytest.raises(NotAllowedNow, match="other-base-child"), organisation.writing("director") as work:
        add_member(work, household_id, uuid4(), MemberInput(CHILD, far))
    member(organisation, household_id, CHILD, child_id=child_id)
    sister = MemberWords(FamilyRole.CHILD, code_elsewhere="HT-0001", ask_whom="Dara at Hilltop")
    member(organisation, household_id, sister)
    with organisation.reading("caseworker") as work:
        (found,) = families_of_child(work, child_id).families
    (sibling,) = found.siblings
    assert sibling.words is not None
    assert (sibling.called, sibling.words.ask_whom, sibling.name) == ("HT-0001", "Dara at Hilltop", None)


def test_a_child_in_two_families_at_one_time_is_asked_about(
    organisation: Organisation, household_id: UUID, child_id: UUID
) -> None:
    other = family(organisation, child_id=child_id, name="Prak")
    new = MemberInput(CHILD, child_id)
    refused(organisation, household_id, "two-families", new)
    refused(organisation, other, "member-already", new)
    both = replace(new, words=replace(CHILD, is_beside_others=True))
    with organisation.writing("caseworker") as work:
        add_member(work, household_id, uuid4(), both)
    with organisation.reading("caseworker") as work:
        assert len(families_of_child(work, child_id).families) == 2


def test_one_family_after_another_asks_nothing(
    organisation: Organisation, household_id: UUID, child_id: UUID
) -> None:
    day = today(organisation)
    other = family(organisation, name="Prak")
    member(organisation, other, CHILD, child_id=child_id, from_on=day - 9 * DAY, until_on=day - 2 * DAY)
    member(organisation, household_id, CHILD, child_id=child_id, from_on=day - 2 * DAY)
    with organisation.reading("caseworker") as work:
        here, before = families_of_child(work, child_id).families
    assert (here.household_id, here.member.is_here) == (household_id, True)
    assert (before.household_id, before.member.is_here) == (other, False)


def test_who_is_feared_is_never_offered_as_a_contact(organisation: Organisation, household_id: UUID) -> None:
    member(organisation, household_id, mother())
    member(organisation, household_id, UNCLE)
    page = page_of(organisation, household_id)
    assert [one.called for one in page.to_contact] == ["Chea Sokha"]
    assert [one.called for one in page.never] == ["Chea Vuthy"]
    assert page.to_ask_about == ()
    safe = replace(UNCLE, safe=ContactSafety.YES)
    refused(organisation, household_id, "feared-not-safe", MemberInput(safe))


def test_nobody_stops_being_feared_without_a_reason_and_what_was_said_is_kept(
    organisation: Organisation, household_id: UUID
) -> None:
    member_id = member(organisation, household_id, UNCLE)
    calm = MemberInput(replace(UNCLE, is_feared=False, feared_because=""))
    with (
        pytest.raises(NotAllowedNow, match="fear-needs-why"),
        organisation.writing("caseworker") as work,
    ):
        change_member(work, household_id, member_id, calm, version=1)
    with organisation.writing("caseworker") as work:
        change_member(work, household_id, member_id, replace(calm, why="It was another man."), version=1)
    with pytest.raises(Conflict), organisation.writing("caseworker") as work:
        change_member(work, household_id, member_id, replace(calm, why="again"), version=1)


def test_that_somebody_feared_was_a_mistake_a_second_person_decides(
    organisation: Organisation, household_id: UUID
) -> None:
    feared, mark_id = member(organisation, household_id, UNCLE), uuid4()
    calm = member(organisation, household_id, mother())
    with organisation.writing("caseworker") as work:
        asked = MarkInput(mark_id, "Another house.")
        assert mark_mistaken(work, "household_member", feared, asked) is MarkOutcome.WAITING
    with organisation.writing("caseworker") as work:
        new = MarkInput(uuid4(), "Twice.")
        assert mark_mistaken(work, "household_member", calm, new) is MarkOutcome.AGREED
    assert [one.called for one in page_of(organisation, household_id).never] == ["Chea Vuthy"]
    with organisation.writing("supervisor") as work:
        decide_mark(work, mark_id, SecondDecision(MarkOutcome.AGREED, "I asked the girl.", 1))
    assert page_of(organisation, household_id).never == ()


def test_who_left_is_shown_as_before_and_leaves_once(
    organisation: Organisation, household_id: UUID, child_id: UUID
) -> None:
    day = today(organisation)
    member_id = member(organisation, household_id, CHILD, child_id=child_id, from_on=day - 9 * DAY)
    with organisation.writing("caseworker") as work:
        leave(work, household_id, member_id, LeavingInput(day, "To her aunt."), version=1)
    with pytest.raises(AlreadyDone), organisation.writing("caseworker") as work:
        leave(work, household_id, member_id, LeavingInput(day), version=2)
    page = page_of(organisation, household_id)
    assert (page.now, [one.child_id for one in page.earlier]) == ((), [child_id])
    with organisation.reading("caseworker") as work:
        told = {entry.title: entry.text for entry in chronology_entries(work, child_id)}
    assert told == {JOINED: "", LEFT: "To her aunt."}
    with organisation.reading("field") as work:
        assert chronology_entries(work, child_id) == []


def test_a_paper_needs_its_name_and_its_end_is_due_to_who_works_with_the_family(
    organisation: Organisation, household_id: UUID, child_id: UUID
) -> None:
    day = today(organisation)
    aunt = MemberWords(FamilyRole.AUNT, "Chea Maly", authority=LegalAuthority.BY_PAPER)
    refused(organisation, household_id, "paper-nameless", MemberInput(aunt))
    member(organisation, household_id, CHILD, child_id=child_id)
    case_of(organisation, child_id, assigned=("othercaseworker",))
    paper = replace(aunt, paper="Letter 9/2026 of the commune")
    member(organisation, household_id, paper, paper_until=day + 20 * DAY)
    found = {}
    for name in ("caseworker", "othercaseworker", "supervisor", "field"):
        with organisation.reading(name) as work:
            found[name] = [(item.title, item.code) for item in due_families(work, until=day)]
    once = [(PAPER_ENDS, "RV-F-0001")]
    assert found == {"caseworker": once, "othercaseworker": once, "supervisor": [], "field": []}
    organisation.clock.move(21 * DAY)
    with organisation.reading("supervisor") as work:
        assert len(due_families(work, until=today(organisation))) == 1
    assert page_of(organisation, household_id, "supervisor").with_authority[0].paper_days_late == 1


def test_one_adult_is_child_parent_and_sibling_over_the_years(
    organisation: Organisation, household_id: UUID, child_id: UUID
) -> None:
    day = today(organisation)
    grown, years = family(organisation, name="Her own"), timedelta(days=366)
    member(
        organisation, household_id, CHILD, child_id=child_id, from_on=day - 9 * years, until_on=day - years
    )
    member(organisation, grown, MemberWords(FamilyRole.MOTHER), child_id=child_id, from_on=day - years)
    with organisation.reading("caseworker") as work:
        now, before = families_of_child(work, child_id).families
    roles = [one.member.words.role for one in (now, before) if one.member.words]
    assert roles == [FamilyRole.MOTHER, FamilyRole.CHILD]


def test_a_member_who_was_changed_outside_counts_for_nothing(
    organisation: Organisation, household_id: UUID, child_id: UUID
) -> None:
    member_id = member(organisation, household_id, CHILD, child_id=child_id)
    put(organisation, HouseholdMember, member_id, until_on=today(organisation) - DAY)
    page = page_of(organisation, household_id)
    assert (page.changed, page.now, page.earlier) == (1, (), ())
    with organisation.reading("caseworker") as work:
        assert families_of_child(work, child_id).changed == 1
        assert [entry.is_changed for entry in chronology_entries(work, child_id)] == [True]
