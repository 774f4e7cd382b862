"""What a case's child is called on a board: few statements, recorded, and only for who holds the name card."""

import pytest
from sqlalchemy.orm import Session

from app.cases.named import names_by_case
from models.name_card import NameCard
from tests.support.cases import READERS_OF_ELSE, new_case
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.statements import counted_statements
from tests.support.tampering import recorded


def test_a_name_is_told_by_the_code_of_the_case(organisation: Organisation) -> None:
    new_case(organisation)
    for name in ("caseworker", "supervisor", "director"):
        with organisation.reading(name) as work:
            assert [
                (code, child.latin) for code, child in names_by_case(work, ["RV-K-0001", ""]).items()
            ] == [("RV-K-0001", "Sok Sophea")]


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_whoever_does_not_reach_the_case_is_told_no_name(organisation: Organisation, name: str) -> None:
    new_case(organisation)
    with organisation.reading(name) as work:
        assert names_by_case(work, ["RV-K-0001"]) == {}


def test_a_counsellor_reads_the_names_of_the_children_they_follow(organisation: Organisation) -> None:
    new_case(organisation, "counsellor")
    with organisation.reading("counsellor") as work:
        assert names_by_case(work, ["RV-K-0001"])["RV-K-0001"].latin == "Sok Sophea"


def test_many_names_cost_no_more_statements_than_one(organisation: Organisation) -> None:
    codes = []
    for number in range(1, 6):
        case_of(organisation, child_of(organisation, latin=f"Sok Sophea {number}"))
        codes.append(f"RV-K-000{number}")
    engine = organisation.server.store.engine

    def price(wanted: list[str]) -> int:
        with organisation.reading("supervisor") as work, counted_statements(engine) as sent:
            assert len(names_by_case(work, wanted)) == len(wanted)
            return len(sent)

    assert price(codes) == price(codes[:1])
    assert price([]) == 0


def test_what_was_opened_is_recorded_as_a_list_of_children_is(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    case_of(organisation, child_id)
    before = len(recorded(organisation, "opened"))
    with organisation.reading("supervisor") as work:
        names_by_case(work, ["RV-K-0001"])

    (event,) = recorded(organisation, "opened")[before:]
    assert str(child_id) in event.body


def test_a_card_that_does_not_open_is_left_out(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    case_of(organisation, child_id)
    with Session(organisation.server.store.engine) as session:
        card = session.get_one(NameCard, child_id)
        card.card = card.card[:-1] + bytes([card.card[-1] ^ 1])
        session.commit()
    with organisation.reading("supervisor") as work:
        assert names_by_case(work, ["RV-K-0001"]) == {}
