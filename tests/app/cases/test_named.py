"""Whom a case is about: told by its code, recorded, and only to who holds the name card."""

import pytest
from sqlalchemy.orm import Session

from app.cases.named import child_of_case
from models.name_card import NameCard
from tests.support.cases import READERS_OF_ELSE, new_case
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.tampering import recorded

CODE = "RV-K-0001"


def told(organisation: Organisation, name: str) -> str | None:
    """Return the name a cast member is told."""
    with organisation.reading(name) as work:
        child = child_of_case(work, CODE)
        return child.latin if child else None


def test_a_name_is_told_by_the_code_of_the_case(organisation: Organisation) -> None:
    new_case(organisation)
    assert {told(organisation, name) for name in ("caseworker", "supervisor", "director")} == {"Sok Sophea"}


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_whoever_does_not_reach_the_case_is_told_no_name(organisation: Organisation, name: str) -> None:
    new_case(organisation)
    assert told(organisation, name) is None


def test_a_counsellor_reads_the_names_of_the_children_they_follow(organisation: Organisation) -> None:
    new_case(organisation, "counsellor")
    assert told(organisation, "counsellor") == "Sok Sophea"


def test_what_was_opened_is_recorded_as_a_list_of_children_is(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    case_of(organisation, child_id)
    before = len(recorded(organisation, "opened"))
    told(organisation, "supervisor")

    (event,) = recorded(organisation, "opened")[before:]
    assert str(child_id) in event.body


def test_a_card_that_does_not_open_is_left_out(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    case_of(organisation, child_id)
    with Session(organisation.server.store.engine) as session:
        card = session.get_one(NameCard, child_id)
        card.card = card.card[:-1] + bytes([card.card[-1] ^ 1])
        session.commit()
    assert told(organisation, "supervisor") is None
