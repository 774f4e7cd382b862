"""However somebody loses a place, what is written next where they stood goes under a key they never had."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from app.foundation.roles import Flag, Role
from app.keyring.assigning import assign, state_team
from app.keyring.policy import Duty, FolderKind
from app.keyring.writing import make_folder
from app.staff.case_places import end_case_places
from app.staff.closing import disable
from tests.app.keyring.conftest import Words
from tests.support.folders import newest_version, to_write
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.staff import admit_again, flag, give_role, renew, renew_own

Loss = Callable[[Organisation], object]


def end_assignments(organisation: Organisation) -> None:
    with organisation.writing("supervisor") as work:
        end_case_places(work, organisation.ids["caseworker"])


def close_account(organisation: Organisation) -> None:
    with organisation.writing("supervisor") as work:
        disable(work, organisation.ids["caseworker"])


def end_own_keys(organisation: Organisation) -> None:
    """Nobody admits them again yet; a supervisor signs in."""
    renew_own(organisation, "caseworker")
    organisation.tokens.pop("supervisor")
    organisation.token("supervisor")


def come_back_with_new_keys(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    admit_again(organisation, "caseworker")


LOSSES: dict[str, Loss] = {
    "another role": lambda house: give_role(house, "caseworker", Role.FIELD, RIVERSIDE),
    "another base": lambda house: give_role(house, "caseworker", Role.CASEWORKER, HILLSIDE),
    "a closed account": close_account,
    "own keys ended": end_own_keys,
    "new keys": come_back_with_new_keys,
}


def is_renewed(organisation: Organisation, folder_id: UUID, *, by: str = "supervisor") -> bool:
    """Write once more and tell whether a new key came first."""
    with organisation.reading(by) as work:
        before = newest_version(work, folder_id)
    with organisation.writing(by) as work:
        to_write(work, folder_id).seal(Words("afterwards"), uuid4())
        work.record("test.sealed", folders=[folder_id])
    with organisation.reading(by) as work:
        return newest_version(work, folder_id) == before + 1


@pytest.mark.parametrize("loss", [*LOSSES, "the assignment"])
def test_a_case_gets_a_new_key(organisation: Organisation, loss: str) -> None:
    case_id, caseworker = uuid4(), organisation.ids["caseworker"]
    with organisation.writing("supervisor") as work:
        assign(work, case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
        folder_id = make_folder(work, FolderKind.CASE, base_id=RIVERSIDE, case_id=case_id).id
    assert not is_renewed(organisation, folder_id)

    (LOSSES | {"the assignment": end_assignments})[loss](organisation)

    assert is_renewed(organisation, folder_id)
    assert not is_renewed(organisation, folder_id)


@pytest.mark.parametrize("loss", LOSSES)
def test_what_a_circle_holds_gets_a_new_key(organisation: Organisation, loss: str) -> None:
    with organisation.writing("supervisor") as work:
        folder_id = make_folder(work, FolderKind.CHILD_OFFICE, base_id=RIVERSIDE).id
        work.record("test.made", folders=[folder_id])
    assert not is_renewed(organisation, folder_id)

    LOSSES[loss](organisation)

    assert is_renewed(organisation, folder_id)
    assert not is_renewed(organisation, folder_id)


def test_a_duty_taken_away_brings_a_new_key(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.ON_CALL)
    with organisation.writing("supervisor") as work:
        folder_id = make_folder(work, FolderKind.EMERGENCY, base_id=RIVERSIDE).id
        work.record("test.made", folders=[folder_id])

    flag(organisation, "counsellor")

    assert is_renewed(organisation, folder_id)


def test_a_team_stated_without_somebody_brings_a_new_key(organisation: Organisation) -> None:
    shift_id, both = uuid4(), [organisation.ids["field"], organisation.ids["field2"]]
    with organisation.writing("field") as work:
        state_team(work, shift_id, both, base_id=RIVERSIDE)
        folder_id = make_folder(work, FolderKind.SHIFT, base_id=RIVERSIDE, shift_id=shift_id).id
    with organisation.writing("field") as work:
        state_team(work, shift_id, both[:1], base_id=RIVERSIDE)

    assert is_renewed(organisation, folder_id, by="field")
