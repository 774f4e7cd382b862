"""Group sessions: planned, held, cancelled, put right, and read by those who lead them and by the office."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from app.children.codes import codes_of_children
from app.children.written_twice import CHILD, mark_child
from app.foundation.errors import AlreadyDone, ChangedOutside, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.vocabulary.club_sessions import CancelReason
from app.foundation.vocabulary.group_sessions import GroupKind, GroupState
from app.group_sessions.documents import Answers
from app.group_sessions.holdings import held
from app.group_sessions.listing import groups_page
from app.group_sessions.mistaken import SESSION
from app.group_sessions.pages import group_before, plan_page
from app.group_sessions.planning import change_session, plan_session
from app.group_sessions.reporting import cancel_session
from app.group_sessions.today import due_sessions
from app.keyring.repeated_facts import REPEATS
from app.mistakes.marking import MarkInput, mark_mistaken, take_back_mark
from models.group_session import GroupSession, GroupSessionChild, GroupSessionLeader
from tests.support.children import add_child
from tests.support.groups import (
    adults,
    came,
    group_as,
    parents,
    session_of,
    typed_session,
    version_of,
)
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.tampering import behind


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    return add_child(organisation, by="caseworker")


@pytest.fixture
def group_id(organisation: Organisation, child_id: UUID) -> UUID:
    return session_of(organisation, child_id, art_form="clay", aim="to be calm together")


def cancelled(
    organisation: Organisation,
    group_id: UUID,
    reason: CancelReason = CancelReason.RAIN,
    words: str = "",
    *,
    by: str = "field",
) -> None:
    version = version_of(organisation, group_id)
    with organisation.writing(by) as work:
        cancel_session(work, group_id, reason, words, version=version)


def changed(
    organisation: Organisation,
    group_id: UUID,
    *children: UUID,
    by: str = "caseworker",
    version: int | None = None,
    **typed: Any,
) -> None:
    known = version or version_of(organisation, group_id)
    new = typed_session(organisation, *children, **typed)
    with organisation.writing(by) as work:
        change_session(work, group_id, new, version=known)


def written_twice(organisation: Organisation, twin: UUID, kept: UUID) -> None:
    """Say that two records are of one child, as whoever wrote both just now."""
    with organisation.writing("caseworker") as work:
        mark_child(work, CHILD, twin, MarkInput(uuid4(), "we wrote her down twice", same_as=kept))


def code_of(organisation: Organisation, child_id: UUID) -> str:
    with organisation.reading("supervisor") as work:
        return codes_of_children(work, [child_id])[child_id]


def marked(organisation: Organisation, group_id: UUID, *, by: str = "caseworker") -> None:
    with organisation.writing(by) as work:
        mark_mistaken(work, SESSION, group_id, MarkInput(uuid4(), "it never was"))


@pytest.mark.parametrize(
    "name", ["field", "counsellor", "caseworker", "othercaseworker", "supervisor", "director"]
)
def test_whoever_leads_it_and_the_office_read_a_session(
    organisation: Organisation, group_id: UUID, name: str
) -> None:
    plan = group_as(organisation, group_id, name).view.plan
    assert plan is not None
    assert (plan.place, plan.art_form, plan.aim) == ("the hall", "clay", "to be calm together")


@pytest.mark.parametrize("name", ["field2", "othersupervisor", "otherfield", "technician", "auditor"])
def test_nobody_else_learns_of_it(organisation: Organisation, group_id: UUID, name: str) -> None:
    with pytest.raises(NotVisible):
        group_as(organisation, group_id, name)


def test_a_row_that_says_somebody_leads_it_gives_them_nothing(
    organisation: Organisation, group_id: UUID
) -> None:
    with behind(organisation) as session:
        session.add(GroupSessionLeader(session_id=group_id, staff_id=organisation.ids["field2"]))
    with pytest.raises(NotVisible):
        group_as(organisation, group_id, "field2")
    with organisation.reading("supervisor") as work:
        row = work.session.get_one(GroupSessionLeader, (group_id, organisation.ids["field2"]))
        assert REPEATS[GroupSessionLeader](work, [row]) == [row]


def test_a_leader_whose_row_is_gone_is_told_of(organisation: Organisation, group_id: UUID) -> None:
    with behind(organisation) as session:
        session.execute(delete(GroupSessionLeader))
    with organisation.reading("supervisor") as work:
        row = work.session.get_one(GroupSession, group_id)
        assert REPEATS[GroupSession](work, [row]) == [row]


def test_a_director_reads_and_does_not_write(organisation: Organisation, group_id: UUID) -> None:
    page = group_as(organisation, group_id, "director")
    assert not page.may_write
    assert not page.may_mark
    with pytest.raises(Refused):
        changed(organisation, group_id, by="director")


def test_whoever_reads_only_what_they_lead_leads_what_they_plan(
    organisation: Organisation, child_id: UUID
) -> None:
    with pytest.raises(NotAllowedNow, match="leads-not-self"):
        session_of(organisation, child_id, by="field", leaders=("counsellor",))
    own = session_of(organisation, child_id, by="field", leaders=("field",))
    assert group_as(organisation, own, "field").may_write
    with pytest.raises(NotVisible):
        group_as(organisation, own, "counsellor")


@pytest.mark.parametrize(
    ("leaders", "reason"), [((), "leaders-missing"), (("otherfield",), "leaders-strange")]
)
def test_somebody_of_the_base_leads_it(
    organisation: Organisation, leaders: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(NotAllowedNow, match=reason):
        session_of(organisation, leaders=leaders)


def test_a_form_sent_twice_makes_one_session(organisation: Organisation, group_id: UUID) -> None:
    with pytest.raises(AlreadyDone):
        session_of(organisation, group_id=group_id)
    with pytest.raises(Refused):
        session_of(organisation, group_id=group_id, by="supervisor")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"begins": time(16), "ends": time(14)}, "group-times"),
        ({"begins": time(14), "ends": time(14)}, "group-times"),
        ({"days_ago": 40 * 366}, "too-long-ago"),
        ({"days_ago": -4 * 366}, "too-far-ahead"),
        ({"place": " "}, "place-missing"),
        ({"area": "nowhere"}, "unknown-area"),
        ({"codes": "RV-9999"}, "group-no-such-child"),
        ({"codes": "Sophea"}, "group-no-such-child"),
    ],
)
def test_what_cannot_be_is_refused(organisation: Organisation, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(NotAllowedNow, match=reason):
        session_of(organisation, **changes)


def test_a_child_named_twice_is_offered_it_once(organisation: Organisation, child_id: UUID) -> None:
    twice = session_of(organisation, child_id, child_id, codes="RV-0001\nrv 1")
    assert group_as(organisation, twice, "field").view.offered == (child_id,)


def test_a_child_of_another_base_is_refused(organisation: Organisation) -> None:
    other = add_child(organisation, by="othersupervisor", base_id=HILLSIDE)
    with pytest.raises(NotAllowedNow, match="group-other-base"):
        session_of(organisation, other)


def test_sixty_children_have_room_and_a_hundred_and_one_have_not(organisation: Organisation) -> None:
    many = [add_child(organisation, by="caseworker") for _ in range(60)]
    full = session_of(organisation, *many, kind=GroupKind.SPORTS)
    came(organisation, full, *many[:59])
    page = group_as(organisation, full, "field")
    assert (len(page.view.offered), len(page.view.came)) == (60, 59)
    with pytest.raises(NotAllowedNow, match="group-too-many"):
        session_of(organisation, *many, *(uuid4() for _ in range(41)))


def test_a_session_to_come_cannot_have_been_held(organisation: Organisation, child_id: UUID) -> None:
    ahead = session_of(organisation, child_id, days_ago=-3)
    with pytest.raises(NotAllowedNow, match="group-ahead"):
        came(organisation, ahead, child_id)
    cancelled(organisation, ahead, CancelReason.HOLIDAY)
    assert group_as(organisation, ahead, "field").view.state is GroupState.CANCELLED


def test_whoever_came_unexpected_was_offered_it_by_coming(organisation: Organisation, group_id: UUID) -> None:
    other = add_child(organisation, by="caseworker")
    with pytest.raises(NotAllowedNow, match="came-unoffered"):
        came(organisation, group_id, other)
    came(organisation, group_id, codes="RV-0002")
    view = group_as(organisation, group_id, "field").view
    assert view.came == {other}
    assert other in view.offered


def test_who_is_added_later_is_late(organisation: Organisation, child_id: UUID) -> None:
    other = add_child(organisation, by="caseworker")
    both = session_of(organisation, child_id, other)
    came(organisation, both, child_id)
    came(organisation, both, child_id, other, by="counsellor")
    report = group_as(organisation, both, "supervisor").view.report
    assert report is not None
    assert {each.child_id: each.late for each in report.came} == {child_id: False, other: True}
    assert {each.child_id: each.by for each in report.came}[other] == organisation.ids["counsellor"]


def test_the_same_said_again_changes_nothing(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    came(organisation, group_id, child_id)
    with pytest.raises(AlreadyDone):
        came(organisation, group_id, child_id)


def test_two_who_write_at_once_are_told(organisation: Organisation, group_id: UUID, child_id: UUID) -> None:
    came(organisation, group_id, child_id)
    with pytest.raises(Conflict):
        came(organisation, group_id, by="counsellor", version=1)


def test_adults_are_counted_and_their_answers_fit(organisation: Organisation) -> None:
    evening = parents(organisation)
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"before": Answers(8, 3, 2)}, "before-too-many"),
        ({"after": Answers(13, 0, 0)}, "after-too-many"),
        ({"after": Answers(-1, 2, 0)}, "after-too-many"),
    )
    for answers, reason in wrong:
        with pytest.raises(NotAllowedNow, match=reason):
            adults(organisation, evening, women=9, men=2, not_said=1, **answers)
    with pytest.raises(NotAllowedNow, match="too-many-adults"):
        adults(organisation, evening, women=1000)
    adults(organisation, evening, women=9, men=2, not_said=1, before=Answers(2, 4, 5), after=Answers(9, 2, 1))
    report = group_as(organisation, evening, "field").view.report
    assert report is not None
    assert (report.adults, report.before, report.after) == (12, Answers(2, 4, 5), Answers(9, 2, 1))


def test_each_kind_is_written_up_in_its_own_way(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    with pytest.raises(NotAllowedNow, match="group-not-for-adults"):
        adults(organisation, group_id, women=3)
    evening = parents(organisation, codes="RV-0001")
    assert group_as(organisation, evening, "field").view.offered == ()
    with pytest.raises(NotAllowedNow, match="group-not-for-children"):
        came(organisation, evening, child_id)


def test_what_is_not_of_its_kind_is_not_kept(organisation: Organisation, child_id: UUID) -> None:
    lesson = session_of(organisation, child_id, kind=GroupKind.ENGLISH, topic="x", art_form="x", question="x")
    plan = group_as(organisation, lesson, "field").view.plan
    assert plan is not None
    assert (plan.topic, plan.art_form, plan.question) == ("", "", "")


def test_a_cancelled_session_may_have_been_held_after_all(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    cancelled(organisation, group_id, words="the street was under water")
    came(organisation, group_id, child_id)
    view = group_as(organisation, group_id, "field").view
    assert view.state is GroupState.HELD
    assert view.report is not None
    assert not view.report.reason
    assert not view.report.came[0].late
    with pytest.raises(NotAllowedNow, match="people-came"):
        cancelled(organisation, group_id)
    with organisation.reading("field") as work:
        assert group_before(work, group_id).reports[0].document is not None


def test_a_session_written_for_the_wrong_day_is_moved_with_all_that_is_written(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    came(organisation, group_id, child_id, words="they laughed")
    changed(organisation, group_id, child_id, by="field", days_ago=3)
    view = group_as(organisation, group_id, "field").view
    assert view.held_on == local_day(organisation.clock.now()) - timedelta(days=3)
    assert view.came == {child_id}
    with pytest.raises(NotAllowedNow, match="group-ahead"):
        changed(organisation, group_id, child_id, days_ago=-2)
    with pytest.raises(NotAllowedNow, match="child-came-there"):
        changed(organisation, group_id, days_ago=3)
    with organisation.reading("director") as work:
        (earlier,) = group_before(work, group_id).plans
    assert earlier.document is not None
    assert earlier.facts["held_on"] == local_day(organisation.clock.now()) - timedelta(days=1)
    assert earlier.named == (child_id,)


def test_an_unchanged_plan_is_not_saved(organisation: Organisation, group_id: UUID, child_id: UUID) -> None:
    with pytest.raises(AlreadyDone):
        changed(organisation, group_id, child_id, art_form="clay", aim="to be calm together")


def test_whoever_leads_it_no_more_reads_it_no_more(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    with pytest.raises(NotAllowedNow, match="leaders-not-yours"):
        changed(organisation, group_id, child_id, leaders=("field2",))
    changed(organisation, group_id, child_id, by="supervisor", leaders=("field2", "counsellor"))
    with pytest.raises(NotVisible):
        group_as(organisation, group_id, "field")
    assert group_as(organisation, group_id, "field2").view.offered == (child_id,)
    changed(organisation, group_id, child_id, by="field2", leaders=("field2", "counsellor", "field"))
    assert group_as(organisation, group_id, "field").view.plan is not None


def test_a_mistake_is_marked_by_its_writers_and_supervisors(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    came(organisation, group_id, child_id)
    with pytest.raises(Refused):
        marked(organisation, group_id, by="othercaseworker")
    marked(organisation, group_id)
    page = group_as(organisation, group_id, "field")
    assert page.view.is_mistaken
    assert not page.view.came
    assert not page.may_write
    with pytest.raises(NotAllowedNow, match="written-by-mistake"):
        came(organisation, group_id)
    with organisation.writing("supervisor") as work:
        take_back_mark(work, SESSION, group_id, MarkInput(uuid4(), "it was after all"))
    assert group_as(organisation, group_id, "field").view.came == {child_id}


@pytest.mark.parametrize("column", ["kind", "state", "reported_by"])
def test_a_session_that_was_changed_outside_shows_nothing(
    organisation: Organisation, group_id: UUID, child_id: UUID, column: str
) -> None:
    came(organisation, group_id, child_id)
    lie = {"kind": "sports", "state": "cancelled", "reported_by": organisation.ids["supervisor"]}[column]
    with behind(organisation) as session:
        session.execute(update(GroupSession).values({column: lie}))
    page = group_as(organisation, group_id, "supervisor")
    assert page.view.is_changed
    assert page.view.plan is None
    assert page.view.offered == ()
    with pytest.raises(ChangedOutside):
        came(organisation, group_id)


def test_a_child_who_was_put_into_a_session_outside_turns_it_red(
    organisation: Organisation, group_id: UUID
) -> None:
    other = add_child(organisation, by="caseworker")
    with behind(organisation) as session:
        session.execute(update(GroupSessionChild).values(child_id=other))
    assert group_as(organisation, group_id, "field").view.is_changed


def test_what_is_over_and_not_written_up_is_due(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    def due(name: str) -> list[UUID]:
        with organisation.reading(name) as work:
            return [item.record_id for item in due_sessions(work, until=local_day(work.now))]

    ahead = session_of(organisation, child_id, days_ago=-1)
    assert due("field") == due("counsellor") == due("supervisor") == [group_id]
    assert due("caseworker") == due("field2") == due("director") == due("othersupervisor") == []
    came(organisation, group_id, child_id)
    assert due("field") == []
    organisation.clock.move(timedelta(days=2))
    assert due("field") == [ahead]
    marked(organisation, ahead)
    assert due("field") == []


def test_a_colleague_who_leaves_still_leads_what_is_not_written_up(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    def led(name: str) -> list[UUID]:
        with organisation.reading("supervisor") as work:
            return [each.record_id for each in held(work, organisation.ids[name])]

    assert led("field") == [group_id]
    assert led("field2") == []
    came(organisation, group_id, child_id)
    assert led("field") == []


def test_the_list_is_by_day_and_of_one_kind_if_asked(organisation: Organisation, child_id: UUID) -> None:
    older = session_of(organisation, child_id, days_ago=9)
    evening = parents(organisation, days_ago=5)
    newer = session_of(organisation, child_id, days_ago=2)
    with organisation.reading("caseworker") as work:
        page = groups_page(work)
        assert [line.view.id for line in page.lines] == [newer, evening, older]
        assert all(line.is_late for line in page.lines)
        arts = groups_page(work, kind=GroupKind.ARTS)
        assert [line.view.id for line in arts.lines] == [newer, older]
        assert (arts.total, arts.in_all) == (2, 3)
    for name, total in (("field2", 0), ("othersupervisor", 0), ("director", 3), ("field", 3)):
        with organisation.reading(name) as work:
            assert groups_page(work).total == total


def test_the_next_session_offers_the_children_of_the_last_ones(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    with organisation.reading("caseworker") as work:
        assert [child.id for child in plan_page(work, GroupKind.ARTS).children] == [child_id]
        assert plan_page(work, GroupKind.SPORTS).children == ()
        assert plan_page(work, GroupKind.PARENTS).children == ()


def test_a_director_has_no_base_to_plan_at(organisation: Organisation) -> None:
    new = typed_session(organisation)
    with organisation.writing("director") as work, pytest.raises(Refused):
        plan_session(work, uuid4(), GroupKind.SPORTS, new)


def test_a_code_means_the_record_that_counts(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    twin = add_child(organisation, by="caseworker")
    written_twice(organisation, twin, child_id)
    came(organisation, group_id, codes=code_of(organisation, twin))
    page = group_as(organisation, group_id, "supervisor")
    assert page.view.report is not None
    assert page.view.report.children == {child_id}
    assert set(page.view.offered) == {child_id}


def test_a_record_that_does_not_count_is_offered_no_more(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    other = add_child(organisation, by="caseworker")
    written_twice(organisation, child_id, other)
    with organisation.reading("caseworker") as work:
        assert child_id not in {each.id for each in plan_page(work, GroupKind.ARTS).children}


def test_a_wrong_code_is_named_and_taken_back_where_it_was_typed(
    organisation: Organisation, group_id: UUID, child_id: UUID
) -> None:
    other = add_child(organisation, by="caseworker")
    came(organisation, group_id, child_id, codes=code_of(organisation, other))
    assert set(group_as(organisation, group_id, "supervisor").view.offered) == {child_id, other}
    came(organisation, group_id, child_id)
    assert set(group_as(organisation, group_id, "supervisor").view.offered) == {child_id}
    with pytest.raises(NotAllowedNow) as refused:
        came(organisation, group_id, child_id, codes=f"{code_of(organisation, other)}\nRV-K-9999")
    assert (refused.value.reasons, refused.value.facts["at"]) == (("group-no-such-child",), 1)


def test_a_session_that_was_cancelled_ahead_is_planned_again_by_its_plan(
    organisation: Organisation, child_id: UUID
) -> None:
    group_id = session_of(organisation, child_id, days_ago=-3)
    cancelled(organisation, group_id)
    changed(organisation, group_id, child_id, days_ago=-3)
    view = group_as(organisation, group_id, "supervisor").view
    assert (view.state, view.report) == (GroupState.PLANNED, None)
    with organisation.reading("supervisor") as work:
        assert [each.document.reason for each in group_before(work, group_id).reports if each.document]
