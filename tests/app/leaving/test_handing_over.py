"""Whoever leaves hands over what they hold in one step, and nothing is left without anybody knowing."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.assigning import assign, assign_page
from app.cases.due import unassigned_cases
from app.cases.tasks import TaskInput, add_task, tasks_of
from app.concerns.holdings import left_behind
from app.concerns.triage import acknowledge
from app.foundation.errors import NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.roles import Flag
from app.keyring.known_directory import directory_for
from app.leaving.handing_over import Leaving, NotHandedOver, hand_over_and_close, leaving_page
from app.packets.holdings import left_behind as drafts_left
from tests.support.concerns import post
from tests.support.lived_in import LivedIn
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.staff import flag
from tests.support.tampering import recorded


def case_of_a_leaver(organisation: Organisation) -> UUID:
    """Return a case of `caseworker`, with an open task of theirs."""
    case_id = case_of(organisation, child_of(organisation))
    with organisation.writing("caseworker") as work:
        draft = TaskInput("ask the school", date(2026, 11, 20), organisation.ids["caseworker"])
        add_task(work, case_id, uuid4(), draft)
    return case_id


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of `caseworker`, with an open task of theirs."""
    return case_of_a_leaver(organisation)


def held_by(organisation: Organisation, name: str, by: str = "supervisor") -> Leaving:
    with organisation.reading(by) as work:
        return leaving_page(work, organisation.ids[name])


def leave(organisation: Organisation, name: str, by: str = "supervisor", **to: str | None) -> None:
    """Close an account; `to` says who takes each kind of thing that is handed over."""
    with organisation.writing(by) as work:
        page = leaving_page(work, organisation.ids[name])
        people = {kind: organisation.ids[who] if who else None for kind, who in to.items()}
        chosen = {item.key: people[item.kind] for item in page.to_give if item.kind in people}
        hand_over_and_close(work, organisation.ids[name], chosen)


def workers(organisation: Organisation, case_id: UUID) -> set[UUID]:
    with organisation.reading("supervisor") as work:
        return {one.staff_id for one in assign_page(work, case_id).assigned}


def takers(organisation: Organisation, case_id: UUID) -> list[UUID | None]:
    with organisation.reading("supervisor") as work:
        return [task.assignee_id for task in tasks_of(work, case_id).views]


def test_it_shows_cases_and_tasks_with_who_could_take_them(organisation: Organisation, case_id: UUID) -> None:
    items = {item.kind: item for item in held_by(organisation, "caseworker").to_give}

    assert set(items) == {"case", "task"}
    assert "Othercaseworker Person" in {one.name for one in items["case"].takers}
    assert items["case"].otherwise, "a case may be left to nobody, which Today then says"
    assert items["task"].default == organisation.ids["supervisor"]
    assert not items["task"].otherwise, "a task is always somebody's"


def test_all_of_it_goes_to_the_chosen_and_the_account_is_closed(
    organisation: Organisation, case_id: UUID
) -> None:
    leave(organisation, "caseworker", case="othercaseworker", task="othercaseworker")

    other = organisation.ids["othercaseworker"]
    assert (workers(organisation, case_id), takers(organisation, case_id)) == ({other}, [other])
    with organisation.reading("supervisor") as work:
        assert not directory_for(work).people[organisation.ids["caseworker"]].enabled
        assert unassigned_cases(work) == []


def test_a_case_left_to_nobody_is_late_on_the_supervisors_today_since_then(
    organisation: Organisation, case_id: UUID
) -> None:
    organisation.clock.move(timedelta(days=2))
    leave(organisation, "caseworker", case=None, task="supervisor")

    assert takers(organisation, case_id) == [organisation.ids["supervisor"]]
    with organisation.reading("supervisor") as work:
        assert [item.due_on for item in unassigned_cases(work)] == [local_day(work.now)]


def test_nothing_is_done_when_one_thing_cannot_be_given(organisation: Organisation, case_id: UUID) -> None:
    with pytest.raises(NotHandedOver) as refusal:
        leave(organisation, "caseworker", case="field", task="supervisor")

    assert list(refusal.value.refused.values()) == [("not-assignable",)]
    assert workers(organisation, case_id) == {organisation.ids["caseworker"]}
    assert takers(organisation, case_id) == [organisation.ids["caseworker"]]
    with organisation.reading("supervisor") as work:
        assert directory_for(work).people[organisation.ids["caseworker"]].enabled


def test_what_came_up_since_the_page_was_shown_is_asked_about(
    organisation: Organisation, case_id: UUID
) -> None:
    with pytest.raises(NotHandedOver) as refusal:
        leave(organisation, "caseworker", case="othercaseworker")
    assert refusal.value.reasons == ("nobody-chosen",)


def test_the_last_holder_of_a_circle_keeps_everything(organisation: Organisation, case_id: UUID) -> None:
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["counsellor"])
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)

    with pytest.raises(NotAllowedNow, match="last-holder"):
        leave(organisation, "counsellor", by="director", case=None)
    assert organisation.ids["counsellor"] in workers(organisation, case_id)
    alone = [one.kind for one in held_by(organisation, "counsellor", by="director").circles if not one.others]
    assert alone == ["clinical"]


def test_a_closed_case_is_not_handed_over(organisation: Organisation, case_id: UUID) -> None:
    put_at(organisation, case_id, "closed")
    assert held_by(organisation, "caseworker").to_give == ()


@pytest.mark.parametrize(
    ("by", "whom", "error"),
    [
        ("supervisor", "supervisor2", Refused),
        ("othersupervisor", "caseworker", NotVisible),
        ("caseworker", "field", NotVisible),
        ("technician", "caseworker", Refused),
    ],
)
def test_only_who_is_in_charge_sees_what_somebody_holds(
    organisation: Organisation, case_id: UUID, by: str, whom: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        held_by(organisation, whom, by=by)
    with pytest.raises(error):
        leave(organisation, whom, by=by)


def test_concerns_of_whoever_left_are_told_on_today(organisation: Organisation) -> None:
    concern_id = post(organisation, "field").id
    with organisation.writing("supervisor2") as work:
        acknowledge(work, concern_id)
    assert [item.page_id for item in held_by(organisation, "supervisor2", by="director").stays] == [
        concern_id
    ]
    with organisation.reading("supervisor") as work:
        assert left_behind(work) == []

    organisation.clock.move(timedelta(days=3))
    leave(organisation, "supervisor2", by="director")
    with organisation.reading("supervisor") as work:
        (item,) = left_behind(work)
        assert (item.record_id, item.due_on) == (concern_id, local_day(work.now))
    for name in ("caseworker", "othersupervisor", "field"):
        with organisation.reading(name) as work:
            assert left_behind(work) == []


def test_drafts_and_a_shift_are_shown_and_the_drafts_stay_on_today(lived: LivedIn) -> None:
    organisation = lived.organisation
    shown = {item.kind for item in held_by(organisation, "caseworker").stays}
    assert "packet" in shown
    assert {item.page_id for item in held_by(organisation, "field").stays} == {
        lived["shift_id"],
        lived["sheet_id"],
        lived["club_id"],
    }

    leave(organisation, "caseworker", case=None, task="supervisor")
    with organisation.reading("supervisor") as work:
        assert lived["packet_id"] in {item.record_id for item in drafts_left(work)}
    with organisation.reading("othersupervisor") as work:
        assert drafts_left(work) == []


def test_whoever_comes_back_is_given_nothing_back_by_itself(
    organisation: Organisation, case_id: UUID
) -> None:
    leave(organisation, "caseworker", case="othercaseworker", task="supervisor")

    with organisation.reading("supervisor") as work:
        assert directory_for(work).on_cases_of.get(organisation.ids["caseworker"], ()) == ()
    with pytest.raises(NotAllowedNow, match="not-assignable"), organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["caseworker"])


def test_the_trail_tells_each_step(organisation: Organisation, case_id: UUID) -> None:
    names = ("task.changed", "assignment.made", "account.disabled")
    before = [len(recorded(organisation, each)) for each in names]
    leave(organisation, "caseworker", case="othercaseworker", task="supervisor")
    assert [len(recorded(organisation, each)) for each in names] == [count + 1 for count in before]


def test_an_account_closed_before_is_not_handed_over_twice(organisation: Organisation) -> None:
    leave(organisation, "caseworker")
    with pytest.raises(NotAllowedNow, match="account-disabled"):
        leave(organisation, "caseworker")
