"""Lock 3 alone: with permission and scope switched off in a running app, only the keys decide what is shown."""

import pytest

from app.unit_of_work import Locks
from tests.access.asking import ASKERS, pages
from tests.support.lived_in import CANARIES, LivedIn

STREET = {
    "field",
    "field2",
    "caseworker",
    "othercaseworker",
    "counsellor",
    "supervisor",
    "supervisor2",
    "director",
}
OFFICE = {"caseworker", "othercaseworker", "supervisor", "supervisor2"}
SUPERVISION = {"supervisor", "supervisor2", "director"}

HOLDERS: dict[str, set[str]] = {
    "profile": STREET,
    "safe contact": STREET,
    "route": STREET,
    "emergency sheet": OFFICE | {"director"},
    "encounter": OFFICE | {"director", "field"},
    "club absence": OFFICE | {"director", "field"},
    "club": OFFICE | {"director", "field"},
    "concern": SUPERVISION | {"caseworker", "counsellor"},
    "disclosure": SUPERVISION | {"caseworker", "counsellor"},
    "case file": SUPERVISION | {"caseworker"},
    "placement": SUPERVISION | {"caseworker"},
    "home visit": OFFICE | {"director", "field"},
    "group session": OFFICE | {"director", "field", "counsellor"},
    "screening": OFFICE | {"director", "field", "counsellor"},
    "restoration": SUPERVISION | {"caseworker", "counsellor"},
    "packet": SUPERVISION | {"caseworker"},
    "allegation": {"supervisor2"},
    "family": OFFICE | {"director"},
    "hidden address": SUPERVISION | {"caseworker"},
}
"""Who may open what, as the matrix of the design says; everyone else must never see the word."""


def test_every_canary_has_its_holders() -> None:
    assert set(HOLDERS) == set(CANARIES)


@pytest.mark.parametrize("name", [asker for asker in ASKERS if asker != "visitor"])
def test_no_page_shows_a_word_whose_key_the_asker_does_not_hold(lived: LivedIn, name: str) -> None:
    open_house = lived.organisation.with_locks(Locks.KEYS_ONLY)
    client = open_house.client(name)
    leaks, seen = [], set()
    for page in pages(open_house):
        if page.method != "GET" or page.rule.endpoint in {"sign_in.sign_in", "choices.choose_language"}:
            continue
        response = client.get(page.address(lived.ids))
        if response.status_code >= 500:
            leaks.append(f"{page.name} breaks")
        for row, word in CANARIES.items():
            if word in response.text:
                seen.add(row)
                if name not in HOLDERS[row]:
                    leaks.append(f"{page.name}: {row}")
    assert leaks == []
    assert seen == {row for row, holders in HOLDERS.items() if name in holders}, (
        "a word that nobody shows proves nothing"
    )
