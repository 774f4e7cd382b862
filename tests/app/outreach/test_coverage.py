"""Which nights reach whom: by area and hour, routes that nobody walks, children who were not met for weeks."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.foundation.errors import NotVisible
from app.foundation.vocabulary.night_spans import NightSpan, NotMetFor
from app.keyring.folders import Fit
from app.outreach import coverage, last_met
from app.outreach.coverage import Coverage, coverage_of, hours_of_night
from app.outreach.documents import Account, MetChildInput, Place, RoutePlan
from app.outreach.not_seen import NotSeen, nights_of_child, not_seen
from models.encounter import Encounter, EncounterChild
from tests.support.children import add_child
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.outreach import ended, met_on, route_of, shift_of, typed
from tests.support.tampering import flip

AREA, ELSEWHERE = "12", "06"


def met(organisation: Organisation, *children: UUID, area: str = AREA, route_id: UUID | None = None) -> UUID:
    """Go out, meet these children at once, and come back."""
    shift_id = shift_of(organisation, route_id=route_id)
    known = tuple(MetChildInput(child_id=id_) for id_ in children)
    account = Account(Place(area, "by the steps"))
    what = typed(organisation, account=account, children=known, count=max(1, len(known)))
    encounter_id = met_on(organisation, shift_id, what)
    ended(organisation, shift_id)
    return encounter_id


def seen_by(organisation: Organisation, name: str, span: NightSpan = NightSpan.FOUR) -> Coverage:
    """Return the coverage as somebody reads it."""
    with organisation.reading(name) as work:
        found = coverage_of(work, span)
    assert found is not None
    return found


def listed(
    organisation: Organisation, name: str, chosen: NotMetFor = NotMetFor.FOUR, page: int = 1
) -> NotSeen:
    """Return the list as somebody reads it."""
    with organisation.reading(name) as work:
        return not_seen(work, chosen, page=page)


def codes(found: Coverage) -> list[str | None]:
    """Return the areas of the rows."""
    return [row.area.code if row.area else None for row in found.rows]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((), ()), ((21,), (21,)), ((23, 1), (23, 0, 1)), ((2, 19), (19, 20, 21, 22, 23, 0, 1, 2))],
)
def test_the_hours_of_a_night_go_on_over_midnight(hours: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert hours_of_night(hours) == expected


def test_meetings_are_counted_by_area_and_hour_and_areas_without_one_stand_there(
    organisation: Organisation,
) -> None:
    plan = RoutePlan("Riverfront", (AREA, ELSEWHERE))
    route_id = route_of(organisation, plan=plan)
    met(organisation, route_id=route_id)
    met(organisation, route_id=route_id)
    organisation.clock.move(timedelta(hours=2))
    met(organisation, area="")

    found = seen_by(organisation, "supervisor")
    assert codes(found) == [AREA, ELSEWHERE, None]
    assert [row.by_hour for row in found.rows] == [(2, 0, 0), (0, 0, 0), (0, 0, 1)]
    assert (found.nights, found.meetings, found.most) == (1, 3, 2)
    (route,) = found.routes
    assert (route.nights, route.last) == (1, organisation.clock.now().date())


def test_a_meeting_without_an_area_counts_for_its_route(organisation: Organisation) -> None:
    of_one, of_two = (
        route_of(organisation, plan=RoutePlan(name, areas))
        for name, areas in (("Riverfront", (AREA,)), ("Old market", (AREA, ELSEWHERE)))
    )
    met(organisation, area="", route_id=of_one)
    met(organisation, area="", route_id=of_two)

    found = seen_by(organisation, "supervisor")
    # Nobody knows in which of its areas those of the second route were, so none of them is said to be empty.
    assert [(row.area.code if row.area else row.route and row.route.id, row.total) for row in found.rows] == [
        (of_two, 1),
        (AREA, 1),
    ]


def test_a_route_that_nobody_walked_stands_first(organisation: Organisation) -> None:
    walked, other = route_of(organisation), route_of(organisation, plan=RoutePlan("Old market", (AREA,)))
    met(organisation, route_id=walked)

    assert [(row.route.id, row.nights) for row in seen_by(organisation, "supervisor").routes] == [
        (other, 0),
        (walked, 1),
    ]


def test_what_is_longer_ago_or_was_written_by_mistake_does_not_count(organisation: Organisation) -> None:
    met(organisation)
    organisation.clock.move(timedelta(weeks=6))

    assert seen_by(organisation, "supervisor").meetings == 0
    assert seen_by(organisation, "supervisor", NightSpan.TWELVE).meetings == 1


def test_everybody_counts_what_they_may_read(organisation: Organisation) -> None:
    met(organisation)

    with organisation.reading("director") as work:
        found = coverage_of(work, NightSpan.FOUR, base_id=RIVERSIDE)
    assert found is not None
    assert found.meetings == 1
    assert {base.id for base in found.bases} == {RIVERSIDE, HILLSIDE}
    assert seen_by(organisation, "caseworker").meetings == 1
    assert seen_by(organisation, "field").meetings == 1
    assert seen_by(organisation, "field2").meetings == 0
    assert seen_by(organisation, "othersupervisor").base.id == HILLSIDE
    assert seen_by(organisation, "othersupervisor").meetings == 0


def test_nobody_asks_for_another_base(organisation: Organisation) -> None:
    met(organisation)
    with organisation.reading("supervisor") as work:
        found = coverage_of(work, NightSpan.FOUR, base_id=HILLSIDE)

    assert found is not None
    assert found.base.id != HILLSIDE


def test_only_the_newest_are_opened(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "MOST_READ", 2)
    for _ in range(3):
        met(organisation)

    found = seen_by(organisation, "supervisor")
    assert (found.meetings, found.is_cut) == (2, True)


def test_a_meeting_that_was_changed_outside_is_told_and_not_counted(organisation: Organisation) -> None:
    encounter_id = met(organisation)
    flip(organisation, Encounter, "account", encounter_id)

    found = seen_by(organisation, "supervisor")
    assert (found.meetings, found.changed) == (0, 1)


def test_nothing_of_a_meeting_is_noted_as_opened(organisation: Organisation) -> None:
    met(organisation)
    with organisation.reading("supervisor") as work:
        coverage_of(work, NightSpan.FOUR)
        assert not work.opened


def test_a_child_whom_nobody_met_for_weeks_is_listed_until_somebody_does(organisation: Organisation) -> None:
    one, other = add_child(organisation, latin="Chan Dara"), add_child(organisation, latin="Keo Pisey")
    met(organisation, one, other)
    organisation.clock.move(timedelta(weeks=3))
    met(organisation, other)
    organisation.clock.move(timedelta(weeks=2))

    assert [(line.line.id, line.weeks) for line in listed(organisation, "supervisor").lines] == [(one, 5)]
    both = listed(organisation, "supervisor", NotMetFor.TWO)
    assert [line.line.id for line in both.lines] == [other, one]
    assert (listed(organisation, "supervisor").in_all, both.in_all) == (2, 2)

    met(organisation, one, other)
    assert listed(organisation, "supervisor", NotMetFor.TWO).lines == ()


def test_whoever_was_not_met_for_a_year_is_on_no_list(organisation: Organisation) -> None:
    met(organisation, add_child(organisation))
    organisation.clock.move(timedelta(days=366))

    assert listed(organisation, "supervisor", NotMetFor.THIRTEEN).total == 0


def test_nobody_is_told_of_nights_they_may_not_read(organisation: Organisation) -> None:
    met(organisation, add_child(organisation))
    organisation.clock.move(timedelta(weeks=5))

    assert listed(organisation, "field").total == 1
    assert listed(organisation, "field2").total == 0
    assert listed(organisation, "othersupervisor").total == 0
    with pytest.raises(NotVisible), organisation.reading("counsellor") as work:
        not_seen(work, NotMetFor.FOUR, page=1)


def test_a_moment_that_was_changed_outside_is_no_moment(organisation: Organisation) -> None:
    child_id = add_child(organisation)
    encounter_id = met(organisation, child_id)
    organisation.clock.move(timedelta(weeks=5))
    flip(organisation, Encounter, "account", encounter_id)

    (line,) = listed(organisation, "supervisor").lines
    assert line.is_changed


def test_the_nights_of_a_child_are_counted_by_month(organisation: Organisation) -> None:
    child_id = add_child(organisation)
    met(organisation, child_id)
    met(organisation, child_id)
    organisation.clock.move(timedelta(weeks=8))
    last = met(organisation, child_id)

    with organisation.reading("supervisor") as work:
        found = nights_of_child(work, child_id)
    assert len(found.months) == 12
    assert sorted(found.by_month)[-3:] == [0, 1, 2]
    assert sum(found.by_month) == 3
    assert found.nights[0].encounter_id == last
    with organisation.reading("field2") as work:
        assert nights_of_child(work, child_id).nights == ()


def test_a_meeting_of_a_child_that_was_changed_outside_is_told(organisation: Organisation) -> None:
    child_id = add_child(organisation)
    met(organisation, child_id)
    with organisation.server.store.reading() as session:
        row_id = session.query(EncounterChild.id).scalar()
    flip(organisation, EncounterChild, "description", row_id)

    with organisation.reading("supervisor") as work:
        found = nights_of_child(work, child_id)
    assert (found.nights, found.changed) == ((), 1)


def test_whoever_lacks_a_key_is_told_of_no_change(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    met(organisation, add_child(organisation))
    organisation.clock.move(timedelta(weeks=5))
    monkeypatch.setattr(
        last_met, "board_fits", lambda _work, rows: dict.fromkeys((row.id for row in rows), Fit.NO_KEY)
    )

    (line,) = listed(organisation, "supervisor").lines
    assert (line.met_at, line.is_changed) == (None, False)
