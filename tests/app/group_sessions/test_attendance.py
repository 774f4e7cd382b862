"""How often a child came to groups: on the child's road, and as the dose of a restoration."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.foundation.local_time import local_day
from app.foundation.vocabulary.club_sessions import CancelReason
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions import chronology
from app.group_sessions.attendance import Doses, doses_of
from app.group_sessions.chronology import TITLES, chronology_entries
from app.group_sessions.mistaken import SESSION
from app.group_sessions.reading import GroupView, open_sessions
from app.group_sessions.reporting import cancel_session
from app.mistakes.marking import MarkInput, mark_mistaken
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession
from tests.support.children import add_child
from tests.support.groups import came, session_of, version_of
from tests.support.organisation import Organisation
from tests.support.tampering import behind


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    return add_child(organisation, by="caseworker")


def held(
    organisation: Organisation, child_id: UUID, *days_ago: int, missed: tuple[int, ...] = ()
) -> list[UUID]:
    """Hold healing arts on these days; the child came but for those missed."""
    found = []
    for days in days_ago:
        group_id = session_of(organisation, child_id, days_ago=days)
        came(organisation, group_id, *(() if days in missed else (child_id,)))
        found.append(group_id)
    return found


def doses(organisation: Organisation, child_id: UUID, name: str = "caseworker", *, back: int = 90) -> Doses:
    with organisation.reading(name) as work:
        found = doses_of(work, child_id, since=local_day(work.now) - timedelta(days=back))
    assert found is not None
    return found


def test_a_dose_is_attended_of_offered_since_a_day(organisation: Organisation, child_id: UUID) -> None:
    held(organisation, child_id, 100, 30, 20, 10, missed=(20,))
    session_of(organisation, child_id, days_ago=3)
    found = doses(organisation, child_id)
    ((kind, attended, offered, last_on),) = [
        (each.kind, each.attended, each.offered, each.last_on) for each in found.kinds
    ]
    assert (kind, attended, offered) == (GroupKind.ARTS, 2, 3)
    assert last_on == local_day(organisation.clock.now()) - timedelta(days=10)
    assert found.is_whole


def test_what_was_cancelled_or_a_mistake_was_not_offered(organisation: Organisation, child_id: UUID) -> None:
    first, _second = held(organisation, child_id, 20, 10)
    off = session_of(organisation, child_id, days_ago=5)
    version = version_of(organisation, off)
    with organisation.writing("field") as work:
        cancel_session(work, off, CancelReason.RAIN, version=version)
    with organisation.writing("caseworker") as work:
        mark_mistaken(work, SESSION, first, MarkInput(uuid4(), "it never was"))
    (dose,) = doses(organisation, child_id).kinds
    assert (dose.attended, dose.offered) == (1, 1)


def test_a_session_that_was_changed_outside_counts_for_nothing_and_is_told(
    organisation: Organisation, child_id: UUID
) -> None:
    held(organisation, child_id, 20, 10)
    with behind(organisation) as session:
        session.execute(update(GroupSession).values(kind="sports"))
    found = doses(organisation, child_id)
    assert (found.kinds, found.changed) == ((), 2)


def test_whoever_reads_only_what_they_lead_is_told_that_there_may_be_more(
    organisation: Organisation, child_id: UUID
) -> None:
    held(organisation, child_id, 10)
    alone = session_of(organisation, child_id, days_ago=4, leaders=("field2",))
    came(organisation, alone, child_id, by="field2")
    assert [each.offered for each in doses(organisation, child_id).kinds] == [2]
    for name in ("counsellor", "field"):
        found = doses(organisation, child_id, name)
        assert [each.offered for each in found.kinds] == [1]
        assert not found.is_whole


@pytest.mark.parametrize("name", ["othersupervisor", "otherfield"])
def test_another_base_counts_nothing(organisation: Organisation, child_id: UUID, name: str) -> None:
    held(organisation, child_id, 10)
    assert doses(organisation, child_id, name).kinds == ()


def test_people_who_read_no_groups_are_told_nothing(organisation: Organisation, child_id: UUID) -> None:
    with organisation.reading("auditor") as work:
        assert doses_of(work, child_id, since=local_day(work.now)) is None


def test_the_road_has_one_line_a_kind(organisation: Organisation, child_id: UUID) -> None:
    first, *_, newest = held(organisation, child_id, 40, 30, 20, missed=(30,))
    session_of(organisation, child_id, kind=GroupKind.SPORTS, days_ago=-4)
    with organisation.reading("caseworker") as work:
        arts, sports = sorted(chronology_entries(work, child_id), key=lambda entry: entry.at)
        begun = work.session.get_one(GroupSession, first).begins_at
    last = local_day(organisation.clock.now()) - timedelta(days=20)
    assert (arts.title, arts.at, arts.record_id) == (TITLES[GroupKind.ARTS], begun, newest)
    assert arts.text == f"2 / 3 · {last.isoformat()}"
    assert (sports.title, sports.text) == (TITLES[GroupKind.SPORTS], "")


def test_of_years_of_a_group_the_road_opens_the_first_and_the_last_ones(
    organisation: Organisation, child_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[GroupSession] = []

    def noting(work: UnitOfWork, rows: Sequence[GroupSession]) -> list[GroupView]:
        opened.extend(rows)
        return open_sessions(work, rows)

    monkeypatch.setattr(chronology, "LATELY", 2)
    monkeypatch.setattr(chronology, "open_sessions", noting)
    first, *_, late, newest = held(organisation, child_id, 50, 40, 30, 20)
    with organisation.reading("caseworker") as work:
        (line,) = chronology_entries(work, child_id)
    assert {row.id for row in opened} == {first, late, newest}
    assert line.text.startswith("2 / 2")


def test_a_kind_of_which_all_was_a_mistake_is_struck_through(
    organisation: Organisation, child_id: UUID
) -> None:
    (only,) = held(organisation, child_id, 10)
    with organisation.writing("supervisor") as work:
        mark_mistaken(work, SESSION, only, MarkInput(uuid4(), "it never was"))
    with organisation.reading("caseworker") as work:
        (entry,) = chronology_entries(work, child_id)
    assert entry.is_mistaken


def test_the_road_of_a_child_says_nothing_to_those_who_lead_nothing(
    organisation: Organisation, child_id: UUID
) -> None:
    held(organisation, child_id, 10)
    for name in ("field2", "othersupervisor", "technician"):
        with organisation.reading(name) as work:
            assert chronology_entries(work, child_id) == []
