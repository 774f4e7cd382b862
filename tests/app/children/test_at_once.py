"""Many at once: no code is given twice, a form sent twice makes one child, the second editor is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

from app.children.children import ChildInput, change_child, editable_child, make_child
from app.children.documents import ChildProfile
from app.foundation.errors import AlreadyDone, Conflict
from app.unit_of_work import UnitOfWork
from tests.support.children import add_child
from tests.support.organisation import Organisation

AT_ONCE = 8


def together(organisation: Organisation, names: list[str], do: Callable[[UnitOfWork], str]) -> list[str]:
    """Do the same in several people's names at the same time; what refuses is told by its name."""

    def one(name: str) -> str:
        try:
            with organisation.writing(name) as work:
                return do(work)
        except AlreadyDone:
            return "already-done"
        except Conflict:
            return "conflict"

    for name in set(names):
        organisation.token(name)
    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(one, names))


def test_no_code_is_given_twice(organisation: Organisation) -> None:
    names = ["field", "field2", "caseworker", "supervisor"] * 2
    made = together(
        organisation,
        names,
        lambda work: make_child(work, ChildInput(uuid4(), ChildProfile("Chan Dara"))).code,
    )

    assert sorted(made) == [f"RV-{number:04}" for number in range(1, AT_ONCE + 1)]


def test_a_form_sent_many_times_at_once_makes_one_child(organisation: Organisation) -> None:
    new = ChildInput(uuid4(), ChildProfile("Sok Sophea"))

    said = together(organisation, ["field"] * AT_ONCE, lambda work: make_child(work, new).code)
    assert sorted(said) == ["RV-0001"] + ["already-done"] * (AT_ONCE - 1)


def test_of_many_editors_one_saves_and_the_others_are_told(organisation: Organisation) -> None:
    child_id = add_child(organisation)

    def rename(work: UnitOfWork) -> str:
        known = editable_child(work, child_id).profile
        change_child(work, child_id, replace(known, latin=work.person.username), version=1)
        return "saved"

    said = together(organisation, ["field", "field2", "caseworker", "supervisor"], rename)
    assert sorted(said) == ["conflict", "conflict", "conflict", "saved"]
