"""The list of children: pages of fifty, filters and orders that look inside the cards, cut to scope."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.children.children import change_child, editable_child
from app.children.documents import Age
from app.children.listing import Asked, ChildrenList, base_lines, list_children
from app.children.name_index import Order
from app.foundation.errors import NotVisible
from app.foundation.vocabulary.sexes import Sex
from models.child import Child
from tests.support.children import add_child, events_since, last_seq
from tests.support.organisation import HILLSIDE, Organisation

DAY = date(2026, 11, 2)


def codes(organisation: Organisation, asked: Asked, *, by: str = "field") -> list[str]:
    with organisation.reading(by) as work:
        return [line.code for line in list_children(work, asked).lines]


@pytest.fixture
def four(organisation: Organisation) -> list[UUID]:
    """Four children, an hour apart."""
    known: list[dict[str, Any]] = [
        {"latin": "Noun Vuthy", "sex": Sex.MALE, "age": Age(12, 14, DAY)},
        {"latin": "chan Bopha", "sex": Sex.FEMALE, "age": Age(8, 9, DAY)},
        {"latin": "", "local": "ដារ៉ា", "sex": Sex.MALE},
        {"latin": "", "appearance": "Girl in a red shirt", "sex": Sex.FEMALE, "age": Age(5, 6, DAY)},
    ]
    made = []
    for fields in known:
        made.append(add_child(organisation, **fields))
        organisation.clock.move(timedelta(minutes=10))
    return made


@pytest.mark.usefixtures("four")
class TestOrder:
    def test_is_by_last_change_at_first(self, organisation: Organisation) -> None:
        assert codes(organisation, Asked()) == ["RV-0004", "RV-0003", "RV-0002", "RV-0001"]

    def test_by_name_puts_latin_first_and_the_nameless_last(self, organisation: Organisation) -> None:
        assert codes(organisation, Asked(order=Order.NAME)) == ["RV-0002", "RV-0001", "RV-0003", "RV-0004"]

    def test_by_code(self, organisation: Organisation) -> None:
        assert codes(organisation, Asked(order=Order.CODE)) == ["RV-0001", "RV-0002", "RV-0003", "RV-0004"]
        assert codes(organisation, Asked(order=Order.CODE, sex=Sex.MALE)) == ["RV-0001", "RV-0003"]

    def test_follows_a_change(self, organisation: Organisation, four: list[UUID]) -> None:
        with organisation.writing("field") as work:
            change_child(work, four[0], editable_child(work, four[0]).profile, version=1)

        assert codes(organisation, Asked())[0] == "RV-0001"
        assert codes(organisation, Asked(sex=Sex.MALE)) == ["RV-0001", "RV-0003"]


@pytest.mark.usefixtures("four")
class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            (Asked(sex=Sex.FEMALE), ["RV-0004", "RV-0002"]),
            (Asked(age_from=9), ["RV-0002", "RV-0001"]),
            (Asked(age_to=8), ["RV-0004", "RV-0002"]),
            (Asked(age_from=9, age_to=13), ["RV-0002", "RV-0001"]),
            (Asked(age_from=0), ["RV-0004", "RV-0002", "RV-0001"]),
            (Asked(age_from=30), []),
        ],
    )
    def test_by_sex_and_age(self, organisation: Organisation, asked: Asked, expected: list[str]) -> None:
        assert codes(organisation, asked) == expected

    def test_by_who_was_met(self, organisation: Organisation, four: list[UUID]) -> None:
        met = select(Child.id).where(Child.id.in_(four[:2]))
        assert codes(organisation, Asked(met=met)) == ["RV-0002", "RV-0001"]
        assert codes(organisation, Asked(met=met, sex=Sex.MALE)) == ["RV-0001"]

    def test_by_base_for_those_who_see_several(self, organisation: Organisation) -> None:
        add_child(organisation, by="otherfield")
        for order in Order:
            assert codes(organisation, Asked(order=order, base_id=HILLSIDE), by="director") == ["HL-0001"]
            assert len(codes(organisation, Asked(order=order), by="director")) == 5
            assert codes(organisation, Asked(order=order, base_id=HILLSIDE), by="field") == []
        with organisation.reading("director") as work:
            assert [base.name for base in base_lines(work)] == ["Hillside", "Riverside"]


def test_children_of_another_base_are_not_listed_or_counted(
    organisation: Organisation, four: list[UUID]
) -> None:
    for order in Order:
        with organisation.reading("otherfield") as work:
            listed = list_children(work, Asked(order=order))
        assert (listed.total, listed.first, listed.lines) == (0, 0, ())


@pytest.mark.parametrize("name", ["technician", "auditor"])
def test_who_reads_no_profiles_gets_no_list(organisation: Organisation, name: str) -> None:
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        list_children(work, Asked())


def test_fifty_stand_on_a_page(organisation: Organisation) -> None:
    for _ in range(ChildrenList.PAGE_SIZE + 2):
        add_child(organisation)

    for order in Order:
        with organisation.reading("field") as work:
            first, second = (list_children(work, Asked(page=page, order=order)) for page in (1, 2))
            beyond = list_children(work, Asked(page=9, order=order))
        assert (first.first, first.last, first.total, first.has_more) == (1, 50, 52, True)
        assert (second.first, second.last, second.has_more) == (51, 52, False)
        assert not {line.id for line in first.lines} & {line.id for line in second.lines}
        assert (beyond.page, beyond.lines) == (2, second.lines)


def test_a_list_is_one_event_with_the_ids_it_showed(organisation: Organisation, four: list[UUID]) -> None:
    seq = last_seq(organisation)
    codes(organisation, Asked(sex=Sex.FEMALE))

    assert events_since(organisation, seq) == [("listed", {four[1], four[3]})]
