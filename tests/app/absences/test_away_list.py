"""The list of regulars who stay away: who reads whom, what an answer does to it, and that nothing false counts."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.absences.away_list import AwayPage, Which, away_page
from app.foundation.local_time import local_day
from app.foundation.vocabulary.absence_answers import RESTS_FOR, AbsenceAnswer
from app.foundation.vocabulary.club_sessions import SessionState
from app.mistakes.marking import MarkInput, mark_mistaken
from tests.support.absences import answered, club_with_absent, write_session
from tests.support.clubs import leads_no_more, led, made_club
from tests.support.organisation import Organisation


def _page(organisation: Organisation, name: str, which: Which = Which.ASKED) -> AwayPage:
    with organisation.reading(name) as work:
        return away_page(work, which)


def _children(page: AwayPage) -> list[UUID]:
    return [line.away.rhythm.child_id for line in page.lines]


def _session(organisation: Organisation, club_id: UUID, came: list[UUID], *, days: int = 0) -> None:
    organisation.clock.move(timedelta(days=days))
    with organisation.writing("field") as work:
        write_session(work, club_id, local_day(work.now), came)


def _others(organisation: Organisation, club_id: UUID, child_id: UUID) -> list[UUID]:
    with organisation.reading("field") as work:
        rows = work.session.execute(
            text("SELECT child_id FROM club_child WHERE club_id = :id"), {"id": club_id.hex}
        )
        return [id_ for (raw,) in rows if (id_ := UUID(raw)) != child_id]


@pytest.mark.parametrize("name", ["field", "caseworker", "supervisor", "director"])
def test_a_leader_the_office_and_a_director_see_who_stays_away(organisation: Organisation, name: str) -> None:
    _, sophea = club_with_absent(organisation)

    page = _page(organisation, name)

    assert _children(page) == [sophea]
    (line,) = page.lines
    assert line.child is not None
    assert line.child.latin == "Sok Sophea"
    assert (line.away.rhythm.came_times, line.away.rhythm.told_of, line.away.rhythm.missed) == (9, 10, 3)


@pytest.mark.parametrize("name", ["field2", "otherfield", "othersupervisor"])
def test_who_leads_another_club_or_is_of_another_base_sees_nothing(
    organisation: Organisation, name: str
) -> None:
    club_with_absent(organisation)
    _page(organisation, "supervisor")

    page = _page(organisation, name)

    assert not page.lines
    assert not any(page.counts.values())
    assert not page.clubs


def test_a_stand_in_sees_nothing_from_the_day_their_time_is_over(organisation: Organisation) -> None:
    club_id, sophea = club_with_absent(organisation)
    with organisation.reading("supervisor") as work:
        tomorrow = local_day(work.now) + timedelta(days=1)
    led(organisation, club_id, "field2", until=tomorrow)
    assert _children(_page(organisation, "field2")) == [sophea]

    organisation.clock.move(timedelta(days=3))

    assert not _page(organisation, "field2").lines
    assert _children(_page(organisation, "field")) == [sophea]


def test_a_leader_whose_place_ended_sees_nothing_although_memory_was_filled(
    organisation: Organisation,
) -> None:
    club_id, sophea = club_with_absent(organisation)
    assert _children(_page(organisation, "field")) == [sophea]

    leads_no_more(organisation, club_id, "field")

    assert not _page(organisation, "field").lines


def test_a_child_who_comes_again_drops_off_by_itself(organisation: Organisation) -> None:
    club_id, sophea = club_with_absent(organisation)
    assert _children(_page(organisation, "field")) == [sophea]

    _session(organisation, club_id, [sophea, *_others(organisation, club_id, sophea)])

    assert not any(_page(organisation, "field").counts.values())


def test_who_came_to_another_club_since_is_not_missed_by_the_office(organisation: Organisation) -> None:
    _, sophea = club_with_absent(organisation)
    other = made_club(organisation, name="By the river")

    _session(organisation, other, [sophea])

    assert not _page(organisation, "supervisor").lines


def test_a_cancelled_session_and_a_day_nobody_came_change_nothing(organisation: Organisation) -> None:
    club_id, _ = club_with_absent(organisation, "xxxxxxxxxxxx.")
    with organisation.writing("field") as work:
        write_session(work, club_id, local_day(work.now), [], SessionState.CANCELLED)

    assert not any(_page(organisation, "field").counts.values())


@pytest.mark.parametrize("kind", list(AbsenceAnswer))
def test_an_answer_lets_the_list_rest_for_its_time_and_a_session_missed_after_that_asks_again(
    organisation: Organisation, kind: AbsenceAnswer
) -> None:
    club_id, sophea = club_with_absent(organisation)
    others = _others(organisation, club_id, sophea)
    answered(organisation, club_id, sophea, kind)

    looked_after = _page(organisation, "field", Which.LOOKED_AFTER)
    assert _children(looked_after) == [sophea]
    assert not _page(organisation, "field").lines
    (line,) = looked_after.lines
    assert line.answer is not None
    assert line.answer.kind is kind
    assert line.answer.who_has_it == "Field Person"

    _session(organisation, club_id, others, days=RESTS_FOR[kind].days - 1)
    assert not _page(organisation, "field").lines
    _session(organisation, club_id, others, days=3)
    assert _children(_page(organisation, "field")) == [sophea]


def test_an_absence_that_began_after_the_answer_asks_at_once(organisation: Organisation) -> None:
    club_id, sophea = club_with_absent(organisation)
    others = _others(organisation, club_id, sophea)
    answered(organisation, club_id, sophea, AbsenceAnswer.SEEN)
    _session(organisation, club_id, [sophea, *others], days=2)
    assert not any(_page(organisation, "field").counts.values())

    for _ in range(5):
        _session(organisation, club_id, others, days=2)

    assert _children(_page(organisation, "field")) == [sophea]


def test_an_answer_written_by_mistake_lets_nothing_rest(organisation: Organisation) -> None:
    club_id, sophea = club_with_absent(organisation)
    absence_id = answered(organisation, club_id, sophea)

    with organisation.writing("field") as work:
        mark_mistaken(work, "club_absence", absence_id, MarkInput(UUID(int=7), "It was another Sophea."))

    assert _children(_page(organisation, "field")) == [sophea]


@pytest.mark.parametrize(
    "change",
    [
        "written_at = '2020-01-01 00:00:00.000000'",
        "child_id = (SELECT id FROM child WHERE id != child_id LIMIT 1)",
        "version = version + 1",
        "answer = decision",
        "written_by = (SELECT id FROM staff_member WHERE id != written_by LIMIT 1)",
    ],
)
def test_an_answer_that_was_changed_outside_counts_for_nothing(
    organisation: Organisation, change: str
) -> None:
    club_id, sophea = club_with_absent(organisation)
    answered(organisation, club_id, sophea)
    if change.startswith("answer"):
        change = "answer = x'00'"
    with organisation.server.store.writing_session() as session:
        session.execute(text(f"UPDATE club_absence SET {change}"))  # noqa: S608 - our own words
        session.commit()

    page = _page(organisation, "field")

    assert _children(page) == [sophea]
    assert len(page.changed) == (0 if change.startswith("written_at") else 1)
