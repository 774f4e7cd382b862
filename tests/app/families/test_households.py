"""Families: their code, who reaches them, changing and closing one, and the list."""

from uuid import uuid4

import pytest
from sqlalchemy import update

from app.families.documents import HouseholdProfile
from app.families.household_page import household_page
from app.families.households import (
    HouseholdInput,
    begin_household,
    change_household,
    close_household,
    readable_household,
    take_up_again,
)
from app.families.listing import FamilyFilter, FamilyList, Which, family_list
from app.foundation.errors import AlreadyDone, ChangedOutside, Conflict, NotAllowedNow, NotVisible, Refused
from app.mistakes.marking import MarkInput, mark_mistaken
from models.base import Base
from models.household import Household
from tests.support.children import add_child
from tests.support.families import OTHERS, READERS, family, member, mother, page_of
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.tampering import put


def listed(organisation: Organisation, chosen: FamilyFilter, by: str = "caseworker") -> FamilyList:
    """Return the first page of somebody's list."""
    with organisation.reading(by) as work:
        return family_list(work, chosen, page=1)


def test_each_family_has_the_next_code_of_its_base_even_if_the_count_was_set_back(
    organisation: Organisation,
) -> None:
    first = family(organisation)
    with organisation.server.store.writing() as session:
        session.execute(update(Base).where(Base.id == RIVERSIDE).values(last_family_number=0))
    second = family(organisation)
    assert [page_of(organisation, id_).code for id_ in (first, second)] == ["RV-F-0001", "RV-F-0002"]


def test_the_office_of_the_base_reads_it_and_nobody_else_learns_of_it(organisation: Organisation) -> None:
    household_id = family(organisation)
    for name in READERS:
        assert page_of(organisation, household_id, name).profile == HouseholdProfile("Chea")
        assert len(listed(organisation, FamilyFilter(), name).lines) == 1
    for name in OTHERS:
        with pytest.raises(NotVisible):
            page_of(organisation, household_id, name)


def test_a_form_sent_twice_makes_one_and_somebody_elses_id_is_refused(organisation: Organisation) -> None:
    household_id = family(organisation)
    new = HouseholdInput(HouseholdProfile("Chea"))
    with pytest.raises(AlreadyDone), organisation.writing("caseworker") as work:
        begin_household(work, household_id, new)
    with pytest.raises(Refused), organisation.writing("supervisor") as work:
        begin_household(work, household_id, new)


def test_a_family_without_a_name_could_not_be_found_again(organisation: Organisation) -> None:
    with (
        pytest.raises(NotAllowedNow, match="family-nameless"),
        organisation.writing("caseworker") as work,
    ):
        begin_household(work, uuid4(), HouseholdInput(HouseholdProfile("  ")))


def test_who_changes_a_stale_family_is_told(organisation: Organisation) -> None:
    household_id = family(organisation)
    with organisation.writing("supervisor") as work:
        change_household(work, household_id, HouseholdProfile("Chea, at the pier"), version=1)
    with pytest.raises(Conflict), organisation.writing("caseworker") as work:
        change_household(work, household_id, HouseholdProfile("Chea, uphill"), version=1)
    assert page_of(organisation, household_id).profile == HouseholdProfile("Chea, at the pier")


def test_a_closed_family_takes_nothing_until_it_is_taken_up_again(organisation: Organisation) -> None:
    household_id = family(organisation)
    with organisation.writing("caseworker") as work:
        version = readable_household(work, household_id).version
        close_household(work, household_id, "They moved to Takeo.", version=version)
    with pytest.raises(NotAllowedNow, match="family-closed"):
        member(organisation, household_id, mother())
    assert listed(organisation, FamilyFilter()).lines == ()
    assert len(listed(organisation, FamilyFilter(Which.CLOSED)).lines) == 1

    with organisation.writing("caseworker") as work:
        take_up_again(work, household_id)
    with pytest.raises(AlreadyDone), organisation.writing("caseworker") as work:
        take_up_again(work, household_id)
    member(organisation, household_id, mother())
    assert page_of(organisation, household_id).is_open


def test_a_family_is_found_by_its_code_and_by_that_of_a_child_in_it(organisation: Organisation) -> None:
    child_id = add_child(organisation)
    household_id = family(organisation, child_id=child_id)
    family(organisation, name="Prak")
    for code in ("rv f 1", "RV-0001"):
        found = listed(organisation, FamilyFilter(code=code))
        assert [line.id for line in found.lines] == [household_id]
        assert (found.total, found.in_all) == (1, 2)
    assert listed(organisation, FamilyFilter(code="RV-F-0099")).lines == ()


def test_a_family_counts_who_belongs_to_it(organisation: Organisation) -> None:
    household_id = family(organisation, child_id=add_child(organisation))
    member(organisation, household_id, mother())
    (line,) = listed(organisation, FamilyFilter()).lines
    assert (line.people, line.children, line.name) == (2, 1, "Chea")


def test_a_family_that_was_changed_outside_shows_nothing(organisation: Organisation) -> None:
    household_id = family(organisation)
    put(organisation, Household, household_id, code="RV-F-0077")
    with pytest.raises(ChangedOutside):
        page_of(organisation, household_id)
    (line,) = listed(organisation, FamilyFilter()).lines
    assert (line.is_changed, line.code, line.name) == (True, "", "")


def test_a_family_is_a_mistake_only_once_nobody_in_it_counts(organisation: Organisation) -> None:
    household_id = family(organisation)
    member_id = member(organisation, household_id, mother())
    with (
        pytest.raises(NotAllowedNow, match="family-has-members"),
        organisation.writing("caseworker") as work,
    ):
        mark_mistaken(work, "household", household_id, MarkInput(uuid4(), "twice"))
    for table, record_id in (("household_member", member_id), ("household", household_id)):
        with organisation.writing("caseworker") as work:
            mark_mistaken(work, table, record_id, MarkInput(uuid4(), "twice"))
    page = page_of(organisation, household_id)
    assert page.marks.is_marked
    assert page.now == ()
    with pytest.raises(NotAllowedNow, match="family-mistaken"):
        member(organisation, household_id, mother())


def test_reading_a_family_names_its_children_in_the_trail(organisation: Organisation) -> None:
    child_id = add_child(organisation)
    household_id = family(organisation, child_id=child_id)
    with organisation.reading("supervisor") as work:
        household_page(work, household_id)
        noted = work.opened[RIVERSIDE]
        assert {child_id, household_id} <= set(noted.subjects)
