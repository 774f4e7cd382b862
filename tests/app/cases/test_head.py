"""What stands above every page of a case: to whoever reaches it, by what their keys open, and recorded."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.cases.head import CaseHead, head_of_case, head_of_child
from app.children.children import change_safe_contact
from app.children.documents import SafeContact
from app.foundation.contact_rules import REFUSED
from app.foundation.vocabulary.risks import Risk
from models.case import Case
from models.child import Child
from models.name_card import NameCard
from tests.support.cases import READERS_OF_ELSE, new_case
from tests.support.organisation import Organisation
from tests.support.tampering import flip, recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` and `counsellor` are assigned."""
    return new_case(organisation, "caseworker", "counsellor")


def head(organisation: Organisation, case_id: UUID, name: str) -> CaseHead:
    """Return the head that a cast member gets."""
    with organisation.reading(name) as work:
        found = head_of_case(work, case_id)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["caseworker", "supervisor", "director"])
def test_it_says_whom_the_case_is_about_and_its_risk(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    found = head(organisation, case_id, name)

    assert found.child is not None
    assert (found.code, found.child.latin, found.risk) == ("RV-K-0001", "Sok Sophea", Risk.MEDIUM)
    assert (found.is_open, found.is_risk_shown, found.may_write) == (True, True, True)


def test_a_counsellor_reads_the_name_and_the_rule_and_no_risk(
    organisation: Organisation, case_id: UUID
) -> None:
    child_id = head(organisation, case_id, "supervisor").child_id
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, SafeContact(never="by telephone"), version=1)
    found = head(organisation, case_id, "counsellor")

    assert found.child is not None
    assert found.contact is not None
    assert (found.child.latin, found.contact.never) == ("Sok Sophea", "by telephone")
    assert found.contact.set_by == "Field Person"
    assert (found.risk, found.is_risk_shown, found.may_write) == (None, False, False)


@pytest.mark.parametrize("name", [name for name in READERS_OF_ELSE if name != "counsellor"])
def test_whoever_does_not_reach_the_case_gets_none(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    child_id = head(organisation, case_id, "supervisor").child_id
    with organisation.reading(name) as work:
        assert head_of_case(work, case_id) is None
        assert head_of_child(work, child_id) is None


def test_the_childs_case_is_found_by_the_child(organisation: Organisation, case_id: UUID) -> None:
    child_id = head(organisation, case_id, "supervisor").child_id
    with organisation.reading("caseworker") as work:
        found = head_of_child(work, child_id)
    assert found is not None
    assert found.id == case_id


def test_what_was_opened_is_recorded(organisation: Organisation, case_id: UUID) -> None:
    before = len(recorded(organisation, "opened"))
    child_id = head(organisation, case_id, "supervisor").child_id

    assert any(str(child_id) in event.body for event in recorded(organisation, "opened")[before:])


def test_a_card_that_does_not_open_names_nobody(organisation: Organisation, case_id: UUID) -> None:
    child_id = head(organisation, case_id, "supervisor").child_id
    with Session(organisation.server.store.engine) as session:
        card = session.get_one(NameCard, child_id)
        card.card = card.card[:-1] + bytes([card.card[-1] ^ 1])
        session.commit()

    found = head(organisation, case_id, "supervisor")
    assert found.child is not None
    assert (found.child.is_readable, found.child.latin, found.child.code) == (False, "", "RV-0001")


def test_a_rule_that_does_not_open_is_not_taken_for_no_rule(
    organisation: Organisation, case_id: UUID
) -> None:
    child_id = head(organisation, case_id, "supervisor").child_id
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, SafeContact(never="by telephone"), version=1)
    flip(organisation, Child, "safe_contact", child_id)

    assert head(organisation, case_id, "caseworker").contact == REFUSED


@pytest.mark.parametrize(("column", "value"), [("risk", "none"), ("code", "RV-K-0002")])
def test_a_row_that_was_changed_outside_is_not_believed(
    organisation: Organisation, case_id: UUID, column: str, value: str
) -> None:
    with Session(organisation.server.store.engine) as session:
        setattr(session.get_one(Case, case_id), column, value)
        session.commit()

    found = head(organisation, case_id, "caseworker")
    assert (found.is_changed, found.code, found.risk, found.is_risk_shown) == (True, "", None, False)
    assert not found.may_write
