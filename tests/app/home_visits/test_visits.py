"""Home visits: planned for a pair, made or in vain, put right, and read by those who go and by the office."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from app.foundation.errors import AlreadyDone, ChangedOutside, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.seen_hows import SeenHow
from app.foundation.vocabulary.visit_colours import VisitColour
from app.foundation.vocabulary.visit_grades import VisitGrade
from app.foundation.vocabulary.visit_parts import VisitPart
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.asking import concern_raised, no_concern_needed
from app.home_visits.chronology import chronology_entries
from app.home_visits.mistaken import VISIT
from app.home_visits.moving import MoveVisit, move_visit
from app.home_visits.pages import visit_before, visits_of_household
from app.home_visits.planning import change_plan, plan_visit
from app.keyring.repeated_facts import REPEATS
from app.mistakes.marking import MarkInput, mark_mistaken
from models.home_visit import HomeVisit, HomeVisitor
from tests.support.home_visits import family_of, found, in_vain, planned, visit_as, visit_to
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.tampering import behind


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    return child_of(organisation)


@pytest.fixture
def family_id(organisation: Organisation, child_id: UUID) -> UUID:
    return family_of(organisation, child_id)


@pytest.fixture
def visit_id(organisation: Organisation, family_id: UUID, child_id: UUID) -> UUID:
    return visit_to(organisation, family_id, child_id, purpose="how the aunt is", way="behind the pump")


@pytest.mark.parametrize("name", ["field", "caseworker", "othercaseworker", "supervisor", "director"])
def test_whoever_goes_and_the_office_read_a_visit(
    organisation: Organisation, visit_id: UUID, name: str
) -> None:
    page = visit_as(organisation, visit_id, name)
    assert page.view.plan is not None
    assert (page.view.plan.way, page.family) == ("behind the pump", "RV-F-0001")


@pytest.mark.parametrize(
    "name", ["field2", "counsellor", "othersupervisor", "otherfield", "technician", "auditor"]
)
def test_nobody_else_learns_of_it(organisation: Organisation, visit_id: UUID, name: str) -> None:
    with pytest.raises(NotVisible):
        visit_as(organisation, visit_id, name)


def test_a_row_that_says_a_field_worker_goes_gives_them_nothing(
    organisation: Organisation, visit_id: UUID
) -> None:
    with behind(organisation) as session:
        session.add(HomeVisitor(visit_id=visit_id, staff_id=organisation.ids["field2"]))
    with pytest.raises(NotVisible):
        visit_as(organisation, visit_id, "field2")


def test_two_go_and_one_alone_says_why(organisation: Organisation, family_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="why-alone-missing"):
        visit_to(organisation, family_id, visitors=("caseworker",))
    alone = visit_to(organisation, family_id, visitors=("caseworker",), why_alone="her colleague is ill")
    plan = visit_as(organisation, alone).view.plan
    assert plan is not None
    assert plan.why_alone == "her colleague is ill"
    with pytest.raises(NotAllowedNow, match="visitors-missing"):
        visit_to(organisation, family_id, visitors=())


def test_visitors_are_of_the_base_and_read_visits(organisation: Organisation, family_id: UUID) -> None:
    for stranger in ("otherfield", "counsellor", "disabled"):
        with pytest.raises(NotAllowedNow, match="not-street-staff"):
            visit_to(organisation, family_id, visitors=("caseworker", stranger))


def test_a_visit_is_to_children_of_the_family_alone(organisation: Organisation, family_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="children-of-others"):
        visit_to(organisation, family_id, child_of(organisation, latin="Chan Dara"))


@pytest.mark.parametrize("name", ["field", "director", "othersupervisor"])
def test_who_does_not_work_with_families_there_plans_none(
    organisation: Organisation, family_id: UUID, name: str
) -> None:
    with pytest.raises((NotVisible, Refused)):
        visit_to(organisation, family_id, by=name)


def test_sent_twice_is_planned_once(organisation: Organisation, family_id: UUID, visit_id: UUID) -> None:
    with organisation.writing("caseworker") as work, pytest.raises(AlreadyDone):
        plan_visit(work, family_id, visit_id, planned(organisation))
    with organisation.writing("supervisor") as work, pytest.raises(Refused):
        plan_visit(work, family_id, visit_id, planned(organisation))


def test_whoever_does_not_go_any_more_reads_nothing(organisation: Organisation, visit_id: UUID) -> None:
    version = visit_as(organisation, visit_id).view.version
    with organisation.writing("caseworker") as work:
        new = planned(organisation, visitors=("caseworker", "field2"), purpose="how the aunt is")
        change_plan(work, visit_id, new, version=version)
    assert visit_as(organisation, visit_id, "field2").view.plan is not None
    with pytest.raises(NotVisible):
        visit_as(organisation, visit_id, "field")
    with organisation.reading("caseworker") as work:
        assert [each.document.way for each in visit_before(work, visit_id).plans if each.document] == [
            "behind the pump"
        ]


def test_who_does_not_go_does_not_say_who_goes(organisation: Organisation, visit_id: UUID) -> None:
    version = visit_as(organisation, visit_id).view.version
    with organisation.writing("othercaseworker") as work, pytest.raises(NotAllowedNow, match="not-yours"):
        change_plan(work, visit_id, planned(organisation, visitors=("field2", "caseworker")), version=version)
    with organisation.writing("supervisor") as work:
        change_plan(work, visit_id, planned(organisation, visitors=("field2", "caseworker")), version=version)


def test_what_was_found_has_its_colour_and_the_next_day(organisation: Organisation, visit_id: UUID) -> None:
    found(organisation, visit_id, "aabaa")
    page = visit_as(organisation, visit_id)
    assert page.view.colour is VisitColour.YELLOW
    assert page.view.next_visit_on == local_day(organisation.clock.now()) + timedelta(days=30)
    assert page.view.state is VisitState.MADE
    assert not page.asks_for_concern


def test_another_day_for_the_next_visit_needs_a_reason(organisation: Organisation, visit_id: UUID) -> None:
    sooner = local_day(organisation.clock.now()) + timedelta(days=3)
    with pytest.raises(NotAllowedNow, match="next-why-missing"):
        found(organisation, visit_id, next_on=sooner)
    found(organisation, visit_id, next_on=sooner, next_why="the aunt travels")
    assert visit_as(organisation, visit_id).view.next_visit_on == sooner


def test_a_child_who_was_not_seen_alone_needs_a_reason(organisation: Organisation, visit_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="why-not-alone"):
        found(organisation, visit_id, how=SeenHow.WITH_OTHERS)
    found(organisation, visit_id, how=SeenHow.NOT_SEEN, why="at school")
    report = visit_as(organisation, visit_id).view.report
    assert report is not None
    assert [each.why for each in report.seen] == ["at school"]


def test_every_part_of_the_list_is_answered(organisation: Organisation, visit_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="checks-missing"):
        found(organisation, visit_id, "aaa")


def test_a_report_sent_twice_is_one_and_a_correction_keeps_what_was_said(
    organisation: Organisation, visit_id: UUID
) -> None:
    version = visit_as(organisation, visit_id).view.version
    found(organisation, visit_id, "aaaaa", version=version)
    with pytest.raises(Conflict):
        found(organisation, visit_id, "aaaaa", version=version)
    found(organisation, visit_id, "aaaab", words="the lock is broken")
    assert visit_as(organisation, visit_id).view.colour is VisitColour.YELLOW
    with organisation.reading("caseworker") as work:
        before = visit_before(work, visit_id)
    assert [each.document.words for each in before.reports if each.document] == ["the roof is new"]


def test_each_part_stands_beside_what_was_found_last_time(
    organisation: Organisation, family_id: UUID, child_id: UUID, visit_id: UUID
) -> None:
    found(organisation, visit_id, "aabaa")
    organisation.clock.move(timedelta(days=20))
    again = visit_to(organisation, family_id, child_id)
    found(organisation, again, "aacaa")
    lines = {line.part: line for line in visit_as(organisation, again).lines}
    food = lines[VisitPart.FOOD]
    assert food.last is not None
    assert food.now is not None
    assert (food.last.grade, food.now.grade) == (VisitGrade.B, VisitGrade.C)


def test_in_vain_says_why_and_what_comes_next(organisation: Organisation, visit_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="next-step-missing"):
        in_vain(organisation, visit_id, next_step=" ")
    in_vain(organisation, visit_id)
    view = visit_as(organisation, visit_id).view
    assert view.state is VisitState.IN_VAIN
    assert view.report is not None
    assert view.report.next_step == "try again in the evening"


def test_what_is_red_asks_until_a_concern_is_raised(organisation: Organisation, visit_id: UUID) -> None:
    found(organisation, visit_id, "aaaac")
    assert visit_as(organisation, visit_id).asks_for_concern
    with organisation.writing("field") as work:
        concern_raised(work, visit_id, uuid4())
    # No such concern is there, so nobody is told, and the visit asks again.
    assert visit_as(organisation, visit_id).asks_for_concern


def test_or_until_somebody_says_why_none_is_needed(organisation: Organisation, visit_id: UUID) -> None:
    found(organisation, visit_id, "aaaac")
    version = visit_as(organisation, visit_id).view.version
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="reason-missing"):
        no_concern_needed(work, visit_id, " ", version=version)
    with organisation.writing("field") as work:
        no_concern_needed(work, visit_id, "the police know", version=version)
    assert not visit_as(organisation, visit_id).asks_for_concern
    with organisation.writing("field") as work, pytest.raises((AlreadyDone, Conflict)):
        no_concern_needed(work, visit_id, "the police know", version=version)


def test_a_red_visit_is_marked_by_two(organisation: Organisation, visit_id: UUID) -> None:
    found(organisation, visit_id, "aaaac")
    with organisation.writing("field") as work:
        outcome = mark_mistaken(work, VISIT, visit_id, MarkInput(uuid4(), "another house"))
    assert outcome is MarkOutcome.WAITING
    assert visit_as(organisation, visit_id).asks_for_concern


def test_a_visit_written_by_mistake_counts_for_nothing(
    organisation: Organisation, family_id: UUID, child_id: UUID, visit_id: UUID
) -> None:
    found(organisation, visit_id)
    with organisation.writing("field") as work:
        mark_mistaken(work, VISIT, visit_id, MarkInput(uuid4(), "it was never made"))
    assert visit_as(organisation, visit_id).view.is_mistaken
    with organisation.reading("caseworker") as work:
        assert visits_of_household(work, family_id).next_on is None
        assert [each.is_mistaken for each in chronology_entries(work, child_id)] == [True]
    with pytest.raises(NotAllowedNow, match="written-by-mistake"):
        found(organisation, visit_id)


def test_a_visit_is_moved_to_the_right_family(
    organisation: Organisation, child_id: UUID, family_id: UUID, visit_id: UUID
) -> None:
    found(organisation, visit_id)
    other_child = child_of(organisation, latin="Chan Dara")
    other = family_of(organisation, other_child, name="the family at the ferry")
    version = visit_as(organisation, visit_id).view.version
    for by, code, reason, why in (
        ("caseworker", "RV-F-9999", "other door", "no-such-family"),
        ("caseworker", "RV-F-0002", " ", "reason-missing"),
    ):
        with organisation.writing(by) as work, pytest.raises(NotAllowedNow, match=why):
            move_visit(work, visit_id, MoveVisit(code, reason, version))
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="no-such-family"):
        move_visit(work, visit_id, MoveVisit("RV-F-0002", "other door", version))
    with organisation.writing("caseworker") as work:
        move_visit(work, visit_id, MoveVisit("rv f 2", "other door", version))
    page = visit_as(organisation, visit_id)
    assert (page.family, page.view.household_id, page.view.children) == ("RV-F-0002", other, (other_child,))
    with organisation.reading("caseworker") as work:
        assert not visits_of_household(work, family_id).views
        assert not chronology_entries(work, child_id)
        assert {each.why for each in visit_before(work, visit_id).plans} == {"other door"}


def test_a_visit_led_to_another_family_by_the_database_is_shown_as_changed(
    organisation: Organisation, family_id: UUID, visit_id: UUID
) -> None:
    found(organisation, visit_id)
    other = family_of(organisation, name="the family at the ferry")
    with behind(organisation) as session:
        session.execute(update(HomeVisit).where(HomeVisit.id == visit_id).values(household_id=other))
    with organisation.reading("caseworker") as work:
        views = visits_of_household(work, other).views
        assert [(view.is_changed, view.plan, view.report, view.children) for view in views] == [
            (True, None, None, ())
        ]
        assert visits_of_household(work, other).next_on is None
    with pytest.raises(ChangedOutside):
        found(organisation, visit_id, "aaaac")


def test_a_visitor_whose_row_is_gone_is_told_by_the_sweep(organisation: Organisation, visit_id: UUID) -> None:
    with behind(organisation) as session:
        session.execute(delete(HomeVisitor).where(HomeVisitor.staff_id == organisation.ids["field"]))
    with organisation.reading("supervisor") as work:
        row = work.session.get_one(HomeVisit, visit_id)
        assert list(REPEATS[HomeVisit](work, [row])) == [row]


def test_the_case_stands_only_before_those_who_read_it(
    organisation: Organisation, family_id: UUID, child_id: UUID
) -> None:
    case_id = case_of(organisation, child_id)
    visit_id = visit_to(organisation, family_id, child_id, case_id=case_id)
    assert visit_as(organisation, visit_id, "caseworker").case_code
    for name in ("othercaseworker", "field"):
        assert not visit_as(organisation, visit_id, name).case_code
