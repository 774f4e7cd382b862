"""A family splits or joins another: both say so, what is known of each goes along, and twice is once."""

from uuid import UUID, uuid4

import pytest

from app.families.members import MEMBERS
from app.families.splitting import MovingInput, move_members
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible
from tests.support.cases import today
from tests.support.children import add_child
from tests.support.families import DAY, family, member, mother, page_of
from tests.support.organisation import Organisation


@pytest.fixture
def household_id(organisation: Organisation) -> UUID:
    """A family with a child, a mother, and a man whom somebody fears."""
    household_id = family(organisation, child_id=add_child(organisation))
    member(organisation, household_id, mother(), from_on=today(organisation) - 30 * DAY)
    member(organisation, household_id, mother("Chea Vuthy", safe=mother().safe.NO, is_feared=True))
    return household_id


def ids(organisation: Organisation, household_id: UUID, *called: str) -> list[UUID]:
    """Return the rows of people by what they are called."""
    return [one.id for one in page_of(organisation, household_id).now if one.called in called]


def moved(organisation: Organisation, household_id: UUID, moving: MovingInput, move_id: UUID) -> UUID:
    """Move people in a caseworker's name."""
    with organisation.writing("caseworker") as work:
        return move_members(work, household_id, move_id, moving)


def test_a_family_splits_and_both_say_so(organisation: Organisation, household_id: UUID) -> None:
    day, move_id = today(organisation) - DAY, uuid4()
    gone = ids(organisation, household_id, "RV-0001", "Chea Sokha")
    moving = MovingInput(gone, day, new_name="Chea, with her mother", why="To be safe.")
    there_id = moved(organisation, household_id, moving, move_id)

    here, there = page_of(organisation, household_id), page_of(organisation, there_id)
    assert [one.called for one in here.now] == ["Chea Vuthy"]
    assert {(one.called, one.until_on, one.went_to and one.went_to.code) for one in here.earlier} == {
        ("RV-0001", day, "RV-F-0002"),
        ("Chea Sokha", day, "RV-F-0002"),
    }
    assert {(one.called, one.from_on, one.came_from and one.came_from.code) for one in there.now} == {
        ("RV-0001", day, "RV-F-0001"),
        ("Chea Sokha", day, "RV-F-0001"),
    }
    with pytest.raises(AlreadyDone):
        moved(organisation, household_id, moving, move_id)
    assert len(page_of(organisation, there_id).now) == 2


def test_who_is_feared_is_feared_in_the_family_they_join(
    organisation: Organisation, household_id: UUID
) -> None:
    other = family(organisation, name="Prak")
    feared = ids(organisation, household_id, "Chea Vuthy")
    moved(organisation, household_id, MovingInput(feared, today(organisation), "rv f 2"), uuid4())
    assert [one.is_feared for one in page_of(organisation, other).now] == [True]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"member_ids": ()}, "nobody-moves"),
        ({"to_code": "RV-F-0099"}, "no-such-family"),
        ({"to_code": "HT-F-0001"}, "no-such-family"),
        ({"to_code": "RV-F-0001"}, "same-family"),
        ({"new_name": " "}, "family-nameless"),
    ],
)
def test_what_cannot_be_is_refused(
    organisation: Organisation, household_id: UUID, changes: dict[str, object], code: str
) -> None:
    people = ids(organisation, household_id, "Chea Sokha")
    typed: dict[str, object] = {"member_ids": people, "new_name": "Sokha"} | changes
    moving = MovingInput(on=today(organisation), **typed)  # type: ignore[arg-type]
    with pytest.raises(NotAllowedNow, match=code):
        moved(organisation, household_id, moving, uuid4())


def test_days_before_they_came_or_ahead_are_refused_and_nothing_is_half_done(
    organisation: Organisation, household_id: UUID
) -> None:
    people = ids(organisation, household_id, "RV-0001", "Chea Sokha")
    for day, code in (
        (today(organisation) - 31 * DAY, "left-before-joined"),
        (today(organisation) + DAY, "in-the-future"),
    ):
        with pytest.raises(NotAllowedNow, match=code):
            moved(organisation, household_id, MovingInput(people, day, new_name="Sokha"), uuid4())
    assert len(page_of(organisation, household_id).now) == 3


def test_who_left_already_does_not_move_and_nobody_of_another_family_does(
    organisation: Organisation, household_id: UUID
) -> None:
    people = ids(organisation, household_id, "Chea Sokha")
    moving = MovingInput(people, today(organisation), new_name="Sokha")
    moved(organisation, household_id, moving, uuid4())
    with pytest.raises(NotAllowedNow, match="left-already"):
        moved(organisation, household_id, moving, uuid4())
    other = family(organisation, name="Prak")
    with pytest.raises(NotVisible):
        moved(organisation, other, moving, uuid4())
    with organisation.reading("caseworker") as work:
        assert MEMBERS.one(work, household_id, people[0]).row.until_on == today(organisation)
