"""Every form, sent more than its fields: keys of every column, keys twice, ids of others. Nothing more is written."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import LargeBinary
from werkzeug.datastructures import MultiDict

from models.mapping import Model
from tests.access.test_broken_fields import House, Sent
from tests.support.children import add_child
from tests.support.lived_in import LivedIn
from tests.support.opened_cases import case_of
from tests.support.organisation import HILLSIDE, copy_of

PARTS = 4
ANY_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
KEYS = re.compile("[0-9a-f]{48,}")
NOT_ADDED = {"csrf_token", "restore", "add", "id"}
OF_THE_PAGE = {"record_id", "version", "csrf_token", "replaces"}
KEPT_APART = {"sign_in_session", "sign_in_attempt"}
"""What a request itself touches, whatever is sent."""

Rows = Counter[str]


class OtherHouse(House):
    """The same, with a child and a case in another base."""

    def __init__(self, lived: LivedIn) -> None:
        organisation = lived.organisation
        self.child_id = add_child(organisation, by="otherfield")
        self.case_id = case_of(organisation, self.child_id, by="othersupervisor", assigned=())
        super().__init__(lived)


@pytest.fixture(scope="module")
def house(lived_template: LivedIn, tmp_path_factory: pytest.TempPathFactory) -> OtherHouse:
    """The organisation whose forms are sent."""
    folder: Path = tmp_path_factory.mktemp("more")
    return OtherHouse(LivedIn(copy_of(lived_template.organisation, folder), lived_template.ids))


def columns() -> set[str]:
    """Return the name of every column there is."""
    return {column.name for table in Model.metadata.tables.values() for column in table.columns}


def stored(house: House, known: str) -> dict[str, Rows]:
    """Return the readable rows of every table; an id that was not `known` before is any id."""
    found = {}
    with house.lived.organisation.server.store.reading() as session:
        for table in Model.metadata.tables.values():
            if table.name in KEPT_APART:
                continue
            readable = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
            rows = session.execute(table.select().with_only_columns(*readable))
            found[table.name] = Counter(_plain(tuple(row), known) for row in rows)
    return found


def _plain(row: tuple[Any, ...], known: str) -> str:
    text = KEYS.sub("a key", json.dumps(row, default=str))
    return ANY_ID.sub(lambda id_: id_[0] if id_[0] in known else "an id", text)


def written(house: OtherHouse, sent: Sent, values: MultiDict[str, str]) -> tuple[int, dict[str, Rows]]:
    """Send a form, and return the answer's status and what was stored afterwards; then put everything back."""
    ids = (*house.lived.ids.values(), *house.lived.organisation.ids.values(), house.child_id, house.case_id)
    known = f"{ids} {list(sent.values.values())}"
    status = sent.client.post(sent.action, data=values).status_code
    after = stored(house, known)
    house.put_back()
    return status, after


def once(sent: Sent) -> MultiDict[str, str]:
    return MultiDict((name, value) for name, values in sent.values.items() for value in values)


def differences(before: dict[str, Rows], after: dict[str, Rows]) -> list[str]:
    return [f"{name}: {row}" for name in after for row in (after[name] - before[name])]


def sends(house: OtherHouse, part: int) -> list[Sent]:
    return [each for each in house.forms[part::PARTS] if not each.endpoint.startswith("sign_in.")]


@pytest.mark.parametrize("part", range(PARTS))
def test_keys_that_a_form_has_no_field_for_change_nothing(house: OtherHouse, part: int) -> None:
    wrong, count = [], 0
    more = columns()
    for sent in sends(house, part):
        plain = once(sent)
        status, usual = written(house, sent, plain)
        added = plain.copy()
        for name in sorted(more - set(plain) - set(sent.controls) - NOT_ADDED):
            added.add(name, str(house.lived.organisation.ids["director"]))
        status_then, then = written(house, sent, added)
        count += 1
        wrong += [f"{sent.endpoint} {row}" for row in differences(usual, then)]
        if status_then != status:
            wrong.append(f"{sent.endpoint} answers {status_then} instead of {status}")
    assert not wrong, "\n".join(wrong)
    assert count > 10, "a test that sends little proves little"


@pytest.mark.parametrize("part", range(PARTS))
def test_the_first_of_two_values_counts_and_the_second_changes_nothing(house: OtherHouse, part: int) -> None:
    wrong = []
    for sent in sends(house, part):
        single = {name for name, control in sent.controls.items() if control.get("type") != "checkbox"}
        plain = once(sent)
        status, usual = written(house, sent, plain)
        doubled = plain.copy()
        for name in sorted(single - OF_THE_PAGE):
            if name in plain and not sent.controls[name].has_attr("multiple"):
                doubled.add(name, "no-such-thing")
        status_then, then = written(house, sent, doubled)
        if status_then >= 500:
            wrong.append(f"{sent.endpoint} answers {status_then}")
        if status_then == status:
            wrong += [f"{sent.endpoint} {row}" for row in differences(usual, then)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", range(PARTS))
def test_an_id_of_another_base_in_a_hidden_field_is_written_nowhere(house: OtherHouse, part: int) -> None:
    wrong, count = [], 0
    for sent in sends(house, part):
        hidden = [
            name
            for name, control in sent.controls.items()
            if control.get("type") in {"hidden", "radio"} or control.name == "select"
            if name.rpartition("-")[2] not in OF_THE_PAGE
        ]
        for name in hidden:
            for foreign in (house.child_id, house.case_id, HILLSIDE):
                if _reaches_everything(sent, house):
                    continue
                count += 1
                before = stored(house, str(foreign))
                values = once(sent)
                values.setlist(name, [str(foreign)])
                status = sent.client.post(sent.action, data=values).status_code
                after = stored(house, str(foreign))
                house.put_back()
                if status >= 500:
                    wrong.append(f"{sent.endpoint} {name} answers {status}")
                wrong += [
                    f"{sent.endpoint} {name}: {row}"
                    for row in differences(before, after)
                    if str(foreign) in row and "audit" not in row.partition(":")[0]
                ]
    assert not wrong, "\n".join(wrong)
    assert count or part, "a test that sends little proves little"


def _reaches_everything(sent: Sent, house: House) -> bool:
    """Tell whether whoever sends it may reach other bases: a director."""
    clients = vars(house)["_clients"]
    return sent.client is clients["director"]


def test_the_ids_are_those_of_another_base(house: OtherHouse) -> None:
    assert isinstance(house.child_id, UUID)
    client = house.lived.organisation.client("supervisor")
    assert client.get(f"/children/{house.child_id}").status_code == 404
