"""However homes are recorded, marked as written by mistake and taken back: what counts follows a plain rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.mistakes.marking import MarkInput, mark_mistaken, take_back_mark
from app.placements.documents import Home
from app.placements.homes import PlacementInput, placement_page, record_placement
from tests.support.cases import new_case
from tests.support.organisation import Organisation

FIRST = date(2026, 1, 1)
NUMBERS = st.integers(0, 4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("record"), NUMBERS, st.booleans()),
        st.tuples(st.just("mark"), NUMBERS, st.none()),
        st.tuples(st.just("take back"), NUMBERS, st.none()),
    ),
    min_size=3,
    max_size=9,
)


@dataclass
class Told:
    """One home as somebody told of it: since which day, whether beside others, and whether by mistake."""

    id: UUID
    since: date
    is_beside: bool
    is_mistaken: bool = False


def expected(told: list[Told]) -> dict[UUID, date | None]:
    """Return the end of each home that counts: a home lasts until the next one told of that began later."""
    counting = [home for home in told if not home.is_mistaken]
    return {
        home.id: next(
            (one.since for one in counting[place + 1 :] if one.since >= home.since and not one.is_beside),
            None,
        )
        for place, home in enumerate(counting)
    }


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_counts_is_what_the_homes_that_count_say(
    organisation: Organisation, steps: list[tuple[str, int, bool | None]]
) -> None:
    case_id, told = new_case(organisation), list[Told]()
    for step, number, is_beside in steps:
        organisation.clock.move(timedelta(minutes=1))
        if step == "record":
            home = Told(uuid4(), FIRST + timedelta(days=number), bool(is_beside))
            if recorded(organisation, case_id, home):
                told.append(home)
        elif number < len(told):
            marked(organisation, told[number], step)
        with organisation.reading("caseworker") as work:
            page = placement_page(work, case_id)
        assert {one.id: one.until_on for one in (*page.now, *page.earlier)} == expected(told)
        assert {one.id for one in page.marked} == {home.id for home in told if home.is_mistaken}


def recorded(organisation: Organisation, case_id: UUID, home: Told) -> bool:
    """Record a home, if it does not begin before one that goes on."""
    typed = Home(PlacementKind.KINSHIP, HomeSafety.SAFE, is_beside_others=home.is_beside)
    try:
        with organisation.writing("caseworker") as work:
            record_placement(work, case_id, home.id, PlacementInput(typed, home.since))
    except NotAllowedNow:
        return False
    return True


def marked(organisation: Organisation, home: Told, step: str) -> None:
    """Mark a home, or take its mark back; where it does not fit how the home stands, nothing happens."""
    act, is_mistaken = (mark_mistaken, True) if step == "mark" else (take_back_mark, False)
    if home.is_mistaken is is_mistaken:
        return
    with organisation.writing("caseworker") as work:
        act(work, "placement", home.id, MarkInput(uuid4(), "It was another child."))
    home.is_mistaken = is_mistaken
