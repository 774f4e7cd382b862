"""Where a family lives: open to the office, or hidden from all but supervision, the writer and the assigned."""

from uuid import UUID

import pytest
from sqlalchemy import update

from app.families.addresses import AddressInput, AddressView, address_of, readable_address, write_address
from app.families.documents import AddressWords
from app.families.scopes import visible_household
from app.foundation.errors import Conflict, NoKey, NotAllowedNow
from models.case import Case
from tests.support.children import add_child
from tests.support.families import family
from tests.support.opened_cases import case_of
from tests.support.organisation import Organisation
from tests.support.tampering import behind

OPEN = AddressInput(AddressWords("Behind the market"))
HIDDEN = AddressInput(AddressWords("The blue door", "The mother, from her husband"), is_hidden=True)


def write(
    organisation: Organisation, household_id: UUID, new: AddressInput, version: int, by: str = "caseworker"
) -> None:
    """Write an address in somebody's name."""
    with organisation.writing(by) as work:
        write_address(work, household_id, new, version=version)


def seen(organisation: Organisation, household_id: UUID, by: str) -> AddressView:
    """Return the address as somebody reads it."""
    with organisation.reading(by) as work:
        return address_of(work, visible_household(work, household_id))


def readers(organisation: Organisation, household_id: UUID) -> set[str]:
    """Return who of the office reads the address."""
    office = ("caseworker", "othercaseworker", "supervisor", "supervisor2", "director")
    return {name for name in office if seen(organisation, household_id, name).words is not None}


def test_an_address_is_open_to_the_office_unless_somebody_says_it_must_stay_hidden(
    organisation: Organisation,
) -> None:
    household_id = family(organisation)
    write(organisation, household_id, OPEN, 0)
    assert len(readers(organisation, household_id)) == 5
    with pytest.raises(NotAllowedNow, match="hidden-needs-why"):
        write(organisation, household_id, AddressInput(AddressWords("door"), is_hidden=True), 1)


def test_a_hidden_one_takes_along_what_was_said_before(organisation: Organisation) -> None:
    household_id = family(organisation)
    write(organisation, household_id, OPEN, 0)
    write(organisation, household_id, HIDDEN, 1)
    assert readers(organisation, household_id) == {"caseworker", "supervisor", "supervisor2", "director"}
    hidden = seen(organisation, household_id, "othercaseworker")
    assert (hidden.is_kept_from_reader, hidden.earlier) == (True, ())
    before = seen(organisation, household_id, "supervisor").earlier
    assert [one.document and one.document.where for one in before] == ["Behind the market"]
    with pytest.raises(NoKey), organisation.reading("othercaseworker") as work:
        readable_address(work, household_id)
    with pytest.raises(NoKey):
        write(organisation, household_id, OPEN, 1, by="othercaseworker")

    write(organisation, household_id, OPEN, 1, by="supervisor")
    assert len(readers(organisation, household_id)) == 5


def test_it_goes_with_the_case_of_a_child_of_the_family(organisation: Organisation) -> None:
    child_id = add_child(organisation)
    case_of(organisation, child_id, assigned=("othercaseworker",))
    household_id = family(organisation, child_id=child_id)
    write(organisation, household_id, HIDDEN, 0, by="supervisor")
    readable = {"othercaseworker", "supervisor", "supervisor2", "director"}
    assert readers(organisation, household_id) == readable


def test_a_case_that_was_led_to_a_child_of_the_family_takes_no_address_along(
    organisation: Organisation,
) -> None:
    child_id, elsewhere = add_child(organisation), add_child(organisation)
    case_id = case_of(organisation, elsewhere, assigned=("othercaseworker",))
    household_id = family(organisation, child_id=child_id)
    with behind(organisation) as session:
        session.execute(update(Case).where(Case.id == case_id).values(child_id=child_id))
    write(organisation, household_id, HIDDEN, 0, by="supervisor")
    assert readers(organisation, household_id) == {"supervisor", "supervisor2", "director"}


def test_a_stale_address_is_not_overwritten(organisation: Organisation) -> None:
    household_id = family(organisation)
    write(organisation, household_id, OPEN, 0)
    with pytest.raises(Conflict):
        write(organisation, household_id, OPEN, 0)
